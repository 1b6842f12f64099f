#include "commands/probe_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>

#include "commands/nearest.h"
#include "drills/catalogue.h"
#include "model/tag.h"

namespace taut {
namespace {

constexpr const char* footer =
    "Examples:\n"
    "  taut probe --compose compose.yaml web           what an attacker could do inside the service web\n"
    "  taut probe --container web --every              a running container; also what was stopped, and by "
    "what\n"
    "  taut probe --image nginx -- --read-only         an image, with flags of docker run\n"
    "  taut probe --as root --container web            the same once more for somebody who is root inside\n"
    "  taut probe --image nginx --format json >old.json, change something, then\n"
    "  taut probe --image nginx --compare old.json     what the change opened or closed\n"
    "  taut probe --list --tag KERNEL-CAPABILITIES     the drills; taut probe --explain ID tells more of "
    "one\n"
    "\n"
    "What is known to get through is written down in taut.residue.yaml beside the Compose file\n"
    "(of anything else in the file that --residue names); an entry has a drill, a reason and a day on which "
    "it expires:\n"
    "  accepted:\n"
    "    - {drill: info_kernel, reason: uname(2) is needed, expires: 2027-06-30}\n"
    "\n"
    "Exit codes:\n"
    "  0  nothing got through but what is accepted\n"
    "  1  something got through; or an accepted drill no longer does; with --compare, something was opened\n"
    "  2  the command line was not understood\n"
    "  3  it could not run, a drill is broken, or --require-certified and the result is not";

void add_host_option(CLI::App& app, ProbeCommand& command) {
  auto* host = app.add_flag("--host", command.host, "this machine itself, for comparison");
  for (const char* subject : {"--container", "--compose", "--image"}) app.get_option(subject)->excludes(host);
}

void add_attack_options(CLI::App& app, ProbeCommand& command) {
  app.add_option("--as", command.as, "root: repeat it for an attacker who is uid 0 inside")
      ->check(CLI::IsMember({"root"}));
  app.add_option("--sandbox", command.sandbox, "todo: under the workload's own sandbox")
      ->check(CLI::IsMember({"todo"}));
  app.add_flag("--network-egress", command.egress, "also try to reach addresses beyond the host");
  app.add_option("--only", command.only, "these drills, by id, joined by commas")
      ->delimiter(',')
      ->allow_extra_args(false);  // it would swallow the "--" of an image's flags
  std::vector<std::string> tags;
  for (const Tag tag : all_tags) tags.emplace_back(name_of(tag));
  app.add_option("--tag", command.tags, "drills of this tag, or these")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember(tags));
}

void add_report_options(CLI::App& app, ProbeCommand& command) {
  app.add_option("--format", command.format, "text, json, sarif, junit or markdown")
      ->check(CLI::IsMember({"text", "json", "sarif", "junit", "markdown"}))
      ->capture_default_str();
  app.add_option("--output", command.output, "write the report into this file");
  app.add_flag("--every", command.every, "show what was stopped or skipped too");
  app.add_option("--residue", command.residue,
                 "what is accepted (default: taut.residue.yaml beside the Compose file)");
  app.add_option("--compare", command.compare,
                 "an older report of --format json: show what was opened or closed since");
  app.add_option("--fail-on", command.fail_on,
                 "attack: exit 1 when an attack got through; state: also when a control is not set; none: "
                 "never")
      ->check(CLI::IsMember({"attack", "state", "none"}))
      ->capture_default_str();
  app.add_flag("--require-certified", command.require_certified,
               "exit 3 when something makes the result worth less than it looks");
}

}  // namespace

void add_probe_options(CLI::App& app, ProbeCommand& command) {
  add_subject_options(app, command.subject);
  add_host_option(app, command);
  add_attack_options(app, command);
  add_report_options(app, command);
  app.add_flag("--list", command.list, "the drills, with --format json their complete records");
  app.add_option("--explain", command.explain, "everything about one drill or control");
  app.footer(footer);
}

Result<void> check_probe_options(const ProbeCommand& command) {
  if (command.list || !command.explain.empty()) {
    if (command.format != "text" && command.format != "json")
      return failure("--list and --explain are printed as text or json", EINVAL);
    return {};
  }
  const SubjectOptions& subject = command.subject;
  if (subject.names_one()) return {};  // open_subject() looks at these
  if (!subject.words.empty())
    return failure("nothing is known of '" + subject.words.front() +
                       "'; is it a --container, or the service of a --compose FILE?",
                   EINVAL);
  if (!command.as.empty())
    return failure("--as root needs a container that can be cloned: --container, --compose or --image",
                   EINVAL);
  return {};
}

Result<std::vector<const drills::Drill*>> chosen_drills(const std::vector<std::string>& only,
                                                        const std::vector<std::string>& tags) {
  std::vector<const drills::Drill*> chosen;
  for (const std::string& id : only) {
    if (drills::find_drill(id)) continue;
    const std::string guess =
        did_you_mean(drills::catalogue(), id, [](const auto* drill) { return std::string(drill->id); });
    return failure("no drill '" + id + "'" + (guess.empty() ? "; see taut probe --list" : guess), EINVAL);
  }
  for (const drills::Drill* drill : drills::catalogue()) {
    const bool named = only.empty() || std::ranges::count(only, drill->id);
    const bool tagged = tags.empty() || std::ranges::count(tags, name_of(drill->tag));
    if (named && tagged) chosen.push_back(drill);
  }
  if (chosen.empty()) return failure("no drill has both the ids and the tags that were asked for", EINVAL);
  return chosen;
}

}  // namespace taut
