#include "docker/api.h"

#include <cerrno>

#include "base/text.h"

namespace taut::docker {
namespace {

int error_code_of(int status) {
  switch (status) {
    case 404:
      return ENOENT;
    case 409:
      return EBUSY;
    default:
      return 0;
  }
}

std::string message_of(const Reply& reply) {
  boost::system::error_code trouble;
  const json::value answer = json::parse(reply.body, trouble);
  const std::string message = trouble ? "" : text_at(answer, "message");
  return message.empty() ? "status " + std::to_string(reply.status) : message;
}

}  // namespace

Result<json::value> request(Engine& engine, const std::string& method, const std::string& path,
                            const std::string& doing, const json::value& body) {
  const auto reply = engine.call({method, path, body.is_null() ? "" : json::serialize(body)});
  if (!reply) return failure(doing + ": " + reply.error().what, reply.error().error_code);
  if (reply->status >= 400) {
    // The errno is for the caller's decisions; the engine's words already say it.
    tl::unexpected<Error> error = failure(doing + ": " + message_of(*reply));
    error.value().error_code = error_code_of(reply->status);
    return error;
  }
  if (reply->body.empty()) return json::value(nullptr);
  boost::system::error_code trouble;
  json::value answer = json::parse(reply->body, trouble);
  if (trouble) return failure(doing + ": the engine's answer is no JSON");
  return answer;
}

std::string percent_encoded(std::string_view text) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return encoded;
}

const json::value* find(const json::value& value, std::string_view path) {
  const json::value* at = &value;
  for (const std::string_view name : split(path, '.')) {
    const auto* object = at->if_object();
    at = object ? object->if_contains(name) : nullptr;
    if (!at) return nullptr;
  }
  return at;
}

std::string text_at(const json::value& value, std::string_view path) {
  const json::value* found = find(value, path);
  return found && found->is_string() ? std::string(found->get_string()) : "";
}

}  // namespace taut::docker
