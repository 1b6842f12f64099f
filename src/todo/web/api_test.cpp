#include "todo/web/api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace todo::web {
namespace {

using testing::HasSubstr;

http::Request request_of(http::Method method, std::string type) {
  http::Request request;
  request.head.method = method;
  request.head.fields = {{"content-type", std::move(type)}};
  return request;
}

TEST(Api, BodiesOtherThanJsonAre415) {
  for (const char* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data"}) {
    EXPECT_EQ(inspect_api_request(request_of(http::Method::post, type), false)->status, 415) << type;
  }
  EXPECT_FALSE(inspect_api_request(request_of(http::Method::post, "Application/JSON; charset=utf-8"), false));
  EXPECT_FALSE(inspect_api_request(request_of(http::Method::patch, "application/merge-patch+json"), false));
  EXPECT_FALSE(inspect_api_request(request_of(http::Method::get, ""), false));
}

TEST(Api, RequestsCausedByOtherSitesAre403) {
  EXPECT_EQ(inspect_api_request(request_of(http::Method::get, ""), true)->status, 403);
}

TEST(Api, ANewItemNeedsAGoodTitleAndNothingElse) {
  EXPECT_EQ(read_new_item(R"({"title":" milk "})")->title, "milk");
  EXPECT_EQ(read_new_item("{").error().status, 400);
  EXPECT_EQ(read_new_item("[]").error().status, 422);
  EXPECT_EQ(read_new_item("{}").error().pointer, "/title");
  EXPECT_EQ(read_new_item(R"({"title":7})").error().pointer, "/title");
  EXPECT_EQ(read_new_item(R"({"title":""})").error().status, 422);
  EXPECT_EQ(read_new_item(R"({"title":"a","id":1})").error().pointer, "/id");
  EXPECT_EQ(read_new_item(R"({"title":"a\u0000b"})").error().status, 422);
  EXPECT_EQ(read_new_item(std::string(5000, '[')).error().status, 400);
}

TEST(Api, AChangeNeedsAtLeastOneMember) {
  EXPECT_EQ(read_item_change(3, R"({"done":true})")->done, true);
  EXPECT_EQ(read_item_change(3, R"({"title":"x"})")->title, "x");
  EXPECT_FALSE(read_item_change(3, "{}"));
  EXPECT_EQ(read_item_change(3, R"({"done":"yes"})").error().pointer, "/done");
  EXPECT_FALSE(read_item_change(3, R"({"done":null})"));
}

TEST(Api, LimitAndCursorAreChecked) {
  EXPECT_EQ(read_list_query("")->limit, 20);
  EXPECT_EQ(read_list_query("limit=100&cursor=7")->before, 7);
  for (const char* bad : {"limit=0", "limit=101", "limit=x", "cursor=-1", "cursor=", "limit=%zz"}) {
    EXPECT_EQ(read_list_query(bad).error().status, 400) << bad;
  }
}

TEST(Api, APageSaysWhereTheNextOneIs) {
  ItemPage page;
  page.items = {{5, "a\"b", true, 0, 1500}};
  EXPECT_EQ(page_json(page, 1),
            R"({"items":[{"id":5,"title":"a\"b","done":true,"created_at":"1970-01-01T00:00:00.000Z",)"
            R"("updated_at":"1970-01-01T00:00:01.500Z"}],"next":null})");
  page.next_cursor = 5;
  EXPECT_THAT(page_json(page, 1), HasSubstr(R"("next":"/api/todos?limit=1&cursor=5")"));
}

TEST(Api, ProblemsPointAtTheMember) {
  const auto response = problem_response({422, "Too long.", "/title"}, "r-1");
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_THAT(response.body, HasSubstr(R"("errors":[{"detail":"Too long.","pointer":"#/title"}])"));
}

}  // namespace
}  // namespace todo::web
