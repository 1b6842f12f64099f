// The page /security as a guest in the server of todo: its routes, what it remembers, and its limits.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "lab/allowance.h"
#include "lab/page.h"
#include "lab/runner.h"
#include "lab/supervisor.h"
#include "todo/serve/serve.h"
#include "todo/settings.h"

namespace lab {

class Guest : public todo::Guest {
 public:
  explicit Guest(SupervisorEnds supervisor);
  ~Guest() override;

  /// What the program itself knows of its measures. Before start().
  void tell(const todo::Settings& settings);

  std::span<const todo::web::AddedRoute> routes() const override;
  std::optional<todo::http::Response> answer(const todo::web::AddedRoute& route,
                                             todo::web::AddedCall call) override;
  void start(const taut::kernel::SandboxReport& sandbox) override;
  void stop() override;

 private:
  using Response = todo::http::Response;
  std::optional<Response> show(todo::web::AddedCall call);
  std::optional<Response> try_one(todo::web::AddedCall call);
  std::optional<Response> try_all(todo::web::AddedCall call);
  std::optional<Response> asset(std::string_view path) const;
  Response render(const todo::web::AddedCall& call);
  std::optional<Response> refused(const todo::web::AddedCall& call, std::size_t attempts);
  std::optional<Response> begin(const todo::web::AddedCall& call, Runner::Battery battery);
  void remember(Number number, const Ending& ending);

  std::mutex mutex_;  // of everything down to the runner
  PageView view_;
  std::chrono::steady_clock::time_point looked_{};
  std::shared_ptr<const todo::web::PageTemplate> rendered_;  // until something changes
  Allowance allowance_;
  std::vector<Snippet> snippets_;
  Runner runner_;
};

}  // namespace lab
