// The real supervisor, with real attempts under the real sandbox.
#include "lab/supervisor.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "drills/catalogue.h"
#include "lab/standing.h"
#include "lab/wire.h"
#include "linux/forked.h"

namespace lab {
namespace {

using taut::Outcome;
using namespace taut::drills;

class RealSupervisor : public testing::Test {
 protected:
  void SetUp() override {
    std::signal(SIGPIPE, SIG_IGN);  // as the server does
    auto started = start_supervisor({data.path, 18000, 5});
    ASSERT_TRUE(started) << started.error().message();
    ends = std::move(*started);
  }
  void TearDown() override {
    ends.requests.reset();
    EXPECT_EQ(::waitpid(ends.process_id, nullptr, 0), ends.process_id) << "it has to end with its pipe";
  }

  std::optional<std::string> ask(Number number) {
    if (!send_number(ends.requests.get(), number)) return std::nullopt;
    return receive_text(ends.answers.get());
  }
  Ending attempt(std::string_view id) {
    const auto drills = catalogue();
    const auto at = std::ranges::find(drills, id, &Drill::id) - drills.begin();
    const auto text = ask(static_cast<Number>(at));
    const auto ending = text ? unpacked(*text) : std::nullopt;
    EXPECT_TRUE(ending) << id;
    return ending.value_or(Ending{broken("no answer"), 0});
  }

  taut::kernel::testing::TemporaryFolder data;
  SupervisorEnds ends;
};

TEST_F(RealSupervisor, MakesAttemptsUnderTheSandboxOfTheServer) {
  // Neither needs a capability, so nothing but the program's own filter can refuse it to root.
  for (const char* id : {"net_listen", "ns_unshare_user"}) {
    const Ending ending = attempt(id);
    EXPECT_EQ(ending.attempt.outcome, Outcome::stopped) << id << ": " << ending.attempt.evidence;
  }
}

TEST_F(RealSupervisor, OutlivesAnAttemptThatIsKilled) {
  const Ending ending = attempt("ex_self");
  EXPECT_EQ(ending.signal, SIGSYS) << "the filter kills who calls execve(2)";
  EXPECT_EQ(ending.attempt.layer, taut::Layer::seccomp);
  EXPECT_EQ(attempt("net_listen").attempt.outcome, Outcome::stopped);
}

TEST_F(RealSupervisor, LeavesNothingInTheDataFolder) {
  for (const char* id : {"fs_exec_data", "fs_exec_tmp", "ex_map_tmp", "cap_chown"}) attempt(id);
  EXPECT_TRUE(std::filesystem::is_empty(data.path));
}

TEST_F(RealSupervisor, MakesNoAttemptThatHasNoButton) {
  for (const char* id : {"res_forkbomb", "fs_data_fill", "net_internet", "cap_audit_write"})
    EXPECT_EQ(attempt(id).attempt.outcome, Outcome::skipped) << id;
}

TEST_F(RealSupervisor, ANumberBeyondTheCatalogueIsOurMistakeAndHarmless) {
  const auto text = ask(static_cast<Number>(catalogue().size()));
  ASSERT_TRUE(text);
  EXPECT_EQ(unpacked(*text)->attempt.outcome, Outcome::broken);
}

TEST_F(RealSupervisor, SeesTheServerAndAProcessConfinedAsAnAttempt) {
  const auto text = ask(standing_question);
  ASSERT_TRUE(text);
  const auto standing = unpacked_standing(*text);
  ASSERT_TRUE(standing);
  ASSERT_TRUE(standing->of("self-seccomp"));
  EXPECT_EQ(standing->of("self-seccomp")->state, State::not_in_force)
      << "this test is the server, and has no filter";
  ASSERT_EQ(standing->likeness.size(), 6U);
  EXPECT_EQ(standing->likeness[4].attempt, "2") << "an attempt has one";
}

TEST_F(RealSupervisor, OnceKilledNothingAnswers) {
  ::kill(ends.process_id, SIGKILL);
  EXPECT_EQ(ask(0), std::nullopt);
}

}  // namespace
}  // namespace lab
