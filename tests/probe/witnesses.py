"""The containers that drills are shown in. Each drill names one as its witness (`.witness` in its record): there it gets
through, and in `hardened` (or in the row that STOPPED_IN names for what stops it) it is stopped.

A row is data: an image, the flags of `docker run`, and for what has to stand outside (a folder, a network, another
container) a fixture. A row that is `beside` another one differs from it in what it shows and nothing else; then exactly the
drills whose witness it is, and those of `also`, get through in it that do not in the other."""
import dataclasses
import pathlib
import re

from fixtures import (PASSWORD, disk, engine_socket, environment_file, folder, host_services, network, nothing, secret, shared_memory,
                      telling_process)
from internet import internet

ROOT = pathlib.Path(__file__).resolve().parents[2]

# The image of a row: lines of a Dockerfile on top of Debian's minimal base.
IMAGES = {
    "plain": [],
    "secret": [f"RUN mkdir -p /app && echo 'DB_PASSWORD={PASSWORD}' >/app/.env && chmod 644 /app/.env"],
    "foreign-file": ["RUN mkdir /home/other && chown 2000:2000 /home/other"],
    # One file, and nothing that could be run.
    "lean": ["FROM scratch", "COPY --from=0 /etc/hostname /etc/hostname"],
    # An image in which its own user, everyone, and anyone without a password may do more than they should.
    "careless": [
        "RUN useradd --create-home --uid 1000 app && mkdir --mode=0777 /srv/shared && sed -i s/^app:x:/app::/ /etc/passwd",
        "RUN cp /bin/true /opt/service && chown app /opt/service",
        # cap_net_bind_service+ep, as setcap(8) would write it (capabilities(7), VFS_CAP_REVISION_2); perl is there, setcap is not.
        "RUN cp /bin/true /opt/binds && perl -MPOSIX -e '"
        'my ($file, $name) = ("/opt/binds", "security.capability"); my $rights = pack("V5", 0x02000001, 1 << 10, 0, 0, 0); '
        'my $setxattr = {"x86_64" => 188, "aarch64" => 5}->{(POSIX::uname())[4]}; '
        "syscall($setxattr, $file, $name, $rights, length($rights), 0) == 0 or die $!'",
    ],
    "device-node": ["RUN mknod --mode=0666 /srv/fuse c 10 229"],
}


@dataclasses.dataclass(frozen=True)
class Witness:
    flags: tuple = ()
    image: str = "plain"
    fixture: object = nothing  # a context manager; what it yields fills the {names} in the flags
    options: tuple = ()  # of taut probe itself
    beside: str = ""  # the row that this one departs from
    in_place: bool = False  # on this machine, with one descriptor too many, and no container
    also: tuple = ()  # drills of other witnesses that get through here too, and not in the row beside


HARDENED = (
    "--user=1000:1000", "--cap-drop=ALL", "--security-opt=no-new-privileges", "--read-only",
    "--tmpfs=/tmp:size=1m,nr_inodes=64,noexec,nosuid,nodev", "--shm-size=1m", "--network=none",
    "--memory=128m", "--memory-swap=128m", "--pids-limit=48", "--cpus=1", "--ulimit=nofile=8192:8192", "--ulimit=core=0",
    "--sysctl=net.ipv4.ip_unprivileged_port_start=1024", "--sysctl=net.ipv4.ping_group_range=1 0",
    "--sysctl=net.ipv4.tcp_fastopen=0",
)
SECRET = "--mount=type=bind,source={secret},target=/run/secrets/key,readonly"
# A neighbour cannot be reached, and the bridge has no address of the host.
ISOLATED = ("--opt=com.docker.network.bridge.enable_icc=false", "--opt=com.docker.network.bridge.inhibit_ipv4=true")
SETTINGS = "--mount=type=bind,source={folder},target=/etc/app,readonly"
SECCOMP_OFF = "--security-opt=seccomp=unconfined"
PATHS_OFF = "--security-opt=systempaths=unconfined"


