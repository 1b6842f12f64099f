// What a route's function gets to see of one request. For app*.cpp only.
#pragma once

#include "todo/web/app.h"
#include "todo/web/form.h"

namespace todo::web {

struct App::Call {
  const http::Request& request;
  std::int64_t id = 0;  // the {id} of the pattern
  Later later;
  Form form{};  // the fields of a form submission, token checked

  /// The list that the form was sent from.
  Filter filter() const { return filter_named(form.value("show").value_or("")); }
  static Filter filter_named(std::string_view name) {
    if (name == "active") return Filter::active;
    return name == "done" ? Filter::done : Filter::all;
  }
  std::optional<std::int64_t> before() const;
};

/// 303 to an address of ours, so that a reload does not send the form again.
http::Response see_other(std::string location);

}  // namespace todo::web
