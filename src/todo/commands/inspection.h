// What `todo check` looks at, as plain data: gathered in one place (inspect.cpp), judged (findings.h) and
// shown (check_report.h) in others. Holds settings with secrets in them: nothing that prints may touch
// settings->secret_keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "linux/procfs.h"
#include "todo/settings.h"
#include "todo/store/database.h"

namespace todo {

struct FileFacts {
  std::string path;
  unsigned mode = 0;              // permission bits only
  bool mode_is_invented = false;  // by a file system that another kernel shares into this one
};

enum class SecretOrigin { none, environment, file, settings_file };
struct SecretFacts {
  SecretOrigin origin = SecretOrigin::none;
  std::optional<FileFacts> file;          // where it is read from
  std::vector<std::string> weaknesses{};  // one for each key, "" for a strong one; never the key
};

struct DatabaseFacts {
  std::optional<JournalChoice> journal;
  std::optional<FileFacts> folder;
  std::vector<FileFacts> files;      // the database and those whose names begin with its name
  bool modes_are_invented = false;   // by a file system that another kernel shares into this one
  std::vector<std::string> pending;  // migrations
  std::string problem;               // why the database cannot be used, or ""
};

struct KernelFacts {
  int landlock_abi = 0;                       // 0: none
  std::string landlock_problem;               // why there is none
  std::vector<std::string> landlock_missing;  // in words
  bool seccomp = false;                       // filters can be loaded
};

struct ServerFacts {
  int process = 0;
  std::vector<taut::kernel::ProcessStatus> threads;
};

struct Inspection {
  std::vector<std::string> problems;  // of the settings, each naming its setting
  std::optional<Settings> settings;   // nothing when not even the part without secrets can be read
  SecretFacts key;
  SecretFacts fallbacks;
  DatabaseFacts database;
  KernelFacts kernel;
  bool in_container = false;
  taut::kernel::ProcessStatus self;
  std::vector<ServerFacts> servers;  // running in the process namespace of this command, as far as it may see
};

/// Looks at everything; what cannot be read is a problem in the result, or left out.
Inspection inspect(const Environment& environment);

}  // namespace todo
