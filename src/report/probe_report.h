// What a probe has found, in the forms that people and programs read. Pure: a report in, text out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/residue.h"
#include "model/location.h"
#include "probe/probe.h"
#include "report/comparison.h"

namespace taut::report {

/// What makes the exit code 1.
enum class FailOn { attack, state, none };  // state: attacks, and controls that are not set

/// How the lines to add are written: as the container was made.
enum class Dialect { compose, docker_run };

/// Where the probed service stands, for readers that want a place in a file.
struct Place {
  std::string file;  // as it was named on the command line
  Position at;
};

struct ProbeReport {
  std::vector<probe::ProbeResult> results;  // one, or two with --as root
  std::vector<AcceptedDrill> residue;
  std::string residue_file;
  std::string time;  // RFC 3339; its day decides what has expired
  FailOn fail_on = FailOn::attack;
  Dialect dialect = Dialect::compose;
  std::optional<Place> place;
  std::optional<Comparison> comparison;  // with --compare
};

/// For a terminal: by tag, the worst first; `coloured` as NO_COLOR and the terminal allow, `every` with what
/// was stopped.
std::string probe_as_text(const ProbeReport& report, bool coloured, bool every);
/// docs/schema/probe.schema.json.
std::string probe_as_json(const ProbeReport& report);
/// SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0), for code scanning.
std::string probe_as_sarif(const ProbeReport& report);
/// JUnit's XML as CI systems read it: a suite for each tag.
std::string probe_as_junit(const ProbeReport& report);
/// For a comment on a pull request.
std::string probe_as_markdown(const ProbeReport& report);

}  // namespace taut::report
