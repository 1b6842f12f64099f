# What deploy-macos.sh and deploy-windows.sh do: the order of the steps, for Docker Desktop. POSIX sh throughout.

for part in report progress exit_codes options journal base_image image compose http proof verify update data actions uninstall \
  desktop_platform desktop_engine desktop_start desktop_remedies desktop_versions desktop_settings desktop_project desktop_compose \
  desktop_verify desktop_actions desktop_doctor; do
  # shellcheck source=/dev/null  # each is checked by itself
  . "$library/$part.sh"
done

up() {
  read_platform
  ensure_client
  ensure_engine
  if ! daemon_unchecked; then check_engine; fi
  check_versions
  check_settings
  choose_override
  ensure_folder
  choose_port
  check_port
  choose_base
  ensure_image
  ensure_secrets
  ensure_data
  ensure_usable_data
  ensure_reader
  prepare_update
  start_version
  if ! daemon_unchecked && [ -n "$(app_container)" ]; then
    verify
    report_verification
  fi
  note ""
  count_of_changes
  [ "$dry_run" = yes ] || note "The app answers at $(address /)"
}

check() { up; }

platform_help() {
  cat <<'HELP'
Docker Desktop
  It has to be installed, and is started only with --start, or after a yes on a terminal. Its settings are looked
  at and never changed. Other engines are told from it and refused; --engine-anyway goes on with those that are local.
  ./db is shared into its virtual machine; --volume keeps the database inside, out of the host's sight. The choice
  is kept until `uninstall`.
HELP
}

clean_up() {
  end_step
  rm -rf "$work"
  unlock_desktop
}

interrupted() {
  trap '' INT TERM HUP
  say_warning interrupted "what was begun is completed by: $script up" >&2
  exit "$exit_interrupted"
}

desktop_main() {
  set_colour
  parse_options "$@"
  work=$(mktemp -d "${TMPDIR:-/tmp}/taut.XXXXXX")
  trap clean_up EXIT
  trap interrupted INT TERM HUP
  cd "$project" || return  # docker gets paths relative to it
  if [ "$doctor" = yes ]; then
    run_doctor
    return 0
  fi
  lock_desktop
  "$action"
}
