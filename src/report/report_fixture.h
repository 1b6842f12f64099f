// A made-up report for the tests of every format: each standing once, and words that would break a format
// which did not escape them. Its drills are of no catalogue.
#pragma once

#include <cerrno>
#include <csignal>

#include "report/probe_report.h"

namespace taut::report::fixture {

using drills::Drill;
using drills::Kind;

constexpr Drill made_up(std::string_view id, Tag tag, Kind kind, std::string_view title,
                        std::string_view stopped_by) {
  return {.id = id,
          .tag = tag,
          .kind = kind,
          .title = title,
          .goal = "get <what> \"nobody\" should & could",
          .reference = "capabilities(7)",
          .needs = "",
          .stopped_by = stopped_by,
          .witness = "root",
          .not_shown = "anything else"};
}

constexpr auto kernel = Tag::kernel_capabilities;
constexpr auto container = Tag::container_hardening;
constexpr auto daemon = Tag::daemon_attack_surface;

inline constexpr Drill shallow =
    made_up("shallow", container, Kind::attack, "needs one control gone", "tmpfs-options");
inline constexpr Drill deep = made_up("deep", container, Kind::attack, "needs two controls gone",
                                      "read-only-rootfs + non-root-user | seccomp-profile");
inline constexpr Drill socket =
    made_up("socket", daemon, Kind::attack, "talk to the engine", "no-engine-socket");
inline constexpr Drill hopeless = made_up("hopeless", container, Kind::attack, "what nothing stops", "none");
inline constexpr Drill known = made_up("known", kernel, Kind::attack, "accepted in writing", "none");
inline constexpr Drill lapsed = made_up("lapsed", kernel, Kind::attack, "accepted for too long", "no-ping");
inline constexpr Drill closed =
    made_up("closed", kernel, Kind::attack, "accepted, and stopped by now", "no-ping");
inline constexpr Drill unset = made_up("unset", container, Kind::state, "reads a limit", "memory-limit");
inline constexpr Drill learnt = made_up("learnt", container, Kind::info, "the kernel's release", "none");
inline constexpr Drill skipped =
    made_up("skipped", kernel, Kind::attack, "cannot be tried here", "seccomp-profile");
inline constexpr Drill broken = made_up("broken", kernel, Kind::attack, "our mistake", "seccomp-profile");
inline constexpr Drill killed =
    made_up("killed", kernel, Kind::attack, "a call that kills", "seccomp-profile");

inline probe::Reading through(const Drill& drill, std::string evidence = "it was seen") {
  return {&drill, drills::succeeded("open(2)", std::move(evidence)), 0};
}

inline probe::Reading refused(const Drill& drill, int error) {
  return {&drill, drills::refused("open(2)", error), 0};
}

/// A container without any of its settings, as root.
inline probe::ProbeResult result_of(std::vector<probe::Reading> readings) {
  probe::ProbeResult result;
  result.subject = "service web";
  result.user = "uid 0, gid 0";
  result.facts.kernel = "6.18.0";
  result.facts.bounding = 1;
  result.readings = std::move(readings);
  result.controls =
      probe::find_controls(boost::json::parse(R"({"HostConfig": {"NetworkMode": "bridge"}})"), result.facts);
  result.seconds = 1.5;
  result.battery_seconds = 1.25;
  return result;
}

inline ProbeReport report_of(std::vector<probe::Reading> readings) {
  ProbeReport report;
  report.results.push_back(result_of(std::move(readings)));
  report.time = "2026-11-24T12:00:00.000Z";
  report.residue_file = "taut.residue.yaml";
  return report;
}

/// Everything at once.
inline ProbeReport whole() {
  ProbeReport report = report_of({
      through(shallow, "</testcase>]]> | `x` \033[31m [a](b) @user\n## no heading"),
      through(deep),
      through(socket),
      through(hopeless, ""),
      through(known),
      through(lapsed),
      refused(closed, EPERM),
      through(unset),
      through(learnt),
      {&skipped, drills::skipped("no such call: open_tree(2)"), 0},
      {&broken, drills::broken("did not end in time"), SIGKILL},
      {&killed, drills::stopped("", Layer::seccomp, "killed by SIGSYS"), SIGSYS},
  });
  report.residue = {{"known", "uname(2) | cannot be <hidden>", "2026-11-24", {2, 12}},
                    {"lapsed", "to be done", "2026-11-23", {3, 12}},
                    {"closed", "was open", "2027-01-01", {4, 12}}};
  report.place = Place{"./deploy/my compose.yaml", {7, 3}};
  report.results[0].notes = {"/etc of the host is mounted writable at /host; the clone has it read-only"};
  report.results[0].uncertified = {"the engine does not enforce the limits"};
  probe::ProbeResult as_root = result_of({through(shallow), refused(deep, EROFS)});
  as_root.as_root = true;
  report.results.push_back(std::move(as_root));
  OldReport old{"2026-11-01T00:00:00.000Z",
                {{"shallow", Outcome::stopped},
                 {"deep", Outcome::succeeded},
                 {"closed", Outcome::succeeded},
                 {"socket", Outcome::skipped},
                 {"hopeless", Outcome::succeeded}},
                {{"deep", Outcome::succeeded}}};
  report.comparison = compare(old, report.results);
  return report;
}

}  // namespace taut::report::fixture
