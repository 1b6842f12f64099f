// What a deployment should not have, as `manage.py check --deploy` says for Django: a pure function of what
// was seen. Not covered: what stands in front of the server (TLS, a proxy's own settings) and the host's
// other users.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "todo/commands/inspection.h"

namespace todo {

enum class Severity { error, warning, note };

struct Finding {
  std::string_view id;  // never reused for something else
  Severity severity = Severity::note;
  std::string what;
  std::string mend;
};

std::string_view name_of(Severity severity);

/// In the order: settings, secrets, network, processes, kernel, database.
std::vector<Finding> find_weaknesses(const Inspection& seen);

}  // namespace todo
