// A bounded walk over the image's own files, for what was copied into it by mistake: what is mounted is left
// out, as are the folders of the distribution, where such names mean something else.
#pragma once

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/text.h"

namespace taut::drills {

constexpr std::size_t image_walk_entries = 20'000;
constexpr int image_walk_depth = 8;

/// Folders that the distribution fills: certificates, examples, package data.
inline bool belongs_to_distribution(std::string_view folder) {
  constexpr std::array<std::string_view, 10> folders{"/proc",        "/sys",  "/dev",     "/usr/share",
                                                     "/usr/lib",     "/lib",  "/etc/ssl", "/var/lib",
                                                     "/usr/include", "/.taut"};
  return std::ranges::any_of(
      folders, [&](auto one) { return folder == one || folder.starts_with(std::string(one) + "/"); });
}

/// Folders of packages and their tests, whose keys are examples.
inline bool holds_examples(std::string_view name) {
  constexpr std::array<std::string_view, 7> names{"test",          "tests",         "testdata",    "examples",
                                                  "site-packages", "dist-packages", "node_modules"};
  return std::ranges::count(names, name) > 0;
}

/// Whether a file of this name usually holds a secret.
inline bool has_secret_file_name(std::string_view path) {
  constexpr std::array<std::string_view, 16> names{
      ".env",    ".env.local", ".env.production",  "id_rsa",           "id_ed25519", "id_ecdsa",
      ".npmrc",  ".pypirc",    ".netrc",           ".git-credentials", ".pgpass",    ".htpasswd",
      ".my.cnf", "id_dsa",     "credentials.json", "secrets.yml"};
  constexpr std::array<std::string_view, 5> ends{".pem", ".key", ".aws/credentials", ".docker/config.json",
                                                 ".kube/config"};
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return std::ranges::count(names, name) > 0 ||
         std::ranges::any_of(ends, [&](auto end) { return path.ends_with(end); });
}

class ImageWalk {
 public:
  /// Walks from the root; the paths of files with a name that tells.
  std::vector<std::string> run() {
    struct stat root{};
    if (::stat("/", &root) != 0) return {};
    device_ = root.st_dev;
    enter("/", 0);
    return std::move(found_);
  }
  /// Of the root folder: what may not be listed cannot be searched. 0 when it could.
  int error() const { return error_; }

 private:
  void enter(const std::string& folder, int depth) {
    if (depth > image_walk_depth || belongs_to_distribution(folder)) return;
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(::opendir(folder.c_str()), ::closedir);
    errno = entries ? 0 : errno;
    const dirent* entry = nullptr;
    while (entries && seen_ < image_walk_entries && (entry = ::readdir(entries.get()))) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == ".." || holds_examples(name)) continue;
      ++seen_;
      look_at((folder == "/" ? "" : folder) + "/" + std::string(name), depth);
    }
    if (depth == 0 && seen_ == 0) error_ = errno;
  }

  void look_at(const std::string& path, int depth) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) return;
    // Of a folder the device tells whether something is mounted there; of a file in an overlay it need not.
    if (S_ISDIR(status.st_mode) && status.st_dev == device_) enter(path, depth + 1);
    if (S_ISREG(status.st_mode) && has_secret_file_name(path)) found_.push_back(path);
  }

  dev_t device_ = 0;
  std::size_t seen_ = 0;
  int error_ = 0;
  std::vector<std::string> found_;
};

}  // namespace taut::drills
