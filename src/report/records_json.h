// The records of drills and controls as JSON: what `taut probe --list --format json` prints, and what other
// formats take from it.
#pragma once

#include <boost/json.hpp>
#include <span>
#include <string>

#include "controls/control.h"
#include "drills/drill.h"

namespace taut::report {

/// [["a", "b"], ["c"]]: gets through when a and b are gone, or c.
boost::json::array removal_sets_as_json(const drills::Drill& drill);
/// Every member of the record.
boost::json::object record_as_json(const drills::Drill& drill);
boost::json::object record_as_json(const Control& control);
/// {"schema": "taut-drills-1", "drills": […], "controls": […]}; all controls, as drills refer to them.
std::string records_as_json(std::span<const drills::Drill* const> drills);

}  // namespace taut::report
