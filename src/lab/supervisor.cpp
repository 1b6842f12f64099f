#include "lab/supervisor.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <memory>

#include "base/file.h"
#include "base/text.h"
#include "drills/battery.h"
#include "drills/catalogue.h"
#include "drills/child.h"
#include "drills/network/reach.h"
#include "lab/buttons.h"
#include "lab/child.h"
#include "lab/kernel_view.h"
#include "lab/wire.h"
#include "linux/hardening.h"
#include "linux/sandbox.h"

namespace lab {
namespace {

using taut::UniqueFd;
using namespace taut::drills;

struct Pipe {
  UniqueFd from;
  UniqueFd to;
};

/// Not socketpair(2), which todo's seccomp profile does not allow; it allows pipes.
taut::Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return taut::failure("make a pipe", errno);
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

class Supervisor {
 public:
  Supervisor(const SupervisorPlan& plan, pid_t server, ChildWatch watch, UniqueFd requests, UniqueFd answers)
      : plan_(plan),
        server_(server),
        watch_(std::move(watch)),
        requests_(std::move(requests)),
        answers_(std::move(answers)),
        facts_(read_facts()) {
    setting_.scratch = plan.data_folder;  // the one place where the sandbox lets anything be written
    setting_.gateway = default_gateway();
  }

  void run() {
    while (const auto number = receive_number(requests_.get())) {
      const bool told = send_text(answers_.get(), answer_to(*number));
      if (!told) return;
    }
  }

 private:
  std::string answer_to(Number number) {
    if (number == standing_question) return packed(look_at(server_, twin_status()));
    if (number >= catalogue().size()) return packed(Ending{broken("there is no such drill"), 0});
    const Drill& drill = *catalogue()[number];
    if (const auto reason = why_no_button(drill); !reason.empty()) return packed(Ending{skipped(reason), 0});
    return packed(attempt(drill));
  }

  /// The sandbox of the process that serves requests: the same two steps, the same table.
  void confine() const {
    auto report = taut::kernel::confine_files_and_ports({plan_.data_folder, plan_.port});
    if (!report || !taut::kernel::confine_system_calls(*report)) ::_exit(99);
  }

  /// In a new child: keeps nothing of the supervisor's but standard input, output and error.
  void become_child() {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0UL, 0UL, 0UL);
    requests_.reset();
    answers_.reset();
    ::close(watch_.fd());
    ChildWatch::unblock();
  }

  Ending attempt(const Drill& drill) {
    auto pipe = make_pipe();
    const pid_t child = pipe ? ::fork() : -1;
    if (child < 0) return {set_up_refused("fork(2)", errno), 0};
    if (child == 0) {
      become_child();
      pipe->from.reset();
      attempt_and_exit(drill, setting_, pipe->to.get(), [this](const Setting&) { confine(); });
    }
    const auto end = watch_.wait(child, std::chrono::seconds(plan_.seconds), requests_.get());
    remove_scratch(child);
    ::fcntl(pipe->from.get(), F_SETFL, O_RDONLY | O_NONBLOCK);
    char bytes[4096];
    const ssize_t got = ::read(pipe->from.get(), bytes, sizeof bytes);
    const auto written =
        got > 0 ? taut::drills::unpacked({bytes, static_cast<std::size_t>(got)}) : std::nullopt;
    const Observation seen = observe(drill, written ? &*written : nullptr, end ? end->exit_code : 0,
                                     end ? end->signal : SIGALRM, facts_);
    return {seen.attempt, seen.signal};
  }

  /// What the kernel says of a process that was confined as each attempt's is.
  std::optional<taut::kernel::ProcessStatus> twin_status() {
    auto ready = make_pipe();
    auto hold = make_pipe();
    if (!ready || !hold) return std::nullopt;
    const pid_t child = ::fork();
    if (child < 0) return std::nullopt;
    if (child == 0) {
      become_child();
      hold->to.reset();
      confine();
      char byte = 'x';
      const bool told = ::write(ready->to.get(), &byte, 1) == 1;
      ::_exit(told && ::read(hold->from.get(), &byte, 1) == 0 ? 0 : 1);
    }
    ready->to.reset();
    char byte = 0;
    std::optional<taut::kernel::ProcessStatus> status;
    if (::read(ready->from.get(), &byte, 1) == 1) {
      if (auto read = taut::kernel::read_status(std::to_string(child))) status = std::move(*read);
    }
    hold->to.reset();
    watch_.wait(child, std::chrono::seconds(2), requests_.get());
    return status;
  }

  /// Who was killed in the middle of an attempt could not remove its file (drills/scratch.h has the names).
  void remove_scratch(pid_t child) const {
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(setting_.scratch.c_str()), ::closedir);
    if (!folder) return;
    const std::string end = "-" + std::to_string(child);
    while (const dirent* entry = ::readdir(folder.get())) {
      const std::string name = entry->d_name;
      if (name.starts_with("taut-drill-") && name.ends_with(end))
        ::unlink((setting_.scratch + "/" + name).c_str());
    }
  }

  const SupervisorPlan& plan_;
  const pid_t server_;
  ChildWatch watch_;
  UniqueFd requests_;
  UniqueFd answers_;
  Facts facts_;
  Setting setting_;
};

/// The life of the forked process. `server` may be gone already: then its pipe ends at once.
[[noreturn]] void supervise(const SupervisorPlan& plan, pid_t server, UniqueFd requests, UniqueFd answers) {
  // No PR_SET_PDEATHSIG: the dying server would be the sender, and its Landlock domain lets no signal out
  // (Linux 6.12). The end of the pipe is what counts.
  ::prctl(PR_SET_NAME, "todo-attempts", 0UL, 0UL, 0UL);
  // The server ends by SIGTERM in its own time; this process ends with it.
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGPIPE}) std::signal(signal, SIG_IGN);
  taut::kernel::harden_process();
  if (auto watch = ChildWatch::open())
    Supervisor(plan, server, std::move(*watch), std::move(requests), std::move(answers)).run();
  ::_exit(0);
}

}  // namespace

// <DAEMON-ATTACK-SURFACE> attempts-apart: forked before a secret is read; takes two bytes at a time, never
// text.
taut::Result<SupervisorEnds> start_supervisor(const SupervisorPlan& plan) {
  auto requests = make_pipe();
  if (!requests) return taut::propagate(requests);
  auto answers = make_pipe();
  if (!answers) return taut::propagate(answers);
  const pid_t server = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return taut::failure("start the process that makes attempts", errno);
  if (child == 0) {
    requests->to.reset();
    answers->from.reset();
    supervise(plan, server, std::move(requests->from), std::move(answers->to));
  }
  return SupervisorEnds{std::move(requests->to), std::move(answers->from), child};
}

}  // namespace lab
