# The rootless daemon: is it there, start it, stop it, and clear up after one that was killed.

runtime=""  # XDG_RUNTIME_DIR of the account: its sockets and process ids
daemon_info=""

launcher_path() { printf '%s/.local/lib/taut/rootless-daemon\n' "$account_home"; }
daemon_log() { printf '%s/daemon.log\n' "$(state_folder)"; }

# Never under /tmp: there another user could make the folder first.
choose_runtime() {
  if [ "$has_systemd" = yes ]; then runtime=/run/user/$account_uid; else runtime=$account_home/.docker/run; fi
  # sockaddr_un holds 107 bytes, and the daemon's longest socket name is 48 bytes below this folder.
  [ "${#runtime}" -le 59 ] || fail "$exit_runtime" runtime "$runtime is too long for the path of a socket" \
    "choose an account with a shorter home: --user NAME"
}

ensure_runtime() {
  [ "$account_exists" = yes ] || return 0
  [ "$has_systemd" = no ] || ensure_user_manager
  if [ ! -d "$runtime" ]; then
    [ "$dry_run" = yes ] || journal_parents "$runtime/docker.sock"
    change runtime "$runtime, mode 0700" as_account mkdir -p -m 0700 "$runtime"
    [ "$dry_run" = no ] || return 0
  fi
  runtime_state=$(as_account stat -c '%u %a' "$runtime")
  [ "$runtime_state" = "$account_uid 700" ] ||
    fail "$exit_runtime" runtime "$runtime has owner and mode $runtime_state, not $account_uid 700: others could put sockets there" \
      "chown $account_uid $runtime; chmod 0700 $runtime"
}

# query_daemon: fills daemon_info with "version|security options|cgroup driver|cgroup version|warnings".
query_daemon() {
  [ "$account_exists" = yes ] && [ -n "$docker" ] || return 1
  daemon_info=$(as_account "$docker" info \
    --format '{{.ServerVersion}}|{{json .SecurityOptions}}|{{.CgroupDriver}}|{{.CgroupVersion}}|{{json .Warnings}}' 2>"$work/info") || return 1
  # Old clients end with 0 and empty fields when nobody answers.
  [ -n "${daemon_info%%|*}" ]
}

info_field() { printf '%s\n' "$daemon_info" | cut -d'|' -f"$1"; }
is_rootless() { info_field 2 | grep -q 'name=rootless'; }

ensure_daemon() {
  if query_daemon; then
    say_ok daemon "Docker $(info_field 1), rootless, socket $runtime/docker.sock"
  elif [ "$account_exists" = no ] || [ "$dry_run" = yes ]; then
    change daemon "a rootless Docker daemon for ${account}" :
    unchecked="$unchecked daemon"
    return 0
  else
    clear_stale_state
    change daemon "started a rootless Docker daemon for $account" start_daemon
  fi
  is_rootless || fail "$exit_daemon" daemon "the daemon at $runtime/docker.sock is not rootless" "stop it, then run this again"
  warn_about_limits
}

start_daemon() {
  if [ ! -d "$account_home/.local/share/docker" ]; then
    journal_parents "$account_home/.local/share/docker"
    journal_account data-root
  fi
  if [ ! -d "$account_home/.docker/buildx" ]; then
    journal_parents "$account_home/.docker/buildx"
    journal_account client "$account_home/.docker"
  fi
  journal_account daemon
  install_launcher
  if [ "$has_systemd" = yes ]; then start_unit; else start_detached; fi
  wait_for_daemon
}

install_launcher() {
  journal_parents "$(launcher_path)"
  journal_account file "$(launcher_path)"
  as_account sh -c 'mkdir -p "${1%/*}" && cat >"$1.new" && chmod 0700 "$1.new" && mv "$1.new" "$1"' install "$(launcher_path)" <"$library/launcher.sh" ||
    fail "$exit_daemon" daemon "cannot write $(launcher_path)"
}

# A session of its own, and a log that starts anew.
start_detached() {
  as_account setsid --fork sh -c 'umask 077; mkdir -p "${2%/*}"; [ ! -e "$2" ] || mv "$2" "$2.1"
    cd /; exec "$1" >"$2" 2>&1 </dev/null' start "$(launcher_path)" "$(daemon_log)"
}

