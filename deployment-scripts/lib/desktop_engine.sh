# Which engine answers, found out by asking it: the name of a context and the app that is installed prove nothing.

engine_os="" engine_system="" engine_name="" engine_kernel="" engine_labels="" engine_security=""
engine=""          # the word of classify_engine
engine_endpoint=""

info_format='{{.OSType}}|{{.OperatingSystem}}|{{.Name}}|{{.KernelVersion}}|{{json .Labels}}|{{json .SecurityOptions}}'

# ask_engine: fails when no engine answers. Clients up to 28.0.1 exit with 0 all the same, later ones print a line of empty
# fields: so both the status and a field decide.
ask_engine() {
  engine_answer=$(docker_as_account info --format "$info_format" 2>"$work/info") || return 1
  split_engine "$engine_answer"
  [ -n "$engine_os" ]
}

split_engine() {
  IFS='|' read -r engine_os engine_system engine_name engine_kernel engine_labels engine_security <<FIELDS
$1
FIELDS
}

# classify_engine COMPONENTS -> desktop, rancher, colima, lima, orbstack, podman, native or unknown. Pure but for the fields.
# The order counts: Rancher Desktop is a Lima machine by name. Desktop's label is what Compose itself looks for.
classify_engine() {
  case $engine_labels in *com.docker.desktop.address=*) echo desktop; return ;; esac
  case $engine_system in
    "Docker Desktop") echo desktop; return ;;
    "Rancher Desktop"*) echo rancher; return ;;
    OrbStack) echo orbstack; return ;;
  esac
  case $engine_name in
    *rancher-desktop*) echo rancher; return ;;
    colima*) echo colima; return ;;
    lima*) echo lima; return ;;
    *orbstack*) echo orbstack; return ;;
  esac
  case $engine_kernel in *orbstack*) echo orbstack; return ;; esac
  case $1 in *'"Name":"Podman Engine'*) echo podman; return ;; esac
  if [ "$shell_kind" = wsl2 ]; then echo native; else echo unknown; fi
}

engine_title() {
  case $1 in
    desktop) echo "Docker Desktop" ;;
    rancher) echo "Rancher Desktop" ;;
    colima) echo Colima ;;
    lima) echo Lima ;;
    orbstack) echo OrbStack ;;
    podman) echo "Podman machine" ;;
    native) echo "an engine inside this distribution" ;;
    *) echo "an unknown engine" ;;
  esac
}

# kind_of_endpoint URL: local, remote or unknown. Pure.
kind_of_endpoint() {
  case $1 in
    unix://* | npipe://*) echo local ;;
    ssh://* | tcp://* | http://* | https://* | fd://*) echo remote ;;
    *) echo unknown ;;
  esac
}

# without_login URL: nothing that could be a password is ever printed.
without_login() { printf '%s\n' "$1" | sed 's#://[^/]*@#://#'; }

# Before anything is asked: a remote engine need not be reached to be refused.
check_endpoint() {
  engine_endpoint=$(docker_as_account context inspect --format '{{.Endpoints.docker.Host}}' 2>"$work/context" || :)
  [ "$(kind_of_endpoint "$engine_endpoint")" != local ] || return 0
  fail "$exit_daemon" engine "the docker client talks to $(without_login "${engine_endpoint:-nothing that it names}"), not to an engine of this machine; ./db and ./secrets would not be there" \
    "unset DOCKER_HOST DOCKER_CONTEXT; docker context ls shows the local one, docker context use NAME chooses it"
}

identify_engine() {
  [ "$engine_os" != windows ] ||
    fail "$exit_daemon" engine "the engine runs Windows containers; the app is a Linux program" \
      "docker desktop engine use linux; or in the tray menu of Docker Desktop: Switch to Linux containers (this script never does)"
  engine_versions=$(docker_as_account version --format '{{.Server.Platform.Name}}|{{json .Server.Components}}' 2>/dev/null || :)
  engine=$(classify_engine "$engine_versions")
  [ "$engine" != native ] ||
    fail "$exit_daemon" engine "this is an engine of the distribution itself ($engine_system), not Docker Desktop" \
      "deployment-scripts/deploy-linux.sh sets up a rootless one; or enable the WSL integration of Docker Desktop"
}

# refuse CODE TOPIC FOUND MEND: an end, unless the user takes the responsibility.
refuse() {
  if [ "$engine_anyway" = yes ]; then
    say_warning "$2" "$3 (--engine-anyway)"
    return 0
  fi
  fail "$1" "$2" "$3" "$4
or go on all the same: --engine-anyway"
}

check_engine() {
  case $engine in
    desktop) say_ok engine "Docker Desktop $(desktop_version), $(back_end), $(without_login "$engine_endpoint")" ;;
    unknown)
      refuse "$exit_daemon" engine "an engine that this script does not know: $engine_answer" \
        "start Docker Desktop and choose it: docker context use desktop-linux" ;;
    *)
      refuse "$exit_daemon" engine "this is $(engine_title "$engine"), not Docker Desktop: what is known about versions and shared folders does not hold for it" \
        "docker context ls; docker context use desktop-linux" ;;
  esac
}

# What the kernel of the machine that runs the containers tells. LinuxKit kernels are Hyper-V's or Docker VMM's.
back_end() {
  case $platform-$engine_kernel in
    windows-*microsoft*WSL2* | windows-*microsoft*) echo "WSL2 back end" ;;
    windows-*) echo "Hyper-V or Docker VMM back end" ;;
    *) echo "kernel $engine_kernel" ;;
  esac
}
