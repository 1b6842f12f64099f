# A newer version in the place of a running one: the database is copied first, and the earlier image comes back when the
# new one does not get healthy.

earlier_image="" database_copy=""
copies_kept=5

# What ran last and was healthy; else what the container was made from.
prepare_update() {
  if daemon_unchecked || [ "$dry_run" = yes ]; then return 0; fi
  earlier_image=$(recall image)
  [ -n "$earlier_image" ] || earlier_image=$(inspect_app '{{.Image}}' || :)
  if [ -z "$earlier_image" ] || [ "$earlier_image" = "$id_now" ] || [ -z "$(image_id "$earlier_image")" ]; then
    earlier_image=""
    return 0
  fi
  docker_as_account tag "$earlier_image" "$image_before"
  has_database || return 0
  database_copy=$(state_folder)/backups/before-$(date -u +%Y%m%dT%H%M%SZ).sqlite3
  change update "copied the database to $database_copy" copy_before_update
}

# Only user 1000 inside can look into ./db.
has_database() { as_account rootlesskit test -s "$project/db/db.sqlite3"; }

keep_script='umask 077; mkdir -p "${1%/*}" && cat >"$1.part" && test -s "$1.part" && mv "$1.part" "$1"'
prune_script='ls -1t "$1"/before-*.sqlite3 | tail -n +$(($2 + 1)) | while IFS= read -r old; do rm -f "$old"; done'

copy_before_update() {
  # By the earlier version, which knows this database; under the profile of now, as the running container's may be the
  # very thing that the update mends.
  copy_beside=yes
  # Through a file: in a pipe a copy that broke off would look like a whole one.
  { copy_with "$image_before" >"$work/before.sqlite3" &&
    as_account sh -c "$keep_script" copy "$database_copy" <"$work/before.sqlite3"; } ||
    fail "$exit_data" update "the database could not be copied, so nothing was updated" "free space? df -h $account_home"
  as_account sh -c "$prune_script" prune "$(state_folder)/backups" "$copies_kept"
}

# start_version: the app with the image of now, and back to the earlier one when that fails.
start_version() {
  if [ "$dry_run" = yes ]; then
    if ! daemon_unchecked && [ "$(app_health || :)" = "running healthy" ]; then say_ok start "running"; else change start "start the app" :; fi
    return 0
  fi
  if start_app; then
    say_started
    if wait_until_healthy 60; then
      remember image "$id_now"
      remember port "$port"
      return 0
    fi
    show_app_log
  fi
  [ -n "$earlier_image" ] ||
    fail "$exit_start" start "the app does not get healthy ($(app_health || echo "no container")); the end of its log is above" \
      "$(mend_of "$work/app.log" "the whole log: $script status --verbose")"
  go_back
}

say_started() {
  if [ "$app_started" = no ]; then
    say_ok start "running, $(short_id "$id_now")"
    return 0
  fi
  changes=$((changes + 1))
  say changed start "$compose_project, $(short_id "$id_now")"
  check_persistence
}

go_back() {
  say_warning start "the new version does not get healthy ($(app_health || echo "no container")); going back to $(short_id "$earlier_image")"
  docker_as_account tag "$earlier_image" "$image"
  start_app || :  # whether it is healthy is what counts, and asked next
  if ! wait_until_healthy 60 && [ -n "$database_copy" ]; then
    # The new version may have migrated the database to what the earlier one does not read.
    say_warning start "the earlier version does not start with the database as it is now; putting back the copy"
    compose stop >"$work/stop" 2>&1
    as_account cat "$database_copy" | put_back >"$work/restore" 2>&1 || show_end "$work/restore"
    start_app || :
    wait_until_healthy 60 || fail "$exit_start" start "neither version gets healthy; the database of before is $database_copy"
  fi
  fail "$exit_start" start "the new version does not get healthy; the earlier one ($(short_id "$earlier_image")) runs again at $(address /)" \
    "its log is above${database_copy:+; the database of before the update: $database_copy}"
}
