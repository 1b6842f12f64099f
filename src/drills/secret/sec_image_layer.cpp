#include "drills/catalogue.h"
#include "drills/secret/image_walk.h"
#include "drills/secret_shape.h"

namespace taut::drills {

/// Nothing but secrets is in files of these names.
inline bool is_secret_by_name(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name == ".pgpass" || name == ".netrc" || name == ".git-credentials" || name == ".htpasswd";
}

/// "NAME=value" or "name: value", as such files have them.
inline bool is_secret_line(std::string_view line) {
  line = trim(line);
  if (line.starts_with("export ")) line.remove_prefix(7);
  const auto end = line.find_first_of("=:");
  if (line.starts_with('#') || end == std::string_view::npos) return false;
  const std::string_view value = trim(line.substr(end + 1));
  return is_secret(trim(line.substr(0, end)), value) || !secret_by_value(value).empty();
}

/// Whether what is in such a file is a secret indeed, and no example or certificate.
inline bool holds_a_secret(std::string_view path, std::string_view content) {
  if (is_secret_by_name(path)) return !trim(content).empty();
  if (!secret_by_value(content).empty()) return true;
  for (const std::string_view marker : {"_authToken=", "_auth=", "\"auth\":", "client-key-data:"}) {
    if (content.find(marker) != std::string_view::npos) return true;
  }
  const auto lines = split(content, '\n');
  return std::ranges::any_of(lines, is_secret_line);
}

constinit const Drill sec_image_layer{
    .id = "sec_image_layer",
    .tag = Tag::daemon_attack_surface,
    .kind = Kind::attack,
    .title = "look for secrets that were copied into the image",
    .goal =
        "take keys and passwords from files such as .env, id_rsa or .npmrc; who can pull the image can too",
    .reference = "CIS Docker 1.6.0 4.10; MITRE ATT&CK T1552.001, T1552.004",
    .needs = "",
    .stopped_by = "context-allow-list",
    .witness = "secret-in-image",
    .not_shown = "a file that a later layer removed is still in the image; `docker save` shows it",
    .attempt =
        [](const Setting&) {
          ImageWalk walk;
          int refusal = 0;
          const std::vector<std::string> candidates = walk.run();
          for (const std::string& path : candidates) {
            const auto content = read_file(path);
            if (content && holds_a_secret(path, *content))
              return succeeded("read(2)", path + " holds a secret");
            if (!content) refusal = content.error().error_code;
          }
          if (walk.error()) return refused("opendir(3)", walk.error());
          if (refusal) return refused("open(2)", refusal);
          return stopped("readdir(3)", Layer::missing_file,
                         std::to_string(candidates.size()) + " files with such names, none with a secret");
        },
};

}  // namespace taut::drills
