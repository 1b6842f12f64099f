# macOS and Windows: which system this is, the docker client, and where small facts are kept from run to run.
# POSIX sh: macOS has bash 3.2, Git Bash has no /proc of the host, neither has GNU tools for sure.

shell_kind=""      # macos, gitbash or wsl2: whose shell this is
docker=docker
account_exists=yes # what journal.sh asks on Linux; here it is always the caller
account_home=$HOME

# desktop_shell PLATFORM "UNAME -s" "UNAME -r" DISTRO -> macos, gitbash, wsl2, wsl1, container, linux or other. Pure.
# A kernel of the user's own may say nothing of Microsoft; then the variable that WSL sets does.
desktop_shell() {
  case $2 in
    Darwin) echo macos ;;
    MINGW* | MSYS* | CYGWIN*) echo gitbash ;;
    Linux)
      case $3 in
        *Microsoft*) echo wsl1 ;;
        *microsoft*) echo wsl2 ;;
        *) if [ -n "$4" ]; then echo wsl2; else echo linux; fi ;;
      esac ;;
    *) echo other ;;
  esac
}

read_platform() {
  system_name=$(uname -s) kernel_release=$(uname -r)
  shell_kind=$(desktop_shell "$platform" "$system_name" "$kernel_release" "${WSL_DISTRO_NAME:-${WSL_INTEROP:-}}")
  # In a container under WSL2 the kernel says microsoft as well.
  if [ "$shell_kind" = wsl2 ] && [ -e "$container_mark" ]; then
    fail "$exit_platform" platform "this is the inside of a container" "run this in the distribution itself, or in Git Bash"
  fi
  case $platform-$shell_kind in
    macos-macos | windows-gitbash | windows-wsl2) ;;
    *-wsl1) fail "$exit_platform" platform "this is WSL 1, which Docker Desktop does not serve" \
      "in PowerShell: wsl --set-version ${WSL_DISTRO_NAME:-DISTRIBUTION} 2" ;;
    windows-macos) fail "$exit_platform" platform "this is macOS" "deployment-scripts/deploy-macos.sh" ;;
    macos-gitbash | macos-wsl2) fail "$exit_platform" platform "this is Windows" "deployment-scripts/deploy-windows.sh" ;;
    *-linux) fail "$exit_platform" platform "this is Linux" "deployment-scripts/deploy-linux.sh" ;;
    *) fail "$exit_platform" platform "$system_name is not a system that this script knows" \
      "on Linux: deployment-scripts/deploy-linux.sh" ;;
  esac
  say_ok platform "$system_name $kernel_release ($shell_kind)"
}
container_mark=/.dockerenv

# Installed for one user, or from a shell that was open before: not on PATH, but in a known place.
client_places() {
  case $shell_kind in
    macos) printf '%s\n' "$HOME/.docker/bin" /usr/local/bin /Applications/Docker.app/Contents/Resources/bin ;;
    gitbash) printf '%s\n' "/c/Program Files/Docker/Docker/resources/bin" \
      "$(unix_path "${LOCALAPPDATA:-}")/Programs/DockerDesktop/resources/bin" ;;
    wsl2) ;;  # docker.exe would not know a single path of this distribution
  esac
}

find_client() {
  command -v docker >/dev/null && return 0
  while IFS= read -r place; do
    if [ -x "$place/docker" ] || [ -x "$place/docker.exe" ]; then
      # Its helpers for credentials lie beside it.
      PATH=$PATH:$place
      export PATH
      return 0
    fi
  done <<PLACES
$(client_places)
PLACES
  return 1
}

ensure_client() {
  if ! find_client; then
    case $shell_kind in
      wsl2) fail "$exit_packages" client "there is no docker in this distribution" \
        "Docker Desktop > Settings > Resources > WSL integration: enable it for ${WSL_DISTRO_NAME:-this distribution}" ;;
      *) fail "$exit_packages" client "there is no docker client" \
        "install Docker Desktop: https://docs.docker.com/desktop/; then open it once" ;;
    esac
  fi
  command -v curl >/dev/null || fail "$exit_packages" client "there is no curl" "install it with the package manager of this system"
  compose_version=$(docker_as_account compose version --short 2>"$work/compose-version") || {
    show_end "$work/compose-version"
    fail "$exit_packages" client "$(command -v docker) has no Compose" \
      "Docker Desktop brings it; is another docker first on PATH? type -a docker"
  }
  say_ok client "$(command -v docker), Compose $compose_version"
}

# as_account VARIABLE=VALUE… COMMAND…: what the shared parts call; here the caller is the account.
# Git Bash and MSYS2 rewrite arguments that look like paths (/db becomes C:/Program Files/Git/db): not for docker, which gets
# relative paths of the host only.
as_account() {
  if [ "$shell_kind" = gitbash ]; then env MSYS_NO_PATHCONV=1 MSYS2_ARG_CONV_EXCL='*' "$@"; else env "$@"; fi
}

# Answers of docker.exe may end lines with CR LF; a database that is read through `exec` must keep every byte.
docker_as_account() {
  case $1 in
    exec | load | run | restart | tag) as_account "$docker" "$@" ;;
    *)
      docker_answer=$(as_account "$docker" "$@" </dev/null) && docker_status=0 || docker_status=$?
      [ -z "$docker_answer" ] || printf '%s\n' "$docker_answer" | tr -d '\r'
      return "$docker_status" ;;
  esac
}

# unix_path 'C:\Users\me' -> /c/Users/me, windows_path the other way; elsewhere both leave a path as it is.
unix_path() { if [ "$shell_kind" = gitbash ] && [ -n "$1" ]; then cygpath -u "$1"; else printf '%s\n' "$1"; fi; }
windows_path() { if [ "$shell_kind" = gitbash ]; then cygpath -w "$1"; else printf '%s\n' "$1"; fi; }

state_folder() { printf '%s/.local/state/taut-desktop\n' "$HOME"; }

# A folder is made or is there already, in one step, everywhere; flock(1) is not on macOS. It holds the process's number, so
# that what a killed run left behind does not stop the next.
lock_desktop() {
  lock=$(state_folder)/lock
  mkdir -p "$(state_folder)" || fail "$exit_account" lock "cannot make $(state_folder)"
  if ! mkdir "$lock" 2>/dev/null; then
    lock_holder=$(cat "$lock/pid" 2>/dev/null || echo none)
    # Of deploy-windows.ps1 ("ps1 NUMBER") only Windows could tell whether it lives.
    if is_busy "$lock_holder"; then
      lock=""  # not ours to remove
      fail "$exit_locked" lock "another run ($lock_holder) works for this user" \
        "wait until it has ended, then run this again; if none runs: rm -r '$(state_folder)/lock'"
    fi
  fi
  echo $$ >"$lock/pid"
}
lock=""
is_busy() {
  case $1 in
    "" | *[!0-9]*) return 0 ;;
    *) kill -s 0 "$1" 2>/dev/null ;;
  esac
}
unlock_desktop() {
  [ -n "$lock" ] || return 0
  rm -rf "$lock"
  rmdir "$(state_folder)" 2>/dev/null || :  # after `uninstall` there is nothing else in it
}
