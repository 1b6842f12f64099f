// An engine for tests: notes what it was asked and answers as an idle one would, or as a test tells it to.
// What "runs" in its containers is a function from what was written to it to the lines that it prints.
#pragma once

#include <cerrno>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "docker/engine.h"

namespace taut::docker {

/// What a container prints after it was written to, line by line; an error in the place of a line is what
/// reading it gives. After the last one the container has ended.
using Lines = std::deque<Result<std::string>>;
using Program = std::function<Lines(const std::string& written)>;

class FakeStream final : public Stream {
 public:
  explicit FakeStream(Program program) : program_(std::move(program)) {}

  Result<std::string> read_line(std::chrono::steady_clock::time_point) override {
    if (lines_.empty()) return failure("the container has ended", EPIPE);
    Result<std::string> line = std::move(lines_.front());
    lines_.pop_front();
    return line;
  }
  Result<void> write(std::string_view bytes) override {
    lines_ = program_(std::string(bytes));
    return {};
  }

 private:
  Program program_;
  Lines lines_;
};

class FakeEngine final : public Engine {
 public:
  Program program = [](const std::string&) { return Lines{}; };
  /// A reply of the test's own; status 0 leaves it to the engine.
  std::function<Reply(const Request&)> answer = [](const Request&) { return Reply{}; };

  Result<Reply> call(const Request& request) override {
    const std::scoped_lock lock(mutex_);
    calls_.push_back(request);
    const Reply own = answer(request);
    return own.status != 0 ? own : idle(request);
  }
  Result<std::unique_ptr<Stream>> attach(const std::string&) override {
    return std::make_unique<FakeStream>(program);
  }

  /// "POST /containers/create?name=x", in order.
  std::vector<std::string> asked() const {
    std::vector<std::string> lines;
    for (const Request& request : calls_) lines.push_back(request.method + " " + request.path);
    return lines;
  }
  /// The bodies of the requests whose "METHOD path" starts so.
  std::vector<std::string> bodies_of(std::string_view start) const {
    std::vector<std::string> bodies;
    for (const Request& request : calls_) {
      if ((request.method + " " + request.path).starts_with(start)) bodies.push_back(request.body);
    }
    return bodies;
  }

 private:
  Reply idle(const Request& request) {
    const std::string& path = request.path;
    if (path.starts_with("/containers/create"))
      return {201, "{\"Id\":\"container" + std::to_string(++made_) + "\"}"};
    if (path == "/volumes/create") return {201, "{}"};
    if (path.starts_with("/volumes/") && request.method == "GET")
      return {200, R"({"Mountpoint":"/engine/data"})"};
    if (path.ends_with("/wait")) return {200, R"({"StatusCode":0})"};
    if (request.method == "PUT") return {200, ""};
    if (request.method == "GET") return {200, "{}"};
    return {204, ""};
  }

  mutable std::mutex mutex_;
  std::vector<Request> calls_;
  int made_ = 0;
};

}  // namespace taut::docker
