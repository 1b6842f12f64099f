// `taut probe`: what could somebody do who has taken over this container, and what stops each attempt?
#include "probe/probe.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <memory>

#include "base/interrupt.h"
#include "commands/commands.h"
#include "commands/support.h"
#include "drills/catalogue.h"
#include "report/probe_report.h"

namespace taut {
namespace {

struct ProbeCommand {
  std::string container;
  std::vector<std::string> compose;
  std::string image;
  std::vector<std::string> words;  // the service of the Compose file, or what follows "--" after an image
  bool host = false;
  bool egress = false;
  bool every = false;
  std::string as;
  std::string sandbox;
  std::string engine;
  std::string format;
  std::vector<std::string> only;
  std::vector<std::string> tags;
};

Result<std::vector<const drills::Drill*>> chosen_drills(const ProbeCommand& command) {
  std::vector<const drills::Drill*> chosen;
  for (const std::string& id : command.only) {
    if (!drills::find_drill(id)) return failure("no drill '" + id + "'; see taut probe --list", EINVAL);
  }
  for (const drills::Drill* drill : drills::catalogue()) {
    const bool named = command.only.empty() || std::ranges::count(command.only, drill->id);
    const bool tagged = command.tags.empty() || std::ranges::count(command.tags, name_of(drill->tag));
    if (named && tagged) chosen.push_back(drill);
  }
  return chosen;
}

Result<probe::Subject> subject_of(const ProbeCommand& command, docker::Engine& engine,
                                  probe::Resources& resources, const std::string& address) {
  if (!command.container.empty()) return probe::subject_of_container(engine, command.container);
  if (!command.image.empty())
    return probe::subject_of_image(engine, resources, address, command.image, command.words);
  return probe::subject_of_compose(engine, resources, address, {command.compose, command.words.front()});
}

Result<std::vector<probe::ProbeResult>> probe_by_engine(const ProbeCommand& command,
                                                        probe::ProbeOptions options) {
  const std::string address = command.engine.empty() ? docker::default_engine_address() : command.engine;
  auto engine = docker::connect_engine(address);
  if (!engine) return propagate(engine);
  if (auto cleaned = probe::remove_left_over(**engine, false); !cleaned) return propagate(cleaned);
  probe::Resources resources(**engine, probe::this_process());
  const auto subject = subject_of(command, **engine, resources, address);
  if (!subject) return tl::unexpected(subject.error());
  std::vector<probe::ProbeResult> results;
  for (const bool as_root : {false, true}) {
    if (as_root && command.as != "root") continue;
    options.as_root = as_root;
    auto result = probe::probe_subject(**engine, resources, *subject, options);
    if (!result) return propagate(result);
    results.push_back(std::move(*result));
  }
  return results;
}

Result<Verdict> run_probe(const ProbeCommand& command) {
  catch_interrupts();
  if (!command.compose.empty() && command.words.size() != 1)
    return failure("--compose FILE takes one SERVICE after it", EINVAL);
  const auto drills = chosen_drills(command);
  if (!drills) return tl::unexpected(drills.error());
  const probe::ProbeOptions options{*drills, false, command.egress, command.sandbox == "todo"};
  report::ProbeReport report;
  const bool in_place = command.container.empty() && command.image.empty() && command.compose.empty();
  if (in_place) {
    report.results.push_back(probe::probe_in_place(command.host ? "this host" : "this container", options));
  } else {
    auto results = probe_by_engine(command, options);
    if (!results) return propagate(results);
    report.results = std::move(*results);
  }
  auto printed =
      print(command.format == "json" ? report::probe_as_json(report)
                                     : report::probe_as_text(report, colour_wanted(), command.every));
  if (!printed) return propagate(printed);
  for (const auto& result : report.results) {
    for (const auto& reading : result.readings) {
      if (report::got_through(reading) && !report::residue_of(report, reading)) return Verdict::not_fine;
    }
  }
  return Verdict::fine;
}

}  // namespace

Action probe_command(CLI::App& app) {
  const auto command = std::make_shared<ProbeCommand>();
  auto* container =
      app.add_option("--container", command->container, "a running container: its clone is probed");
  auto* compose =
      app.add_option("--compose", command->compose, "a Compose file (may be repeated); with SERVICE");
  auto* image = app.add_option("--image", command->image, "an image; flags of docker run follow after --");
  auto* host = app.add_flag("--host", command->host, "this machine itself, for comparison");
  compose->allow_extra_args(false);
  app.add_option("SERVICE", command->words,
                 "the service of the Compose file; or, after --, flags of docker run for the image");
  container->excludes(compose)->excludes(image)->excludes(host);
  image->excludes(compose)->excludes(host);
  app.add_option("--as", command->as, "root: repeat it for an attacker who is uid 0 inside")
      ->check(CLI::IsMember({"root"}));
  app.add_option("--sandbox", command->sandbox, "todo: under the workload's own sandbox")
      ->check(CLI::IsMember({"todo"}));
  app.add_flag("--network-egress", command->egress, "also try to reach addresses beyond the host");
  app.add_option("--only", command->only, "these drills")->delimiter(',');
  app.add_option("--tag", command->tags, "drills of this tag");
  app.add_option("--engine", command->engine,
                 "the engine's Unix socket (default: DOCKER_HOST, then the docker context)");
  app.add_flag("--every", command->every, "show what was stopped or skipped too");
  add_format_option(app, command->format);
  return [command] { return run_probe(*command); };
}

Action clean_command(CLI::App& app) {
  const auto everything = std::make_shared<bool>(false);
  const auto address = std::make_shared<std::string>();
  app.add_flag("--all", *everything, "also what other runs of taut still use");
  app.add_option("--engine", *address, "the engine's Unix socket");
  return [everything, address]() -> Result<Verdict> {
    auto engine = docker::connect_engine(address->empty() ? docker::default_engine_address() : *address);
    if (!engine) return propagate(engine);
    const auto left = probe::remove_left_over(**engine, *everything);
    if (!left) return tl::unexpected(left.error());
    auto printed =
        print("removed " + std::to_string(left->containers) + " containers, " +
              std::to_string(left->volumes) + " volumes, " + std::to_string(left->networks) + " networks\n");
    if (!printed) return propagate(printed);
    return Verdict::fine;
  };
}

}  // namespace taut
