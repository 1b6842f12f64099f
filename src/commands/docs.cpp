// `taut docs`, hidden from --help: writes the pages of documentation that are made from the records and the
// options, or says which of them are stale. For this repository only.
#include <CLI/CLI.hpp>
#include <array>
#include <memory>

#include "base/file.h"
#include "commands/commands.h"
#include "commands/man_page.h"
#include "commands/support.h"
#include "report/catalogue_pages.h"

namespace taut {
namespace {

constexpr const char* about =
    "A container is confined by settings that are easy to leave out and hard to see. taut tries from inside "
    "a "
    "container what an attacker would who has taken it over, says what stops each attempt, and what to write "
    "so that the others are stopped too.\n"
    "\n"
    "A container is never probed itself, but a clone of it that is made beside it and removed; its data is "
    "not in the clone. What is tried is harmless, inside --privileged too.";

struct DocsOptions {
  std::string folder = "docs";
  bool check = false;
};

struct Page {
  const char* name;
  std::string text;
};

std::array<Page, 3> pages(const CLI::App& whole) {
  return {Page{"drills.md", report::drills_page()}, Page{"controls.md", report::controls_page()},
          Page{"man/taut.1", man_page(whole, about)}};
}

Result<Verdict> make_docs(const DocsOptions& options, const CLI::App& whole) {
  Verdict verdict = Verdict::fine;
  for (const Page& page : pages(whole)) {
    const std::string path = options.folder + "/" + page.name;
    const auto kept = read_file(path, 8 << 20);
    if (kept && *kept == page.text) continue;
    if (options.check) {
      verdict = Verdict::not_fine;
      auto said = print(path + " is stale; cmake --build --preset dev --target docs makes it anew\n");
      if (!said) return propagate(said);
    } else if (auto written = replace_file(path, page.text, 0644); !written) {
      return propagate(written);
    }
  }
  return verdict;
}

}  // namespace

Action docs_command(CLI::App& app) {
  const auto options = std::make_shared<DocsOptions>();
  app.group("");
  app.add_option("FOLDER", options->folder, "the folder of the pages")->capture_default_str();
  app.add_flag("--check", options->check, "write nothing; fail when a page is stale");
  const CLI::App* whole = app.get_parent();
  return [options, whole] { return make_docs(*options, *whole); };
}

}  // namespace taut
