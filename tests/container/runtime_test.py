"""The seccomp profile under each runtime: runc of Debian 12 and 13, and crun. A runtime's own last steps run under the
profile, so a profile that is tight for one may stop another; and every command that an operator runs in the container
must work under it too."""
import json
import subprocess
import tempfile
import unittest

from docker_engine import client, docker, runtimes
from docker_image import ROOT, image
from running_service import RunningService

PROFILE = ROOT / "seccomp" / "todo.json"
STARTS = 12  # what a Go scheduler does only now and then would show as a start that fails now and then


class Runtime:
    """The tests, for one runtime; the classes below name it."""

    name = None

    @classmethod
    def setUpClass(cls):
        if cls.name not in runtimes():
            raise unittest.SkipTest(f"this daemon has no runtime {cls.name}; tests/lib/docker_rootful.py brings it")

    def start(self, profile, *command, check=True):
        return docker("run", "--rm", f"--runtime={self.name}", "--network=none", "--read-only", "--cap-drop=ALL",
                      "--security-opt=no-new-privileges:true", f"--security-opt=seccomp={profile}", image(), *command, check=check)

    def test_it_starts_time_after_time(self):
        for _ in range(STARTS):
            self.assertTrue(self.start(PROFILE, "version").stdout.startswith("todo "))

    def test_the_service_and_every_command_work_under_the_profile(self):
        with RunningService({"runtime": self.name, "restart": "no"}) as todo:
            made = todo.api("POST", "/api/todos", {"title": "kept"}).json()
            self.assertEqual(todo.api("PATCH", f"/api/todos/{made['id']}", {"done": True}).json()["done"], True)
            self.assertEqual(todo.request("GET", "/").status, 200)
            for command in [["backup", "/db/copy.sqlite3"], ["check", "--deploy"], ["selftest"], ["migrate"], ["healthcheck"]]:
                with self.subTest(command):
                    self.assertEqual(todo.exec("/todo", *command, check=False).returncode, 0)
            copy = subprocess.run([client(), "exec", todo.container, "/todo", "backup", "-"], capture_output=True, check=True).stdout
            self.assertTrue(copy.startswith(b"SQLite format 3\0"))
            todo.api("POST", "/api/todos", {"title": "made after the copy"})
            todo.compose("stop")
            todo.compose("run", "--rm", "--no-deps", "todo", "restore", "/db/copy.sqlite3")
            todo.compose("start")
            todo.wait_until_answering()
            self.assertEqual([item["title"] for item in todo.api("GET", "/api/todos").json()["items"]], ["kept"])


class DefaultRunc(Runtime, unittest.TestCase):
    name = "runc"

    def test_the_profile_allows_nothing_for_the_start_that_no_runtime_needs(self):
        for name in start_group(json.loads(PROFILE.read_text()))["names"]:
            with self.subTest(name), tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                profile = json.loads(PROFILE.read_text())
                start_group(profile)["names"].remove(name)
                json.dump(profile, file)
                file.flush()
                self.assertNotEqual(self.start(file.name, "version", check=False).returncode, 0, "it starts without this one")


def start_group(profile):
    """What the profile allows for the start of a container alone; the rest the program needs, or Go's scheduler."""
    return next(rule for rule in profile["syscalls"] if "runtime start: the last step" in rule["comment"])


class RuncOfDebian13(Runtime, unittest.TestCase):
    name = "runc-debian13"


class Crun(Runtime, unittest.TestCase):
    name = "crun"


if __name__ == "__main__":
    unittest.main()
