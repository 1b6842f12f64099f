#include "formats/yaml.h"

#include <gtest/gtest.h>

#include <string>

namespace taut::yaml {
namespace {

NodePtr parsed(std::string_view text) {
  auto tree = parse(text);
  EXPECT_TRUE(tree) << (tree ? "" : tree.error().what);
  return tree ? *tree : std::make_shared<Node>();
}

Problem refused(std::string_view text, const Limits& limits = {}) {
  const auto tree = parse(text, limits);
  EXPECT_FALSE(tree) << text;
  return tree ? Problem{} : tree.error();
}

TEST(Yaml, KeysAndValuesKnowTheirPlace) {
  const auto root = parsed("services:\n  todo:\n    read_only: true\n");
  const Node* todo = root->find("services")->find("todo");
  ASSERT_TRUE(todo);
  EXPECT_EQ(todo->entries[0].key_at, (Position{3, 5}));
  EXPECT_EQ(todo->find("read_only")->at, (Position{3, 16}));
  EXPECT_EQ(todo->find("read_only")->scalar, "true");
  EXPECT_TRUE(todo->find("read_only")->plain);
}

TEST(Yaml, QuotedScalarsAreNotPlain) {
  EXPECT_FALSE(parsed("a: \"true\"")->find("a")->plain);
}

TEST(Yaml, NothingIsANullScalar) {
  EXPECT_TRUE(parsed("")->is_null());
  EXPECT_TRUE(parsed("# only a comment\n")->is_null());
  EXPECT_TRUE(parsed("a:\n")->find("a")->is_null());
  EXPECT_FALSE(parsed("a: ''")->find("a")->is_null());
}

TEST(Yaml, AKeyThatStandsTwiceIsRefusedAtTheSecond) {
  const auto problem = refused("a: 1\nb: 2\na: 3\n");
  EXPECT_EQ(problem.at, (Position{3, 1}));
  EXPECT_EQ(problem.what, "the key 'a' stands twice in one mapping");
}

TEST(Yaml, MergeKeysFillInWhatIsMissing) {
  const auto root =
      parsed("base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\nx:\n  <<: [*base, *more]\n  a: 9\n");
  const Node* x = root->find("x");
  EXPECT_EQ(x->find("a")->scalar, "9");
  EXPECT_EQ(x->find("b")->scalar, "2");
  EXPECT_EQ(x->find("c")->scalar, "4");
  EXPECT_EQ(refused("x: {<<: 1}").what, "<< takes a mapping or a list of mappings");
}

TEST(Yaml, AnAliasInsideItsAnchorIsRefused) {
  EXPECT_EQ(refused("a: &a [*a]").what, "no anchor &a before this alias");
}

TEST(Yaml, ABillionLaughsAreCountedNotWalked) {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string name = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int copy = 0; copy < 10; ++copy) bomb += (copy ? "," : "") + name;
    bomb += "]\n";
  }
  EXPECT_NE(refused(bomb).what.find("aliases followed"), std::string::npos);
}

TEST(Yaml, DepthIsBounded) {
  EXPECT_EQ(refused(std::string(100, '[')).what, "nested deeper than 64");
}

TEST(Yaml, SizeIsBounded) {
  EXPECT_EQ(refused("abcdef", {.bytes = 5}).what, "larger than 5 bytes");
}

TEST(Yaml, ASecondDocumentIsRefused) {
  EXPECT_EQ(refused("a: 1\n---\nb: 2\n").what, "a second document; only one is read");
}

TEST(Yaml, SyntaxErrorsHaveAPlaceAndAReason) {
  const auto problem = refused("a: 1\n b: [\n");
  EXPECT_GE(problem.at.line, 2U);
  EXPECT_FALSE(problem.what.empty());
  EXPECT_FALSE(refused("a: \xFF\n").what.empty());
}

TEST(Yaml, TagsAreKept) {
  EXPECT_EQ(parsed("a: !reset []")->find("a")->tag, "!reset");
}

}  // namespace
}  // namespace taut::yaml
