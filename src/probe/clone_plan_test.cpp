#include "probe/clone_plan.h"

#include <gtest/gtest.h>

#include "docker/api.h"

namespace taut::probe {
namespace {

using docker::find;
using docker::text_at;

/// As an engine describes a container in which everything is set that could be.
json::value described() {
  return json::parse(R"({
    "Id": "abc", "Name": "/live-name", "Image": "sha256:1", "Path": "/app", "Args": ["serve"],
    "Config": {"Hostname": "live-host", "User": "1000:1000", "Env": ["A=b"], "WorkingDir": "/w", "Image": "live-tag",
      "Labels": {"com.docker.compose.project": "live-project"}, "ExposedPorts": {"80/tcp": {}},
      "Healthcheck": {"Test": ["CMD", "live-check"]}, "Volumes": {"/data": {}}, "StopSignal": "SIGINT",
      "MacAddress": "02:42:ac:11:00:99"},
    "HostConfig": {"CapDrop": ["ALL"], "CapAdd": null, "SecurityOpt": ["no-new-privileges", "seccomp={\"live\":1}"],
      "ReadonlyRootfs": true, "Memory": 7, "PidsLimit": 48, "NetworkMode": "live-net", "Tmpfs": {"/tmp": "size=1m"},
      "PortBindings": {"80/tcp": [{"HostPort": "8080"}]}, "RestartPolicy": {"Name": "always"}, "AutoRemove": true,
      "Links": ["/other:alias"], "Binds": ["live-volume:/data"], "ContainerIDFile": "/live-file", "VolumesFrom": ["other"],
      "PublishAllPorts": true, "LogConfig": {"Type": "syslog", "Config": {"tag": "live-log"}},
      "Mounts": [{"Type": "tmpfs", "Target": "/scratch"}, {"Type": "bind", "Source": "/live-src", "Target": "/x"}]},
    "Mounts": [
      {"Type": "volume", "Name": "live-volume", "Source": "/v", "Destination": "/data", "RW": true},
      {"Type": "bind", "Source": "/srv/app/live-settings", "Destination": "/settings", "RW": false},
      {"Type": "bind", "Source": "/var/run/docker.sock", "Destination": "/docker.sock", "RW": true},
      {"Type": "bind", "Source": "/etc", "Destination": "/host-etc", "RW": true, "Propagation": "rslave"},
      {"Type": "bind", "Source": "/dev/fuse", "Destination": "/dev/fuse", "RW": false}],
    "NetworkSettings": {"Networks": {
      "live-net": {"Aliases": ["live-alias"], "IPAddress": "172.18.0.9", "IPAMConfig": {"IPv4Address": "172.18.0.9"}, "MacAddress": "02:42"},
      "second": {"Aliases": ["live-alias"]}}}
  })");
}

ClonePlan plan(const json::value& inspect, Seccomp seccomp = Seccomp::as_is) {
  CloneOptions options;
  options.command = {"/.taut/agent", "--clone"};
  options.original_command = {"/app", "serve"};
  options.labels = {{"org.taut.run", "x"}};
  options.seccomp = seccomp;
  options.agent_volume = "agent-volume";
  options.stand_in_folder = "/engine/data";
  return plan_clone(inspect, stand_ins_of(inspect), options);
}

const json::value* mount_at(const json::object& body, std::string_view target) {
  for (const json::value& mount : body.at("HostConfig").at("Mounts").as_array()) {
    if (text_at(mount, "Target") == target) return &mount;
  }
  return nullptr;
}

bool is_read_only(const json::value& mount) {
  return mount.at("ReadOnly").as_bool();
}

TEST(ClonePlan, NothingThatWouldMeetTheLiveContainerSurvives) {
  json::object body = plan(described()).body;
  // The network is joined by its name, and the profile is the container's own.
  EXPECT_EQ(body["NetworkingConfig"], json::parse(R"({"EndpointsConfig": {"live-net": {}}})"));
  body.erase("NetworkingConfig");
  body["HostConfig"].as_object().erase("NetworkMode");
  body["HostConfig"].as_object().erase("SecurityOpt");
  const std::string text = json::serialize(body);
  EXPECT_EQ(text.find("live-"), std::string::npos) << text.substr(text.find("live-"), 80);
  for (const char* gone : {"8080", "172.18.0.9", "02:42", "always", "80/tcp", "AutoRemove", "Links", "Binds",
                           "VolumesFrom", "PublishAllPorts", "Hostname", "alias"}) {
    EXPECT_EQ(text.find(gone), std::string::npos) << gone;
  }
  EXPECT_EQ(body["Labels"], json::parse(R"({"org.taut.run": "x"})"));
  EXPECT_EQ(body["Healthcheck"], json::parse(R"({"Test": ["NONE"]})"));
}

TEST(ClonePlan, WhatConfinesTheContainerStays) {
  const json::object body = plan(described()).body;
  const json::value whole = body;
  EXPECT_EQ(text_at(whole, "User"), "1000:1000");
  EXPECT_EQ(text_at(whole, "Image"), "sha256:1");
  const json::value original = described();
  for (const char* kept :
       {"CapDrop", "SecurityOpt", "ReadonlyRootfs", "Memory", "PidsLimit", "NetworkMode", "Tmpfs"}) {
    const std::string path = "HostConfig." + std::string(kept);
    ASSERT_TRUE(find(whole, path)) << kept;
    EXPECT_EQ(*find(whole, path), *find(original, path)) << kept;
  }
  EXPECT_FALSE(find(whole, "HostConfig.CapAdd"));  // null is what an engine says for nothing
}

TEST(ClonePlan, TheAgentTakesThePlaceOfTheProgram) {
  const json::object body = plan(described()).body;
  EXPECT_EQ(body.at("Entrypoint"), json::parse(R"(["/.taut/agent"])"));
  EXPECT_EQ(
      body.at("Cmd"),
      json::parse(
          R"(["--clone", "--made-read-only", "/docker.sock", "--made-read-only", "/host-etc", "--", "/app", "serve"])"));
  const json::value* agent = mount_at(body, agent_folder);
  ASSERT_TRUE(agent);
  EXPECT_EQ(text_at(*agent, "Source"), "agent-volume");
  EXPECT_TRUE(is_read_only(*agent));
}

TEST(ClonePlan, MountsOfTheHostStayAndAreReadOnly) {
  const ClonePlan planned = plan(described());
  for (const char* target : {"/docker.sock", "/host-etc", "/dev/fuse"}) {
    const json::value* mount = mount_at(planned.body, target);
    ASSERT_TRUE(mount) << target;
    EXPECT_TRUE(is_read_only(*mount)) << target;
  }
  // The engine's own propagation cannot be asked for again: a mount of / would not start.
  EXPECT_EQ(text_at(*mount_at(planned.body, "/host-etc"), "BindOptions.Propagation"), "");
  ASSERT_EQ(planned.notes.size(), 2U);  // the two that were writable
  EXPECT_NE(planned.notes[1].find("/etc of the host is mounted writable at /host-etc"), std::string::npos);
}

TEST(ClonePlan, DataIsReplacedBySomethingEmpty) {
  const json::object body = plan(described()).body;
  const json::value* data = mount_at(body, "/data");
  ASSERT_TRUE(data);
  EXPECT_EQ(text_at(*data, "Source"), "/engine/data/0");
  EXPECT_FALSE(is_read_only(*data));
  const json::value* settings = mount_at(body, "/settings");
  ASSERT_TRUE(settings);
  EXPECT_EQ(text_at(*settings, "Source"), "/engine/data/1");
  EXPECT_TRUE(is_read_only(*settings));
  EXPECT_TRUE(mount_at(body, "/scratch"));
  EXPECT_FALSE(mount_at(body, "/x"));
}

TEST(ClonePlan, SeccompIsTakenAwayOrMarkedAndNothingElse) {
  const json::value off = plan(described(), Seccomp::off).body;
  EXPECT_EQ(*find(off, "HostConfig.SecurityOpt"),
            json::parse(R"(["no-new-privileges", "seccomp=unconfined"])"));
  json::value inspect = described();
  inspect.at("HostConfig").as_object()["SecurityOpt"] = {
      "seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[]}"};
  const json::value marked = plan(inspect, Seccomp::marked).body;
  EXPECT_EQ(*find(marked, "HostConfig.SecurityOpt"),
            json::parse(R"(["seccomp={\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[]}"])"));
}

TEST(ClonePlan, AnotherUserIsTakenWhenAskedFor) {
  CloneOptions options;
  options.command = {"/agent"};
  options.user = "0";
  EXPECT_EQ(plan_clone(described(), {}, options).body.at("User"), "0");
}

TEST(ClonePlan, FurtherNetworksAreJoinedAndBorrowedOnesAreNot) {
  EXPECT_EQ(plan(described()).networks, std::vector<std::string>{"second"});
  for (const char* mode : {"host", "none", "container:abc"}) {
    json::value inspect = described();
    inspect.at("HostConfig").as_object()["NetworkMode"] = mode;
    const ClonePlan planned = plan(inspect);
    EXPECT_TRUE(planned.networks.empty()) << mode;
    EXPECT_FALSE(planned.body.contains("NetworkingConfig")) << mode;
    EXPECT_FALSE(has_own_network(inspect)) << mode;
  }
  EXPECT_TRUE(has_own_network(described()));
}

TEST(ClonePlan, AnEmptyDescriptionIsNoReasonToCrash) {
  CloneOptions options;
  options.command = {"/agent"};
  for (const char* text : {"{}", "[]", "null", R"({"HostConfig": [], "Mounts": {}, "Config": 1})",
                           R"({"Mounts": [1, {}], "NetworkSettings": {"Networks": {"a": 1}}})"}) {
    const json::value inspect = json::parse(text);
    EXPECT_EQ(plan_clone(inspect, stand_ins_of(inspect), options).body.at("Entrypoint"),
              json::parse("[\"/agent\"]"));
  }
}

TEST(SystemSource, TellsTheHostsOwnFromData) {
  for (const char* path : {"/", "/etc", "/etc/passwd", "/proc", "/sys/fs", "/dev/sda", "/usr/lib",
                           "/run/docker.sock", "/srv/x/agent.sock", "/var/lib", "/root", "/boot/grub"})
    EXPECT_TRUE(is_system_source(path)) << path;
  for (const char* path : {"/srv/app", "/home/me/db", "/var/lib/docker/volumes/x", "/root/project/db",
                           "/etcetera", "/run/secrets/x", "/opt/etc", "/data"})
    EXPECT_FALSE(is_system_source(path)) << path;
}

}  // namespace
}  // namespace taut::probe
