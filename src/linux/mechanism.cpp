#include "linux/mechanism.h"

namespace taut::kernel {

std::string_view name_of(MechanismState state) {
  switch (state) {
    case MechanismState::active:
      return "active";
    case MechanismState::degraded:
      return "degraded";
    case MechanismState::missing:
      return "missing";
  }
  return "";
}

std::string describe(const MechanismReport& report) {
  std::string line = report.mechanism + ": " + std::string(name_of(report.state));
  if (!report.detail.empty()) line += " (" + report.detail + ")";
  return line;
}

}  // namespace taut::kernel
