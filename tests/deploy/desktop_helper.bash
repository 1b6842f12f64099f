# For the Desktop scripts: systems and engines that are not here, played by stand-ins. PATH holds nothing else; what a
# stand-in does not expect fails the test. Every reply says whether it was recorded from a report or invented.
load helper

setup_desktop() {  # after setup_stand_ins; folder_name: another name for the project
  rm -f "$tools/uname" "$tools/timeout" "$tools/sha256sum" "$tools/flock" "$tools/getent"  # macOS has none of the last four
  for tool in base64 dirname basename; do
    [ -e "$tools/$tool" ] || ln -s "$(type -P "$tool")" "$tools/$tool"
  done
  engine=$BATS_TEST_TMPDIR/engine
  home=$BATS_TEST_TMPDIR/home
  project=$BATS_TEST_TMPDIR/${folder_name:-project}
  mkdir -p "$engine" "$home" "$project"
  cp -R "$deploy_root/deployment-scripts" "$deploy_root/compose.yaml" "$deploy_root/Dockerfile" "$deploy_root/seccomp" "$project/"
  # Of this machine, not of the one that is played.
  sed -i 's#^container_mark=.*#container_mark=/nowhere#' "$project/deployment-scripts/lib/desktop_platform.sh"
  cp "$BATS_TEST_DIRNAME/fixtures/desktop_docker" "$stand_ins/docker"
  chmod +x "$stand_ins/docker"
  reply context 'unix:///Users/me/.docker/run/docker.sock'
  reply file-system fakeowner
  : >"$engine/reader"
  # invented: /proc of a container as recorded from Docker 20.10, with the mounts that reports show (fakeowner)
  cp "$BATS_TEST_DIRNAME/fixtures/desktop_proof.txt" "$engine/proof"
  # recorded from todo, shortened
  reply check '{"database":{"state":"readable","file_system":"fakeowner","journal_mode":"delete (/db is fakeowner)","pending_migrations":"none"},"processes":{"server_1":"3 threads: user 1000, capabilities none"},"findings":[]}'
  stand_in sleep 'echo x >>"'"$engine"'/seconds"; if [ -e "'"$engine"'/ready-after" ] && [ "$(wc -l <"'"$engine"'/seconds")" -ge "$(cat "'"$engine"'/ready-after")" ]; then mv -f "'"$engine"'/late-info" "'"$engine"'/info" 2>/dev/null; rm -f "'"$engine"'/info.status"; fi; exit 0'
  rm -f "$tools/sleep"
  stand_in curl 'case "$*" in
    *:2375/_ping) [ ! -e "'"$engine"'/open-api" ] || printf OK; exit 0 ;;
    *--write-out*/readyz | *--write-out*) printf 200 ;;
    *--include*) printf "HTTP/1.1 201 Created\r\nLocation: /api/todos/7\r\n" ;;
    *DELETE*) ;;
    *--max-time\ 2\ http://127.0.0.1:*) exit "$(cat "'"$engine"'/port-answer" 2>/dev/null || echo 7)" ;;
    *) unexpected "$@" ;;
  esac'
}

reply() { printf '%s' "${2-}" >"$engine/$1"; }

