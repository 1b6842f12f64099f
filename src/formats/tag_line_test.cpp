#include "formats/tag_line.h"

#include <gtest/gtest.h>

namespace taut {
namespace {

TEST(TagLine, IsReadInEveryCommentSyntax) {
  for (const char* line : {
           "<BUILD-HYGIENE> sbom: a list of what is inside",
           "# <BUILD-HYGIENE> sbom: a list of what is inside",
           "\t// <BUILD-HYGIENE> sbom: a list of what is inside",
           "/// <BUILD-HYGIENE> sbom: a list of what is inside",
           "/* <BUILD-HYGIENE> sbom: a list of what is inside */",
           " * <BUILD-HYGIENE> sbom: a list of what is inside",
           "-- <BUILD-HYGIENE> sbom: a list of what is inside",
           "<!-- <BUILD-HYGIENE> sbom: a list of what is inside -->",
           "RUN make sbom  # <BUILD-HYGIENE> sbom: a list of what is inside",
           "  \"comment\": \"<BUILD-HYGIENE> sbom: a list of what is inside\",",
           "{\"comment\": \"<BUILD-HYGIENE> sbom: a list of what is inside\"",
           "#<BUILD-HYGIENE> sbom:   a list of what is inside \r",
       }) {
    const auto found = parse_tag_line(line);
    ASSERT_TRUE(found) << line;
    EXPECT_EQ(found->tag, "BUILD-HYGIENE") << line;
    EXPECT_EQ(found->control, "sbom") << line;
    EXPECT_EQ(found->why, "a list of what is inside") << line;
  }
}

TEST(TagLine, ProseAboutTagsIsNone) {
  for (const char* line : {
           "",
           "| `<BUILD-HYGIENE>` | Pinning dependency versions |",
           "Each line reads `<BUILD-HYGIENE> sbom: why`.",
           "# see <BUILD-HYGIENE> sbom: why",
           "# <BUILD-HYGIENE> is one of four tags",
           "# <BUILD-HYGIENE> sbom",
           "# <BUILD-HYGIENE> sbom:",
           "# <BUILD-HYGIENE> sbom: ",
           "# <BUILD-HYGIENE> SBOM: why",
           "# <BUILD-HYGIENE>  sbom: why",
           "# <BUILD-HYGIENE> two words: why",
           "# <build-hygiene> sbom: why",
           "# BUILD-HYGIENE sbom: why",
           "grep -rn \"<BUILD-HYGIENE> sbom: why\" .",
           "https://<BUILD-HYGIENE> sbom: why",
           "# <BUILD-HYGIENE-> sbom: why",
           "# <BUILD-HYGIENE> -sbom: why",
       }) {
    EXPECT_FALSE(parse_tag_line(line)) << line;
  }
}

TEST(TagLine, AnUnknownTagIsReadToo) {
  const auto found = parse_tag_line("# <KERNEL-CAPABILITES> non-root-user: why");
  ASSERT_TRUE(found);
  EXPECT_TRUE(looks_like_a_tag(found->tag));
}

TEST(TagLine, AUsageLineIsNoMisspeltTag) {
  EXPECT_FALSE(looks_like_a_tag("NAME"));
  EXPECT_FALSE(looks_like_a_tag("FILE"));
  EXPECT_TRUE(looks_like_a_tag("BUILDHYGIENE"));
}

}  // namespace
}  // namespace taut
