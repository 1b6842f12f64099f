// A battery against an agent that is only played: it prints what a real one would, hangs, or dies.
#include "probe/session.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "base/text.h"
#include "docker/fake_engine.h"
#include "drills/battery.h"
#include "drills/catalogue.h"

namespace taut::probe {
namespace {

using docker::FakeEngine;
using docker::Lines;
using docker::Reply;
using docker::Request;
using drills::Drill;

std::string facts_line() {
  drills::Facts facts;
  facts.kernel = "6.18.0";
  facts.status.users.effective = 1000;
  return drills::facts_line(facts);
}

std::string refusal_line(const Drill& drill) {
  return drills::observation_line({&drill, drills::refused("call(2)", EPERM), 0});
}

class Session : public testing::Test {
 protected:
  Session() {
    for (const Drill* drill : drills::catalogue().first(3)) drills_.push_back(drill);
    engine_.answer = [this](const Request& request) {
      if (!request.path.ends_with("/wait") || exit_codes_.empty()) return Reply{};
      const int code = exit_codes_.front();
      exit_codes_.erase(exit_codes_.begin());
      return Reply{200, "{\"StatusCode\":" + std::to_string(code) + "}"};
    };
  }

  Result<SessionResult> run() {
    Resources resources(engine_, this_process());
    return run_session(engine_, resources, boost::json::object{{"Image", "x"}}, Kit{"volume", "", {}},
                       {.drills = drills_, .agent = {}, .user = ""});
  }

  /// The agent prints `lines` at its first start, and after that whatever it is asked for.
  void first_start(Lines lines) {
    engine_.program = [this, lines](const std::string& written) {
      asked_.push_back(written);
      return asked_.size() == 1 ? lines : well_behaved(written);
    };
  }

  static Lines well_behaved(const std::string& written) {
    Lines lines{facts_line()};
    for (const std::string_view id : split(trim(written), ' ')) {
      const Drill* drill = drills::find_drill(id);
      lines.push_back(drills::begin_line(*drill));
      lines.push_back(refusal_line(*drill));
    }
    lines.push_back(std::string("{\"end\":\"done\"}"));
    return lines;
  }

  std::vector<const Drill*> drills_;
  std::vector<int> exit_codes_;  // of the agent's starts, 0 after the last
  std::vector<std::string> asked_;
  FakeEngine engine_;
};

TEST_F(Session, EveryDrillHasOneReadingInTheOrderOfTheCatalogue) {
  engine_.program = [this](const std::string&) {
    return Lines{facts_line(),         refusal_line(*drills_[2]), refusal_line(*drills_[0]),
                 std::string("noise"), refusal_line(*drills_[0]), refusal_line(*drills_[1])};
  };
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message();
  ASSERT_EQ(result->readings.size(), 3U);
  for (std::size_t at = 0; at < 3; ++at) EXPECT_EQ(result->readings[at].drill, drills_[at]);
  EXPECT_EQ(result->facts.uid, 1000U);
  EXPECT_EQ(result->starts, 1);
}

TEST_F(Session, AnAttemptThatTheAgentDiedOfIsToldByItsSignalAndTheRestGoesOn) {
  first_start({facts_line(), refusal_line(*drills_[0]), drills::begin_line(*drills_[1])});
  exit_codes_ = {128 + SIGSYS};
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->starts, 2);
  EXPECT_EQ(result->readings[1].signal, SIGSYS);
  EXPECT_EQ(result->readings[1].attempt.outcome, Outcome::stopped);
  EXPECT_EQ(result->readings[1].attempt.layer, Layer::seccomp);
  ASSERT_EQ(asked_.size(), 2U);
  EXPECT_EQ(asked_[1], std::string(drills_[2]->id) + "\n");
}

TEST_F(Session, AnAttemptThatHangsIsEndedAndIsOurMistake) {
  first_start({facts_line(), drills::begin_line(*drills_[0]), failure("wait", ETIMEDOUT)});
  exit_codes_ = {128 + SIGKILL};
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->readings[0].attempt.outcome, Outcome::broken);
  EXPECT_EQ(result->readings[1].attempt.outcome, Outcome::stopped);
  EXPECT_EQ(std::ranges::count(engine_.asked(), "POST /containers/container1/kill"), 1);
}

TEST_F(Session, ASpentAgentIsStartedAgainForTheRest) {
  first_start({facts_line(), drills::begin_line(*drills_[0]),
               drills::observation_line({drills_[0], drills::succeeded("call(2)", "spent"), 0}),
               std::string("{\"end\":\"spent\"}")});
  const auto result = run();
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->starts, 2);
  EXPECT_EQ(result->readings[0].attempt.outcome, Outcome::succeeded);
}

TEST_F(Session, AnAgentThatCannotStartIsAnErrorThatSaysSo) {
  engine_.program = [](const std::string&) { return Lines{}; };
  exit_codes_ = {127};
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().what.find("exit code 127 before its first attempt"), std::string::npos);
}

TEST_F(Session, AnAgentThatTriesNothingIsNotStartedForever) {
  engine_.program = [](const std::string&) { return Lines{facts_line(), std::string("{\"end\":\"done\"}")}; };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().what, "the agent was started and tried nothing");
}

TEST_F(Session, TheCloneIsGoneAfterwardsWhateverHappened) {
  engine_.program = well_behaved;
  for (const bool fails : {false, true}) {
    if (fails) engine_.program = [](const std::string&) { return Lines{failure("read", ECONNRESET)}; };
    EXPECT_NE(run().has_value(), fails);
    const std::string made = fails ? "container2" : "container1";
    EXPECT_EQ(std::ranges::count(engine_.asked(), "DELETE /containers/" + made + "?force=1&v=1"), 1);
  }
}

TEST_F(Session, TheEnginesRefusalToCreateIsPassedOn) {
  engine_.answer = [](const Request& request) {
    return request.path.starts_with("/containers/create") ? Reply{400, R"({"message":"no such image"})"}
                                                          : Reply{};
  };
  const auto result = run();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().what, "create a container: no such image");
}

}  // namespace
}  // namespace taut::probe
