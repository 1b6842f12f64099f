#include "base/file.h"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>

namespace taut {

Result<UniqueFd> open_file(const std::string& path, int flags, unsigned mode) {
  UniqueFd fd(::open(path.c_str(), flags | O_CLOEXEC, mode));
  if (!fd) return failure("open " + path, errno);
  return fd;
}

Result<std::string> read_fd(int fd, const std::string& name, std::size_t limit) {
  std::string content;
  char buffer[16384];
  for (;;) {
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure("read " + name, errno);
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > limit)
      return failure("read " + name + ": larger than " + std::to_string(limit) + " bytes");
  }
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  auto fd = open_file(path, O_RDONLY);
  if (!fd) return propagate(fd);
  return read_fd(fd->get(), path, limit);
}

Result<void> write_all(int fd, std::string_view bytes, const std::string& name) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return failure("write " + name, errno);
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return {};
}

std::string parent_folder(const std::string& path) {
  const auto slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode) {
  const std::string draft = path + ".new";
  auto fd = open_file(draft, O_WRONLY | O_CREAT | O_TRUNC, mode);
  if (!fd) return propagate(fd);
  if (auto wrote = write_all(fd->get(), bytes, draft); !wrote) return wrote;
  if (::fsync(fd->get()) != 0) return failure("fsync " + draft, errno);
  if (::rename(draft.c_str(), path.c_str()) != 0) return failure("rename " + draft + " to " + path, errno);
  auto folder = open_file(parent_folder(path), O_RDONLY | O_DIRECTORY);
  if (!folder) return propagate(folder);
  if (::fsync(folder->get()) != 0) return failure("fsync " + parent_folder(path), errno);
  return {};
}

}  // namespace taut
