#include "ablate/trial.h"

namespace taut::ablate {

std::string describe(const Trial& trial) {
  std::string text;
  for (const std::string& control : trial.removed) text += (text.empty() ? "without " : " + ") + control;
  if (text.empty()) text = "everything on";
  if (trial.grant == Grant::planted) text += ", planted files";
  if (trial.grant == Grant::all_capabilities) text += ", all capabilities";
  return text;
}

}  // namespace taut::ablate
