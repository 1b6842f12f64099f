#include "probe/reading.h"

#include "docker/api.h"
#include "drills/catalogue.h"

namespace taut::probe {
namespace {

namespace json = boost::json;

/// Numbers of JSON may be signed or not, as the parser sees fit.
std::uint64_t number_at(const json::value& value, std::string_view path) {
  const json::value* found = docker::find(value, path);
  if (!found) return 0;
  if (const auto* number = found->if_uint64()) return *number;
  if (const auto* number = found->if_int64(); number && *number >= 0)
    return static_cast<std::uint64_t>(*number);
  return 0;
}

bool truth_at(const json::value& value, std::string_view path) {
  const json::value* found = docker::find(value, path);
  return found && found->is_bool() && found->get_bool();
}

PlaceFacts facts_of(const json::value& value) {
  return {docker::text_at(value, "kernel"),
          truth_at(value, "gvisor"),
          truth_at(value, "may_fork"),
          truth_at(value, "initial_user_namespace"),
          docker::text_at(value, "scratch"),
          static_cast<std::uint32_t>(number_at(value, "uid")),
          static_cast<std::uint32_t>(number_at(value, "gid")),
          number_at(value, "effective"),
          number_at(value, "bounding"),
          truth_at(value, "no_new_privileges"),
          static_cast<int>(number_at(value, "seccomp"))};
}

std::optional<AgentLine> reading_of(const json::value& value) {
  Reading reading;
  reading.drill = drills::find_drill(docker::text_at(value, "drill"));
  const auto outcome = outcome_named(docker::text_at(value, "outcome"));
  const auto layer = layer_named(docker::text_at(value, "layer"));
  if (!reading.drill || !outcome || !layer) return std::nullopt;
  reading.signal = static_cast<int>(number_at(value, "signal"));
  reading.attempt = {*outcome,
                     static_cast<int>(number_at(value, "error")),
                     docker::text_at(value, "step"),
                     docker::text_at(value, "evidence"),
                     *layer,
                     truth_at(value, "set_up")};
  return reading;
}

}  // namespace

std::optional<AgentLine> parse_agent_line(std::string_view line) {
  boost::system::error_code trouble;
  const json::value value = json::parse(line, trouble);
  const auto* object = trouble ? nullptr : value.if_object();
  if (!object) return std::nullopt;
  if (const auto* facts = object->if_contains("facts")) return facts_of(*facts);
  if (object->if_contains("drill")) return reading_of(value);
  if (object->if_contains("end")) return Ended{docker::text_at(value, "end") == "spent"};
  if (const auto* drill = drills::find_drill(docker::text_at(value, "begin"))) return Begun{drill};
  return std::nullopt;
}

}  // namespace taut::probe
