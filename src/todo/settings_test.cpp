#include "todo/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"

namespace todo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string good_key = "k3Jx9QpLmZ7vT2nRbW8yHcF4sD6gAeUo1iKqXzVt";

std::string problem_of(Environment environment, bool needs_secret = true) {
  const auto settings = load_settings(environment, needs_secret);
  return settings ? "" : settings.error().message();
}

std::string temporary_file(const std::string& content) {
  std::string path =
      testing::TempDir() + "settings-" + std::to_string(::getpid()) + "-" + std::to_string(content.size());
  EXPECT_TRUE(taut::replace_file(path, content, 0600));
  return path;
}

TEST(Settings, WithoutASecretKeyAreRefusedWithARemedy) {
  EXPECT_THAT(problem_of({}), testing::AllOf(HasSubstr("SECRET_KEY"), HasSubstr("/dev/urandom")));
}

TEST(Settings, AWeakKeyIsRefused) {
  EXPECT_THAT(problem_of({{"SECRET_KEY", "short"}}), HasSubstr("too short"));
  EXPECT_THAT(problem_of({{"SECRET_KEY", std::string(64, 'a')}}), HasSubstr("too regular"));
  EXPECT_THAT(problem_of({{"SECRET_KEY", "django-insecure-" + good_key}}), HasSubstr("examples"));
}

TEST(Settings, DebugNeedsNoKeyAndAllowsLocalHosts) {
  const auto settings = load_settings({{"DEBUG", "on"}}, true);
  ASSERT_TRUE(settings);
  EXPECT_TRUE(settings->secret_key_is_temporary);
  EXPECT_THAT(settings->allowed_hosts, testing::Contains("127.0.0.1"));
}

TEST(Settings, TheFileFormReadsTheSecretWithoutItsLineBreak) {
  const auto settings = load_settings({{"SECRET_KEY_FILE", temporary_file(good_key + "\r\n")}}, true);
  ASSERT_TRUE(settings) << settings.error().message();
  EXPECT_THAT(settings->secret_keys, ElementsAre(good_key));
}

TEST(Settings, BothFormsAtOnceAreAnError) {
  EXPECT_THAT(problem_of({{"SECRET_KEY", good_key}, {"SECRET_KEY_FILE", "/x"}}),
              HasSubstr("keep one of them"));
}

TEST(Settings, ANearMissInTheEnvironmentIsAnError) {
  EXPECT_THAT(problem_of({{"SECRET_KEY", good_key}, {"ALLOWED_HOST", "x"}}),
              HasSubstr("did you mean ALLOWED_HOSTS"));
  EXPECT_EQ(problem_of({{"SECRET_KEY", good_key}, {"PATH", "x"}, {"HOSTNAME", "y"}}), "");
}

TEST(Settings, AFileFormThatDoesNotExistOrALowerCaseNameIsAnError) {
  EXPECT_THAT(problem_of({{"SECRET_KEY", good_key}, {"ALLOWED_HOSTS_FILE", "x"}}), HasSubstr("only secrets"));
  EXPECT_THAT(problem_of({{"SECRET_KEY", good_key}, {"allowed_hosts", "x"}}),
              HasSubstr("did you mean ALLOWED_HOSTS"));
}

TEST(Settings, VariablesOfOtherProgramsThatHappenToBeShortAreLeftAlone) {
  EXPECT_EQ(problem_of({{"SECRET_KEY", good_key}, {"BIN", "x"}, {"KIND", "y"}, {"FIND", "z"}, {"bind", "w"}}),
            "");
}

TEST(Settings, AnUnknownNameInTheFileIsAnErrorWithItsLine) {
  const std::string path = temporary_file("# comment\nDEBUG=on\nCOLOUR=red\n");
  EXPECT_THAT(problem_of({{"SETTINGS_FILE", path}}), HasSubstr(path + ":3: unknown setting COLOUR"));
}

TEST(Settings, TheEnvironmentWinsOverTheFile) {
  const auto settings = load_settings(
      {{"SETTINGS_FILE", temporary_file("BIND=10.0.0.1:1\nDEBUG=on")}, {"BIND", "[::1]:81"}}, true);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->bind.host, "::1");
  EXPECT_EQ(settings->bind.port, 81);
}

TEST(Settings, EveryMalformedValueIsNamedAtOnce) {
  const std::string problem = problem_of({{"SECRET_KEY", good_key},
                                          {"DEBUG", "maybe"},
                                          {"BIND", "localhost:80"},
                                          {"ALLOWED_HOSTS", "http://x"},
                                          {"CSRF_TRUSTED_ORIGINS", "x.org"},
                                          {"TRUSTED_PROXIES", "10.0.0.0/33"}});
  for (const char* name : {"DEBUG", "BIND", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "TRUSTED_PROXIES"}) {
    EXPECT_THAT(problem, HasSubstr(std::string(name) + ": "));
  }
}

TEST(Settings, TrustedProxiesAreEmptyUnlessSet) {
  EXPECT_TRUE(load_settings({{"SECRET_KEY", good_key}}, true)->trusted_proxies.empty());
}

}  // namespace
}  // namespace todo
