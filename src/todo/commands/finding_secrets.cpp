#include <string>

#include "todo/commands/finding_rules.h"
#include "todo/commands/support.h"

namespace todo {
namespace {

constexpr const char* new_key = "make a new one: head -c 48 /dev/urandom | base64 > secrets/secret_key";

void judge_exposure(const std::string& name, const SecretFacts& secret, std::vector<Finding>& findings) {
  if (secret.origin == SecretOrigin::environment) {
    findings.push_back(
        {"secret-in-environment", Severity::warning,
         name +
             " is given in the environment, where `docker inspect`, core files and child processes show it",
         "put it into a file of mode 0400 and set " + name + "_FILE"});
  }
  if (!secret.file || (secret.file->mode & 077U) == 0) return;
  if (secret.file->mode_is_invented) {
    findings.push_back({"secret-file-mode-unknown", Severity::warning,
                        "the mode of " + secret.file->path + ", which holds " + name +
                            ", is made up by its file system: who may read it is decided elsewhere",
                        "look at the file on the machine that shares it, or keep it in a volume"});
    return;
  }
  const bool others = (secret.file->mode & 07U) != 0;
  findings.push_back({"secret-file-open", others ? Severity::error : Severity::warning,
                      secret.file->path + ", which holds " + name + ", is open to " +
                          (others ? "everybody" : "its group") + " (mode " + octal(secret.file->mode) + ")",
                      "chmod 0400 " + secret.file->path});
}

void judge_strength(const std::string& name, std::string_view id, const SecretFacts& secret,
                    std::vector<Finding>& findings) {
  for (const std::string& weakness : secret.weaknesses) {
    if (weakness.empty()) continue;
    findings.push_back({id, Severity::error, name + " is weak: " + weakness, new_key});
  }
}

}  // namespace

// <DAEMON-ATTACK-SURFACE> secrets-as-files: says so when a secret is in the environment, or in a file open to
// others.
void judge_secrets(const Inspection& seen, std::vector<Finding>& findings) {
  judge_exposure("SECRET_KEY", seen.key, findings);
  judge_exposure("SECRET_KEY_FALLBACKS", seen.fallbacks, findings);
  judge_strength("SECRET_KEY", "secret-key-weak", seen.key, findings);
  judge_strength("SECRET_KEY_FALLBACKS", "secret-fallback-weak", seen.fallbacks, findings);
  if (seen.settings && seen.settings->secret_key_is_temporary) {
    findings.push_back(
        {"secret-key-temporary", Severity::error,
         "SECRET_KEY is not set: DEBUG makes a new one at each start, which ends every open form", new_key});
  }
}

}  // namespace todo
