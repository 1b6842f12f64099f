bats_require_minimum_version 1.5.0
load desktop_helper
setup() { setup_stand_ins; setup_desktop; }

@test "./db and ./secrets are there, and closed, before Compose is asked for anything" {
  play macos desktop-macos
  cp "$stand_ins/docker" "$stand_ins/docker.real"
  stand_in docker 'case "$*" in *" run "*selftest*) [ -d ./db ] && [ -s ./secrets/secret_key ] || unexpected "too early: $*" ;; esac; exec "'"$stand_ins"'/docker.real" "$@"'
  desktop up
  ends 0 "changed  data             ./db" "changed  secrets"
  [ "$(stat -c %a "$project/db")" = 700 ]
  [ "$(stat -c %a "$project/secrets")" = 700 ]
  [ "$(stat -c %a "$project/secrets/secret_key")" = 400 ]
  [ "$(wc -c <"$project/secrets/secret_key")" -eq 64 ]
}

@test "the key is in no argument, no output, and stays the same" {
  play gitbash desktop-wsl2
  desktop up --verbose
  ends 0
  key=$(cat "$project/secrets/secret_key")
  never grep -rqF "$key" "$calls"
  [[ "$output" != *"$key"* ]]
  desktop --doctor
  [[ "$output" != *"$key"* ]]
  desktop up
  [ "$(cat "$project/secrets/secret_key")" = "$key" ]
}

@test "on NTFS the key gets an access list; when that fails it is a warning" {
  play gitbash desktop-wsl2
  desktop up
  ends 0
  grep -q '^icacls.exe C:.*secret_key /inheritance:r' "$calls"
  rm -r "$project/secrets"
  stand_in icacls.exe 'echo "Access is denied."; exit 5'
  desktop up
  ends 0 "WARN     secrets" "Access is denied"
}

@test "known failures end with their remedy" {
  play macos desktop-macos
  while IFS='|' read -r file code text words; do
    rm -f "$engine"/*.error "$engine/image" "$engine/container"
    printf '%s\n' "$words" >"$engine/$file.error"
    desktop up
    ends "$code" "$text"
  done <<'FAILURES'
mount|11|File sharing: add exactly this folder|Error response from daemon: Mounts denied: The path /Users/me/project/db is not shared from the host and is not known to Docker.
mount|11|nobody answered|Error response from daemon: filesharing/share: Post "http://ipc/x": context deadline exceeded
mount|11|told no|Error response from daemon: Filesharing has been cancelled
up|12|port 8000|Bind for 127.0.0.1:8000 failed: port is already allocated
up|12|excludedportrange|Error response from daemon: Ports are not available: exposing port TCP 127.0.0.1:8000 -> 0.0.0.0:0: listen tcp 127.0.0.1:8000: bind: An attempt was made to access a socket in a way forbidden by its access permissions.
up|14|sudo chown 1000:1000|todo: /run/secrets/secret_key: Permission denied
build|13|the disk of Docker Desktop|ERROR: write /var/lib/docker: no space left on device
build|13|Proxies|ERROR: failed to do request: Head "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host
build|13|docker login|toomanyrequests: You have reached your unauthenticated pull rate limit.
build|10|went away|error during connect: this error may indicate that the docker daemon is not running
build|13|the end of its output is above|something that nobody has seen before
FAILURES
}

@test "every remedy has five fields and a code of the table" {
  while IFS='|' read -r text code topic found mend more; do
    [ -n "$mend" ] && [ -z "$more" ] && in_desktop exit_code_table | grep -q "^ *$code  " || { echo "$text"; return 1; }
    [ "$text" = "${text,,}" ] || { echo "$text: upper case never fits"; return 1; }
  done < <(grep -v '^#' "$deploy_root/deployment-scripts/lib/desktop_remedies.txt")
}

@test "a closed ./db is no use to chown on macOS, where every file looks like one's own" {
  play macos desktop-macos
  : >"$engine/denied"
  desktop up
  ends 11 "file system fakeowner, EACCES" "up --volume"
  never grep -q chown-data "$calls"
}

@test "elsewhere it is given to user 1000, once, and tried again" {
  play wsl2 desktop-wsl2
  reply file-system ext4
  : >"$engine/denied"
  desktop up
  ends 0 "changed  data             given to user 1000 inside" "ok       selftest"
  [ "$(grep -c chown-data "$calls")" -eq 1 ]
  : >"$engine/denied"
  : >"$engine/hopeless"
  desktop up
  ends 11 "file system ext4, EACCES"
}

@test "a folder that user 1000 cannot even enter is given to it as well" {
  play wsl2 desktop-wsl2
  reply denied entry
  desktop up
  ends 0 "changed  data             given to user 1000 inside"
}

@test "Git Bash hands a Windows path to chown-data's mount" {
  play gitbash desktop-wsl2
  : >"$engine/denied"
  desktop up
  ends 0
  grep -q 'type=bind,source=C:.*\\project\\db,target=/db' "$calls"
}

@test "--volume is kept until uninstall, and ./db is not touched" {
  play macos desktop-macos
  desktop up --volume
  ends 0 "the database goes into the volume taut-todo_data"
  [ ! -e "$project/db" ]
  grep -q -- '-f deployment-scripts/compose.volume.yaml run' "$calls"
  : >"$calls"
  desktop up
  ends 0 "in the volume taut-todo_data" "0 changes"
  grep -q -- '-f deployment-scripts/compose.volume.yaml up' "$calls"
  desktop backup "$BATS_TEST_TMPDIR/copy"
  ends 0
  desktop uninstall
  ends 0 "docker volume rm taut-todo_data"
  : >"$calls"
  desktop up
  ends 0 "changed  data             ./db"
}

@test "a ./db with todos in it is mentioned when --volume leaves it behind" {
  play macos desktop-macos
  mkdir "$project/db"
  echo x >"$project/db/db.sqlite3"
  desktop up --volume
  ends 0 "WARN     data             ./db holds a database that is not used"
}

@test "a link in the place of ./db is refused" {
  play macos desktop-macos
  ln -s / "$project/db"
  desktop up
  ends 11 "is a link"
}

@test "folders with a space, an apostrophe, a bracket and letters beyond ASCII" {
  for name in "my project" "it's" "[x] & y" "Dökümënte"; do
    folder_name=$name
    rm -rf "$home" "$engine"
    setup_desktop
    for system in macos gitbash; do
      play "$system" "desktop-${system/gitbash/wsl2}"
      desktop up
      ends 0 "$name"
    done
    printf 'mounts denied' >"$engine/mount.error"
    desktop up
    ends 11 "$name"
  done
}

@test "a folder that a cloud copies is warned about" {
  folder_name=OneDrive/taut
  setup_desktop
  play gitbash desktop-wsl2
  desktop check
  ends 0 "WARN     project" "cloud"
  desktop check --volume
  [[ "$output" != *cloud* ]]
}

@test "the file system of a folder is the one of the longest mount above it" {
  table='22 1 8:1 / / rw - ext4 /dev/sdc rw
30 22 0:40 / /mnt/c rw - 9p C:\134 rw,aname=drvfs
31 30 0:41 / /mnt/c/my\040data rw - ext4 /dev/sdd rw'
  while IFS='|' read -r path wanted; do
    found=$(printf '%s\n' "$table" | in_desktop "filesystem_of '$path'")
    [ "$found" = "$wanted" ] || { echo "$path: $found"; return 1; }
  done <<'PATHS'
/home/me/taut|ext4
/mnt/c/Users/me|9p
/mnt/c|9p
/mnt/cd/x|ext4
/mnt/c/my data/x|ext4
PATHS
}
