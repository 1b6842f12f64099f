#include "probe/subject.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/process.h"
#include "base/text.h"
#include "docker/api.h"
#include "probe/compose_trial.h"

namespace taut::probe {
namespace {

using docker::find;
using docker::request;
using docker::text_at;

/// Flags of `docker create` that a probe sets itself or that would meet other containers, and why they are
/// refused.
struct RefusedFlag {
  std::string_view flag;
  const char* why;
};
constexpr std::array refused_flags{
    RefusedFlag{"--entrypoint", "the agent takes the place of the program"},
    RefusedFlag{"--name", "the container has a name of this run"},
    RefusedFlag{"--rm", "the container is removed in any case"},
    RefusedFlag{"--detach", "the battery has to be waited for"},
    RefusedFlag{"-d", "the battery has to be waited for"},
    RefusedFlag{"--cidfile", "the container is gone when you read it"},
};

Result<void> check_flags(const std::vector<std::string>& flags) {
  for (const std::string& flag : flags) {
    for (const RefusedFlag& refused : refused_flags) {
      if (flag == refused.flag || flag.starts_with(std::string(refused.flag) + "=")) {
        return failure("the flag " + flag + " cannot be passed on: " + refused.why, EINVAL);
      }
    }
  }
  return {};
}

/// Whether a mount's source is a file: asked of this machine, as most engines are on it.
void look_at_sources(Subject& subject) {
  const json::value* mounts = find(subject.inspect, "Mounts");
  if (!mounts || !mounts->is_array()) return;
  for (const json::value& mount : mounts->get_array()) {
    const auto stand_in =
        std::ranges::find(subject.stand_ins, text_at(mount, "Destination"), &StandIn::target);
    struct stat status{};
    if (stand_in != subject.stand_ins.end() && ::stat(text_at(mount, "Source").c_str(), &status) == 0) {
      stand_in->file = S_ISREG(status.st_mode);
      if (stand_in->file) stand_in->mode = status.st_mode & 0777U;
    }
  }
}

/// What a container that somebody else made runs.
std::vector<std::string> command_of(const json::value& inspect) {
  std::vector<std::string> words{text_at(inspect, "Path")};
  const json::value* arguments = find(inspect, "Args");
  if (!arguments || !arguments->is_array()) return words;
  for (const json::value& word : arguments->get_array()) words.push_back(json::value_to<std::string>(word));
  return words;
}

void look_at_network(docker::Engine& engine, Subject& subject) {
  std::string network = text_at(subject.inspect, "HostConfig.NetworkMode");
  if (network == "default") network = "bridge";
  const auto described =
      request(engine, "GET", "/networks/" + docker::percent_encoded(network), "look at the network");
  if (!described) return;  // host, none, container:…: no address of its own
  const json::value* internal = find(*described, "Internal");
  subject.internal_network = internal && internal->is_bool() && internal->get_bool();
  const json::value* pools = find(*described, "IPAM.Config");
  if (!pools || !pools->is_array()) return;
  for (const json::value& pool : pools->get_array()) {
    if (subject.gateway.empty()) subject.gateway = text_at(pool, "Gateway");
  }
}

Result<Subject> described(docker::Engine& engine, const std::string& container, std::string name) {
  const auto inspect = request(engine, "GET", "/containers/" + docker::percent_encoded(container) + "/json",
                               "look at " + name);
  if (!inspect) return tl::unexpected(inspect.error());
  Subject subject;
  subject.name = std::move(name);
  subject.inspect = *inspect;
  subject.stand_ins = stand_ins_of(*inspect);
  look_at_sources(subject);
  look_at_network(engine, subject);
  return subject;
}

std::vector<std::string> label_flags(const Owner& owner) {
  std::vector<std::string> flags;
  for (const auto& [name, value] : labels_of(owner)) {
    flags.push_back("--label=" + std::string(name) + "=" + std::string(value.get_string()));
  }
  return flags;
}

Result<std::string> run_docker(std::vector<std::string> arguments, const std::string& engine_address,
                               const std::string& doing, std::string input = "") {
  arguments.insert(arguments.begin(), "docker");
  const std::string host = engine_address.starts_with('/') ? "unix://" + engine_address : engine_address;
  const auto ran =
      run_process(arguments, {.input = std::move(input), .add_environment = {"DOCKER_HOST=" + host}});
  if (!ran)
    return failure(doing + ": " + ran.error().message() +
                   (ran.error().error_code == ENOENT ? "; the docker command is needed for this" : ""));
  if (ran->exit_code != 0) return failure(doing + ": " + std::string(trim(ran->err)));
  return ran->out;
}

std::vector<std::string> compose_command(const ComposeOptions& options) {
  std::vector<std::string> command{"compose"};
  for (const std::string& file : options.files) command.insert(command.end(), {"--file", file});
  command.insert(command.end(), {"--profile", "*"});
  return command;
}

}  // namespace

Result<Subject> subject_of_container(docker::Engine& engine, const std::string& name) {
  auto subject = described(engine, name, "container " + name);
  if (subject) subject->command = command_of(subject->inspect);
  return subject;
}

Result<Subject> subject_of_image(docker::Engine& engine, Resources& resources,
                                 const std::string& engine_address, const std::string& image,
                                 const std::vector<std::string>& flags) {
  if (auto fine = check_flags(flags); !fine) return propagate(fine);
  std::vector<std::string> command{"create", "--entrypoint", std::string(agent_folder) + "/agent"};
  for (const std::string& label : label_flags(resources.owner())) command.push_back(label);
  command.insert(command.end(), flags.begin(), flags.end());
  command.push_back(image);
  const auto made = run_docker(command, engine_address, "create a container of " + image);
  if (!made) return tl::unexpected(made.error());
  const std::string container(trim(*made));
  resources.adopt_container(container);
  auto subject = described(engine, container, "image " + image);
  if (subject) subject->name = "image " + image;
  return subject;
}

Result<Subject> subject_of_compose(docker::Engine& engine, Resources& resources,
                                   const std::string& engine_address, const ComposeOptions& options) {
  auto command = compose_command(options);
  command.insert(command.end(), {"config", "--format", "json"});
  const auto resolved = run_docker(command, engine_address, "resolve the Compose file");
  if (!resolved) return tl::unexpected(resolved.error());
  boost::system::error_code trouble;
  const json::value model = json::parse(*resolved, trouble);
  if (trouble) return failure("docker compose config printed no JSON");
  const std::string project = "taut-" + resources.owner().run;
  const auto trial = compose_trial(model, options.service, project, labels_of(resources.owner()));
  if (!trial) return tl::unexpected(trial.error());

  std::vector<std::string> create{"compose", "--project-name", project,         "--file",
                                  "-",       "create",         "--no-recreate", options.service};
  // Paths of seccomp profiles in the model are as they were written: relative to the project's folder.
  if (!options.files.empty()) {
    const std::string& file = options.files.front();
    const auto slash = file.find_last_of('/');
    create.insert(create.begin() + 1,
                  {"--project-directory", slash == std::string::npos ? "." : file.substr(0, slash + 1)});
  }
  resources.expect_networks();
  const auto made = run_docker(create, engine_address, "create the service " + options.service,
                               json::serialize(trial->model));
  if (!made) return tl::unexpected(made.error());
  const std::string container = project + "-" + options.service + "-1";
  resources.adopt_container(container);
  auto subject = described(engine, container, "service " + options.service);
  if (!subject) return subject;
  subject->stand_ins = trial->stand_ins;
  subject->command = trial->command;
  return subject;
}

}  // namespace taut::probe
