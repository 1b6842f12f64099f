#include "todo/http/parse.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "base/text.h"

namespace todo::http {
namespace {

namespace beast = boost::beast::http;

struct MethodRow {
  std::string_view name;
  Method method;
};
constexpr MethodRow methods[] = {
    {"GET", Method::get},     {"HEAD", Method::head},      {"POST", Method::post},
    {"PATCH", Method::patch}, {"DELETE", Method::delete_},
};

/// What no parser gets to see: control bytes, bare line feeds and carriage returns, folded fields, white
/// space where names begin. Looks at whole lines only, so that it can run on a head that is still arriving.
std::optional<Refusal> inspect_lines(std::string_view bytes) {
  std::size_t line_start = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (byte == '\n' && (i == 0 || bytes[i - 1] != '\r'))
      return Refusal{400, "A line ends without a carriage return."};
    if (byte == '\r' && i + 1 < bytes.size() && bytes[i + 1] != '\n')
      return Refusal{400, "A carriage return stands alone."};
    if ((byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n') || byte == 0x7F) {
      return Refusal{400, "The request holds a control character."};
    }
    if (i == line_start && (byte == ' ' || byte == '\t'))
      return Refusal{400, "A line begins with white space."};
    if (i == 0 && byte == '\r') return Refusal{400, "The request begins with an empty line."};
    if (byte == '\n') line_start = i + 1;
  }
  return std::nullopt;
}

/// "METHOD target HTTP/1.1" with exactly one space between; the method is looked at before anything else is
/// parsed.
std::optional<Refusal> inspect_request_line(std::string_view line, Method& method) {
  const auto space = line.find(' ');
  const auto last = line.rfind(' ');
  if (space == std::string_view::npos || last == space || line.find('\t') != std::string_view::npos) {
    return Refusal{400, "The request line is malformed."};
  }
  const auto target = line.substr(space + 1, last - space - 1);
  if (target.empty() || target.find(' ') != std::string_view::npos)
    return Refusal{400, "The request line is malformed."};
  for (const char c : target) {
    if (static_cast<unsigned char>(c) >= 0x80)
      return Refusal{400, "The target holds bytes that must be encoded."};
  }
  const auto version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return version.starts_with("HTTP/") ? Refusal{505, "Only HTTP/1.1 is spoken here."}
                                        : Refusal{400, "The request line is malformed."};
  }
  for (const auto& row : methods) {
    if (line.substr(0, space) == row.name) {
      method = row.method;
      return std::nullopt;
    }
  }
  return Refusal{501, "This method is not implemented."};
}

/// Splits the target; the absolute form is taken where its authority is the Host (RFC 9112 section 3.2.2).
std::optional<Refusal> take_target(std::string_view target, RequestHead& head) {
  if (target.size() > longest_target) return Refusal{414, "The address is too long."};
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.size() < scheme.size() || !taut::equals_ignoring_case(target.substr(0, scheme.size()), scheme))
      continue;
    const auto end = target.find_first_of("/?", scheme.size());
    const auto authority =
        target.substr(scheme.size(), end == std::string_view::npos ? end : end - scheme.size());
    if (!taut::equals_ignoring_case(authority, head.host))
      return Refusal{400, "The target and the Host field differ."};
    target = end == std::string_view::npos ? "/" : target.substr(end);
    break;
  }
  const auto question = target.find('?');
  head.path = target.substr(0, question);
  if (question != std::string_view::npos) head.query = target.substr(question + 1);
  if (head.path.empty()) head.path = "/";
  if (head.path.front() != '/' || target.find('#') != std::string_view::npos) {
    return Refusal{400, "The target is not a path."};
  }
  return std::nullopt;
}

/// <DAEMON-ATTACK-SURFACE> request-guard: what two parsers could read differently is refused before the body
/// is read.
std::optional<Refusal> inspect_fields(const RequestHead& head) {
  for (const auto& [name, value] : head.fields) {
    if (name == "transfer-encoding" || name == "trailer") {
      return Refusal{501, "Transfer encodings are not implemented; send Content-Length."};
    }
    if (name == "expect") return Refusal{417, "Expectations are not met here."};
  }
  const auto count = [&](std::string_view name) {
    return std::ranges::count(head.fields, name, &Field::name);
  };
  if (count("host") != 1) return Refusal{400, "There must be exactly one Host field."};
  if (count("content-length") > 1) return Refusal{400, "There is more than one Content-Length field."};
  // Fields that decide something here, and that a proxy in front could read the other one of.
  for (const std::string_view name : {"content-type", "origin", "sec-fetch-site"}) {
    if (count(name) > 1) return Refusal{400, "A field that may be there once is there twice."};
  }
  return std::nullopt;
}

