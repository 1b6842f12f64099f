#include "lab/guest.h"

#include <algorithm>
#include <boost/json.hpp>
#include <ctime>
#include <utility>

#include "drills/catalogue.h"
#include "lab/assets.h"
#include "lab/buttons.h"
#include "lab/words.h"
#include "todo/ops/log.h"

namespace lab {
namespace {

using namespace todo::web;
using todo::http::Method;
using todo::http::Response;
using Clock = std::chrono::steady_clock;

constexpr AddedRoute routes_of_the_lab[] = {
    {Method::get, "/security", AddedRoute::Kind::page},
    {Method::post, "/security/try", AddedRoute::Kind::form},
    {Method::post, "/security/try-all", AddedRoute::Kind::form},
    {Method::get, "/security.css", AddedRoute::Kind::asset},
    {Method::get, "/security.js", AddedRoute::Kind::asset},
};

// <DAEMON-ATTACK-SURFACE> attempts-bounded: a whole battery twice at once, then ten attempts a second; one
// battery at a time.
constexpr double most_at_once = 400;
constexpr double each_second = 10;

constexpr std::chrono::seconds standing_is_fresh{1};

std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &utc);
  return text;
}

/// The place of the drill that has this id and a button. What the user has sent goes no further than this.
std::optional<Number> place_of(std::string_view id) {
  const auto drills = taut::drills::catalogue();
  const auto found = std::ranges::find(drills, id, &taut::drills::Drill::id);
  if (found == drills.end() || !why_no_button(**found).empty()) return std::nullopt;
  return static_cast<Number>(found - drills.begin());
}

std::vector<Number> all_places() {
  std::vector<Number> places;
  for (const auto* drill : taut::drills::catalogue()) {
    if (const auto place = place_of(drill->id)) places.push_back(*place);
  }
  return places;
}

Response error_page(const std::string& request_id, int status, std::string_view explanation) {
  Response response;
  response.status = status;
  response.body = render_error({status, todo::http::reason_phrase(status), explanation, request_id, ""});
  return response;
}

Response see(std::string_view anchor) {
  Response response;
  response.status = 303;
  response.content_type = "";
  response.fields.push_back({"Location", "/security#" + std::string(anchor)});
  return response;
}

bool wants_json(const todo::http::Request& request) {
  return request.head.field("accept") == "application/json";
}

Response as_json(Number number, const Ending& ending) {
  const auto& drill = *taut::drills::catalogue()[number];
  const Verdict verdict = verdict_of(drill, ending);
  Response response;
  response.content_type = "application/json";
  response.body = boost::json::serialize(boost::json::object{
      {"drill", drill.id},
      {"outcome", taut::name_of(ending.attempt.outcome)},
      {"kind", drill.kind == taut::drills::Kind::attack ? "attack" : "reading"},
      {"style", verdict.style},
      {"verdict", verdict.verdict},
      {"detail", verdict.detail},
  });
  return response;
}

}  // namespace

Guest::Guest(SupervisorEnds supervisor)
    : allowance_(most_at_once, each_second),
      snippets_(without_copies(snippets_of(assets::sources()))),
      runner_(std::move(supervisor.requests), std::move(supervisor.answers)) {
  view_.snippets = snippets_;
  view_.compose = difference(assets::compose(), assets::compose_lab());
  view_.seccomp = difference(assets::seccomp(), assets::seccomp_lab());
}

Guest::~Guest() = default;

void Guest::tell(const todo::Settings& settings) {
  const auto list = [](const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text.empty() ? "none" : text;
  };
  const bool any_host = std::ranges::count(settings.allowed_hosts, "*") > 0;
  view_.known.controls = {
      {"debug-off", settings.debug ? State::not_in_force : State::in_force,
       settings.debug ? "DEBUG is on" : "DEBUG is off"},
      {"allowed-hosts", any_host ? State::not_in_force : State::in_force,
       "ALLOWED_HOSTS: " + list(settings.allowed_hosts)},
      {"trusted-proxies", State::in_force, "TRUSTED_PROXIES: " + list(settings.trusted_proxies)},
      {"secret-key-required", settings.secret_key_is_temporary ? State::not_in_force : State::in_force,
       settings.secret_key_is_temporary ? "DEBUG without a key: made for this run"
                                        : "a key is set, and is not weak"},
  };
}

void Guest::start(const taut::kernel::SandboxReport& sandbox) {
  for (const auto& line : sandbox.lines) {
    const bool shown = line.mechanism == "landlock" || line.mechanism == "no-new-executable-memory";
    if (!shown) continue;  // the others are read from the kernel
    view_.known.controls.push_back(
        {line.mechanism == "landlock" ? "self-landlock" : line.mechanism,
         line.state == taut::kernel::MechanismState::missing ? State::not_in_force : State::in_force,
         line.detail +
             "; said by the program when it closed its sandbox, as no file of the kernel shows it"});
  }
  runner_.start();
}

