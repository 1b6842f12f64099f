#include "todo/web/app.h"

#include "base/text.h"
#include "todo/ops/log.h"
#include "todo/web/api.h"
#include "todo/web/app_call.h"
#include "todo/web/headers.h"

namespace todo::web {
namespace {

using http::Method;

/// The id in `path` where `pattern` has {id}; 0 when there is none in the pattern; nothing when they do not
/// match.
std::optional<std::int64_t> match(std::string_view pattern, std::string_view path) {
  const auto hole = pattern.find("{id}");
  if (hole == std::string_view::npos) return pattern == path ? std::optional<std::int64_t>(0) : std::nullopt;
  const auto tail = pattern.substr(hole + 4);
  if (!path.starts_with(pattern.substr(0, hole)) || !path.ends_with(tail)) return std::nullopt;
  if (path.size() < hole + tail.size()) return std::nullopt;
  const auto digits = path.substr(hole, path.size() - hole - tail.size());
  if (digits.starts_with('0')) return std::nullopt;  // one address for one thing
  return taut::parse_decimal(digits);
}

bool is_api(std::string_view path) {
  return path == "/api" || path.starts_with("/api/");
}

bool is_form(const http::Request& request) {
  const auto type = request.head.field("content-type").value_or("");
  return taut::equals_ignoring_case(taut::trim(type.substr(0, type.find(';'))),
                                    "application/x-www-form-urlencoded");
}

}  // namespace

enum class Kind { page, form, api, plain };

struct App::Route {
  Method method;
  std::string_view pattern;
  Kind kind;
  std::optional<http::Response> (App::*function)(Call&);
};

const App::Route* App::find_route(const http::RequestHead& head, std::int64_t& id, std::string& allowed) {
  static constexpr Route routes[] = {
      {Method::get, "/", Kind::page, &App::show_list},
      {Method::post, "/todos", Kind::form, &App::add},
      {Method::get, "/todos/{id}/edit", Kind::page, &App::show_edit},
      {Method::post, "/todos/{id}/edit", Kind::form, &App::edit},
      {Method::post, "/todos/{id}/done", Kind::form, &App::set_done},
      {Method::post, "/todos/{id}/delete", Kind::form, &App::remove},
      {Method::post, "/todos/clear-completed", Kind::form, &App::clear_done},
      {Method::get, "/api/todos", Kind::api, &App::api_list},
      {Method::post, "/api/todos", Kind::api, &App::api_create},
      {Method::get, "/api/todos/{id}", Kind::api, &App::api_read},
      {Method::patch, "/api/todos/{id}", Kind::api, &App::api_update},
      {Method::delete_, "/api/todos/{id}", Kind::api, &App::api_delete},
      {Method::get, "/api/openapi.json", Kind::plain, &App::asset},
      {Method::get, "/style.css", Kind::plain, &App::asset},
      {Method::get, "/favicon.svg", Kind::plain, &App::asset},
      {Method::get, "/favicon.ico", Kind::plain, &App::asset},
      {Method::get, "/robots.txt", Kind::plain, &App::asset},
      {Method::get, "/healthz", Kind::plain, &App::health},
      {Method::get, "/readyz", Kind::plain, &App::ready},
      {Method::get, "/metrics", Kind::plain, &App::metrics},
  };
  const Method wanted = head.method == Method::head ? Method::get : head.method;
  for (const Route& route : routes) {
    const auto found = match(route.pattern, head.path);
    if (!found) continue;
    if (route.method == wanted) {
      id = *found;
      return &route;
    }
    allowed += (allowed.empty() ? "" : ", ") + std::string(name_of(route.method));
    if (route.method == Method::get) allowed += ", HEAD";
  }
  return nullptr;
}

App::App(const Shared& shared, Reader reader) : shared_(shared), reader_(std::move(reader)) {}

const AddedRoute* App::find_added(const http::RequestHead& head, std::string& allowed) const {
  if (!shared_.addition) return nullptr;
  const Method wanted = head.method == Method::head ? Method::get : head.method;
  for (const AddedRoute& route : shared_.addition->routes()) {
    if (route.path != head.path) continue;
    if (route.method == wanted) return &route;
    allowed += (allowed.empty() ? "" : ", ") + std::string(name_of(route.method));
    if (route.method == Method::get) allowed += ", HEAD";
  }
  return nullptr;
}

/// The fields of a form that a page of ours has sent; else the answer that refuses it.
std::optional<http::Response> App::read_form(const http::Request& request, Form& form) {
  auto read = is_form(request) ? Form::parse(request.body) : std::nullopt;
  if (!read) return error(request, is_form(request) ? 400 : 415, "This is not a form that we can read.");
  const auto refused = shared_.csrf.refusal(request, read->value("csrf_token").value_or(""));
  if (!refused.empty()) return error(request, 403, refused);
  form = std::move(*read);
  return std::nullopt;
}

std::optional<http::Response> App::answer_added(const AddedRoute& route, const http::Request& request,
                                                Later later) {
  const bool cacheable = route.kind == AddedRoute::Kind::asset;
  const auto complete = [cacheable, secure = request.secure](http::Response& response) {
    add_security_headers(response, secure, cacheable, Scripts::own_files);
  };
  Form form;
  std::optional<http::Response> response;
  if (route.kind == AddedRoute::Kind::form) response = read_form(request, form);
  if (!response) {
    auto visitor = cacheable ? Csrf::Visitor() : shared_.csrf.visitor(request);
    const auto complete_later = [complete, later = std::move(later)](http::Response answer) {
      complete(answer);
      later(std::move(answer));
    };
    response = shared_.addition->answer(
        route, {request, form, complete_later, std::move(visitor.token), std::move(visitor.set_cookie)});
  }
  if (response) complete(*response);
  return response;
}

std::optional<http::Response> App::handle(const http::Request& request, Later later) {
  std::string added_allowed;
  if (const AddedRoute* added = find_added(request.head, added_allowed))
    return answer_added(*added, request, std::move(later));
  Call call{request, 0, [later, secure = request.secure](http::Response response) {
              add_security_headers(response, secure, false);
              later(std::move(response));
            }};
  std::string allowed = std::move(added_allowed);
  const Route* route = find_route(request.head, call.id, allowed);
  const bool cacheable = route && route->function == &App::asset;
  std::optional<http::Response> response;
  if (!route && allowed.empty()) {
    response = error(request, 404, "There is no such page.");
  } else if (!route) {
    response = error(request, 405, "This address does not take that method.");
    response->fields.push_back({"Allow", allowed});
  } else if (route->kind == Kind::api) {
    const auto problem = inspect_api_request(request, shared_.csrf.is_cross_site(request));
    response = problem ? problem_response(*problem, request.id) : (this->*route->function)(call);
  } else if (route->kind == Kind::form) {
    response = read_form(request, call.form);
    if (!response) response = (this->*route->function)(call);
  } else {
    response = (this->*route->function)(call);
  }
  if (response) add_security_headers(*response, request.secure, cacheable);
  return response;
}

http::Response App::error(const http::Request& request, int status, std::string_view explanation,
                          std::string_view detail) {
  const std::string_view shown = shared_.debug ? detail : "";
  if (is_api(request.head.path)) {
    std::string text(explanation);
    if (!shown.empty()) text.append(" ").append(shown);
    return problem_response({status, text, ""}, request.id);
  }
  http::Response response;
  response.status = status;
  response.body = render_error({status, http::reason_phrase(status), explanation, request.id, shown});
  return response;
}

http::Response App::refusal(int status, std::string_view reason, std::string_view path,
                            const std::string& id) {
  http::Request request;
  request.head.path = path;
  request.id = id;
  http::Response response = error(request, status, reason);
  add_security_headers(response, false, false);
  return response;
}

http::Response App::store_error(const http::Request& request, const StoreError& problem) {
  log_event(LogLevel::error, "store_failed", {{"request_id", request.id}, {"detail", problem.detail}});
  switch (problem.problem) {
    case StoreProblem::full:
      return error(request, 507, "There is no room left to keep this. Nothing was changed.", problem.detail);
    case StoreProblem::read_only:
      return error(request, 503, "The list cannot be changed now. Nothing was changed.", problem.detail);
    case StoreProblem::busy:
    case StoreProblem::stopping:
      return error(request, 503, "Please try again in a moment. Nothing was changed.", problem.detail);
    case StoreProblem::broken:
      break;
  }
  return error(request, 500, "Something went wrong on our side. Nothing was changed.", problem.detail);
}

std::optional<http::Response> App::submit(Call& call, Change change,
                                          std::function<http::Response(ChangeOutcome)> answer) {
  // Called on the writer's thread, after the commit. The request outlives it: its coroutine waits for this
  // answer.
  shared_.writer.submit(std::move(change), [this, &request = call.request, later = call.later,
                                            answer = std::move(answer)](ChangeResult result) {
    later(result ? answer(std::move(*result)) : store_error(request, result.error()));
  });
  return std::nullopt;
}

}  // namespace todo::web
