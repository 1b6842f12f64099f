// The catalogue as pages of documentation, made from the records: docs/drills.md and docs/controls.md.
#pragma once

#include <string>

namespace taut::report {

/// One section a drill, by tag.
std::string drills_page();
/// One section a control, by tag, with the drills that it stops.
std::string controls_page();

}  // namespace taut::report
