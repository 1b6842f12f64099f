bats_require_minimum_version 1.5.0
load desktop_helper
setup() { setup_stand_ins; setup_desktop; }

everything_on() {  # everything_on SYSTEM
  play "$1" "desktop-${1/gitbash/wsl2}"
  desktop check
  ends 0 "would    image" "none was"
  [ ! -e "$project/db" ] && [ ! -e "$project/secrets" ]
  desktop up --port 8000
  ends 0 "1000 in all four ids" "rootless           no:" "The app answers at http://127.0.0.1:8000/"
  desktop up
  ends 0 "0 changes"
  desktop status
  ends 0 "running healthy"
  desktop backup "$BATS_TEST_TMPDIR/$1.copy"
  ends 0 "wrote"
  [ "$(od -c "$BATS_TEST_TMPDIR/$1.copy" | head -n 1)" = "$(printf 'SQLite format 3\r\n' | od -c | head -n 1)" ]  # each byte
  desktop restore "$BATS_TEST_TMPDIR/$1.copy"
  ends 0 "is the database now"
  cmp "$engine/restored" "$BATS_TEST_TMPDIR/$1.copy"
  desktop --doctor
  ends 0 "Docker Desktop"
  echo todos >"$project/db/db.sqlite3"
  desktop down
  ends 0 "stopped; the data stays"
  desktop stop
  ends 0 "was not started by this script"
  desktop uninstall --purge
  ends 0 "removed" "the data is still"
  [ "$(cat "$project/db/db.sqlite3")" = todos ]
  [ ! -e "$project/secrets" ]
  [ ! -e "$home/.local/state/taut-desktop" ]
  rm -r "$project/db" "$engine/image"
}

@test "macOS: from check to uninstall" { everything_on macos; }
@test "Git Bash: from check to uninstall" { everything_on gitbash; }
@test "WSL2: from check to uninstall" { everything_on wsl2; }
@test "macOS, with bash as sh" { SHELL_USED="bash --posix"; link bash; everything_on macos; }
@test "macOS, with busybox as sh" { SHELL_USED="busybox sh"; link busybox; everything_on macos; }
@test "Git Bash, with bash" { SHELL_USED=bash; link bash; everything_on gitbash; }
link() { [ -e "$tools/$1" ] || ln -s "$(type -P "$1")" "$tools/$1"; }

@test "no call changes a setting, an engine or a context" {
  for system in macos gitbash wsl2; do everything_on "$system"; done
  never grep -E 'context (use|create|update|rm)|desktop (engine|enable|disable|kubernetes|update|restart)|settings-store|prune|volume rm|down.*(-v|--volumes)|swarm|login' "$calls"
}

@test "a run takes one lock, and one that was left by a dead run is no obstacle" {
  play macos desktop-macos
  mkdir -p "$home/.local/state/taut-desktop/lock"
  echo $$ >"$home/.local/state/taut-desktop/lock/pid"
  desktop up
  ends 3 "another run ($$)"
  [ -d "$home/.local/state/taut-desktop/lock" ]
  echo "ps1 4711" >"$home/.local/state/taut-desktop/lock/pid"
  desktop up
  ends 3 "ps1 4711"
  sh -c 'echo $$' >"$home/.local/state/taut-desktop/lock/pid"  # of a process that is over
  desktop up
  ends 0
  [ ! -e "$home/.local/state/taut-desktop/lock" ]
}

@test "a port that another program has is exit code 12" {
  play macos desktop-macos
  reply port-answer 0
  desktop up
  ends 12 "another program listens on port 8000" "--port 8001"
}

@test "another clone's app is not taken over; case alone makes no other folder" {
  play macos desktop-macos
  desktop up
  ends 0
  reply working-dir /Users/me/other
  desktop up
  ends 11 "already runs from /Users/me/other"
  reply working-dir "${project^^}"
  desktop up
  ends 0
}

@test "an app that does not get healthy is exit code 14, with its log" {
  play macos desktop-macos
  reply health "running unhealthy"
  reply app-log "todo: the disk is full of eels"
  desktop up
  ends 14 "eels" "does not get healthy"
}

@test "stop ends what --start began, but not under others' containers" {
  play macos desktop-macos
  mkdir -p "$home/.local/state/taut-desktop"
  printf 'engine\n' >"$home/.local/state/taut-desktop/journal"
  : >"$engine/plugin"
  desktop up
  ends 0
  reply others 2222
  desktop stop
  ends 0 "other containers run in it"
  [ -e "$engine/info" ]
  rm "$engine/others"
  desktop stop
  ends 0 "stopped Docker Desktop"
}

@test "backup does not write over a file; an engine that is away is exit code 10" {
  play macos desktop-macos
  desktop up
  echo mine >"$BATS_TEST_TMPDIR/mine"
  desktop backup "$BATS_TEST_TMPDIR/mine"
  ends 16 "exists already"
  [ "$(cat "$BATS_TEST_TMPDIR/mine")" = mine ]
  rm "$engine/info"
  reply info.status 1
  for action in status down "backup $BATS_TEST_TMPDIR/new" uninstall; do
    desktop $action
    ends 10 "no engine answers"
  done
}

@test "the doctor tells what is needed, without the home folder's name, and never fails" {
  play macos desktop-macos
  home=$project/me
  mkdir "$home"
  desktop --doctor
  ends 0 "linux|Docker Desktop|docker-desktop|6.10.14-linuxkit" "plugin" "no container"
  rm "$stand_ins/docker"
  sed -i "s# /usr/local/bin /App# /App#" "$project/deployment-scripts/lib/desktop_platform.sh"
  desktop --doctor
  ends 0 "none found"
}

@test "options of Linux are none here, those of Desktop none there, and --help shows what there is" {
  play macos desktop-macos
  for option in --user --disable-rootful; do
    desktop up $option x
    ends 2 "no option $option"
  done
  desktop --help
  ends 0 "deploy-macos.sh" "--engine-anyway" "--volume" "--doctor" "--start"
  run in_sh 'parse_options --volume'
  [ "$status" -eq 2 ]
}
