#include "todo/store/sql_text.h"

#include <gmock/gmock.h>

#include "todo/store/schema_model.h"

namespace todo {
namespace {

using testing::ElementsAre;
using Kind = SqlToken::Kind;

std::vector<std::string> texts(std::string_view sql) {
  std::vector<std::string> all;
  for (const SqlToken& token : tokenize_sql(sql)) all.emplace_back(token.text);
  return all;
}

std::vector<std::string> names(std::string_view create_table) {
  std::vector<std::string> all;
  for (const Definition& definition : split_definitions(create_table)) all.push_back(definition.name);
  return all;
}

TEST(SqlText, IsCutIntoWordsQuotedNamesStringsAndSymbols) {
  EXPECT_THAT(texts("a1>= 'it''s'"), ElementsAre("a1", ">", "=", "'it''s'"));
  EXPECT_THAT(texts("\"a\"\"b\" [c]]d] `e``f`"), ElementsAre("\"a\"\"b\"", "[c]", "]", "d", "]", "`e``f`"));
  const auto tokens = tokenize_sql("a 'b' \"c\" ,");
  ASSERT_EQ(tokens.size(), 4U);
  EXPECT_EQ(tokens[0].kind, Kind::word);
  EXPECT_EQ(tokens[1].kind, Kind::string);
  EXPECT_EQ(tokens[2].kind, Kind::quoted_name);
  EXPECT_EQ(tokens[3].kind, Kind::symbol);
}

TEST(SqlText, CommentsAreNoTokensButStringsThatLookLikeThemAre) {
  EXPECT_THAT(texts("a -- b\n/* c\n*/ d"), ElementsAre("a", "d"));
  EXPECT_THAT(texts("'-- a' \"/* b */\""), ElementsAre("'-- a'", "\"/* b */\""));
  EXPECT_THAT(texts("a - b / c"), ElementsAre("a", "-", "b", "/", "c"));
}

TEST(SqlText, WhatIsNotEndedRunsToTheEnd) {
  EXPECT_THAT(texts("a 'b c"), ElementsAre("a", "'b c"));
  EXPECT_THAT(texts("a /* b"), ElementsAre("a"));
  EXPECT_THAT(texts("a --"), ElementsAre("a"));
  EXPECT_THAT(texts(""), ElementsAre());
}

TEST(SqlText, NormalisedIsTheSameForWhatMeansTheSame) {
  EXPECT_EQ(normalise_sql("CREATE  TABLE \"item\"(id INTEGER)"),
            normalise_sql("create table item (ID integer -- x\n)"));
  EXPECT_NE(normalise_sql("DEFAULT 'A'"), normalise_sql("DEFAULT 'a'"));
  EXPECT_NE(normalise_sql("\"a b\""), normalise_sql("a b"));
}

TEST(SqlText, DefinitionsEndAtTheOuterCommas) {
  constexpr std::string_view sql =
      "CREATE TABLE t (\"Ab\" TEXT DEFAULT 'x, (y', c INTEGER CHECK (c IN (1, 2)), CHECK (c > 0)) STRICT";
  EXPECT_THAT(names(sql), ElementsAre("ab", "c", "check"));
  EXPECT_EQ(split_definitions(sql)[1].text, "c INTEGER CHECK (c IN (1, 2))");
  EXPECT_THAT(names("CREATE TABLE t (a"), ElementsAre("a"));
  EXPECT_THAT(names("CREATE TABLE t"), ElementsAre());
}

TEST(SqlText, NamesAndTextsAreQuotedSoThatSqliteReadsThemBack) {
  EXPECT_EQ(quote_name("item_2"), "item_2");
  for (const char* name : {"order", "a b", "a\"b", "1a", "", "it's", "a;--"}) {
    SQLite::Database database = open_in_memory();
    database.exec("CREATE TABLE t (" + quote_name(name) + " TEXT)");
    EXPECT_EQ(database.execAndGet("SELECT name FROM pragma_table_info('t')").getString(), name);
    EXPECT_EQ(database.execAndGet("SELECT " + quote_text(name)).getString(), name);
  }
}

TEST(SqlText, ATableIsRenamedInItsTextOnly) {
  EXPECT_EQ(rename_in_create("CREATE TABLE item (item TEXT)", "new_item"),
            "CREATE TABLE new_item (item TEXT)");
  EXPECT_EQ(rename_in_create("CREATE TABLE \"a b\"(x)", "new_a b"), "CREATE TABLE \"new_a b\"(x)");
  EXPECT_EQ(rename_in_create("nonsense", "x"), "nonsense");
}

}  // namespace
}  // namespace todo
