#include "linux/procfs.h"

#include <dirent.h>

#include <cerrno>
#include <charconv>
#include <map>
#include <memory>

#include "base/file.h"
#include "base/text.h"

namespace taut::kernel {
namespace {

template <class Number>
bool parse_number(std::string_view text, Number& number, int base = 10) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return problem == std::errc() && end == text.data() + text.size() && !text.empty() && text.front() != '-';
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!(text = trim(text)).empty()) {
    std::size_t end = 0;
    while (end < text.size() && !is_ascii_space(text[end])) ++end;
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

/// The lines by name. The first wins: the kernel escapes line breaks in a name (Name: …), so no process can
/// forge a line, and Name stands first anyway.
using Lines = std::map<std::string_view, std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  for (const auto line : split(text, '\n')) {
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) lines.emplace(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  return lines;
}

/// Reads fields one after another and remembers the first that is missing or malformed.
class Fields {
 public:
  explicit Fields(Lines lines) : lines_(std::move(lines)) {}

  template <class Number>
  void number(std::string_view name, Number& target, int base = 10) {
    const auto line = lines_.find(name);
    if (line == lines_.end() || !parse_number(line->second, target, base)) fail(name);
  }

  void optional_number(std::string_view name, std::optional<int>& target) {
    if (lines_.find(name) == lines_.end()) return;
    number(name, target.emplace());
  }

  void ids(std::string_view name, IdSet& target) {
    const auto numbers = list(name);
    if (numbers.size() != 4) return fail(name);
    target = {numbers[0], numbers[1], numbers[2], numbers[3]};
  }

  std::vector<std::uint32_t> list(std::string_view name) {
    std::vector<std::uint32_t> numbers;
    const auto line = lines_.find(name);
    if (line == lines_.end()) {
      fail(name);
      return numbers;
    }
    for (const auto word : words_of(line->second)) {
      if (!parse_number(word, numbers.emplace_back())) fail(name);
    }
    return numbers;
  }

  std::string text(std::string_view name) const {
    const auto line = lines_.find(name);
    return line == lines_.end() ? std::string() : std::string(line->second);
  }

  const std::string& problem() const { return problem_; }

 private:
  void fail(std::string_view name) {
    if (problem_.empty()) problem_ = name;
  }

  Lines lines_;
  std::string problem_;
};

}  // namespace

Result<ProcessStatus> parse_status(std::string_view text) {
  Fields fields(lines_of(text));
  ProcessStatus status;
  status.name = fields.text("Name");
  fields.number("Pid", status.process_id);
  fields.number("Tgid", status.thread_group);
  fields.ids("Uid", status.users);
  fields.ids("Gid", status.groups);
  status.supplementary_groups = fields.list("Groups");
  fields.number("CapInh", status.capabilities.inheritable, 16);
  fields.number("CapPrm", status.capabilities.permitted, 16);
  fields.number("CapEff", status.capabilities.effective, 16);
  fields.number("CapBnd", status.capabilities.bounding, 16);
  fields.number("CapAmb", status.capabilities.ambient, 16);
  std::optional<int> no_new_privileges;
  fields.optional_number("NoNewPrivs", no_new_privileges);
  if (no_new_privileges) status.no_new_privileges = *no_new_privileges != 0;
  fields.optional_number("Seccomp", status.seccomp_mode);
  fields.optional_number("Seccomp_filters", status.seccomp_filters);
  fields.number("Threads", status.threads);
  if (!fields.problem().empty())
    return failure("process status: the line " + fields.problem() + " is missing or malformed");
  return status;
}

Result<ProcessStatus> read_status(const std::string& process) {
  auto text = read_file("/proc/" + process + "/status");
  if (!text) return propagate(text);
  return parse_status(*text);
}

Result<std::vector<ProcessStatus>> read_thread_statuses(const std::string& process) {
  const std::string folder = "/proc/" + process + "/task";
  struct CloseFolder {
    void operator()(DIR* open) const { ::closedir(open); }
  };
  const std::unique_ptr<DIR, CloseFolder> tasks(::opendir(folder.c_str()));
  if (!tasks) return failure("open " + folder, errno);
  std::vector<ProcessStatus> statuses;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(tasks.get());
    if (!entry && errno != 0) return failure("list " + folder, errno);
    if (!entry) return statuses;
    if (entry->d_name[0] == '.') continue;
    auto text = read_file(folder + "/" + entry->d_name + "/status");
    if (!text && (text.error().error_code == ENOENT || text.error().error_code == ESRCH))
      continue;  // it ended
    if (!text) return propagate(text);
    auto status = parse_status(*text);
    if (!status) return propagate(status);
    statuses.push_back(std::move(*status));
  }
}

}  // namespace taut::kernel
