"""What a program in the container may and may not do: one row for each attempt of probe.cpp, one literal table.

A row is: the outcome under compose.yaml, the control that decides it, the outcome in the container of compose.naive.yaml.
Outcomes are those of the kernel: "ok", the name of an errno, or "killed". Where engines and kernels differ in what they
give a naive container, the alternatives are listed with a bar.

An attempt that is refused in both containers proves nothing about compose.yaml. Such a row carries PROVES_NOTHING, and a
test holds the table to it: it is listed so that nobody reads it as evidence."""

PROVES_NOTHING = "refused in both, proves nothing"
NEEDED = "the service needs it"
NOT_STOPPED = "not stopped by the container"

SECCOMP = "seccomp-profile"
READ_ONLY = "read-only-rootfs"
TMPFS = "tmpfs-options"
NO_EGRESS = "seccomp-profile, no-tcp-fastopen"

# The kernel took the call and only then found fault with its arguments, or the other side said no: not refused.
TAKEN = {"ok", "ECONNREFUSED", "EPIPE", "EFAULT"}

ATTEMPTS = {
    # files
    "create-in-root": ("EROFS", READ_ONLY, "ok"),
    "create-in-etc": ("EROFS", READ_ONLY, "ok"),
    "create-in-run": ("EROFS", PROVES_NOTHING, "ENOENT"),  # there is a /run only where secrets are mounted
    "create-in-dev": ("EACCES", "non-root-user", "ok"),
    "create-in-shm": ("ENOENT", TMPFS, "ok"),
    "create-in-mqueue": ("EROFS", TMPFS, "ok"),
    "create-in-tmp": ("ok", NEEDED, "ok"),  # the heartbeat
    "create-in-db": ("ok", NEEDED, "ok"),
    "replace-program": ("EROFS", READ_ONLY, "ok"),
    "write-settings": ("EACCES", PROVES_NOTHING, "ENOENT"),  # see AS_ROOT
    "write-secret": ("EACCES", PROVES_NOTHING, "ENOENT"),  # see AS_ROOT
    "write-sysctl": ("EACCES", PROVES_NOTHING, "EROFS|EACCES"),
    "write-core-pattern": ("EACCES", PROVES_NOTHING, "EROFS|EACCES"),
    "fill-tmp": ("ENOSPC", TMPFS, "ok"),
    "run-from-tmp": ("EACCES", TMPFS, "ok"),
    # A bind mount takes no noexec. The server cannot use this: its own filter has no execve. A `docker exec` could.
    "run-from-db": ("ok", NOT_STOPPED, "ok"),
    # sockets
    "socket-tcp4": ("ok", NEEDED, "ok"),
    "socket-tcp6": ("ok", NEEDED, "ok"),
    "socket-udp4": ("EPERM", SECCOMP, "ok"),
    "socket-udp6": ("EPERM", SECCOMP, "ok"),
    "socket-ping": ("EPERM", "seccomp-profile, no-ping", "ok|EACCES"),
    "socket-raw": ("EPERM", "seccomp-profile, drop-capabilities", "ok"),
    "socket-mptcp": ("EPERM", SECCOMP, "ok|EPROTONOSUPPORT|ENOPROTOOPT"),
    "socket-sctp": ("EPERM", SECCOMP, "ok|EPROTONOSUPPORT"),
    "socket-unix": ("EPERM", SECCOMP, "ok"),
    "socket-netlink": ("EPERM", SECCOMP, "ok"),
    "socket-packet": ("EPERM", "seccomp-profile, drop-capabilities", "ok"),
    "socket-vsock": ("EPERM", SECCOMP, "ok|EAFNOSUPPORT|EPERM"),  # engines since 23 refuse it
    "socket-alg": ("EPERM", SECCOMP, "ok|EAFNOSUPPORT"),
    "socket-unix-high-bits": ("EPERM", SECCOMP, "ok"),
    "socket-udp-high-bits": ("EPERM", SECCOMP, "ok"),
    "socketpair": ("EPERM", SECCOMP, "ok"),
    # ways out
    "connect": ("EPERM", SECCOMP, "ECONNREFUSED"),
    "sendto-fastopen": ("EPERM", NO_EGRESS, "ECONNREFUSED"),
    "sendto-address": ("EPERM", NO_EGRESS, "EPIPE"),
    "sendmsg-fastopen": ("EPERM", NO_EGRESS, "ECONNREFUSED"),
    "shutdown-listener": ("EPERM", SECCOMP, "ok"),
    "listen-80": ("EACCES", "unprivileged-ports, drop-capabilities", "ok"),
    "listen-8001": ("ok", NOT_STOPPED, "ok"),  # the program's own Landlock rule allows it port 8000 only
    # memory and processes
    "map-executable": ("EPERM", SECCOMP, "ok"),
    "make-executable": ("EPERM", SECCOMP, "ok"),
    "memfd": ("EPERM", SECCOMP, "ok"),
    "fork": ("EPERM", SECCOMP, "ok"),
    "clone-user-namespace": ("EPERM", PROVES_NOTHING, "EPERM"),
    "clone3": ("ENOSYS", PROVES_NOTHING, "ENOSYS"),
    "unshare-user-namespace": ("EPERM", PROVES_NOTHING, "EPERM"),
    "setns": ("EPERM", PROVES_NOTHING, "EPERM"),
    "ptrace": ("EPERM", SECCOMP, "ok"),
    "read-other-memory": ("EPERM", SECCOMP, "ok|EPERM"),
    "pidfd-open": ("EPERM", SECCOMP, "ok"),
    "kill": ("EPERM", SECCOMP, "ok"),
    # root's powers
    "set-uid-0": ("EPERM", "non-root-user, drop-capabilities, seccomp-profile", "ok"),
    "set-groups": ("EPERM", "non-root-user, drop-capabilities, seccomp-profile", "ok"),
    "chown": ("EPERM", "non-root-user, drop-capabilities, seccomp-profile", "ok"),
    "make-node": ("EPERM", "drop-capabilities, seccomp-profile", "ok|EPERM"),  # never in a user namespace
    "chroot": ("EPERM", "drop-capabilities, seccomp-profile", "ok"),
    "capability-left": ("EPERM", "drop-capabilities", "ok"),
    "raise-core": ("EPERM", "no-core-dumps, drop-capabilities", "ok"),
    "raise-open-files": ("EPERM", PROVES_NOTHING, "EPERM"),
    "mount": ("EPERM", PROVES_NOTHING, "EPERM"),
    "new-mount-api": ("EPERM", PROVES_NOTHING, "EPERM"),
    "pivot-root": ("EPERM", PROVES_NOTHING, "EPERM"),
    "set-hostname": ("EPERM", PROVES_NOTHING, "EPERM"),
    "open-by-handle": ("EPERM", PROVES_NOTHING, "EPERM"),
    "module": ("EPERM", PROVES_NOTHING, "EPERM"),
    "kexec": ("EPERM", PROVES_NOTHING, "EPERM"),
    # corners of the kernel
    "bpf": ("EPERM", PROVES_NOTHING, "EPERM"),
    "perf-event": ("EPERM", PROVES_NOTHING, "EPERM"),
    "userfaultfd": ("EPERM", PROVES_NOTHING, "EPERM"),
    "add-key": ("EPERM", PROVES_NOTHING, "EPERM"),
    "keyctl": ("EPERM", PROVES_NOTHING, "EPERM"),
    "io-uring": ("EPERM", SECCOMP, "EFAULT|EPERM"),  # engines since 25 refuse it
    "shared-memory": ("EPERM", SECCOMP, "ok"),
    "message-queue": ("EPERM", SECCOMP, "ok"),
    "personality": ("EPERM", SECCOMP, "ok"),
    "call-32-bit": ("killed", SECCOMP, "ok|killed"),  # a kernel may have no 32-bit entry at all
    "call-x32": ("killed", PROVES_NOTHING, "ENOSYS"),
}

# The same container entered with `docker exec --user 0:0`: what still holds where somebody is root inside.
AS_ROOT = {
    "create-in-root": ("EROFS", READ_ONLY),
    "create-in-etc": ("EROFS", READ_ONLY),
    "replace-program": ("EROFS", READ_ONLY),
    "create-in-mqueue": ("EROFS", TMPFS),
    "write-settings": ("EROFS", "read-only-mounts"),
    "write-secret": ("EACCES", "drop-capabilities"),  # a file of mode 0400 of uid 1000
    "create-in-db": ("EACCES", "drop-capabilities"),  # a folder of mode 0700 of uid 1000
    "create-in-dev": ("ok", NOT_STOPPED),  # only the user keeps others out
    "listen-80": ("EACCES", "unprivileged-ports, drop-capabilities"),
    "socket-raw": ("EPERM", SECCOMP),
    "connect": ("EPERM", SECCOMP),
    "capability-left": ("EPERM", "drop-capabilities"),
}
