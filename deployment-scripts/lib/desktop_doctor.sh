# --doctor: what a report of a problem needs, as plain lines; also the raw answers, from which tests can be made.
# No secrets: no environment, no key, no log of the app; a login in an address is cut out, the home folder is ~.

doctor_line() { printf '%-18s %s\n' "$1" "$2" | sed "s#$(printf '%s' "$HOME" | sed 's/[][\\.*^$#]/\\&/g')#~#g"; }
first_of() {
  command -v "$1" >/dev/null || { echo "no $1 here"; return 0; }
  { "$@" 2>&1 || echo "(exit status $?)"; } </dev/null | tr -d '\000\r' | head -n 1
}

run_doctor() {
  doctor_line script "$script, $(revision)"
  doctor_line system "$(uname -s) $(uname -r) $(uname -m)"
  system_name=$(uname -s) kernel_release=$(uname -r)
  shell_kind=$(desktop_shell "$platform" "$system_name" "$kernel_release" "${WSL_DISTRO_NAME:-${WSL_INTEROP:-}}")
  doctor_line shell "$shell_kind"
  [ "$shell_kind" != macos ] || doctor_line macos "$(first_of sw_vers -productVersion)"
  case $shell_kind in gitbash | wsl2 | wsl1) doctor_line wsl "$(wsl_version)" ;; esac
  doctor_line project "$(windows_path "$project")"
  if ! find_client; then
    doctor_line client "none found"
    return 0
  fi
  doctor_client
  [ "$(kind_of_endpoint "$engine_endpoint")" = local ] || return 0
  doctor_engine
}

doctor_client() {
  doctor_line client "$(command -v docker): $(first_of docker_as_account --version)"
  doctor_line compose "$(first_of docker_as_account compose version --short)"
  doctor_line plugin "docker desktop: $(if has_desktop_plugin; then echo yes; else echo no; fi)"
  engine_endpoint=$(docker_as_account context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null || :)
  doctor_line endpoint "$(without_login "${engine_endpoint:-none}") ($(kind_of_endpoint "$engine_endpoint"))"
  doctor_line variables "DOCKER_HOST $(if [ -n "${DOCKER_HOST:-}" ]; then echo set; else echo "not set"; fi), DOCKER_CONTEXT $(if [ -n "${DOCKER_CONTEXT:-}" ]; then echo set; else echo "not set"; fi)"
}

doctor_engine() {
  if ! ask_engine; then
    doctor_line engine "does not answer: $(last_line "$work/info" 200)"
    return 0
  fi
  # Labels may be anybody's words: only the one that decides is shown.
  case $engine_labels in *com.docker.desktop.address=*) engine_labels='["com.docker.desktop.address=…"]' ;; *) engine_labels="(others)" ;; esac
  doctor_line info "$engine_os|$engine_system|$engine_name|$engine_kernel|$engine_labels|$engine_security"
  engine_versions=$(docker_as_account version --format '{{.Server.Platform.Name}}|{{json .Server.Components}}' 2>/dev/null || :)
  doctor_line engine "$(engine_title "$(classify_engine "$engine_versions")"), $(back_end), version $(desktop_version)"
  doctor_line server "$(printf '%s' "$engine_versions" | cut -c1-400)"
  choose_port
  choose_override
  doctor_line volume "$use_volume"
  doctor_app
}

doctor_app() {
  [ -n "$(app_container)" ] || { doctor_line app "no container"; return 0; }
  doctor_line app "$(app_health), restarts $(inspect_app '{{.RestartCount}}'), exit code $(inspect_app '{{.State.ExitCode}}')"
  doctor_line runtime "$(inspect_app '{{.HostConfig.Runtime}}')"
  doctor_line port "$(docker_as_account port "$(app_container)" 2>&1 | tr '\n' ' ')"
  if read_proof; then
    doctor_line "mount of /db" "$(proof_part mounts | awk '$5 == "/db"')"
    doctor_line "mount of key" "$(proof_part mounts | awk '$5 == "/run/secrets/secret_key"')"
  fi
}