# What the engines answer to info_format. "recorded" comes from a public report, "invented" is put together from documentation.
engine_info() {
  case $1 in
    # recorded from reports: docker/for-mac, testcontainers-go#2681; the label from docker/compose's source
    desktop-macos) echo 'linux|Docker Desktop|docker-desktop|6.10.14-linuxkit|["com.docker.desktop.address=unix:///Users/me/Library/Containers/com.docker.docker/Data/docker-cli.sock"]|["name=seccomp,profile=unconfined","name=cgroupns"]' ;;
    # invented: WSL2 back end, kernel name as recorded
    desktop-wsl2) echo 'linux|Docker Desktop|docker-desktop|5.15.167.4-microsoft-standard-WSL2|["com.docker.desktop.address=npipe://\\\\.\\pipe\\docker_cli"]|["name=seccomp,profile=builtin","name=cgroupns"]' ;;
    # invented: an older one, without the label
    desktop-unlabelled) echo 'linux|Docker Desktop|moby|5.10.104-linuxkit|[]|["name=seccomp,profile=default"]' ;;
    # invented: known by the label alone
    desktop-by-label) echo 'linux|Some Linux|x|6.12.5-linuxkit|["com.docker.desktop.address=unix:///x/docker-cli.sock"]|[]' ;;
    # recorded field values (ddev/ddev pkg/dockerutil), the rest invented
    rancher) echo 'linux|Rancher Desktop WSL Distribution|machine|5.15.90.1-microsoft-standard-WSL2|[]|["name=seccomp,profile=builtin"]' ;;
    rancher-macos) echo 'linux|Alpine Linux v3.20|lima-rancher-desktop|6.6.41-0-virt|[]|["name=seccomp,profile=builtin"]' ;;
    colima) echo 'linux|Ubuntu 24.04.1 LTS|colima|6.8.0-50-generic|[]|["name=apparmor","name=seccomp,profile=builtin"]' ;;
    lima) echo 'linux|Ubuntu 24.04.1 LTS|lima-docker|6.8.0-50-generic|[]|["name=apparmor"]' ;;
    orbstack) echo 'linux|OrbStack|orbstack|6.12.7-orbstack-00297|[]|["name=seccomp,profile=builtin"]' ;;
    orbstack-by-kernel) echo 'linux|Linux|vm|6.12.7-orbstack-00297|[]|[]' ;;
    podman) echo 'linux|fedora|localhost.localdomain|6.11.4-301.fc41.aarch64|null|["name=seccomp,profile=default","name=rootless"]' ;;
    # invented
    native) echo 'linux|Ubuntu 24.04.1 LTS|my-pc|5.15.167.4-microsoft-standard-WSL2|[]|["name=seccomp,profile=builtin"]' ;;
    windows) echo 'windows|Docker Desktop|my-pc|10.0 26100 (26100.1.amd64fre.ge_release.240331-1435)|["com.docker.desktop.address=npipe://x"]|["name=hyperv"]' ;;
    # recorded: Docker CLI 28.2.2 without a daemon
    dead) echo '||||null|null' ;;
  esac
}

