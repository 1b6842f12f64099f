// Which drills can be tried from the page, and why the others cannot.
#pragma once

#include <string>

#include "drills/drill.h"

namespace lab {

/// "" when there is a button. An attempt here is made beside the running app, with its data: nothing that
/// exhausts, leaves a trace on what is shared, or sends packets beyond the host.
std::string why_no_button(const taut::drills::Drill& drill);

}  // namespace lab
