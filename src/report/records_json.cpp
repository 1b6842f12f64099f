#include "report/records_json.h"

#include <array>

#include "drills/catalogue.h"
#include "report/standing.h"

namespace taut::report {
namespace {

namespace json = boost::json;
using drills::Drill;
using drills::Traits;

struct TraitName {
  const char* name;
  bool Traits::* trait;
};
constexpr std::array trait_names{TraitName{"exhausts", &Traits::exhausts},
                                 TraitName{"waits", &Traits::waits},
                                 TraitName{"clone_only", &Traits::clone_only},
                                 TraitName{"egress", &Traits::egress},
                                 TraitName{"needs_fork", &Traits::needs_fork},
                                 TraitName{"spends", &Traits::spends},
                                 TraitName{"replaces_process", &Traits::replaces_process}};

json::array traits_as_json(const Traits& traits) {
  json::array names;
  for (const TraitName& entry : trait_names) {
    if (traits.*(entry.trait)) names.emplace_back(entry.name);
  }
  return names;
}

json::value since_as_json(const drills::KernelVersion& since) {
  if (since == drills::KernelVersion{}) return nullptr;
  return json::value(std::to_string(since.major) + "." + std::to_string(since.minor));
}

}  // namespace

json::array removal_sets_as_json(const Drill& drill) {
  json::array sets;
  for (const auto& set : drills::removal_sets(drill.stopped_by)) sets.push_back(json::value_from(set));
  return sets;
}

json::object record_as_json(const Drill& drill) {
  return {{"id", drill.id},
          {"tag", taut::name_of(drill.tag)},
          {"kind", name_of(drill.kind)},
          {"title", drill.title},
          {"goal", drill.goal},
          {"reference", drill.reference},
          {"needs", drill.needs},
          {"stopped_by", removal_sets_as_json(drill)},
          {"witness", drill.witness},
          {"not_shown", drill.not_shown},
          {"since", since_as_json(drill.since)},
          {"traits", traits_as_json(drill.traits)}};
}

json::object record_as_json(const Control& control) {
  return {{"id", control.id},
          {"tag", taut::name_of(control.tag)},
          {"title", control.title},
          {"does", control.does},
          {"compose", control.compose},
          {"docker_run", control.docker_run},
          {"reference", control.reference}};
}

std::string records_as_json(std::span<const Drill* const> drills) {
  json::array records, controls;
  for (const Drill* drill : drills) records.push_back(record_as_json(*drill));
  for (const Control& control : control_table()) controls.push_back(record_as_json(control));
  const json::object document{
      {"schema", "taut-drills-1"}, {"drills", std::move(records)}, {"controls", std::move(controls)}};
  return json::serialize(document) + "\n";
}

}  // namespace taut::report
