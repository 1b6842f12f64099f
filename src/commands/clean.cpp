// `taut clean`: removes what killed runs have left in an engine.
#include <CLI/CLI.hpp>
#include <memory>

#include "commands/commands.h"
#include "commands/support.h"
#include "docker/engine.h"
#include "probe/resources.h"

namespace taut {
namespace {

struct CleanOptions {
  bool everything = false;
  std::string address;
};

Result<Verdict> clean(const CleanOptions& options) {
  auto engine =
      docker::connect_engine(options.address.empty() ? docker::default_engine_address() : options.address);
  if (!engine) return propagate(engine);
  const auto left = probe::remove_left_over(**engine, options.everything);
  if (!left) return tl::unexpected(left.error());
  auto printed = print("removed " + std::to_string(left->containers) + " containers, " +
                       std::to_string(left->volumes) + " volumes, " + std::to_string(left->networks) +
                       " networks, " + std::to_string(left->images) + " images\n");
  if (!printed) return propagate(printed);
  return Verdict::fine;
}

}  // namespace

Action clean_command(CLI::App& app) {
  const auto options = std::make_shared<CleanOptions>();
  app.add_flag("--all", options->everything, "also what other runs of taut still use");
  app.add_option("--engine", options->address, "the engine's Unix socket");
  return [options] { return clean(*options); };
}

}  // namespace taut
