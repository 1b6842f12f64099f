# Docker Desktop, started only when that was asked for, and waited for.

patience=180  # seconds; a first start asks for consent to the licence

ensure_engine() {
  check_endpoint
  if ! ask_engine; then
    known_failure "$work/info"
    want_start || fail "$exit_daemon" engine "no engine answers at $(without_login "$engine_endpoint")" \
      "start Docker Desktop, or let this script do it: $script ${action} --start"
    change engine "started Docker Desktop" start_engine
    if [ "$dry_run" = yes ]; then
      unchecked="$unchecked daemon"
      return 0
    fi
  fi
  identify_engine
}

# --start, or a yes on a terminal.
want_start() {
  [ "$start_engine" = no ] || return 0
  [ -t 0 ] && [ -t 1 ] && [ "$dry_run" = no ] || return 1
  if [ "$assume_yes" = yes ]; then return 0; fi
  printf 'Docker Desktop does not run. Start it? [y/N] ' >&2
  read -r answer
  case $answer in y | Y | yes) return 0 ;; *) return 1 ;; esac
}

start_engine() {
  journal_account engine
  if has_desktop_plugin; then
    # It may say "already running" while the engine is not up, or give up too early: the engine itself is asked below.
    docker_as_account desktop start --timeout 120 >"$work/start" 2>&1 || :
  else
    open_desktop >"$work/start" 2>&1 || {
      show_end "$work/start"
      fail "$exit_daemon" engine "Docker Desktop could not be started" "is it installed? https://docs.docker.com/desktop/"
    }
  fi
  wait_for_engine "$patience" || {
    show_end "$work/info"
    fail "$exit_daemon" engine "the engine did not answer within $patience s" \
      "look at Docker Desktop's window: a first start asks for consent to its licence; then run this again"
  }
}

has_desktop_plugin() { docker_as_account desktop --help >/dev/null 2>&1; }

wait_for_engine() {  # wait_for_engine SECONDS; counted, as neither timeout(1) nor $SECONDS is everywhere
  waited_for_engine=0
  until ask_engine; do
    waited_for_engine=$((waited_for_engine + 1))
    [ "$waited_for_engine" -lt "$1" ] || return 1
    [ $((waited_for_engine % 15)) -ne 0 ] ||
      note "...      waiting for Docker Desktop ($waited_for_engine s); a first start may wait for you to accept its licence"
    sleep 1
  done
}

open_desktop() {
  case $shell_kind in
    macos) open -g -a Docker ;;
    *)
      desktop_program=$(find_desktop_program) || { echo "no Docker Desktop.exe found"; return 1; }
      "$desktop_program" >/dev/null 2>&1 </dev/null & ;;
  esac
}

find_desktop_program() {
  case $shell_kind in gitbash) drive=/c ;; *) drive=/mnt/c ;; esac
  for folder in "$drive/Program Files/Docker/Docker" "$(unix_path "${LOCALAPPDATA:-}")/Programs/DockerDesktop"; do
    if [ -x "$folder/Docker Desktop.exe" ]; then
      printf '%s\n' "$folder/Docker Desktop.exe"
      return 0
    fi
  done
  return 1
}
