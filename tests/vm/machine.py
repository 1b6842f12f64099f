"""A virtual machine under qemu, made by rootfs.sh: started, logged in to, put back to an earlier moment, ended.

Emulated, unless TAUT_VM_ACCEL=kvm: a /dev/kvm is no promise that it works, and a processor that is emulated is the same everywhere.
Everything in it takes about ten times as long, and the time limits here allow for that."""
import ctypes
import json
import os
import pathlib
import shlex
import signal
import socket
import subprocess
import tempfile
import time

ACCELERATORS = {"tcg": ["-accel", "tcg,thread=multi", "-cpu", "max"], "kvm": ["-accel", "kvm", "-cpu", "host"]}
BOOT_SECONDS = 600
COMMAND_SECONDS = 1200


PR_SET_PDEATHSIG = 1  # linux/prctl.h
VMS = pathlib.Path(os.environ.get("TAUT_VMS", "build/vm"))  # what rootfs.sh made


def end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Done:
    """What a command in the machine ended with, and all that it printed."""

    def __init__(self, status, text):
        self.status, self.text = status, text


class Machine:
    """with Machine("debian") as machine: machine.run("ada", "id")"""

    def __init__(self, name, folder=VMS):
        self.folder, self.name = pathlib.Path(folder), name

    def __enter__(self):
        self.work = tempfile.TemporaryDirectory(prefix=f"{self.name}.", dir=self.folder)
        work = pathlib.Path(self.work.name)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-b", self.folder.resolve() / f"{self.name}.qcow2", "-F", "qcow2",
                        work / "disk"], check=True)
        self.qemu = subprocess.Popen(
            ["qemu-system-x86_64", *ACCELERATORS[os.environ.get("TAUT_VM_ACCEL", "tcg")], "-machine", "q35", "-smp", "2", "-m", "2048", "-display", "none", "-no-user-config",
             "-kernel", self.folder / f"{self.name}.kernel", "-initrd", self.folder / f"{self.name}.initrd",
             "-append", "root=/dev/vda rw console=ttyS0 quiet", "-serial", f"file:{work}/console",
             "-drive", f"file={work}/disk,if=virtio,cache=unsafe", "-device", "virtio-rng-pci",
             "-nic", f"user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:{self.port}-:22",
             "-qmp", f"unix:{work}/qmp,server=on,wait=off"], preexec_fn=end_with_parent)
        try:
            self.wait_until_up()
        except BaseException:
            print((work / "console").read_text(errors="replace")[-3000:] if (work / "console").exists() else "no console")
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.qemu.kill()  # its disk is thrown away
        self.qemu.wait()
        self.work.cleanup()

    def ssh(self, account):
        return ["ssh", "-i", self.folder / "key", "-p", str(self.port), "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
                "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=60", "-o", "BatchMode=yes", f"{account}@127.0.0.1"]

    def run(self, account, command, stdin=None, seconds=COMMAND_SECONDS):
        """A line of shell as that account -> Done. `stdin`: bytes for it."""
        done = subprocess.run([*self.ssh(account), command], input=stdin if stdin is not None else b"", stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=seconds)
        return Done(done.returncode, done.stdout.decode(errors="replace"))

    def out(self, account, command, **options):
        """The same, for what must succeed -> what it printed."""
        done = self.run(account, command, **options)
        if done.status != 0:
            raise AssertionError(f"{account}: {command}\nended with {done.status}\n{done.text}")
        return done.text

    def wait_until_up(self, boot_before=""):
        """Until a login works and systemd has started everything; after a reboot, of another boot than `boot_before`."""
        end = time.monotonic() + BOOT_SECONDS
        while True:
            if self.qemu.poll() is not None:
                raise AssertionError(f"qemu ended with {self.qemu.returncode}")
            done = self.run("root", "cat /proc/sys/kernel/random/boot_id && systemctl is-system-running --wait")
            words = done.text.split()
            if len(words) == 2 and words[0] != boot_before and words[1] in ("running", "degraded"):
                return
            if time.monotonic() > end:
                raise AssertionError(f"not up after {BOOT_SECONDS} s: {done.text}")
            time.sleep(2)

    def reboot(self):
        before = self.out("root", "cat /proc/sys/kernel/random/boot_id").strip()
        self.run("root", "systemctl reboot")
        self.wait_until_up(before)

    def put(self, account, path, archive):
        """Unpacks the bytes of a tar archive at `path` there."""
        self.out(account, f"mkdir -p {shlex.quote(path)} && tar -C {shlex.quote(path)} --no-same-owner -xf -", stdin=archive)

    def on_a_terminal(self, account, command):
        """Starts a line of shell with a terminal of its own; writing b"\\x03" to its stdin is Ctrl-C."""
        ssh = self.ssh(account)
        return subprocess.Popen([ssh[0], "-tt", *ssh[1:], command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def monitor(self, command):
        """A command of qemu's monitor, such as savevm -> what it printed (empty: it succeeded)."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(f"{self.work.name}/qmp")
            stream = connection.makefile("rw")
            stream.readline()
            for request in ({"execute": "qmp_capabilities"},
                            {"execute": "human-monitor-command", "arguments": {"command-line": command}}):
                stream.write(json.dumps(request) + "\n")
                stream.flush()
                while "return" not in (answer := json.loads(stream.readline())):
                    if "error" in answer:
                        raise AssertionError(f"{command}: {answer}")
            return answer["return"]

    def save(self, moment):
        """Keeps memory and disk as they are now, under that name."""
        if problem := self.monitor(f"savevm {moment}"):
            raise AssertionError(problem)

    def back_to(self, moment):
        if problem := self.monitor(f"loadvm {moment}"):
            raise AssertionError(problem)
