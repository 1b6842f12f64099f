#include "base/text.h"
#include "report/advice.h"
#include "report/drill_words.h"
#include "report/standing.h"

namespace taut::report {
namespace {

using probe::ProbeResult;
using probe::Reading;

constexpr std::size_t most_rows = 60;  // a comment may have 65,536 characters
constexpr std::size_t longest_cell = 240;

std::string cell(std::string_view text) {
  std::string plain = printable_utf8(text);
  if (plain.size() > longest_cell) {
    std::size_t end = longest_cell;
    while ((static_cast<unsigned char>(plain[end]) & 0xC0) == 0x80)
      --end;  // not in the middle of a character
    plain = plain.substr(0, end) + "…";
  }
  return markdown_escaped(plain);
}

/// In a table a "|" ends the cell even inside code (GitHub Flavored Markdown, 4.10).
std::string code_cell(std::string_view text) {
  std::string code;
  for (const char c : markdown_code(text)) {
    if (c == '|') code += '\\';
    code += c;
  }
  return code;
}

std::string count_line(const ProbeReport& report, const ProbeResult& result) {
  const Tally tally = tally_of(report, result);
  const int through = tally[Standing::through];
  std::string line =
      (through ? "**" + std::to_string(through) + " got through**" : "**Nothing got through**") + ", " +
      std::to_string(tally[Standing::accepted]) + " accepted, " + std::to_string(tally[Standing::stopped]) +
      " stopped, " + std::to_string(tally[Standing::skipped]) + " skipped";
  if (tally[Standing::unset]) line += ", " + std::to_string(tally[Standing::unset]) + " controls not set";
  if (tally[Standing::broken]) line += ", **" + std::to_string(tally[Standing::broken]) + " broken**";
  return line + ".\n\n";
}

std::string gap_row(const ProbeReport& report, const ProbeResult& result, const Reading& reading) {
  const drills::Drill& drill = *reading.drill;
  std::string advice;
  for (const std::string& line : advice_for(drill, result, report.dialect))
    advice += (advice.empty() ? "" : "<br>") + code_cell(line);
  if (advice.empty()) advice = cell(no_advice);
  return "| " + code_cell(drill.id) + " | " + cell(drill.title) + ", to " + cell(drill.goal) + " | " +
         cell(ending_of(reading)) + " | " + advice + " |\n";
}

std::string gaps(const ProbeReport& report, const ProbeResult& result) {
  std::string rows;
  std::size_t shown = 0, left_out = 0;
  for (const Tag tag : tags_worst_first) {
    for (const Reading* reading : worst_first(report, result, tag)) {
      const Standing standing = standing_of(report, *reading);
      if (standing != Standing::through && standing != Standing::unset) continue;
      if (shown == most_rows) {
        ++left_out;
        continue;
      }
      rows += gap_row(report, result, *reading);
      ++shown;
    }
  }
  if (rows.empty()) return "";
  return "| drill | what | seen | what to do |\n|---|---|---|---|\n" + rows + "\n" +
         (left_out ? "and " + std::to_string(left_out) + " more.\n\n" : "");
}

std::string list(const ProbeReport& report, const ProbeResult& result, Standing wanted, const char* heading) {
  std::string items;
  for (const Reading& reading : result.readings) {
    if (standing_of(report, reading) != wanted) continue;
    const AcceptedDrill* accepted =
        wanted == Standing::accepted ? residue_of(report, *reading.drill) : nullptr;
    items += "- " + markdown_code(reading.drill->id) + " " + cell(reading.drill->title) + ": " +
             (accepted ? cell(accepted->reason) + " (until " + accepted->expires + ")"
                       : cell(ending_of(reading))) +
             "\n";
  }
  return items.empty() ? "" : "**" + std::string(heading) + "**\n\n" + items + "\n";
}

/// One line a tag: which drills were stopped, folded away.
std::string stopped(const ProbeReport& report, const ProbeResult& result) {
  std::string lines;
  for (const Tag tag : tags_worst_first) {
    std::string ids;
    for (const Reading* reading : worst_first(report, result, tag)) {
      if (standing_of(report, *reading) == Standing::stopped)
        ids += (ids.empty() ? "" : ", ") + markdown_code(reading->drill->id);
    }
    if (!ids.empty()) lines += "- " + std::string(taut::name_of(tag)) + ": " + ids + "\n";
  }
  if (lines.empty()) return "";
  return "<details><summary>What was stopped</summary>\n\n" + lines + "\n</details>\n\n";
}

std::string steps(const ProbeReport& report, const ProbeResult& result) {
  std::string lines;
  for (const Step& step : steps_for(report, result))
    lines += "1. " + markdown_code(step.advice) + " (for " + std::to_string(step.drills) + " of them)\n";
  return lines.empty() ? "" : "**What to do, the most useful first**\n\n" + lines + "\n";
}

std::string changes(const std::vector<Changed>& list, const char* heading) {
  std::string items;
  for (const Changed& changed : list) {
    items += "- " + markdown_code(changed.drill->id) + " " + cell(changed.drill->title) +
             (changed.as_root ? ", as root" : "") + " (was " + std::string(taut::name_of(changed.before)) +
             ")\n";
  }
  return items.empty() ? "" : "**" + std::string(heading) + "**\n\n" + items + "\n";
}

std::string one(const ProbeReport& report, const ProbeResult& result) {
  std::string text = "### taut probe: " + cell(result.subject) + " as " + cell(result.user) + "\n\n";
  text += count_line(report, result);
  for (const std::string& reason : result.uncertified) text += "> certified: false, " + cell(reason) + "\n";
  if (!result.uncertified.empty()) text += "\n";
  return text + gaps(report, result) + steps(report, result) +
         list(report, result, Standing::broken, "Broken") +
         list(report, result, Standing::accepted, "Accepted") +
         list(report, result, Standing::skipped, "Not tried") + stopped(report, result);
}

}  // namespace

std::string probe_as_markdown(const ProbeReport& report) {
  std::string text;
  if (const auto& comparison = report.comparison) {
    text += changes(comparison->opened, "Opened by this change");
    text += changes(comparison->closed, "Closed by this change");
    text += changes(comparison->untried, "New drills that get through");
    if (text.empty()) text = "This change opened and closed nothing.\n\n";
  }
  for (const ProbeResult& result : report.results) text += one(report, result);
  for (const AcceptedDrill* accepted : stale_entries(report)) {
    text += "**" + markdown_escaped(locate(report.residue_file, accepted->at)) +
            "**: " + markdown_code(accepted->drill) + " no longer gets through; take the entry out.\n";
  }
  return text;
}

}  // namespace taut::report
