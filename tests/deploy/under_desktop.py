"""The Desktop scripts with a real engine, real Compose and the real image: selftest, start, proof, copies, the named volume,
down and uninstall are what they are on a Mac or under Windows. Only the identity is played: `uname`, and what `docker info`
and `docker version` say of the engine. Needs root, and a saved image: TODO_IMAGE_TAR=PATH.

What a shared file system would do differently (owners, modes, journal mode) is not seen here: ./db is on this machine's disk.

Run by under_desktop_test.py beside a daemon of its own; DOCKER_HOST is that daemon."""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
READER = "taut/reader:test"
MACOS = ("Darwin", "25.1.0", "linux|Docker Desktop|docker-desktop|6.10.14-linuxkit|[]|[]")
WSL2 = ("Linux", "5.15.167.4-microsoft-standard-WSL2", "linux|Docker Desktop|docker-desktop|5.15.167.4-microsoft-standard-WSL2|[]|[]")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class UnderDesktop(unittest.TestCase):
    def setUp(self):
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="taut-desktop.", dir="/var/tmp"))
        self.addCleanup(shutil.rmtree, self.base, ignore_errors=True)
        self.base.chmod(0o755)
        self.port = str(free_port())
        self.image = self.base / "todo.tar"
        shutil.copy(os.environ["TODO_IMAGE_TAR"], self.image)
        self.image.chmod(0o644)
        # The socket of this daemon, which nobody outside this namespace can reach, for the user who is played.
        engine = pathlib.Path(os.environ["DOCKER_HOST"].removeprefix("unix://"))
        engine.chmod(0o666)
        self.project = self.base / "taut"
        (self.base / "home").mkdir()
        subprocess.run(["git", "-c", "safe.directory=*", "clone", "--quiet", "--no-hardlinks", REPOSITORY, self.project], check=True)
        # This machine may be a container; the one that is played is not.
        platform = self.project / "deployment-scripts/lib/desktop_platform.sh"
        platform.write_text(re.sub(r"(?m)^container_mark=.*", "container_mark=/nowhere", platform.read_text()))
        self.make_reader()

    def make_reader(self):
        """sh and cat of this machine as an image, in the place of Debian's, which a registry would have to give."""
        root = self.base / "reader"
        libraries = subprocess.run(["ldd", "/bin/sh", "/bin/cat"], check=True, capture_output=True, text=True).stdout
        for name in ["/bin/sh", "/bin/cat", *re.findall(r"(/\S+\.so\S*)", libraries)]:
            target = root / name.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(name, target)
        tar = subprocess.run(["tar", "-C", root, "-c", "."], check=True, capture_output=True).stdout
        subprocess.run(["/usr/bin/docker", "import", "-", READER], input=tar, check=True, stdout=subprocess.DEVNULL)

    def play(self, script, system, user):
        name, release, info = system
        self.script, self.user = script, user
        stand_ins = self.base / "bin"
        stand_ins.mkdir()
        for program, text in {
            "uname": f"case $* in -s) echo {name} ;; -r) echo {release} ;; -m) echo x86_64 ;; *) exit 97 ;; esac",
            "docker": f"""case "$1 $2 $3" in
  "info --format {{{{.OSType}}}}|"*) echo '{info}' ;;
  "version --format {{{{.Server"*) echo 'Docker Desktop 4.99.0 (1)|[]' ;;
  *) exec /usr/bin/docker "$@" ;; esac""",
            "wsl.exe": "echo 'WSL version: 3.0.3.0'", "sc.exe": "exit 1", "netstat": "exit 0", "netstat.exe": "exit 0",
        }.items():
            (stand_ins / program).write_text("#!/bin/sh\n" + text + "\n")
            (stand_ins / program).chmod(0o755)
        for path in [self.project, self.base / "home"]:
            subprocess.run(["chown", "-R", f"{user}:{user}", path], check=True)

    def run_script(self, *arguments, status=0, shell=("sh",)):
        done = subprocess.run(
            ["setpriv", "--reuid", str(self.user), "--regid", str(self.user), "--clear-groups", *shell,
             self.project / "deployment-scripts" / self.script, *arguments],
            env={"PATH": f"{self.base}/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(self.base / "home"), "TODO_BASE": READER,
                 "DOCKER_HOST": os.environ["DOCKER_HOST"]},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, check=False)
        print(f"$ {self.script} {' '.join(map(str, arguments))}\n{done.stdout}")
        self.assertEqual(done.returncode, status, done.stdout)
        return done.stdout

    def up(self, *arguments, **options):
        return self.run_script("up", "--image", self.image, *arguments, **options)

    def test_macos_from_up_to_uninstall(self):
        # As user 1000, because on a Mac the container's user sees itself as the owner of whatever is shared.
        self.play("deploy-macos.sh", MACOS, 1000)
        first = self.up("--port", self.port)
        for promise in ("1000 in all four ids", "bounding and ambient set are empty", "seccomp mode 2", "root file system   read-only",
                        "a todo outlived a restart", f"http://127.0.0.1:{self.port}/"):
            self.assertIn(promise, first)
        self.assertIn("\n0 changes", self.up(shell=("bash", "--posix")))
        self.run_script("backup", self.base / "home/copy")
        self.assertEqual((self.base / "home/copy").read_bytes()[:16], b"SQLite format 3\0")
        self.run_script("restore", self.base / "home/copy", shell=("busybox", "sh"))
        self.run_script("restore", "/etc/hostname", status=16)
        self.run_script("status")
        self.assertIn("the volume taut-todo_data; a todo outlived a restart", self.up("--volume"))
        self.assertIn("\n0 changes", self.up())
        self.run_script("--doctor")
        self.run_script("down")
        self.assertIn("the data is still in the volume", self.run_script("uninstall", "--purge"))
        self.assertTrue((self.project / "db/db.sqlite3").exists())
        self.assertFalse((self.project / "secrets").exists())
        self.assertFalse((self.base / "home/.local/state/taut-desktop").exists())

    def test_wsl2_hands_the_folder_over_to_user_1000(self):
        self.play("deploy-windows.sh", WSL2, 1001)
        # The key is of user 1001, and real modes count here: the remedy is named.
        self.assertIn("sudo chown 1000:1000 secrets/secret_key", self.up("--port", self.port, status=14))
        self.assertEqual((self.project / "db").stat().st_uid, 1000)
        os.chown(self.project / "secrets/secret_key", 1000, 1000)
        self.assertIn("a todo outlived a restart", self.up("--port", self.port))
        self.assertIn("\n0 changes", self.up())
        self.run_script("uninstall", "--purge")

    def test_a_promise_that_is_broken_is_seen(self):
        self.play("deploy-macos.sh", MACOS, 1000)
        compose = self.project / "compose.yaml"
        text = compose.read_text()
        compose.write_text(text.replace("    read_only: true\n", "", 1).replace("cap_drop: [ALL]", "cap_drop: [CHOWN]"))
        broken = self.up("--port", self.port, status=15)
        self.assertIn("the root file system is writable", broken)
        self.assertIn("the capability set CapBnd", broken)
        self.run_script("uninstall", "--purge")


if __name__ == "__main__":
    unittest.main()
