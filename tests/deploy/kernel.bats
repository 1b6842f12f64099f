bats_require_minimum_version 1.5.0
load helper

@test "kernel versions are compared as numbers" {
  in_sh 'version_at_least 5.11 6.1.0-34-amd64 && version_at_least 5.11 5.11.0 && version_at_least 5.11 5.100.2'
  run ! in_sh 'version_at_least 5.11 5.9.16'
  run ! in_sh 'version_at_least 5.11 4.19.0-27'
}

@test "user 1000 inside is read from the map, not from where ranges usually begin" {
  [ "$(printf '0 1001 1\n1 231072 65536\n' | in_sh 'host_id 1000')" = 232071 ]
  [ "$(printf '0 1001 1\n1 100000 500\n501 400000 65036\n' | in_sh 'host_id 1000')" = 400499 ]
  run in_sh 'printf "0 1001 1\n1 100000 999\n" | host_id 1000'
  [ "$status" -ne 0 ]
}

@test "a kernel without user namespaces is exit code 7, with the command that mends it" {
  run in_sh 'read_setting() { case $1 in user/max_user_namespaces) echo 0 ;; *) echo 1 ;; esac; }; check_kernel'
  [ "$status" -eq 7 ]
  [[ "$output" == *"sysctl -w user.max_user_namespaces"* ]]
}

@test "the module that keeps containers apart is loaded by root, and by systemd at boot" {
  stand_in modprobe 'case $* in br_netfilter) exit "${FAILS:-0}" ;; *) unexpected "$@" ;; esac'
  load='write_root_file() { echo "wrote $1: $(cat)"; }; bridge_filter_at_boot() { false; }; bridge_filter_loaded() { false; };'
  run in_sh "$as_caller $load has_systemd=yes; ensure_bridge_filter"
  [ "${lines[0]}" = "wrote /etc/modules-load.d/taut.conf: br_netfilter" ]
  [[ "${lines[1]}" == changed* ]]
  run in_sh "$as_caller $load has_systemd=no; ensure_bridge_filter"
  [[ "$output" == changed* ]]
  FAILS=1 run in_sh "$as_caller $load has_systemd=no; ensure_bridge_filter"
  [ "$status" -eq 7 ]
  [[ "$output" == *"modprobe br_netfilter" ]]
  [ "$(grep -c modprobe "$calls")" -eq 3 ]
  run in_sh "$as_caller bridge_filter_at_boot() { true; }; bridge_filter_loaded() { true; }; has_systemd=yes; ensure_bridge_filter"
  [[ "$output" == ok* ]]
}

@test "a listener on the port is seen on IPv4 and IPv6, a connection is not one" {
  printf '  sl  local_address rem_address   st\n   0: 0100007F:1F40 00000000:0000 0A\n' >"$BATS_TEST_TMPDIR/tcp"
  printf '   0: 00000000000000000000000000000000:1F41 00000000000000000000000000000000:0000 0A\n   1: 0100007F:1F42 0100007F:0016 01\n' >"$BATS_TEST_TMPDIR/tcp6"
  listens() { cat "$BATS_TEST_TMPDIR"/tcp "$BATS_TEST_TMPDIR"/tcp6 | in_sh "listening_on $1"; }
  listens 8000 && listens 8001
  run ! listens 8002
  run ! listens 800
}
