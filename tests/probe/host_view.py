"""What a battery could leave behind, as it can be seen from outside: a dictionary to be compared with a later one."""
import json
import os
import pathlib
import re
import stat
import subprocess

# Folders whose every entry is looked at, and scratch folders, in which only what is named like ours counts.
WATCHED = ["/", "/etc", "/dev", "/usr/local", "/boot", "/lib/modules"]
SCRATCH = ["/tmp", "/var/tmp", "/dev/shm", "/run", "/"]
# They change by themselves, or when they are read.
RESTLESS = ["fs/aio-nr", "fs/dentry-state", "fs/file-nr", "fs/inode-nr", "fs/inode-state", "fs/quota/", "kernel/ns_last_pid", "kernel/pty/nr",
            "kernel/random/", "net/netfilter/nf_conntrack_count", "vm/stat_refresh", "dev/cdrom/info"]


def lines_of(*command):
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines())


def mounts():
    """Without the numbers, which differ from mount to mount."""
    return {line.split(" ", 3)[3] for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines()}


def processes():
    """What can be seen from this process namespace; threads of the kernel are renamed for each piece of work."""
    found = set()
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "exe"):
                found.add((int(entry.name), (entry / "comm").read_text().strip()))
        except OSError:
            pass  # it has ended, or is a thread of the kernel
    return found


def state_of(path):
    """Mode, owner, size and times; of a folder not those, as scratch files come and go in it."""
    status = os.lstat(path)
    rest = () if stat.S_ISDIR(status.st_mode) else (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return (path, status.st_mode, status.st_uid, status.st_gid, *rest)


def files():
    found = set()
    for folder in filter(os.path.isdir, WATCHED):
        for here, below, names in os.walk(folder):
            found |= {state_of(os.path.join(here, name)) for name in below + names}
            if folder in ("/", "/dev"):
                below.clear()
    ours = {os.path.join(folder, name) for folder in SCRATCH for name in os.listdir(folder) if "taut-drill" in name}
    # A terminal's times are those of its use.
    return {state for state in found if not stat.S_ISCHR(state[1])} | {(path,) for path in ours}


def keys():
    """Owner, type and description, without the session rings that runc makes, named after the container."""
    found = set()
    for line in pathlib.Path("/proc/keys").read_text().splitlines():
        words = line.split(None, 8)
        if not re.match(r"_ses|[0-9a-f]{50}", words[8]):
            found.add((words[5], words[7], words[8]))
    return found


def read_sysctl(path):
    try:
        return path.read_bytes()
    except OSError as refused:
        return refused.errno


def sysctls():
    root = pathlib.Path("/proc/sys")
    found = {}
    for here, _, names in os.walk(root):
        for name in names:
            path = pathlib.Path(here, name)
            short = str(path.relative_to(root))
            # Those of an interface live as long as it does: a container's has gone by now, or not yet.
            if not short.startswith(tuple(RESTLESS)) and "/veth" not in short:
                found[short] = read_sysctl(path)
    return set(found.items())


def network():
    """Addresses and routes, without those of containers that come and go."""
    links = json.loads(subprocess.run(["ip", "-json", "address"], capture_output=True, text=True, check=True).stdout)
    addresses = {(link["ifname"], link["mtu"], "UP" in link["flags"], each["local"]) for link in links
                 if not link["ifname"].startswith("veth") for each in link["addr_info"] if each["family"] == "inet"}
    routes = lines_of("ip", "-4", "route", "show", "table", "all")
    return addresses | {route.replace(" linkdown", "").strip() for route in routes}


def modules():
    """A kernel without modules has no such file."""
    path = pathlib.Path("/proc/modules")
    return {line.split()[0] for line in path.read_text().splitlines()} if path.exists() else set()


def shared_memory():
    return set(pathlib.Path("/proc/sysvipc/shm").read_text().splitlines())


def names():
    return {(name, read_sysctl(pathlib.Path("/proc/sys/kernel", name))) for name in ("hostname", "domainname")}


VIEWS = {view.__name__: view for view in (mounts, processes, files, keys, sysctls, network, modules, shared_memory, names)}


def look():
    return {name: view() for name, view in VIEWS.items()}


def differences(before, after):
    """One line for each thing that came or went."""
    found = []
    for name in before:
        found += [f"{name}: came {thing}" for thing in sorted(after[name] - before[name], key=str)]
        found += [f"{name}: went {thing}" for thing in sorted(before[name] - after[name], key=str)]
    return found
