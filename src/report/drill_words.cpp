#include "report/drill_words.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "drills/catalogue.h"
#include "report/standing.h"
#include "report/wrap.h"

namespace taut::report {
namespace {

using drills::Drill;

constexpr std::size_t margin = 13;

/// "  goal        to read …", wrapped under itself; "" for nothing.
std::string row(std::string_view name, std::string_view value) {
  if (value.empty()) return "";
  std::string lines = wrapped(value, margin);
  std::string head = "  " + std::string(name);
  head.resize(margin, ' ');
  return lines.replace(0, margin, head);
}

std::string item(std::string_view name, const std::string& value) {
  return value.empty() ? "" : "- **" + std::string(name) + ":** " + value + "\n";
}

std::string since_of(const Drill& drill) {
  if (drill.since == drills::KernelVersion{}) return "";
  return "Linux " + std::to_string(drill.since.major) + "." + std::to_string(drill.since.minor);
}

std::string needs_of(const Drill& drill) {
  const std::string since = since_of(drill);
  return std::string(drill.needs) + (drill.needs.empty() || since.empty() ? "" : "; ") + since;
}

std::string where_run(const Drill& drill) {
  if (drill.traits.exhausts) return "in clones only, as it would disturb the workload";
  if (drill.traits.clone_only) return "in clones only, as it leaves a trace on what is shared";
  if (drill.traits.egress) return "only with --network-egress, as it sends packets beyond the host";
  return "";
}

/// Each control that the drill names, once, in the order of its sets.
std::vector<const Control*> controls_of(const Drill& drill) {
  std::vector<const Control*> controls;
  for (const auto& set : drills::removal_sets(drill.stopped_by)) {
    for (const std::string& id : set) {
      const Control* control = find_control(id);
      if (control && !std::ranges::count(controls, control)) controls.push_back(control);
    }
  }
  return controls;
}

std::string list_of(const std::vector<std::string>& ids) {
  std::string list;
  for (const std::string& id : ids) list += (list.empty() ? "" : ", ") + id;
  return list;
}

/// The drills that a control stops: alone, or together with others of which one is enough.
struct Stops {
  std::vector<std::string> alone;
  std::vector<std::string> shared;
};

Stops stops_of(const Control& control) {
  Stops stops;
  for (const Drill* drill : drills::catalogue()) {
    const auto sets = drills::removal_sets(drill->stopped_by);
    const auto names = [&](const std::vector<std::string>& set) {
      return std::ranges::count(set, control.id) > 0;
    };
    const bool alone =
        std::ranges::any_of(sets, [&](const auto& set) { return set.size() == 1 && names(set); });
    if (alone)
      stops.alone.emplace_back(drill->id);
    else if (std::ranges::any_of(sets, names))
      stops.shared.emplace_back(drill->id);
  }
  return stops;
}

std::string linked(const std::vector<std::string>& ids) {
  std::string list;
  for (const std::string& id : ids)
    list += (list.empty() ? "" : ", ") + ("[" + id + "](drills.md#" + id + ")");
  return list;
}

}  // namespace

std::string sentence(std::string_view words) {
  std::string text(words);
  // Only a word: a name such as "sendto(2)" stays as it is written.
  const std::string_view first = words.substr(0, words.find(' '));
  const bool is_word = std::ranges::all_of(first, [](char c) { return c >= 'a' && c <= 'z'; });
  if (is_word && !text.empty()) text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text.ends_with('.') ? text : text + ".";
}

std::string needed_controls(const Drill& drill) {
  const auto sets = drills::removal_sets(drill.stopped_by);
  if (sets.empty()) return "no setting of a container";
  std::string words;
  for (const auto& set : sets) {
    std::string any_of;
    for (const std::string& id : set) any_of += (any_of.empty() ? "" : " or ") + id;
    words += (words.empty() ? "" : ", and ") + any_of;
  }
  return words;
}

std::string drill_in_words(const Drill& drill) {
  std::string text = std::string(drill.id) + ": " + std::string(drill.title) + "\n";
  text += row("tag", "<" + std::string(taut::name_of(drill.tag)) + ">, " + std::string(name_of(drill.kind)));
  text += row("goal", "to " + std::string(drill.goal));
  text += row("stopped by", needed_controls(drill));
  text += row("needs", needs_of(drill));
  text += row("tried", where_run(drill));
  text += row("witness", drill.witness);
  text += row("not shown", drill.not_shown);
  text += row("reference", drill.reference);
  for (const Control* control : controls_of(drill)) {
    text += row("control", std::string(control->id) + ": " + std::string(control->does));
    text += row("", "");
    if (!control->compose.empty()) text += wrapped(control->compose, margin);
  }
  return text;
}

std::string control_in_words(const Control& control) {
  const Stops stops = stops_of(control);
  return std::string(control.id) + ": " + std::string(control.title) + "\n" +
         row("tag", "<" + std::string(taut::name_of(control.tag)) + ">") + row("does", control.does) +
         row("Compose", control.compose) + row("docker run", control.docker_run) +
         row("stops", list_of(stops.alone)) + row("or others", list_of(stops.shared)) +
         row("reference", control.reference);
}

std::string drill_in_markdown(const Drill& drill, Links links) {
  std::string controls;
  for (const auto& set : drills::removal_sets(drill.stopped_by)) {
    std::string any_of;
    for (const std::string& id : set) {
      any_of += (any_of.empty() ? "" : " or ") +
                (links == Links::to_pages ? "[" + id + "](controls.md#" + id + ")" : markdown_code(id));
    }
    controls += (controls.empty() ? "" : ", and ") + any_of;
  }
  return sentence(markdown_escaped(std::string(drill.title) + ", to " + std::string(drill.goal))) + "\n\n" +
         item("Kind", std::string(name_of(drill.kind))) +
         item("Stopped by", controls.empty() ? needed_controls(drill) : controls) +
         item("Needs", markdown_escaped(needs_of(drill))) +
         item("Tried", markdown_escaped(where_run(drill))) +
         item("Shown to get through in", markdown_escaped(drill.witness)) +
         item("Does not show", markdown_escaped(drill.not_shown)) +
         item("Reference", markdown_escaped(drill.reference));
}

std::string control_in_markdown(const Control& control) {
  const Stops stops = stops_of(control);
  const auto code = [](std::string_view line) { return line.empty() ? "" : markdown_code(line); };
  return sentence(markdown_escaped(control.title)) + " " + sentence(markdown_escaped(control.does)) + "\n\n" +
         item("Compose", code(control.compose)) + item("docker run", code(control.docker_run)) +
         item("Without it these get through, whatever else is set", linked(stops.alone)) +
         item("Enough against these, as other controls are", linked(stops.shared)) +
         item("Reference", markdown_escaped(control.reference));
}

std::string markdown_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : printable_utf8(text)) {
    if (c == '<') {
      escaped += "&lt;";
    } else if (c == '&') {
      escaped += "&amp;";
    } else if (c == '@') {
      escaped += "&#64;";  // a mention would call somebody
    } else {
      if (std::string_view("\\`*_[]|#~").find(c) != std::string_view::npos) escaped += '\\';
      escaped += c;
    }
  }
  return escaped;
}

std::string markdown_code(std::string_view text) {
  const std::string plain = printable_utf8(text);
  std::size_t longest = 0, run = 0;
  for (const char c : plain) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  const std::string space = longest > 0 ? " " : "";
  return fence + space + plain + space + fence;
}

}  // namespace taut::report
