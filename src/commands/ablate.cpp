// `taut ablate`: take controls away, one after the other, and see which drills then get through.
#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <memory>

#include "ablate/drill_image.h"
#include "ablate/plan.h"
#include "ablate/runner.h"
#include "base/clock.h"
#include "base/interrupt.h"
#include "commands/commands.h"
#include "commands/probe_options.h"
#include "commands/subject_options.h"
#include "commands/support.h"
#include "docker/api.h"
#include "probe/peer.h"
#include "report/ablate_report.h"

namespace taut {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* footer =
    "Examples:\n"
    "  taut ablate --compose compose.yaml web                 which line of the service stops which attack\n"
    "  taut ablate --container web --reference                next to Docker's defaults and --privileged\n"
    "  taut ablate --image nginx -- --read-only --user 101    an image, with flags of docker run\n"
    "  taut ablate --container web --depth --format html --output page.html\n"
    "\n"
    "What was measured is kept in $XDG_CACHE_HOME/taut (~/.cache/taut), by configuration, kernel and "
    "engine:\n"
    "an interrupted run goes on where it was, and a second one takes seconds.\n"
    "\n"
    "Exit codes:\n"
    "  0  every control is shown to stop something, and every attack can be shown\n"
    "  1  a control whose removal opens nothing, or an attack that nothing opens\n"
    "  2  the command line was not understood\n"
    "  3  it could not run";

struct AblateCommand {
  SubjectOptions subject;
  std::string sandbox;
  std::string format = "text";
  std::string output;  // a file; "" standard output
  bool reference = false;
  bool depth = false;
  bool fresh = false;
  int parallel = 3;
  std::vector<std::string> only;
};

/// Where results are kept from run to run (XDG Base Directory Specification).
std::string cache_path() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  const char* home = std::getenv("HOME");
  if ((!cache || !*cache) && (!home || !*home)) return "";
  const std::filesystem::path folder = cache && *cache ? std::filesystem::path(cache) / "taut"
                                                       : std::filesystem::path(home) / ".cache" / "taut";
  std::error_code trouble;
  std::filesystem::create_directories(folder, trouble);
  return trouble ? "" : (folder / "ablate.jsonl").string();
}

/// "12 of 90 configurations, about 40 s left".
std::string progress(std::size_t done, std::size_t all, Clock::time_point begun) {
  const double spent = std::chrono::duration<double>(Clock::now() - begun).count();
  const auto left = static_cast<long>(spent / static_cast<double>(done) * static_cast<double>(all - done));
  return std::to_string(done) + " of " + std::to_string(all) + " configurations, about " +
         std::to_string(left) + " s left";
}

/// The socket as the engine's own machine sees it; a rootless engine's lies elsewhere, but so it does for us.
std::string socket_of(const std::string& address) {
  return address.starts_with("unix://") ? address.substr(7) : address;
}

/// What an outcome depends on beside the container: a result of another kernel, engine or runtime is another.
struct Machine {
  std::string kernel;
  std::string engine;
  bool rootless = false;
  std::string words;
};

Result<Machine> look_at_machine(docker::Engine& engine) {
  const auto info = docker::request(engine, "GET", "/info", "ask the engine about itself");
  if (!info) return tl::unexpected(info.error());
  Machine machine{docker::text_at(*info, "KernelVersion"), docker::text_at(*info, "ServerVersion"), false,
                  ""};
  const auto* options = docker::find(*info, "SecurityOptions");
  const std::string security = options ? boost::json::serialize(*options) : "";
  machine.rootless = security.find("name=rootless") != std::string::npos;
  machine.words = machine.kernel + " " + machine.engine + " " + docker::text_at(*info, "DefaultRuntime") +
                  " " + docker::text_at(*info, "CgroupDriver") + docker::text_at(*info, "CgroupVersion") +
                  security;
  return machine;
}

/// Neighbours of the container: on its own network, and on the one that it joins without that.
void start_neighbours(OpenSubject& opened, const probe::Kit& kit, ablate::RunnerOptions& options) {
  if (!probe::wants_peer(options.drills)) return;
  const auto& inspect = opened.subject.inspect;
  const auto start = [&](const std::string& network) {
    // Without one the drill is skipped, and the report says so; everything else can be tried all the same.
    return probe::start_peer(*opened.engine, *opened.resources, inspect, network, kit).value_or("");
  };
  options.bridge_peer = start("bridge");
  const std::string network = docker::text_at(inspect, probe::network_mode);
  const bool is_bridge = network == "bridge" || network == "default";
  if (probe::has_own_network(inspect)) options.peer = is_bridge ? options.bridge_peer : start(network);
}

using Results = std::vector<ablate::TrialResult>;

Result<void> run_more(ablate::Runner& runner, const std::vector<ablate::Trial>& trials,
                      const std::vector<const drills::Drill*>& drills, Results& results) {
  auto more = runner.run(trials, drills);
  if (!more) return propagate(more);
  results.insert(results.end(), more->begin(), more->end());
  return {};
}

Result<Results> run_trials(ablate::Runner& runner, const AblateCommand& command,
                           const std::vector<std::string>& controls,
                           const std::vector<const drills::Drill*>& drills) {
  std::vector<ablate::Trial> trials = ablate::first_trials(controls, drills);
  const auto add = [&](const std::vector<ablate::Trial>& more) {
    trials.insert(trials.end(), more.begin(), more.end());
  };
  if (command.reference) add(ablate::reference_trials());
  if (command.sandbox == "todo") add(ablate::sandbox_trials());
  Results results;
  if (auto ran = run_more(runner, trials, drills, results); !ran) return propagate(ran);
  if (!command.depth) return results;
  const auto asked = ablate::unsettled(drills, results);
  const auto startable = ablate::startable_without(controls, results);
  for (;;) {
    const auto next = ablate::next_trials(startable, asked, results);
    if (next.empty()) return results;
    if (auto ran = run_more(runner, next, asked, results); !ran) return propagate(ran);
  }
}

