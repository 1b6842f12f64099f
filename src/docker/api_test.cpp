#include "docker/api.h"

#include <gtest/gtest.h>

#include <cerrno>

#include "docker/fake_engine.h"

namespace taut::docker {
namespace {

Result<json::value> asked(int status, const std::string& body) {
  FakeEngine engine;
  engine.answer = [&](const Request&) { return Reply{status, body}; };
  return request(engine, "GET", "/x", "look at x");
}

TEST(Api, ARefusalSaysWhatWasDoneAndWhatTheEngineSaid) {
  const struct {
    int status;
    const char* body;
    const char* what;
    int error_code;
  } rows[] = {
      {404, R"({"message":"No such container: x"})", "look at x: No such container: x", ENOENT},
      {409, R"({"message":"in use"})", "look at x: in use", EBUSY},
      {500, R"({"message":"it broke"})", "look at x: it broke", 0},
      {500, "<html>", "look at x: status 500", 0},
      {400, "{}", "look at x: status 400", 0},
      {403, "", "look at x: status 403", 0},
  };
  for (const auto& row : rows) {
    const auto answer = asked(row.status, row.body);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().what, row.what);
    EXPECT_EQ(answer.error().error_code, row.error_code);
  }
}

TEST(Api, AnAnswerIsParsed) {
  const auto answer = asked(200, R"({"a":{"b":"c"}})");
  ASSERT_TRUE(answer);
  EXPECT_EQ(text_at(*answer, "a.b"), "c");
  EXPECT_EQ(text_at(*answer, "a.x"), "");
  EXPECT_EQ(find(*answer, "a.b.c"), nullptr);
  EXPECT_TRUE(asked(204, "")->is_null());
  EXPECT_FALSE(asked(200, "no json"));
}

TEST(Api, ABodyIsSentAsJson) {
  FakeEngine engine;
  ASSERT_TRUE(request(engine, "POST", "/x", "do x", json::object{{"a", 1}}));
  EXPECT_EQ(engine.bodies_of("POST /x"), std::vector<std::string>{"{\"a\":1}"});
}

TEST(Api, PartsOfAPathAreEncoded) {
  EXPECT_EQ(percent_encoded("a/b c?&\"\xC3\xA4"), "a%2Fb%20c%3F%26%22%C3%A4");
  EXPECT_EQ(percent_encoded("Az09-_.~"), "Az09-_.~");
}

}  // namespace
}  // namespace taut::docker
