// Who uses the database file as a whole: the app and migrations share it, `restore`, which puts another file
// in its place, needs it alone. SQLite's own locks do not say so: an idle connection in rollback journal mode
// holds none.
#pragma once

#include <string>

#include "base/fd.h"
#include "base/result.h"

namespace todo {

enum class Hold { shared, alone };

/// Takes flock(2) on "<path>.lock", which stays empty; the hold ends with the descriptor, also when the
/// process is killed. Another's hold that does not go with ours is an error at once. Not on the database
/// itself: closing a descriptor of that would drop SQLite's locks (sqlite.org/howtocorrupt.html section 2.2).
taut::Result<taut::UniqueFd> hold_database(const std::string& path, Hold hold);

}  // namespace todo
