// The JSON API's language: bodies in, items and problems (RFC 9457) out. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "todo/http/message.h"
#include "todo/store/store.h"

namespace todo::web {

inline constexpr int default_page_size = 20;
inline constexpr int largest_page_size = 100;

/// What a body or a query of the API is refused for.
struct ApiProblem {
  int status = 400;
  std::string detail;
  std::string pointer;  // JSON pointer to the member that is wrong, or ""
};
template <class T>
using ApiResult = tl::expected<T, ApiProblem>;

/// Refuses what is not a JSON body from this site or a program: 415 for other media types, 403 for other
/// sites. There is no cookie in the API, so that there is nothing a foreign page could make use of; this
/// closes the door twice.
std::optional<ApiProblem> inspect_api_request(const http::Request& request, bool is_cross_site);

/// {"title": …} and nothing else.
ApiResult<AddItem> read_new_item(std::string_view body);
/// {"title": …, "done": …}, at least one of them and nothing else (RFC 7396 for these two members).
ApiResult<UpdateItem> read_item_change(std::int64_t id, std::string_view body);

struct ListQuery {
  int limit = default_page_size;
  std::optional<std::int64_t> before;
};
/// ?limit=1…100 and ?cursor= as `next` gave it.
ApiResult<ListQuery> read_list_query(std::string_view query);

std::string item_json(const Item& item);
/// {"items": […], "next": relative URL or null}
std::string page_json(const ItemPage& page, int limit);

/// application/problem+json; `id` names the request in the logs.
http::Response problem_response(const ApiProblem& problem, const std::string& id);

}  // namespace todo::web
