#include "lab/runner.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <future>

namespace lab {
namespace {

/// Stands in for the supervisor: answers each number when it is told to.
class FakeSupervisor {
 public:
  FakeSupervisor() {
    int down[2];
    int up[2];
    if (::pipe(down) != 0 || ::pipe(up) != 0) std::abort();
    requests_.reset(down[0]);
    answers_.reset(up[1]);
    runner = std::make_unique<Runner>(taut::UniqueFd(down[1]), taut::UniqueFd(up[0]));
    runner->start();
  }
  /// The number that is asked for next, nothing when the runner is gone.
  std::optional<Number> next() { return receive_number(requests_.get()); }
  void answer(std::string_view text) { send_text(answers_.get(), text); }
  void die() {
    requests_.reset();
    answers_.reset();
  }
  std::unique_ptr<Runner> runner;

 private:
  taut::UniqueFd requests_;
  taut::UniqueFd answers_;
};

std::string ending(const char* step) {
  return packed(Ending{taut::drills::refused(step, 1), 0});
}

struct Followed {
  std::vector<std::string> steps;
  std::promise<bool> ended;
  Runner::Battery battery(std::vector<Number> drills) {
    return {std::move(drills), [this](Number, const Ending& end) { steps.push_back(end.attempt.step); },
            [this](bool all) { ended.set_value(all); }};
  }
};

TEST(Runner, TriesOneAfterTheOtherAndTellsTheEnd) {
  FakeSupervisor supervisor;
  Followed followed;
  EXPECT_TRUE(supervisor.runner->begin(followed.battery({7, 9})));
  EXPECT_EQ(supervisor.next(), 7);
  supervisor.answer(ending("a(2)"));
  EXPECT_EQ(supervisor.next(), 9);
  supervisor.answer(ending("b(2)"));
  EXPECT_TRUE(followed.ended.get_future().get());
  EXPECT_EQ(followed.steps, (std::vector<std::string>{"a(2)", "b(2)"}));
  EXPECT_FALSE(supervisor.runner->busy());
  supervisor.die();
}

TEST(Runner, TakesOneBatteryAtATime) {
  FakeSupervisor supervisor;
  Followed first;
  Followed second;
  EXPECT_TRUE(supervisor.runner->begin(first.battery({1})));
  EXPECT_EQ(supervisor.next(), 1);
  EXPECT_TRUE(supervisor.runner->busy());
  EXPECT_FALSE(supervisor.runner->begin(second.battery({2})));
  supervisor.answer(ending("a(2)"));
  EXPECT_TRUE(first.ended.get_future().get());
  EXPECT_TRUE(supervisor.runner->begin(second.battery({2})));
  EXPECT_EQ(supervisor.next(), 2);
  supervisor.answer(ending("b(2)"));
  EXPECT_TRUE(second.ended.get_future().get());
  supervisor.die();
}

TEST(Runner, AsksHowThingsStandBetweenTwoAttempts) {
  FakeSupervisor supervisor;
  Followed followed;
  std::promise<std::optional<Standing>> told;
  EXPECT_TRUE(supervisor.runner->begin(followed.battery({1, 2})));
  EXPECT_EQ(supervisor.next(), 1);
  supervisor.runner->ask_standing(
      [&](std::optional<Standing> standing) { told.set_value(std::move(standing)); });
  supervisor.answer(ending("a(2)"));
  EXPECT_EQ(supervisor.next(), standing_question);
  supervisor.answer(packed(Standing{{{"no-ping", State::in_force, "1 0"}}, {}}));
  const auto standing = told.get_future().get();
  ASSERT_TRUE(standing);
  EXPECT_TRUE(standing->of("no-ping"));
  EXPECT_EQ(supervisor.next(), 2);
  supervisor.answer(ending("b(2)"));
  EXPECT_TRUE(followed.ended.get_future().get());
  supervisor.die();
}

TEST(Runner, SaysSoWhenTheSupervisorIsGone) {
  FakeSupervisor supervisor;
  std::signal(SIGPIPE, SIG_IGN);  // as the server does
  supervisor.die();
  Followed followed;
  EXPECT_TRUE(supervisor.runner->begin(followed.battery({1})));
  EXPECT_FALSE(followed.ended.get_future().get());
  std::promise<bool> told;
  supervisor.runner->ask_standing(
      [&](const std::optional<Standing>& standing) { told.set_value(standing.has_value()); });
  EXPECT_FALSE(told.get_future().get());
}

TEST(Runner, TalksNonsenseIsAsGoodAsGone) {
  FakeSupervisor supervisor;
  Followed followed;
  EXPECT_TRUE(supervisor.runner->begin(followed.battery({1, 2})));
  EXPECT_EQ(supervisor.next(), 1);
  supervisor.answer("nonsense");
  EXPECT_FALSE(followed.ended.get_future().get());
  EXPECT_TRUE(followed.steps.empty());
  supervisor.die();
}

TEST(Runner, StopsInTheMiddleOfAnAttempt) {
  FakeSupervisor supervisor;
  Followed followed;
  EXPECT_TRUE(supervisor.runner->begin(followed.battery({1, 2})));
  EXPECT_EQ(supervisor.next(), 1);
  std::jthread ends([&] {
    EXPECT_EQ(supervisor.next(), std::nullopt);  // the supervisor sees the hang-up, and goes
    supervisor.die();
  });
  supervisor.runner->stop();
  EXPECT_FALSE(followed.ended.get_future().get());
  EXPECT_FALSE(supervisor.runner->begin(followed.battery({3})));
}

}  // namespace
}  // namespace lab
