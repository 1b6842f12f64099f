// Structured logs: one JSON object a line on standard error. Values are always quoted by the writer, so that
// no text from a client can start a line or a field of its own.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace todo {

enum class LogLevel { info, warning, error };

struct LogField {
  std::string_view name;  // from our source only, never from a client
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

/// {"time": …, "level": …, "event": event, fields…}
std::string log_line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);

/// Writes the line with a single write(2), so that lines of several threads do not mix.
void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

}  // namespace todo
