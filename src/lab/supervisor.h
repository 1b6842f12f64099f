// The process that makes attempts. It is forked before the secrets are read, before the sandbox closes and
// before the first thread, so it knows no secret and can still start processes. For each number that it is
// sent it forks a child, which closes todo's own sandbox around itself, the same table as the server's, and
// then makes the attempt. It ends with the server, whose end closes the pipe, and an attempt that is under
// way ends with it. Not confined beyond the container: the supervisor itself, which only reads two bytes at a
// time and starts drills that were compiled in.
#pragma once

#include <cstdint>
#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace lab {

struct SupervisorPlan {
  std::string data_folder;  // as in the server's sandbox
  std::uint16_t port = 0;
  int seconds = 10;  // for one attempt
};

/// The server's ends of the two pipes.
struct SupervisorEnds {
  taut::UniqueFd requests;
  taut::UniqueFd answers;
  int process_id = 0;
};

/// Forks the supervisor. Call it first: what the process knows by then, the supervisor knows too.
taut::Result<SupervisorEnds> start_supervisor(const SupervisorPlan& plan);

}  // namespace lab
