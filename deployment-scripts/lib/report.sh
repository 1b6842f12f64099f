# What the script says: one line for each step, progress of the long ones, and how it fails.
# POSIX sh: sourced on every platform, macOS with its sh included.

changes=0         # made, or in a dry run: that would be made
unchecked=""      # what a dry run could not look at, because an earlier change was not made
use_colour=no     # NO_COLOR (no-color.org) and everything that is no terminal get plain text

set_colour() {
  if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then use_colour=yes; else use_colour=no; fi
}

paint() {  # paint SGR TEXT
  if [ "$use_colour" = yes ]; then printf '\033[%sm%s\033[0m' "$1" "$2"; else printf '%s' "$2"; fi
}

# say WORD TOPIC TEXT: the word in eight columns, the topic in sixteen.
say() {
  case $1 in
    ok) say_colour=32 ;;
    changed | would) say_colour=36 ;;
    WARN) say_colour=33 ;;
    FAILED) say_colour=31 ;;
    *) say_colour=0 ;;
  esac
  printf '%s %-16s %s\n' "$(paint "$say_colour" "$(printf '%-8s' "$1")")" "$2" "$3"
}

say_ok() { say ok "$1" "$2"; }
say_warning() { say WARN "$1" "$2"; }
say_more() { printf '%-25s %s\n' "" "$1"; }
note() { printf '%s\n' "$*"; }

# change TOPIC TEXT COMMAND…: makes one change and says so; in a dry run only says that it would.
change() {
  change_topic=$1 change_text=$2
  shift 2
  changes=$((changes + 1))
  if [ "${dry_run:-no}" = yes ]; then
    say would "$change_topic" "$change_text"
    return 0
  fi
  "$@" || return
  say changed "$change_topic" "$change_text"
}

# fail CODE TOPIC FOUND [MEND]: what was found, the command that mends it, and the end.
fail() {
  {
    say FAILED "$2" "$3"
    [ -z "${4:-}" ] || printf '%s\n' "$4" | while IFS= read -r fail_line; do say_more "$fail_line"; done
  } >&2
  exit "$1"
}

count_of_changes() {
  if [ "$changes" -eq 1 ]; then count_text="1 change"; else count_text="$changes changes"; fi
  if [ "${dry_run:-no}" = yes ]; then count_text="$count_text would be made, none was"; fi
  printf '%s\n' "$count_text"
}
