# Settings of Docker Desktop and of this machine that widen the way in: reported, never changed.
# What can be tried is tried. The file of settings is a hint: it holds only what differs from the default, and the names in
# it are not documented any more.

check_settings() {
  if daemon_unchecked; then return 0; fi
  check_open_api
  case $engine_security in
    *profile=unconfined*) say_warning settings "the engine's default is no seccomp profile: this app brings its own, other containers have none" ;;
  esac
  [ "$engine" = desktop ] || return 0
  case $shell_kind in macos) report_macos ;; *) report_windows ;; esac
  report_hints
}

# Whoever reaches it, any program of this machine and on older versions any container, is root of the virtual machine.
check_open_api() {
  api=$(http --max-time 2 http://127.0.0.1:2375/_ping 2>/dev/null || :)
  [ "$api" = OK ] || return 0
  refuse "$exit_daemon" settings "the engine's API is open without a password at 127.0.0.1:2375: every program here is as good as root in its machine" \
    "Docker Desktop > Settings > General: switch off 'Expose daemon on tcp://localhost:2375'"
}

report_macos() {
  [ ! -e /Library/PrivilegedHelperTools/com.docker.vmnetd ] ||
    say_ok settings "the privileged helper com.docker.vmnetd is installed; this app does not need it"
  [ ! -L /var/run/docker.sock ] || say_ok settings "/var/run/docker.sock is linked to Docker Desktop; this app does not need it"
  # The folders that macOS shares by default.
  case $project in
    /Users/* | /Volumes/* | /private/* | /tmp/* | /var/folders/*)
      say_ok settings "file sharing reaches ${project%"${project#/*/}"} unless you narrowed it to this folder" ;;
  esac
}

report_windows() {
  case $engine_kernel in
    *microsoft*) say_ok settings "WSL2 shares one kernel among all distributions, and wsl -d docker-desktop is root in it; Hyper-V separates better" ;;
  esac
  # Not there after an installation for one user: no fault.
  if sc.exe query com.docker.service </dev/null >/dev/null 2>&1; then
    say_ok settings "com.docker.service (SYSTEM) is installed; this app does not need it with the WSL2 back end"
  fi
}

settings_file() {
  case $shell_kind in
    macos) settings_folder="$HOME/Library/Group Containers/group.com.docker" ;;
    gitbash) settings_folder="$(unix_path "${APPDATA:-}")/Docker" ;;
    wsl2) return 1 ;;  # of which Windows user is not known in here
  esac
  for name in settings-store.json settings.json; do
    if [ -r "$settings_folder/$name" ]; then printf '%s\n' "$settings_folder/$name"; return 0; fi
  done
  return 1
}

# hint NAME <settings -> true, false, default (not in there) or unknown (not readable as JSON). PascalCase since 4.35, camelCase before.
hint() {
  LC_ALL=C tr -d '\r\n\t' | LC_ALL=C awk -v name="$1" '
    { text = text $0 }
    END {
      gsub(/^ +| +$/, "", text)
      if (text !~ /^\{.*\}$/) { print "unknown"; exit }
      other = tolower(substr(name, 1, 1)) substr(name, 2)
      if (!match(text, "\"(" name "|" other ")\" *: *(true|false)")) { print "default"; exit }
      value = substr(text, RSTART, RLENGTH)
      sub(/.*: */, "", value)
      print value
    }'
}

report_hints() {
  file=$(settings_file) || return 0
  while IFS='|' read -r key text; do
    case $(hint "$key" <"$file") in
      true) say_warning settings "$text (says $key in Docker Desktop's settings; not verified)" ;;
      unknown)
        say_ok settings "$(basename "$file") cannot be read as JSON: unknown"
        return 0 ;;
    esac
  done <<'HINTS'
ExposeDockerAPIOnTCP2375|the engine's API is to be open at 127.0.0.1:2375
KubernetesEnabled|Kubernetes is on: its pods are outside Enhanced Container Isolation
HostNetworkingEnabled|host networking is on: containers may use the host's network
HINTS
}
