// The measures of one tag: what each is, why, the lines that carry it, and how it stands.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "controls/control.h"
#include "lab/page.h"

namespace lab {
namespace {

using namespace todo::web;

std::vector<const Snippet*> snippets_for(const PageView& view, taut::Tag tag, std::string_view control) {
  std::vector<const Snippet*> found;
  for (const Snippet& snippet : view.snippets) {
    if (snippet.tag == tag && snippet.control == control) found.push_back(&snippet);
  }
  return found;
}

struct Stand {
  Markup style;
  Markup word;
  std::string words;
};

/// What the program knows by itself stands in `known`; everything else the supervisor has read, or nobody
/// can.
Stand stand_of(const PageView& view, taut::Tag tag, std::string_view control) {
  const ControlStanding* standing = view.known.of(control);
  if (!standing && view.standing) standing = view.standing->of(control);
  if (standing && standing->state == State::in_force) return {"good", "In force", standing->words};
  if (standing && standing->state == State::not_in_force) return {"bad", "Not in force", standing->words};
  if (standing) return {"neutral", "Cannot be seen from inside", standing->words};
  if (tag == taut::Tag::build_hygiene)
    return {"neutral", "Decided when the image was built",
            "nothing in here shows it but the lines of source"};
  if (!taut::find_control(control))
    return {"neutral", "Part of a program", "the lines of source are the measure"};
  return {"neutral", "Cannot be seen from inside",
          "it is in the engine's hands, on the other side of the container"};
}

void write_snippets(Html& html, const std::vector<const Snippet*>& snippets) {
  html << "<details><summary>" << std::int64_t(snippets.size())
       << (snippets.size() == 1 ? Markup(" place") : Markup(" places")) << " in the source</summary>\n";
  for (const Snippet* snippet : snippets) {
    html << "<p class=\"place\"><code>" << Text{snippet->file} << ":" << std::int64_t(snippet->line)
         << "</code></p>\n<pre class=\"source\" tabindex=\"0\" role=\"region\" aria-label=\""
         << Text{snippet->file} << " from line " << std::int64_t(snippet->line) << "\">"
         << Text{snippet->lines} << "</pre>\n";
  }
  html << "</details>\n";
}

void write_measure(Html& html, const PageView& view, taut::Tag tag, std::string_view id,
                   std::string_view title, std::string_view does) {
  const auto snippets = snippets_for(view, tag, id);
  const Stand stand = stand_of(view, tag, id);
  html << "<li class=\"measure\" id=\"control-" << Text{id} << "\">\n<h4>" << Text{title} << " <code>"
       << Text{id} << "</code></h4>\n<p>" << Text{does} << "</p>\n<p class=\"result " << stand.style
       << "\"><strong>" << stand.word << "</strong> <span>" << Text{stand.words} << "</span></p>\n";
  if (snippets.empty()) {
    html << "<p class=\"fine\">No line of source: it holds until one takes it away.</p>\n";
  } else {
    write_snippets(html, snippets);
  }
  html << "</li>\n";
}

/// "csrf-protection" as a title: the measures of the application itself have no record but their lines.
std::string as_title(std::string_view id) {
  std::string title(id);
  std::ranges::replace(title, '-', ' ');
  return title;
}

}  // namespace

void write_measures(Draft& draft, const PageView& view, const TagWords& words) {
  Html& html = draft.html;
  html << "<h3>Measures</h3>\n<ul class=\"measures\">\n";
  std::set<std::string_view> done;
  for (const taut::Control& control : taut::control_table()) {
    if (control.tag != words.tag) continue;
    done.insert(control.id);
    write_measure(html, view, words.tag, control.id, control.title, control.does);
  }
  for (const Snippet& snippet : view.snippets) {
    if (snippet.tag != words.tag || !done.insert(snippet.control).second) continue;
    write_measure(html, view, words.tag, snippet.control, as_title(snippet.control), snippet.why);
  }
  html << "</ul>\n";
}

}  // namespace lab
