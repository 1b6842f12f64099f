#!/bin/sh
# Brings up the todo app in its hardened container under a rootless Docker daemon, and proves how it runs.
# `deploy-linux.sh --help` says what it can do. lib/ holds one idea a file; the order of the steps is `up`, below.
set -eu
umask 022

caller_folder=$PWD
library=$(CDPATH='' cd -- "$(dirname -- "$0")/lib" && pwd -P)
project=$(CDPATH='' cd -- "$library/../.." && pwd -P)
platform=linux
for part in report progress exit_codes options account journal lock packages apt rootful subids kernel systemd daemon \
  project base_image image compose lab http proof verify limits update data actions undo uninstall; do
  # shellcheck source=/dev/null  # each is checked by itself
  . "$library/$part.sh"
done

up() {
  read_platform
  ensure_packages
  check_root_daemon
  ensure_account
  ensure_subids
  choose_runtime
  lock_account
  check_kernel
  ensure_apparmor
  ensure_bridge_filter
  ensure_tun
  check_namespace
  ensure_runtime
  ensure_daemon
  ensure_project
  choose_port
  check_port
  check_lab_port
  choose_override
  ensure_base
  ensure_image
  ensure_data
  ensure_lab
  ensure_secrets
  prepare_update
  start_version
  check_lab_started
  if ! daemon_unchecked && [ -n "$(app_container)" ]; then
    verify
    verify_lab
    report_verification
  fi
  finish_up
}

check() { up; }

finish_up() {
  note ""
  count_of_changes
  if [ "$dry_run" = no ]; then
    note "The app answers at $(address /)"
    lab_words
  fi
  if [ "$has_systemd" = no ]; then note "There is no systemd here: after a reboot run this again."; fi
}

platform_help() {
  cat <<'HELP'
Who owns the daemon
  An ordinary user: this user; single steps need root, and each is shown before it runs with sudo.
  Under sudo: the user who called it. Plain root: the account `taut`, made for it, without login shell.
  --user NAME: that account, made when it does not exist.
HELP
}

clean_up() {
  end_step
  let_services_start_again
  rm -rf "$work"
}

interrupted() {
  trap '' INT TERM HUP
  # To descriptor 6: where we were interrupted, standard error may go elsewhere.
  say_warning interrupted "what was begun is completed by: deployment-scripts/deploy-linux.sh up" >&6
  exit "$exit_interrupted"
}

set_colour
parse_options "$@"
work=$(mktemp -d)
exec 6>&2
trap clean_up EXIT
trap interrupted INT TERM HUP
cd /  # the account may not enter the folder that we were called from
lock_project
find_account
"$action"
