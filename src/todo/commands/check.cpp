// `todo check [--deploy]`: the settings in force, the database, what the kernel can give, what is active in
// the running server; with --deploy also what a deployment should not have.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>

#include "todo/commands/check_report.h"
#include "todo/commands/commands.h"
#include "todo/commands/findings.h"
#include "todo/commands/support.h"

namespace todo {
namespace {

struct CheckOptions {
  bool deploy = false;
  std::string format;
};

std::string count_words(const std::vector<Finding>& findings) {
  const auto count = [&](Severity severity) {
    return std::to_string(std::ranges::count(findings, severity, &Finding::severity));
  };
  return "deployment: " + count(Severity::error) + " errors, " + count(Severity::warning) + " warnings";
}

/// All that makes the exit code 1, one line each; "" when it is 0.
std::string complaints(const Inspection& seen, const Findings& findings) {
  std::string text;
  const auto add = [&](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
  for (const std::string& problem : seen.problems) add(problem);
  if (!seen.database.problem.empty()) add(seen.database.problem);
  const auto is_error = [](const Finding& finding) { return finding.severity == Severity::error; };
  if (findings && std::ranges::any_of(*findings, is_error)) add(count_words(*findings));
  return text;
}

taut::Result<Outcome> run_check(const CheckOptions& options) {
  const Inspection seen = inspect(process_environment());
  Findings findings;
  if (options.deploy) findings = find_weaknesses(seen);
  auto printed = print(options.format == "json" ? json_report(seen, findings) : text_report(seen, findings));
  if (!printed) return taut::propagate(printed);
  const std::string wrong = complaints(seen, findings);
  if (!wrong.empty()) return taut::failure(wrong);
  return Outcome::fine;
}

}  // namespace

Action check_command(CLI::App& app) {
  const auto options = std::make_shared<CheckOptions>();
  app.add_flag("--deploy", options->deploy, "also report what a deployment should not have");
  add_format_option(app, options->format);
  return [options] { return run_check(*options); };
}

}  // namespace todo
