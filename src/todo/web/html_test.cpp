#include "todo/web/html.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace todo::web {
namespace {

template <class T>
concept CanBeWritten = requires(Html html, T text) { html << text; };

// The promise of the header, kept by the compiler: a run-time string is neither markup nor text by itself.
static_assert(!CanBeWritten<std::string>);
static_assert(!CanBeWritten<std::string_view>);
static_assert(!CanBeWritten<const char*>);

TEST(Html, TextIsEscapedForElementsAndQuotedAttributes) {
  Html html;
  html << "<b title=\"" << Text{"\"'<>&x"} << "\">";
  EXPECT_EQ(html.take(), "<b title=\"&quot;&#39;&lt;&gt;&amp;x\">");
}

}  // namespace
}  // namespace todo::web
