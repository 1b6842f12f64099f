// Scratch files of an attempt: a new file of its own, gone when it ends.
#pragma once

#include <string>

#include "base/fd.h"
#include "drills/drill.h"

namespace taut::drills {

class ScratchFile {
 public:
  /// Makes `folder`/taut-drill-<name>-<pid>, or holds no descriptor: error() says why.
  ScratchFile(const std::string& folder, std::string_view name, unsigned mode = 0600);
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile();

  explicit operator bool() const { return static_cast<bool>(fd_); }
  int fd() const { return fd_.get(); }
  const std::string& path() const { return path_; }
  int error() const { return error_; }
  /// Closes the descriptor and keeps the file: a program cannot be run while it is open for writing
  /// (ETXTBSY).
  void close() { fd_.reset(); }

 private:
  std::string path_;
  UniqueFd fd_;
  int error_ = 0;
};

/// The first folder in which a file can be made: /tmp, /dev/shm, /var/tmp, the working folder, then whatever
/// mount can be written to; "" when there is none.
std::string find_scratch();

/// A file of ours in the setting's scratch folder could not be made.
Attempt no_scratch(const Setting& setting, const ScratchFile& file);

}  // namespace taut::drills
