#include "report/catalogue_pages.h"

#include <algorithm>

#include "drills/catalogue.h"
#include "report/drill_words.h"
#include "report/standing.h"

namespace taut::report {
namespace {

constexpr const char* generated =
    "<!-- Made from the records in the source by `cmake --build --preset dev --target docs`; do not edit. "
    "-->\n";

std::string heading(Tag tag) {
  return "\n## &lt;" + std::string(taut::name_of(tag)) + "&gt;\n";
}

std::string section(std::string_view id, const std::string& body) {
  return "\n### " + std::string(id) + "\n\n" + body;
}

/// A table of contents, one row an entry: its id as a link, and what it is.
std::string row(std::string_view id, std::string_view more) {
  return "| [" + std::string(id) + "](#" + std::string(id) + ") | " + std::string(more) + " |\n";
}

}  // namespace

std::string drills_page() {
  const auto drills = drills::catalogue();
  std::string page = std::string("# Drills\n\n") + generated +
                     "\nWhat `taut probe` tries from inside a container, " + std::to_string(drills.size()) +
                     " attempts. Each is small, harmless wherever it is run, and takes back what it changes. "
                     "\"Stopped by\" names the controls that it takes to stop it; where it says *or*, one is "
                     "enough. The container in which each is shown to get through is made by tests/probe. "
                     "[The controls](controls.md) are described by themselves.\n";
  for (const Tag tag : all_tags) {
    std::string rows, sections;
    for (const drills::Drill* drill : drills) {
      if (drill->tag != tag) continue;
      rows += row(drill->id, std::string(name_of(drill->kind)) + " | " + markdown_escaped(drill->title));
      sections += section(drill->id, drill_in_markdown(*drill, Links::to_pages));
    }
    if (!rows.empty())
      page += heading(tag) + "\n| drill | kind | what is tried |\n|---|---|---|\n" + rows + sections;
  }
  return page;
}

std::string controls_page() {
  std::string page = std::string("# Controls\n\n") + generated +
                     "\nWhat a container can be given to confine it, how it is written, and which of [the "
                     "drills](drills.md) it stops. The id is what a tag line in source carries.\n";
  for (const Tag tag : all_tags) {
    std::string rows, sections;
    for (const Control& control : control_table()) {
      if (control.tag != tag) continue;
      rows += row(control.id, markdown_escaped(control.title));
      sections += section(control.id, control_in_markdown(control));
    }
    if (!rows.empty()) page += heading(tag) + "\n| control | what it is |\n|---|---|\n" + rows + sections;
  }
  return page;
}

}  // namespace taut::report
