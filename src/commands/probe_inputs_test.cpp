#include "commands/probe_inputs.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/file.h"
#include "drills/catalogue.h"

namespace taut {
namespace {

class ProbeInputs : public testing::Test {
 protected:
  ProbeInputs()
      : folder_(std::filesystem::temp_directory_path() / ("taut-inputs-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~ProbeInputs() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    const std::string path = folder_ / name;
    EXPECT_TRUE(replace_file(path, text, 0600));
    return path;
  }

  std::filesystem::path folder_;
  ProbeCommand command_;
};

std::string entry_for(std::string_view drill) {
  return "accepted: [{drill: " + std::string(drill) + ", reason: a test, expires: 2999-01-01}]\n";
}

TEST_F(ProbeInputs, TheResidueLiesBesideTheComposeFile) {
  const std::string id(drills::catalogue().front()->id);
  const std::string path = write("taut.residue.yaml", entry_for(id));
  command_.subject.compose = {write("compose.yaml", "services: {web: {}}\n")};
  const auto residue = read_residue(command_);
  ASSERT_TRUE(residue) << residue.error().message();
  EXPECT_EQ(residue->path, path);
  ASSERT_EQ(residue->accepted.size(), 1U);
  EXPECT_EQ(residue->accepted[0].drill, id);
}

TEST_F(ProbeInputs, WhereThereIsNoneNothingIsAccepted) {
  command_.subject.compose = {folder_ / "compose.yaml"};
  const auto residue = read_residue(command_);
  ASSERT_TRUE(residue);
  EXPECT_TRUE(residue->path.empty() && residue->accepted.empty());
}

TEST_F(ProbeInputs, AnImageFromElsewhereHasNothingToDoWithTheWorkingFolder) {
  const std::string before = std::filesystem::current_path();
  write("taut.residue.yaml", "not even readable");
  std::filesystem::current_path(folder_);
  const auto residue = read_residue(command_);
  std::filesystem::current_path(before);
  ASSERT_TRUE(residue) << residue.error().message();
  EXPECT_TRUE(residue->path.empty() && residue->accepted.empty());
}

TEST_F(ProbeInputs, OneThatWasNamedHasToBeThere) {
  command_.residue = folder_ / "none.yaml";
  const auto residue = read_residue(command_);
  ASSERT_FALSE(residue);
  EXPECT_EQ(residue.error().error_code, ENOENT);
}

TEST_F(ProbeInputs, AnUnknownDrillIsLocatedAndCorrected) {
  const std::string id(drills::catalogue().front()->id);
  command_.residue = write("residue.yaml", entry_for(id + "x"));
  const auto residue = read_residue(command_);
  ASSERT_FALSE(residue);
  EXPECT_EQ(residue.error().error_code, EINVAL);
  EXPECT_EQ(residue.error().what,
            command_.residue + ":1:20: no drill '" + id + "x'; did you mean " + id + "?");
}

TEST_F(ProbeInputs, AMistakeInTheFileIsLocated) {
  command_.residue = write("residue.yaml", "accepted: 7\n");
  const auto residue = read_residue(command_);
  ASSERT_FALSE(residue);
  EXPECT_EQ(residue.error().what, command_.residue + ":1:11: 'accepted' takes a list");
}

TEST_F(ProbeInputs, TheServiceIsFoundInTheFileThatHasIt) {
  command_.subject.compose = {write("a.yaml", "services:\n  db: {}\n"),
                              write("b.yaml", "name: x\nservices:\n  db: {}\n  web: {}\n")};
  command_.subject.words = {"web"};
  const auto place = place_of_service(command_);
  ASSERT_TRUE(place);
  EXPECT_EQ(locate(place->file, place->at), command_.subject.compose[1] + ":4:3");
  command_.subject.words = {"cache"};
  EXPECT_FALSE(place_of_service(command_));
}

TEST_F(ProbeInputs, AnythingButAnOlderReportIsRefused) {
  EXPECT_FALSE(*read_old_report(command_));
  command_.compare = write("old.json", "{}");
  const auto old = read_old_report(command_);
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().error_code, EINVAL);
}

TEST(ChosenDrills, AreInTheOrderOfTheCatalogue) {
  ProbeCommand command;
  const auto all = drills::catalogue();
  ASSERT_GE(all.size(), 2U);
  command.only = {std::string(all.back()->id), std::string(all.front()->id)};
  const auto chosen = chosen_drills(command.only, command.tags);
  ASSERT_TRUE(chosen);
  EXPECT_EQ(*chosen, (std::vector{all.front(), all.back()}));
}

TEST(ChosenDrills, NothingChosenIsAMistake) {
  ProbeCommand command;
  const auto* first = drills::catalogue().front();
  command.only = {std::string(first->id)};
  for (const Tag tag : all_tags) {
    if (tag != first->tag) command.tags = {std::string(name_of(tag))};
  }
  EXPECT_FALSE(chosen_drills(command.only, command.tags));
}

}  // namespace
}  // namespace taut
