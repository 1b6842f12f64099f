#include "drills/filling.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <vector>

#include "drills/scratch.h"
#include "drills/why_refused.h"

namespace taut::drills {
namespace {

constexpr int megabytes = 48;
constexpr int files = 3000;

/// While it lives, a limit on the size of files is an errno and not a signal.
class WithoutSizeSignal {
 public:
  WithoutSizeSignal() : before_(std::signal(SIGXFSZ, SIG_IGN)) {}
  WithoutSizeSignal(const WithoutSizeSignal&) = delete;
  WithoutSizeSignal& operator=(const WithoutSizeSignal&) = delete;
  ~WithoutSizeSignal() {
    if (before_ != SIG_ERR) std::signal(SIGXFSZ, before_);
  }

 private:
  void (*before_)(int);
};

Attempt full(std::string_view step, int error, std::string evidence) {
  Attempt attempt = refused(step, error);
  if (error == EFBIG) attempt.layer = Layer::limit;
  attempt.evidence = std::move(evidence);
  return attempt;
}

/// Whether there is so little room in a large file system, which others may use as well, that they would be
/// left without any.
bool is_nearly_full(int file) {
  struct statvfs place{};
  if (::fstatvfs(file, &place) != 0) return false;
  const bool little = place.f_bavail * place.f_frsize >> 20 < 2 * megabytes;
  return little && place.f_bavail < place.f_blocks / 2;
}

}  // namespace

Attempt judged_filling(const std::string& folder) {
  const WithoutSizeSignal without;
  const ScratchFile file(folder, "filling");
  if (!file) return refused_path("open(2)", folder, W_OK, file.error());
  if (is_nearly_full(file.fd())) return skipped(folder + " is nearly full: filling it would disturb others");
  const std::vector<char> block(1 << 20, 'x');
  for (std::size_t written = 0; written < static_cast<std::size_t>(megabytes) << 20;) {
    const ssize_t got = ::write(file.fd(), block.data(), block.size());
    const std::string so_far = std::to_string(written >> 20) + " MiB of " + folder;
    if (got < 0) return full("write(2)", errno, "full after " + so_far);
    written += static_cast<std::size_t>(got);
  }
  return succeeded("write(2)", std::to_string(megabytes) + " MiB in " + folder + ", and removed them");
}

Attempt judged_many_files(const std::string& folder) {
  std::vector<std::unique_ptr<ScratchFile>> made;
  for (int number = 0; number < files; ++number) {
    auto file = std::make_unique<ScratchFile>(folder, std::to_string(number));
    if (!*file && number == 0) return refused_path("open(2)", folder, W_OK, file->error());
    if (!*file) return full("open(2)", file->error(), "full after " + std::to_string(number) + " files");
    file->close();  // and keeps it
    made.push_back(std::move(file));
  }
  return succeeded("open(2)", std::to_string(files) + " files in " + folder + ", and removed them");
}

}  // namespace taut::drills
