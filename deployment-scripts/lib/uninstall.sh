# uninstall: stops the app and the daemon, then takes back both journals; ./db stays, whatever is asked for.

read_account_journal() { as_account cat "$(state_folder)/journal" 2>/dev/null || :; }
read_root_journal() { [ ! -d "$(root_journal_folder)" ] || as_root cat "$(root_journal_folder)/journal" 2>/dev/null || :; }

uninstall() {
  enter_quietly_or_leave
  if query_daemon; then
    choose_port
    find_lab
    if [ -n "$(app_container)" ]; then change app "stopped; the data stays in $project/db" take_app_down; fi
    if [ "$purge" = yes ]; then remove_images; fi
  fi
  if [ "$account_exists" = yes ]; then
    read_account_journal >"$work/account-journal"
    undo_journal account <"$work/account-journal"
    [ "$dry_run" = yes ] || keep_account_journal
  fi
  read_root_journal >"$work/root-journal"
  undo_journal root <"$work/root-journal"
  [ "$dry_run" = yes ] || keep_root_journal
  count_of_changes
  for each in db db-lab; do [ ! -e "$project/$each" ] || note "the data is still in $project/$each"; done
}

# An account that uninstall --purge took away may still have a journal, of an uninstall that was interrupted.
enter_quietly_or_leave() {
  quiet_entry
  [ "$account_exists" = yes ] || [ -d "$(root_journal_folder)" ] || {
    note "nothing to take back: there is no account $account and no journal for it"
    exit 0
  }
}

remove_images() {
  for each in "$image" "$image_before" ${lab_image:+"$lab_image"} "$base_tag"; do
    if [ -n "$(image_id "$each")" ]; then change images "removed $each" remove_image "$each"; fi
  done
}
remove_image() { docker_as_account image rm --force "$1" >"$work/rmi" 2>&1; }

keep_account_journal() {
  as_account sh -c 'test -d "$1"' keep "$(state_folder)" || return 0
  if grep -qv "^made$(printf '\t')" "$work/kept"; then
    # Kept entries came out backwards; turned round they are in order again.
    backwards <"$work/kept" | as_account sh -c 'umask 077; cat >"$1/journal"' keep "$(state_folder)"
  else
    # The journal lies in one of the folders that were made.
    as_account rm -rf "$(state_folder)"
    while IFS= read -r journal_entry <&7; do undo_line account "$journal_entry" || :; done 7<"$work/kept"  # not empty: stays
  fi
}

keep_root_journal() {
  [ -d "$(root_journal_folder)" ] || return 0
  if [ -s "$work/kept" ]; then
    backwards <"$work/kept" | as_root sh -c 'umask 077; cat >"$1/journal"' keep "$(root_journal_folder)"
  else
    as_root rm -rf "$(root_journal_folder)"
    as_root rmdir "$(dirname "$(root_journal_folder)")" 2>/dev/null || :  # other accounts have theirs in it
  fi
}
