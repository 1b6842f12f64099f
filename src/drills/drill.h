// A drill: a small, harmless attempt of what an attacker inside a container would try. Each is one file and
// one line in catalogue.def; the record says everything about it, and its attempt is a function that the
// agent calls in a process of its own (or, where the container's seccomp profile forbids fork, in the agent
// itself).
//
// What every attempt keeps to: it changes nothing outside its own process and the scratch files that it
// removes; it opens what it must not change and never writes; it sends no packet beyond the container's host
// and networks unless egress was asked for; what exhausts something runs in clones only. That holds in a
// --privileged container and on the bare host.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/outcome.h"
#include "model/tag.h"

namespace taut::drills {

enum class Kind {
  attack,  // an attempt; only this kind can prove a control
  state,   // reads whether a control is set; proves nothing about what it stops
  info,    // what can be learnt; never counts as got through
};

/// How a battery has to treat a drill; all off for most.
struct Traits {
  bool exhausts = false;  // memory, processes, files: only in a clone, after everything else
  bool waits = false;     // for an answer from the network: runs beside the others
  bool clone_only =
      false;  // leaves a trace (an audit record) or acts on something shared: never in place, nor on the host
  bool egress = false;  // packets beyond the host and its networks: only when asked for
  bool needs_fork =
      false;  // has to start another process; where fork is refused, that refusal is its outcome
  bool spends =
      false;  // success changes the process that tried (its user, its namespace): it is not used again
  bool replaces_process = false;  // success is becoming another program, which ends with exit_got_through
};

/// Since which kernel a system call exists; {0, 0}: always. What ENOSYS means is decided by it.
struct KernelVersion {
  int major = 0;
  int minor = 0;
  friend constexpr auto operator<=>(const KernelVersion&, const KernelVersion&) = default;
};

/// What the battery knows about where it runs.
struct Setting {
  bool clone = false;   // in a container that was made for this run
  bool egress = false;  // packets beyond the host were asked for
  std::string gateway;  // address of the host on the container's own network, "" unknown
  std::string peer;     // "address:port" of a listener of ours in another container of the same network
  std::string scratch;  // a folder that can be written to, "" when there is none
  std::vector<std::string> left_out;        // parts that the workload's sandbox is tried without
  std::vector<std::string> made_read_only;  // mounts that the container has writable, and this clone has not
};

struct Attempt {
  Outcome outcome = Outcome::broken;
  int error = 0;                 // errno of the refused step, 0 when none
  std::string step = {};         // the call that decided: "fchown(2)"
  std::string evidence = {};     // what was seen, or why it was skipped or is broken
  Layer layer = Layer::unknown;  // only what this attempt alone proves: EROFS is a read-only mount
  bool set_up = false;           // refused in its own preparation: stopped, but proves nothing about its goal
};

struct Drill {
  std::string_view id;  // never used again for something else
  Tag tag;
  Kind kind;
  std::string_view title;      // what is tried, in a few words
  std::string_view goal;       // what an attacker gets from it, in plain words
  std::string_view reference;  // verified: a man page, kernel document, CVE or ATT&CK technique
  std::string_view needs;  // fixture, image or kernel feature without which it cannot be tried; "" nothing
  /// The smallest sets of controls that must all be gone before it gets through: "a + b | c" is {a and b} or
  /// {c}. "none": gets through whatever is set. Ids as in control_table().
  std::string_view stopped_by;
  std::string_view witness;    // the configuration in which it is shown to succeed (tests/probe)
  std::string_view not_shown;  // what it does not show, so that nobody reads more into it
  int capability = -1;  // the capability that it exercises (capabilities(7)), -1 none: tells EPERM's author
  KernelVersion since = {};
  Traits traits = {};
  Attempt (*attempt)(const Setting& setting) = nullptr;
};

/// It got through. `evidence` says what was seen.
Attempt succeeded(std::string_view step, std::string evidence);
/// It was refused with this errno; the layer is filled in where the errno has one author only.
Attempt refused(std::string_view step, int error);
/// As refused, for what had to be done before the attempt proper.
Attempt set_up_refused(std::string_view step, int error);
/// Without effect, for a reason that is known.
Attempt stopped(std::string_view step, Layer layer, std::string evidence);
Attempt skipped(std::string reason);
Attempt broken(std::string reason);

/// The usual rule: a system call that returned -1 was refused, anything else got through.
Attempt judged(std::string_view step, long result, std::string evidence);

}  // namespace taut::drills
