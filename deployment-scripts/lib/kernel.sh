# What a rootless daemon needs of the kernel: user namespaces, newuidmap, /dev/net/tun. Read and tried, rarely changed.

host_id_of_1000=""  # the id on the host of user 1000 in a container

# version_at_least WANTED FOUND: of the form 5.11 and 6.1.0-34-amd64.
version_at_least() {
  awk -v wanted="$1" -v found="$2" 'BEGIN {
    split(wanted, w, "."); split(found, f, /[.-]/)
    exit !(f[1] + 0 > w[1] + 0 || (f[1] + 0 == w[1] + 0 && f[2] + 0 >= w[2] + 0))
  }'
}

# host_id INSIDE <uid_map -> the id outside; the map's rows are "inside outside count", user_namespaces(7).
host_id() {
  awk -v inside="$1" '$1 <= inside && inside < $1 + $3 { print $2 + inside - $1; found = 1; exit } END { exit !found }'
}

read_setting() { cat "/proc/sys/$1" 2>/dev/null || echo "$2"; }

check_kernel() {
  version_at_least 5.11 "$(uname -r)" || command -v fuse-overlayfs >/dev/null ||
    fail "$exit_kernel" kernel "$(uname -r) is older than 5.11, which is the first where an ordinary user can mount overlayfs" \
      "install fuse-overlayfs"
  [ "$(read_setting user/max_user_namespaces 1)" -ne 0 ] ||
    fail "$exit_kernel" kernel "user namespaces are switched off: user.max_user_namespaces = 0" \
      "sysctl -w user.max_user_namespaces=28633"
  [ "$(read_setting kernel/unprivileged_userns_clone 1)" -eq 1 ] ||
    fail "$exit_kernel" kernel "user namespaces are for root only: kernel.unprivileged_userns_clone = 0" \
      "sysctl -w kernel.unprivileged_userns_clone=1"
  say_ok kernel "$(uname -r), user namespaces"
}

# Ubuntu since 23.10 lets only programs with an AppArmor profile that says so make user namespaces.
# <DAEMON-ATTACK-SURFACE> narrow-userns: rootlesskit alone may, the restriction on everything else stays.
ensure_apparmor() {
  [ "$(read_setting kernel/apparmor_restrict_unprivileged_userns 0)" -eq 1 ] || return 0
  apparmor_program=$(readlink -f "$(command -v rootlesskit)") || return 0
  apparmor_file=/etc/apparmor.d/taut-rootlesskit
  if grep -rqsE "^[^#]*${apparmor_program}[ {].*" /etc/apparmor.d; then
    say_ok apparmor "a profile lets $apparmor_program make user namespaces"
    return 0
  fi
  change apparmor "$apparmor_file: $apparmor_program alone may make user namespaces" write_apparmor_profile
}

write_apparmor_profile() {
  write_root_file "$apparmor_file" <<PROFILE || fail "$exit_kernel" apparmor "cannot write $apparmor_file"
# Written by deploy-linux.sh: lets rootlesskit make user namespaces, and nothing else.
abi <abi/4.0>,
include <tunables/global>
profile taut-rootlesskit $apparmor_program flags=(unconfined) {
  userns,
}
PROFILE
  as_root apparmor_parser -r "$apparmor_file" || fail "$exit_kernel" apparmor "apparmor_parser refused $apparmor_file"
}

# The network of compose.yaml keeps its containers apart (enable_icc: false). The kernel does that in the module br_netfilter, which
# only root can load: a root daemon does it by itself, a rootless one refuses to start the app.
bridge_module=br_netfilter
bridge_file=/etc/modules-load.d/taut.conf
ensure_bridge_filter() {
  if bridge_filter_loaded && { [ "$has_systemd" = no ] || bridge_filter_at_boot; }; then
    say_ok bridge "the kernel module $bridge_module, which keeps the containers of a network apart"
  else
    change bridge "the kernel module $bridge_module, now and at boot ($bridge_file)" load_bridge_filter
  fi
}
bridge_filter_loaded() { [ -e /proc/sys/net/bridge/bridge-nf-call-iptables ]; }
bridge_filter_at_boot() {
  grep -qsx "$bridge_module" /etc/modules /etc/modules-load.d/*.conf /usr/lib/modules-load.d/*.conf ||
    grep -qs "/$bridge_module\.ko" "/lib/modules/$(uname -r)/modules.builtin" || [ ! -d "/lib/modules/$(uname -r)" ]
}

load_bridge_filter() {
  if [ "$has_systemd" = yes ]; then
    echo "$bridge_module" | write_root_file "$bridge_file" || fail "$exit_kernel" bridge "cannot write $bridge_file"
  fi
  bridge_filter_loaded || as_root modprobe "$bridge_module" || fail "$exit_kernel" bridge \
    "this kernel has no $bridge_module, without which Docker cannot keep the containers of a network apart" \
    "install the kernel's extra modules, reboot if the kernel was updated, then: modprobe $bridge_module"
}

# slirp4netns gives the daemon its network through this device; udev gives it mode 0666.
ensure_tun() {
  if [ ! -c /dev/net/tun ]; then
    change tun "the kernel module tun" as_root modprobe tun
    [ "$dry_run" = yes ] || [ -c /dev/net/tun ] || fail "$exit_kernel" tun "there is no /dev/net/tun" "modprobe tun"
  fi
  if [ "$account_exists" = yes ] && as_account sh -c 'exec 3<>/dev/net/tun' 2>/dev/null; then
    say_ok tun "/dev/net/tun opens for $account"
    return 0
  fi
  change tun "/dev/net/tun for $account alone (an access list)" open_tun
}

open_tun() {
  journal_root acl /dev/net/tun "$account"
  # A /dev without access lists gets the mode that udev would have given.
  if ! as_root setfacl -m "u:$account:rw" /dev/net/tun; then
    journal_root mode /dev/net/tun "$(stat -c %a /dev/net/tun)"
    as_root chmod 0666 /dev/net/tun
  fi
  as_account sh -c 'exec 3<>/dev/net/tun' || fail "$exit_kernel" tun "/dev/net/tun still does not open for $account"
}

# A smoke run of the real thing. Its map also tells who user 1000 is out here: read, never calculated from /etc/subuid.
check_namespace() {
  if [ "$account_exists" = no ] || ! command -v rootlesskit >/dev/null || [ "$changes" -gt 0 ] && [ "$dry_run" = yes ]; then
    unchecked="$unchecked user-namespace"
    return 0
  fi
  namespace_map=$(as_account rootlesskit cat /proc/self/uid_map 2>"$work/namespace") || {
    show_end "$work/namespace"
    fail "$exit_kernel" kernel "$account cannot make a user namespace with its subordinate ids" \
      "newuidmap and newgidmap (package uidmap) need setuid or file capabilities: ls -l $(command -v newuidmap || echo /usr/bin/newuidmap)"
  }
  host_id_of_1000=$(printf '%s\n' "$namespace_map" | host_id 1000) ||
    fail "$exit_subids" subids "user 1000 of a container has no id on the host: $namespace_map" \
      "give $account at least $subids_needed subordinate ids"
  say_ok namespace "user 1000 inside is $host_id_of_1000 here, a number that owns nothing else"
}
