// `todo serve`: the order in which the program takes what it needs, gives up what it does not, and starts to
// answer.
#pragma once

#include "base/result.h"
#include "linux/sandbox.h"
#include "todo/settings.h"
#include "todo/web/addition.h"

namespace todo {

/// Something more than todo in the same process: its pages, and when it may run.
class Guest : public web::Addition {
 public:
  /// The sandbox is closed; threads may be started from here on.
  virtual void start(const taut::kernel::SandboxReport& sandbox) = 0;
  /// No request is under way any more: ends the threads.
  virtual void stop() = 0;
};

/// Migrates, listens, closes the sandbox and serves until SIGTERM. Returns after an orderly end. `guest` is
/// for programs that are todo and something more.
taut::Result<void> serve(const Settings& settings, Guest* guest = nullptr);

}  // namespace todo
