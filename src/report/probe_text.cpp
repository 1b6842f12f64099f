#include <algorithm>
#include <ranges>

#include "base/text.h"
#include "report/advice.h"
#include "report/paint.h"
#include "report/standing.h"
#include "report/wrap.h"

namespace taut::report {
namespace {

using probe::ProbeResult;
using probe::Reading;

/// How a standing is shown: its word, and its colour.
struct Look {
  const char* word;
  const char* colour;
};
constexpr std::array<Look, standings> looks{{{"BROKEN", "1;31"},
                                             {"THROUGH", "1;31"},
                                             {"not set", "1;33"},
                                             {"accepted", "33"},
                                             {"learnt", "2"},
                                             {"stopped", "32"},
                                             {"skipped", "2"}}};
constexpr std::size_t margin = 11;  // two spaces, the longest word, one space
constexpr std::size_t most_steps = 12;

std::string counted(int number, const std::string& what) {
  return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

class Text {
 public:
  Text(const ProbeReport& report, bool coloured, bool every)
      : report_(report), coloured_(coloured), every_(every) {}

  std::string whole() {
    for (const ProbeResult& result : report_.results) one(result);
    if (report_.comparison) changes(*report_.comparison);
    stale();
    return std::move(text_);
  }

 private:
  std::string paint(std::string_view words, std::string_view colour) const {
    return painted(words, colour, coloured_);
  }

  void one(const ProbeResult& result) {
    text_ += paint(printable_utf8(result.subject), "1") + " as " + result.user + ", Linux " +
             printable_utf8(result.facts.kernel) + "\n\n";
    for (const Tag tag : tags_worst_first) section(result, tag);
    steps(result);
    for (const std::string& note : result.notes) text_ += wrapped("note: " + printable_utf8(note), 0);
    for (const std::string& reason : result.uncertified)
      text_ += paint("certified: false", "33") + "\n" + wrapped(printable_utf8(reason), 2);
    summary(result);
  }

  void section(const ProbeResult& result, Tag tag) {
    std::string lines;
    for (const Reading* reading : worst_first(report_, result, tag)) lines += lines_of(result, *reading);
    if (!lines.empty())
      text_ += paint("<" + std::string(taut::name_of(tag)) + ">", "1;36") + "\n" + lines + "\n";
  }

  std::string lines_of(const ProbeResult& result, const Reading& reading) const {
    const Standing standing = standing_of(report_, reading);
    switch (standing) {
      case Standing::through:
      case Standing::unset:
        return gap(result, reading, standing);
      case Standing::accepted:
        return entry(standing, name(reading) + " (until " + residue_of(report_, *reading.drill)->expires +
                                   ": " + printable_utf8(residue_of(report_, *reading.drill)->reason) + ")");
      case Standing::broken:
        return entry(standing, name(reading) + " (" + ending_of(reading) + ")");
      case Standing::stopped:
      case Standing::skipped:
      case Standing::learnt:
        return every_ ? entry(standing, name(reading) + how(reading)) : "";
    }
    return "";
  }

  /// What got through: what it is good for, what was seen, and the line to add.
  std::string gap(const ProbeResult& result, const Reading& reading, Standing standing) const {
    const drills::Drill& drill = *reading.drill;
    std::string lines = entry(standing, name(reading));
    if (standing == Standing::through) lines += wrapped("to " + std::string(drill.goal), margin);
    const std::string seen = ending_of(reading);
    if (!seen.empty()) lines += wrapped("seen: " + seen, margin);
    const AcceptedDrill* accepted = residue_of(report_, drill);
    if (accepted) lines += wrapped("was accepted until " + accepted->expires, margin);
    const auto advice = advice_for(drill, result, report_.dialect);
    if (advice.empty() && standing == Standing::through) lines += wrapped(no_advice, margin);
    for (const std::string& line : advice) lines += paint_lines(wrapped(printable_utf8(line), margin), "36");
    return lines;
  }

  std::string entry(Standing standing, const std::string& words) const {
    const Look& look = looks[static_cast<std::size_t>(standing)];
    std::string padded(look.word);
    const std::size_t space = margin - 2 - padded.size();
    std::string lines = wrapped(words, margin);
    return lines.replace(0, margin, "  " + paint(padded, look.colour) + std::string(space, ' '));
  }

  std::string paint_lines(const std::string& lines, std::string_view colour) const {
    const auto words = lines.find_first_not_of(' ');
    if (!coloured_ || words == std::string::npos) return lines;
    return lines.substr(0, words) +
           paint(std::string_view(lines).substr(words, lines.size() - words - 1), colour) + "\n";
  }

  static std::string name(const Reading& reading) {
    return std::string(reading.drill->id) + ": " + std::string(reading.drill->title);
  }

  static std::string how(const Reading& reading) {
    const std::string layer = layer_of(reading), ending = ending_of(reading);
    return (layer.empty() ? "" : ", " + layer) + (ending.empty() ? "" : " (" + ending + ")");
  }

  void steps(const ProbeResult& result) {
    const auto all = steps_for(report_, result);
    if (all.empty()) return;
    text_ += paint("What to do, the most useful first", "1") + "\n";
    for (const Step& step : all | std::views::take(most_steps)) {
      std::string number = std::to_string(step.drills);
      number.insert(0, margin - 2 - std::min(number.size(), margin - 2), ' ');
      text_ += wrapped(printable_utf8(step.advice), margin).replace(0, margin, number + "  ");
    }
    if (all.size() > most_steps)
      text_ += std::string(margin, ' ') + "and " + std::to_string(all.size() - most_steps) + " more\n";
    text_ += "\n";
  }

  void summary(const ProbeResult& result) {
    const Tally tally = tally_of(report_, result);
    const int through = tally[Standing::through];
    text_ += paint(std::to_string(through) + " got through", through ? "1;31" : "1;32") + ", " +
             std::to_string(tally[Standing::accepted]) + " accepted, " +
             std::to_string(tally[Standing::stopped]) + " stopped, " +
             std::to_string(tally[Standing::skipped]) + " skipped";
    if (const int unset = tally[Standing::unset]) text_ += ", " + counted(unset, "control") + " not set";
    if (const int broken = tally[Standing::broken])
      text_ += ", " + paint(std::to_string(broken) + " broken", "1;31");
    text_ += "\n";
    if (&result != &report_.results.back()) text_ += "\n";
  }

  void changes(const Comparison& comparison) {
    text_ += "\n" + paint("Compared with the report of " + printable_utf8(comparison.old_time), "1") + "\n";
    list_changes("opened", "1;31", comparison.opened);
    list_changes("closed", "1;32", comparison.closed);
    list_changes("new", "33", comparison.untried);
    if (comparison.opened.empty() && comparison.closed.empty()) text_ += "  nothing was opened or closed\n";
  }

  void list_changes(std::string_view word, std::string_view colour, const std::vector<Changed>& changes) {
    for (const Changed& changed : changes) {
      const std::string words =
          std::string(changed.drill->id) + ": " + std::string(changed.drill->title) +
          (changed.as_root ? ", as root" : "") +
          (word == "new" ? "" : " (was " + std::string(taut::name_of(changed.before)) + ")");
      std::string lines = wrapped(words, margin);
      text_ +=
          lines.replace(0, margin, "  " + paint(word, colour) + std::string(margin - 2 - word.size(), ' '));
    }
  }

  void stale() {
    for (const AcceptedDrill* accepted : stale_entries(report_)) {
      text_ += paint(locate(report_.residue_file, accepted->at), "1") + ": " + accepted->drill +
               " no longer gets through; take the entry out\n";
    }
  }

  const ProbeReport& report_;
  bool coloured_;
  bool every_;
  std::string text_;
};

}  // namespace

std::string probe_as_text(const ProbeReport& report, bool coloured, bool every) {
  return Text(report, coloured, every).whole();
}

}  // namespace taut::report
