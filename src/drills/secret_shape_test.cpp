#include "drills/secret_shape.h"

#include <gtest/gtest.h>

#include <vector>

namespace taut::drills {
namespace {

using Words = std::vector<std::string_view>;

TEST(SecretShape, ValuesThatGiveThemselvesAway) {
  EXPECT_EQ(secret_by_value("postgres://app:hunter2@db:5432/app"), "password in a URL");
  EXPECT_EQ(secret_by_value("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl"), "private key");
  EXPECT_EQ(secret_by_value("AKIAIOSFODNN7EXAMPLE"), "access token");
  EXPECT_EQ(secret_by_value("ghp_0123456789abcdefghijklmnopqrstuvwxyz"), "access token");
}

TEST(SecretShape, ValuesThatAreNothing) {
  for (const char* value : {"", "postgres://db:5432/app", "http://user@host/", "https://a.example/?at=b:c@d",
                            "postgres://app:${DB_PASSWORD}@db/app", "AKIA", "-----BEGIN CERTIFICATE-----",
                            "eyJ is how it begins, and this is no token"})
    EXPECT_EQ(secret_by_value(value), "") << value;
}

TEST(SecretShape, ANameTells) {
  EXPECT_TRUE(is_secret("POSTGRES_PASSWORD", "hunter2"));
  EXPECT_TRUE(is_secret("db_password", "hunter2"));
  EXPECT_TRUE(is_secret("--auth-token", "abc"));
  EXPECT_TRUE(is_secret("SECRET_KEY", "insecure"));
}

TEST(SecretShape, AHintNeedsAValueThatLooksRandom) {
  EXPECT_TRUE(is_secret("APP_KEY", "9f86d081884c7d659a2feaa0c55ad015"));
  EXPECT_FALSE(is_secret("SORT_KEY", "created_at"));
  EXPECT_FALSE(is_secret("POSTGRES_HOST_AUTH_METHOD", "trust"));
}

TEST(SecretShape, WhereOrHowIsNotWhat) {
  EXPECT_FALSE(is_secret("SECRET_KEY_FILE", "secret_key"));
  EXPECT_FALSE(is_secret("DB_PASSWORD", "/run/secrets/db"));
  EXPECT_FALSE(is_secret("PASSWORD_MIN_LENGTH", "8"));
  EXPECT_FALSE(is_secret("MYSQL_RANDOM_ROOT_PASSWORD", "yes"));
  EXPECT_FALSE(is_secret("TOKEN_URL", "https://login.example/token"));
  EXPECT_FALSE(is_secret("PASSWORD", ""));
}

TEST(SecretShape, OfficialImagesAreClean) {
  EXPECT_FALSE(is_secret("GPG_KEY", "A035C8C19219BA821ECEA86B64E628F8D684696D"));
  EXPECT_EQ(secrets_among(Words{"PATH=/usr/local/sbin:/usr/bin", "HOME=/root", "HOSTNAME=0123456789ab",
                                "NGINX_VERSION=1.27.2", "PKG_RELEASE=1~bookworm", "REDIS_DOWNLOAD_SHA=59ff",
                                "PYTHON_SHA256=86f4bc25f4c4c4a0d4c8b2d2e6d0d4f5", "LANG=C.UTF-8"}),
            "");
}

TEST(SecretShape, NamesAreToldAndValuesAreNot) {
  const std::string told =
      secrets_among(Words{"A=b", "DB_PASSWORD=hunter2", "DATABASE_URL=mysql://root:toor@db/x"});
  EXPECT_EQ(told, "DB_PASSWORD (by its name), DATABASE_URL (password in a URL)");
}

TEST(SecretShape, ACommandLine) {
  EXPECT_EQ(secrets_on_command_line(Words{"redis-server", "--requirepass", "hunter2"}),
            "--requirepass (by its name)");
  EXPECT_EQ(secrets_on_command_line(Words{"app", "--password", "hunter2", "--verbose"}),
            "--password (by its name)");
  EXPECT_EQ(secrets_on_command_line(Words{"app", "--db-password=hunter2"}), "--db-password (by its name)");
  EXPECT_EQ(secrets_on_command_line(Words{"docker", "run", "-e", "API_TOKEN=abc"}),
            "API_TOKEN (by its name)");
  EXPECT_EQ(secrets_on_command_line(Words{"app", "postgres://a:b@c/"}), "argument 1 (password in a URL)");
  EXPECT_EQ(secrets_on_command_line(Words{"app", "--password", "--verbose"}), "");
}

}  // namespace
}  // namespace taut::drills
