#!/bin/sh
# Brings up the todo app in its hardened container under a rootless Docker daemon, and proves how it runs.
# `deploy-linux.sh --help` says what it can do; lib/ holds one idea a file; the order of the steps is below, in `up`.
set -eu

library=$(CDPATH='' cd -- "$(dirname -- "$0")/lib" && pwd -P)
project=$(CDPATH='' cd -- "$library/../.." && pwd -P)
platform=linux
. "$library/report.sh"
. "$library/progress.sh"
. "$library/exit_codes.sh"
. "$library/options.sh"
. "$library/account.sh"
. "$library/journal.sh"
. "$library/lock.sh"
. "$library/packages.sh"
. "$library/apt.sh"
. "$library/subids.sh"
. "$library/kernel.sh"
. "$library/systemd.sh"
. "$library/daemon.sh"
. "$library/project.sh"
. "$library/base_image.sh"
. "$library/image.sh"
. "$library/compose.sh"

up() {
  read_platform
  ensure_packages
  ensure_account
  ensure_subids
  choose_runtime
  lock_account
  check_kernel
  ensure_apparmor
  ensure_tun
  check_namespace
  ensure_runtime
  ensure_daemon
  ensure_project
  choose_port
  check_port
  choose_override
  ensure_base
  ensure_image
  ensure_data
  ensure_secrets
  if start_app; then changes=$((changes + 1)); say changed start "started"; else say_ok start "running"; fi
  wait_until_healthy 60 || { show_app_log; fail "$exit_start" start "not healthy"; }
  remember port "$port"
  count_of_changes
  echo "http://127.0.0.1:$port/"
}

platform_help() {
  cat <<'HELP'
Who owns the daemon: an ordinary user for himself (with sudo for single steps, each shown first); under sudo, the user
who called it; plain root, an account `taut` made for it, without login shell; --user NAME, that account.
HELP
}

set_colour
parse_options "$@"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit $exit_interrupted' INT TERM HUP
cd /
lock_project
find_account
"$action"