# play SHELL ENGINE [VERSION]: this system, this engine.
play() {
  case $1 in
    macos) play_uname Darwin 25.1.0 arm64
      deploy=deploy-macos.sh
      play_bsd
      stand_in netstat 'printf "tcp4  0  0  127.0.0.1.8000  *.*  LISTEN\n"'
      stand_in defaults 'case $* in "read /Applications/Docker.app/Contents/Info.plist CFBundleShortVersionString") cat "'"$engine"'/installed" ;; *) unexpected "$@" ;; esac' ;;
    gitbash) play_uname MINGW64_NT-10.0-26100 3.5.4-395fda67.x86_64 x86_64
      deploy=deploy-windows.sh
      reply context 'npipe:////./pipe/dockerDesktopLinuxEngine'
      stand_in cygpath 'case $1 in -w) printf "%s\n" "C:$2" | tr / "\134" ;; -u) printf "/c%s\n" "${2#C:}" | tr "\134" / ;; *) unexpected "$@" ;; esac'
      stand_in icacls.exe 'case $* in *secret_key\ /inheritance:r\ /grant:r\ me:\(R\)) ;; *) unexpected "$@" ;; esac'
      windows_stand_ins ;;
    wsl2) play_uname Linux 5.15.167.4-microsoft-standard-WSL2 x86_64
      deploy=deploy-windows.sh
      windows_stand_ins ;;
  esac
  engine_info "$2" >"$engine/info"
  case $2 in
    desktop*) reply version "Docker Desktop ${3-4.99.0} (222858)|[{\"Name\":\"Engine\",\"Version\":\"29.0.1\"}]" ;;
    podman) reply version '|[{"Name":"Podman Engine","Version":"5.3.1"}]' ;;
    *) reply version '|[{"Name":"Engine","Version":"27.3.1"}]' ;;
  esac
}
windows_stand_ins() {
  stand_in netstat.exe 'printf "  TCP    127.0.0.1:8000         0.0.0.0:0              ABH\303\226REN\r\n"'
  stand_in sc.exe 'exit 1'  # invented: an installation for one user has no service
  stand_in powershell.exe 'unexpected "$@"'
  play_wsl_version 3.0.3.0
}
# As wsl.exe writes it when it does not know WSL_UTF8; the label is German.
play_wsl_version() { stand_in wsl.exe 'case $* in --version) printf "WSL-Version: '"$1"'\r\nKernelversion: 6.6.87.2\r\n" | sed "s/./&\\x00/g" ;; *) unexpected "$@" ;; esac'; }
# BSD's tools are GNU's without the options that they do not know.
play_bsd() {
  bsd sed '-i | -r | -s | --*'
  bsd stat '*'
  bsd date '-d | -d* | --*'
  bsd grep '-P | --*'
  bsd readlink '-f | -e | --*'  # as before macOS 13
  bsd head '-n-* | --*'
  bsd base64 '-w* | --*'
  bsd ls '--*'
  bsd mktemp '--*'
  bsd tail '--*'
  bsd sort '-V | --*'
}
bsd() {  # bsd TOOL 'PATTERNS of options'
  rm -f "$tools/$1"
  printf '#!/bin/sh\nfor word in "$@"; do case $word in %s) echo "%s $*" >>"%s"; exit 97 ;; esac; done\nexec %s "$@"\n' \
    "$2" "$1" "$unexpected" "$(type -P "$1")" >"$tools/$1"
  chmod +x "$tools/$1"
}
play_uname() { stand_in uname 'case $* in -s) echo '"$1"' ;; -r) echo '"$2"' ;; -m) echo '"$3"' ;; *) unexpected "$@" ;; esac'; }

# desktop ARGUMENT…: the script of the system that is played. SHELL_USED: another shell than sh.
desktop() {
  run env -i PATH="$stand_ins:$tools" HOME="$home" USERNAME=me LOCALAPPDATA="${local_app_data-}" APPDATA="${app_data-}" ENGINE="$engine" CALLS="$calls" \
    UNEXPECTED="$unexpected" ${TODO_BASE:+TODO_BASE="$TODO_BASE"} ${WSL_DISTRO_NAME:+WSL_DISTRO_NAME="$WSL_DISTRO_NAME"} \
    ${SHELL_USED:-sh} "$project/deployment-scripts/$deploy" "$@" </dev/null
}

# ends CODE TEXT…: of the last run.
ends() {
  [ "$status" -eq "$1" ] || { echo "exit $status instead of $1:"; echo "$output"; return 1; }
  shift
  for text in "$@"; do [[ "$output" == *"$text"* ]] || { echo "no '$text' in:"; echo "$output"; return 1; }; done
}

# in_desktop 'COMMANDS': the library, as the script loads it.
in_desktop() {
  env -i PATH="$stand_ins:$tools" HOME="$home" ENGINE="$engine" CALLS="$calls" UNEXPECTED="$unexpected" WORK="$BATS_TEST_TMPDIR/work" sh -c '
    set -eu
    project=$1 library=$1/deployment-scripts/lib caller_folder=/somewhere platform=$2 work=$WORK
    . "$library/desktop_main.sh"
    shell_kind=$2; [ "$2" != windows ] || shell_kind=gitbash
    cd "$project"
    eval "$3"' in_desktop "$project" "${platform:-macos}" "$1"
}

# never COMMAND…: fails when it succeeds. (A line `! command` does not fail a test: set -e does not look at it.)
never() { if "$@"; then echo "succeeded: $*"; return 1; fi; }
