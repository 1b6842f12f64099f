// The attempts of one tag: a button each, what came of it, and what it does in a default container.
#include "drills/catalogue.h"
#include "lab/buttons.h"
#include "lab/default_container.h"
#include "lab/page.h"
#include "lab/words.h"

namespace lab {
namespace {

using namespace todo::web;
using taut::drills::Drill;

void write_verdict(Html& html, Markup what, const Verdict& verdict) {
  html << "<p class=\"result "
       << (verdict.style == "good"  ? Markup("good")
           : verdict.style == "bad" ? Markup("bad")
                                    : Markup("neutral"))
       << what << "<strong>" << Text{verdict.verdict} << "</strong> <span>" << Text{verdict.detail}
       << "</span></p>\n";
}

void write_attempt(Html& html, const PageView& view, Number number, const Drill& drill) {
  html << "<li class=\"attempt\" id=\"drill-" << Text{drill.id} << "\">\n<div class=\"what\"><h4>"
       << Text{drill.title} << " <code>" << Text{drill.id} << "</code></h4>\n<p>" << Text{drill.goal}
       << "</p></div>\n";
  const std::string reason = why_no_button(drill);
  if (reason.empty()) {
    html << "<button class=\"try\" type=\"submit\" name=\"drill\" value=\"" << Text{drill.id}
         << "\" aria-label=\"Try: " << Text{drill.title} << "\">Try</button>\n<div class=\"here\">";
    const auto ending = view.endings.find(number);
    if (ending == view.endings.end())
      html << "<p class=\"result neutral\"><em>Here: </em><strong>Not tried yet</strong> <span></span></p>\n";
    else
      write_verdict(html, "\"><em>Here: </em>", verdict_of(drill, ending->second));
    html << "</div>\n";
  } else {
    html << "<p class=\"no-button\">No button: " << Text{reason} << ".</p>\n";
  }
  html << "<div class=\"there\">";
  if (const DefaultRow* row = default_row(drill.id))
    write_verdict(html, "\"><em>Default container: </em>", verdict_of(drill, *row));
  html << "</div>\n</li>\n";
}

}  // namespace

void write_attempts(Draft& draft, const PageView& view, const TagWords& tag) {
  Html& html = draft.html;
  html << "<h3>Attempts</h3>\n<form class=\"attempts\" method=\"post\" action=\"/security/try\">\n";
  draft.token_field();
  html << "<ul>\n";
  const auto drills = taut::drills::catalogue();
  for (std::size_t at = 0; at < drills.size(); ++at) {
    if (drills[at]->tag == tag.tag) write_attempt(html, view, static_cast<Number>(at), *drills[at]);
  }
  html << "</ul>\n</form>\n";
}

}  // namespace lab
