bats_require_minimum_version 1.5.0
load helper

@test "backwards: the last first, what was said twice once" {
  [ "$(printf 'a\nb\na\nc\n' | in_sh backwards)" = "c
b
a" ]
}

@test "what could be another entry is refused" {
  run in_sh 'journal_line folder "/a	b"'
  [ "$status" -ne 0 ]
  run in_sh 'journal_line folder "/a
account	root"'
  [ "$status" -ne 0 ]
}

@test "the journal is for its owner alone, and takes each entry once" {
  in_sh "$as_caller account_home='$BATS_TEST_TMPDIR/home'; journal_account daemon; journal_account daemon; journal_account folder '/a b'"
  folder=$BATS_TEST_TMPDIR/home/.local/state/taut
  [ "$(stat -c %a "$folder")" = 700 ]
  [ "$(stat -c %a "$folder/journal")" = 600 ]
  [ "$(cat "$folder/journal")" = "daemon
folder	/a b" ]
}

@test "a verb that is not known, or belongs to root's journal, is not acted on from the account's" {
  forbid userdel usermod apt-get chown rm setfacl systemctl
  run in_sh "$as_caller purge=yes; printf 'account\troot\npackage\tbash\nowner\t/etc\t1000\nexec\trm\n' | undo_journal account; cat \"\$work/kept\""
  [ "$status" -eq 0 ]
  [[ "$output" == *"package	bash"* ]]
  [ ! -s "$calls" ]
}

@test "without --purge the account and its ids stay, in the journal too" {
  forbid userdel usermod
  run in_sh "$as_caller printf 'account\tanna\nsubuids\tanna\t100000-165535\n' | undo_journal root; backwards <\"\$work/kept\""
  [ "$output" = "account	anna
subuids	anna	100000-165535" ]
}

@test "a file that was changed since is left alone" {
  echo edited >"$BATS_TEST_TMPDIR/file"
  run in_sh "$as_caller undo_file '$BATS_TEST_TMPDIR/file' 0000"
  [[ "$output" == WARN* ]]
  [ -e "$BATS_TEST_TMPDIR/file" ]
  run in_sh "$as_caller undo_file '$BATS_TEST_TMPDIR/file' $(sha256sum "$BATS_TEST_TMPDIR/file" | cut -d' ' -f1)"
  [ ! -e "$BATS_TEST_TMPDIR/file" ]
}

@test "a package that others need stays" {
  stand_in dpkg-query 'echo "install ok installed"'
  stand_in apt-get 'case $* in
    "-s remove curl") echo "Remv curl [1]" ; echo "Remv git [2]" ;;
    "-s remove uidmap") echo "Remv uidmap [1]" ;;
    *"remove --yes uidmap") ;;
    *) unexpected "$@" ;;
  esac'
  run in_sh "$as_caller other_journals_exist() { false; }; root_daemon_runs() { false; }; apt_get() { apt-get \"\$@\"; }; undo_packages curl uidmap"
  [ "$status" -eq 0 ]
  [[ "$output" == *"others need them: curl"* ]]
  grep -q 'remove --yes uidmap' "$calls"
}

@test "packages stay while another account deploys with them" {
  forbid apt-get
  run in_sh "$as_caller other_journals_exist() { true; }; undo_packages docker.io"
  [ "$status" -eq 3 ]
}

@test "in a dry run a change is counted and not made" {
  forbid rm
  run in_sh 'dry_run=yes; change topic "remove it" rm -rf /; count_of_changes'
  [ "${lines[0]}" = "would    topic            remove it" ]
  [ "${lines[1]}" = "1 change would be made, none was" ]
}

@test "everybody can see whether root has a journal, and nobody else can read it" {
  in_sh "$as_caller root_journal_folder() { echo '$BATS_TEST_TMPDIR/lib/taut-deploy/anna'; }; mkdir '$BATS_TEST_TMPDIR/lib'; journal_root linger anna"
  [ "$(stat -c %a "$BATS_TEST_TMPDIR/lib/taut-deploy")" = 755 ]
  [ "$(stat -c %a "$BATS_TEST_TMPDIR/lib/taut-deploy/anna")" = 700 ]
}
