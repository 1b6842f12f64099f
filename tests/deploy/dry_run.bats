bats_require_minimum_version 1.5.0
load helper

# The whole script, on this machine, as whoever runs the tests; whatever could change something is forbidden.
@test "a dry run calls nothing that changes anything" {
  forbid useradd usermod userdel setfacl chown apt-get dnf install systemctl loginctl mmdebstrap rootlesskit setpriv sudo nsenter setsid modprobe mount kill
  for name in ps uname; do [ -e "$tools/$name" ] || ln -s "$(type -P "$name")" "$tools/$name"; done
  stand_in id 'case $* in -u) echo 0 ;; -un) echo root ;; *) unexpected "$@" ;; esac'
  before=$(ls -la --time-style=full-iso "$deploy_root")
  run env -u SUDO_USER PATH="$stand_ins:$tools" "$deploy_root/deployment-scripts/deploy-linux.sh" --dry-run --user nobody-has-this-name --port 65123
  [ "$status" -eq 0 ] || { echo "$output"; return 1; }
  [[ "$output" == *"would    account"* ]]
  [[ "$output" == *"would be made, none was"* ]]
  [ "$(ls -la --time-style=full-iso "$deploy_root")" = "$before" ]
}

@test "check ends like a dry run" {
  forbid useradd usermod setfacl chown apt-get systemctl mmdebstrap rootlesskit setpriv sudo
  stand_in id 'case $* in -u) echo 0 ;; -un) echo root ;; *) unexpected "$@" ;; esac'
  run env -u SUDO_USER PATH="$stand_ins:$tools" "$deploy_root/deployment-scripts/deploy-linux.sh" check --user nobody-has-this-name --port 65123
  [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

@test "output that is no terminal has no colour" {
  run env -u NO_COLOR PATH="$stand_ins:$tools" "$deploy_root/deployment-scripts/deploy-linux.sh" --help
  [ "$status" -eq 0 ]
  [[ "$output" != *$'\033'* ]]
}

@test "NO_COLOR is respected" {
  run in_sh 'NO_COLOR=1 TERM=xterm; set_colour; say ok topic text'
  [ "$output" = "ok       topic            text" ]
  run in_sh 'use_colour=yes; say ok topic text'
  [[ "$output" == *$'\033[32m'* ]]
}

@test "another run on the same folder is exit code 3" {
  mkdir "$BATS_TEST_TMPDIR/p"
  exec 5<"$BATS_TEST_TMPDIR/p"
  flock -n 5
  run in_sh "project='$BATS_TEST_TMPDIR/p'; lock_project"
  [ "$status" -eq 3 ]
}

@test "every file of the library is POSIX sh, and each is loaded by the script" {
  cd "$deploy_root/deployment-scripts"
  run shellcheck deploy-linux.sh lib/*.sh
  [ "$status" -eq 0 ] || { echo "$output"; return 1; }
  for file in lib/*.sh; do
    part=$(basename "$file" .sh)
    sh -n "$file"
    case $part in launcher | desktop_*) continue ;; esac  # the latter: desktop_portable.bats
    grep -qE "[ ]$part( |;|\$)" deploy-linux.sh || { echo "$part is not loaded"; return 1; }
  done
}
