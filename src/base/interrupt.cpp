#include "base/interrupt.h"

#include <csignal>
#include <initializer_list>

namespace taut {
namespace {

volatile std::sig_atomic_t flag = 0;

void note(int) {
  flag = 1;
}

}  // namespace

void catch_interrupts() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action{};
    action.sa_handler = note;
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // no SA_RESTART: a waiting call ends with EINTR
    ::sigaction(signal, &action, nullptr);
  }
}

bool interrupted() {
  return flag != 0;
}

}  // namespace taut
