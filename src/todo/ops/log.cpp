#include "todo/ops/log.h"

#include <unistd.h>

#include <charconv>

#include "base/clock.h"
#include "base/text.h"

namespace todo {
namespace {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
    case LogLevel::info:
      break;
  }
  return "info";
}

struct AppendValue {
  std::string& line;
  void operator()(std::string_view text) const { line += taut::json_quote(text); }
  void operator()(std::int64_t number) const { line += std::to_string(number); }
  void operator()(bool truth) const { line += truth ? "true" : "false"; }
  void operator()(double number) const {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number, std::chars_format::fixed, 3);
    line.append(digits, end.ptr);
  }
};

}  // namespace

std::string log_line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  std::string line = "{\"time\":\"" + taut::format_rfc3339(taut::unix_milliseconds()) + "\",\"level\":\"";
  line.append(name_of(level)).append("\",\"event\":").append(taut::json_quote(event));
  for (const auto& field : fields) {
    line.append(",\"").append(field.name).append("\":");
    std::visit(AppendValue{line}, field.value);
  }
  return line + "}\n";
}

void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  const std::string line = log_line(level, event, fields);
  // A log that cannot be written has nowhere to be reported; serving goes on.
  [[maybe_unused]] const auto wrote = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace todo
