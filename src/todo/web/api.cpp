#include "todo/web/api.h"

#include <boost/json/parse.hpp>

#include "base/clock.h"
#include "base/text.h"
#include "todo/web/form.h"

namespace todo::web {
namespace {

namespace json = boost::json;

tl::unexpected<ApiProblem> refused(int status, std::string detail, std::string pointer = "") {
  return tl::unexpected<ApiProblem>({status, std::move(detail), std::move(pointer)});
}

/// The body as an object whose members are all of `known`.
ApiResult<json::object> read_object(std::string_view body, std::initializer_list<std::string_view> known) {
  boost::system::error_code problem;
  json::parse_options options;
  options.max_depth = 8;
  const json::value value = json::parse({body.data(), body.size()}, problem, {}, options);
  if (problem) return refused(400, "The body is not valid JSON: " + problem.message() + ".");
  if (!value.is_object()) return refused(422, "The body must be a JSON object.");
  for (const auto& member : value.get_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    bool is_known = false;
    for (const auto candidate : known) is_known = is_known || candidate == name;
    if (!is_known) return refused(422, "There is no such member.", "/" + std::string(name.substr(0, 64)));
  }
  return value.get_object();
}

ApiResult<std::string> read_title(const json::value& value) {
  if (!value.is_string()) return refused(422, "The title must be a string.", "/title");
  const auto& typed = value.get_string();
  auto title = accept_title({typed.data(), typed.size()});
  if (!title) return refused(422, title.error(), "/title");
  return std::move(*title);
}

}  // namespace

std::optional<ApiProblem> inspect_api_request(const http::Request& request, bool is_cross_site) {
  if (is_cross_site) return ApiProblem{403, "Requests caused by other sites are refused.", ""};
  if (request.head.method != http::Method::post && request.head.method != http::Method::patch)
    return std::nullopt;
  const auto declared = request.head.field("content-type").value_or("");
  const auto type = taut::to_ascii_lower(taut::trim(declared.substr(0, declared.find(';'))));
  const bool is_merge_patch =
      request.head.method == http::Method::patch && type == "application/merge-patch+json";
  if (type != "application/json" && !is_merge_patch)
    return ApiProblem{415, "The body must be application/json.", ""};
  return std::nullopt;
}

ApiResult<AddItem> read_new_item(std::string_view body) {
  const auto object = read_object(body, {"title"});
  if (!object) return tl::unexpected<ApiProblem>(object.error());
  const auto* title = object->if_contains("title");
  if (!title) return refused(422, "A title is needed.", "/title");
  auto accepted = read_title(*title);
  if (!accepted) return tl::unexpected<ApiProblem>(accepted.error());
  return AddItem{std::move(*accepted)};
}

ApiResult<UpdateItem> read_item_change(std::int64_t id, std::string_view body) {
  const auto object = read_object(body, {"title", "done"});
  if (!object) return tl::unexpected<ApiProblem>(object.error());
  UpdateItem change{id, std::nullopt, std::nullopt};
  if (const auto* title = object->if_contains("title")) {
    auto accepted = read_title(*title);
    if (!accepted) return tl::unexpected<ApiProblem>(accepted.error());
    change.title = std::move(*accepted);
  }
  if (const auto* done = object->if_contains("done")) {
    if (!done->is_bool()) return refused(422, "done must be true or false.", "/done");
    change.done = done->get_bool();
  }
  if (!change.title && !change.done) return refused(422, "Give a title, done, or both.");
  return change;
}

ApiResult<ListQuery> read_list_query(std::string_view query) {
  const auto form = Form::parse(query);
  if (!form) return refused(400, "The query is malformed.");
  ListQuery list;
  if (const auto text = form->value("limit")) {
    const auto limit = taut::parse_decimal(*text);
    if (!limit || *limit < 1 || *limit > largest_page_size)
      return refused(400, "limit must be a number from 1 to 100.");
    list.limit = static_cast<int>(*limit);
  }
  if (const auto text = form->value("cursor")) {
    const auto cursor = taut::parse_decimal(*text);
    if (!cursor) return refused(400, "cursor must be taken from the address in next.");
    list.before = *cursor;
  }
  return list;
}

std::string item_json(const Item& item) {
  std::string text = "{\"id\":" + std::to_string(item.id) + ",\"title\":" + taut::json_quote(item.title);
  text.append(",\"done\":").append(item.done ? "true" : "false");
  text.append(",\"created_at\":\"").append(taut::format_rfc3339(item.created_at));
  text.append("\",\"updated_at\":\"").append(taut::format_rfc3339(item.updated_at)).append("\"}");
  return text;
}

std::string page_json(const ItemPage& page, int limit) {
  std::string text = "{\"items\":[";
  for (const auto& item : page.items) {
    if (text.back() != '[') text += ',';
    text += item_json(item);
  }
  text += "],\"next\":";
  if (!page.next_cursor) return text + "null}";
  return text + "\"/api/todos?limit=" + std::to_string(limit) +
         "&cursor=" + std::to_string(*page.next_cursor) + "\"}";
}

http::Response problem_response(const ApiProblem& problem, const std::string& id) {
  http::Response response;
  response.status = problem.status;
  response.content_type = "application/problem+json";
  response.body =
      "{\"type\":\"about:blank\",\"title\":" + taut::json_quote(http::reason_phrase(problem.status)) +
      ",\"status\":" + std::to_string(problem.status) + ",\"detail\":" + taut::json_quote(problem.detail);
  if (!problem.pointer.empty()) {
    response.body += ",\"errors\":[{\"detail\":" + taut::json_quote(problem.detail) +
                     ",\"pointer\":" + taut::json_quote("#" + problem.pointer) + "}]";
  }
  response.body += ",\"request_id\":" + taut::json_quote(id) + "}";
  return response;
}

}  // namespace todo::web
