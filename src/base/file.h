// Whole small files in and out. Not for streams, nor for files of unknown size: reads are bounded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/fd.h"
#include "base/result.h"

namespace taut {

/// Opens `path` with open(2) `flags` (O_CLOEXEC is added) and `mode` for a file that is created.
Result<UniqueFd> open_file(const std::string& path, int flags, unsigned mode = 0600);

/// Reads at most `limit` bytes of `path`; a longer file is an error, not a truncation.
/// Works for files of /proc, whose size says 0.
Result<std::string> read_file(const std::string& path, std::size_t limit = 1 << 20);

/// Reads `fd` from its current offset to its end; more than `limit` bytes is an error. `name` is for
/// messages.
Result<std::string> read_fd(int fd, const std::string& name, std::size_t limit = 1 << 20);

/// Writes all of `bytes` to `fd`, however many write(2) calls that takes. `name` is for messages.
Result<void> write_all(int fd, std::string_view bytes, const std::string& name);

/// Writes a new file beside `path`, fsyncs it, renames it over `path` and fsyncs the folder:
/// after a crash either the old or the new content is there, never a part.
Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode);

/// The folder that holds `path`: "/db/db.sqlite3" -> "/db", "x" -> ".".
std::string parent_folder(const std::string& path);

}  // namespace taut