void Guest::stop() {
  runner_.stop();
}

std::span<const AddedRoute> Guest::routes() const {
  return routes_of_the_lab;
}

std::optional<Response> Guest::answer(const AddedRoute& route, AddedCall call) {
  if (route.kind == AddedRoute::Kind::asset) return asset(route.path);
  if (route.path == "/security/try") return try_one(std::move(call));
  if (route.path == "/security/try-all") return try_all(std::move(call));
  return show(std::move(call));
}

std::optional<Response> Guest::asset(std::string_view path) const {
  Response response;
  const bool style = path == "/security.css";
  response.content_type = style ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
  response.body = style ? assets::security_css() : assets::security_js();
  response.fields.push_back({"Cache-Control", "private, max-age=300"});
  return response;
}

std::optional<Response> Guest::show(AddedCall call) {
  {
    const std::lock_guard lock(mutex_);
    if (Clock::now() - looked_ < standing_is_fresh) return render(call);
    looked_ = Clock::now();
  }
  // The request and its form are gone when the answer comes; what the page needs of them is copied.
  auto kept = std::make_shared<AddedCall>(std::move(call));
  runner_.ask_standing([this, kept](std::optional<Standing> standing) {
    const std::lock_guard lock(mutex_);
    view_.standing = std::move(standing);
    view_.read_at = time_now();
    rendered_ = nullptr;
    kept->later(render(*kept));
  });
  return std::nullopt;
}

/// Under the lock.
Response Guest::render(const AddedCall& call) {
  if (!rendered_) rendered_ = std::make_shared<const PageTemplate>(render_security(view_));
  Response response;
  response.body = rendered_->with_token(call.token);
  if (call.set_cookie) response.fields.push_back({"Set-Cookie", *call.set_cookie});
  return response;
}

/// Why no attempt is made now, or nothing: then they are counted.
std::optional<Response> Guest::refused(const AddedCall& call, std::size_t attempts) {
  const auto number = static_cast<double>(attempts);
  const std::lock_guard lock(mutex_);
  if (allowance_.take(number, Clock::now())) return std::nullopt;
  auto response = error_page(call.request.id, 429,
                             "That were many attempts in a short time. Please wait a moment, then go on.");
  response.fields.push_back({"Retry-After", std::to_string(allowance_.wait(number))});
  return response;
}

void Guest::remember(Number number, const Ending& ending) {
  todo::log_event(todo::LogLevel::info, "attempt",
                  {{"drill", taut::drills::catalogue()[number]->id},
                   {"outcome", taut::name_of(ending.attempt.outcome)},
                   {"layer", taut::name_of(ending.attempt.layer)}});
  const std::lock_guard lock(mutex_);
  view_.endings[number] = ending;
  rendered_ = nullptr;
}

std::optional<Response> Guest::try_one(AddedCall call) {
  const auto number = place_of(call.form.value("drill").value_or(""));
  if (!number) return error_page(call.request.id, 404, "There is no such attempt.");
  auto ended = std::make_shared<Ending>();
  Runner::Battery battery;
  battery.drills = {*number};
  battery.each = [this, ended](Number at, const Ending& ending) {
    remember(at, ending);
    *ended = ending;
  };
  battery.end = [later = call.later, id = call.request.id, json = wants_json(call.request), number = *number,
                 ended](bool all) {
    if (!all) return later(error_page(id, 503, "The process that makes attempts does not answer."));
    const std::string anchor = "drill-" + std::string(taut::drills::catalogue()[number]->id);
    later(json ? as_json(number, *ended) : see(anchor));
  };
  return begin(call, std::move(battery));
}

std::optional<Response> Guest::try_all(AddedCall call) {
  Runner::Battery battery;
  battery.drills = all_places();
  battery.each = [this](Number at, const Ending& ending) { remember(at, ending); };
  battery.end = [later = call.later, id = call.request.id](bool all) {
    later(all ? see("try-all")
              : error_page(id, 503, "Not all could be tried in time; what was is on the page."));
  };
  return begin(call, std::move(battery));
}

std::optional<Response> Guest::begin(const AddedCall& call, Runner::Battery battery) {
  constexpr std::string_view one_at_a_time =
      "Attempts are being made already, perhaps in another window. One at a time; please try again in a "
      "moment.";
  if (runner_.busy()) return error_page(call.request.id, 409, one_at_a_time);
  if (auto response = refused(call, battery.drills.size())) return response;
  if (!runner_.begin(std::move(battery))) return error_page(call.request.id, 409, one_at_a_time);
  return std::nullopt;
}

}  // namespace lab
