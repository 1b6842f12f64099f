// `taut probe`: what could somebody do who has taken over this container, and what stops each attempt?
#include "probe/probe.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "base/clock.h"
#include "base/interrupt.h"
#include "commands/commands.h"
#include "commands/probe_inputs.h"
#include "commands/probe_listing.h"
#include "commands/support.h"
#include "docker/api.h"
#include "report/standing.h"

namespace taut {
namespace {

using report::ProbeReport;

/// Lines are given as the container was made: by Compose, which labels what it makes, or by docker run.
report::Dialect dialect_of(const ProbeCommand& command, const probe::Subject& subject) {
  if (!command.subject.compose.empty()) return report::Dialect::compose;
  const auto* labels = docker::find(subject.inspect, "Config.Labels");
  const bool by_compose =
      labels && labels->is_object() && labels->get_object().contains("com.docker.compose.project");
  return by_compose ? report::Dialect::compose : report::Dialect::docker_run;
}

Result<void> probe_by_engine(const ProbeCommand& command, probe::ProbeOptions options, ProbeReport& report) {
  options.progress("looking at the container");
  auto opened = open_subject(command.subject);
  if (!opened) return propagate(opened);
  auto& [engine, resources, subject, unused] = **opened;
  report.dialect = dialect_of(command, subject);
  for (const bool as_root : {false, true}) {
    if (as_root && command.as != "root") continue;
    options.as_root = as_root;
    auto result = probe::probe_subject(*engine, *resources, subject, options);
    if (!result) return propagate(result);
    report.results.push_back(std::move(*result));
  }
  options.progress("removing what was made");
  return {};
}

Result<void> probe_what_was_asked_for(const ProbeCommand& command, ProbeReport& report) {
  const auto drills = chosen_drills(command.only, command.tags);
  if (!drills) return tl::unexpected(drills.error());
  StatusLine status;
  const probe::ProbeOptions options{*drills, false, command.egress, command.sandbox == "todo",
                                    [&](const std::string& doing) { status.say(doing); }};
  if (command.subject.names_one()) return probe_by_engine(command, options, report);
  report.results.push_back(probe::probe_in_place(command.host ? "this host" : "this container", options));
  return {};
}

report::FailOn fail_on(const ProbeCommand& command) {
  if (command.fail_on == "none") return report::FailOn::none;
  return command.fail_on == "state" ? report::FailOn::state : report::FailOn::attack;
}

std::string rendered(const ProbeCommand& command, const ProbeReport& report) {
  if (command.format == "json") return report::probe_as_json(report);
  if (command.format == "sarif") return report::probe_as_sarif(report);
  if (command.format == "junit") return report::probe_as_junit(report);
  if (command.format == "markdown") return report::probe_as_markdown(report);
  return report::probe_as_text(report, command.output.empty() && colour_wanted(), command.every);
}

Result<Verdict> verdict_of(const ProbeCommand& command, const ProbeReport& report) {
  const report::Judgement judgement = report::judge(report);
  if (judgement.broken)
    return failure("a drill is broken, which is a mistake of taut; the report says which");
  if (judgement.uncertified && command.require_certified)
    return failure("the result is not certified; the report says why");
  return judgement.failed ? Verdict::not_fine : Verdict::fine;
}

Result<Verdict> run_probe(const ProbeCommand& command) {
  if (auto fine = check_probe_options(command); !fine) return propagate(fine);
  if (command.list) return list_drills(command);
  if (!command.explain.empty()) return explain(command);
  // Everything that the user may have got wrong is read before the first container is made.
  auto residue = read_residue(command);
  if (!residue) return propagate(residue);
  const auto old = read_old_report(command);
  if (!old) return tl::unexpected(old.error());

  catch_interrupts();
  ProbeReport report;
  report.residue = std::move(residue->accepted);
  report.residue_file = residue->path;
  report.fail_on = fail_on(command);
  report.place = place_of_service(command);
  if (auto probed = probe_what_was_asked_for(command, report); !probed) return propagate(probed);
  report.time = format_rfc3339(unix_milliseconds());
  if (*old) report.comparison = report::compare(**old, report.results);
  if (auto written = write_report(command.output, rendered(command, report)); !written)
    return propagate(written);
  return verdict_of(command, report);
}

}  // namespace

Action probe_command(CLI::App& app) {
  const auto command = std::make_shared<ProbeCommand>();
  add_probe_options(app, *command);
  return [command] { return run_probe(*command); };
}

}  // namespace taut
