// `todo selftest`: whether the database folder can do what SQLite needs of it, tried for real, before
// anything of value is in it. A folder shared into a virtual machine can fail at any of these steps, so each
// has a name. Not covered: whether data survives a power cut, and whether another machine uses the folder.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <memory>
#include <string>

#include "base/file.h"
#include "todo/commands/commands.h"
#include "todo/commands/support.h"
#include "todo/commands/temporary_name.h"

namespace todo {
namespace {

constexpr std::string_view sample = "todo selftest\n";

/// What the steps work on: one file that goes through all of them.
struct Trial {
  TemporaryName first;
  TemporaryName second;
  taut::UniqueFd fd;
};

// Each step returns an errno, 0 for success.
int create(Trial& trial) {
  trial.fd.reset(
      ::open(trial.first.path().c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  return trial.fd ? 0 : errno;
}

int write_sample(Trial& trial) {
  const ssize_t wrote = ::pwrite(trial.fd.get(), sample.data(), sample.size(), 0);
  if (wrote < 0) return errno;
  return wrote == static_cast<ssize_t>(sample.size()) ? 0 : ENOSPC;
}

int sync(Trial& trial) {
  return ::fsync(trial.fd.get()) == 0 ? 0 : errno;
}

int set_lock(Trial& trial, short type) {
  struct flock range{};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_len = 1;
  return ::fcntl(trial.fd.get(), F_SETLK, &range) == 0 ? 0 : errno;
}
int lock(Trial& trial) {
  return set_lock(trial, F_WRLCK);
}
int unlock(Trial& trial) {
  return set_lock(trial, F_UNLCK);
}

int rename_file(Trial& trial) {
  return ::rename(trial.first.path().c_str(), trial.second.path().c_str()) == 0 ? 0 : errno;
}

/// Through the new name: what was written is what is there.
int read_back(Trial& trial) {
  const auto content = taut::read_file(trial.second.path(), sample.size());
  if (!content) return content.error().error_code != 0 ? content.error().error_code : EIO;
  return *content == sample ? 0 : EIO;
}

int sync_folder(Trial& trial) {
  const taut::UniqueFd folder(
      ::open(taut::parent_folder(trial.second.path()).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder && ::fsync(folder.get()) == 0 ? 0 : errno;
}

int remove(Trial& trial) {
  return ::unlink(trial.second.path().c_str()) == 0 ? 0 : errno;
}

struct Step {
  const char* name;
  int (*run)(Trial&);
};
constexpr std::array steps{
    Step{"create", create},       Step{"write", write_sample},
    Step{"fsync", sync},          Step{"lock", lock},
    Step{"unlock", unlock},       Step{"rename", rename_file},
    Step{"read back", read_back}, Step{"fsync folder", sync_folder},
    Step{"delete", remove},
};

struct Verdict {
  std::size_t passed = 0;  // how many steps, from the first on
  int error_code = 0;      // of the step that failed
};

Verdict run_steps(const std::string& folder) {
  Trial trial{TemporaryName(folder, "selftest"), TemporaryName(folder, "selftest"), {}};
  Verdict verdict;
  for (const Step& step : steps) {
    verdict.error_code = step.run(trial);
    if (verdict.error_code != 0) break;
    ++verdict.passed;
  }
  return verdict;
}

std::string text_of(const std::string& folder, const JournalChoice& journal, const Verdict& verdict) {
  const auto line = [](std::string name, std::string_view value) {
    name.resize(14, ' ');
    return name + std::string(value) + "\n";
  };
  std::string text = line("folder", folder) + line("file system", journal.file_system);
  text += line("journal mode", std::string(name_of(journal.mode)) + ": " + journal.reason);
  for (std::size_t at = 0; at < verdict.passed; ++at) text += line(steps[at].name, "ok");
  if (verdict.error_code != 0) text += line(steps[verdict.passed].name, errno_name(verdict.error_code));
  return text;
}

std::string json_of(const std::string& folder, const JournalChoice& journal, const Verdict& verdict) {
  boost::json::array list;
  for (std::size_t at = 0; at < verdict.passed; ++at)
    list.push_back({{"step", steps[at].name}, {"ok", true}});
  if (verdict.error_code != 0) {
    list.push_back(
        {{"step", steps[verdict.passed].name}, {"ok", false}, {"errno", errno_name(verdict.error_code)}});
  }
  const boost::json::object document{{"folder", folder},
                                     {"file_system", journal.file_system},
                                     {"journal_mode", name_of(journal.mode)},
                                     {"journal_reason", journal.reason},
                                     {"ok", verdict.error_code == 0},
                                     {"steps", list}};
  return boost::json::serialize(document) + "\n";
}

/// Of a folder that could not even be looked at.
std::string json_of_unseen(const taut::Error& error) {
  const boost::json::object step{{"step", "look"}, {"ok", false}, {"errno", errno_name(error.error_code)}};
  return boost::json::serialize(boost::json::object{{"ok", false}, {"steps", {step}}}) + "\n";
}

taut::Result<Outcome> test_folder(bool as_json) {
  auto database = locate_database();
  if (!database) {
    if (as_json) (void)print(json_of_unseen(database.error()));  // the error is told either way
    return taut::propagate(database);
  }
  const std::string folder = taut::parent_folder(database->options.path);
  const Verdict verdict = run_steps(folder);
  auto printed = print(as_json ? json_of(folder, database->journal, verdict)
                               : text_of(folder, database->journal, verdict));
  if (!printed) return taut::propagate(printed);
  if (verdict.error_code == 0) return Outcome::fine;
  return taut::failure(std::string(steps[verdict.passed].name) + " in " + folder + " (file system " +
                           database->journal.file_system + ", user " + std::to_string(::geteuid()) +
                           ") failed with " + errno_name(verdict.error_code),
                       verdict.error_code);
}

}  // namespace

Action selftest_command(CLI::App& app) {
  const auto format = std::make_shared<std::string>();
  add_format_option(app, *format);
  return [format] { return test_folder(*format == "json"); };
}

}  // namespace todo
