// Finds the running `todo serve`: process 1 of the container, or one that this user may see. Not across
// containers: a server in another process namespace has another number there.
#pragma once

#include <string_view>
#include <vector>

#include "todo/commands/inspection.h"

namespace todo {

/// Pure: whether the bytes of /proc/<pid>/cmdline are those of `todo serve`, wherever the program lies.
bool is_serve_command_line(std::string_view command_line);

/// Process 1 if it is a server, and those of our own user (of every user when we are user 0).
std::vector<ServerFacts> find_servers();

}  // namespace todo
