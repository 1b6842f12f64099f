#include "base/tree.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "base/process.h"

namespace taut {
namespace {

class Tree : public testing::Test {
 protected:
  Tree() {
    std::string pattern = testing::TempDir() + "tree-XXXXXX";
    if (::mkdtemp(pattern.data())) root_ = pattern;
    for (const char* file : {"a.txt", "sub/b.txt", "node_modules/c.txt", "build/d.txt"}) {
      std::filesystem::create_directories((root_ / file).parent_path());
      std::ofstream(root_ / file) << "x";
    }
    std::filesystem::create_symlink("a.txt", root_ / "link");
    std::filesystem::create_directory_symlink("..", root_ / "sub" / "up");
  }
  ~Tree() override { std::filesystem::remove_all(root_); }

  std::filesystem::path root_;
};

TEST_F(Tree, EverythingBelowAPlainFolder) {
  const auto files = files_below(root_);
  ASSERT_TRUE(files);
  EXPECT_EQ(*files, (std::vector<std::string>{"a.txt", "build/d.txt", "sub/b.txt"}));
}

TEST_F(Tree, WhatGitIgnoresIsLeftOut) {
  std::ofstream(root_ / ".gitignore") << "build/\nnode_modules/\n";
  ASSERT_EQ(run_process({"git", "-C", root_, "init", "-q"})->exit_code, 0);
  const auto files = files_below(root_);
  ASSERT_TRUE(files);
  EXPECT_EQ(*files, (std::vector<std::string>{".gitignore", "a.txt", "sub/b.txt"}));
}

TEST_F(Tree, AFolderThatIsNotThereIsAnError) {
  EXPECT_FALSE(files_below(root_ / "none"));
}

}  // namespace
}  // namespace taut
