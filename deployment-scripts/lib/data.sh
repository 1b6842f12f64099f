# Copies of the database, out and in. Nobody but user 1000 inside can read ./db, so the app itself does both.

# copy_with IMAGE: a consistent copy on standard output; by the running app when it has this image, else by a container
# of the moment beside it: SQLite's locks hold between the two, they share one kernel.
copy_with() {
  if [ "$(inspect_app '{{.State.Running}} {{.Image}}' || :)" = "true $(image_id "$1")" ] && [ "${copy_beside:-no}" = no ]; then
    docker_as_account exec "$(app_container)" /todo backup -
  else
    compose_with "$1" run --rm --no-deps -T todo backup - </dev/null 2>"$work/copy"
  fi
}

# put_back: a copy on standard input becomes the database; the app must be stopped.
put_back() { compose run --rm --no-deps -T todo restore -; }

need_daemon() {
  query_daemon || fail "$exit_daemon" daemon "no daemon answers at $runtime/docker.sock" \
    "start it and the app: $script up"
  choose_port
  choose_override
}

backup() {
  enter_quietly
  need_daemon
  [ ! -e "$action_file" ] || fail "$exit_data" backup "$action_file exists already" "name a new file"
  change backup "wrote $action_file" write_backup
}

write_backup() {
  # Readable for its owner alone: it holds everybody's todos.
  if (umask 077 && copy_with "$image" >"$action_file.part") 2>"$work/backup" && [ -s "$action_file.part" ]; then
    mv "$action_file.part" "$action_file"
    return 0
  fi
  rm -f "$action_file.part"
  cat "$work/copy" >>"$work/backup" 2>/dev/null || :  # only when no app was running
  show_end "$work/backup"
  fail "$exit_data" backup "no copy could be written to $action_file" \
    "$(mend_of "$work/backup" "mend what is said above; whether there is a database: $script status")"
}

restore() {
  enter_quietly
  need_daemon
  [ -r "$action_file" ] || fail "$exit_data" restore "cannot read $action_file"
  was_running=$(inspect_app '{{.State.Running}}' || echo false)
  change restore "$action_file is the database now" put_in_place
}

put_in_place() {
  [ "$was_running" != true ] || compose stop >"$work/stop" 2>&1 || fail "$exit_data" restore "the app could not be stopped"
  put_back <"$action_file" >"$work/restore" 2>&1 && restored=yes || restored=no
  if [ "$was_running" = true ]; then
    start_app || :
    wait_until_healthy 60 || { show_app_log; fail "$exit_start" restore "the app does not get healthy with this database"; }
  fi
  if [ "$restored" = no ]; then
    show_end "$work/restore"
    fail "$exit_data" restore "$action_file was refused; the database is as it was" \
      "only files that 'backup' wrote can be restored"
  fi
  grep -E 'kept as' "$work/restore" || :  # where the database of before is, when there was one
}