std::string in_format(const AblateCommand& command, const report::AblateReport& found) {
  if (command.format == "json") return report::ablate_as_json(found);
  if (command.format == "markdown") return report::ablate_as_markdown(found);
  if (command.format == "html") return report::ablate_as_html(found);
  return report::ablate_as_text(found, command.output.empty() && colour_wanted());
}

/// What has a column: what can be taken away from outside, the image, and the parts of the sandbox.
std::vector<std::string> columns_of(const AblateCommand& command, std::vector<std::string> controls) {
  controls.emplace_back("minimal-image");
  if (command.sandbox == "todo")
    controls.insert(controls.end(), std::begin(ablate::sandbox_parts), std::end(ablate::sandbox_parts));
  return controls;
}

Result<report::AblateReport> ablate_subject(const AblateCommand& command, OpenSubject& opened,
                                            std::vector<const drills::Drill*> drills) {
  const auto begun = Clock::now();
  auto& [engine, resources, subject, address] = opened;
  const auto machine = look_at_machine(*engine);
  if (!machine) return tl::unexpected(machine.error());
  const auto user = probe::user_ids_of(*engine, subject.inspect);
  if (!user) return tl::unexpected(user.error());
  auto kit = probe::make_kit(*engine, *resources, docker::text_at(subject.inspect, "Image"),
                             subject.stand_ins, *user);
  if (!kit) return propagate(kit);
  auto image = resources->make_image(ablate::drill_image(user->user));
  if (!image) return propagate(image);

  const ablate::Surroundings surroundings{
      kit->stand_in_folder, socket_of(address),
      machine->rootless ? std::vector<std::string>{} : ablate::capabilities_missing_here()};
  const auto controls = ablate::removable_controls(subject, *kit, surroundings);
  ablate::Cache cache(command.fresh ? "" : cache_path());
  StatusLine status;
  const auto trials_begun = Clock::now();
  ablate::RunnerOptions options{
      .drills = drills,
      .parallel = command.parallel,
      .drill_image = *image,
      .user = std::to_string(user->user) + ":" + std::to_string(user->group),
      .machine = machine->words,
      .peer = "",
      .bridge_peer = "",
      .progress = [&](std::size_t done, std::size_t all) { status.say(progress(done, all, trials_begun)); }};
  start_neighbours(opened, *kit, options);
  ablate::Runner runner(*engine, *resources, subject, *kit, surroundings, cache, options);
  const auto results = run_trials(runner, command, controls, drills);
  if (!results) return tl::unexpected(results.error());

  report::AblateReport found{.time = format_rfc3339(unix_milliseconds()),
                             .subject = subject.name,
                             .kernel = machine->kernel,
                             .engine = machine->engine,
                             .rootless = machine->rootless,
                             .reference = command.reference,
                             .sandbox = command.sandbox == "todo",
                             .depth = command.depth,
                             .matrix = {},
                             .trials = results->size(),
                             .seconds = 0};
  found.matrix = ablate::make_matrix(
      drills, columns_of(command, ablate::startable_without(controls, *results)), *results);
  found.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  return found;
}

Result<Verdict> run_ablate(const AblateCommand& command) {
  auto drills = chosen_drills(command.only, {});
  if (!drills) return tl::unexpected(drills.error());
  std::erase_if(*drills, [](const drills::Drill* drill) { return drill->kind == drills::Kind::info; });
  catch_interrupts();
  auto opened = open_subject(command.subject);
  if (!opened) return propagate(opened);
  const auto found = ablate_subject(command, **opened, *drills);
  if (!found) return tl::unexpected(found.error());
  opened->reset();  // what was made is gone before the report is there
  if (auto written = write_report(command.output, in_format(command, *found)); !written)
    return propagate(written);
  if (!found->matrix.drills.empty() && found->trials == found->matrix.troubles.size())
    return failure("no configuration could be started; the report says why");
  return report::problems_of(*found).empty() ? Verdict::fine : Verdict::not_fine;
}

}  // namespace

Action ablate_command(CLI::App& app) {
  const auto command = std::make_shared<AblateCommand>();
  add_subject_options(app, command->subject);
  app.add_option("--sandbox", command->sandbox,
                 "todo: also the workload's own sandbox, whole and without its parts, in Docker's defaults")
      ->check(CLI::IsMember({"todo"}));
  app.add_flag("--reference", command->reference, "also Docker's defaults and --privileged, for comparison");
  app.add_flag("--depth", command->depth,
               "also look for the smallest sets of controls that have to fail (minutes)");
  app.add_option("--only", command->only, "these drills, by id, joined by commas")
      ->delimiter(',')
      ->allow_extra_args(false);  // it would swallow the "--" of an image's flags
  app.add_flag("--fresh", command->fresh, "measure again what an earlier run has measured");
  app.add_option("--parallel", command->parallel, "configurations at a time")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  app.add_option("--format", command->format, "text, json, markdown or html")
      ->check(CLI::IsMember({"text", "json", "markdown", "html"}))
      ->capture_default_str();
  app.add_option("--output", command->output, "write the report into this file");
  app.footer(footer);
  return [command] { return run_ablate(*command); };
}

}  // namespace taut
