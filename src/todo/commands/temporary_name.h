// A name for a file that must not outlive the command, in the folder of the database, where there is room for
// a copy of it and where rename works. After SIGKILL the file stays; its name says what it was.
#pragma once

#include <string>
#include <string_view>

namespace todo {

class TemporaryName {
 public:
  /// "<folder>/.todo-<purpose>-<16 random hex digits>". Creates nothing.
  TemporaryName(const std::string& folder, std::string_view purpose);
  TemporaryName(const TemporaryName&) = delete;
  TemporaryName& operator=(const TemporaryName&) = delete;
  ~TemporaryName() { remove(); }

  const std::string& path() const { return path_; }
  /// Removes the file, and "<path>.part" from which it is made, if they are there. Done at the end of its
  /// life too.
  void remove();

 private:
  std::string path_;
};

}  // namespace todo
