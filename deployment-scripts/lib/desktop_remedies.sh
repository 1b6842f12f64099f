# Known failures of Docker Desktop, in the words that it uses, and what mends them: desktop_remedies.txt.

# find_remedy <text -> the first line of the table that fits; fails when none does.
find_remedy() {
  remedy_text=$(tr '[:upper:]\r\n' '[:lower:]  ')
  while IFS= read -r remedy; do
    case $remedy in "#"* | "") continue ;; esac
    remedy_pattern=${remedy%%|*}
    # Unquoted: a * of the table stands for anything.
    # shellcheck disable=SC2254
    case $remedy_text in
      *$remedy_pattern*)
        printf '%s\n' "${remedy#*|}"
        return 0 ;;
    esac
  done <"$library/desktop_remedies.txt"
  return 1
}

# known_failure FILE: ends with the remedy when the file holds a failure that is known; else does nothing.
known_failure() {
  [ -s "$1" ] && remedy_line=$(find_remedy <"$1") || return 0
  IFS='|' read -r remedy_code remedy_topic remedy_found remedy_mend <<REMEDY
$(printf '%s\n' "$remedy_line" | fill_in)
REMEDY
  fail "$remedy_code" "$remedy_topic" "$remedy_found" "$remedy_mend"
}

# The names as they are: a path may hold any character but a line break, so no sed, where & and / mean something.
fill_in() {
  PROJECT_TEXT=$(windows_path "$project") PORT_TEXT=$port awk '
    function fill(line, mark, text,   at, done) {
      while ((at = index(line, mark)) > 0) {
        done = done substr(line, 1, at - 1) text
        line = substr(line, at + length(mark))
      }
      return done line
    }
    { print fill(fill($0, "{project}", ENVIRON["PROJECT_TEXT"]), "{port}", ENVIRON["PORT_TEXT"]) }'
}

# show_end LOG: what the shared parts call when a step has failed.
show_end() {
  tr '\r' '\n' <"$1" | tail -n 25 | sed 's/^/    | /' >&2
  known_failure "$1"
}
