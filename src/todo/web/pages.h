// The pages, rendered on the server and complete without JavaScript. Pure: data in, markup out.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "todo/item.h"
#include "todo/store/store.h"

namespace todo::web {

/// Markup with holes where the visitor's form token goes, so that a rendered page can be kept for all
/// visitors.
struct PageTemplate {
  std::string html;
  std::vector<std::size_t> token_places;  // offsets into html, ascending

  std::string with_token(std::string_view token) const;
};

struct ListView {
  Filter filter = Filter::all;
  std::optional<std::int64_t> before;  // the cursor of this page; nothing on the first
  ItemPage page;
  Counts counts;
  std::string typed;    // what is in the add field: "" or what was refused
  std::string problem;  // why it was refused
};

struct EditView {
  Item item;
  Filter filter = Filter::all;
  std::string typed;
  std::string problem;
};

struct ErrorView {
  int status = 500;
  std::string_view title;
  std::string_view explanation;
  std::string_view request_id;
  std::string_view detail;  // DEBUG only
};

PageTemplate render_list(const ListView& view);
PageTemplate render_edit(const EditView& view);
std::string render_error(const ErrorView& view);

/// "/", "/?show=active", "/?show=all&before=7": the address of a list.
std::string list_address(Filter filter, std::optional<std::int64_t> before);

}  // namespace todo::web
