// Every format of one report, as it is kept in tests/report/golden; tests/report holds those files, and real
// reports, to their schemas. After a change that is meant: TAUT_UPDATE_GOLDEN=1, and look at the difference.
#include <gtest/gtest.h>

#include "report/drill_words.h"
#include "report/golden.h"
#include "report/report_fixture.h"
#include "report/wrap.h"

namespace taut::report {
namespace {

std::string without_version(std::string text) {
  const std::string version = TAUT_VERSION;
  if (const auto at = text.find("\"semanticVersion\":\"" + version); at != text.npos)
    text.replace(at + 19, version.size(), "0.0.0");
  return text;
}

TEST(Formats, AreAsTheyWere) {
  const ProbeReport report = fixture::whole();
  expect_golden("report.txt", probe_as_text(report, false, true));
  expect_golden("report.json", probe_as_json(report));
  expect_golden("report.sarif", without_version(probe_as_sarif(report)));
  expect_golden("report.xml", probe_as_junit(report));
  expect_golden("report.md", probe_as_markdown(report));
}

TEST(Formats, TextStaysWithinAHundredColumns) {
  const std::string text = probe_as_text(fixture::whole(), false, true);
  std::size_t column = 0, widest = 0;
  for (const char c : text) {
    if (c == '\n')
      column = 0;
    else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
      widest = std::max(widest, ++column);
  }
  EXPECT_LE(widest, 100U);
}

TEST(Formats, ColourIsAllThatColourAdds) {
  const ProbeReport report = fixture::whole();
  std::string text = probe_as_text(report, true, true);
  EXPECT_NE(text, probe_as_text(report, false, true));
  for (auto at = text.find("\033["); at != text.npos; at = text.find("\033[", at))
    text.erase(at, text.find('m', at) - at + 1);
  EXPECT_EQ(text, probe_as_text(report, false, true));
}

TEST(Formats, WithoutEveryTextShowsGapsOnly) {
  const std::string text = probe_as_text(fixture::whole(), false, false);
  EXPECT_EQ(text.find("killed: "), text.npos);
  EXPECT_EQ(text.find("skipped: "), text.npos);
  EXPECT_NE(text.find("broken: "), text.npos);
  EXPECT_NE(text.find("deep: "), text.npos);
}

TEST(Sarif, AFingerprintHoldsNoProseAndNothingOfARun) {
  ProbeReport report = fixture::report_of({fixture::through(fixture::deep, "pid 17")});
  const auto prints = [](const ProbeReport& made) {
    const auto document = boost::json::parse(probe_as_sarif(made));
    return boost::json::serialize(document.at_pointer("/runs/0/results/0/partialFingerprints"));
  };
  const std::string before = prints(report);
  EXPECT_EQ(before.find("deep"), before.npos);
  report.results[0].readings[0].attempt.evidence = "pid 18";
  report.results[0].facts.kernel = "7.0";
  report.time = "2027-01-01T00:00:00.000Z";
  EXPECT_EQ(prints(report), before);
  report.results[0].subject = "service db";
  EXPECT_NE(prints(report), before);
}

TEST(Sarif, WithoutAFileThePlaceIsLogical) {
  const auto document =
      boost::json::parse(probe_as_sarif(fixture::report_of({fixture::through(fixture::deep)})));
  const auto& location = document.at_pointer("/runs/0/results/0/locations/0").as_object();
  EXPECT_FALSE(location.contains("physicalLocation"));
  EXPECT_EQ(location.at("logicalLocations").at_pointer("/0/fullyQualifiedName"), "service web");
}

TEST(Markdown, CodeHoldsWhateverItHolds) {
  EXPECT_EQ(markdown_code("a"), "`a`");
  EXPECT_EQ(markdown_code("a `b` c"), "`` a `b` c ``");
  EXPECT_EQ(markdown_escaped("<b> a|b @x [l](m)"), "&lt;b> a\\|b &#64;x \\[l\\](m)");
}

TEST(Wrap, BreaksBetweenWordsAndCountsCharacters) {
  EXPECT_EQ(wrapped("one two three", 2, 9), "  one two\n  three\n");
  EXPECT_EQ(wrapped("äöü äöü", 0, 7), "äöü äöü\n");
  EXPECT_EQ(wrapped("a-word-that-is-too-long b", 1, 5), " a-word-that-is-too-long\n b\n");
  EXPECT_EQ(wrapped("", 3), "");
}

TEST(Words, SayWhatIsNeeded) {
  EXPECT_EQ(needed_controls(fixture::deep), "read-only-rootfs or non-root-user, and seccomp-profile");
  EXPECT_EQ(needed_controls(fixture::hopeless), "no setting of a container");
}

}  // namespace
}  // namespace taut::report
