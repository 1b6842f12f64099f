#include "probe/owner.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace taut::probe {
namespace {

TEST(Owner, ThisProcessIsAlive) {
  const Owner owner = this_process();
  EXPECT_EQ(owner.process, std::to_string(::getpid()));
  EXPECT_EQ(life_of(owner), Life::alive);
}

TEST(Owner, EveryRunHasAWordOfItsOwn) {
  const std::string first = this_process().run, second = this_process().run;
  EXPECT_NE(first, second);
  EXPECT_EQ(first.size(), 12U);
  EXPECT_EQ(first.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"), std::string::npos);
}

TEST(Owner, AProcessThatHasEndedIsGone) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  Owner owner = this_process();
  owner.process = std::to_string(child);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_EQ(life_of(owner), Life::gone);
}

TEST(Owner, AProcessIdThatIsUsedAgainIsAnother) {
  Owner owner = this_process();
  owner.started = "1";
  EXPECT_EQ(life_of(owner), Life::gone);
  owner.started = "";
  EXPECT_EQ(life_of(owner), Life::gone);
}

TEST(Owner, NothingSurvivesABoot) {
  Owner owner = this_process();
  owner.boot = "another";
  EXPECT_EQ(life_of(owner), Life::gone);
}

TEST(Owner, AnotherProcessNamespaceCannotBeSeenInto) {
  Owner owner = this_process();
  owner.name_space = "pid:[1]";
  EXPECT_EQ(life_of(owner), Life::unknown);
}

TEST(Owner, LabelsAreReadBack) {
  const Owner owner = this_process();
  const Owner back = owner_of(labels_of(owner));
  EXPECT_EQ(back.run, owner.run);
  EXPECT_EQ(back.process, owner.process);
  EXPECT_EQ(back.started, owner.started);
  EXPECT_EQ(back.boot, owner.boot);
  EXPECT_EQ(back.name_space, owner.name_space);
}

TEST(Owner, LabelsOfAnotherShapeAreEmptyWords) {
  for (const char* text : {"null", "[]", "{}", R"({"org.taut.run": 7})"})
    EXPECT_EQ(owner_of(boost::json::parse(text)).run, "") << text;
}

}  // namespace
}  // namespace taut::probe
