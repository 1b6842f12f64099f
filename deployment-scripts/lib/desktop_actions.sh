# The actions beside `up`. Loaded after actions.sh, data.sh and uninstall.sh, of which it replaces what is Linux's.

quiet_entry() {
  read_platform >/dev/null
  find_client || fail "$exit_packages" client "there is no docker client" "$script up says where it should be"
}
enter_quietly() { quiet_entry; }

# query_engine: whether the engine of this machine answers; one that is not this machine's is refused.
query_engine() {
  check_endpoint
  ask_engine || return 1
  identify_engine
  choose_port
  choose_override
}

need_daemon() {
  query_engine && return 0
  known_failure "$work/info"
  fail "$exit_daemon" engine "no engine answers at $(without_login "$engine_endpoint")" "start Docker Desktop; or: $script up --start"
}

status() {
  enter_quietly
  need_daemon
  say_ok engine "$(engine_title "$engine"), $(back_end)"
  check_versions
  [ -n "$(app_container)" ] || fail "$exit_start" app "not running; the data is in $(data_place)" "$script up"
  id_now=$(inspect_app '{{.Image}}')
  say_ok app "$(app_health), image $(short_id "$id_now"), since $(inspect_app '{{.State.StartedAt}}' | cut -c1-19)"
  [ "$verbose" = no ] || show_app_log
  verify
  report_verification
}

stop() {
  enter_quietly
  need_daemon
  if [ -n "$(app_container)" ]; then change app "stopped; the data stays in $(data_place)" take_app_down; fi
  if ! read_account_journal | grep -qx engine; then
    say_ok engine "was not started by this script and stays"
  elif [ -n "$(docker_as_account ps --quiet)" ] && [ "$dry_run" = no ]; then
    say_warning engine "other containers run in it, so it stays"
  elif has_desktop_plugin; then
    change engine "stopped Docker Desktop" stop_engine
  else
    say_warning engine "this version cannot be stopped from a shell: quit Docker Desktop in its menu"
  fi
}
stop_engine() {
  docker_as_account desktop stop >"$work/stop" 2>&1 || { show_end "$work/stop"; fail "$exit_daemon" engine "Docker Desktop did not stop"; }
}

# uninstall: only files of this user, read backwards from the journal; never ./db, the volume, or Docker Desktop.
uninstall() {
  quiet_entry
  if ! query_engine; then
    known_failure "$work/info"
    fail "$exit_daemon" engine "no engine answers, so the app could not be taken away" "start Docker Desktop, then run this again"
  fi
  if [ -n "$(app_container)" ]; then change app "stopped; the data stays in $(data_place)" take_app_down; fi
  if [ "$purge" = yes ]; then remove_images; fi
  read_account_journal | backwards >"$work/backwards"
  while IFS="$(printf '\t')" read -r verb argument <&7; do undo_entry "$verb" "$argument"; done 7<"$work/backwards"
  [ "$dry_run" = yes ] || forget
  count_of_changes
  if [ "$use_volume" = yes ]; then note "the data is still in $(data_place): docker volume rm ${compose_project}_data deletes it"; fi
  [ ! -e "$project/db" ] || note "the data is still in $(windows_path "$project/db")"
}

undo_entry() {
  case $1 in
    secret) [ ! -e "$2" ] || change secrets "removed $2" rm -f "$2" ;;
    folder) [ ! -d "$2" ] || remove_empty "$2" ;;
    reader) [ "$purge" = no ] || [ -z "$(image_id "$2")" ] ||
      change images "removed $2" remove_image "$2" || say_warning images "$2 stays, something uses it" ;;
    engine) ;;  # whether it runs is the user's affair
    *) say_warning journal "an entry that this version does not know: $1" ;;
  esac
}

# What holds something is data, and stays.
remove_empty() {
  [ -z "$(ls -A "$1" 2>/dev/null)" ] && [ -r "$1" ] || return 0
  change folder "removed $1, which was empty" rmdir "$1"
}

# All but the lock, which the end of the run takes away.
forget() {
  for each in "$(state_folder)"/*; do [ "$each" = "$lock" ] || rm -rf "$each"; done
}
