#include "commands/subject_options.h"

#include <CLI/CLI.hpp>
#include <cerrno>

namespace taut {
namespace {

Result<void> check(const SubjectOptions& options) {
  if (!options.names_one())
    return failure("name a subject: --container NAME, --compose FILE SERVICE or --image IMAGE", EINVAL);
  if (!options.compose.empty() && options.words.size() != 1)
    return failure("--compose FILE takes one SERVICE after it", EINVAL);
  if (!options.container.empty() && !options.words.empty())
    return failure("--container NAME takes nothing after it", EINVAL);
  return {};
}

}  // namespace

void add_subject_options(CLI::App& app, SubjectOptions& options) {
  auto* container = app.add_option("--container", options.container,
                                   "a running container: its clone is looked at, never itself");
  auto* compose =
      app.add_option("--compose", options.compose, "a Compose file (may be repeated), and a SERVICE");
  auto* image = app.add_option("--image", options.image, "an image; flags of docker run follow after --");
  compose->allow_extra_args(false);
  container->excludes(compose)->excludes(image);
  image->excludes(compose);
  app.add_option("SERVICE", options.words,
                 "the service of the Compose file; or, after --, flags of docker run for the image");
  app.add_option("--engine", options.engine,
                 "the engine's Unix socket (default: DOCKER_HOST, then the docker context)");
}

Result<std::unique_ptr<OpenSubject>> open_subject(const SubjectOptions& options) {
  if (auto fine = check(options); !fine) return propagate(fine);
  auto opened = std::make_unique<OpenSubject>();
  opened->address = options.engine.empty() ? docker::default_engine_address() : options.engine;
  auto engine = docker::connect_engine(opened->address);
  if (!engine) return propagate(engine);
  opened->engine = std::move(*engine);
  if (auto cleaned = probe::remove_left_over(*opened->engine, false); !cleaned) return propagate(cleaned);
  opened->resources = std::make_unique<probe::Resources>(*opened->engine, probe::this_process());
  auto& [made_by, resources, unused, address] = *opened;
  auto subject = !options.container.empty() ? probe::subject_of_container(*made_by, options.container)
                 : !options.image.empty()
                     ? probe::subject_of_image(*made_by, *resources, address, options.image, options.words)
                     : probe::subject_of_compose(*made_by, *resources, address,
                                                 {options.compose, options.words.front()});
  if (!subject) return propagate(subject);
  opened->subject = std::move(*subject);
  return opened;
}

}  // namespace taut
