#include "lab/page.h"

#include <gtest/gtest.h>

#include <regex>

#include "controls/control.h"
#include "drills/catalogue.h"
#include "lab/assets.h"
#include "lab/buttons.h"

namespace lab {
namespace {

PageView some_view(const std::vector<Snippet>& snippets) {
  PageView view;
  view.snippets = snippets;
  view.standing = Standing{{{"no-ping", State::in_force, "net.ipv4.ping_group_range = 1 0"},
                            {"cpu-limit", State::not_in_force, "cpu: max"}},
                           {{"NoNewPrivs", "1", "1"}}};
  return view;
}

class Page : public testing::Test {
 protected:
  const std::vector<Snippet> snippets = snippets_of(assets::sources());
  PageView view = some_view(snippets);
  std::string html() const { return render_security(view).with_token("TOKEN"); }
  static bool holds(const std::string& page, std::string_view text) {
    return page.find(text) != std::string::npos;
  }
};

TEST_F(Page, ShowsEveryControlAndEveryDrill) {
  const std::string page = html();
  for (const auto& control : taut::control_table())
    EXPECT_TRUE(holds(page, "id=\"control-" + std::string(control.id) + "\"")) << control.id;
  for (const Snippet& snippet : snippets)
    EXPECT_TRUE(holds(page, "id=\"control-" + std::string(snippet.control) + "\"")) << snippet.control;
  for (const auto* drill : taut::drills::catalogue()) {
    EXPECT_TRUE(holds(page, "id=\"drill-" + std::string(drill->id) + "\"")) << drill->id;
    EXPECT_EQ(holds(page, "value=\"" + std::string(drill->id) + "\""), why_no_button(*drill).empty())
        << drill->id;
  }
}

TEST_F(Page, HasATokenInEachFormAndNoInlineCode) {
  EXPECT_EQ(render_security(view).token_places.size(), 5U);
  EXPECT_FALSE(std::regex_search(html(), std::regex("<style|\\son[a-z]+=\"|\\sstyle=\"|<script>")));
}

TEST_F(Page, SaysHowEachControlStands) {
  const std::string page = html();
  EXPECT_TRUE(holds(page, "<strong>In force</strong> <span>net.ipv4.ping_group_range = 1 0</span>"));
  EXPECT_TRUE(holds(page, "<strong>Not in force</strong> <span>cpu: max</span>"));
  EXPECT_TRUE(holds(page, "<strong>Cannot be seen from inside</strong>"));
  EXPECT_TRUE(holds(page, "<strong>Decided when the image was built</strong>"));
}

TEST_F(Page, EscapesWhatAnAttemptSaw) {
  view.endings[0] = {{taut::Outcome::succeeded, 0, "open(2)", "<script>alert(1)</script>"}, 0};
  const std::string page = html();
  EXPECT_FALSE(holds(page, "<script>alert"));
  EXPECT_TRUE(holds(page, "&lt;script&gt;alert(1)"));
  EXPECT_TRUE(holds(page, "1 tried since the start, 1 got through"));
}

TEST_F(Page, ARefusedPreparationIsSaidToProveNothing) {
  view.endings[0] = {{taut::Outcome::stopped, 13, "open(2)", "", taut::Layer::unknown, true}, 0};
  EXPECT_TRUE(holds(html(),
                    "Stopped (set-up)</strong> <span>its own preparation was refused, so it proves "
                    "nothing of its goal"));
}

TEST_F(Page, SaysSoWhenNothingCanBeTried) {
  view.standing = std::nullopt;
  EXPECT_TRUE(holds(html(), "The process that makes attempts does not answer"));
}

}  // namespace
}  // namespace lab
