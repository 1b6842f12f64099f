# The same promises as on Linux, read inside the virtual machine, as its /proc is nowhere else. Loaded after verify.sh, of
# which it replaces what reads this machine's /proc.
#
# The image of the app has nothing that could show a file. So a second container, of the pinned Debian base, without
# network, capability or writable file system, looks at the first one's processes from inside the same process namespace.

reader=""        # its image
proof_text=""    # what it read; "" when there was nothing to read with
app_pid=1

# No double quotes in it: PowerShell, which sends the same, changes what it does to them from version to version.
reader_script='for thread in /proc/1/task/*; do echo == ${thread##*/}; cat $thread/status; done; echo == mounts; cat /proc/1/mountinfo'

ensure_reader() {
  if daemon_unchecked; then return 0; fi
  choose_reader
  [ -z "$(image_id "$reader")" ] || return 0
  change reader "pulled $reader, to read the kernel's tables with" pull_reader
}

choose_reader() {
  reader=${TODO_BASE:-$(pinned_base "$project/Dockerfile")}
}

pull_reader() {
  journal_account reader "$reader"
  long "pulling $reader" "$work/reader" docker_as_account pull "$reader" ||
    say_warning reader "it could not be pulled: $(last_line "$work/reader" 160)"
}

read_proof() {
  choose_reader
  proof_text=""
  [ -n "$(image_id "$reader")" ] || return 1
  proof_text=$(docker_as_account run --rm --pid "container:$(app_container)" --user 1000:1000 --network none --read-only --cap-drop ALL \
    --security-opt no-new-privileges --entrypoint sh "$reader" -c "$reader_script" </dev/null 2>"$work/proof" | tr -d '\r')
  [ -n "$proof_text" ]
}

# proof_part NAME -> what follows "== NAME".
proof_part() { printf '%s\n' "$proof_text" | awk -v name="$1" '$1 == "==" { here = $2 == name; next } here'; }
proof_threads() { printf '%s\n' "$proof_text" | awk '$1 == "==" && $2 != "mounts" { print $2 }'; }

verify_process() {
  threads=0 mounts_text=""
  case $(app_health || :) in
    running*) ;;
    *) complain "the container is not running"
      return 0 ;;
  esac
  if ! read_proof; then
    say_warning proof "the kernel's tables could not be read ($(last_line "$work/proof" 120 2>/dev/null)); what follows is what the app says of itself"
    return 0
  fi
  for thread in $(proof_threads); do
    threads=$((threads + 1))
    complain_all "" <<COMPLAINTS
$(proof_part "$thread" | wrong_in_status 1000 | sed "s/^/thread $thread: /")
COMPLAINTS
  done
  [ "$(proof_part 1 | awk '$1 == "Name:" { print $2 }')" = todo ] || complain "process 1 of the container is not todo"
  mounts_text=$(proof_part mounts)
  complain_all "" <<COMPLAINTS
$(printf '%s\n' "$mounts_text" | wrong_in_mounts 1000)
COMPLAINTS
}

# wrong_in_ports <docker port: "8000/tcp -> 127.0.0.1:8000". Docker Desktop publishes on all interfaces unless told.
# <DAEMON-ATTACK-SURFACE> loopback-only: read back from the engine.
wrong_in_ports() {
  awk '{ found = 1; if ($3 !~ /^127\.0\.0\.1:/) print "the port is published on another address than 127.0.0.1: " $3 }
    END { if (!found) print "no port is published" }'
}

# wrong_in_netstat PORT <netstat -an, of macOS (127.0.0.1.8000) or Windows (127.0.0.1:8000); its words are translated there.
# <DAEMON-ATTACK-SURFACE> loopback-only: and from the host's own table of sockets.
wrong_in_netstat() {
  tr -d '\r' | awk -v port="$1" '
    tolower($1) !~ /^tcp/ { next }
    { at = $2 ~ /^[0-9]+$/ ? 4 : 2; here = $at; there = $(at + 1) }
    there !~ /^(\*\.\*|0\.0\.0\.0:0|\[::\]:0)$/ { next }
    here !~ "[.:]" port "$" { next }
    { sub("[.:]" port "$", "", here) }
    here !~ /^(127\.0\.0\.1|::1|\[::1\])$/ { print "the port is open on another address of this machine than 127.0.0.1: " here }' | LC_ALL=C sort -u
}

