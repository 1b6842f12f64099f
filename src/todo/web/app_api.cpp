// The routes of the JSON API, and those for operators and browsers' small needs.
#include "todo/ops/log.h"
#include "todo/web/api.h"
#include "todo/web/app.h"
#include "todo/web/app_call.h"
#include "todo/web/assets.h"

namespace todo::web {
namespace {

http::Response json_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

http::Response plain_response(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

constexpr std::string_view no_such_item = "There is no item with this id.";

}  // namespace

std::optional<http::Response> App::api_list(Call& call) {
  const auto query = read_list_query(call.request.head.query);
  if (!query) return problem_response(query.error(), call.request.id);
  const auto page = reader_.list(Filter::all, query->before, query->limit);
  if (!page) return store_error(call.request, page.error());
  return json_response(200, page_json(*page, query->limit));
}

std::optional<http::Response> App::api_create(Call& call) {
  auto item = read_new_item(call.request.body);
  if (!item) return problem_response(item.error(), call.request.id);
  return submit(call, std::move(*item), [](const ChangeOutcome& outcome) {
    auto response = json_response(201, item_json(*outcome.item));
    response.fields.push_back({"Location", "/api/todos/" + std::to_string(outcome.item->id)});
    return response;
  });
}

std::optional<http::Response> App::api_read(Call& call) {
  const auto item = reader_.find(call.id);
  if (!item) return store_error(call.request, item.error());
  if (!*item) return error(call.request, 404, no_such_item);
  return json_response(200, item_json(**item));
}

std::optional<http::Response> App::api_update(Call& call) {
  auto change = read_item_change(call.id, call.request.body);
  if (!change) return problem_response(change.error(), call.request.id);
  return submit(call, std::move(*change), [this, &request = call.request](const ChangeOutcome& outcome) {
    return outcome.item ? json_response(200, item_json(*outcome.item)) : error(request, 404, no_such_item);
  });
}

std::optional<http::Response> App::api_delete(Call& call) {
  return submit(call, DeleteItem{call.id}, [this, &request = call.request](const ChangeOutcome& outcome) {
    if (!outcome.item) return error(request, 404, no_such_item);
    http::Response response;
    response.status = 204;
    return response;
  });
}

std::optional<http::Response> App::asset(Call& call) {
  struct Row {
    std::string_view path;
    std::string_view type;
    std::string_view content;
  };
  static const Row rows[] = {
      {"/style.css", "text/css; charset=utf-8", assets::style_css()},
      {"/favicon.svg", "image/svg+xml", assets::favicon_svg()},
      {"/favicon.ico", "image/svg+xml", assets::favicon_svg()},
      {"/api/openapi.json", "application/json", assets::openapi_json()},
      {"/robots.txt", "text/plain; charset=utf-8", "User-agent: *\nDisallow: /\n"},
  };
  for (const auto& row : rows) {
    if (row.path != call.request.head.path) continue;
    http::Response response;
    response.content_type = row.type;
    response.body = row.content;
    response.fields.push_back({"Cache-Control", "private, max-age=300"});
    return response;
  }
  return error(call.request, 404, "There is no such page.");
}

std::optional<http::Response> App::health(Call&) {
  return plain_response(200, "ok\n");
}

std::optional<http::Response> App::ready(Call& call) {
  if (const auto sound = reader_.verify(); !sound) {
    log_event(LogLevel::error, "not_ready",
              {{"request_id", call.request.id}, {"detail", sound.error().detail}});
    return plain_response(503, "not ready\n");
  }
  return plain_response(200, "ready\n");
}

std::optional<http::Response> App::metrics(Call&) {
  auto response = plain_response(200, shared_.metrics.render(shared_.statm_fd));
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

}  // namespace todo::web
