# What the kernel's own texts must say about the container's process. Pure: text in, complaints out, none when all is well.

# wrong_in_status ID <status: /proc/PID/task/TID/status of one thread, proc_pid_status(5). ID: user 1000 of the container, out here.
# <KERNEL-CAPABILITIES> non-root-user: real, effective, saved and file-system id, read back.
# <KERNEL-CAPABILITIES> drop-capabilities: all five sets, the bounding set too, read back.
# <KERNEL-CAPABILITIES> no-new-privileges: read back.
# <KERNEL-CAPABILITIES> seccomp-profile: mode 2 is a filter, read back.
wrong_in_status() {
  awk -v id="$1" '
    function complain(what, is, wanted) { print what " is " is ", not " wanted }
    { seen[$1] }
    $1 == "Uid:" || $1 == "Gid:" {
      for (at = 2; at <= 5; ++at) if ($at != id) { complain($1 == "Uid:" ? "a user id" : "a group id", $at, id); break }
    }
    $1 == "Groups:" { for (at = 2; at <= NF; ++at) if ($at != id) complain("a further group", $at, id) }
    $1 ~ /^Cap(Inh|Prm|Eff|Bnd|Amb):$/ && $2 !~ /^0+$/ { complain("the capability set " substr($1, 1, 6), $2, "empty") }
    $1 == "NoNewPrivs:" && $2 != 1 { complain("no new privileges", $2, 1) }
    $1 == "Seccomp:" && $2 != 2 { complain("the seccomp mode", $2, "2 (a filter)") }
    END {
      count = split("Uid: Gid: Groups: CapInh: CapPrm: CapEff: CapBnd: CapAmb: NoNewPrivs: Seccomp:", wanted, " ")
      for (at = 1; at <= count; ++at) if (!(wanted[at] in seen)) print "the kernel does not tell " wanted[at]
    }'
}

# wrong_in_mounts ID <mountinfo: /proc/PID/mountinfo, proc_pid_mountinfo(5). The last mount on a path is the one that counts.
# <CONTAINER-HARDENING> read-only-rootfs: read back, and nothing else may be writable but ./db and /tmp.
# <CONTAINER-HARDENING> tmpfs-options: nosuid, nodev and noexec on /tmp, read back.
wrong_in_mounts() {
  awk -v id="$1" '
    {
      dash = 7
      while (dash <= NF && $dash != "-") ++dash
      options[$5] = "," $6 ","; type[$5] = $(dash + 1); super[$5] = "," $(dash + 3) ","; root[$5] = $4
    }
    function is(path, option) {
      return index(options[path], "," option ",") || option == "ro" && index(super[path], ",ro,")
    }
    # Under a daemon that is root the null device that hides files of /proc is the one of the own /dev.
    function is_null_device(path) { return root[path] == "/null" && type[path] == "tmpfs" && super[path] == super["/dev"] }
    # What the kernel and the runtime mount for themselves, where files have rules of their own; and the folders of the
    # runtime that nobody but root of the namespace can write to.
    function of_the_kernel(path) {
      return type[path] ~ /^(proc|sysfs|cgroup2?|devpts|mqueue)$/ ||
        path ~ /^\/(dev|proc)\// && (type[path] == "devtmpfs" || is_null_device(path)) ||
        path ~ /^\/(dev|sys\/fs\/cgroup)$/ && super[path] ~ /,mode=0?755,/ && !index(super[path], ",uid=" id ",")
    }
    END {
      if (!("/" in options)) print "the mount table has no /"
      else if (!is("/", "ro")) print "the root file system is writable"
      if (!("/tmp" in options) || type["/tmp"] != "tmpfs") print "/tmp is no tmpfs"
      else {
        count = split("nosuid nodev noexec", wanted, " ")
        for (at = 1; at <= count; ++at) if (!is("/tmp", wanted[at])) print "/tmp is mounted without " wanted[at]
      }
      if (!("/db" in options)) print "./db is not mounted at /db"
      else if (is("/db", "ro")) print "/db is read-only"
      for (path in options)
        if (path !~ /^(\/|\/tmp|\/db)$/ && !of_the_kernel(path) && !is(path, "ro"))
          print "writable besides /db and /tmp: " path " (" type[path] ")"
    }' | LC_ALL=C sort
}

# wrong_in_listeners PORT <net/tcp and tcp6: who listens on the port must do so on 127.0.0.1, which is 0100007F there
# on a little-endian machine, and 7F000001 on a big-endian one.
# <DAEMON-ATTACK-SURFACE> loopback-only: read back from the kernel's table of sockets.
wrong_in_listeners() {
  awk -v port="$(printf '%04X' "$1")" '
    $4 == "0A" && toupper(substr($2, length($2) - 3)) == port {
      found = 1
      if ($2 !~ /^(0100007F|7F000001):/) print "the port is open on another address than 127.0.0.1: " $2
    }
    END { if (!found) print "nothing listens on the port" }' | sort -u
}
