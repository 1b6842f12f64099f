// What every page begins and ends with, and a page under way. For the files that write pages.
#pragma once

#include <string_view>
#include <vector>

#include "todo/web/html.h"
#include "todo/web/pages.h"

namespace todo::web {

/// The markup that is written so far, and the places of the tokens in it.
struct Draft {
  Html html;
  std::vector<std::size_t> token_places;

  void token_field() {
    html << "<input type=\"hidden\" name=\"csrf_token\" value=\"";
    token_places.push_back(html.size());
    html << "\">";
  }
  void hidden(Markup name, std::string_view value) {
    html << "<input type=\"hidden\" name=\"" << name << "\" value=\"" << Text{value} << "\">";
  }
  PageTemplate finish() { return {html.take(), std::move(token_places)}; }
};

/// Up to the opening of <main>. `further` goes into the head.
void open_page(Html& html, std::string_view title, Markup further = "");
/// The rest; `note` is the last sentence of the footer.
void close_page(Html& html, Markup note = "No accounts, no tracking, no JavaScript.");

}  // namespace todo::web
