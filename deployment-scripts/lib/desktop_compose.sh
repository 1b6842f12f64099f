# Compose with paths relative to the project only: docker.exe and Git Bash do not agree about any other. Loaded after
# compose.sh, of which it replaces what is Linux's.

# The work is done in the project folder: deploy scripts change into it first.
compose_with() {  # compose_with IMAGE ARGUMENT…
  compose_image=$1
  shift
  as_account TODO_IMAGE="$compose_image" TODO_BASE="$base_used" TODO_PORT="$port" TODO_REVISION="$(revision)" \
    "$docker" compose --project-directory . -f compose.yaml ${override:+-f "$override"} "$@"
}

# ${TODO_BASE}: a base that is in the engine already, for a machine that reaches no registry.
choose_base() {
  base_used=${TODO_BASE:-}
  if daemon_unchecked || [ -n "$image_file" ]; then return 0; fi
  if [ -n "$base_used" ]; then
    say_warning base "$base_used (TODO_BASE); the digest pin is not used"
  else
    say_ok base "$(pinned_base "$project/Dockerfile")"
  fi
}

# curl ends with 7 when nobody listens; the one question that is the same on all systems.
check_port() {
  if ! daemon_unchecked; then
    check_clone
    [ "$(published_port)" != "$port" ] || { say_ok port "127.0.0.1:$port"; return 0; }
  fi
  http --output /dev/null --max-time 2 "$(address /)" 2>/dev/null && port_answer=0 || port_answer=$?
  [ "$port_answer" -eq 7 ] ||
    fail "$exit_port" port "another program listens on port $port" "choose another one: --port $((port + 1))"
  say_ok port "127.0.0.1:$port is free"
}

# Two clones would take turns at one Compose project. Names of folders differ in case alone here and there: same folder.
check_clone() {
  other=$(inspect_app '{{index .Config.Labels "com.docker.compose.project.working_dir"}}') || return 0
  [ -z "$other" ] || [ "$(plain_case "$other")" = "$(plain_case "$(windows_path "$project")")" ] ||
    fail "$exit_project" project "the app already runs from $other" "stop that one first: $other/$script down"
}
plain_case() { printf '%s\n' "$1" | tr '[:upper:]' '[:lower:]' | tr '\134' /; }
