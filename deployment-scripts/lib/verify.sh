# Reads back from the kernel what was promised, and prints it. Configuration is what was asked for; this is what is so.

wrong=""          # one line for each promise that does not hold
survived=""       # "yes" when a todo was seen to outlive a restart in this run

complain() { wrong="$wrong${wrong:+
}$1"; }
complain_all() {  # complain_all PREFIX, lines on standard input through a here-document: a pipe would lose the variable
  while IFS= read -r complaint; do [ -z "$complaint" ] || complain "$1$complaint"; done
}

# A todo written through the API is there after a restart; tried when the app was started anew, and taken away again.
check_persistence() {
  wait_for_page 20 || return 0  # whoever waits for health tells about it
  if ! probe=$(add_todo "deploy: does this outlive a restart?"); then
    complain "the API did not accept a todo"
    return 0
  fi
  docker_as_account restart --time 10 "$(app_container)" >"$work/restart" 2>&1 || complain "the container could not be restarted"
  if wait_for_page 20 && [ "$(page_status "$probe")" = 200 ]; then
    survived=yes
    remove_todo "$probe" || complain "the todo of the check ($probe) could not be deleted again"
  else
    complain "a todo that had been accepted was gone after a restart"
  fi
}

# The account's own power over the daemon's user namespace is enough to read there; root is not needed.
in_namespace() {
  as_account nsenter --target "$app_pid" --user --preserve-credentials "$@"
}

verify_process() {
  app_pid=$(inspect_app '{{.State.Pid}}' || echo 0)
  if [ "${app_pid:-0}" -eq 0 ]; then
    complain "the container is not running"
    return 0
  fi
  threads=0
  for thread in /proc/"$app_pid"/task/*; do
    status_text=$(cat "$thread/status" 2>/dev/null) || continue  # a thread that has ended since
    threads=$((threads + 1))
    complain_all "" <<COMPLAINTS
$(printf '%s\n' "$status_text" | wrong_in_status "$host_id_of_1000" | sed "s/^/thread ${thread##*/}: /")
COMPLAINTS
  done
  [ "$threads" -gt 0 ] || complain "process $app_pid of the container cannot be read"
  mounts_text=$(in_namespace cat "/proc/$app_pid/mountinfo" 2>/dev/null || :)
  complain_all "" <<COMPLAINTS
$(printf '%s\n' "$mounts_text" | wrong_in_mounts "$host_id_of_1000")
COMPLAINTS
}

# <DAEMON-ATTACK-SURFACE> rootless-daemon: said by the daemon, and by the kernel about its process.
verify_daemon() {
  is_rootless || complain "the daemon does not call itself rootless"
  daemon_pid=$(as_account cat "$runtime/docker.pid" 2>/dev/null || echo none)
  daemon_uid=$(awk '$1 == "Uid:" { print $3 }' "/proc/$daemon_pid/status" 2>/dev/null || :)
  [ "${daemon_uid:-0}" -ne 0 ] || complain "dockerd runs as root, or its process $daemon_pid cannot be read"
  [ "$daemon_uid" = "$account_uid" ] || complain "dockerd runs as user ${daemon_uid:-unknown}, not as $account_uid"
}

verify_app() {
  complain_all "" <<COMPLAINTS
$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | wrong_in_listeners "$port")
COMPLAINTS
  page=$(page_status /)
  [ "$page" = 200 ] || complain "the list page answers ${page:-nothing}, not 200"
  ready=$(page_status /readyz)
  [ "$ready" = 200 ] || complain "/readyz answers ${ready:-nothing}, not 200"
  app_check=$(docker_as_account exec "$(app_container)" /todo check --deploy --format json 2>"$work/check") ||
    complain "todo check --deploy: $(tail -n 1 "$work/check")"
  case $(migrations_text) in pending*) complain "migrations $(migrations_text)" ;; esac
  data_state=$(stat -c '%u %a' "$project/db" 2>/dev/null || echo none)
  [ "$data_state" = "$host_id_of_1000 700" ] || complain "./db has owner and mode $data_state, not $host_id_of_1000 700"
}

verify_limits() { :; }  # in limits.sh, where the app's control group can be read

verify() {
  wrong=${wrong:-}
  verify_daemon
  verify_process
  verify_limits
  verify_app
}

proof_line() { printf '  %-18s %s\n' "$1" "$2"; }

# Only what was read back; called when nothing is wrong.
print_proof() {
  note ""
  note "Read back from the kernel, about process $app_pid (its $threads threads) and its daemon $daemon_pid:"
  proof_line user "$host_id_of_1000 in all four ids, which is 1000 inside; the same group, no other"
  proof_line capabilities "none: inheritable, permitted, effective, bounding and ambient set are empty"
  proof_line "no new privileges" "set; system calls are filtered (seccomp mode 2)"
  proof_line "root file system" "read-only"
  proof_line writable "./db, and one tmpfs: /tmp ($(tmpfs_text))"
  proof_line migrations "$(migrations_text)"
  proof_line data "$project/db/db.sqlite3${survived:+; a todo outlived a restart}"
  proof_line rootless "dockerd is a process of $account (user id $daemon_uid)"
  proof_line limits "$(limits_text)"
  proof_line address "$(address /) (on 127.0.0.1 only)"
}

tmpfs_text() { printf '%s\n' "$mounts_text" | awk '$5 == "/tmp" { text = $6 } END { print text }'; }

migrations_text() {
  pending=$(printf '%s\n' "$app_check" | sed -n 's/.*"pending_migrations":"\([^"]*\)".*/\1/p')
  if [ "$pending" = none ]; then echo "all applied, none pending"; else echo "pending: ${pending:-unknown}"; fi
}

report_verification() {
  if [ -z "$wrong" ]; then
    print_proof
    return 0
  fi
  fail "$exit_verify" verification "the app runs, but not as promised:" "$(printf '%s\n' "$wrong" | sed 's/^/- /')
stop it: $script down"
}
