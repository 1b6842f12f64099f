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
  [ "$(grep -v ^made "$folder/journal")" = "daemon
folder	/a b" ]
}

@test "folders that were made on the way go again when they are empty, those of before and what is in them stay" {
  home=$BATS_TEST_TMPDIR/home
  mkdir -p "$home/.config"
  deploy='undo_file_of_account() { rm "$1"; }; undo_data_root() { [ "$purge" = yes ] || return 3; rm -r "$account_home/.local/share/docker"; }'
  in_sh "$as_caller account_home='$home'
    for file in '$home/.config/systemd/user/unit' '$home/.local/lib/taut/program'; do
      journal_parents \"\$file\"; journal_account file \"\$file\"; mkdir -p \"\${file%/*}\"; touch \"\$file\"; done
    journal_parents '$home/.local/share/docker'; journal_account data-root; mkdir -p '$home/.local/share/docker'"
  uninstall() { in_sh "$as_caller $deploy; account_home='$home'; purge=$1; read_account_journal >\"\$work/j\"; undo_journal account <\"\$work/j\"; keep_account_journal"; }
  uninstall no
  [ "$(cd "$home" && find . | sort | tr '\n' ' ')" = ". ./.config ./.local ./.local/share ./.local/share/docker ./.local/state ./.local/state/taut ./.local/state/taut/journal " ]
  uninstall yes
  [ "$(cd "$home" && find . | sort | tr '\n' ' ')" = ". ./.config " ]
}

@test "a group that came with docker.io goes, unless it has members or an engine is still there" {
  stand_in getent 'case $* in "group docker") echo "docker:x:990:$MEMBERS" ;; *) unexpected "$@" ;; esac'
  stand_in groupdel 'case $* in docker) ;; *) unexpected "$@" ;; esac'
  MEMBERS=anna run in_sh "$as_caller have_program() { false; }; undo_group docker"
  [[ "$output" == WARN*"has members"* ]]
  run in_sh "$as_caller have_program() { true; }; undo_group docker"
  [ "$status" -eq 3 ]
  ! grep -q groupdel "$calls"
  run in_sh "$as_caller have_program() { false; }; undo_group docker"
  [ "$status" -eq 0 ]
  grep -q "groupdel docker" "$calls"
}

@test "images of an account are removed by root when rootlesskit is gone, but not through a link" {
  home=$BATS_TEST_TMPDIR/home
  mkdir -p "$home/.local/share/docker/overlay2" "$BATS_TEST_TMPDIR/elsewhere"
  in_sh "$as_caller account_home='$home' purge=yes; have_program() { false; }; undo_data_root"
  [ ! -e "$home/.local/share/docker" ]
  ln -s "$BATS_TEST_TMPDIR/elsewhere" "$home/.local/share/docker"
  run in_sh "$as_caller account_home='$home' purge=yes; have_program() { false; }; undo_data_root"
  [ "$status" -ne 0 ]
  [[ "$output" == WARN*"through a link"* ]]
  [ -d "$BATS_TEST_TMPDIR/elsewhere" ]
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
    "purge --yes uidmap" | "remove --yes uidmap") ;;
    *) unexpected "$@" ;;
  esac'
  run in_sh "$as_caller other_journals_exist() { false; }; root_daemon_runs() { false; }; root_daemon_has_data() { false; }; apt_get() { apt-get \"\$@\"; }; undo_packages curl uidmap"
  [ "$status" -eq 0 ]
  [[ "$output" == *"others need them: curl"* ]]
  grep -q 'purge --yes uidmap' "$calls"
  # A purge of docker.io would take what a root daemon has kept.
  in_sh "$as_caller root_daemon_has_data() { true; }; apt_get() { apt-get \"\$@\"; }; remove_packages uidmap"
  grep -q 'remove --yes uidmap' "$calls"
}

@test "a dry run of uninstall neither removes a folder nor unloads a profile" {
  forbid rmdir rm
  mkdir "$BATS_TEST_TMPDIR/empty"
  in_sh "$as_caller dry_run=yes; undo_made '$BATS_TEST_TMPDIR/empty'"
  [ -d "$BATS_TEST_TMPDIR/empty" ]
  echo profile >"$BATS_TEST_TMPDIR/profile"
  sum=$(sha256sum "$BATS_TEST_TMPDIR/profile" | cut -d' ' -f1)
  removal='remove_root_file() { echo "removed and unloaded $1"; };'
  [[ "$(in_sh "$as_caller $removal dry_run=yes; undo_file '$BATS_TEST_TMPDIR/profile' $sum")" != *unloaded* ]]
  [[ "$(in_sh "$as_caller $removal dry_run=no; undo_file '$BATS_TEST_TMPDIR/profile' $sum")" == *unloaded* ]]
  [ ! -s "$calls" ]
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
