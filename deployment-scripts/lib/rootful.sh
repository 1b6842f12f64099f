# A Docker daemon that runs as root: not started by our installation, and pointed at where there is one already.

root_daemon_runs() {
  for root_status in /proc/[0-9]*/status; do
    awk '$1 == "Name:" { name = $2 } $1 == "Uid:" { uid = $3 } END { exit !(name == "dockerd" && uid == 0) }' "$root_status" 2>/dev/null && return 0
  done
  return 1
}

# <DAEMON-ATTACK-SURFACE> no-root-daemon: installing docker.io would start a daemon that runs as root; held back, it does not.
hold_back_root_daemon() {
  if [ "$has_systemd" = yes ]; then
    for unit in docker.service docker.socket containerd.service; do
      if systemctl cat "$unit" >/dev/null 2>&1; then continue; fi  # there before, and not ours to mask
      journal_root mask "$unit"
      as_root systemctl mask --quiet "$unit" 2>"$work/mask" || {  # it says that the unit does not exist, which is the point
        show_end "$work/mask"
        fail "$exit_packages" packages "cannot mask $unit"
      }
    done
  elif [ ! -e /usr/sbin/policy-rc.d ]; then
    # Debian's own switch for "start nothing while installing".
    printf '#!/bin/sh\nexit 101\n' >"$work/policy-rc.d"
    journal_root file /usr/sbin/policy-rc.d "$(sha256sum "$work/policy-rc.d" | cut -d' ' -f1)"
    as_root install -m 0755 "$work/policy-rc.d" /usr/sbin/policy-rc.d
  fi
}

let_services_start_again() {
  [ -e "$work/policy-rc.d" ] || return 0
  rm "$work/policy-rc.d"  # once is enough
  as_root rm -f /usr/sbin/policy-rc.d
}

# Somebody else's daemon is not ours to stop unasked.
check_root_daemon() {
  root_daemon_runs || return 0
  if [ "$disable_rootful" = no ]; then
    say_warning root-daemon "a Docker daemon runs as root on this machine; whoever reaches its socket is root (--disable-rootful stops it)"
    return 0
  fi
  [ "$has_systemd" = yes ] || fail "$exit_daemon" root-daemon "only one that systemd manages can be disabled from here" \
    "service docker stop; update-rc.d docker disable"
  running=$(as_root "$docker" --host unix:///var/run/docker.sock ps --quiet) ||
    fail "$exit_daemon" root-daemon "it does not answer at /var/run/docker.sock"
  [ -z "$running" ] || fail "$exit_daemon" root-daemon "it runs containers, and is left alone: $(one_line $running)" \
    "stop them first"
  change root-daemon "stopped and disabled docker.service and docker.socket" disable_root_daemon
}

disable_root_daemon() {
  for unit in docker.socket docker.service; do
    systemctl is-enabled --quiet "$unit" 2>/dev/null || continue
    journal_root rootful "$unit"
    as_root systemctl disable --now --quiet "$unit" || return
  done
}
