#include "formats/residue.h"

#include <gtest/gtest.h>

namespace taut {
namespace {

TEST(Residue, ReadsEveryEntryWithItsPlace) {
  const auto residue = parse_residue(
      "accepted:\n"
      "  - drill: a_drill\n    reason: nobody can help it\n    expires: 2027-06-30\n"
      "  - {drill: another, reason: \"2\", expires: '2028-02-29'}\n");
  ASSERT_TRUE(residue) << residue.error().what;
  ASSERT_EQ(residue->size(), 2U);
  EXPECT_EQ((*residue)[0].drill, "a_drill");
  EXPECT_EQ((*residue)[0].reason, "nobody can help it");
  EXPECT_EQ((*residue)[0].expires, "2027-06-30");
  EXPECT_EQ((*residue)[0].at, (Position{2, 12}));
  EXPECT_EQ((*residue)[1].expires, "2028-02-29");
}

TEST(Residue, AnEmptyFileAcceptsNothing) {
  for (const char* text : {"", "# nothing yet\n", "accepted:\n", "accepted: []\n"}) {
    const auto residue = parse_residue(text);
    ASSERT_TRUE(residue) << text;
    EXPECT_TRUE(residue->empty()) << text;
  }
}

TEST(Residue, EveryMistakeIsLocated) {
  const struct {
    const char* text;
    Position at;
  } mistakes[] = {
      {"- a\n", {1, 1}},
      {"residue: []\n", {1, 1}},
      {"accepted: a\n", {1, 11}},
      {"accepted: [a]\n", {1, 12}},
      {"accepted: [{drill: a, reason: b}]\n", {1, 12}},
      {"accepted: [{drill: a, expires: 2027-01-01}]\n", {1, 12}},
      {"accepted: [{drill: a, reason: , expires: 2027-01-01}]\n", {1, 31}},
      {"accepted: [{drill: a, reason: b, expires: 2027-02-29}]\n", {1, 43}},
      {"accepted: [{drill: a, reason: b, expires: never}]\n", {1, 43}},
      {"accepted: [{drill: [a], reason: b, expires: 2027-01-01}]\n", {1, 20}},
      {"accepted: [{drill: a, reason: b, expires: 2027-01-01, note: c}]\n", {1, 55}},
      {"accepted:\n- {drill: a, reason: b, expires: 2027-01-01}\n- {drill: a, reason: b, expires: "
       "2027-01-01}\n",
       {3, 11}},
  };
  for (const auto& mistake : mistakes) {
    const auto residue = parse_residue(mistake.text);
    ASSERT_FALSE(residue) << mistake.text;
    EXPECT_EQ(residue.error().at, mistake.at) << mistake.text << residue.error().what;
  }
}

TEST(Residue, OnlyDaysOfTheCalendarAreDays) {
  EXPECT_TRUE(is_calendar_day("2028-02-29"));
  for (const char* text : {"2027-02-29", "2027-13-01", "2027-00-10", "27-01-01", "2027-1-01", "2027-01-1 ",
                           "2027/01/01", "20270-1-01", "", "2027-01-01T00:00"}) {
    EXPECT_FALSE(is_calendar_day(text)) << text;
  }
}

}  // namespace
}  // namespace taut
