// `taut ablate`: take controls away, one after the other, and see which drills then get through.
#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <memory>

#include "ablate/drill_image.h"
#include "ablate/plan.h"
#include "ablate/runner.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/subject_options.h"
#include "commands/support.h"
#include "docker/api.h"
#include "drills/catalogue.h"
#include "report/ablate_report.h"

namespace taut {
namespace {

using Clock = std::chrono::steady_clock;

struct AblateCommand {
  SubjectOptions subject;
  std::string sandbox;
  std::string format = "text";
  bool depth = false;
  bool fresh = false;
  int parallel = 2;
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

std::vector<const drills::Drill*> chosen_drills(const std::vector<std::string>& only) {
  std::vector<const drills::Drill*> chosen;
  for (const drills::Drill* drill : drills::catalogue()) {
    const bool named = only.empty() || std::ranges::count(only, drill->id) > 0;
    if (named && drill->kind != drills::Kind::info) chosen.push_back(drill);
  }
  return chosen;
}

/// The socket as the engine's own machine sees it; a rootless engine's lies elsewhere, but so it does for us.
std::string socket_of(const std::string& address) {
  return address.starts_with("unix://") ? address.substr(7) : address;
}

/// "1000:1000" is 1000; a name is taken for the usual first user.
std::uint32_t user_of(const std::string& user) {
  return static_cast<std::uint32_t>(parse_decimal(user.substr(0, user.find(':'))).value_or(1000));
}

Result<std::vector<ablate::TrialResult>> run_trials(ablate::Runner& runner, const AblateCommand& command,
                                                    const std::vector<std::string>& controls,
                                                    const std::vector<const drills::Drill*>& drills) {
  auto results = runner.run(ablate::first_trials(controls, drills));
  for (std::size_t size = 2; command.depth && results && size <= 3; ++size) {
    const auto open = ablate::make_matrix(drills, controls, *results);
    const bool all_known = std::ranges::all_of(open.drills, [](const ablate::DrillRow& row) {
      return row.depth || row.at_first != Outcome::stopped || row.only_with_capabilities;
    });
    if (all_known) break;
    auto more = runner.run(ablate::deeper_trials(controls, size, *results));
    if (!more) return more;
    results->insert(results->end(), more->begin(), more->end());
  }
  return results;
}

std::string in_format(const report::AblateReport& found, const std::string& format) {
  if (format == "json") return report::ablate_as_json(found);
  if (format == "markdown") return report::ablate_as_markdown(found);
  if (format == "html") return report::ablate_as_html(found);
  return report::ablate_as_text(found, colour_wanted());
}

Result<Verdict> run_ablate(const AblateCommand& command) {
  catch_interrupts();
  const auto begun = Clock::now();
  auto opened = open_subject(command.subject);
  if (!opened) return propagate(opened);
  auto& [engine, resources, subject, address] = **opened;
  auto kit = probe::make_kit(*engine, *resources, docker::text_at(subject.inspect, "Image"),
                             subject.stand_ins, docker::text_at(subject.inspect, "Config.User"));
  if (!kit) return propagate(kit);
  const ablate::Surroundings surroundings{kit->stand_in_folder, socket_of(address)};
  const auto controls = ablate::removable_controls(subject, *kit, surroundings);
  const auto drills = chosen_drills(command.only);
  auto image =
      resources->make_image(ablate::drill_image(user_of(docker::text_at(subject.inspect, "Config.User"))));
  if (!image) return propagate(image);
  ablate::Cache cache(command.fresh ? "" : cache_path());
  StatusLine status;
  const auto trials_begun = Clock::now();
  ablate::Runner runner(
      *engine, *resources, subject, *kit, surroundings, cache,
      {drills, command.sandbox == "todo", command.parallel, *image,
       [&](std::size_t done, std::size_t all) { status.say(progress(done, all, trials_begun)); }});
  const auto results = run_trials(runner, command, controls, drills);
  status.say("");  // the report begins on an empty line
  if (!results) return tl::unexpected(results.error());

  report::AblateReport found;
  found.subject = subject.name;
  // The drill image takes the image's own minimality away; nothing else can be taken from an image.
  auto columns = controls;
  columns.emplace_back("minimal-image");
  found.matrix = ablate::make_matrix(drills, columns, *results);
  found.trials = results->size();
  const auto info = docker::request(*engine, "GET", "/info", "ask the engine about itself");
  if (info) {
    found.kernel = docker::text_at(*info, "KernelVersion");
    found.rootless = boost::json::serialize(*info).find("name=rootless") != std::string::npos;
  }
  found.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  auto printed = print(in_format(found, command.format));
  if (!printed) return propagate(printed);
  return report::problems_of(found).empty() ? Verdict::fine : Verdict::not_fine;
}

}  // namespace

Action ablate_command(CLI::App& app) {
  const auto command = std::make_shared<AblateCommand>();
  add_subject_options(app, command->subject);
  app.add_option("--sandbox", command->sandbox, "todo: under the workload's own sandbox")
      ->check(CLI::IsMember({"todo"}));
  app.add_option("--only", command->only, "these drills")->delimiter(',');
  app.add_flag("--depth", command->depth,
               "also look for the smallest sets of controls, by trying pairs and triples (minutes)");
  app.add_flag("--fresh", command->fresh, "measure again what an earlier run has measured");
  app.add_option("--parallel", command->parallel, "configurations at a time")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  app.add_option("--format", command->format, "text, json, markdown or html")
      ->check(CLI::IsMember({"text", "json", "markdown", "html"}))
      ->capture_default_str();
  return [command] { return run_ablate(*command); };
}

}  // namespace taut
