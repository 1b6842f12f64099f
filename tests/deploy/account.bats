bats_require_minimum_version 1.5.0
load helper

choose() { in_sh "choose_account '$1' '$2' '$3' '$4'"; }

@test "an ordinary user owns the daemon" { [ "$(choose 1001 anna '' '')" = anna ]; }
@test "under sudo it is the user who called" { [ "$(choose 0 root anna '')" = anna ]; }
@test "plain root gets an account made for it" { [ "$(choose 0 root '' '')" = taut ]; }
@test "a root shell of root is plain root" { [ "$(choose 0 root root '')" = taut ]; }
@test "--user decides" { [ "$(choose 0 root anna bert)" = bert ]; }
@test "root is refused" { run choose 1001 anna '' root; [ "$status" -ne 0 ]; }

@test "root under another name is refused too, exit code 5" {
  stand_in getent 'echo "toor:x:0:0::/root:/bin/sh"'
  run in_sh 'wanted_user=toor; find_account'
  [ "$status" -eq 5 ]
}

@test "nothing of the caller's environment reaches a command of the account" {
  run env PLANTED=secret bash -c "$(declare -f in_sh); stand_ins=$stand_ins tools=$tools deploy_root=$deploy_root BATS_TEST_TMPDIR=$BATS_TEST_TMPDIR
    in_sh 'account=anna account_uid=\$(id -u) account_gid=0 account_home=/home/anna runtime=/run/user/1; as_account X=1 env'"
  [ "$status" -eq 0 ]
  [[ "$output" != *PLANTED* ]]
  [[ "$output" == *"XDG_RUNTIME_DIR=/run/user/1"* ]]
  [[ "$output" == *"X=1"* ]]
}

@test "without sudo an ordinary user is told the command for root" {
  stand_in id 'case $* in -u) echo 1001 ;; *) unexpected "$@" ;; esac'
  run in_sh 'as_root useradd anna'
  [ "$status" -eq 5 ]
  [[ "$output" == *"useradd anna"* ]]
}

@test "without a terminal nothing is asked" {
  stand_in id 'echo 1001'
  stand_in sudo 'case $* in "-n true") exit 1 ;; *) unexpected "$@" ;; esac'
  run in_sh 'as_root useradd anna </dev/null'
  [ "$status" -eq 5 ]
}

@test "each command for root is shown before sudo runs it" {
  stand_in id 'echo 1001'
  stand_in sudo 'case $* in "-n true") ;; "-- useradd anna") echo "made" ;; *) unexpected "$@" ;; esac'
  run in_sh 'as_root useradd anna 2>&1'
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = "root:    useradd anna" ]
  [ "${lines[1]}" = made ]
}