wait_for_daemon() {
  waited=0
  until query_daemon; do
    waited=$((waited + 1))
    if [ "$waited" -gt 60 ] || has_ended; then daemon_failed; fi
    sleep 0.5
  done
}

# After two seconds its first process is there, or it has failed already. systemd starts it again by itself.
has_ended() { [ "$waited" -gt 4 ] && [ "$has_systemd" = no ] && [ -z "$(our_processes rootlesskit)" ]; }

daemon_failed() {
  if [ "$has_systemd" = yes ]; then
    as_account journalctl --user --unit "$unit_name" --lines 25 --no-pager >"$work/daemon" 2>&1 || :
  else
    as_account tail -n 200 "$(daemon_log)" >"$work/daemon" 2>&1 || :
  fi
  show_end "$work/daemon"
  fail "$exit_daemon" daemon "it does not answer at $runtime/docker.sock; the end of its log is above" \
    "the whole log: $(daemon_log), or journalctl --user -u $unit_name"
}

# Programs that belong to this run-time folder, proven by user id, name and command line: only those are ever signalled.
our_processes() {  # our_processes NAME…: of the command's first word
  grep -lE "^Uid:[[:space:]]+${account_uid}[[:space:]]" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3 | while read -r pid; do
    words=$({ tr "\0" "\n" <"/proc/$pid/cmdline"; } 2>/dev/null) || continue  # over since
    first=$(printf '%s\n' "$words" | head -n 1)
    case $words in *"$runtime/"*) ;; *) continue ;; esac
    for name in "$@"; do
      case $first in "$name" | */"$name") printf '%s\n' "$pid" ;; esac
    done
  done
}

is_alive() { [ -d "/proc/$1" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null; }

# signal_all SIGNAL PID…; by the shell's own kill, as a small system has no other.
kill_script='signal=$1; shift; for pid in "$@"; do kill -s "$signal" "$pid" 2>/dev/null || :; done'  # may be over already
signal_all() { as_account sh -c "$kill_script" signal "$@"; }

wait_until_gone() {  # wait_until_gone TENTHS PID…
  patience=$1
  shift
  while [ "$patience" -gt 0 ]; do
    alive=""
    for pid in "$@"; do if is_alive "$pid"; then alive="$alive $pid"; fi; done
    [ -n "$alive" ] || return 0
    sleep 0.1
    patience=$((patience - 1))
  done
  return 1
}

# What else a killed daemon has left; the launcher sees to its containers and their states.
clear_stale_state() {
  stale=$(our_processes rootlesskit exe dockerd containerd containerd-shim-runc-v2)
  [ -z "$stale" ] || change daemon "ended what a killed daemon had left running ($(echo $stale | wc -w) processes)" end_leftovers
}

# Also of a daemon that does not stop: its containers would go on writing to ./db until the launcher is started again.
end_leftovers() {
  for shim in $(our_processes containerd-shim-runc-v2); do
    # Its containers have subordinate ids; root of their user namespace may signal them.
    children=$(cat "/proc/$shim/task/"*/children 2>/dev/null) || continue
    as_account nsenter --target "$shim" --user --preserve-credentials sh -c "$kill_script" signal KILL $children || :  # over since
  done
  # shellcheck disable=SC2046
  signal_all TERM $(our_processes rootlesskit exe dockerd containerd)
  leftovers=$(our_processes rootlesskit exe dockerd containerd containerd-shim-runc-v2)
  wait_until_gone 50 $leftovers || signal_all KILL $leftovers
  wait_until_gone 50 $leftovers || fail "$exit_daemon" daemon "these processes do not end: $(one_line $leftovers)" "kill -9 $(one_line $leftovers)"
}

stop_daemon() {
  if [ "$has_systemd" = yes ]; then
    as_account systemctl --user stop "$unit_name" || return
  else
    # rootlesskit passes the signal on; dockerd stops its containers first.
    # shellcheck disable=SC2046
    signal_all TERM $(our_processes dockerd)
    daemon_processes=$(our_processes rootlesskit exe dockerd containerd containerd-shim-runc-v2)
    wait_until_gone 300 $daemon_processes || end_leftovers
  fi
}
