#include "probe/compose_trial.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "docker/api.h"

namespace taut::probe {
namespace {

using docker::find;
using docker::text_at;

/// As `docker compose config --format json` resolves a project.
json::value resolved() {
  return json::parse(R"({
    "name": "live",
    "services": {
      "db": {"image": "db"},
      "web": {
        "build": {"context": "."}, "container_name": "live-name", "depends_on": {"db": {}}, "restart": "always",
        "healthcheck": {"test": ["CMD", "x"]}, "ports": [{"published": "8080", "target": 80}], "expose": ["80"],
        "labels": {"live": "label"}, "links": ["db"], "scale": 3, "profiles": ["p"], "command": ["serve", "--fast"],
        "entrypoint": ["/app"], "user": "1000", "cap_drop": ["ALL"], "read_only": true,
        "security_opt": ["seccomp=./live.json"],
        "ulimits": {"core": {}, "nofile": {"soft": 8, "hard": 9}, "nproc": 7},
        "networks": {"back": {"aliases": ["live-alias"], "ipv4_address": "10.0.0.9"}, "shared": null},
        "volumes": [{"type": "volume", "source": "data", "target": "/data"},
          {"type": "bind", "source": "/home/me/settings", "target": "/settings", "read_only": true},
          {"type": "bind", "source": "/var/run/docker.sock", "target": "/docker.sock"},
          {"type": "tmpfs", "target": "/tmp"}],
        "secrets": [{"source": "key"}, {"source": "other", "target": "/etc/other"}],
        "configs": [{"source": "conf", "target": "/conf.ini"}]}},
    "networks": {
      "back": {"name": "live_back", "internal": true, "ipam": {"config": [{"subnet": "10.0.0.0/24"}]}},
      "shared": {"name": "live_shared", "external": true}},
    "volumes": {"data": {"name": "live_data"}},
    "secrets": {"key": {"name": "live_key", "file": "/home/me/key"}}
  })");
}

ComposeTrial trial_of(const json::value& model) {
  const auto trial = compose_trial(model, "web", "taut-x", {{"org.taut.run", "x"}});
  EXPECT_TRUE(trial);
  return *trial;
}

TEST(ComposeTrial, KeepsTheOneServiceAndWhatConfinesIt) {
  const json::value model = trial_of(resolved()).model;
  EXPECT_EQ(text_at(model, "name"), "taut-x");
  EXPECT_EQ(find(model, "services")->as_object().size(), 1U);
  EXPECT_EQ(text_at(model, "services.web.user"), "1000");
  EXPECT_EQ(*find(model, "services.web.cap_drop"), json::parse(R"(["ALL"])"));
  EXPECT_EQ(*find(model, "services.web.security_opt"), json::parse(R"(["seccomp=./live.json"])"));
  EXPECT_TRUE(find(model, "services.web.read_only")->as_bool());
}

TEST(ComposeTrial, DropsWhatWouldMeetTheUsersOwnContainers) {
  const json::value model = trial_of(resolved()).model;
  const auto& service = find(model, "services.web")->as_object();
  for (const char* gone : {"build", "container_name", "depends_on", "restart", "healthcheck", "ports",
                           "expose", "links", "scale", "profiles", "command", "secrets", "configs"})
    EXPECT_FALSE(service.contains(gone)) << gone;
  EXPECT_FALSE(find(model, "volumes"));
  EXPECT_FALSE(find(model, "secrets"));
  const std::string text = json::serialize(model);
  for (const char* gone :
       {"live_data", "live_back", "live-name", "live-alias", "10.0.0", "8080", "live_key", "/home/me"})
    EXPECT_EQ(text.find(gone), std::string::npos) << gone;
  EXPECT_EQ(*find(model, "services.web.labels"), json::parse(R"({"org.taut.run": "x"})"));
}

TEST(ComposeTrial, NetworksGetNamesOfTheTrialAndExternalOnesStay) {
  const json::value model = trial_of(resolved()).model;
  EXPECT_EQ(*find(model, "networks.back"),
            json::parse(R"({"name": "taut-x-back", "internal": true, "labels": {"org.taut.run": "x"}})"));
  EXPECT_EQ(*find(model, "networks.shared"), json::parse(R"({"name": "live_shared", "external": true})"));
}

TEST(ComposeTrial, DataAndSecretsBecomeStandIns) {
  const ComposeTrial trial = trial_of(resolved());
  const auto stand_in = [&](std::string_view target) {
    const auto found = std::ranges::find(trial.stand_ins, target, &StandIn::target);
    EXPECT_NE(found, trial.stand_ins.end()) << target;
    return found == trial.stand_ins.end() ? StandIn{} : *found;
  };
  EXPECT_EQ(trial.stand_ins.size(), 5U);
  EXPECT_FALSE(stand_in("/data").file || stand_in("/data").read_only);
  EXPECT_TRUE(stand_in("/settings").read_only);
  for (const char* file : {"/run/secrets/key", "/etc/other", "/conf.ini"})
    EXPECT_TRUE(stand_in(file).file && stand_in(file).read_only) << file;
  const json::value model = trial.model;
  EXPECT_EQ(*find(model, "services.web.volumes"),
            json::parse(R"([{"type": "bind", "source": "/var/run/docker.sock",
    "target": "/docker.sock"}, {"type": "tmpfs", "target": "/tmp"}])"));
}

TEST(ComposeTrial, LimitsThatConfigLeavesOutAreFilledIn) {
  const json::value model = trial_of(resolved()).model;
  EXPECT_EQ(*find(model, "services.web.ulimits"),
            json::parse(R"({"core": {"soft": 0, "hard": 0}, "nofile": {"soft": 8, "hard": 9}, "nproc": 7})"));
}

TEST(ComposeTrial, RemembersWhatTheServiceRuns) {
  EXPECT_EQ(trial_of(resolved()).command, (std::vector<std::string>{"/app", "serve", "--fast"}));
}

TEST(ComposeTrial, AnImageThatIsBuiltHasTheNameThatComposeGivesIt) {
  const json::value model = trial_of(resolved()).model;
  EXPECT_EQ(text_at(model, "services.web.image"), "live-web");
  EXPECT_EQ(text_at(model, "services.web.pull_policy"), "never");
}

TEST(ComposeTrial, AnUnknownServiceIsToldWhichThereAre) {
  const auto trial = compose_trial(resolved(), "wep", "taut-x", {});
  ASSERT_FALSE(trial);
  EXPECT_EQ(trial.error().what, "no service 'wep' in the Compose file; there are: db, web");
}

TEST(ComposeTrial, AModelOfAnotherShapeIsAnError) {
  for (const char* text : {"{}", "[]", "null", R"({"services": []})", R"({"services": {"web": 1}})"})
    EXPECT_FALSE(compose_trial(json::parse(text), "web", "taut-x", {})) << text;
  EXPECT_TRUE(compose_trial(
      json::parse(R"({"services": {"web": {"image": "x", "volumes": 1, "networks": [], "ulimits": []}}})"),
      "web", "taut-x", {}));
}

}  // namespace
}  // namespace taut::probe