std::optional<Refusal> take_length(RequestHead& head) {
  const auto length = head.field("content-length");
  if (!length) return std::nullopt;
  const auto number = taut::parse_decimal(*length);
  if (!number || length->size() > 18) return Refusal{400, "Content-Length is not a number."};
  head.content_length = static_cast<std::uint64_t>(*number);
  if (head.content_length > longest_body) return Refusal{413, "The body is too large."};
  const bool takes_body = head.method == Method::post || head.method == Method::patch;
  if (!takes_body && head.content_length > 0) return Refusal{400, "This method takes no body."};
  return std::nullopt;
}

Refusal refusal_for(const boost::system::error_code& problem) {
  if (problem == beast::error::header_limit) return {431, "The header is too large."};
  if (problem == beast::error::bad_version) return {505, "Only HTTP/1.1 is spoken here."};
  return {400, "The request is malformed."};
}

/// Beast's strict field grammar over a complete head.
std::optional<Refusal> run_parser(std::string_view bytes, RequestHead& head, std::string& target) {
  beast::request_parser<beast::empty_body> parser;
  parser.header_limit(longest_head);
  parser.body_limit(longest_body);
  parser.eager(false);
  boost::system::error_code problem;
  parser.put(boost::asio::buffer(bytes.data(), bytes.size()), problem);
  if (problem == beast::error::body_limit) return Refusal{413, "The body is too large."};
  if (problem) return refusal_for(problem);
  if (!parser.is_header_done()) return Refusal{400, "The request is malformed."};
  for (const auto& field : parser.get()) {
    if (head.fields.size() == most_fields) return Refusal{431, "There are too many header fields."};
    head.fields.push_back(
        {taut::to_ascii_lower(std::string_view(field.name_string())), std::string(field.value())});
  }
  // HTTP/1.0 ends after one answer, whatever it asks for: keeping it open would need another form of answer.
  head.keep_alive = parser.keep_alive() && parser.get().version() == 11;
  target = std::string(parser.get().target());
  return std::nullopt;
}

std::optional<Refusal> fill_head(std::string_view bytes, RequestHead& head) {
  if (auto no = inspect_request_line(bytes.substr(0, bytes.find("\r\n")), head.method)) return no;
  std::string target;
  if (auto no = run_parser(bytes, head, target)) return no;
  if (auto no = inspect_fields(head)) return no;
  head.host = taut::to_ascii_lower(*head.field("host"));
  if (auto no = take_target(target, head)) return no;
  return take_length(head);
}

/// The path of a request that is refused, as far as it has arrived: a guess for the answer's form and the
/// log.
std::string path_of(std::string_view bytes) {
  const auto line = bytes.substr(0, bytes.find_first_of("\r\n"));
  const auto space = line.find(' ');
  if (space == std::string_view::npos || line.substr(space + 1, 1) != "/") return "";
  const auto target = line.substr(space + 1, longest_target);
  return std::string(target.substr(0, target.find_first_of(" ?")));
}

std::variant<NeedMore, ParsedHead, Refusal> take_head(std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  const bool complete = end != std::string_view::npos;
  const std::string_view arrived = complete ? bytes.substr(0, end + 4) : bytes;
  if (auto no = inspect_lines(arrived)) return *no;
  const auto first_line = arrived.find("\r\n");
  if (first_line == std::string_view::npos && arrived.size() > longest_target + 32) {
    return Refusal{414, "The address is too long."};
  }
  if (arrived.size() > longest_head) return Refusal{431, "The header is too large."};
  if (!complete) return NeedMore{};
  ParsedHead parsed;
  parsed.size = arrived.size();
  if (auto no = fill_head(arrived, parsed.head)) return *no;
  return parsed;
}

}  // namespace

std::variant<NeedMore, ParsedHead, Refusal> parse_head(std::string_view bytes) {
  auto outcome = take_head(bytes);
  if (auto* refusal = std::get_if<Refusal>(&outcome)) refusal->path = path_of(bytes);
  return outcome;
}

}  // namespace todo::http
