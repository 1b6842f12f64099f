#include "lab/default_container.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "drills/catalogue.h"

namespace lab {
namespace {

// A drill that came, went or moved: measure again, with tests/container/measure_default.py.
TEST(DefaultContainer, NamesExactlyTheDrillsOfTheCatalogueInTheirOrder) {
  std::vector<std::string_view> measured;
  for (const DefaultRow& row : default_container()) measured.push_back(row.drill);
  std::vector<std::string_view> drills;
  for (const auto* drill : taut::drills::catalogue()) drills.push_back(drill->id);
  EXPECT_EQ(measured, drills);
}

TEST(DefaultContainer, LetsManyThrough) {
  EXPECT_GT(std::ranges::count(default_container(), taut::Outcome::succeeded, &DefaultRow::outcome), 40);
  EXPECT_FALSE(measured_place().kernel.empty());
  EXPECT_FALSE(measured_place().engine.empty());
}

TEST(DefaultContainer, NothingInItWentWrong) {
  EXPECT_EQ(std::ranges::count(default_container(), taut::Outcome::broken, &DefaultRow::outcome), 0);
}

}  // namespace
}  // namespace lab
