#include "probe/reading.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>

#include "drills/battery.h"
#include "drills/catalogue.h"

namespace taut::probe {
namespace {

const drills::Drill& any_drill() {
  return *drills::catalogue().front();
}

template <class Line>
Line parsed(const std::string& text) {
  const auto line = parse_agent_line(text);
  EXPECT_TRUE(line && std::holds_alternative<Line>(*line)) << text;
  return line && std::holds_alternative<Line>(*line) ? std::get<Line>(*line) : Line{};
}

TEST(AgentLine, FactsAreReadBack) {
  drills::Facts facts;
  facts.kernel = "6.18.0";
  facts.may_fork = true;
  facts.scratch = "/tmp";
  facts.status.users.effective = 1000;
  facts.status.groups.effective = 4294967295U;
  facts.status.capabilities.effective = ~0ULL;  // more than a signed number holds
  facts.status.no_new_privileges = true;
  facts.status.seccomp_mode = 2;
  const auto back = parsed<PlaceFacts>(drills::facts_line(facts));
  EXPECT_EQ(back.kernel, "6.18.0");
  EXPECT_TRUE(back.may_fork && back.no_new_privileges);
  EXPECT_EQ(back.scratch, "/tmp");
  EXPECT_EQ(back.uid, 1000U);
  EXPECT_EQ(back.gid, 4294967295U);
  EXPECT_EQ(back.effective, ~0ULL);
  EXPECT_EQ(back.seccomp, 2);
}

TEST(AgentLine, AReadingIsReadBackWithWhateverItsEvidenceHolds) {
  drills::Attempt attempt = drills::set_up_refused("open(2)", EROFS);
  attempt.evidence = "\"quoted\"\n\x1b[31m \xff";
  const auto back = parsed<Reading>(drills::observation_line({&any_drill(), attempt, SIGKILL}));
  EXPECT_EQ(back.drill, &any_drill());
  EXPECT_EQ(back.signal, SIGKILL);
  EXPECT_EQ(back.attempt.outcome, Outcome::stopped);
  EXPECT_EQ(back.attempt.error, EROFS);
  EXPECT_EQ(back.attempt.step, "open(2)");
  EXPECT_EQ(back.attempt.layer, Layer::read_only_mount);
  EXPECT_TRUE(back.attempt.set_up);
  EXPECT_TRUE(back.attempt.evidence.starts_with("\"quoted\"\n"));
}

TEST(AgentLine, BeginAndEndAreReadBack) {
  EXPECT_EQ(parsed<Begun>(drills::begin_line(any_drill())).drill, &any_drill());
  EXPECT_FALSE(parsed<Ended>("{\"end\":\"done\"}").spent);
  EXPECT_TRUE(parsed<Ended>("{\"end\":\"spent\"}").spent);
}

TEST(AgentLine, AnythingElseIsNone) {
  const std::string id(any_drill().id);
  for (const std::string& text :
       {std::string(), std::string("hello"), std::string("[]"), std::string("{}"), std::string("7"),
        std::string("null"), std::string("{\"begin\":\"no_such_drill\"}"), std::string("{\"begin\":7}"),
        std::string("{\"drill\":\"no_such_drill\",\"outcome\":\"stopped\",\"layer\":\"unknown\"}"),
        "{\"drill\":\"" + id + "\",\"outcome\":\"fine\",\"layer\":\"unknown\"}",
        "{\"drill\":\"" + id + "\",\"outcome\":\"stopped\",\"layer\":\"magic\"}",
        "{\"drill\":\"" + id + "\"}", "{\"begin\":\"" + id + "\"", std::string(10'000, '['),
        std::string("{\"end\":\"done\"} {}")}) {
    EXPECT_FALSE(parse_agent_line(text)) << text.substr(0, 80);
  }
}

TEST(AgentLine, NumbersOutOfRangeAreNotTakenOver) {
  const auto back = parsed<PlaceFacts>(R"({"facts":{"uid":-1,"effective":1e30,"seccomp":"2"}})");
  EXPECT_EQ(back.uid, 0U);
  EXPECT_EQ(back.effective, 0U);
  EXPECT_EQ(back.seccomp, 0);
}

}  // namespace
}  // namespace taut::probe
