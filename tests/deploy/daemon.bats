bats_require_minimum_version 1.5.0
load helper

@test "the run-time folder is never under /tmp" {
  [ "$(in_sh 'has_systemd=yes account_uid=1001 account_home=/home/anna; choose_runtime; echo "$runtime"')" = /run/user/1001 ]
  [ "$(in_sh 'has_systemd=no account_uid=1001 account_home=/home/anna; choose_runtime; echo "$runtime"')" = /home/anna/.docker/run ]
}

@test "a folder too long for a socket is exit code 9" {
  run in_sh 'has_systemd=no account_home=/home/$(printf "%060d" 1); choose_runtime'
  [ "$status" -eq 9 ]
}

@test "a folder that others could write to is exit code 9" {
  mkdir -m 0777 "$BATS_TEST_TMPDIR/run"
  run in_sh "$as_caller account_uid=\$(id -u) runtime='$BATS_TEST_TMPDIR/run'; ensure_runtime"
  [ "$status" -eq 9 ]
  [[ "$output" == *"chmod 0700"* ]]
}

answer() { stand_in docker "case \$1 in info) printf '%s\n' '$1'; exit $2 ;; *) unexpected \"\$@\" ;; esac"; }
ask="$as_caller docker=docker; if query_daemon; then echo answers; else echo silent; fi"

@test "a dead daemon is seen, also by clients that end with 0" {
  answer '||||null' 0
  [ "$(in_sh "$ask")" = silent ]
  answer '||||null' 1
  [ "$(in_sh "$ask")" = silent ]
  answer '20.10.24|["name=rootless"]|none|1|[]' 0
  [ "$(in_sh "$ask")" = answers ]
}

@test "a daemon that is not rootless is exit code 10" {
  answer '20.10.24|["name=seccomp,profile=default"]|cgroupfs|2|null' 0
  run in_sh "$as_caller docker=docker runtime=/r; ensure_daemon"
  [ "$status" -eq 10 ]
}

@test "limits that are not enforced are said, in both ways that it happens" {
  run in_sh 'account=anna daemon_info="1|x|none|1|[]"; warn_about_limits'
  [[ "$output" == WARN*"NOT enforced"* ]]
  run in_sh 'account=anna daemon_info="1|x|systemd|2|[\"WARNING: No cpu cfs quota support\"]"; warn_about_limits'
  [[ "$output" == WARN*"cpu limit is left out"* ]]
  # "No cpuset support" is what Debian 13 says, where the cpu controller is delegated and cpuset is not.
  run in_sh 'account=anna daemon_info="1|x|systemd|2|[\"WARNING: No cpuset support\"]"; warn_about_limits'
  [[ "$output" == "ok "*"can be enforced (cgroup version 2, systemd)" ]]
  run in_sh 'account=anna daemon_info="1|x|systemd|2|null"; warn_about_limits'
  [[ "$output" == ok* ]]
}

@test "only processes whose command line names our run-time folder are ours" {
  printf '#!/bin/sh\nread -r line\n' >"$BATS_TEST_TMPDIR/script" && chmod +x "$BATS_TEST_TMPDIR/script"
  mkfifo "$BATS_TEST_TMPDIR/fifo"
  bash -c 'exec -a dockerd sh "$0" "$1/"' "$BATS_TEST_TMPDIR/script" "$BATS_TEST_TMPDIR/ours" <>"$BATS_TEST_TMPDIR/fifo" & mine=$!
  bash -c 'exec -a dockerd sh "$0" "$1/"' "$BATS_TEST_TMPDIR/script" "$BATS_TEST_TMPDIR/other" <>"$BATS_TEST_TMPDIR/fifo" & theirs=$!
  bash -c 'exec -a editor sh "$0" "$1/"' "$BATS_TEST_TMPDIR/script" "$BATS_TEST_TMPDIR/ours" <>"$BATS_TEST_TMPDIR/fifo" & unrelated=$!
  until grep -q '^editor' "/proc/$unrelated/cmdline" && grep -q '^dockerd' "/proc/$mine/cmdline" && grep -q '^dockerd' "/proc/$theirs/cmdline"; do :; done
  run in_sh "account_uid=\$(id -u) runtime='$BATS_TEST_TMPDIR/ours'; our_processes dockerd rootlesskit"
  kill "$mine" "$theirs" "$unrelated"
  [ "$output" = "$mine" ] || { echo "$output, not $mine"; return 1; }
}

