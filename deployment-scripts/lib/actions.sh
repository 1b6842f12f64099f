# The actions beside `up` and `uninstall`: each finds the account and its daemon, and prints little.

# The steps that look and change nothing, without their lines.
quiet_entry() {
  read_platform >/dev/null
  find_client || :
  choose_runtime
  lock_account
  if [ "$account_exists" = yes ] && [ -d "$runtime" ] && command -v rootlesskit >/dev/null; then
    host_id_of_1000=$(as_account rootlesskit cat /proc/self/uid_map 2>/dev/null | host_id 1000 || :)
  fi
}

enter_quietly() {
  quiet_entry
  [ "$account_exists" = yes ] || fail "$exit_account" account "there is no account $account" \
    "$script up makes it"
}

down() {
  enter_quietly
  need_daemon
  if [ -n "$(app_container)" ]; then
    change app "stopped; the data stays in $(data_place)" take_app_down
  else
    say_ok app "not running"
  fi
}

take_app_down() {
  compose down >"$work/down" 2>&1 || { show_end "$work/down"; fail "$exit_start" app "Compose could not stop the app"; }
}

stop() {
  enter_quietly
  if query_daemon; then
    choose_port
    choose_override
    if [ -n "$(app_container)" ]; then change app "stopped; the data stays in $(data_place)" take_app_down; fi
  fi
  if ! read_account_journal | grep -qx daemon; then
    say_ok daemon "was not started by this script and stays"
  elif [ -z "$(our_processes rootlesskit exe dockerd containerd)" ]; then
    say_ok daemon "not running"
  else
    change daemon "stopped" stop_daemon
  fi
}

status() {
  enter_quietly
  if ! query_daemon; then
    say_warning daemon "does not answer at $runtime/docker.sock"
    fail "$exit_daemon" status "no daemon, no app" "$script up"
  fi
  say_ok daemon "Docker $(info_field 1) of $account, socket $runtime/docker.sock"
  warn_about_limits
  choose_port
  find_lab
  [ -n "$(app_container)" ] ||
    fail "$exit_start" app "not running; the data is in $(data_place)" "$script up"
  id_now=$(inspect_app '{{.Image}}')
  say_ok app "$(app_health), image $(short_id "$id_now"), since $(inspect_app '{{.State.StartedAt}}' | cut -c1-19)"
  [ "$verbose" = no ] || show_app_log
  if [ "$lab" = yes ]; then say_ok lab "$(as_lab app_health), $(as_lab address /security)"; fi
  verify
  verify_lab
  report_verification
}
