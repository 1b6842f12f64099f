#include "todo/http/parse.h"

#include <gtest/gtest.h>

namespace todo::http {
namespace {

int status_of(std::string_view bytes) {
  const auto outcome = parse_head(bytes);
  if (const auto* no = std::get_if<Refusal>(&outcome)) return no->status;
  return std::holds_alternative<NeedMore>(outcome) ? 0 : 200;
}

RequestHead head_of(std::string_view bytes) {
  return std::get<ParsedHead>(parse_head(bytes)).head;
}

std::string with(std::string_view fields, std::string_view line = "POST /todos HTTP/1.1") {
  return std::string(line) + "\r\nHost: x\r\n" + std::string(fields) + "\r\n";
}

TEST(ParseHead, ReadsMethodPathQueryHostAndLength) {
  const auto head = head_of(with("Content-Length: 5\r\n", "POST /a?b=c HTTP/1.1"));
  EXPECT_EQ(head.method, Method::post);
  EXPECT_EQ(head.path, "/a");
  EXPECT_EQ(head.query, "b=c");
  EXPECT_EQ(head.host, "x");
  EXPECT_EQ(head.content_length, 5U);
  EXPECT_TRUE(head.keep_alive);
}

TEST(ParseHead, LeavesWhatFollowsTheHeadAlone) {
  const std::string bytes = with("Content-Length: 3\r\n") + "abcGET / HTTP/1.1\r\n";
  EXPECT_EQ(std::get<ParsedHead>(parse_head(bytes)).size, bytes.find("abc"));
}

TEST(ParseHead, WaitsForAHeadThatIsStillArriving) {
  const std::string bytes = with("A: b\r\n");
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_EQ(status_of(bytes.substr(0, size)), 0) << size;
}

TEST(ParseHead, AnyTransferEncodingIs501) {
  for (const char* value : {"chunked", "gzip", "xchunked", "identity", "chunked, gzip", " chunked", ""}) {
    EXPECT_EQ(status_of(with("Transfer-Encoding: " + std::string(value) + "\r\n")), 501) << value;
  }
  EXPECT_EQ(status_of(with("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n")), 501);
  EXPECT_NE(status_of(with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")), 200);
  EXPECT_NE(status_of(with("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0")), 200);
}

TEST(ParseHead, ContentLengthMustBeOnePlainNumber) {
  for (const char* value : {"+7", "-1", "0x10", "7, 7", "7 7", "", "1e3", "99999999999999999999"}) {
    EXPECT_NE(status_of(with("Content-Length: " + std::string(value) + "\r\n")), 200) << value;
  }
  EXPECT_EQ(status_of(with("Content-Length: 7\r\nContent-Length: 7\r\n")), 400);
  EXPECT_EQ(status_of(with("Content-Length: 7\r\nContent-Length: 8\r\n")), 400);
  EXPECT_EQ(status_of(with("Content-Length: 20000\r\n")), 413);
}

TEST(ParseHead, ThereIsExactlyOneHost) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status_of(with("Host: y\r\n", "GET / HTTP/1.1")), 400);
}

TEST(ParseHead, LinesEndWithCrlfOnly) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\nHost: x\n\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: x\rY: z\r\n\r\n"), 400);
}

TEST(ParseHead, FoldedFieldsControlBytesAndSpacesBeforeTheColonAreRefused) {
  EXPECT_EQ(status_of(with("A: b\r\n c\r\n")), 400);
  EXPECT_EQ(status_of(with(std::string("A: b\0c\r\n", 8))), 400);
  EXPECT_EQ(status_of(with("A : b\r\n")), 400);
  EXPECT_EQ(status_of(with("Content-Length : 5\r\n")), 400);
}

TEST(ParseHead, UnknownMethodsAre501) {
  for (const char* method : {"PUT", "OPTIONS", "TRACE", "CONNECT", "get", "BREW"}) {
    EXPECT_EQ(status_of(with("", std::string(method) + " / HTTP/1.1")), 501) << method;
  }
}

TEST(ParseHead, OtherVersionsAre505) {
  EXPECT_EQ(status_of(with("", "GET / HTTP/2.0")), 505);
  EXPECT_EQ(status_of(with("", "GET / HTTP/1.2")), 505);
  EXPECT_EQ(status_of(with("", "GET /")), 400);
}

TEST(ParseHead, ExpectationsAre417) {
  EXPECT_EQ(status_of(with("Expect: 100-continue\r\n")), 417);
}

TEST(ParseHead, OversizedPartsAreRefusedWithTheirOwnStatus) {
  EXPECT_EQ(status_of(with("A: " + std::string(longest_head, 'a') + "\r\n")), 431);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "A: b\r\n";
  EXPECT_EQ(status_of(with(many)), 431);
  EXPECT_EQ(status_of(with("", "GET /" + std::string(longest_target, 'a') + " HTTP/1.1")), 414);
  EXPECT_EQ(status_of("GET /" + std::string(2 * longest_target, 'a')), 414);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nA: " + std::string(longest_head, 'a')), 431);
}

TEST(ParseHead, FieldsThatDecideSomethingMayBeThereOnce) {
  for (const char* name : {"Content-Type", "Origin", "Sec-Fetch-Site"}) {
    const std::string field = std::string(name) + ": x\r\n";
    EXPECT_EQ(status_of(with(field)), 200) << name;
    EXPECT_EQ(status_of(with(field + field)), 400) << name;
  }
}

TEST(ParseHead, Http10EndsAfterOneAnswer) {
  EXPECT_FALSE(head_of(with("Connection: keep-alive\r\n", "GET / HTTP/1.0")).keep_alive);
}

TEST(ParseHead, ARefusalNamesThePathThatWasAskedFor) {
  const auto path = [](std::string_view bytes) { return std::get<Refusal>(parse_head(bytes)).path; };
  EXPECT_EQ(path(with("", "PUT /api/todos?x HTTP/1.1")), "/api/todos");
  EXPECT_EQ(path(with("Content-Length: 99999\r\n")), "/todos");
  EXPECT_EQ(path("GET /api/\x01"), "/api/\x01");
  EXPECT_EQ(path("\r\n"), "");
  EXPECT_EQ(path(with("", "GET http://y/a HTTP/1.1")), "");
}

TEST(ParseHead, MethodsWithoutABodyRefuseOne) {
  EXPECT_EQ(status_of(with("Content-Length: 5\r\n", "GET / HTTP/1.1")), 400);
  EXPECT_EQ(status_of(with("Content-Length: 0\r\n", "GET / HTTP/1.1")), 200);
}

TEST(ParseHead, TheAbsoluteFormMustNameTheHost) {
  EXPECT_EQ(head_of(with("", "GET http://X/a?b HTTP/1.1")).path, "/a");
  EXPECT_EQ(status_of(with("", "GET http://y/a HTTP/1.1")), 400);
  EXPECT_EQ(status_of(with("", "GET y:80 HTTP/1.1")), 400);
  EXPECT_EQ(status_of(with("", "GET /a#b HTTP/1.1")), 400);
}

}  // namespace
}  // namespace todo::http
