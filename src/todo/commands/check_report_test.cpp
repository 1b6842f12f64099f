#include "todo/commands/check_report.h"

#include <gtest/gtest.h>

namespace todo {
namespace {

constexpr const char* secret = "Vb6nJq2LwX9rTz4Kf8Ys3Mh7Pc1Gd5Ra";

taut::kernel::ProcessStatus thread(bool confined) {
  taut::kernel::ProcessStatus status;
  status.users.effective = 1000;
  status.no_new_privileges = confined;
  status.seccomp_mode = confined ? 2 : 0;
  return status;
}

TEST(CheckReport, NeverHoldsAKey) {
  Inspection seen;
  seen.settings.emplace();
  seen.settings->secret_keys = {secret, secret};
  seen.key = {SecretOrigin::file, FileFacts{"/run/secrets/secret_key", 0400}, {""}};
  seen.fallbacks = {SecretOrigin::environment, std::nullopt, {""}};
  const Findings findings = find_weaknesses(seen);
  EXPECT_EQ(text_report(seen, findings).find(secret), std::string::npos);
  EXPECT_EQ(json_report(seen, findings).find(secret), std::string::npos);
  EXPECT_NE(text_report(seen, findings).find("set by a file, strong"), std::string::npos);
}

TEST(CheckReport, SaysAllOnlyWhenEveryThreadIsConfined) {
  EXPECT_EQ(summary_of({thread(true), thread(true)}),
            "2 threads: user 1000, capabilities none, no_new_privs, seccomp filter");
  EXPECT_EQ(summary_of({thread(true), thread(false)}),
            "2 threads: user 1000, capabilities none, no_new_privs in 1 of 2 threads only, "
            "seccomp filter in 1 of 2 threads only");
  EXPECT_EQ(summary_of({thread(false)}),
            "user 1000, capabilities none, without no_new_privs, without seccomp filter");
  EXPECT_EQ(summary_of({}), "unknown");
}

}  // namespace
}  // namespace todo
