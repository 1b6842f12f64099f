// Bytes from a client -> a request head, or a refusal. The only file that knows Beast's parser, and the
// request guard around it: what Debian's Beast lets through (boostorg/beast pull requests 3094, 3096, 3098,
// 3100) stops here. Not here: the body, which the caller reads by `content_length`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "todo/http/message.h"

namespace todo::http {

inline constexpr std::size_t longest_head = 16 * 1024;
inline constexpr std::size_t longest_target = 4 * 1024;
inline constexpr std::size_t most_fields = 64;
inline constexpr std::size_t longest_body = 16 * 1024;

struct NeedMore {};

struct Refusal {
  int status = 400;
  std::string_view reason;  // a literal sentence: it goes into the answer and the log
  std::string path{};       // what was asked for, where that could be read: it decides the answer's form
};

struct ParsedHead {
  RequestHead head;
  std::size_t size = 0;  // bytes of the input that the head took; the body follows
};

/// Looks at what has arrived so far. `bytes` starts at the request line. Refuses as soon as a refusal is
/// certain. Follows RFC 9112, stricter: lines end with CRLF, no folded fields, exactly one Host, no
/// Transfer-Encoding.
std::variant<NeedMore, ParsedHead, Refusal> parse_head(std::string_view bytes);

}  // namespace todo::http
