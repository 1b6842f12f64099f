#include "lab/default_container.h"

#include <algorithm>

namespace lab {
namespace {

constexpr auto stopped = taut::Outcome::stopped;
constexpr auto succeeded = taut::Outcome::succeeded;
constexpr auto skipped = taut::Outcome::skipped;

#define PLACE(kernel, engine, image) constexpr MeasuredPlace place{kernel, engine, image};
#define ROW(drill, outcome, set_up, error, layer, step)
#include "lab/default_container.def"
#undef PLACE
#undef ROW

constexpr DefaultRow rows[] = {
#define PLACE(kernel, engine, image)
#define ROW(drill, outcome, set_up, error, layer, step) {drill, outcome, set_up, error, layer, step},
#include "lab/default_container.def"
#undef PLACE
#undef ROW
};

}  // namespace

std::span<const DefaultRow> default_container() {
  return rows;
}

const DefaultRow* default_row(std::string_view drill) {
  const auto* found = std::ranges::find(rows, drill, &DefaultRow::drill);
  return found == std::ranges::end(rows) ? nullptr : found;
}

MeasuredPlace measured_place() {
  return place;
}

}  // namespace lab
