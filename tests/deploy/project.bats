bats_require_minimum_version 1.5.0
load helper

@test "the folders that the account cannot pass are named, outermost first" {
  run in_sh 'open_to_all() { case $1 in /root | /root/x) return 1 ;; esac; }; closed_parents open_to_all "/root/x/my project"'
  [ "$output" = "/root
/root/x" ]
  run in_sh 'open_to_all() { :; }; closed_parents open_to_all "/srv/a"'
  [ -z "$output" ]
}

@test "a path that Compose or the journal would misread is exit code 11" {
  run in_sh 'project=/srv/a:b; ensure_project'
  [ "$status" -eq 11 ]
}

@test "an ordinary user is told how to open a closed parent" {
  stand_in id 'echo 1001'
  forbid setfacl sudo
  run in_sh 'account=anna account_exists=yes; account_can_pass() { [ "$1" != /root ]; }; project=/root/taut; ensure_project'
  [ "$status" -eq 11 ]
  [[ "$output" == *"setfacl -m u:anna:--x '/root'"* ]]
}

@test "the revision is read without git, from a branch, a packed branch and a detached head" {
  mkdir -p "$BATS_TEST_TMPDIR/p/.git/refs/heads"
  revision_of() { in_sh "project='$BATS_TEST_TMPDIR/p'; revision"; }
  echo 'ref: refs/heads/main' >"$BATS_TEST_TMPDIR/p/.git/HEAD"
  [ "$(revision_of)" = unknown ]
  echo 'abc123 refs/heads/main' >"$BATS_TEST_TMPDIR/p/.git/packed-refs"
  [ "$(revision_of)" = abc123 ]
  echo def456 >"$BATS_TEST_TMPDIR/p/.git/refs/heads/main"
  [ "$(revision_of)" = def456 ]
  echo 789abc >"$BATS_TEST_TMPDIR/p/.git/HEAD"
  [ "$(revision_of)" = 789abc ]
  rm -r "$BATS_TEST_TMPDIR/p/.git"
  [ "$(revision_of)" = unknown ]
}

@test "the pinned base is the Dockerfile's" {
  run in_sh 'pinned_base "$project/Dockerfile"'
  [[ "$output" =~ ^debian:trixie-slim@sha256:[0-9a-f]{64}$ ]]
}

@test "a secret is complete before it has its name, for its owner alone, and never on the output" {
  mkdir "$BATS_TEST_TMPDIR/secrets"
  stand_in rootlesskit 'exec "$@"'
  stand_in chown 'case $* in "1000:1000 secret_key.new") ;; *) unexpected "$@" ;; esac'
  ln -s "$(type -P base64)" "$tools/base64"
  run in_sh "$as_caller account_home='$BATS_TEST_TMPDIR/home' secrets='$BATS_TEST_TMPDIR/secrets'; make_secrets"
  [ "$status" -eq 0 ]
  [ -z "$output" ]
  key=$BATS_TEST_TMPDIR/secrets/secret_key
  [ "$(stat -c %a "$key")" = 400 ]
  [ "$(wc -c <"$key")" -eq 64 ]
  [ "$(ls "$BATS_TEST_TMPDIR/secrets")" = secret_key ]
  run ! grep -q "$(cat "$key")" "$calls"
}

@test "a port below the limit for ordinary users is exit code 12, with both ways out" {
  run in_sh 'port=80; read_setting() { echo 1024; }; unchecked=" daemon"; check_port'
  [ "$status" -eq 12 ]
  [[ "$output" == *"--port 8000"* ]]
  [[ "$output" == *"ip_unprivileged_port_start=80"* ]]
}
