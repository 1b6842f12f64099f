#include "todo/http/hosts.h"

#include <gtest/gtest.h>

#include "todo/http/message.h"

namespace todo::http {
namespace {

TEST(AllowedHosts, FollowDjangosForms) {
  const std::vector<std::string> patterns{"example.com", ".sub.org", "[::1]"};
  for (const char* good :
       {"example.com", "EXAMPLE.com:8000", "example.com.", "sub.org", "a.b.sub.org", "[::1]", "[::1]:8000"}) {
    EXPECT_TRUE(host_is_allowed(good, patterns)) << good;
  }
  for (const char* bad :
       {"", "a.example.com", "xsub.org", "example.com.evil.org", "example.com:80:90", "example.com:x", "[::1",
        "[::1]x", "example.com/", "user@example.com", "example.com,evil.org"}) {
    EXPECT_FALSE(host_is_allowed(bad, patterns)) << bad;
  }
}

TEST(AllowedHosts, AnEmptyListAllowsNothingAndAStarOnlyHosts) {
  EXPECT_FALSE(host_is_allowed("localhost", {}));
  EXPECT_TRUE(host_is_allowed("anything", {"*"}));
  EXPECT_FALSE(host_is_allowed("not a host", {"*"}));
}

TEST(Networks, HoldTheirAddressesOnly) {
  EXPECT_TRUE(address_is_in("10.1.2.3", {"10.0.0.0/8"}));
  EXPECT_TRUE(address_is_in("::ffff:10.1.2.3", {"10.0.0.0/8"}));
  EXPECT_TRUE(address_is_in("fd00::1", {"fd00::/8"}));
  EXPECT_FALSE(address_is_in("11.1.2.3", {"10.0.0.0/8"}));
  EXPECT_FALSE(address_is_in("rubbish", {"0.0.0.0/0"}));
  EXPECT_FALSE(address_is_in("10.1.2.3", {}));
}

TEST(Forwarded, IsNotBelievedFromAnyoneElse) {
  const auto forwarded = read_forwarded("172.17.0.1", "1.2.3.4", "https", {});
  EXPECT_EQ(forwarded.client, "172.17.0.1");
  EXPECT_FALSE(forwarded.secure);
}

TEST(Forwarded, TakesTheRightMostAddressThatIsNotAProxy) {
  const std::vector<std::string> proxies{"10.0.0.0/8"};
  EXPECT_EQ(read_forwarded("10.0.0.1", "6.6.6.6, 1.2.3.4, 10.0.0.2", "https", proxies).client, "1.2.3.4");
  EXPECT_TRUE(read_forwarded("10.0.0.1", "1.2.3.4", "HTTPS", proxies).secure);
  EXPECT_EQ(read_forwarded("10.0.0.1", "evil\n", "http", proxies).client, "10.0.0.1");
}

TEST(Forwarded, OfSeveralFieldsTheLastIsTheProxys) {
  RequestHead head;
  head.fields = {
      {"x-forwarded-for", "6.6.6.6"}, {"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-proto", "https, http"}};
  const auto forwarded = read_forwarded("10.0.0.1", head.all_of("x-forwarded-for"),
                                        head.all_of("x-forwarded-proto"), {"10.0.0.1"});
  EXPECT_EQ(forwarded.client, "1.2.3.4");
  EXPECT_FALSE(forwarded.secure);
}

}  // namespace
}  // namespace todo::http
