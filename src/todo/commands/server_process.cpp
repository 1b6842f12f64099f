#include "todo/commands/server_process.h"

#include <unistd.h>

#include <filesystem>
#include <string>

#include "base/file.h"
#include "base/text.h"

namespace todo {
namespace {

/// The status files stay readable when the server is not dumpable; its descriptors and memory do not
/// (proc(5)).
void add_if_server(const std::string& process, std::vector<ServerFacts>& servers) {
  const auto command_line = taut::read_file("/proc/" + process + "/cmdline", 65536);
  if (!command_line || !is_serve_command_line(*command_line)) return;
  auto threads = taut::kernel::read_thread_statuses(process);
  if (!threads || threads->empty()) return;
  const bool ours = ::geteuid() == 0 || threads->front().users.effective == ::geteuid();
  if (process != "1" && !ours) return;
  servers.push_back({static_cast<int>(*taut::parse_decimal(process)), std::move(*threads)});
}

}  // namespace

bool is_serve_command_line(std::string_view command_line) {
  const auto words = taut::split(command_line, '\0');
  if (words.size() < 2 || words[1] != "serve") return false;
  const auto slash = words[0].rfind('/');
  return words[0].substr(slash == std::string_view::npos ? 0 : slash + 1) == "todo";
}

std::vector<ServerFacts> find_servers() {
  std::vector<ServerFacts> servers;
  std::error_code problem;
  std::filesystem::directory_iterator entry("/proc", problem);
  for (; !problem && entry != std::filesystem::directory_iterator(); entry.increment(problem)) {
    const std::string name = entry->path().filename().string();
    if (taut::parse_decimal(name)) add_if_server(name, servers);
  }
  return servers;
}

}  // namespace todo
