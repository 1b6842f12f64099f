# The bookkeeping of tests/run.sh: runs named steps, reads their counts, prints one honest last line. Sourced, not run.
# A step is a command; its tallies are read from its output by the format that it names.

passed=0
failed=0
skipped=0
failed_steps=""
logs=${ARTIFACTS:?}/logs
mkdir -p "$logs"

# tally FORMAT LOG -> "passed failed skipped"; a runner that reports nothing counts as nothing run.
tally() {
  case $1 in
    ctest)  # "98% tests passed, 1 tests failed out of 50", skipped ones are listed as "***Skipped"
      awk '/tests passed, .* tests? failed out of/ {f=$4; total=$NF}
           /\*\*\*Skipped/ {s++}
           END {if (total == "") exit; print total - f - s, f + 0, s + 0}' "$2" ;;
    unittest)  # "TALLY passed failed skipped", printed by tests/lib/unittests.py
      awk '/^TALLY / {print $2, $3, $4}' "$2" ;;
    tap)  # "ok 1 name", "not ok 2 name", "ok 3 name # skip reason"
      awk '/^ok .*# (skip|SKIP)/ {s++; next} /^ok / {p++} /^not ok / {f++} END {if (p + f + s) print p + 0, f + 0, s + 0}' "$2" ;;
    one)  # the command is one test by itself
      echo "1 0 0" ;;
  esac
}

# step NAME FORMAT COMMAND…: runs it, shows a line, and the end of its output when it failed.
step() {
  step_name=$1 step_format=$2
  shift 2
  step_log=$logs/$(printf '%s' "$step_name" | tr -c 'a-zA-Z0-9' '-').log
  step_start=$(date +%s)
  printf '%-44s ' "$step_name"
  "$@" >"$step_log" 2>&1 </dev/null && step_status=0 || step_status=$?
  counts=$(tally "$step_format" "$step_log")
  [ -n "$counts" ] || counts="0 0 0"
  # shellcheck disable=SC2086  # three numbers
  set -- $counts
  # A command that failed without naming a failed test is a failure all the same, and so is one that ran nothing.
  if [ "$step_status" -ne 0 ] && { [ "$step_format" = one ] || [ "$2" -eq 0 ]; }; then set -- 0 1 0; fi
  if [ "$step_status" -eq 0 ] && [ $(($1 + $2 + $3)) -eq 0 ]; then set -- 0 1 0; fi
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
  printf '%s passed, %s failed, %s skipped (%s s)\n' "$1" "$2" "$3" $(($(date +%s) - step_start))
  grep -E '^SKIP |\*\*\*Skipped|^ok .*# (skip|SKIP)' "$step_log" | sed 's/^/    /'
  if [ "$2" -gt 0 ]; then
    failed_steps="$failed_steps\n  $step_name: $step_log"
    tail -n 60 "$step_log" | sed 's/^/    | /'
  fi
  return 0
}

# finish: the last line, and the exit status that goes with it.
finish() {
  # shellcheck disable=SC2059  # holds the line breaks
  [ -z "$failed_steps" ] || printf "failed steps:$failed_steps\n"
  printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
