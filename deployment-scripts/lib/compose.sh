# Compose, as the account runs it, and the one container that comes of it.

compose_project=taut-todo
service=todo
override=""  # a second Compose file, where the machine needs one

find_lab() { :; }  # in lab.sh, where there is one

compose() { compose_with "$image" "$@"; }

compose_with() {  # compose_with IMAGE ARGUMENT…
  compose_image=$1
  shift
  lab_file=""
  [ "$lab" = no ] || lab_file=$project/compose.lab.yaml
  set -- "$docker" compose --project-directory "$project" -f "$project/compose.yaml" ${lab_file:+-f "$lab_file"} ${override:+-f "$override"} "$@"
  as_account TODO_IMAGE="$compose_image" TODO_BASE="$base_used" TODO_PORT="$port" TODO_LAB_PORT="${lab_port:-}" TODO_REVISION="$(revision)" "$@"
}

app_container() {
  docker_as_account ps --all --quiet --no-trunc --filter "label=com.docker.compose.project=$compose_project" \
    --filter "label=com.docker.compose.service=$service" --filter label=com.docker.compose.oneoff=False | head -n 1
}

inspect_app() {
  inspected=$(app_container)
  [ -n "$inspected" ] && docker_as_account inspect --format "$1" "$inspected" 2>/dev/null
}
app_health() { inspect_app '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}'; }

# The port of --port, of the last `up`, or 8000.
choose_port() {
  [ -n "$port" ] || port=$(recall port)
  is_port "$port" || port=8000
}

# listening_on PORT <net/tcp or tcp6: succeeds when a socket listens there. Column 2 is ADDRESS:PORT in hexadecimal, 4 the state.
listening_on() {
  awk -v port="$(printf '%04X' "$1")" '$4 == "0A" && toupper(substr($2, length($2) - 3)) == port { found = 1 } END { exit !found }'
}

check_port() {
  lowest_port=$(read_setting net/ipv4/ip_unprivileged_port_start 1024)
  [ "$port" -ge "$lowest_port" ] ||
    fail "$exit_port" port "$port is below $lowest_port (net.ipv4.ip_unprivileged_port_start), where an ordinary user may not listen" \
      "choose a higher one: --port 8000; or lower the limit for everybody: sysctl -w net.ipv4.ip_unprivileged_port_start=$port"
  if ! daemon_unchecked; then
    check_clone
    [ "$(published_port)" != "$port" ] || { say_ok port "127.0.0.1:$port"; return 0; }
  fi
  if cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | listening_on "$port"; then
    fail "$exit_port" port "another program listens on port $port" "choose another one: $(port_option) $((port + 1))"
  fi
  say_ok port "127.0.0.1:$port is free"
}

port_option() { if [ "$service" = todo ]; then echo --port; else echo --lab-port; fi; }

published_port() { inspect_app '{{range $k, $v := .NetworkSettings.Ports}}{{range $v}}{{.HostPort}}{{end}}{{end}}' || :; }

# Two clones under one account would take turns at one Compose project.
check_clone() {
  other=$(inspect_app '{{index .Config.Labels "com.docker.compose.project.working_dir"}}') || return 0
  [ -z "$other" ] || [ "$other" = "$project" ] ||
    fail "$exit_project" project "the account $account already runs the app from $other" \
      "stop that one first: $other/$script down; or use --user"
}

# On cgroup version 2 a limit without its controller is an error, not a warning.
choose_override() {
  override=""
  find_lab
  if daemon_unchecked || has_cpu_controller || [ "$(info_field 3)" = none ]; then return 0; fi
  lab_too=""
  [ "$lab" = no ] || lab_too=", todo-lab: {cpus: 0}"
  printf 'services: {todo: {cpus: 0}%s}\n' "$lab_too" | as_account sh -c 'mkdir -p "${1%/*}" && cat >"$1"' override "$(state_folder)/no-cpu-limit.yaml"
  override=$(state_folder)/no-cpu-limit.yaml
}

# Compose compares its own file, not what it points to: a changed seccomp profile would wait for the next new container.
configuration_sum() { cat "$project"/seccomp/*.json "$project/deployment-scripts/settings.env" | cksum | cut -d' ' -f1; }

# start_app: fails when Compose does; sets app_started to whether anything was started.
app_started=no
start_app() {
  recreate=""
  [ "$(recall configuration)" = "$(configuration_sum)" ] || recreate=--force-recreate
  container_before=$(app_container)
  state_before=$(app_health || :)
  compose up --detach --no-build $recreate >"$work/up" 2>&1 || {
    show_end "$work/up"
    return 1
  }
  remember configuration "$(configuration_sum)"
  if [ "$(app_container)" = "$container_before" ] && [ "${state_before%% *}" = running ]; then app_started=no; else app_started=yes; fi
}

# wait_until_healthy SECONDS
wait_until_healthy() {
  waited=0
  while [ "$waited" -lt $(($1 * 2)) ]; do
    case $(app_health) in
      "running healthy") return 0 ;;
      *unhealthy | exited* | dead* | restarting*) return 1 ;;
    esac
    waited=$((waited + 1))
    sleep 0.5
  done
  return 1
}

show_app_log() {
  docker_as_account logs --tail 20 "$(app_container)" >"$work/app.log" 2>&1 || :
  show_end "$work/app.log"
}
