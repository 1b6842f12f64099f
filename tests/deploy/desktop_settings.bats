bats_require_minimum_version 1.5.0
load desktop_helper
setup() { setup_stand_ins; setup_desktop; }

@test "an open API is the end, unless the user takes it on" {
  play gitbash desktop-wsl2
  : >"$engine/open-api"
  desktop up
  ends 10 "2375" "switch off"
  [ ! -e "$project/db" ]
  desktop up --engine-anyway
  ends 0 "WARN     settings         the engine's API is open"
}

@test "an engine without a default profile is reported" {
  play macos desktop-macos
  desktop check
  ends 0 "WARN     settings         the engine's default is no seccomp profile"
}

@test "the file of settings is a hint: both spellings, absent, and broken" {
  hint_of() { printf '%s' "$2" >"$BATS_TEST_TMPDIR/s"; in_desktop "hint $1 <'$BATS_TEST_TMPDIR/s'"; }
  [ "$(hint_of KubernetesEnabled '{"KubernetesEnabled": true, "X": 1}')" = true ]
  [ "$(hint_of KubernetesEnabled '{ "kubernetesEnabled":false }')" = false ]
  [ "$(hint_of KubernetesEnabled '{"X": "KubernetesEnabled"}')" = default ]
  [ "$(hint_of KubernetesEnabled '{}')" = default ]
  [ "$(hint_of KubernetesEnabled '{"KubernetesEnabled": tr')" = unknown ]
  [ "$(hint_of KubernetesEnabled '')" = unknown ]
  [ "$(hint_of KubernetesEnabled "$(printf '{\r\n  "KubernetesEnabled": true\r\n}\r\n')")" = true ]
}

@test "hints are read on macOS and Windows, and nothing is written there" {
  play macos desktop-macos
  folder="$home/Library/Group Containers/group.com.docker"
  mkdir -p "$folder"
  echo '{"KubernetesEnabled": true}' >"$folder/settings-store.json"
  before=$(ls -la --time-style=full-iso "$folder"; cat "$folder"/*)
  desktop up
  ends 0 "WARN     settings         Kubernetes is on" "not verified"
  [ "$(ls -la --time-style=full-iso "$folder"; cat "$folder"/*)" = "$before" ]
  rm "$folder/settings-store.json"
  echo '{broken' >"$folder/settings.json"
  desktop check
  ends 0 "settings.json cannot be read as JSON: unknown"
}
