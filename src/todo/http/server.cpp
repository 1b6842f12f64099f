#include "todo/http/server.h"

#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <deque>
#include <thread>

#include "todo/http/worker.h"
#include "todo/ops/log.h"

namespace todo::http {

struct Server::State {
  State(ServerOptions chosen, Metrics& metrics) : options(std::move(chosen)) {
    for (unsigned i = 0; i < options.threads; ++i) workers.emplace_back(options, metrics, i);
    signals.emplace(workers.front().loop());
    timer.emplace(workers.front().loop());
  }

  void wait_for_signal() {
    signals->async_wait([this](const boost::system::error_code& problem, int signal) {
      if (problem) return;
      log_event(LogLevel::info, "stopping", {{"signal", std::int64_t{signal}}});
      for (auto& worker : workers) worker.stop();
      timer->cancel();
      stopping = true;
    });
  }

  void tick(const std::function<void()>& every_second) {
    every_second();
    timer->expires_after(std::chrono::seconds(1));
    timer->async_wait([this, &every_second](const boost::system::error_code& problem) {
      if (!problem && !stopping) tick(every_second);
    });
  }

  ServerOptions options;
  std::deque<Worker> workers;
  std::optional<asio::basic_signal_set<Executor>> signals;
  std::optional<Timer> timer;
  bool stopping = false;
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::Server(Server&&) noexcept = default;
Server::~Server() = default;

std::uint16_t Server::port() const {
  return state_->options.address.port;
}

taut::Result<Server> Server::open(const ServerOptions& options, Metrics& metrics) {
  auto state = std::make_unique<State>(options, metrics);
  for (auto& worker : state->workers) {
    if (auto listening = worker.listen(state->options.address); !listening) return taut::propagate(listening);
  }
  boost::system::error_code problem;
  for (const int signal : {SIGTERM, SIGINT}) state->signals->add(signal, problem);
  if (problem) return taut::failure("wait for signals", problem.value());
  return Server(std::move(state));
}

void Server::run(const std::vector<Handler*>& handlers, const std::function<void()>& every_second) {
  state_->wait_for_signal();
  state_->tick(every_second);
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < state_->workers.size(); ++i) {
    threads.emplace_back([this, &handlers, i] { state_->workers[i].run(*handlers[i]); });
  }
  state_->workers.front().run(*handlers.front());
}

}  // namespace todo::http
