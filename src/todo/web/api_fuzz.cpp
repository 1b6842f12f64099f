// Any JSON body and any query: what is taken keeps the rules of the list, and the answer that shows it again
// is JSON.
#include <boost/json/parse.hpp>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "todo/web/api.h"

namespace {

namespace web = todo::web;

void check_title(const std::string& title) {
  const auto again = todo::accept_title(title);
  if (!again || *again != title) std::abort();  // what is stored is what would be accepted
}

void check_json(std::string_view text) {
  boost::system::error_code problem;
  boost::json::parse({text.data(), text.size()}, problem);
  if (problem) std::abort();
}

void check_problem(const web::ApiProblem& problem) {
  if (problem.status < 400 || problem.status > 499) std::abort();
  check_json(web::problem_response(problem, "id").body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto item = web::read_new_item(bytes)) {
    check_title(item->title);
    check_json(web::item_json({1, item->title, false, 0, 0}));
  } else {
    check_problem(item.error());
  }
  if (const auto change = web::read_item_change(1, bytes)) {
    if (change->title) check_title(*change->title);
    if (!change->title && !change->done) std::abort();
  } else {
    check_problem(change.error());
  }
  if (const auto query = web::read_list_query(bytes)) {
    if (query->limit < 1 || query->limit > web::largest_page_size) std::abort();
  } else {
    check_problem(query.error());
  }
  return 0;
}
