// A whole probe against an engine that only notes what it is asked.
#include "probe/probe.h"

#include <gtest/gtest.h>

#include <algorithm>

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

class Probe : public testing::Test {
 protected:
  Probe() {
    subject_.name = "service web";
    subject_.inspect = json::parse(
        R"({"Image": "sha256:1", "Config": {"User": "1000"}, "HostConfig": {"Memory": 5, "NetworkMode": "none"}})");
    options_.drills = {drills::catalogue().front()};
    engine_.program = [this](const std::string& written) {
      drills::Facts facts;
      facts.kernel = "6.18.0";
      facts.gvisor = gvisor_;
      facts.status.users.effective = 1000;
      Lines lines{drills::facts_line(facts)};
      for (const std::string_view id : split(trim(written), ' '))
        lines.push_back(
            drills::observation_line({drills::find_drill(id), drills::refused("call(2)", EPERM), 0}));
      return lines;
    };
    engine_.answer = [this](const Request& request) {
      if (request.path == "/info") return Reply{200, info_};
      const bool refused = request.path.starts_with("/containers/create") && !refused_.empty() &&
                           request.body.find(refused_) != std::string::npos;
      return refused ? Reply{500, R"({"message":"not that one"})"} : Reply{};
    };
  }

  Result<ProbeResult> probe() {
    Resources resources(engine_, this_process());
    return probe_subject(engine_, resources, subject_, options_);
  }

  Subject subject_;
  ProbeOptions options_;
  bool gvisor_ = false;
  std::string info_ = R"({"CgroupDriver": "cgroupfs", "MemoryLimit": true, "PidsLimit": true})";
  std::string refused_;  // a container with this in its body is not created
  FakeEngine engine_;
};

TEST_F(Probe, IsCertifiedWhereNothingSpeaksAgainstIt) {
  const auto result = probe();
  ASSERT_TRUE(result) << result.error().message();
  EXPECT_EQ(result->subject, "service web");
  EXPECT_EQ(result->user, "uid 1000, gid 0");
  EXPECT_TRUE(result->uncertified.empty());
  EXPECT_EQ(result->readings.size(), 1U);
  EXPECT_FALSE(result->controls.empty());
}

TEST_F(Probe, LimitsThatAreNotEnforcedUncertify) {
  info_ = R"({"CgroupDriver": "none", "MemoryLimit": true, "PidsLimit": true})";
  EXPECT_EQ(probe()->uncertified.size(), 1U);
  subject_.inspect.at("HostConfig").as_object().erase("Memory");
  EXPECT_TRUE(probe()->uncertified.empty()) << "no limit was asked for";
}

TEST_F(Probe, AKernelInUserSpaceUncertifies) {
  gvisor_ = true;
  EXPECT_EQ(probe()->uncertified.size(), 1U);
}

TEST_F(Probe, WithoutASecondCloneTheLayersStayUnknownAndANoteSaysSo) {
  refused_ = "seccomp=unconfined";
  const auto result = probe();
  ASSERT_TRUE(result) << result.error().message();
  ASSERT_EQ(result->notes.size(), 1U);
  EXPECT_NE(result->notes[0].find("not that one"), std::string::npos);
}

TEST_F(Probe, WithoutTheCloneItselfThereIsNoResult) {
  refused_ = "--clone";
  EXPECT_FALSE(probe());
}

TEST_F(Probe, AsRootTheCloneRunsAsUidZero) {
  options_.as_root = true;
  const auto result = probe();
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->as_root);
  const auto bodies = engine_.bodies_of("POST /containers/create");
  EXPECT_TRUE(std::ranges::any_of(
      bodies, [](const std::string& body) { return body.find("\"User\":\"0\"") != body.npos; }));
}

TEST_F(Probe, TellsHowFarItIs) {
  std::vector<std::string> said;
  options_.progress = [&](const std::string& doing) { said.push_back(doing); };
  ASSERT_TRUE(probe());
  EXPECT_EQ(said, (std::vector<std::string>{"service web: putting the agent into a volume",
                                            "service web: 1 of 1 drills"}));
}

TEST_F(Probe, NothingIsLeftInTheEngine) {
  ASSERT_TRUE(probe());
  const auto asked = engine_.asked();
  const auto number_of = [&](std::string_view start) {
    return std::ranges::count_if(asked, [&](const std::string& call) { return call.starts_with(start); });
  };
  EXPECT_EQ(number_of("POST /containers/create"), number_of("DELETE /containers/"));
  EXPECT_EQ(number_of("POST /volumes/create"), number_of("DELETE /volumes/"));
}

}  // namespace
}  // namespace taut::probe
