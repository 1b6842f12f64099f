// The agent: what runs inside a stranger's container. Drills, and nothing else: no network but what a drill
// does, no file but what a drill makes and removes. It reads one line of drill ids from standard input, and
// writes a line of JSON with what it sees of the place, two for each drill, and a last one.
//
//   agent [--clone] [--egress] [--sandbox [--without PART]…] [--gateway ADDRESS] [--peer ADDRESS:PORT]
//         [--made-read-only MOUNT]… [-- WORD…]
//   agent listen PORT
//
// What follows "--" is the command line of the program whose place the agent has taken: it is not used, but
// lies where an attempt may look for it. `listen` is for a second container, which attempts try to reach.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/text.h"
#include "drills/battery.h"
#include "drills/catalogue.h"
#include "drills/listener.h"
#include "drills/tiny_program.h"

namespace {

using namespace taut::drills;

void say(const std::string& line) {
  [[maybe_unused]] const auto wrote = taut::write_all(STDOUT_FILENO, line + "\n", "the results");
}

/// Byte by byte, as what follows the line break is not ours.
std::string read_line() {
  std::string line;
  for (char c = 0; ::read(STDIN_FILENO, &c, 1) == 1 && c != '\n';) line += c;
  return line;
}

bool understand(const std::vector<std::string_view>& words, BatteryOptions& options) {
  for (std::size_t at = 0; at < words.size(); ++at) {
    const std::string_view word = words[at];
    const auto value = [&] { return at + 1 < words.size() ? std::string(words[++at]) : std::string(); };
    if (word == "--clone")
      options.setting.clone = true;
    else if (word == "--egress")
      options.setting.egress = true;
    else if (word == "--sandbox")
      options.workload_sandbox = true;
    else if (word == "--without")
      options.setting.left_out.push_back(value());
    else if (word == "--gateway")
      options.setting.gateway = value();
    else if (word == "--peer")
      options.setting.peer = value();
    else if (word == "--made-read-only")
      options.setting.made_read_only.push_back(value());
    else if (word == "--")
      return true;
    else
      return false;
  }
  return true;
}

}  // namespace

int main(int count, char** arguments) {
  if (count > 0 && std::string_view(arguments[0]) == started_by_itself) return exit_got_through;
  const std::vector<std::string_view> words(arguments + 1, arguments + count);
  if (words.size() == 2 && words[0] == "listen") return listen_for_a_while(words[1]);
  BatteryOptions options;
  if (!understand(words, options)) {
    std::fprintf(stderr, "agent: not understood; it is started by taut\n");
    return 2;
  }
  const Facts facts = read_facts();
  options.setting.scratch = facts.scratch;
  say(facts_line(facts));
  std::vector<const Drill*> drills;
  const std::string wanted = read_line();
  for (const std::string_view id : taut::split(wanted, ' ')) {
    if (const Drill* drill = find_drill(id)) drills.push_back(drill);
  }
  const bool whole = run_battery(drills, options, facts, say);
  say(whole ? "{\"end\":\"done\"}" : "{\"end\":\"spent\"}");
  return 0;
}
