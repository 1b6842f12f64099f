// A request that has been through the guard, and its answer, as plain data: everything between sockets and
// pages.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace todo::http {

enum class Method { get, head, post, patch, delete_ };
std::string_view name_of(Method method);

struct Field {
  std::string name;  // lower case in requests, as it goes on the wire in answers
  std::string value;
};

struct RequestHead {
  Method method = Method::get;
  std::string path;   // origin form without the query, percent-encoding kept: "/todos/7"
  std::string query;  // without the question mark
  std::string host;   // as in the Host field, lower case: "127.0.0.1:8000"
  std::vector<Field> fields;
  std::uint64_t content_length = 0;
  bool keep_alive = true;

  /// The first field with this lower-case name, or nothing.
  std::optional<std::string_view> field(std::string_view name) const;
  /// All fields with this name as one list, in order, comma separated (RFC 9110 section 5.3); "" for none.
  std::string all_of(std::string_view name) const;
};

struct Request {
  RequestHead head;
  std::string body;
  std::string client;   // the client's address: the peer's, or what a trusted proxy says
  bool secure = false;  // came over TLS, says a trusted proxy
  std::string id;       // unique, for logs and error pages
};

struct Response {
  int status = 200;
  std::string_view content_type = "text/html; charset=utf-8";  // a literal
  std::vector<Field> fields;
  std::string_view common_fields;  // further whole lines with their line ends, from our source only
  std::string body;
};

/// What answers requests. Either returns the answer at once, or keeps `later` and calls it once, from any
/// thread.
class Handler {
 public:
  virtual ~Handler() = default;
  using Later = std::function<void(Response)>;
  virtual std::optional<Response> handle(const Request& request, Later later) = 0;
  /// The answer to a request that the guard or a limit refused: a page or problem+json, with nothing of the
  /// inside.
  virtual Response refusal(int status, std::string_view reason, std::string_view path,
                           const std::string& id) = 0;
};

/// "404" -> "Not Found" (RFC 9110 section 15).
std::string_view reason_phrase(int status);

}  // namespace todo::http
