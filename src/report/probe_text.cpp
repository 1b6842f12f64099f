#include <algorithm>
#include <cstring>

#include "controls/control.h"
#include "drills/catalogue.h"
#include "report/paint.h"
#include "report/probe_report.h"

namespace taut::report {
namespace {

using probe::ProbeResult;
using probe::Reading;

std::string how_it_ended(const Reading& reading) {
  const drills::Attempt& attempt = reading.attempt;
  std::string words;
  if (attempt.error) words = std::string(attempt.step) + " " + ::strerrorname_np(attempt.error);
  if (!attempt.evidence.empty()) words += (words.empty() ? "" : ", ") + attempt.evidence;
  return words;
}

/// The line of Compose that would stop it, from the first of the smallest sets: any one control of the set is
/// enough.
std::string cure_of(const drills::Drill& drill) {
  std::string cures;
  for (const auto& set : drills::removal_sets(drill.stopped_by)) {
    for (const std::string& id : set) {
      const Control* control = find_control(id);
      if (!control) continue;
      const std::string line(control->compose.empty() ? control->title : control->compose);
      if (cures.find(line) == std::string::npos) cures += (cures.empty() ? "" : "\n             or ") + line;
    }
  }
  return cures;
}

class Text {
 public:
  Text(const ProbeReport& report, bool coloured, bool every)
      : report_(report), coloured_(coloured), every_(every) {}

  std::string whole() {
    for (const ProbeResult& result : report_.results) one(result);
    return std::move(text_);
  }

 private:
  std::string paint(std::string_view words, std::string_view colour) const {
    return painted(words, colour, coloured_);
  }

  void one(const ProbeResult& result) {
    text_ += paint(result.subject, "1") + " as " + result.user + ", Linux " + result.facts.kernel + "\n\n";
    for (const Tag tag : all_tags) section(result, tag);
    for (const std::string& note : result.notes) text_ += "note: " + note + "\n";
    for (const std::string& reason : result.uncertified)
      text_ += paint("not certified: ", "33") + reason + "\n";
    summary(result);
  }

  void section(const ProbeResult& result, Tag tag) {
    std::string through, stopped;
    for (const Reading& reading : result.readings) {
      if (reading.drill->tag != tag) continue;
      if (got_through(reading))
        through += through_lines(reading);
      else if (every_ || reading.attempt.outcome == Outcome::broken)
        stopped += other_line(reading);
    }
    if (through.empty() && stopped.empty()) return;
    text_ += paint("<" + std::string(name_of(tag)) + ">", "1;36") + "\n" + through + stopped + "\n";
  }

  std::string through_lines(const Reading& reading) const {
    const drills::Drill& drill = *reading.drill;
    std::string lines;
    if (const Residue* accepted = residue_of(report_, reading)) {
      return "  " + paint("accepted", "33") + "  " + std::string(drill.id) + ": " + std::string(drill.title) +
             " (" + accepted->reason + ")\n";
    }
    lines += "  " + paint("THROUGH", "1;31") + "   " + std::string(drill.id) + ": " +
             std::string(drill.title) + "\n";
    lines += "             " + how_it_ended(reading) + "; to " + std::string(drill.goal) + "\n";
    const std::string cure = cure_of(drill);
    if (!cure.empty()) lines += "         add " + cure + "\n";
    return lines;
  }

  std::string other_line(const Reading& reading) const {
    const drills::Drill& drill = *reading.drill;
    const Outcome outcome = reading.attempt.outcome;
    std::string word(name_of(outcome));
    word.resize(9, ' ');
    const bool kept = outcome == Outcome::stopped;
    std::string line = "  " +
                       paint(word, kept                         ? "32"
                                   : outcome == Outcome::broken ? "1;31"
                                                                : "2") +
                       " " + std::string(drill.id) + ": " + std::string(drill.title);
    if (kept)
      line += ", by " + std::string(name_of(reading.attempt.layer)) +
              (reading.attempt.set_up ? " (in its set-up)" : "");
    const std::string end = how_it_ended(reading);
    return line + (end.empty() ? "" : " (" + end + ")") + "\n";
  }

  void summary(const ProbeResult& result) {
    int through = 0, accepted = 0, stopped = 0, skipped = 0, broken = 0;
    for (const Reading& reading : result.readings) {
      if (got_through(reading)) ++(residue_of(report_, reading) ? accepted : through);
      if (reading.attempt.outcome == Outcome::stopped) ++stopped;
      if (reading.attempt.outcome == Outcome::skipped) ++skipped;
      if (reading.attempt.outcome == Outcome::broken) ++broken;
    }
    text_ += paint(std::to_string(through) + " got through", through ? "1;31" : "1;32") + ", " +
             std::to_string(accepted) + " accepted, " + std::to_string(stopped) + " stopped, " +
             std::to_string(skipped) + " skipped" +
             (broken ? ", " + paint(std::to_string(broken) + " broken", "1;31") : "") + "\n";
  }

  const ProbeReport& report_;
  bool coloured_;
  bool every_;
  std::string text_;
};

}  // namespace

bool got_through(const probe::Reading& reading) {
  return reading.drill->kind == drills::Kind::attack && reading.attempt.outcome == Outcome::succeeded;
}

const Residue* residue_of(const ProbeReport& report, const probe::Reading& reading) {
  const auto found = std::ranges::find(report.residue, reading.drill->id, &Residue::drill);
  return found == report.residue.end() ? nullptr : &*found;
}

std::string probe_as_text(const ProbeReport& report, bool coloured, bool every) {
  return Text(report, coloured, every).whole();
}

}  // namespace taut::report
