#include "todo/web/csrf.h"

#include <gtest/gtest.h>

namespace todo::web {
namespace {

const std::string key_one = "first-key-first-key-first-key-first-key";
const std::string key_two = "other-key-other-key-other-key-other-key";

http::Request request_with(std::vector<http::Field> fields) {
  http::Request request;
  request.head.host = "127.0.0.1:8000";
  request.head.fields = std::move(fields);
  return request;
}

std::string cookie_of(const Csrf::Visitor& visitor) {
  return visitor.set_cookie->substr(0, visitor.set_cookie->find(';'));
}

TEST(Csrf, AVisitorsOwnTokenIsAccepted) {
  const Csrf csrf({key_one}, {});
  const auto visitor = csrf.visitor(request_with({}));
  const auto back = request_with({{"cookie", cookie_of(visitor)}});
  EXPECT_EQ(csrf.refusal(back, visitor.token), "");
  EXPECT_FALSE(csrf.visitor(back).set_cookie);
  EXPECT_EQ(csrf.visitor(back).token, visitor.token);
}

TEST(Csrf, NoTokenAWrongTokenAndAnotherVisitorsTokenAreRefused) {
  const Csrf csrf({key_one}, {});
  const auto visitor = csrf.visitor(request_with({}));
  const auto other = csrf.visitor(request_with({}));
  const auto back = request_with({{"cookie", cookie_of(visitor)}});
  EXPECT_NE(csrf.refusal(back, ""), "");
  EXPECT_NE(csrf.refusal(back, other.token), "");
  EXPECT_NE(csrf.refusal(request_with({}), visitor.token), "");
}

TEST(Csrf, AForgedCookieIsNotAVisitor) {
  const Csrf csrf({key_one}, {});
  const auto visitor = csrf.visitor(request_with({}));
  std::string forged = cookie_of(visitor);
  forged[csrf_cookie_name.size() + 1] ^= 1;
  EXPECT_NE(csrf.refusal(request_with({{"cookie", forged}}), visitor.token), "");
  EXPECT_NE(csrf.refusal(request_with({{"cookie", "todo_csrf=x.y"}}), "y"), "");
  // The signature of the cookie is not the token.
  const std::string cookie = cookie_of(visitor);
  EXPECT_NE(csrf.refusal(request_with({{"cookie", cookie}}), cookie.substr(cookie.find('.') + 1)), "");
}

TEST(Csrf, ACookieThatAnotherSitePlantedDoesNotLockTheVisitorOut) {
  const Csrf csrf({key_one}, {});
  const auto visitor = csrf.visitor(request_with({}));
  const auto back = request_with({{"cookie", "todo_csrf=planted.planted; todo_csrf; " + cookie_of(visitor)}});
  EXPECT_EQ(csrf.refusal(back, visitor.token), "");
}

TEST(Csrf, AnOwnOriginDoesNotOutweighTheBrowsersWordOnTheSite) {
  const Csrf csrf({key_one}, {"https://todo.example.com"});
  const auto says = [&](const char* origin, const char* site) {
    return csrf.is_cross_site(request_with({{"origin", origin}, {"sec-fetch-site", site}}));
  };
  EXPECT_TRUE(says("http://127.0.0.1:8000", "cross-site"));
  EXPECT_TRUE(says("http://127.0.0.1:8000", "same-site"));
  EXPECT_FALSE(says("http://127.0.0.1:8000", "same-origin"));
  EXPECT_FALSE(says("https://todo.example.com", "same-site"));
  EXPECT_TRUE(says("null", "same-origin"));
}

TEST(Csrf, AnEarlierKeyStillVerifiesAndTheCookieIsSignedAnew) {
  const auto visitor = Csrf({key_one}, {}).visitor(request_with({}));
  const Csrf rotated({key_two, key_one}, {});
  const auto back = request_with({{"cookie", cookie_of(visitor)}});
  EXPECT_EQ(rotated.refusal(back, visitor.token), "");
  EXPECT_TRUE(rotated.visitor(back).set_cookie);
  EXPECT_NE(Csrf({key_two}, {}).refusal(back, visitor.token), "");
}

TEST(Csrf, OtherOriginsAreRefusedUnlessTrusted) {
  const Csrf csrf({key_one}, {"https://todo.example.com"});
  EXPECT_FALSE(csrf.is_cross_site(request_with({{"origin", "http://127.0.0.1:8000"}})));
  EXPECT_FALSE(csrf.is_cross_site(request_with({{"origin", "https://todo.example.com"}})));
  EXPECT_FALSE(csrf.is_cross_site(request_with({{"sec-fetch-site", "same-origin"}})));
  EXPECT_FALSE(csrf.is_cross_site(request_with({})));
  for (const char* origin : {"null", "https://127.0.0.1:8000", "http://127.0.0.1", "http://evil.org", ""}) {
    EXPECT_TRUE(csrf.is_cross_site(request_with({{"origin", origin}}))) << origin;
  }
  EXPECT_TRUE(csrf.is_cross_site(request_with({{"sec-fetch-site", "cross-site"}})));
  EXPECT_TRUE(csrf.is_cross_site(request_with({{"sec-fetch-site", "same-site"}})));
}

TEST(Csrf, TheCookieIsSecureBehindTlsOnly) {
  const Csrf csrf({key_one}, {});
  auto request = request_with({});
  EXPECT_EQ(csrf.visitor(request).set_cookie->find("Secure"), std::string::npos);
  request.secure = true;
  EXPECT_NE(csrf.visitor(request).set_cookie->find("; Secure"), std::string::npos);
  EXPECT_NE(csrf.visitor(request).set_cookie->find("; HttpOnly; SameSite=Lax"), std::string::npos);
}

}  // namespace
}  // namespace todo::web
