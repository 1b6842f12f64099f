bats_require_minimum_version 1.5.0
load helper

@test "what a failed step wrote decides what mends it: a full disk is told as one" {
  log=$BATS_TEST_TMPDIR/log
  for line in 'mkdir /x: no space left on device' 'database or disk is full (SQLite code 13)' 'write: Disk quota exceeded'; do
    echo "$line" >"$log"
    [[ "$(in_sh "account_home=/home/anna; mend_of '$log' 'try again'")" == "free some space: df -h '/home/anna'"* ]]
  done
  echo "unexpected EOF" >"$log"
  [ "$(in_sh "mend_of '$log' 'try again'")" = "try again" ]
  [ "$(in_sh "mend_of /nowhere/log 'try again'")" = "try again" ]
}
