#!/bin/sh
# Starts the Docker daemon in a user namespace of its own. Copied into the account's home by deploy-linux.sh, and the
# same on every distribution: not all of them ship dockerd-rootless.sh, and Debian's has no fixed state folder.
# rootlesskit runs this file a second time, as root of the new namespaces.
set -eu

# <DAEMON-ATTACK-SURFACE> rootless-daemon: root in here is an ordinary user out there.
if [ -z "${ROOTLESSKIT_STATE_DIR:-}" ]; then
  [ "$(id -u)" -ne 0 ] || { echo "this must not be started by root" >&2; exit 1; }
  daemon=$(cat "$XDG_RUNTIME_DIR/docker.pid" 2>/dev/null || :)
  if [ "$(cat "/proc/${daemon:-none}/comm" 2>/dev/null || :)" = dockerd ]; then
    echo "process $daemon is a daemon that uses $XDG_RUNTIME_DIR already" >&2
    exit 1
  fi
  # A daemon that was killed leaves its containers running, writing to their data, and their states, with which the next one could
  # not start them again. runc has noted the first process of each, and when it began: that proves whose number it is by now. Its
  # kernel namespace ends with it. The account may end it as the owner of the user namespace that it is in, user_namespaces(7).
  for state in "$XDG_RUNTIME_DIR"/docker/runtime-runc/moby/*/state.json; do
    [ -r "$state" ] || continue
    first=$(sed -n 's/.*"init_process_pid":\([0-9]*\),"init_process_start":\([0-9]*\).*/\1 \2/p' "$state")
    began=$(sed 's/.*) //' "/proc/${first% *}/stat" 2>/dev/null | cut -d' ' -f20)
    if [ -n "$first" ] && [ "$began" = "${first#* }" ]; then kill -s KILL "${first% *}" || :; fi  # ended just now
  done
  # As root of a namespace: some of it is closed to the account itself.
  rootlesskit rm -rf "$XDG_RUNTIME_DIR/docker" "$XDG_RUNTIME_DIR/docker.pid" "$XDG_RUNTIME_DIR/docker.sock" "$XDG_RUNTIME_DIR/dockerd-rootless"
  # --disable-host-loopback: a container cannot reach what listens on the host's 127.0.0.1.
  # --slirp4netns-sandbox, -seccomp: the user-mode network stack is confined as well, where the kernel can.
  exec rootlesskit --state-dir="$XDG_RUNTIME_DIR/dockerd-rootless" --net=slirp4netns --mtu=65520 \
    --disable-host-loopback --slirp4netns-sandbox=auto --slirp4netns-seccomp=auto --port-driver=builtin \
    --copy-up=/etc --copy-up=/run --propagation=rslave "$0"
fi

# --copy-up left links to the host's files here; the daemon must make its own.
rm -f /run/docker /run/containerd /run/xtables.lock
# SELinux wants a label on /run before iptables may write its lock there.
if command -v selinuxenabled >/dev/null && selinuxenabled; then chcon system_u:object_r:iptables_var_run_t:s0 /run; fi
exec dockerd --host="unix://$XDG_RUNTIME_DIR/docker.sock" --exec-root="$XDG_RUNTIME_DIR/docker" --pidfile="$XDG_RUNTIME_DIR/docker.pid"
