// What several commands need of the terminal. Not here: anything about containers.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace CLI {
class App;
}

namespace taut {

/// --format text|json.
void add_format_option(CLI::App& app, std::string& format);

/// Writes all of `text` to standard output; a full disk or a closed pipe is an error, not silence.
Result<void> print(std::string_view text);

/// Writes a report to `path`, "" standard output. A file is replaced as a whole; what is no regular file
/// (/dev/stderr, a pipe) is written to.
Result<void> write_report(const std::string& path, std::string_view text);

/// One line on standard error that says what is being done, while it is being done. Silent where that is no
/// terminal.
class StatusLine {
 public:
  StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;
  ~StatusLine();
  void say(std::string_view doing);

 private:
  bool shown_;
};

/// Whether standard output may be coloured: a terminal, and NO_COLOR (no-color.org) not set.
bool colour_wanted();

}  // namespace taut
