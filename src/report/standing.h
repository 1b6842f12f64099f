// What each reading of a report amounts to, once its kind and the written residue are looked at. Every format
// and the exit code go by this.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "report/probe_report.h"

namespace taut::report {

enum class Standing {
  broken,    // our mistake
  through,   // an attack that got through
  unset,     // a control that is not set
  accepted,  // one of the two, in the written residue and not expired
  learnt,    // of kind info: what can be learnt inside
  stopped,
  skipped,
};
inline constexpr std::size_t standings = 7;

Standing standing_of(const ProbeReport& report, const probe::Reading& reading);
/// Whether it makes the exit code 1, by --fail-on.
bool counts(const ProbeReport& report, Standing standing);

/// The entry of the residue for a drill, expired or not, or nullptr.
const AcceptedDrill* residue_of(const ProbeReport& report, const drills::Drill& drill);
bool has_expired(const ProbeReport& report, const AcceptedDrill& accepted);
/// Entries whose drill was tried and got through nowhere: the gap is closed, and the entry has to go.
std::vector<const AcceptedDrill*> stale_entries(const ProbeReport& report);

/// How many readings there are of each standing.
struct Tally {
  std::array<int, standings> of{};
  int operator[](Standing standing) const { return of[static_cast<std::size_t>(standing)]; }
};
Tally tally_of(const ProbeReport& report, const probe::ProbeResult& result);

/// How the whole ended; the first that is true decides the exit code.
struct Judgement {
  bool broken = false;       // 3
  bool uncertified = false;  // 3 where a certificate is required
  bool failed = false;       // 1: something that counts, a stale entry, or, when comparing, something opened
};
Judgement judge(const ProbeReport& report);

/// The tags in the order of a report: what leads to the host comes first.
inline constexpr std::array tags_worst_first{Tag::daemon_attack_surface, Tag::kernel_capabilities,
                                             Tag::container_hardening, Tag::build_hygiene};
/// The readings of one tag, the worst first: by standing, then by how many controls had to be missing before
/// it could get through, then in the order of the catalogue.
std::vector<const probe::Reading*> worst_first(const ProbeReport& report, const probe::ProbeResult& result,
                                               Tag tag);

std::string_view name_of(drills::Kind kind);

/// "fchown(2) EPERM", and what was seen; on one line, without control characters.
std::string ending_of(const probe::Reading& reading);
/// "by capability, in its set-up", "layer unknown"; "" when nothing was stopped.
std::string layer_of(const probe::Reading& reading);

}  // namespace taut::report
