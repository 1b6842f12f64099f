// The options by which a command is told what to look at, and the engine, the subject and what was made on
// the way there.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "docker/engine.h"
#include "probe/resources.h"
#include "probe/subject.h"

namespace CLI {
class App;
}

namespace taut {

struct SubjectOptions {
  std::string container;
  std::vector<std::string> compose;
  std::string image;
  std::vector<std::string> words;  // the service of the Compose file, or what follows "--" after an image
  std::string engine;              // "" the default one

  bool names_one() const { return !container.empty() || !compose.empty() || !image.empty(); }
};

/// --container, --compose FILE SERVICE, --image IMAGE -- FLAGS, --engine.
void add_subject_options(CLI::App& app, SubjectOptions& options);

/// In the order of its members, the last goes first: what was made is removed while the engine is still
/// there.
struct OpenSubject {
  std::unique_ptr<docker::Engine> engine;
  std::unique_ptr<probe::Resources> resources;
  probe::Subject subject;
  std::string address;
};

/// Connects to the engine, removes what killed runs have left there, and finds or makes the subject.
/// Errors: EINVAL for options that do not fit together; otherwise what the engine or docker compose says.
Result<std::unique_ptr<OpenSubject>> open_subject(const SubjectOptions& options);

}  // namespace taut
