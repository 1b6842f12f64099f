// The application as a handler of requests: a table of routes over pages, API and operations.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "todo/http/message.h"
#include "todo/ops/metrics.h"
#include "todo/store/store.h"
#include "todo/web/addition.h"
#include "todo/web/csrf.h"
#include "todo/web/pages.h"

namespace todo::web {

/// What all threads share. Outlives every App.
struct Shared {
  const Csrf& csrf;
  Writer& writer;
  Metrics& metrics;
  int statm_fd = -1;             // /proc/self/statm
  bool debug = false;            // error detail in answers
  Addition* addition = nullptr;  // further pages, or none
};

/// One for each thread of the server.
class App : public http::Handler {
 public:
  App(const Shared& shared, Reader reader);

  std::optional<http::Response> handle(const http::Request& request, Later later) override;
  http::Response refusal(int status, std::string_view reason, std::string_view path,
                         const std::string& id) override;

 private:
  struct Call;  // one request on its way through a route
  struct Route;
  static const Route* find_route(const http::RequestHead& head, std::int64_t& id, std::string& allowed);

  const AddedRoute* find_added(const http::RequestHead& head, std::string& allowed) const;
  std::optional<http::Response> answer_added(const AddedRoute& route, const http::Request& request,
                                             Later later);
  std::optional<http::Response> read_form(const http::Request& request, Form& form);

  std::optional<http::Response> show_list(Call& call);
  std::optional<http::Response> show_edit(Call& call);
  std::optional<http::Response> add(Call& call);
  std::optional<http::Response> edit(Call& call);
  std::optional<http::Response> set_done(Call& call);
  std::optional<http::Response> remove(Call& call);
  std::optional<http::Response> clear_done(Call& call);
  std::optional<http::Response> api_list(Call& call);
  std::optional<http::Response> api_create(Call& call);
  std::optional<http::Response> api_read(Call& call);
  std::optional<http::Response> api_update(Call& call);
  std::optional<http::Response> api_delete(Call& call);
  std::optional<http::Response> asset(Call& call);
  std::optional<http::Response> health(Call& call);
  std::optional<http::Response> ready(Call& call);
  std::optional<http::Response> metrics(Call& call);

  std::optional<http::Response> submit(Call& call, Change change,
                                       std::function<http::Response(ChangeOutcome)> answer);
  http::Response list_page(const http::Request& request, ListView view, int status);
  http::Response with_token(const http::Request& request, const PageTemplate& page, int status);
  http::Response error(const http::Request& request, int status, std::string_view explanation,
                       std::string_view detail = "");
  http::Response store_error(const http::Request& request, const StoreError& problem);
  tl::expected<PageTemplate, StoreError> first_page(Filter filter);

  struct CachedPage {
    std::int64_t version = -1;  // the database's change counter, which also sees other programs' commits
    std::uint64_t commits = 0;  // our writer's
    std::chrono::steady_clock::time_point checked{};  // when the database was last asked
    PageTemplate page;
  };
  tl::expected<void, StoreError> refresh(CachedPage& cached, Filter filter);

  Shared shared_;
  Reader reader_;
  std::array<CachedPage, 3> first_pages_;  // by filter
};

}  // namespace todo::web
