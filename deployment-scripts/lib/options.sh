# The command line: actions, options, help. One table holds each option with its help; parsing looks there.
# POSIX sh: sourced on every platform; `platform` (linux, macos, windows) decides which rows count.

script=deployment-scripts/deploy-$platform.sh  # what messages tell the user to run
action=up
action_file=""
port=""
dry_run=no
no_install=no
assume_yes=no
verbose=no
wanted_user=""
disable_rootful=no
image_file=""
purge=no
start_engine=no
use_volume=no
engine_anyway=no
doctor=no
lab=no
lab_port_wanted=""

# name|argument|platforms|help
option_table() {
  cat <<'TABLE'
--port|N|all|the port on 127.0.0.1 (8000, or the one of the last `up`)
--user|NAME|linux|the account that owns the daemon (see below)
--image|FILE|all|a saved image (docker save) instead of a build
--lab||linux|with up: also the lab, a second service with the page /security, which tries each attack at a press of a button
--lab-port|N|linux|the lab's port on 127.0.0.1 (the one after the app's)
--disable-rootful||linux|stop and disable a root daemon that runs no containers
--start||macos,windows|start Docker Desktop when it does not run
--volume||macos,windows|keep the database in a named volume instead of ./db
--engine-anyway||macos,windows|go on with an engine that is refused, where that is possible
--doctor||macos,windows|print what a report of a problem needs; no secrets
--purge||all|with uninstall: also images, and on Linux the account made here and its subordinate ids
--dry-run||all|say what would be changed, change nothing
--no-install||all|install nothing; say what is missing
--yes||all|do not ask before steps that need root
--verbose||all|show the output of long steps
--help||all|this text
TABLE
}

# action|argument|help
action_table() {
  cat <<'TABLE'
up||set up, build, start, wait until healthy, prove it, print the address (default)
check||every check of `up`; changes nothing, says what `up` would change
status||daemon, container, address; what is in force and what is not
backup|FILE|a consistent copy of the database, while it is in use
restore|FILE|puts a copy in place; the database of before is kept beside it
down||stops the app; the data stays
stop||`down`, and stops the daemon that this script started
uninstall||takes back what the journal says was changed; never ./db
TABLE
}

help_text() {
  cat <<HELP
Usage: $script [ACTION] [OPTIONS]

Brings up the todo app in its hardened container and proves how it runs.

Actions
$(action_table | awk -F'|' '{ printf "  %-16s %s\n", $1 ($2 == "" ? "" : " " $2), $3 }')

Options
$(option_table | awk -F'|' -v platform="$platform" \
    '$3 == "all" || index($3, platform) { printf "  %-18s %s\n", $1 ($2 == "" ? "" : " " $2), $4 }')

$(platform_help)

Exit codes
$(exit_code_table)
HELP
}

usage_error() {
  fail "$exit_usage" usage "$1" "see $script --help"
}

# The argument that an option takes ("" for none); fails for an option that does not exist here.
argument_of() {
  option_table | awk -F'|' -v name="$1" -v platform="$platform" \
    '$1 == name && ($3 == "all" || index($3, platform)) { print $2; found = 1 } END { exit !found }'
}

is_action() {
  action_table | cut -d'|' -f1 | grep -qx -e "$1"
}

is_port() {
  case $1 in
    "" | *[!0-9]* | ??????*) return 1 ;;
  esac
  [ "$1" -ge 1 ] && [ "$1" -le 65535 ]
}

set_option() {
  case $1 in
    --port) is_port "$2" || usage_error "--port $2: a number from 1 to 65535 is needed"
      port=$2 ;;
    --lab) lab=yes ;;
    --lab-port) is_port "$2" || usage_error "--lab-port $2: a number from 1 to 65535 is needed"
      lab_port_wanted=$2 ;;
    --user) is_account_name "$2" || usage_error "--user $2: not the name of an account"
      wanted_user=$2 ;;
    --image) image_file=$(absolute "$2") ;;
    --disable-rootful) disable_rootful=yes ;;
    --start) start_engine=yes ;;
    --volume) use_volume=yes ;;
    --engine-anyway) engine_anyway=yes ;;
    --doctor) doctor=yes ;;
    --purge) purge=yes ;;
    --dry-run) dry_run=yes ;;
    --no-install) no_install=yes ;;
    --yes) assume_yes=yes ;;
    --verbose) verbose=yes ;;
    --help) help_text
      exit 0 ;;
  esac
}

# The script works from /, so a path is completed while it is still known where the caller was.
absolute() {
  case $1 in
    /* | [A-Za-z]:[/\\]*) printf '%s\n' "$1" ;;
    *) printf '%s/%s\n' "$caller_folder" "$1" ;;
  esac
}

# The names that useradd(8) of Debian accepts; nothing that a path or an option could hide in.
is_account_name() {
  case $1 in
    [a-z_]*) ;;
    *) return 1 ;;
  esac
  case $1 in
    *[!a-z0-9_-]*) return 1 ;;
  esac
  [ "${#1}" -le 32 ]
}

parse_options() {
  parsed_action=no
  while [ $# -gt 0 ]; do
    case $1 in
      -h) set_option --help "" ;;
      --*=*)
        parsed_argument=$(argument_of "${1%%=*}") || usage_error "no option ${1%%=*}"
        [ -n "$parsed_argument" ] || usage_error "${1%%=*} takes no argument"
        set_option "${1%%=*}" "${1#*=}" ;;
      -*)
        parsed_argument=$(argument_of "$1") || usage_error "no option $1"
        if [ -z "$parsed_argument" ]; then
          set_option "$1" ""
        else
          [ $# -ge 2 ] || usage_error "$1 needs $parsed_argument"
          set_option "$1" "$2"
          shift
        fi ;;
      *)
        if [ "$parsed_action" = no ]; then
          is_action "$1" || usage_error "no action '$1'"
          action=$1 parsed_action=yes
        elif [ -n "$(file_of_action)" ] && [ -z "$action_file" ]; then
          action_file=$(absolute "$1")
        else
          usage_error "$action takes no argument '$1'"
        fi ;;
    esac
    shift
  done
  if [ -n "$(file_of_action)" ] && [ -z "$action_file" ]; then usage_error "$action needs FILE"; fi
  if [ "$lab$lab_port_wanted" != no ] && [ "$action" != up ] && [ "$action" != check ]; then usage_error "--lab and --lab-port belong to up"; fi
  if [ "$purge" = yes ] && [ "$action" != uninstall ]; then usage_error "--purge belongs to uninstall"; fi
  # `check` is `up` that changes nothing.
  if [ "$action" = check ]; then dry_run=yes; fi
}

file_of_action() {
  action_table | awk -F'|' -v name="$action" '$1 == name { print $2 }'
}
