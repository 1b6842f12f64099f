#include "lab/page.h"

#include <algorithm>

#include "drills/catalogue.h"
#include "lab/buttons.h"
#include "lab/default_container.h"

namespace lab {
namespace {

using namespace todo::web;

constexpr TagWords tags[] = {
    {taut::Tag::kernel_capabilities, "kernel-capabilities", "Kernel and capabilities",
     "Dropping Linux capabilities, running as a non-root user, preventing processes from gaining new "
     "privileges"},
    {taut::Tag::container_hardening, "container-hardening", "Container hardening",
     "Read-only root file system, read-only volume mounts, limits"},
    {taut::Tag::daemon_attack_surface, "daemon-attack-surface", "Daemon and attack surface",
     "Keeping secrets out of source code and images; restricting debug mode and allowed hosts; the rootless "
     "daemon"},
    {taut::Tag::build_hygiene, "build-hygiene", "Build hygiene",
     "Pinning dependency versions, excluding unnecessary files from the build context"},
};

std::int64_t buttons() {
  return std::ranges::count_if(taut::drills::catalogue(),
                               [](const auto* drill) { return why_no_button(*drill).empty(); });
}

void intro(Draft& draft, const PageView& view) {
  Html& html = draft.html;
  html << "<h1>What holds this container</h1>\n<p>Every measure of this app, the lines of source that carry "
          "it, and how it stands now, read from the kernel. And <strong>"
       << buttons()
       << "</strong> small, harmless attempts of what an attacker inside would try: press a button, and see "
          "what stops it.</p>\n<nav class=\"filters\" aria-label=\"Sections\"><ul>\n";
  for (const TagWords& tag : tags) html << "<li><a href=\"#" << tag.id << "\">" << tag.title << "</a></li>\n";
  html << "</ul></nav>\n<form class=\"try-all\" method=\"post\" action=\"/security/try-all\">\n";
  draft.token_field();
  html << "<button class=\"primary\" type=\"submit\" id=\"try-all\">Try all</button>\n<p id=\"progress\" "
          "role=\"status\">";
  if (!view.endings.empty()) {
    const auto got_through = std::ranges::count_if(view.endings, [](const auto& entry) {
      return entry.second.attempt.outcome == taut::Outcome::succeeded &&
             taut::drills::catalogue()[entry.first]->kind == taut::drills::Kind::attack;
    });
    html << std::int64_t(view.endings.size()) << " tried since the start, " << std::int64_t(got_through)
         << " got through";
  } else {
    html << "Nothing tried yet; all of it takes a few seconds";
  }
  html << "</p>\n</form>\n";
}

void likeness(Html& html, const PageView& view) {
  html << "<h3>Tried under the confinement of the server itself</h3>\n<p>Each attempt is a process of its "
          "own. It "
          "is forked by a supervisor that was started before the secret key was read, applies the same table "
          "of "
          "Landlock and seccomp rules as the process that serves this page, and then tries.</p>\n";
  if (!view.standing || view.standing->likeness.empty()) {
    html << "<p class=\"note\">The process that makes attempts does not answer; nothing can be tried until "
            "the "
            "container is started again.</p>\n";
    return;
  }
  html << "<table><caption>/proc/&lt;pid&gt;/status of the two</caption><thead><tr><th "
          "scope=\"col\">Field</th>"
          "<th scope=\"col\">Server</th><th scope=\"col\">Attempt</th></tr></thead><tbody>\n";
  for (const Likeness& row : view.standing->likeness) {
    html << "<tr><th scope=\"row\">" << Text{row.what} << "</th><td><code>" << Text{row.server}
         << "</code></td><td><code>" << Text{row.attempt} << "</code></td></tr>\n";
  }
  html << "</tbody></table>\n";
}

void changed_lines(Html& html, Markup label, const std::vector<ChangedLine>& lines) {
  html << "<pre class=\"source\" tabindex=\"0\" role=\"region\" aria-label=\"" << label << "\">";
  for (const ChangedLine& line : lines)
    html << (line.side == ChangedLine::Side::before ? Markup("- ") : Markup("+ ")) << Text{line.text} << "\n";
  html << "</pre>\n";
}

void about_the_lab(Html& html, const PageView& view) {
  html << "<section aria-labelledby=\"lab\">\n<h2 id=\"lab\">This is the lab</h2>\n<p>The image that you "
          "would "
          "deploy holds none of this: no drill, no supervisor, no script, and it answers 404 here. What "
          "differs in "
          "this second service, and nothing else:</p>\n<details><summary><code>compose.yaml</code> and "
          "<code>compose.lab.yaml</code>: "
       << std::int64_t(view.compose.size()) << " lines</summary>\n";
  changed_lines(html, "compose.yaml against compose.lab.yaml", view.compose);
  html << "</details>\n<details><summary><code>seccomp/todo.json</code> and "
          "<code>seccomp/todo-lab.json</code>: one "
          "rule more, so that a process can be started for each attempt</summary>\n";
  changed_lines(html, "seccomp/todo.json against seccomp/todo-lab.json", view.seccomp);
  html << "</details>\n<p>On this page alone the Content-Security-Policy also has <code>script-src 'self'; "
          "connect-src 'self'</code>: one file of JavaScript, which the page does not need.</p>\n";
  likeness(html, view);
  html << "</section>\n";
}

}  // namespace

std::span<const TagWords> tag_words() {
  return tags;
}

PageTemplate render_security(const PageView& view) {
  Draft draft;
  Html& html = draft.html;
  open_page(html, "Security – Todo",
            "<link rel=\"stylesheet\" href=\"/security.css\">\n<script src=\"/security.js\" "
            "defer></script>\n");
  intro(draft, view);
  about_the_lab(html, view);
  for (const TagWords& tag : tags) {
    html << "<section class=\"tag\" aria-labelledby=\"" << tag.id << "\">\n<h2 id=\"" << tag.id << "\">"
         << tag.title << "</h2>\n<p>" << tag.covers << ". In the source: <code>&lt;"
         << Text{taut::name_of(tag.tag)} << "&gt;</code></p>\n";
    write_measures(draft, view, tag);
    write_attempts(draft, view, tag);
    html << "</section>\n";
  }
  const MeasuredPlace place = measured_place();
  html << "<p class=\"fine\">“Default container”: measured on Linux " << Text{place.kernel} << ", "
       << Text{place.engine} << ", " << Text{place.image}
       << ". On another kernel or engine it may differ. How things stand was read at " << Text{view.read_at}
       << ".</p>\n";
  close_page(html, "No accounts, no tracking.");
  return draft.finish();
}

}  // namespace lab
