#include "ablate/trial.h"

namespace taut::ablate {

std::string describe(const Trial& trial) {
  std::string text;
  for (const std::string& control : trial.removed) text += (text.empty() ? "without " : " + ") + control;
  if (text.empty()) text = "everything on";
  if (trial.grant == Grant::drill_image) text += ", an image with a shell and setuid programs";
  if (trial.grant == Grant::all_capabilities) text += ", all capabilities";
  return text;
}

}  // namespace taut::ablate
