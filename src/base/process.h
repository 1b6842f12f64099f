// Runs another program and takes what it prints. Never through a shell: arguments arrive as they are given.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"

namespace taut {

struct ProcessOutput {
  int exit_code = 0;  // 128 + signal when it was killed, as shells count
  std::string out;
  std::string err;
};

struct ProcessOptions {
  std::string input;  // becomes its standard input
  std::size_t limit =
      64 << 20;  // bytes of out and of err; a program that prints more is killed, and that is an error
  std::vector<std::string> add_environment = {};  // NAME=value, in front of our own environment
};

/// Runs `arguments[0]`, looked up on PATH, to its end. Errors: it cannot be started (ENOENT: not installed),
/// or it printed more than the limit. A program that fails is no error here: look at exit_code.
Result<ProcessOutput> run_process(const std::vector<std::string>& arguments,
                                  const ProcessOptions& options = {});

}  // namespace taut
