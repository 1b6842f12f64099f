// What the mains with sub-commands share: how they complain, and what the parser's exceptions mean.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/text.h"

namespace taut {

inline constexpr int not_understood = 2;

/// Each line of `message` as a line of its own on standard error: "todo migrate: ...".
inline void complain(std::string_view program, std::string_view command, std::string_view message) {
  const std::string prefix =
      std::string(program) + (command.empty() ? "" : " ") + std::string(command) + ": ";
  std::string text;
  for (const std::string_view line : split(message, '\n')) text += prefix + std::string(line) + "\n";
  std::fputs(text.c_str(), stderr);
}

/// Help that was asked for goes to standard output; everything else that the parser throws is the user's
/// mistake.
inline int explain(std::string_view program, CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  const auto chosen = app.get_subcommands();
  const std::string name = chosen.empty() ? "" : chosen.front()->get_name();
  complain(program, name, error.what());
  complain(program, name, "see " + std::string(program) + " " + (name.empty() ? "" : name + " ") + "--help");
  return not_understood;
}

}  // namespace taut
