// What each drill does in a default container, from a real measurement (tests/container/measure_default.py).
#pragma once

#include <span>
#include <string_view>

#include "model/outcome.h"

namespace lab {

struct DefaultRow {
  std::string_view drill;
  taut::Outcome outcome;
  bool set_up;
  std::string_view error;  // "EPERM", "" none
  std::string_view layer;
  std::string_view step;
};

struct MeasuredPlace {
  std::string_view kernel;
  std::string_view engine;
  std::string_view image;
};

std::span<const DefaultRow> default_container();
/// The row of a drill, or nullptr.
const DefaultRow* default_row(std::string_view drill);
MeasuredPlace measured_place();

}  // namespace lab
