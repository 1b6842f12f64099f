// The calls of the Engine API that taut makes, as functions: JSON in and out, an engine's refusal as an error
// with its own words.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "docker/engine.h"

namespace taut::docker {

namespace json = boost::json;

/// Sends `body` (null: none) and parses the answer (null when it has none). A status of 400 or more is an
/// error that says what was being done and what the engine answered; its error_code is ENOENT for 404, EBUSY
/// for 409.
Result<json::value> request(Engine& engine, const std::string& method, const std::string& path,
                            const std::string& doing, const json::value& body = nullptr);

/// `text` as part of a path or query (RFC 3986).
std::string percent_encoded(std::string_view text);

/// A member of nested objects, "HostConfig.CapDrop", or nullptr.
const json::value* find(const json::value& value, std::string_view path);
/// The string there, or "".
std::string text_at(const json::value& value, std::string_view path);

}  // namespace taut::docker
