#include <boost/json.hpp>

#include "report/ablate_report.h"
#include "report/standing.h"

namespace taut::report {
namespace {

namespace json = boost::json;
using ablate::ControlColumn;
using ablate::DrillRow;

json::array as_json(const std::vector<std::string>& words) {
  return json::value_from(words).as_array();
}

json::object as_json(const ablate::Trial& trial) {
  static constexpr std::string_view grants[] = {"nothing",         "drill-image", "all-capabilities",
                                                "docker-defaults", "privileged",  "own-sandbox"};
  json::array removed;
  for (const std::string& control : trial.removed) removed.emplace_back(control);
  return {{"removed", removed}, {"grant", grants[static_cast<std::size_t>(trial.grant)]}};
}

json::value as_json(const std::optional<bool>& known) {
  return known ? json::value(*known) : json::value(nullptr);
}

json::object as_json(const ControlColumn& column) {
  json::array proof;
  for (const ablate::Proof& one : column.proof)
    proof.push_back({{"drill", one.drill}, {"base", as_json(one.base)}});
  return {{"id", column.control},
          {"removable", column.removable},
          {"alone", as_json(column.alone)},
          {"proof", proof},
          {"covered_by", as_json(column.covers)}};
}

json::object as_json(const DrillRow& row) {
  json::array opens;
  for (const ablate::Trial& trial : row.opens) opens.push_back(as_json(trial));
  return {{"id", row.drill->id},
          {"tag", name_of(row.drill->tag)},
          {"kind", report::name_of(row.drill->kind)},
          {"title", row.drill->title},
          {"with_everything_on", name_of(row.at_first)},
          {"depth", row.depth ? json::value(*row.depth) : json::value(nullptr)},
          {"smallest_sets", opens},
          {"only_with_capabilities", row.only_with_capabilities},
          {"somewhere", row.somewhere},
          {"docker_defaults", as_json(row.by_default)},
          {"privileged", as_json(row.privileged)},
          {"claim_holds", row.claim_holds},
          {"in_words", depth_in_words(row)}};
}

}  // namespace

std::string ablate_as_json(const AblateReport& report) {
  json::array controls, drills, cells;
  for (const ControlColumn& column : report.matrix.controls) controls.push_back(as_json(column));
  for (const DrillRow& row : report.matrix.drills) {
    drills.push_back(as_json(row));
    for (const auto& [control, cell] : row.cells) {
      cells.push_back(
          {{"drill", row.drill->id}, {"control", control}, {"cell", std::string(1, sign_of(cell))}});
    }
  }
  const json::object document{{"schema", "taut-ablate-1"},
                              {"time", report.time},
                              {"subject", report.subject},
                              {"kernel", report.kernel},
                              {"engine", report.engine},
                              {"rootless", report.rootless},
                              {"reference", report.reference},
                              {"sandbox", report.sandbox},
                              {"searched_in_depth", report.depth},
                              {"configurations", report.trials},
                              {"seconds", report.seconds},
                              {"controls", controls},
                              {"drills", drills},
                              {"cells", cells},
                              {"not_started", as_json(report.matrix.troubles)},
                              {"unproven", as_json(problems_of(report))}};
  return json::serialize(document) + "\n";
}

}  // namespace taut::report
