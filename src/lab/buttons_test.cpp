#include "lab/buttons.h"

#include <gtest/gtest.h>

#include "drills/catalogue.h"

namespace lab {
namespace {

using namespace taut::drills;

TEST(Buttons, NothingThatExhaustsLeavesATraceOrGoesOutHasOne) {
  for (const Drill* drill : catalogue()) {
    const bool harmful = drill->traits.exhausts || drill->traits.clone_only || drill->traits.egress;
    if (harmful) {
      EXPECT_NE(why_no_button(*drill), "") << drill->id;
    }
  }
}

TEST(Buttons, NearlyAllOthersDo) {
  int with = 0;
  for (const Drill* drill : catalogue()) with += why_no_button(*drill).empty() ? 1 : 0;
  EXPECT_GE(with, static_cast<int>(catalogue().size()) * 8 / 10);
}

}  // namespace
}  // namespace lab
