#include "commands/probe_inputs.h"

#include <cerrno>

#include "base/file.h"
#include "commands/nearest.h"
#include "drills/catalogue.h"

namespace taut {
namespace {

constexpr const char* residue_name = "taut.residue.yaml";
constexpr std::size_t largest_report = 64 << 20;

/// The one that was named, or the one beside the Compose file; a container or image from elsewhere has
/// nothing to do with what lies in the working folder. "": none.
std::string residue_path(const ProbeCommand& command) {
  if (!command.residue.empty()) return command.residue;
  if (command.subject.compose.empty()) return "";
  const std::string folder = parent_folder(command.subject.compose.front());
  return folder == "." ? residue_name : folder + "/" + residue_name;
}

Result<void> check_ids(const ResidueFile& residue) {
  for (const AcceptedDrill& accepted : residue.accepted) {
    if (drills::find_drill(accepted.drill)) continue;
    return failure(locate(residue.path, accepted.at) + ": no drill '" + accepted.drill + "'" +
                       did_you_mean(drills::catalogue(), accepted.drill,
                                    [](const auto* drill) { return std::string(drill->id); }),
                   EINVAL);
  }
  return {};
}

/// The key of the service among "services", in one file.
std::optional<Position> find_service(const std::string& path, const std::string& service) {
  const auto text = read_file(path);
  const auto tree = text ? yaml::parse(*text) : tl::unexpected(yaml::Problem{});
  const yaml::Node* services = tree ? (*tree)->find("services") : nullptr;
  if (!services) return std::nullopt;
  for (const yaml::Entry& entry : services->entries) {
    if (entry.key == service) return entry.key_at;
  }
  return std::nullopt;
}

}  // namespace

Result<ResidueFile> read_residue(const ProbeCommand& command) {
  ResidueFile residue{residue_path(command), {}};
  if (residue.path.empty()) return residue;
  const auto text = read_file(residue.path);
  if (!text && text.error().error_code == ENOENT && command.residue.empty()) return ResidueFile{};
  if (!text) return tl::unexpected(text.error());
  auto accepted = parse_residue(*text);
  if (!accepted)
    return failure(locate(residue.path, accepted.error().at) + ": " + accepted.error().what, EINVAL);
  residue.accepted = std::move(*accepted);
  if (auto known = check_ids(residue); !known) return propagate(known);
  return residue;
}

Result<std::optional<report::OldReport>> read_old_report(const ProbeCommand& command) {
  if (command.compare.empty()) return std::nullopt;
  const auto text = read_file(command.compare, largest_report);
  if (!text) return tl::unexpected(text.error());
  auto old = report::parse_old_report(*text);
  if (!old) return failure(command.compare + ": " + old.error().what, EINVAL);
  return std::move(*old);
}

std::optional<report::Place> place_of_service(const ProbeCommand& command) {
  const SubjectOptions& subject = command.subject;
  if (subject.words.empty()) return std::nullopt;
  for (const std::string& file : subject.compose) {
    if (const auto at = find_service(file, subject.words.front())) return report::Place{file, *at};
  }
  return std::nullopt;
}

}  // namespace taut
