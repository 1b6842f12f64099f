#include "commands/probe_listing.h"

#include <algorithm>
#include <cerrno>

#include "commands/nearest.h"
#include "commands/support.h"
#include "controls/control.h"
#include "drills/catalogue.h"
#include "report/drill_words.h"
#include "report/paint.h"
#include "report/records_json.h"
#include "report/standing.h"

namespace taut {
namespace {

std::string as_text(const std::vector<const drills::Drill*>& drills, bool coloured) {
  std::size_t widest = 0;
  for (const drills::Drill* drill : drills) widest = std::max(widest, drill->id.size());
  std::string text;
  for (const Tag tag : all_tags) {
    std::string lines;
    for (const drills::Drill* drill : drills) {
      if (drill->tag != tag) continue;
      std::string id(drill->id), kind(report::name_of(drill->kind));
      id.resize(widest, ' ');
      kind.resize(6, ' ');
      lines += "  " + id + "  " + kind + "  " + std::string(drill->title) + "\n";
    }
    if (!lines.empty())
      text += painted("<" + std::string(name_of(tag)) + ">", "1;36", coloured) + "\n" + lines + "\n";
  }
  return text + std::to_string(drills.size()) + " drills\n";
}

std::vector<std::string> all_ids() {
  std::vector<std::string> ids;
  for (const drills::Drill* drill : drills::catalogue()) ids.emplace_back(drill->id);
  for (const Control& control : control_table()) ids.emplace_back(control.id);
  return ids;
}

Result<Verdict> said(const ProbeCommand& command, const std::string& text) {
  auto written = write_report(command.output, text);
  if (!written) return propagate(written);
  return Verdict::fine;
}

}  // namespace

Result<Verdict> list_drills(const ProbeCommand& command) {
  const auto drills = chosen_drills(command.only, command.tags);
  if (!drills) return tl::unexpected(drills.error());
  if (command.format == "json") return said(command, report::records_as_json(*drills));
  return said(command, as_text(*drills, command.output.empty() && colour_wanted()));
}

Result<Verdict> explain(const ProbeCommand& command) {
  const bool json = command.format == "json";
  if (const drills::Drill* drill = drills::find_drill(command.explain)) {
    return said(command, json ? boost::json::serialize(report::record_as_json(*drill)) + "\n"
                              : report::drill_in_words(*drill));
  }
  if (const Control* control = find_control(command.explain)) {
    return said(command, json ? boost::json::serialize(report::record_as_json(*control)) + "\n"
                              : report::control_in_words(*control));
  }
  const std::string guess =
      did_you_mean(all_ids(), command.explain, [](const std::string& id) { return id; });
  return failure(
      "no drill or control '" + command.explain + "'" + (guess.empty() ? "; see taut probe --list" : guess),
      EINVAL);
}

}  // namespace taut
