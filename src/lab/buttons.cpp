#include "lab/buttons.h"

namespace lab {

std::string why_no_button(const taut::drills::Drill& drill) {
  if (drill.traits.exhausts) return "it uses up something that the running app needs";
  if (drill.traits.clone_only) return "it leaves a trace on what other containers share";
  if (drill.traits.egress) return "it sends packets beyond this host";
  // It would have to be told of a second container, which only `taut probe` starts.
  if (drill.id == "net_peer") return "it needs a second container to reach";
  return "";
}

}  // namespace lab
