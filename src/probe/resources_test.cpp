#include "probe/resources.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "docker/api.h"
#include "docker/fake_engine.h"

namespace taut::probe {
namespace {

namespace json = boost::json;
using docker::FakeEngine;
using docker::Reply;
using docker::Request;

bool asked(const FakeEngine& engine, std::string_view what) {
  return std::ranges::count(engine.asked(), what) > 0;
}

TEST(Resources, WhateverWasMadeIsRemovedAndContainersGoFirst) {
  FakeEngine engine;
  std::string volume;
  {
    Resources resources(engine, this_process());
    volume = *resources.make_volume();
    ASSERT_TRUE(resources.make_container({{"Image", "x"}}));
    resources.adopt_container("adopted");
  }
  const auto calls = engine.asked();
  const auto place = [&](const std::string& call) { return std::ranges::find(calls, call) - calls.begin(); };
  const auto volume_gone = place("DELETE /volumes/" + volume + "?force=1");
  EXPECT_LT(place("DELETE /containers/container1?force=1&v=1"), volume_gone);
  EXPECT_LT(place("DELETE /containers/adopted?force=1&v=1"), volume_gone);
  EXPECT_LT(volume_gone, static_cast<std::ptrdiff_t>(calls.size()));
}

TEST(Resources, EverythingIsMadeWithTheOwnersLabels) {
  FakeEngine engine;
  const Owner owner = this_process();
  Resources resources(engine, owner);
  ASSERT_TRUE(resources.make_volume());
  ASSERT_TRUE(resources.make_container({{"Labels", {{"theirs", "x"}}}}));
  for (const char* call : {"POST /volumes/create", "POST /containers/create"}) {
    const auto bodies = engine.bodies_of(call);
    ASSERT_EQ(bodies.size(), 1U) << call;
    EXPECT_EQ(json::parse(bodies[0]).at("Labels"), json::value(labels_of(owner))) << call;
  }
}

TEST(Resources, WhatIsGoneAlreadyIsNoError) {
  FakeEngine engine;
  engine.answer = [](const Request& request) {
    return request.method == "DELETE" ? Reply{404, R"({"message":"no such container"})"} : Reply{};
  };
  Resources resources(engine, this_process());
  EXPECT_TRUE(resources.remove_container("x"));
}

TEST(Resources, AContainerThatCouldNotBeRemovedIsTriedAgainAtTheEnd) {
  FakeEngine engine;
  int tries = 0;
  engine.answer = [&](const Request& request) {
    if (request.method != "DELETE") return Reply{};
    return ++tries == 1 ? Reply{500, R"({"message":"busy"})"} : Reply{204, ""};
  };
  {
    Resources resources(engine, this_process());
    const auto container = resources.make_container({});
    EXPECT_FALSE(resources.remove_container(*container));
  }
  EXPECT_EQ(tries, 2);
}

/// An engine that lists one object of each of three owners.
class WithLeftOvers : public testing::Test {
 protected:
  WithLeftOvers() {
    Owner gone = this_process(), elsewhere = this_process();
    gone.boot = "another";
    elsewhere.name_space = "pid:[1]";
    list_ = {object("gone", gone), object("alive", this_process()), object("elsewhere", elsewhere)};
    engine_.answer = [this](const Request& request) {
      if (request.method != "GET") return Reply{};
      if (request.path.starts_with("/volumes?"))
        return Reply{200, json::serialize(json::object{{"Volumes", list_}})};
      return Reply{200, json::serialize(list_)};
    };
  }
  static json::object object(const char* name, const Owner& owner) {
    return {{"Id", name}, {"Name", name}, {"Labels", labels_of(owner)}};
  }

  json::array list_;
  FakeEngine engine_;
};

TEST_F(WithLeftOvers, OnlyThoseOfEndedRunsAreRemoved) {
  const auto left = remove_left_over(engine_, false);
  ASSERT_TRUE(left);
  EXPECT_EQ(left->containers, 1);
  EXPECT_EQ(left->volumes, 1);
  EXPECT_EQ(left->networks, 1);
  EXPECT_TRUE(asked(engine_, "DELETE /containers/gone?force=1&v=1"));
  EXPECT_TRUE(asked(engine_, "DELETE /networks/gone"));
  EXPECT_FALSE(asked(engine_, "DELETE /containers/alive?force=1&v=1"));
  EXPECT_FALSE(asked(engine_, "DELETE /containers/elsewhere?force=1&v=1"));
}

TEST_F(WithLeftOvers, EverythingIsRemovedWhenAskedFor) {
  const auto left = remove_left_over(engine_, true);
  ASSERT_TRUE(left);
  EXPECT_EQ(left->total(), 12);
}

TEST_F(WithLeftOvers, ThingsWithoutOurLabelsAreNeverTouched) {
  list_ = {json::object{{"Id", "foreign"}}, json::object{{"Id", "null"}, {"Labels", nullptr}}};
  const auto left = remove_left_over(engine_, false);
  ASSERT_TRUE(left);
  EXPECT_EQ(left->total(), 0) << "an engine that ignores the filter lists everything";
}

}  // namespace
}  // namespace taut::probe
