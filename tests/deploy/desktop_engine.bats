bats_require_minimum_version 1.5.0
load desktop_helper
setup() { setup_stand_ins; setup_desktop; }

@test "each engine is told from the others" {
  while read -r kind wanted; do
    found=$(in_desktop "split_engine '$(engine_info "$kind")'; classify_engine '|[{\"Name\":\"Engine\"}]'")
    [ "$found" = "$wanted" ] || { echo "$kind is $found"; return 1; }
  done <<'ENGINES'
desktop-macos desktop
desktop-wsl2 desktop
desktop-unlabelled desktop
desktop-by-label desktop
rancher rancher
rancher-macos rancher
colima colima
lima lima
orbstack orbstack
orbstack-by-kernel orbstack
native unknown
ENGINES
  [ "$(in_desktop "split_engine '$(engine_info podman)'; classify_engine '|[{\"Name\":\"Podman Engine\"}]'")" = podman ]
  [ "$(in_desktop "shell_kind=wsl2; split_engine '$(engine_info native)'; classify_engine '|[]'")" = native ]
}

@test "a rival is named and refused; --engine-anyway goes on, and the proof is the same" {
  for kind in rancher colima lima orbstack podman; do
    play macos "$kind"
    desktop up
    ends 10 "not Docker Desktop" "docker context use desktop-linux" "--engine-anyway"
    [ ! -e "$project/db" ]
  done
  play macos colima
  desktop up --engine-anyway
  ends 0 "WARN     engine           this is Colima" "Read inside the virtual machine"
}

@test "an unknown engine is refused with its fields" {
  play macos native
  desktop up
  ends 10 "does not know" "Ubuntu 24.04.1 LTS|my-pc" "--engine-anyway"
}

@test "an engine of the WSL distribution itself is for deploy-linux.sh, whatever the options" {
  play wsl2 native
  desktop up --engine-anyway
  ends 10 "deploy-linux.sh"
}

@test "Windows containers are refused and not switched" {
  play gitbash windows
  desktop up --engine-anyway
  ends 10 "Windows containers" "docker desktop engine use linux"
  never grep -q "engine use" "$calls"
}

@test "a remote engine is refused before it is asked, and a password in its address stays unsaid" {
  play macos desktop-macos
  for address in ssh://me:hunter2@server tcp://me:hunter2@10.0.0.7:2376 "" ; do
    reply context "$address"
    desktop up --engine-anyway
    ends 10 "not to an engine of this machine"
    [[ "$output" != *hunter2* ]]
    desktop --doctor
    [[ "$output" != *hunter2* ]]
  done
  never grep -q "docker info" "$calls"
}

@test "a dead engine is seen with exit code 0 and with 1, and not started unasked" {
  for code in 0 1; do
    play macos desktop-macos
    engine_info dead >"$engine/info"
    reply info.status "$code"
    desktop up
    ends 10 "no engine answers" "up --start"
  done
  never grep -q "desktop start" "$calls"
}

@test "--start uses the plugin, does not believe 'already running', and waits for the engine" {
  play macos desktop-macos
  mv "$engine/info" "$engine/late-info"
  reply info.status 1
  reply ready-after 20
  : >"$engine/plugin"
  reply start "Docker Desktop is already running"  # recorded from a public start script
  desktop up --start
  ends 0 "changed  engine           started Docker Desktop" "accept its licence"
  [ "$(wc -l <"$engine/seconds")" -ge 20 ]
}

@test "without the plugin macOS opens the application" {
  play macos desktop-macos
  mv "$engine/info" "$engine/late-info"
  reply info.status 1
  reply ready-after 2
  stand_in open 'case $* in "-g -a Docker") ;; *) unexpected "$@" ;; esac'
  desktop up --start
  ends 0 "started Docker Desktop"
}

@test "an engine that does not come is given up after 180 seconds" {
  play macos desktop-macos
  rm "$engine/info"
  reply info.status 1
  : >"$engine/plugin"
  desktop up --start
  ends 10 "did not answer within 180 s" "licence"
  [ "$(wc -l <"$engine/seconds")" -eq 179 ]
}

@test "check with --start starts nothing" {
  play macos desktop-macos
  rm "$engine/info"
  reply info.status 1
  desktop check --start
  ends 0 "would    engine" "none was"
  never grep -q "desktop start" "$calls"
}

@test "WSL without the integration is told how to get it" {
  play wsl2 desktop-wsl2
  rm "$engine/info"
  reply info.status 1
  # recorded from docker/for-win#14517; its exit code is not known
  reply info.error "The command 'docker' could not be found in this WSL 2 distro."
  desktop up
  ends 10 "WSL integration" "Linux containers"
  reply compose.error "The command 'docker' could not be found in this WSL 2 distro."
  desktop up
  ends 10 "WSL integration"
}

@test "a paused Desktop is not started again" {
  play macos desktop-macos
  rm "$engine/info"
  reply info.status 1
  reply info.error "Error response from daemon: Docker Desktop is manually paused. Unpause it through the Whale menu or Dashboard."  # recorded, shortened
  desktop up --start
  ends 10 "paused"
}

@test "each system is told from the others, and sent to its own script" {
  while IFS='|' read -r name release distro wanted; do
    found=$(in_desktop "desktop_shell macos '$name' '$release' '$distro'")
    [ "$found" = "$wanted" ] || { echo "$name $release: $found"; return 1; }
  done <<'SYSTEMS'
Darwin|25.1.0||macos
MINGW64_NT-10.0-26100|3.5.4||gitbash
MINGW64_NT-10.0-26100-ARM64|3.6.0||gitbash
MSYS_NT-10.0-19045|3.4.10||gitbash
CYGWIN_NT-10.0|3.5.4||gitbash
Linux|4.4.0-19041-Microsoft|Ubuntu|wsl1
Linux|5.15.167.4-microsoft-standard-WSL2|Ubuntu|wsl2
Linux|6.12.0-my-own|Ubuntu|wsl2
Linux|6.12.48+deb13-amd64||linux
FreeBSD|14.2||other
SYSTEMS
  play wsl2 desktop-wsl2
  play_uname Linux 4.4.0-19041-Microsoft x86_64
  desktop up
  ends 4 "WSL 1" "wsl --set-version"
  play_uname Linux 6.12.48+deb13-amd64 x86_64
  desktop up
  ends 4 "deploy-linux.sh"
  play_uname Darwin 25.1.0 arm64
  desktop up
  ends 4 "deploy-macos.sh"
}

@test "the client is found in the places of an installation that is not on PATH" {
  play macos desktop-macos
  mkdir -p "$home/.docker/bin"
  mv "$stand_ins/docker" "$home/.docker/bin/docker"
  desktop up
  ends 0 "$home/.docker/bin/docker"
  rm "$home/.docker/bin/docker"
  sed -i "s# /usr/local/bin /App# /App#" "$project/deployment-scripts/lib/desktop_platform.sh"  # where this machine may have one
  desktop up
  ends 6 "no docker client" "docs.docker.com/desktop"
}
