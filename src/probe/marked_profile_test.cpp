#include <gtest/gtest.h>

#include <algorithm>

#include "probe/clone_plan.h"

namespace taut::probe {
namespace {

std::string marked(const std::string& profile) {
  return marked_profile(
      json::object{{"HostConfig", {{"SecurityOpt", {"no-new-privileges", "seccomp=" + profile}}}}});
}

/// The rule that stands for the default, which an old engine could not mark.
json::object last_rule(const json::value& profile) {
  return profile.at("syscalls").as_array().back().as_object();
}

TEST(MarkedProfile, EveryRefusalOfAnAllowListIsMarked) {
  const std::string text = marked(R"({"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [
    {"names": ["read", "write"], "action": "SCMP_ACT_ALLOW"},
    {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
    {"names": ["keyctl"], "action": "SCMP_ACT_ERRNO"}]})");
  const json::value profile = json::parse(text);
  EXPECT_EQ(profile.at("defaultErrnoRet"), mark);
  const auto& rules = profile.at("syscalls").as_array();
  ASSERT_EQ(rules.size(), 4U);
  EXPECT_FALSE(rules[0].as_object().contains("errnoRet"));
  EXPECT_EQ(rules[1].at("errnoRet"), 38);  // the C library needs to see ENOSYS
  EXPECT_EQ(rules[2].at("errnoRet"), mark);
}

TEST(MarkedProfile, CallsThatOnlyTheDefaultIsForGetARule) {
  const json::value profile = json::parse(marked(
      R"({"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]})"));
  const json::object rule = last_rule(profile);
  EXPECT_EQ(rule.at("errnoRet"), mark);
  const auto& names = rule.at("names").as_array();
  EXPECT_GT(names.size(), 300U);
  EXPECT_TRUE(std::ranges::count(names, json::value("keyctl")));
  EXPECT_FALSE(std::ranges::count(names, json::value("read")));
}

TEST(MarkedProfile, ADenyListKeepsItsDefault) {
  const json::value profile = json::parse(marked(
      R"({"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["keyctl"], "action": "SCMP_ACT_ERRNO"}]})"));
  EXPECT_FALSE(profile.as_object().contains("defaultErrnoRet"));
  EXPECT_EQ(profile.at("syscalls").as_array().size(), 1U);
  EXPECT_EQ(last_rule(profile).at("errnoRet"), mark);
}

TEST(MarkedProfile, ThereIsNoneWhereNoneCanBeReadBack) {
  for (const char* profile : {"unconfined", "builtin", "", "{", "[]", "{}", R"({"syscalls": 7})"})
    EXPECT_EQ(marked(profile), "") << profile;
  EXPECT_EQ(marked_profile(json::object{}), "");
  EXPECT_EQ(marked_profile(nullptr), "");
}

TEST(MarkedProfile, RulesOfAnotherShapeAreLeftAlone) {
  EXPECT_NE(marked(R"({"syscalls": [7, {}, {"action": 7}, {"action": "SCMP_ACT_ERRNO", "names": 7}]})"), "");
}

}  // namespace
}  // namespace taut::probe