host_sockets() {
  case $shell_kind in
    macos) netstat -an -p tcp ;;
    *) netstat.exe -an ;;
  esac 2>/dev/null </dev/null
}

verify_daemon() {
  case $(inspect_app '{{json .Config.Labels}}' || :) in
    *desktop.docker.io/ports*) complain "a label desktop.docker.io/ports opens ports past Compose" ;;
  esac
  isolation=$(inspect_app '{{.HostConfig.Runtime}}' || :)
}

verify_app() {
  complain_all "" <<COMPLAINTS
$(docker_as_account port "$(app_container)" 2>/dev/null | wrong_in_ports)
$(host_sockets | wrong_in_netstat "$port")
COMPLAINTS
  page=$(page_status /)
  [ "$page" = 200 ] || complain "the list page answers ${page:-nothing}, not 200"
  ready=$(page_status /readyz)
  [ "$ready" = 200 ] || complain "/readyz answers ${ready:-nothing}, not 200"
  app_check=$(docker_as_account exec "$(app_container)" /todo check --deploy --format json 2>"$work/check" </dev/null) &&
    app_status=0 || app_status=$?
  app_check=$(printf '%s\n' "$app_check" | tr -d '\r')
  [ "$app_status" -eq 0 ] || judge_check
  case $(migrations_text) in pending*) complain "migrations $(migrations_text)" ;; esac
}

# Modes of files that come through Docker Desktop's sharing are invented: an open secret there is the host's affair.
judge_check() {
  check_errors=$(printf '%s\n' "$app_check" | tr '{' '\n' | sed -n 's/^"id":"\([^"]*\)","severity":"error".*/\1/p')
  if [ "$check_errors" = secret-file-open ] && ! has_own_modes; then
    say_warning secrets "inside, the key shows a mode that is open to all (the sharing invents it); on the host it is closed"
  else
    complain "todo check --deploy: ${check_errors:-$(tail -n 1 "$work/check")}"
  fi
}
has_own_modes() {
  case $(printf '%s\n' "$mounts_text" | awk '$5 == "/run/secrets/secret_key" { for (at = 7; $at != "-"; ++at); print $(at + 1) }') in
    ext4 | xfs | btrfs) return 0 ;;
    *) return 1 ;;
  esac
}

# Said by the engine about its kernel; a limit in Compose is only a wish where the kernel has none.
limits_text() {
  case $(docker_as_account info --format '{{.CgroupDriver}} {{.MemoryLimit}} {{.PidsLimit}}' 2>/dev/null || :) in
    none* | "") echo "memory, cpu and processes: NOT enforced by this engine, as far as it tells" ;;
    *" true true") echo "memory and processes are enforced" ;;
    *) echo "memory or processes: NOT enforced by this engine" ;;
  esac
}

print_proof() {
  note ""
  if [ -n "$proof_text" ]; then
    note "Read inside the virtual machine, about process 1 of the container (its $threads threads):"
    proof_line user "1000 in all four ids; the same group, no other"
    proof_line capabilities "none: inheritable, permitted, effective, bounding and ambient set are empty"
    proof_line "no new privileges" "set; system calls are filtered (seccomp mode 2)"
    proof_line "root file system" "read-only"
    proof_line writable "/db, and one tmpfs: /tmp ($(tmpfs_text))"
  else
    note "As the app itself says from inside; the bounding set and the mounts were NOT read:"
    proof_line process "$(printf '%s\n' "$app_check" | json_text server_1)"
  fi
  proof_line migrations "$(migrations_text)"
  proof_line data "$(data_place)${survived:+; a todo outlived a restart}"
  proof_line journal "$(printf '%s\n' "$app_check" | json_text journal_mode)"
  proof_line rootless "no: dockerd is root of a virtual machine, which is the boundary to this system"
  case $isolation in
    sysbox-runc) proof_line isolation "Enhanced Container Isolation is on" ;;
    *) proof_line isolation "Enhanced Container Isolation is off (normal; a feature of Docker Business)" ;;
  esac
  proof_line limits "$(limits_text)"
  proof_line address "$(address /) (on 127.0.0.1 only)"
}
