// What a probe has found, in the forms that people and programs read. Pure: a report in, text out.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "probe/probe.h"

namespace taut::report {

/// An accepted drill, from taut.residue.yaml: it gets through, somebody knows, and says why.
struct Residue {
  std::string drill;
  std::string reason;
  std::string expires;  // "2027-06-30"
};

struct ProbeReport {
  std::vector<probe::ProbeResult> results;  // one, or two with --as root
  std::vector<Residue> residue;
};

/// Whether a reading counts against the container: an attack that got through.
bool got_through(const probe::Reading& reading);
/// The entry of the residue for it, or nullptr.
const Residue* residue_of(const ProbeReport& report, const probe::Reading& reading);

/// For a terminal: by tag, the worst first; `coloured` as NO_COLOR and the terminal allow, `every` with what
/// was stopped.
std::string probe_as_text(const ProbeReport& report, bool coloured, bool every);
/// docs/schema/probe.schema.json.
std::string probe_as_json(const ProbeReport& report);

}  // namespace taut::report
