#include "todo/setting_values.h"

#include <gmock/gmock.h>

namespace todo {
namespace {

TEST(SettingValues, AListHasNoEmptyEntries) {
  EXPECT_THAT(comma_list(" a, b,,c ,"), testing::ElementsAre("a", "b", "c"));
  EXPECT_THAT(comma_list(""), testing::IsEmpty());
}

TEST(SettingValues, ASwitchIsOnOrOffInSoManyWords) {
  for (const char* on : {"on", "True", "1", "YES"}) EXPECT_EQ(parse_switch(on), true) << on;
  for (const char* off : {"off", "False", "0", "no", ""}) EXPECT_EQ(parse_switch(off), false) << off;
  for (const char* neither : {"maybe", "2", "on ", "enabled"}) EXPECT_FALSE(parse_switch(neither)) << neither;
}

TEST(SettingValues, BindIsALiteralAddressAndAPort) {
  EXPECT_EQ(parse_bind("0.0.0.0:0")->host, "0.0.0.0");
  EXPECT_EQ(parse_bind("[::1]:65535")->host, "::1");
  for (const char* bad : {"", ":", "8000", ":8000", "localhost:80", "::1:80", "[::1]", "1.2.3.4:65536",
                          "1.2.3.4:-1", "1.2.3.4:80 ", "[]:80", "1.2.3:80", "[127.0.0.1:80"}) {
    EXPECT_FALSE(parse_bind(bad)) << bad;
  }
}

TEST(SettingValues, HostPatternsAreDjangos) {
  for (const char* good : {"*", "example.com", ".example.com", "[::1]", "127.0.0.1", "a_b", "xn--nxasmq6b"}) {
    EXPECT_TRUE(is_host_pattern(good)) << good;
  }
  for (const char* bad :
       {"", ".", "http://x", "x:80", "*.example.com", "a b", "[::1", "[x]", "a/b", "Example.com"}) {
    EXPECT_FALSE(is_host_pattern(bad)) << bad;
  }
}

TEST(SettingValues, OriginsHaveASchemeAndNoPath) {
  for (const char* good : {"https://x.example", "http://127.0.0.1:8000"})
    EXPECT_TRUE(is_origin(good)) << good;
  for (const char* bad : {"x.example", "https://", "https://x/", "ftp://x", "https://u@x", "null", "*"}) {
    EXPECT_FALSE(is_origin(bad)) << bad;
  }
}

TEST(SettingValues, NetworksAreAddressesWithOrWithoutALength) {
  for (const char* good : {"10.0.0.0/8", "10.1.2.3", "::1", "fd00::/8", "0.0.0.0/0", "::/128"}) {
    EXPECT_TRUE(is_network(good)) << good;
  }
  for (const char* bad : {"", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "gateway", "10.0.0/8"}) {
    EXPECT_FALSE(is_network(bad)) << bad;
  }
}

}  // namespace
}  // namespace todo
