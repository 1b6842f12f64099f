#include "ablate/matrix.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "drills/catalogue.h"

namespace taut::ablate {
namespace {

// Two drills of our own, so that no change of the catalogue changes what is tested here.
const drills::Drill keyring{.id = "keyring",
                            .tag = Tag::kernel_capabilities,
                            .kind = drills::Kind::attack,
                            .title = "",
                            .goal = "",
                            .reference = "",
                            .needs = "",
                            .stopped_by = "seccomp-profile",
                            .witness = "",
                            .not_shown = ""};
const drills::Drill plant{.id = "plant",
                          .tag = Tag::container_hardening,
                          .kind = drills::Kind::attack,
                          .title = "",
                          .goal = "",
                          .reference = "",
                          .needs = "",
                          .stopped_by = "read-only-rootfs + non-root-user",
                          .witness = "",
                          .not_shown = ""};
const std::vector<const drills::Drill*> both{&keyring, &plant};
const std::vector<std::string> controls{"non-root-user", "seccomp-profile", "read-only-rootfs"};

TrialResult result(Trial trial, Outcome of_keyring, Outcome of_plant) {
  TrialResult made{std::move(trial), {}, ""};
  made.readings.push_back({&keyring, {.outcome = of_keyring}, 0});
  made.readings.push_back({&plant, {.outcome = of_plant}, 0});
  return made;
}

constexpr auto shut = Outcome::stopped;
constexpr auto open = Outcome::succeeded;

std::vector<TrialResult> measured() {
  return {
      result({}, shut, shut),
      result({Grant::nothing, {"seccomp-profile"}}, open, shut),
      result({Grant::nothing, {"non-root-user"}}, shut, shut),
      result({Grant::nothing, {"read-only-rootfs"}}, shut, shut),
      result({Grant::nothing, {"non-root-user", "seccomp-profile"}}, open, shut),
      result({Grant::nothing, {"non-root-user", "read-only-rootfs"}}, shut, open),
  };
}

const ControlColumn& column(const Matrix& matrix, std::string_view control) {
  return *std::ranges::find(matrix.controls, control, &ControlColumn::control);
}

TEST(Matrix, ASingleRemovalThatOpensADrillIsAlone) {
  const Matrix matrix = make_matrix(both, controls, measured());
  EXPECT_EQ(matrix.drills[0].depth, 1U);
  EXPECT_EQ(matrix.drills[0].cells.at("seccomp-profile"), Cell::alone);
  EXPECT_EQ(column(matrix, "seccomp-profile").alone, std::vector<std::string>{"keyring"});
}

TEST(Matrix, ASupersetOfAnOpeningSetSaysNothingNew) {
  const Matrix matrix = make_matrix(both, controls, measured());
  ASSERT_EQ(matrix.drills[0].opens.size(), 1U);
  EXPECT_FALSE(matrix.drills[0].cells.contains("non-root-user"));
}

TEST(Matrix, ControlsThatHaveToGoTogetherProveEachOther) {
  const Matrix matrix = make_matrix(both, controls, measured());
  EXPECT_EQ(matrix.drills[1].depth, 2U);
  EXPECT_EQ(matrix.drills[1].cells.at("read-only-rootfs"), Cell::together);
  EXPECT_EQ(column(matrix, "read-only-rootfs").proof,
            (std::vector<Proof>{{"plant", {Grant::nothing, {"non-root-user"}}}}));
  EXPECT_EQ(column(matrix, "read-only-rootfs").covers, std::vector<std::string>{"non-root-user"});
}

TEST(Matrix, ARemovalThatShutsADrillIsShownAsSuch) {
  std::vector<TrialResult> results{result({}, open, shut),
                                   result({Grant::nothing, {"non-root-user"}}, shut, shut)};
  const Matrix matrix = make_matrix(both, controls, results);
  EXPECT_EQ(matrix.drills[0].cells.at("non-root-user"), Cell::closes);
  EXPECT_TRUE(column(matrix, "non-root-user").proof.empty());
}

TEST(Matrix, WhatOnlyAddedCapabilitiesOpenCountsForNoControl) {
  auto results = std::vector<TrialResult>{result({}, shut, shut),
                                          result({Grant::all_capabilities, {"non-root-user"}}, open, open)};
  const Matrix matrix = make_matrix(both, controls, results);
  EXPECT_TRUE(matrix.drills[0].only_with_capabilities);
  EXPECT_FALSE(matrix.drills[0].depth);
  EXPECT_TRUE(column(matrix, "non-root-user").proof.empty());
}

TEST(Matrix, ADrillThatWasNotTriedInATrialIsNeitherOpenNorShut) {
  TrialResult without{{Grant::nothing, {"seccomp-profile"}}, {}, ""};
  const Matrix matrix = make_matrix(both, controls, {result({}, shut, shut), without});
  EXPECT_FALSE(matrix.drills[0].depth);
  EXPECT_TRUE(matrix.drills[0].cells.empty());
}

TEST(Matrix, ARemovalThatShutsADrillShowsFromEveryBase) {
  std::vector<TrialResult> results{
      result({}, shut, shut), result({Grant::nothing, {"seccomp-profile"}}, open, shut),
      result({Grant::nothing, {"non-root-user", "seccomp-profile"}}, shut, shut)};
  const Matrix matrix = make_matrix(both, controls, results);
  EXPECT_EQ(matrix.drills[0].cells.at("non-root-user"), Cell::closes);
  EXPECT_EQ(matrix.drills[0].cells.at("seccomp-profile"), Cell::alone);
}

TEST(Matrix, ComparisonsCountForNoControlButShowThatADrillWorksHere) {
  auto results =
      std::vector<TrialResult>{result({}, shut, shut), result({Grant::docker_defaults}, open, shut),
                               result({Grant::privileged}, open, open)};
  const Matrix matrix = make_matrix(both, controls, results);
  EXPECT_FALSE(matrix.drills[1].depth);
  EXPECT_TRUE(matrix.drills[1].cells.empty());
  EXPECT_TRUE(matrix.drills[1].somewhere);
  EXPECT_EQ(matrix.drills[1].by_default, false);
  EXPECT_EQ(matrix.drills[1].privileged, true);
}

TEST(Matrix, APartOfTheSandboxIsProvenFromTheSandboxAndAddsNoDepth) {
  auto results = std::vector<TrialResult>{result({}, shut, shut), result({Grant::own_sandbox}, shut, shut),
                                          result({Grant::own_sandbox, {"self-seccomp"}}, open, shut)};
  const Matrix matrix = make_matrix(both, {"self-seccomp"}, results);
  EXPECT_FALSE(matrix.drills[0].depth);
  EXPECT_EQ(column(matrix, "self-seccomp").proof,
            (std::vector<Proof>{{"keyring", {Grant::own_sandbox, {}}}}));
}

TEST(Matrix, AClaimThatTheMeasurementContradictsIsSeen) {
  auto results = measured();
  EXPECT_TRUE(make_matrix(both, controls, results).drills[1].claim_holds);
  results.back() = result({Grant::nothing, {"non-root-user", "read-only-rootfs"}}, shut, shut);
  EXPECT_FALSE(make_matrix(both, controls, results).drills[1].claim_holds);
}

TEST(Matrix, AConfigurationThatDoesNotStartIsNamed) {
  TrialResult failed{{Grant::nothing, {"seccomp-profile"}}, {}, "no such runtime"};
  const Matrix matrix = make_matrix(both, controls, {result({}, shut, shut), failed});
  EXPECT_EQ(matrix.troubles, std::vector<std::string>{"without seccomp-profile: no such runtime"});
}

}  // namespace
}  // namespace taut::ablate
