#include "linux/mount_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

#include "base/file.h"
#include "base/text.h"

namespace taut::kernel {
namespace {

constexpr bool is_octal(char c) {
  return c >= '0' && c <= '7';
}

/// The kernel writes space, tab, line feed and backslash as \ooo (mangle() in fs/seq_file.c).
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\' && i + 3 < text.size() && text[i + 1] <= '3' &&
                         is_octal(text[i + 1]) && is_octal(text[i + 2]) && is_octal(text[i + 3]);
    if (!escaped) {
      plain += text[i];
      continue;
    }
    plain += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0'));
    i += 3;
  }
  return plain;
}

bool parse_id(std::string_view text, int& id) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
  return problem == std::errc() && end == text.data() + text.size();
}

/// "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue": before the "-" any
/// number of tags.
bool parse_line(std::string_view line, Mount& mount) {
  const auto words = split(line, ' ');
  const auto dash =
      std::find(words.begin() + std::min<std::ptrdiff_t>(6, std::ssize(words)), words.end(), "-");
  if (words.end() - dash < 4 || !parse_id(words[0], mount.id) || !parse_id(words[1], mount.parent))
    return false;
  mount.root = unescape(words[3]);
  mount.mount_point = unescape(words[4]);
  mount.options = words[5];
  mount.file_system = unescape(dash[1]);
  mount.source = unescape(dash[2]);
  mount.super_options = unescape(dash[3]);
  return true;
}

bool lies_within(std::string_view path, std::string_view folder) {
  if (folder == "/") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

/// From a mount, the next one on the way to `path`: of those mounted on it, the first that the way meets; of
/// several on one folder, the last.
const Mount* next_mount(std::span<const Mount> mounts, const Mount& on, std::string_view path) {
  const Mount* next = nullptr;
  for (const auto& mount : mounts) {
    if (mount.parent != on.id || mount.id == on.id || !lies_within(path, mount.mount_point)) continue;
    if (!next || mount.mount_point.size() <= next->mount_point.size()) next = &mount;
  }
  return next;
}

/// Where to begin: the mount whose parent is not in the table (under chroot there may be none at "/").
const Mount* first_mount(std::span<const Mount> mounts, std::string_view path) {
  const auto is_listed = [&](int id) {
    return std::any_of(mounts.begin(), mounts.end(), [&](const Mount& mount) { return mount.id == id; });
  };
  const Mount* first = nullptr;
  for (const auto& mount : mounts) {
    const bool is_top = mount.parent == mount.id || !is_listed(mount.parent);
    if (!is_top || !lies_within(path, mount.mount_point)) continue;
    if (!first || mount.mount_point.size() >= first->mount_point.size()) first = &mount;
  }
  return first;
}

}  // namespace

Result<std::vector<Mount>> parse_mountinfo(std::string_view text) {
  std::vector<Mount> mounts;
  std::size_t number = 0;
  for (const auto line : split(text, '\n')) {
    ++number;
    if (line.empty()) continue;
    if (!parse_line(line, mounts.emplace_back()))
      return failure("mount table: line " + std::to_string(number) + " is malformed");
  }
  return mounts;
}

Result<std::vector<Mount>> read_mounts() {
  auto text = read_file("/proc/self/mountinfo", 16 << 20);
  if (!text) return propagate(text);
  return parse_mountinfo(*text);
}

std::string normalise_path(std::string_view absolute) {
  std::vector<std::string_view> parts;
  for (const auto part : split(absolute, '/')) {
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (!parts.empty()) {
      parts.pop_back();
    }
  }
  std::string path;
  for (const auto part : parts) path.append("/").append(part);
  return path.empty() ? "/" : path;
}

const Mount* find_mount(std::span<const Mount> mounts, std::string_view absolute) {
  const std::string path = normalise_path(absolute);
  const Mount* at = first_mount(mounts, path);
  // Each step goes to another mount; a table with a circle, which no kernel writes, ends after as many steps
  // as it has lines.
  for (std::size_t step = 0; at && step < mounts.size(); ++step) {
    const Mount* next = next_mount(mounts, *at, path);
    if (!next) break;
    at = next;
  }
  return at;
}

Result<Mount> mount_of(const std::string& path) {
  std::error_code problem;
  const auto absolute = std::filesystem::absolute(path, problem);
  if (problem) return failure("resolve " + path, problem.value());
  const auto resolved = std::filesystem::weakly_canonical(absolute, problem);
  if (problem) return failure("resolve " + path, problem.value());
  auto mounts = read_mounts();
  if (!mounts) return propagate(mounts);
  const Mount* mount = find_mount(*mounts, resolved.string());
  if (!mount) return failure("mount table: nothing holds " + resolved.string());
  return *mount;
}

bool has_option(std::string_view options, std::string_view option) {
  const auto all = split(options, ',');
  return std::find(all.begin(), all.end(), option) != all.end();
}

bool crosses_machine_boundary(std::string_view file_system) {
  static constexpr std::array shared = std::to_array<std::string_view>({
      "virtiofs",
      "fuse.virtiofs",  // virtual machines; Docker Desktop on macOS
      "fakeowner",
      "selfowner",  // Docker Desktop: over virtiofs, and synchronized shares
      "grpcfuse",
      "fuse.grpcfuse",
      "osxfs",
      "fuse.osxfs",  // Docker Desktop, older
      "9p",          // WSL2's Windows drives (drvfs), QEMU; gVisor too, where it is only slower
      "drvfs",       // WSL1
      "vboxsf",
      "prl_fs",
      "fuse.prl_fsd",
      "vmhgfs",
      "fuse.vmhgfs-fuse",  // VirtualBox, Parallels, VMware
      "nfs",
      "nfs4",
      "cifs",
      "smb2",
      "smb3",
      "smbfs",
      "fuse.sshfs",
      "afs",
      "coda",
      "ncpfs",
      "ceph",
      "fuse.ceph",
      "fuse.ceph-fuse",
      "fuse.glusterfs",
      "lustre",
      "beegfs",
      "orangefs",
      "gfs2",
      "ocfs2",
      "fuse.sshfs",
      "fuse.rclone",
      "fuse.s3fs",
      "fuse.mount-s3",
      "fuse.gcsfuse",
      "fuse.davfs",
      "fuse.davfs2",
  });
  return std::find(shared.begin(), shared.end(), file_system) != shared.end();
}

}  // namespace taut::kernel
