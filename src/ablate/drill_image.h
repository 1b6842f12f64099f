// The image that stands for "not minimal": what careless images hold that an attacker can use. Made in
// memory, without a registry: a shell, set-user-id and set-group-id programs, a file that root alone may
// read, folders and programs of the application's own user, folders that anybody may write to. Its programs
// are the agent and the tiny program, so nothing in it can do more than a drill can.
#pragma once

#include <cstdint>
#include <string>

namespace taut::ablate {

/// The root file system as a tar archive, for an engine to import; the application's own things belong to
/// `user`.
std::string drill_image(std::uint32_t user);

}  // namespace taut::ablate
