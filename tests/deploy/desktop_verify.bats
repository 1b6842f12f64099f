bats_require_minimum_version 1.5.0
load desktop_helper
setup() { setup_stand_ins; setup_desktop; }

@test "each promise is read inside the virtual machine, of every thread" {
  play macos desktop-macos
  sed -i 's/^== mounts/== 8\n&/' "$engine/proof"
  desktop up
  ends 15 "thread 8: the kernel does not tell CapEff:"
  cp "$BATS_TEST_DIRNAME/fixtures/desktop_proof.txt" "$engine/proof"
  while IFS='|' read -r from to text; do
    sed "s#$from#$to#" "$BATS_TEST_DIRNAME/fixtures/desktop_proof.txt" >"$engine/proof"
    desktop status
    ends 15 "- $text"
  done <<'CASES'
Uid:.*|Uid:	0	0	0	0|thread 1: a user id is 0
CapBnd:.*|CapBnd:	00000000a80425fb|thread 1: the capability set CapBnd
Seccomp:.*|Seccomp:	0|thread 1: the seccomp mode is 0
/ / ro|/ / rw|the root file system is writable
/tmp rw,nosuid,nodev,noexec|/tmp rw,nosuid,nodev|/tmp is mounted without noexec
Name:.*|Name:	sh|process 1 of the container is not todo
/null /proc/keys|/x /scratch|writable besides /db and /tmp: /scratch
CASES
}

@test "without an image to read with, what was not read is said" {
  play macos desktop-macos
  rm "$engine/reader"
  reply pull.error "no route to host"
  desktop up
  ends 0 "WARN     reader" "no route to host" "NOT read"
  [[ "$output" != *"bounding, effective"* ]]
}

@test "the image to read with is pulled once, and goes with uninstall --purge" {
  play macos desktop-macos
  rm "$engine/reader"
  desktop up
  ends 0 "changed  reader           pulled debian:trixie-slim@sha256:"
  desktop uninstall --purge
  ends 0 "removed debian:trixie-slim@sha256:"
}

@test "a port that is open to others is seen, by the engine's word and by the host's" {
  play macos desktop-macos
  desktop up
  reply port $'8000/tcp -> 0.0.0.0:8000\n8000/tcp -> [::]:8000'
  desktop status
  ends 15 "another address than 127.0.0.1: 0.0.0.0:8000" "[::]:8000"
  rm "$engine/port"
  stand_in netstat 'printf "tcp46  0  0  *.8000  *.*  LISTEN\n"'
  desktop status
  ends 15 "the port is open on another address of this machine than 127.0.0.1: *"
}

@test "netstat of both systems is understood" {
  listeners() { printf '%s\n' "$@" | in_desktop 'wrong_in_netstat 8000'; }
  # invented, in the format of the manuals
  [ -z "$(listeners 'tcp4       0      0  127.0.0.1.8000         *.*                    LISTEN')" ]
  [ -z "$(listeners 'tcp4       0      0  10.0.0.5.58000         1.2.3.4.443            ESTABLISHED')" ]
  [ -z "$(listeners 'tcp4       0      0  *.18000                *.*                    LISTEN')" ]
  [[ "$(listeners 'tcp46      0      0  *.8000                 *.*                    LISTEN')" == *"127.0.0.1: *" ]]
  [ -z "$(listeners '  TCP    127.0.0.1:8000         0.0.0.0:0              ABHÖREN' '  TCP    [::1]:8000  [::]:0  ABHÖREN')" ]
  [[ "$(listeners $'  TCP    0.0.0.0:8000           0.0.0.0:0              LISTENING\r')" == *"127.0.0.1: 0.0.0.0" ]]
  [[ "$(listeners '  TCP    [::]:8000              [::]:0                 LISTENING')" == *"127.0.0.1: [::]" ]]
}

@test "a label that opens ports past Compose is a broken promise" {
  play macos desktop-macos
  desktop up
  reply labels '{"desktop.docker.io/ports/8000/tcp":":8000"}'
  desktop status
  ends 15 "desktop.docker.io/ports"
}

@test "an open secret is a warning where modes are invented, and an error where they are real" {
  play gitbash desktop-wsl2
  reply check.status 1
  reply check '{"database":{"pending_migrations":"none"},"findings":[{"id":"secret-file-open","severity":"error","what":"x","mend":"y"},{"id":"landlock-missing","severity":"warning","what":"x","mend":"y"}]}'
  desktop up
  ends 0 "WARN     secrets" "the sharing invents it"
  sed -i 's#/run/secrets/secret_key ro,relatime - fakeowner#/run/secrets/secret_key ro,relatime - ext4#' "$engine/proof"
  desktop status
  ends 15 "todo check --deploy: secret-file-open"
  reply check '{"database":{"pending_migrations":"none"},"findings":[{"id":"running-as-root","severity":"error","what":"x","mend":"y"}]}'
  desktop status
  ends 15 "running-as-root"
}

@test "Enhanced Container Isolation is told from the container's runtime" {
  play macos desktop-macos
  desktop up
  ends 0 "Isolation is off (normal"
  reply runtime sysbox-runc
  desktop status
  ends 0 "Isolation is on"
}
