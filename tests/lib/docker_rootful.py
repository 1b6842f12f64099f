"""Runs a command beside a rootful Docker daemon of its own, and ends with it whatever the daemon started.

Usage: docker_rootful.py COMMAND...     (as root; DOCKER_HOST is set for the command)

The daemon really is root, in the user namespace of the machine. But it has network, process and mount namespaces of its
own, because two daemons in one network flush each other's packet filter rules: a developer's own Docker notices nothing.
The command runs inside too, so that it sees the published ports and the processes. When the first process of the process
namespace ends, the kernel ends all others: nothing is left over, also after kill -9. Beside runc the daemon has the runtimes crun and runc-debian13."""
import contextlib
import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PACKAGES = pathlib.Path(__file__).with_name("docker_packages.sh")
# Compose makes a network for each project. Addresses for benchmarks (RFC 2544), which no real machine has.
BRIDGE, POOL = "198.18.0.1/24", "base=198.18.64.0/18,size=28"
PREFIX = "taut-docker-"
PR_SET_PDEATHSIG = 1  # linux/prctl.h
WAY_OUT_DNS = "10.0.2.3"  # slirp4netns(1)


def outside(command):
    """Makes the namespaces and the way out of them, waits, and tidies up."""
    subprocess.run(["sh", PACKAGES], check=True, stdout=sys.stderr)
    remove_what_was_left()
    folder = pathlib.Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)
    (folder / "owner").write_text(str(os.getpid()))
    child = way_out = None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        ready, tell_ready = os.pipe()
        go, tell_go = os.pipe()
        child = subprocess.Popen(
            ["unshare", "--net", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--mount-proc",
             sys.executable, __file__, "--inside", str(folder), str(tell_ready), str(go), *command],
            pass_fds=[tell_ready, go], preexec_fn=end_with_parent)
        os.close(tell_ready)
        os.close(go)
        if os.read(ready, 1):
            way_out = subprocess.Popen(
                ["slirp4netns", "--configure", "--disable-host-loopback", "--mtu=65520", str(child.pid), "tap0"],
                stdout=subprocess.DEVNULL, stderr=open(folder / "slirp4netns.log", "wb"), preexec_fn=end_with_parent)
            os.write(tell_go, b"x")
        return child.wait()
    finally:
        for process in (child, way_out):
            if process and process.poll() is None:
                end(process)
        remove(folder)


def end_with_parent():
    """kill -9 of this program ends its children too, and the end of unshare that of everything in the namespaces."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def end(process):
    """unshare ignores SIGTERM; the daemon's keeper is its child."""
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for pid in children or [process.pid]:
        os.kill(int(pid), signal.SIGTERM)
    try:
        process.wait(timeout=40)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def inside(folder, tell_ready, go, command):
    """The first process of the namespace: the daemon, the command, and the end of both."""
    folder = pathlib.Path(folder)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.write(int(tell_ready), b"x")
    os.close(int(tell_ready))
    os.read(int(go), 1)
    os.close(int(go))
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    (folder / "resolv.conf").write_text(f"nameserver {WAY_OUT_DNS}\n")
    subprocess.run(["mount", "--bind", folder / "resolv.conf", os.path.realpath("/etc/resolv.conf")], check=True)
    if os.path.ismount("/sys/fs/cgroup/unified"):
        # Version 2 beside version 1, without controllers: crun refuses that. This mount namespace is ours.
        subprocess.run(["umount", "/sys/fs/cgroup/unified"], check=True)
    daemon = start(folder)
    try:
        return subprocess.run(command, env={**os.environ, "DOCKER_HOST": f"unix://{folder}/docker.sock"}, check=False).returncode
    finally:
        stop(folder, daemon)


def start(folder):
    runtimes = [f"--add-runtime={name}={path}" for name, path in more_runtimes(folder)]
    make_bridge()
    log = open(folder / "dockerd.log", "wb")
    daemon = subprocess.Popen(
        ["dockerd", f"--host=unix://{folder}/docker.sock", f"--data-root={folder}/data", f"--exec-root={folder}/exec",
         f"--pidfile={folder}/pid", "--bridge=taut0", f"--default-address-pool={POOL}",
         f"--cgroup-parent=/{folder.name}", "--userland-proxy=true", *runtimes],
        stdout=log, stderr=log, cwd="/", env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"})
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and daemon.poll() is None:
        if b"API listen on" in (folder / "dockerd.log").read_bytes():
            return daemon
        time.sleep(0.05)
    sys.exit("dockerd did not start:\n" + (folder / "dockerd.log").read_text(errors="replace"))


def more_runtimes(folder):
    """Those that can be had here; the tests of one that cannot say so."""
    crun = shutil.which("crun")
    if crun:
        yield "crun", crun
    unpacked = subprocess.run(["sh", PACKAGES, "runc", folder / "runc"], capture_output=True, text=True, check=False)
    if unpacked.returncode == 0:
        yield "runc-debian13", unpacked.stdout.split()[-1]
    else:
        print(f"no runc of Debian 13: {unpacked.stderr.strip()}", file=sys.stderr)


def make_bridge():
    for step in ["link add taut0 type bridge", f"address add {BRIDGE} dev taut0", "link set taut0 up"]:
        subprocess.run(["ip", *step.split()], check=True)


def stop(folder, daemon):
    """In order, so that the daemon takes its mounts and control groups away; what hangs is ended by the kernel."""
    daemon.send_signal(signal.SIGTERM)
    try:
        daemon.wait(timeout=30)
    except subprocess.TimeoutExpired:
        print("dockerd did not stop within 30 s:\n" + (folder / "dockerd.log").read_text(errors="replace")[-2000:], file=sys.stderr)


def remove_what_was_left():
    """By a run that was ended with kill -9: its processes are gone, its folder and control groups are not."""
    for owner in pathlib.Path(tempfile.gettempdir()).glob(f"{PREFIX}*/owner"):
        if not pathlib.Path("/proc", owner.read_text()).exists():
            remove(owner.parent)


def remove(folder):
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        print(f"left over: {folder}", file=sys.stderr)
    for controller in [pathlib.Path("/sys/fs/cgroup"), *pathlib.Path("/sys/fs/cgroup").iterdir()]:
        for group, _, _ in os.walk(controller / folder.name, topdown=False):
            with contextlib.suppress(OSError):  # cpu and cpuacct are one hierarchy by two names
                os.rmdir(group)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if sys.argv[1] == "--inside":
        return inside(*sys.argv[2:5], sys.argv[5:])
    return outside(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
