#include "todo/web/pages.h"

#include "todo/web/frame.h"

namespace todo::web {
namespace {

constexpr Filter filters[] = {Filter::all, Filter::active, Filter::done};

Markup title_of(Filter filter) {
  switch (filter) {
    case Filter::active:
      return "Active";
    case Filter::done:
      return "Done";
    case Filter::all:
      break;
  }
  return "All";
}

void headline(Html& html, std::int64_t active) {
  if (active == 0) {
    html << "<h1>Nothing to do</h1>\n";
  } else {
    html << "<h1>" << active << (active == 1 ? Markup(" thing") : Markup(" things")) << " to do</h1>\n";
  }
}

/// The message beside the field; the field points at it with aria-describedby.
void problem_note(Html& html, std::string_view problem) {
  if (!problem.empty())
    html << "<p class=\"problem\" id=\"title-problem\" role=\"alert\">" << Text{problem} << "</p>\n";
}

/// maxlength counts UTF-16 units, of which a title's 200 characters may need 400; the server counts
/// characters.
void title_field(Html& html, std::string_view value, std::string_view problem, bool focused) {
  html << "<input class=\"field\" id=\"title\" name=\"title\" type=\"text\" maxlength=\"400\" "
          "autocomplete=\"off\" "
          "enterkeyhint=\"done\" value=\""
       << Text{value} << "\"";
  if (!problem.empty()) html << " aria-invalid=\"true\" aria-describedby=\"title-problem\"";
  if (focused) html << " autofocus";
  html << ">\n";
}

void add_form(Draft& draft, const ListView& view) {
  Html& html = draft.html;
  html << "<form class=\"add\" method=\"post\" action=\"/todos\">\n";
  draft.token_field();
  draft.hidden("show", name_of(view.filter));
  html << "<label for=\"title\">What needs doing?</label>\n<div class=\"row\">\n";
  title_field(html, view.typed, view.problem, !view.problem.empty());
  html << "<button class=\"primary\" type=\"submit\">Add</button>\n</div>\n";
  problem_note(html, view.problem);
  html << "</form>\n";
}

void filter_links(Html& html, const ListView& view) {
  html << "<nav class=\"filters\" aria-label=\"Show\"><ul>\n";
  for (const Filter filter : filters) {
    const std::int64_t count = filter == Filter::all      ? view.counts.active + view.counts.done
                               : filter == Filter::active ? view.counts.active
                                                          : view.counts.done;
    html << "<li><a href=\"" << Text{list_address(filter, std::nullopt)} << "\"";
    if (filter == view.filter) html << " aria-current=\"page\"";
    html << ">" << title_of(filter) << " <span class=\"count\">" << count << "</span></a></li>\n";
  }
  html << "</ul></nav>\n";
}

void item_row(Html& html, const Item& item, Filter filter) {
  html << "<li class=\"item" << (item.done ? Markup(" done") : Markup("")) << "\" id=\"todo-" << item.id
       << "\">\n"
       << "<button class=\"check\" type=\"submit\" name=\"done\" value=\""
       << (item.done ? Markup("0") : Markup("1")) << "\" formaction=\"/todos/" << item.id
       << "/done\" aria-label=\"" << (item.done ? Markup("Not done yet: ") : Markup("Done: "))
       << Text{item.title} << "\"><span class=\"box\" aria-hidden=\"true\"></span></button>\n"
       << "<span class=\"title\">" << Text{item.title};
  if (item.done) html << "<span class=\"hidden\"> (done)</span>";
  html << "</span>\n<span class=\"actions\"><a href=\"/todos/" << item.id
       << "/edit?show=" << Text{name_of(filter)} << "\" aria-label=\"Edit: " << Text{item.title}
       << "\">Edit</a>\n"
       << "<button class=\"plain\" type=\"submit\" formaction=\"/todos/" << item.id
       << "/delete\" aria-label=\"Delete: " << Text{item.title} << "\">Delete</button></span>\n</li>\n";
}

void empty_note(Html& html, const ListView& view) {
  html << "<p class=\"empty\">";
  if (view.before)
    html << "Nothing further back.";
  else if (view.filter == Filter::done)
    html << "Nothing is done yet.";
  else if (view.filter == Filter::active && view.counts.done > 0)
    html << "All done. Enjoy the quiet.";
  else
    html << "Nothing to do yet. Write the first thing above.";
  html << "</p>\n";
}

/// One form around the list: each button says by formaction what it does, so that one token serves them all.
void item_list(Draft& draft, const ListView& view) {
  Html& html = draft.html;
  html << "<form method=\"post\" action=\"/\">\n";
  draft.token_field();
  draft.hidden("show", name_of(view.filter));
  if (view.before) draft.hidden("before", std::to_string(*view.before));
  if (!view.page.items.empty()) {
    html << "<ul class=\"items\">\n";
    for (const Item& item : view.page.items) item_row(html, item, view.filter);
    html << "</ul>\n";
  }
  if (view.counts.done > 0) {
    html << "<p class=\"sweep\"><button class=\"plain\" type=\"submit\" "
            "formaction=\"/todos/clear-completed\">Clear completed ("
         << view.counts.done << ")</button></p>\n";
  }
  html << "</form>\n";
}

void page_links(Html& html, const ListView& view) {
  if (!view.before && !view.page.next_cursor) return;
  html << "<nav class=\"pages\" aria-label=\"Pages\">";
  if (view.before) html << "<a href=\"" << Text{list_address(view.filter, std::nullopt)} << "\">Newest</a> ";
  if (view.page.next_cursor)
    html << "<a href=\"" << Text{list_address(view.filter, view.page.next_cursor)} << "\">Older</a>";
  html << "</nav>\n";
}

}  // namespace

std::string PageTemplate::with_token(std::string_view token) const {
  std::string page;
  page.reserve(html.size() + token.size() * token_places.size());
  std::size_t from = 0;
  for (const std::size_t place : token_places) {
    page.append(html, from, place - from).append(token);
    from = place;
  }
  return page.append(html, from);
}

std::string list_address(Filter filter, std::optional<std::int64_t> before) {
  if (filter == Filter::all && !before) return "/";
  std::string address = "/?show=" + std::string(name_of(filter));
  if (before) address += "&before=" + std::to_string(*before);
  return address;
}

PageTemplate render_list(const ListView& view) {
  Draft draft;
  Html& html = draft.html;
  const std::string left = std::to_string(view.counts.active) + " to do";
  open_page(html, (view.problem.empty() ? "" : "Not added – ") + left + " – Todo");
  headline(html, view.counts.active);
  add_form(draft, view);
  filter_links(html, view);
  html << "<section aria-label=\"List\">\n";
  if (view.page.items.empty()) empty_note(html, view);
  if (!view.page.items.empty() || view.counts.done > 0) item_list(draft, view);
  page_links(html, view);
  html << "</section>\n";
  close_page(html);
  return draft.finish();
}

PageTemplate render_edit(const EditView& view) {
  Draft draft;
  Html& html = draft.html;
  open_page(html, view.problem.empty() ? "Edit – Todo" : "Not saved – Edit – Todo");
  html << "<h1>Edit</h1>\n<form class=\"add\" method=\"post\" action=\"/todos/" << view.item.id
       << "/edit\">\n";
  draft.token_field();
  draft.hidden("show", name_of(view.filter));
  html << "<label for=\"title\">What needs doing?</label>\n<div class=\"row\">\n";
  title_field(html, view.typed, view.problem, true);
  html << "<button class=\"primary\" type=\"submit\">Save</button>\n</div>\n";
  problem_note(html, view.problem);
  html << "<p><a href=\"" << Text{list_address(view.filter, std::nullopt)}
       << "\">Back without saving</a></p>\n</form>\n";
  close_page(html);
  return draft.finish();
}

std::string render_error(const ErrorView& view) {
  Html html;
  open_page(html, std::string(view.title) + " – Todo");
  html << "<h1>" << Text{view.title} << "</h1>\n<p>" << Text{view.explanation} << "</p>\n";
  if (!view.detail.empty()) html << "<pre>" << Text{view.detail} << "</pre>\n";
  html << "<p><a href=\"/\">Back to the list</a></p>\n<p class=\"fine\">Request <code>"
       << Text{view.request_id} << "</code></p>\n";
  close_page(html);
  return html.take();
}

}  // namespace todo::web
