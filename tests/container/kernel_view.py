"""What the kernel says about a container's process, read from outside: /proc, not the engine's own word.
Needs to be root where the container's processes can be seen."""
import pathlib
import subprocess
import typing


def first_process(container):
    """The process that is PID 1 in the container, found by the container's own /etc/hostname: a rootless daemon may live
    in a process namespace of its own, so that its numbers are not ours."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            hostname = (folder / "root/etc/hostname").read_text().strip()
            inside = status(folder.name)["NSpid"].split()[-1]
        except (OSError, KeyError):
            continue
        if hostname and container.startswith(hostname) and inside == "1":
            return folder.name
    raise LookupError(f"no process of container {container[:12]} in /proc")


def status(process):
    text = pathlib.Path("/proc", process, "status").read_text()
    return {name: value.strip() for name, value in (line.split(":", 1) for line in text.splitlines())}


def is_alive(process):
    try:
        return status(process)["State"][0] not in "ZX"
    except OSError:
        return False


def threads(process):
    """The status of every thread."""
    return [status(f"{process}/task/{folder.name}") for folder in pathlib.Path("/proc", process, "task").iterdir()]


class Mount(typing.NamedTuple):
    kind: str
    options: set
    super_options: set  # of the file system itself


def mounts(process):
    """Mount point -> Mount; the last mount on a point is the one that shows."""
    found = {}
    for line in pathlib.Path("/proc", process, "mountinfo").read_text().splitlines():
        before, after = line.split(" - ")
        point, options = before.split()[4:6]
        kind, _, super_options = after.split()[:3]
        found[point] = Mount(kind, set(options.split(",")), set(super_options.split(",")))
    return found


def limits(process):
    """Name -> (soft, hard)."""
    lines = pathlib.Path("/proc", process, "limits").read_text().splitlines()[1:]
    return {line[:26].strip(): tuple(line[26:].split()[:2]) for line in lines}


def environment(process):
    return pathlib.Path("/proc", process, "environ").read_text().split("\0")[:-1]


def uid_outside(process, uid):
    """Who a user of the process's user namespace is in ours."""
    for line in pathlib.Path("/proc", process, "uid_map").read_text().splitlines():
        inside, outside, count = map(int, line.split())
        if inside <= uid < inside + count:
            return outside + uid - inside
    raise LookupError(f"uid {uid} is nobody outside")


def sysctl(process, name):
    """A setting of the process's network namespace; /proc/PID/root/proc/sys would show that of the reader."""
    return subprocess.run(["nsenter", "--net", f"--target={process}", "cat", f"/proc/sys/{name}"],
                          capture_output=True, text=True, check=True).stdout.strip()


def control_group_file(process, *names):
    """The value of the first of `names` (cgroup v1 and v2 name things differently) in the process's control groups."""
    root = pathlib.Path("/sys/fs/cgroup")
    for line in pathlib.Path("/proc", process, "cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        for folder in [root / controllers if controllers else root, root / "unified"]:
            for name in names:
                file = folder / path.lstrip("/") / name
                if file.exists():
                    return file.read_text().strip()
    raise LookupError(f"none of {names} for process {process}")
