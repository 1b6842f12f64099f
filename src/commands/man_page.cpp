#include "commands/man_page.h"

#include <CLI/CLI.hpp>

#include "base/text.h"

namespace taut {
namespace {

/// Text for roff: a backslash would be a command, and so would a dot or a quote at the start of a line. A
/// hyphen is one that can be copied (groff_char(7)).
std::string roff(std::string_view text) {
  std::string escaped;
  bool starts_line = true;
  for (const char c : text) {
    if (starts_line && (c == '.' || c == '\'')) escaped += "\\&";
    if (c == '\\')
      escaped += "\\e";
    else if (c == '-')
      escaped += "\\-";
    else
      escaped += c;
    starts_line = c == '\n';
  }
  return escaped;
}

/// Paragraphs as they are, where they are indented as a table: without filling.
std::string paragraphs(const std::string& text) {
  std::string page;
  bool as_is = false;
  for (const std::string_view line : split(text, '\n')) {
    const bool indented = line.starts_with("  ");
    if (indented != as_is) page += indented ? ".nf\n" : ".fi\n";
    as_is = indented;
    page += line.empty() ? ".PP\n" : roff(line) + "\n";
  }
  return page + (as_is ? ".fi\n" : "");
}

std::string option_entry(const CLI::Option& option) {
  std::string value = option.get_type_name();
  const bool positional = option.nonpositional() == false;
  std::string entry = ".TP\n";
  if (positional) {
    entry += "\\fI" + roff(option.get_name()) + "\\fR";
  } else {
    entry += "\\fB" + roff(option.get_name(false, true)) + "\\fR";
    // A check of CLI11 adds its words behind a colon: "TEXT:{a,b}".
    if (option.get_expected_max() > 0 && !value.empty())
      entry += " \\fI" + roff(value.substr(0, value.find(':'))) + "\\fR";
  }
  entry += "\n" + roff(option.get_description());
  if (!option.get_default_str().empty()) entry += " (default: " + roff(option.get_default_str()) + ")";
  return entry + "\n";
}

std::string options_of(const CLI::App& app) {
  std::string entries;
  for (const CLI::Option* option : app.get_options()) {
    const bool hidden = option->get_group().empty() || option == app.get_help_ptr();
    if (!hidden) entries += option_entry(*option);
  }
  return entries;
}

/// CLI11 gives a command the footer of the whole when it has none of its own.
std::string subcommand_section(const CLI::App& command, const std::string& inherited) {
  return ".SS " + roff(command.get_name()) + "\n" + roff(command.get_description()) + ".\n" +
         options_of(command) +
         (command.get_footer().empty() || command.get_footer() == inherited
              ? ""
              : ".PP\n" + paragraphs(command.get_footer()));
}

}  // namespace

std::string man_page(const CLI::App& app, const std::string& about) {
  const std::string name = app.get_name();
  std::string page =
      ".\\\" Made from the options by `cmake --build --preset dev --target docs`; do not edit.\n.TH " + name +
      " 1\n.SH NAME\n" + name + " \\- " + roff(app.get_description()) + "\n.SH SYNOPSIS\n.B " + name +
      "\n.I COMMAND\n.RI [ OPTION ]...\n.SH DESCRIPTION\n" + paragraphs(about) +
      "\n.SH COMMANDS\nEach has \\fB\\-\\-help\\fR.\n";
  for (const CLI::App* command :
       app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); }))
    page += subcommand_section(*command, app.get_footer());
  return page + ".SH EXIT STATUS\n" + paragraphs(app.get_footer());
}

}  // namespace taut
