"""deploy-linux.sh for real: a fresh clone, an account of its own, a rootless daemon, the app; then everything that an
operator does with it, and uninstall. Needs root, and installs packages.

TODO_IMAGE_TAR=PATH   leave the built image there (docker save), for tests that need it in another daemon
TODO_LAB_IMAGE_TAR=PATH   the same for the lab's
TODO_IMAGE=PATH       take this image instead of building one"""
import contextlib
import fcntl
import json
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
ACCOUNT = "taut-e2e"
LOCKED, START, VERIFY, DATA, INTERRUPTED = 3, 14, 15, 16, 130


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def bare_client(folder):
    """A docker client without plugins, first on PATH: it must not be mistaken for one that can do the work."""
    folder.mkdir()
    client = folder / "docker"
    client.write_text(
        f'#!/bin/sh\necho "$*" >>{folder}/calls\n[ "$*" = --version ] && echo "Docker version 28.2.2" && exit\n'
        "echo \"docker: unknown command: docker $1\" >&2\nexit 1\n")
    client.chmod(0o755)
    return client


class DeployLinux(unittest.TestCase):
    """The tests build on one another, in the order of their names: it is one operator's long day."""

    @classmethod
    def setUpClass(cls):
        if os.geteuid() != 0:
            raise unittest.SkipTest("needs root, for packages and an account of its own")
        # Under a folder that everybody may enter; mkdtemp's own mode is 0700.
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="taut-e2e.", dir="/var/tmp"))
        cls.addClassCleanup(cls.clean_up)
        cls.base.chmod(0o755)
        cls.project = cls.base / "taut"
        subprocess.run(["git", "-c", "safe.directory=*", "clone", "--quiet", "--no-hardlinks", REPOSITORY, cls.project], check=True)
        cls.project.chmod(0o755)
        cls.port = free_port()
        cls.bare = bare_client(cls.base / "bin")
        # The state of a machine on which an earlier run was interrupted is not a fresh machine.
        cls.run_script("uninstall", "--purge", "--yes")

    @classmethod
    def clean_up(cls):
        if (cls.project / "deployment-scripts").exists():
            print(cls.run_script("uninstall", "--purge", "--yes").stdout)
        shutil.rmtree(cls.base, ignore_errors=True)

    @classmethod
    def command(cls, *arguments):
        return [str(cls.project / "deployment-scripts/deploy-linux.sh"), *arguments, "--user", ACCOUNT]

    @classmethod
    def environment(cls):
        return {"PATH": f"{cls.bare.parent}:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "PLANTED": "must not reach the daemon"}

    @classmethod
    def run_script(cls, *arguments):
        return subprocess.run(cls.command(*arguments), env=cls.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL, text=True, timeout=1500)

    def script(self, *arguments, status=0):
        done = self.run_script(*arguments)
        print(done.stdout)
        self.assertEqual(done.returncode, status, done.stdout)
        return done.stdout

    def up(self, *arguments, status=0):
        image = os.environ.get("TODO_IMAGE")
        return self.script("up", *(["--image", image] if image and "--image" not in arguments else []), *arguments, status=status)

    # --- what the tests see for themselves, without the script ---
    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def titles(self):
        with urllib.request.urlopen(self.url("/api/todos"), timeout=5) as answer:
            return [item["title"] for item in json.load(answer)["items"]]

    def add(self, title):
        request = urllib.request.Request(self.url("/api/todos"), json.dumps({"title": title}).encode(),
                                         {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=5) as answer:
            self.assertEqual(answer.status, 201)
            return answer.headers["Location"]

    def answers(self):
        try:
            with urllib.request.urlopen(self.url("/"), timeout=5) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def docker(self, *arguments, **options):
        account = pwd.getpwnam(ACCOUNT)
        socket_path = f"{account.pw_dir}/.docker/run/docker.sock"
        if not os.path.exists(socket_path):
            socket_path = f"/run/user/{account.pw_uid}/docker.sock"
        return subprocess.run(["docker", "--host", f"unix://{socket_path}", *arguments], check=True, stdout=subprocess.PIPE, **options,
                              env={"PATH": "/usr/bin:/bin:/usr/sbin", "HOME": str(self.base)})

    def leave(self, image, variable):
        """The image, for tests that need it in another daemon."""
        if variable in os.environ:
            pathlib.Path(os.environ[variable]).write_bytes(self.docker("save", image).stdout)

    def app_process(self):
        names = self.docker("ps", "--quiet", "--filter", "label=com.docker.compose.service=todo").stdout.decode().split()
        self.assertEqual(len(names), 1)
        return int(self.docker("inspect", "--format", "{{.State.Pid}}", names[0]).stdout)

    @staticmethod
    def processes_of_account():
        try:
            uid = str(pwd.getpwnam(ACCOUNT).pw_uid)
        except KeyError:
            return []
        found = []
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            with contextlib.suppress(OSError):  # ended since
                text = status.read_text()
                # A zombie is one that has ended; not every process 1 of a CI container collects them.
                if re.search(rf"^Uid:\s+{uid}\s", text, re.M) and not re.search(r"^State:\s+Z", text, re.M):
                    found.append(text.split()[1])
        return found

    # --- the day ---
    def test_01_a_dry_run_changes_nothing(self):
        output = self.script("--dry-run")
        self.assertIn("would", output)
        self.assertRegex(output, r"\d+ changes would be made, none was")
        self.assertRaises(KeyError, pwd.getpwnam, ACCOUNT)
        self.assertFalse((self.project / "db").exists())
        self.assertFalse(pathlib.Path(f"/var/lib/taut-deploy/{ACCOUNT}").exists())

    def test_02_up_ends_with_the_app_answering(self):
        started = time.monotonic()
        output = self.up("--port", str(self.port))
        print(f"up took {time.monotonic() - started:.0f} s")
        self.assertTrue(self.answers())
        for line in ("capabilities       none", "root file system   read-only", "migrations         all applied", f"http://127.0.0.1:{self.port}/",
                     "a todo outlived a restart", f"dockerd is a process of {ACCOUNT}"):
            self.assertIn(line, output)
        self.leave("taut/todo:dev", "TODO_IMAGE_TAR")

    def test_03_the_kernel_says_the_same(self):
        status = pathlib.Path(f"/proc/{self.app_process()}/status").read_text()
        ids = set(re.search(r"^Uid:(.*)$", status, re.M)[1].split())
        self.assertEqual(len(ids), 1)
        self.assertGreaterEqual(int(ids.pop()), 100000)
        self.assertEqual(re.findall(r"^Cap\w+:\s*(\S+)", status, re.M), ["0" * 16] * 5)
        self.assertIn("NoNewPrivs:\t1\n", status)
        self.assertIn("Seccomp:\t2\n", status)

    def test_04_the_daemon_got_nothing_of_its_callers_environment(self):
        daemons = [path for path in pathlib.Path("/proc").glob("[0-9]*/status")
                   if re.search(rf"^Name:\s+dockerd$.*^Uid:\s+{pwd.getpwnam(ACCOUNT).pw_uid}\s", path.read_text(), re.M | re.S)]
        self.assertEqual(len(daemons), 1)
        self.assertNotIn(b"PLANTED", (daemons[0].parent / "environ").read_bytes())
        # The locks of the script are not kept by what it started.
        self.assertFalse([link for link in (daemons[0].parent / "fd").iterdir() if os.path.realpath(link) in (str(self.project), pwd.getpwnam(ACCOUNT).pw_dir)])

    def test_05_the_secret_is_for_user_1000_inside_alone(self):
        key = self.project / "secrets/secret_key"
        self.assertEqual(key.stat().st_mode & 0o777, 0o400)
        self.assertGreaterEqual(key.stat().st_uid, 100000)
        self.assertGreaterEqual(len(key.read_bytes()), 50)

    def test_06_the_second_up_changes_nothing(self):
        before = self.app_process()
        self.assertIn("\n0 changes\n", self.up())
        self.assertEqual(self.app_process(), before)

    def test_07_the_bare_client_was_only_asked_what_it_is(self):
        calls = set((self.bare.parent / "calls").read_text().splitlines()) if (self.bare.parent / "calls").exists() else set()
        self.assertLessEqual(calls, {"--version", "compose version --short", "buildx version"})

    def test_08_a_run_at_the_same_time_is_refused(self):
        folder = os.open(self.project, os.O_RDONLY)
        self.addCleanup(os.close, folder)
        fcntl.flock(folder, fcntl.LOCK_EX)
        self.assertIn("another run", self.script("status", status=LOCKED))

    def test_09_status_says_what_is_in_force(self):
        output = self.script("status")
        self.assertIn("running healthy", output)
        self.assertIn("capabilities       none", output)

    def test_10_todos_survive_down_and_up(self):
        self.add("still here tomorrow")
        self.script("down")
        self.assertFalse(self.answers())
        self.up()
        self.assertIn("still here tomorrow", self.titles())

    def test_11_a_backup_brings_back_what_was_deleted(self):
        copy = self.base / "copy.sqlite3"
        location = self.add("deleted by mistake")
        self.script("backup", str(copy))
        self.assertEqual(copy.stat().st_mode & 0o777, 0o600)
        self.script("backup", str(copy), status=DATA)
        urllib.request.urlopen(urllib.request.Request(self.url(location), method="DELETE"), timeout=5).close()
        self.assertNotIn("deleted by mistake", self.titles())
        self.script("restore", str(copy))
        self.assertIn("deleted by mistake", self.titles())

    def test_12_a_file_that_is_no_database_is_refused_and_the_app_goes_on(self):
        wrong = self.base / "wrong.sqlite3"
        wrong.write_text("not a database\n" * 100)
        self.script("restore", str(wrong), status=DATA)
        self.assertIn("still here tomorrow", self.titles())

    def test_13_a_weaker_container_fails_up_with_the_list(self):
        compose = self.project / "compose.yaml"
        kept = compose.read_text()
        weaker = kept.replace("cap_drop: [ALL]", "cap_drop: []").replace("read_only: true\n    tmpfs", "read_only: false\n    tmpfs")
        weaker = weaker.replace("gid=1000,noexec,nosuid", "gid=1000,exec,nosuid")
        self.assertNotEqual(weaker, kept)
        compose.write_text(weaker)
        try:
            output = self.up(status=VERIFY)
        finally:
            compose.write_text(kept)
        self.assertIn("the capability set CapBnd is", output)
        self.assertIn("the root file system is writable", output)
        self.assertIn("/tmp is mounted without noexec", output)
        self.up()

    def test_14_a_changed_seccomp_profile_takes_effect(self):
        profile = self.project / "seccomp/todo.json"
        before = self.app_process()
        profile.write_text(profile.read_text() + "\n")
        self.up()
        self.assertNotEqual(self.app_process(), before)

    def broken_image(self):
        """A next version that does not start, as a file."""
        recipe = 'FROM taut/todo:dev\nCMD ["version"]\n'
        (self.base / "broken").mkdir()
        (self.base / "broken/Dockerfile").write_text(recipe)
        good = self.docker("image", "inspect", "--format", "{{.Id}}", "taut/todo:dev").stdout.decode().strip()
        self.docker("build", "--quiet", "--tag", "taut/todo:dev", str(self.base / "broken"))
        tar = self.base / "broken.tar"
        tar.write_bytes(self.docker("save", "taut/todo:dev").stdout)
        self.docker("tag", good, "taut/todo:dev")
        return tar

    def test_15_a_new_version_that_does_not_start_is_taken_back(self):
        output = self.up("--image", str(self.broken_image()), status=START)
        self.assertIn("copied the database", output)
        self.assertIn("runs again", output)
        self.assertIn("still here tomorrow", self.titles())
        self.script("status")

    def test_16_up_clears_up_after_a_daemon_that_was_killed(self):
        app = self.app_process()
        uid = pwd.getpwnam(ACCOUNT).pw_uid
        for status in pathlib.Path("/proc").glob("[0-9]*/status"):
            with contextlib.suppress(OSError):  # ended since
                if re.search(rf"^Name:\s+(rootlesskit|dockerd)$.*^Uid:\s+{uid}\s", status.read_text(), re.M | re.S):
                    os.kill(int(status.parent.name), signal.SIGKILL)
        output = self.up()
        self.assertFalse(pathlib.Path(f"/proc/{app}").exists(), output)
        self.assertIn("still here tomorrow", self.titles())

    def test_17_stop_ends_the_daemon_and_up_starts_it_again(self):
        self.script("stop")
        self.assertEqual(self.processes_of_account(), [])
        self.up()
        self.assertIn("still here tomorrow", self.titles())

    def test_18_an_interrupted_up_is_completed_by_the_next(self):
        self.script("stop")
        image = os.environ.get("TODO_IMAGE")
        # Restored, because a test run in the background has it ignored, and no shell can trap what was ignored before.
        running = subprocess.Popen(
            self.command("up", *(["--image", image] if image else [])), env=self.environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        for line in running.stdout:
            if "started a rootless Docker daemon" in line:
                os.killpg(running.pid, signal.SIGINT)
                break
        running.stdout.read()
        running.stdout.close()
        self.assertEqual(running.wait(timeout=60), INTERRUPTED)
        self.up()
        self.assertIn("still here tomorrow", self.titles())

    # Built here, also where TODO_IMAGE gives the app's own image.
    def test_18b_up_with_the_lab_adds_it_and_down_takes_both(self):
        self.assertIn("up --lab", self.up())
        lab_port = free_port()
        output = self.script("up", "--lab", "--lab-port", str(lab_port))
        self.leave("taut/todo-lab:dev", "TODO_LAB_IMAGE_TAR")
        lab = f"http://127.0.0.1:{lab_port}/security"
        self.assertIn(lab, output)
        with urllib.request.urlopen(lab, timeout=5) as answer:
            page = answer.read().decode()
        self.assertIn("uid_map begins", page)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(self.url("/security"), timeout=5)
        self.assertEqual(refused.exception.code, 404)
        # From then on it is looked after without being asked for.
        self.assertIn("\n0 changes\n", self.script("up"))
        self.assertIn(lab, self.script("status"))
        self.script("down")
        self.assertEqual(self.docker("ps", "--quiet").stdout, b"")
        self.assertNotIn(lab, self.up())
        self.assertIn("still here tomorrow", self.titles())

    def test_19_uninstall_leaves_no_daemon_and_the_data(self):
        self.script("uninstall", "--yes")
        self.assertEqual(self.processes_of_account(), [])
        self.assertEqual((self.project / "db/db.sqlite3").stat().st_uid, 0)
        self.assertFalse((self.project / "secrets").exists())
        pwd.getpwnam(ACCOUNT)  # stays until --purge

    def test_20_after_it_up_brings_the_same_todos_back(self):
        self.up("--port", str(self.port))
        self.assertIn("still here tomorrow", self.titles())

    def test_21_purge_takes_the_account_and_its_ids_but_not_the_data(self):
        self.script("uninstall", "--purge", "--yes")
        self.assertRaises(KeyError, pwd.getpwnam, ACCOUNT)
        for path in ("/etc/subuid", "/etc/subgid"):
            self.assertNotIn(ACCOUNT, pathlib.Path(path).read_text())
        self.assertFalse(pathlib.Path(f"/var/lib/{ACCOUNT}").exists())
        self.assertFalse(pathlib.Path(f"/var/lib/taut-deploy/{ACCOUNT}").exists())
        self.assertTrue((self.project / "db/db.sqlite3").exists())


if __name__ == "__main__":
    unittest.main()
