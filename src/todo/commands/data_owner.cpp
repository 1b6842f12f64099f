// Without CAP_DAC_OVERRIDE and CAP_FOWNER user 0 is an ordinary user who may give files away
// (capabilities(7)): it can neither list a folder of mode 0700 of another user nor chmod(2) a file of another
// user. What it can do is make the file its own first. So everything here is: if need be take it, set the
// mode as its owner, and only then give it away; the folder last. Descriptors are O_PATH, which need no
// permission on the file itself (open(2)).
#include "todo/commands/data_owner.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string_view>

#include "base/fd.h"
#include "todo/commands/support.h"

namespace todo {
namespace {

constexpr mode_t folder_mode = 0700;
constexpr mode_t file_mode = 0600;
constexpr gid_t keep_group = static_cast<gid_t>(-1);

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using Listing = std::unique_ptr<DIR, CloseFolder>;

std::string describe(const struct stat& state) {
  return std::to_string(state.st_uid) + ":" + std::to_string(state.st_gid) + " " + octal(state.st_mode);
}

taut::Result<struct stat> state_of(int node, const std::string& path) {
  struct stat state{};
  if (::fstat(node, &state) != 0) return taut::failure("stat " + path, errno);
  return state;
}

taut::Result<void> set_owner(int node, const std::string& path, uid_t user, gid_t group) {
  if (::fchownat(node, "", user, group, AT_EMPTY_PATH) == 0) return {};
  const int error_code = errno;
  const std::string needs = error_code == EPERM ? " (needs user 0 with the capability CAP_CHOWN)" : "";
  return taut::failure("change the owner of " + path + needs, error_code);
}

/// fchmod(2) refuses O_PATH; through /proc the same file is reached, whatever its name is by now.
bool set_mode(int node, mode_t mode) {
  return ::chmod(("/proc/self/fd/" + std::to_string(node)).c_str(), mode) == 0;
}

taut::Result<void> set_mode_as_owner(int node, const std::string& path, mode_t mode) {
  if (set_mode(node, mode)) return {};
  if (errno == EPERM) {
    if (auto taken = set_owner(node, path, ::geteuid(), keep_group); !taken) return taken;
    if (set_mode(node, mode)) return {};
  }
  return taut::failure("change the mode of " + path, errno);
}

class Giver {
 public:
  explicit Giver(const Owner& owner) : owner_(owner) {}

  taut::Result<void> give_folder(int parent, const char* name, const std::string& path, bool with_backups);
  HandOver& report() { return report_; }

 private:
  bool is_right(const struct stat& state, mode_t mode) const;
  taut::Result<void> settle(int node, const std::string& path, const struct stat& before, mode_t mode);
  taut::Result<Listing> list(int node, const std::string& path, const struct stat& before);
  taut::Result<void> give_entry(int folder, const char* name, const std::string& path, bool with_backups);
  taut::Result<void> leave_alone(const std::string& path, const char* why) {
    report_.lines.push_back("left alone " + path + ": " + why);
    return {};
  }

  Owner owner_;
  HandOver report_;
};

bool Giver::is_right(const struct stat& state, mode_t mode) const {
  return state.st_uid == owner_.user && (!owner_.group || state.st_gid == *owner_.group) &&
         (state.st_mode & 07777U) == mode;
}

/// `before` is what the user saw; in between we may have taken the file ourselves.
taut::Result<void> Giver::settle(int node, const std::string& path, const struct stat& before, mode_t mode) {
  if (is_right(before, mode)) {
    ++report_.already;
    return {};
  }
  if ((before.st_mode & 07777U) != mode) {
    if (auto set = set_mode_as_owner(node, path, mode); !set) return set;
  }
  if (auto set = set_owner(node, path, owner_.user, owner_.group.value_or(keep_group)); !set) return set;
  auto after = state_of(node, path);
  if (!after) return taut::propagate(after);
  // A folder shared into a virtual machine may accept both calls and change nothing: no claim then.
  if (!is_right(*after, mode)) {
    return leave_alone(path, "its file system took the change but still shows the owner and mode of before");
  }
  ++report_.changed;
  report_.lines.push_back("changed " + path + ": " + describe(before) + " -> " + describe(*after));
  return {};
}

/// Nothing inside the Result: the folder is right already and closed to us, so what is in it is its owner's.
taut::Result<Listing> Giver::list(int node, const std::string& path, const struct stat& before) {
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  taut::UniqueFd fd(::openat(node, ".", flags));
  if (!fd && errno == EACCES) {
    if (is_right(before, folder_mode)) return Listing();
    if (before.st_uid != ::geteuid()) {
      if (auto taken = set_owner(node, path, ::geteuid(), keep_group); !taken) return taut::propagate(taken);
    }
    if (!set_mode(node, folder_mode)) return taut::failure("change the mode of " + path, errno);
    fd.reset(::openat(node, ".", flags));
  }
  if (!fd) return taut::failure("open the folder " + path, errno);
  Listing listing(::fdopendir(fd.get()));
  if (!listing) return taut::failure("list " + path, errno);
  fd.release();
  return listing;
}

taut::Result<void> Giver::give_entry(int folder, const char* name, const std::string& path,
                                     bool with_backups) {
  const taut::UniqueFd node(::openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC));
  if (!node && errno == ENOENT) return {};  // a running server removes files too
  if (!node) return taut::failure("open " + path, errno);
  auto state = state_of(node.get(), path);
  if (!state) return taut::propagate(state);
  if (S_ISDIR(state->st_mode) && with_backups && std::string_view(name) == "backups") {
    return give_folder(folder, name, path, false);
  }
  if (!S_ISREG(state->st_mode)) return leave_alone(path, "not a regular file");
  // Another name of it may be anywhere on the file system, put there by whoever could write to this folder.
  if (state->st_nlink > 1) return leave_alone(path, "it has more than one hard link");
  return settle(node.get(), path, *state, file_mode);
}

taut::Result<void> Giver::give_folder(int parent, const char* name, const std::string& path,
                                      bool with_backups) {
  const taut::UniqueFd node(::openat(parent, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!node) {
    const char* hint = errno == ENOTDIR ? " (a link is not followed)" : "";
    return taut::failure("open the folder " + path + hint, errno);
  }
  auto before = state_of(node.get(), path);
  if (!before) return taut::propagate(before);
  // A folder such as /tmp is everybody's: its files are not ours to give away.
  if ((before->st_mode & S_ISVTX) != 0)
    return taut::failure(path + " is shared by all users (sticky); use a folder of its own");
  auto listing = list(node.get(), path, *before);
  if (!listing) return taut::propagate(listing);
  while (*listing) {
    errno = 0;
    const dirent* entry = ::readdir(listing->get());
    if (entry == nullptr && errno != 0) return taut::failure("list " + path, errno);
    if (entry == nullptr) break;
    const std::string_view entry_name(entry->d_name);
    if (entry_name == "." || entry_name == "..") continue;
    auto given = give_entry(::dirfd(listing->get()), entry->d_name, path + "/" + entry->d_name, with_backups);
    if (!given) return given;
  }
  return settle(node.get(), path, *before, folder_mode);
}

}  // namespace

taut::Result<HandOver> hand_over(const std::string& folder, const Owner& owner) {
  // Every file in the folder is given away: never in the root of a system or of a project.
  if (folder == "/" || folder == ".")
    return taut::failure("the database is directly in " + folder + "; give it a folder of its own");
  Giver giver(owner);
  if (auto given = giver.give_folder(AT_FDCWD, folder.c_str(), folder, true); !given)
    return taut::propagate(given);
  return std::move(giver.report());
}

}  // namespace todo
