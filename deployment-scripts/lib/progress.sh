# Long steps: their output goes to a file, and a line now and then shows that something happens.
# POSIX sh: sourced on every platform.

step_pid=""        # of the long step that runs now, so that Ctrl-C can end it
progress_every=10  # seconds between two lines, when the output is no terminal

# descendants PID: of a step, which are not in a process group of their own: POSIX sh has none without a terminal.
descendants() (
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null || pgrep -P "$1"); do
    echo "$child"
    descendants "$child"
  done
)

# A long step that was interrupted must not go on behind our back.
end_step() {
  [ -n "$step_pid" ] || return 0
  for process in $step_pid $(descendants "$step_pid"); do kill "$process" 2>/dev/null || :; done  # may be over already
  step_pid=""
}

last_line() {
  tr '\r' '\n' <"$1" | sed -n 's/[^[:print:]]//g; /[^ ]/h; ${ g; p; }' | cut -c1-"${2:-100}"
}

# watch PID LOG TEXT: until the process is over.
watch() {
  watch_seconds=0
  while kill -s 0 "$1" 2>/dev/null; do
    sleep 1
    watch_seconds=$((watch_seconds + 1))
    if [ "$use_colour" = yes ]; then
      printf '\r\033[K%-8s %s (%s s) %s' "..." "$3" "$watch_seconds" "$(last_line "$2" 60)"
    elif [ $((watch_seconds % progress_every)) -eq 0 ]; then
      printf '%-8s %s (%s s) %s\n' "..." "$3" "$watch_seconds" "$(last_line "$2" 80)"
    fi
  done
  [ "$use_colour" = no ] || printf '\r\033[K'
}

# long TEXT LOG COMMAND…: runs it with its output in LOG, or on the screen with --verbose; its status is the command's.
long() {
  long_text=$1 long_log=$2
  shift 2
  if [ "${verbose:-no}" = yes ]; then
    note "...      $long_text"
    # Two processes and a status to keep, and no pipefail in POSIX sh: the status travels through a file.
    { "$@" 2>&1 && echo 0 >"$long_log.status" || echo $? >"$long_log.status"; } </dev/null | tee "$long_log"
    return "$(cat "$long_log.status")"
  fi
  "$@" >"$long_log" 2>&1 </dev/null &
  step_pid=$!
  watch "$step_pid" "$long_log" "$long_text"
  wait "$step_pid" && long_status=0 || long_status=$?
  step_pid=""
  return "$long_status"
}

# show_end LOG: the end of what a failed step wrote.
show_end() {
  tr '\r' '\n' <"$1" | tail -n 25 | sed 's/^/    | /' >&2
}

# mend_of LOG OTHERWISE: the remedy that fits what a failed step wrote.
mend_of() {
  if grep -qiE 'no space left|disk is full|quota exceeded' "$1" 2>/dev/null; then
    printf "free some space: df -h '%s' '%s'\n" "${account_home:-$HOME}" "$project"
  else
    printf '%s\n' "$2"
  fi
}
