#include "todo/web/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace todo::web {
namespace {

using testing::HasSubstr;
using testing::Not;

ListView view_of(std::vector<Item> items) {
  ListView view;
  for (const auto& item : items) (item.done ? view.counts.done : view.counts.active) += 1;
  view.page.items = std::move(items);
  return view;
}

TEST(ListPage, EscapesTitlesEverywhere) {
  const std::string page = render_list(view_of({{7, "<script>\"'&", false, 0, 0}})).html;
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, HasSubstr("<span class=\"title\">&lt;script&gt;&quot;&#39;&amp;</span>"));
  EXPECT_THAT(page, HasSubstr("aria-label=\"Delete: &lt;script&gt;"));
}

TEST(ListPage, HasATokenInEveryForm) {
  const auto page = render_list(view_of({{7, "milk", true, 0, 0}}));
  EXPECT_EQ(page.token_places.size(), 2U);
  const std::string html = page.with_token("TOKEN");
  std::size_t forms = 0;
  for (auto at = html.find("<form"); at != std::string::npos; at = html.find("<form", at + 1)) {
    EXPECT_LT(html.find("name=\"csrf_token\" value=\"TOKEN\"", at), html.find("</form>", at));
    ++forms;
  }
  EXPECT_EQ(forms, 2U);
}

TEST(ListPage, KeepsWhatWasTypedBesideTheProblem) {
  ListView view;
  view.typed = "a \"b\"";
  view.problem = "Too long.";
  const std::string page = render_list(view).html;
  EXPECT_THAT(
      page, HasSubstr("value=\"a &quot;b&quot;\" aria-invalid=\"true\" aria-describedby=\"title-problem\""));
  EXPECT_THAT(page, HasSubstr("id=\"title-problem\" role=\"alert\">Too long."));
}

TEST(ListPage, OffersClearingOnlyWhenSomethingIsDone) {
  EXPECT_THAT(render_list(view_of({{1, "a", false, 0, 0}})).html, Not(HasSubstr("clear-completed")));
  EXPECT_THAT(render_list(view_of({{1, "a", true, 0, 0}})).html, HasSubstr("clear-completed"));
}

TEST(ListPage, LinksToOlderItems) {
  auto view = view_of({{9, "a", false, 0, 0}});
  view.filter = Filter::active;
  view.page.next_cursor = 9;
  EXPECT_THAT(render_list(view).html, HasSubstr("href=\"/?show=active&amp;before=9\">Older"));
}

TEST(EditPage, ShowsTheTitleAndKeepsTheFilter) {
  const std::string page = render_edit({{3, "milk", false, 0, 0}, Filter::done, "milk", ""}).html;
  EXPECT_THAT(page, HasSubstr("action=\"/todos/3/edit\""));
  EXPECT_THAT(page, HasSubstr("name=\"show\" value=\"done\""));
}

TEST(ErrorPage, EscapesWhatItIsGiven) {
  EXPECT_THAT(render_error({404, "Not Found", "<x>", "id", ""}), HasSubstr("&lt;x&gt;"));
}

}  // namespace
}  // namespace todo::web