def hardened(*more, without=()):
    """The hardened flags and `more`; without those that begin with one of `without`."""
    return tuple(flag for flag in HARDENED if not flag.startswith(tuple(without))) + more


def root(*more):
    """The same for an attacker who has become uid 0 inside."""
    return hardened("--user=0:0", *more, without=["--user"])


def only_capability(*names, **more):
    """Root with this one capability. seccomp is off: Docker's profile opens with capabilities, differently in each engine."""
    return Witness(root(*(f"--cap-add={name}" for name in names), SECCOMP_OFF), beside="root-without-seccomp", **more)


CAPABILITIES = re.findall(r'"cap_(\w+)"', (ROOT / "src/linux/capability_names.cpp").read_text())


def missing_capabilities():
    """What this machine's own root does not have (a virtual machine or container): no container can be given it."""
    status = pathlib.Path("/proc/self/status").read_text()
    bounding = int(re.search(r"^CapBnd:\s*(\w+)", status, re.MULTILINE).group(1), 16)
    return {name for number, name in enumerate(CAPABILITIES) if not bounding >> number & 1}


def all_capabilities():
    return ["--cap-add=ALL", *(f"--cap-drop={name}" for name in sorted(missing_capabilities()))]


def privileged():
    """--privileged asks for every capability, and does not start where one is missing: then what it is made of."""
    if not missing_capabilities():
        return ["--privileged"]
    return [*all_capabilities(), SECCOMP_OFF, PATHS_OFF, "--device-cgroup-rule=a *:* rwm"]


CAPABILITIES_ALONE = [
    "chown", "dac_override", "dac_read_search", "fsetid", "setuid", "setgid", "setpcap", "setfcap", "net_raw", "net_bind_service",
    "net_admin", "sys_chroot", "mknod", "audit_write", "audit_read", "sys_ptrace", "sys_time", "sys_boot", "sys_pacct", "syslog",
    "sys_nice", "ipc_lock", "linux_immutable", "wake_alarm",
]