@test "with systemd the unit is journaled, written, enabled and started, in this order" {
  stand_in systemctl 'case $* in
    "--user daemon-reload") grep -q "^unit	taut-docker.service" "$HOME_OF_TEST/.local/state/taut/journal" || unexpected "before the journal" ;;
    "--user enable --quiet taut-docker.service" | "--user restart taut-docker.service") ;;
    *) unexpected "$@" ;;
  esac'
  export HOME_OF_TEST=$BATS_TEST_TMPDIR/home
  run in_sh "$as_caller account_home='$HOME_OF_TEST'; start_unit"
  [ "$status" -eq 0 ]
  unit=$HOME_OF_TEST/.config/systemd/user/taut-docker.service
  for line in "Type=notify" "Delegate=yes" "KillMode=mixed" "ExecStart=$HOME_OF_TEST/.local/lib/taut/rootless-daemon"; do grep -qxF "$line" "$unit"; done
  [ "$(wc -l <"$calls")" -eq 3 ]
}

@test "a limit that the kernel does not have for the app is a broken promise" {
  [ -z "$(in_sh 'daemon_info="1|x|systemd|2|null"; wrong_in_limits 134217728 48 "100000 100000"')" ]
  run in_sh 'daemon_info="1|x|systemd|2|null"; wrong_in_limits max max "max 100000"'
  [ "${#lines[@]}" -eq 3 ]
  # Where the cpu controller is not delegated the limit was left out, and that was said.
  run in_sh 'daemon_info="1|x|systemd|2|[\"WARNING: No cpu cfs quota support\"]"; wrong_in_limits 134217728 48 "max 100000"'
  [ -z "$output" ]
}

@test "the limits are told as the kernel has them" {
  text() { in_sh "daemon_info='1|x|$1|$2|null'; limit_of() { case \$1 in memory.max) echo 134217728 ;; pids.max) echo 48 ;; cpu.max) echo '$3' ;; esac; }; limits_text"; }
  [ "$(text systemd 2 '150000 100000')" = "memory 128 MiB, 48 processes, cpu 1.50" ]
  [ "$(text systemd 2 'max 100000')" = "memory 128 MiB, 48 processes, cpu not limited" ]
  [[ "$(text none 1 max)" == *"NOT enforced"* ]]
}

@test "installing docker.io masks its root units first, but none that was there before" {
  stand_in systemctl 'case $* in
    "cat docker.service") exit 0 ;;
    "cat "*) exit 1 ;;
    "mask --quiet docker.socket" | "mask --quiet containerd.service") ;;
    *) unexpected "$@" ;;
  esac'
  run in_sh "$as_caller root_journal_folder() { echo '$BATS_TEST_TMPDIR/root'; }; has_systemd=yes; hold_back_root_daemon"
  [ "$status" -eq 0 ]
  [ "$(cat "$BATS_TEST_TMPDIR/root/journal")" = "mask	docker.socket
mask	containerd.service" ]
}

@test "the AppArmor profile is for rootlesskit alone" {
  stand_in rootlesskit ':'
  stand_in install 'cat "$7" >"$WRITTEN"'
  stand_in apparmor_parser 'case $* in "-r /etc/apparmor.d/taut-rootlesskit") ;; *) unexpected "$@" ;; esac'
  export WRITTEN=$BATS_TEST_TMPDIR/profile
  run in_sh "$as_caller root_journal_folder() { echo '$BATS_TEST_TMPDIR/root'; }; read_setting() { echo 1; }; ensure_apparmor"
  [ "$status" -eq 0 ]
  grep -q "^profile taut-rootlesskit $stand_ins/rootlesskit flags=(unconfined)" "$WRITTEN"
}
