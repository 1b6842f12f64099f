#include "base/tree.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "base/process.h"
#include "base/text.h"

namespace taut {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> left_out{".git", ".hg", ".svn", "node_modules"};

bool is_regular(const fs::path& path) {
  std::error_code trouble;
  return fs::symlink_status(path, trouble).type() == fs::file_type::regular;
}

/// What git lists, or nothing where there is no git or no work tree of ours (git also refuses another
/// user's).
std::vector<std::string> listed_by_git(const std::string& root) {
  const auto ran = run_process(
      {"git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"});
  std::vector<std::string> files;
  if (!ran || ran->exit_code != 0) return files;
  for (const std::string_view name : split(ran->out, '\0')) {
    if (!name.empty() && is_regular(fs::path(root) / name)) files.emplace_back(name);
  }
  return files;
}

Result<std::vector<std::string>> walked(const std::string& root) {
  std::vector<std::string> files;
  std::error_code trouble;
  fs::recursive_directory_iterator at(root, fs::directory_options::skip_permission_denied, trouble);
  for (; !trouble && at != fs::recursive_directory_iterator(); at.increment(trouble)) {
    std::error_code unknown;
    const std::string name = at->path().filename();
    if (at->is_directory(unknown) && !at->is_symlink(unknown)) {
      if (std::ranges::find(left_out, name) != left_out.end()) at.disable_recursion_pending();
    } else if (is_regular(at->path())) {
      files.push_back(at->path().lexically_relative(root));
    }
  }
  // The iterator cannot go on after an error, for example a folder that went away under it; half a list is
  // none.
  if (trouble) return failure("read the folders below " + root, trouble.value());
  return files;
}

}  // namespace

Result<std::vector<std::string>> files_below(const std::string& root) {
  std::error_code trouble;
  fs::directory_iterator readable(root, trouble);
  if (trouble) return failure("read the folder " + root, trouble.value());
  auto files = listed_by_git(root);
  if (files.empty()) {
    auto all = walked(root);
    if (!all) return all;
    files = std::move(*all);
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace taut