WITNESSES = {
    # What stops. The image of the first holds nothing; that of the others is Debian's, which is what gets through there.
    "lean": Witness(hardened(SECRET, SETTINGS), image="lean", fixture=secret(0o400), options=("--network-egress",)),
    "hardened": Witness(hardened(SECRET, SETTINGS), fixture=secret(0o400), options=("--network-egress",), beside="lean"),
    "sandboxed": Witness(hardened(SECRET, "--volume=/data"), fixture=secret(0o400), options=("--sandbox=todo",)),
    "todo-profile": Witness(hardened(f"--security-opt=seccomp={ROOT}/seccomp/todo.json")),

    # What does not.
    "root": Witness(),
    "seccomp-off": Witness(hardened(SECCOMP_OFF), beside="hardened"),
    "root-without-seccomp": Witness(root(SECCOMP_OFF)),
    "all-capabilities": Witness(("--user=0:0", *all_capabilities(), SECCOMP_OFF, PATHS_OFF)),
    "privileged": Witness(tuple(privileged())),

    # One capability at a time, each of which opens its own drills and no other.
    **{f"cap-{name.replace('_', '-')}": only_capability(name) for name in CAPABILITIES_ALONE},
    "cap-fowner": only_capability("fowner", image="foreign-file"),
    "cap-kill": only_capability("kill", "setuid", also=["cap_setuid"]),
    "cap-sys-admin": only_capability("sys_admin", also=["cap_bpf_prog", "cap_perfmon_cpu"]),

    # Mounts that take too much.
    "tmp-exec": Witness(hardened("--tmpfs=/tmp:size=1m,nr_inodes=64,exec,suid,dev", without=["--tmpfs"]), beside="hardened"),
    "big-tmp": Witness(hardened("--tmpfs=/tmp:noexec,nosuid,nodev", without=["--tmpfs"]), beside="hardened"),
    "shm-exec": Witness(hardened("--tmpfs=/dev/shm:size=1m,exec"), beside="hardened"),
    "big-shm": Witness(hardened(without=["--shm-size"]), beside="hardened"),
    "data": Witness(hardened("--volume=/data"), beside="hardened"),
    "settings-writable": Witness(hardened(SETTINGS.removesuffix(",readonly")), fixture=folder, beside="hardened"),

    # What the image holds, and what then keeps it from being of use.
    "careless-image": Witness(HARDENED, image="careless", beside="hardened"),
    "writable-root": Witness(hardened(without=["--read-only"]), image="careless", beside="careless-image"),
    "new-privileges": Witness(hardened(without=["--security-opt=no-new"]), image="careless", beside="careless-image"),
    "new-privileges-and-capabilities": Witness(hardened(without=["--security-opt=no-new", "--cap-drop"]), image="careless",
                                               beside="new-privileges"),
    "device-node": Witness(HARDENED, image="device-node", beside="hardened"),
    "planted-device": Witness(hardened("--device-cgroup-rule=c 10:229 r"), image="device-node", beside="device-node"),

    # Files of the kernel that are the whole machine's.
    "paths-off": Witness(hardened(PATHS_OFF), beside="hardened"),
    "root-paths": Witness(root(PATHS_OFF), beside="root-hardened", also=["proc_masked_keys", "proc_masked_firmware"]),
    "this-host": Witness(in_place=True),

    # What the operator gave away.
    "root-hardened": Witness(root()),
    "secret-in-environment": Witness(hardened("--env-file={variables}"), fixture=environment_file, beside="hardened"),
    "secret-on-command-line": Witness(hardened("--pid=host"), fixture=telling_process, beside="host-pid"),
    "secret-file": Witness(hardened(SECRET), fixture=secret(0o400)),
    "secret-file-for-all": Witness(hardened(SECRET), fixture=secret(0o444), beside="hardened"),
    "secret-writable": Witness(hardened(SECRET.removesuffix(",readonly")), fixture=secret(0o600), beside="hardened"),
    "secret-in-image": Witness(HARDENED, image="secret", beside="hardened"),
    "own-network": Witness(hardened(without=["--network"]), beside="hardened"),
    "egress": Witness(hardened("--dns={resolver}", without=["--network"]), fixture=internet, options=("--network-egress",), beside="own-network"),
    "host-network": Witness(hardened("--network=host", without=["--network", "--sysctl"]), fixture=host_services,
                            beside="hardened", also=["dmn_host_uts", "net_fastopen"]),
    "host-pid": Witness(hardened("--pid=host"), beside="hardened"),
    "host-ipc": Witness(hardened("--ipc=host"), fixture=shared_memory, beside="hardened", also=["fs_exec_shm", "fs_shm_fill"]),
    "host-uts": Witness(hardened("--uts=host"), beside="hardened"),
    "host-cgroup": Witness(hardened("--cgroupns=host")),
    "host-root": Witness(hardened("--volume=/etc:/host/etc"), beside="hardened"),
    "host-root-root": Witness(root("--volume=/etc:/host/etc"), beside="root-hardened", also=["dmn_host_fs_read"]),
    "engine-socket": Witness(root("--volume={socket}:/run/engine.sock:ro"), fixture=engine_socket, beside="root-hardened"),
    "device": Witness(root("--device={disk}", "--device=/dev/fuse"), fixture=disk, beside="root-hardened"),
    "inherited-descriptor": Witness(options=("--only=dmn_leaked_fd",), in_place=True),

    "host-pid-root": Witness(root("--pid=host", "--cap-add=sys_admin", "--cap-add=sys_chroot", "--cap-add=sys_ptrace", SECCOMP_OFF)),
}

# Where a drill is stopped whose only control this is: `hardened` does not have it, or shows nothing of it.
STOPPED_IN = {"minimal-image": "lean", "devices-cgroup": "device-node", "seccomp-profile": "todo-profile"}
