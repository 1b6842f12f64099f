bats_require_minimum_version 1.5.0
load helper

@test "ranges are found by name and by number, and nobody else's" {
  run in_sh 'printf "anna:100000:65536\nanna2:1:2\n1001:300000:10\n:x\n" | ranges_of anna 1001'
  [ "$output" = "100000 65536
300000 10" ]
}

@test "the lowest free range" {
  free() { printf '%s\n' "$@" | in_sh 'lowest_free_range 100000 65536'; }
  [ "$(free '1 1')" = 100000 ]
  [ "$(free '100000 65536')" = 165536 ]
  [ "$(free '165536 65536')" = 100000 ]
  [ "$(free '165535 65536')" = 231071 ]
  [ "$(free '200000 65536' '100000 65536')" = 265536 ]
  [ "$(free '231072 65536' '100000 65536')" = 165536 ]
  [ "$(free '100000 200000' '110000 10')" = 300000 ]
  [ "$(free '130000 1')" = 130001 ]
}

@test "no ranges at all: the lowest" {
  [ "$(in_sh 'lowest_free_range 100000 65536 </dev/null')" = 100000 ]
}

@test "an overlap with another account names it; ranges that touch do not overlap" {
  overlap() { printf '%s\n' "$@" | in_sh 'overlap_with_others anna 1001'; }
  [ "$(overlap 'anna:100000:65536' 'bert:165535:10')" = "bert 165535 10" ]
  [ "$(overlap 'bert:90000:10001' '1001:100000:65536')" = "bert 90000 10001" ]
  [ -z "$(overlap 'anna:100000:65536' 'bert:165536:65536')" ]
  [ -z "$(overlap 'anna:100000:65536' 'anna:100000:65536')" ]
}

@test "an overlap is exit code 8 and changes nothing" {
  forbid usermod
  printf 'anna:100000:65536\nbert:100000:65536\n' >"$BATS_TEST_TMPDIR/subuid"
  run in_sh "account=anna account_uid=1001; check_overlap '$BATS_TEST_TMPDIR/subuid'"
  [ "$status" -eq 8 ]
  [[ "$output" == *"bert 100000 65536"* ]]
}

@test "the journal is written before the ids are added" {
  stand_in usermod 'grep -q "subuids	anna	100000-165535" "$JOURNAL" || unexpected "before the journal: $*"'
  export JOURNAL=$BATS_TEST_TMPDIR/root/journal
  run in_sh "$as_caller root_journal_folder() { echo '$BATS_TEST_TMPDIR/root'; }
    account=anna subids_start=100000 subids_have=0 subgids_have=65536; add_subids"
  [ "$status" -eq 0 ]
  [ "$(cat "$calls")" = "usermod --add-subuids 100000-165535 anna" ]
}
