// The routes that answer with pages.
#include "base/text.h"
#include "todo/web/app.h"
#include "todo/web/app_call.h"

namespace todo::web {
namespace {

constexpr int items_on_a_page = 50;

std::optional<std::int64_t> cursor_in(const Form& form) {
  const auto number = taut::parse_decimal(form.value("before").value_or(""));
  return number ? std::optional<std::int64_t>(*number) : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> App::Call::before() const {
  return cursor_in(form);
}

http::Response see_other(std::string location) {
  http::Response response;
  response.status = 303;
  response.content_type = "";
  response.fields.push_back({"Location", std::move(location)});
  return response;
}

http::Response App::with_token(const http::Request& request, const PageTemplate& page, int status) {
  auto visitor = shared_.csrf.visitor(request);
  http::Response response;
  response.status = status;
  response.body = page.with_token(visitor.token);
  if (visitor.set_cookie) response.fields.push_back({"Set-Cookie", std::move(*visitor.set_cookie)});
  return response;
}

http::Response App::list_page(const http::Request& request, ListView view, int status) {
  auto page = reader_.list(view.filter, view.before, items_on_a_page);
  if (!page) return store_error(request, page.error());
  const auto counts = reader_.counts();
  if (!counts) return store_error(request, counts.error());
  view.page = std::move(*page);
  view.counts = *counts;
  return with_token(request, render_list(view), status);
}

std::optional<http::Response> App::show_list(Call& call) {
  const auto query = Form::parse(call.request.head.query);
  if (!query) return error(call.request, 400, "The address is malformed.");
  ListView view;
  view.filter = Call::filter_named(query->value("show").value_or(""));
  view.before = cursor_in(*query);
  if (view.before) return list_page(call.request, std::move(view), 200);

  CachedPage& cached = first_pages_[static_cast<std::size_t>(view.filter)];
  if (const auto fresh = refresh(cached, view.filter); !fresh)
    return store_error(call.request, fresh.error());
  return with_token(call.request, cached.page, 200);
}

/// Our own commits show at once; those of other programs after a tenth of a second at the latest. Asking the
/// database for every request would make the threads wait for each other's locks, which costs half the speed.
tl::expected<void, StoreError> App::refresh(CachedPage& cached, Filter filter) {
  constexpr std::chrono::milliseconds trusted{100};
  const auto now = std::chrono::steady_clock::now();
  const auto commits = shared_.writer.commits();
  if (cached.version >= 0 && cached.commits == commits && now - cached.checked < trusted) return {};
  // The marks are read before the page: a commit in between makes the page newer than they say, never older.
  const auto version = reader_.version();
  if (!version) return tl::unexpected(version.error());
  if (cached.version != *version) {
    auto page = first_page(filter);
    if (!page) return tl::unexpected(std::move(page.error()));
    cached.page = std::move(*page);
  }
  cached.version = *version;
  cached.commits = commits;
  cached.checked = now;
  return {};
}

tl::expected<PageTemplate, StoreError> App::first_page(Filter filter) {
  ListView view;
  view.filter = filter;
  auto page = reader_.list(filter, std::nullopt, items_on_a_page);
  if (!page) return tl::unexpected(std::move(page.error()));
  const auto counts = reader_.counts();
  if (!counts) return tl::unexpected(counts.error());
  view.page = std::move(*page);
  view.counts = *counts;
  return render_list(view);
}

std::optional<http::Response> App::add(Call& call) {
  const std::string typed(call.form.value("title").value_or(""));
  auto title = accept_title(typed);
  if (!title) {
    ListView view;
    view.filter = call.filter();
    view.typed = taut::printable_utf8(typed);
    view.problem = title.error();
    return list_page(call.request, std::move(view), 422);
  }
  // A new item is not done: a list that shows only done ones would hide it.
  const Filter shown = call.filter() == Filter::done ? Filter::all : call.filter();
  return submit(call, AddItem{std::move(*title)},
                [shown](const ChangeOutcome&) { return see_other(list_address(shown, std::nullopt)); });
}

std::optional<http::Response> App::show_edit(Call& call) {
  const auto item = reader_.find(call.id);
  if (!item) return store_error(call.request, item.error());
  if (!*item) return error(call.request, 404, "This item is gone; somebody may have deleted it.");
  const auto query = Form::parse(call.request.head.query);
  const Filter filter = Call::filter_named(query ? query->value("show").value_or("") : "");
  return with_token(call.request, render_edit({**item, filter, (*item)->title, ""}), 200);
}

std::optional<http::Response> App::edit(Call& call) {
  const std::string typed(call.form.value("title").value_or(""));
  auto title = accept_title(typed);
  if (!title) {
    Item item;
    item.id = call.id;
    return with_token(call.request,
                      render_edit({item, call.filter(), taut::printable_utf8(typed), title.error()}), 422);
  }
  return submit(
      call, UpdateItem{call.id, std::move(*title), std::nullopt},
      [this, filter = call.filter(), &request = call.request](const ChangeOutcome& outcome) {
        if (!outcome.item) return error(request, 404, "This item is gone; somebody may have deleted it.");
        return see_other(list_address(filter, std::nullopt) + "#todo-" + std::to_string(outcome.item->id));
      });
}

std::optional<http::Response> App::set_done(Call& call) {
  const auto done = call.form.value("done").value_or("");
  if (done != "0" && done != "1") return error(call.request, 400, "This is not a form that we can read.");
  return submit(
      call, UpdateItem{call.id, std::nullopt, done == "1"},
      [this, filter = call.filter(), before = call.before(),
       &request = call.request](const ChangeOutcome& outcome) {
        if (!outcome.item) return error(request, 404, "This item is gone; somebody may have deleted it.");
        return see_other(list_address(filter, before) + "#todo-" + std::to_string(outcome.item->id));
      });
}

std::optional<http::Response> App::remove(Call& call) {
  // Deleting what is gone already is what was wanted: no error.
  return submit(call, DeleteItem{call.id},
                [filter = call.filter(), before = call.before()](const ChangeOutcome&) {
                  return see_other(list_address(filter, before));
                });
}

std::optional<http::Response> App::clear_done(Call& call) {
  return submit(call, ClearDone{}, [filter = call.filter()](const ChangeOutcome&) {
    return see_other(list_address(filter == Filter::done ? Filter::all : filter, std::nullopt));
  });
}

}  // namespace todo::web
