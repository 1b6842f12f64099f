// The agent, embedded by the assembler: an array of a million numbers would take the compiler longer than
// everything else.
#include "probe/session.h"

__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    "taut_agent_begin:\n"
    ".incbin \"" TAUT_AGENT_PATH
    "\"\n"
    "taut_agent_end:\n"
    ".previous\n");

extern "C" {
extern const char taut_agent_begin[];
extern const char taut_agent_end[];
}

namespace taut::probe {

std::string_view agent_program() {
  return {taut_agent_begin, static_cast<std::size_t>(taut_agent_end - taut_agent_begin)};
}

}  // namespace taut::probe
