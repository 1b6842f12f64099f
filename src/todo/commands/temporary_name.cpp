#include "todo/commands/temporary_name.h"

#include <unistd.h>

#include <cstdio>
#include <random>

namespace todo {

TemporaryName::TemporaryName(const std::string& folder, std::string_view purpose) {
  std::random_device random;  // getrandom(2) or the processor's; unguessable enough for a folder of mode 0700
  char number[17];
  std::snprintf(number, sizeof number, "%08x%08x", random(), random());
  path_ = folder + "/.todo-" + std::string(purpose) + "-" + number;
}

void TemporaryName::remove() {
  ::unlink(path_.c_str());
  ::unlink((path_ + ".part").c_str());
}

}  // namespace todo
