"""An operator's long day on a Debian 13 with systemd and cgroup v2: as an ordinary user with sudo, and as root."""
import re
import unittest

from deployment import Deployment, differences
from limits import Limits
from machine import Machine


# docker.io's own postrm removes this folder of another package when it is empty (dh_apparmor).
PACKAGED = ("gone: /etc/apparmor.d/disable",)


class Day:
    """The tests build on one another, in the order of their names."""
    maxDiff = None
    name = "debian"
    deployment = Deployment
    deployed = False

    @classmethod
    def setUpClass(cls):
        cls.machine = cls.enterClassContext(Machine(cls.name))
        cls.taut = cls.deployment(cls.machine, cls.login, cls.owner, cls.project)
        cls.taut.put()
        cls.before = cls.taut.files()

    def setUp(self):
        if not self.deployed and "_01_" not in self.id():
            self.fail("the first `up` failed")

    def done(self, done, status=0):
        print(done.text)
        self.assertEqual(done.status, status, done.text)
        return done.text

    def up(self):
        return self.done(self.taut.up())

    def test_01_up_ends_with_the_app_answering(self):
        output = self.up()
        type(self).deployed = True
        self.assertTrue(self.taut.answers())
        for line in ("with systemd", "capabilities       none", "root file system   read-only", "a todo outlived a restart",
                     f"dockerd is a process of {self.owner}", "memory 128 MiB, 48 processes, cpu 1.00"):
            self.assertIn(line, output)
        self.assertNotIn("WARN", output)
        self.taut.add("still here tomorrow")

    def test_02_the_second_up_changes_nothing(self):
        process = self.taut.app_process()
        self.assertIn("\n0 changes\n", self.up())
        self.assertEqual(self.taut.app_process(), process)

    def test_03_no_daemon_runs_as_root(self):
        owners = self.machine.out("root", "ps -o user= -C dockerd,containerd,containerd-shim-runc-v2,rootlesskit").split()
        self.assertEqual(set(owners), {self.owner})
        self.assertEqual(self.machine.run("root", "systemctl is-active docker.service containerd.service").text.split(), ["inactive"] * 2)

    def test_04_memory_beyond_the_limit_is_not_given(self):
        limits = Limits(self.machine, self.taut.app_process())
        before = limits.number("memory.events", "oom_kill")
        self.assertEqual(limits.python('x = b"x" * (200 << 20)').status, 137)
        self.assertEqual(limits.number("memory.events", "oom_kill"), before + 1)
        self.assertTrue(self.taut.answers())

    def test_05_processes_beyond_the_limit_are_not_made(self):
        limits = Limits(self.machine, self.taut.app_process())
        done = limits.python("import os, signal\nfor made in range(100):\n    try: child = os.fork()\n    except OSError as error: print(made, error.strerror, flush=True); break\n"
                             "    if child == 0: signal.pause()\nos.killpg(0, signal.SIGKILL)")
        made, reason = done.text.split(" ", 1)
        self.assertLess(int(made), 48)
        self.assertIn("Resource temporarily unavailable", reason)
        self.assertGreater(limits.number("pids.events", "max"), 0)
        self.assertTrue(self.taut.answers())

    def test_06_two_busy_processes_get_the_time_of_one(self):
        limits = Limits(self.machine, self.taut.app_process())
        inside, outside = limits.cores_used(2), Limits.cores_used_outside(self.machine, 2)
        print(f"cores used by two busy loops: {inside:.2f} inside, {outside:.2f} outside")
        self.assertLess(inside, 1.15)
        self.assertGreater(limits.number("cpu.stat", "nr_throttled"), 0)
        self.assertGreater(outside, 1.3)

    def test_07_after_a_reboot_the_app_comes_back_by_itself(self):
        self.machine.reboot()
        self.assertTrue(self.taut.wait_for_answer())
        self.assertIn("still here tomorrow", self.taut.titles())

    def test_08_status_says_what_is_in_force(self):
        output = self.done(self.taut.script("status"))
        self.assertIn("running healthy", output)
        self.assertIn("memory 128 MiB, 48 processes, cpu 1.00", output)

    def test_09_a_backup_is_a_database_for_its_owner_alone(self):
        copy = f"{self.project}.copy"
        self.done(self.taut.script("backup", copy))
        self.assertEqual(self.machine.out(self.login, f"stat -c %a {copy}; head -c 15 {copy}"), "600\nSQLite format 3")
        self.machine.out(self.login, f"rm {copy}")

    def test_10_todos_survive_down_and_up(self):
        self.done(self.taut.script("down"))
        self.assertFalse(self.taut.answers())
        self.up()
        self.assertIn("still here tomorrow", self.taut.titles())

    def test_11_after_stop_no_process_is_left_and_up_starts_all_again(self):
        self.done(self.taut.script("stop"))
        self.assertEqual(self.machine.run("root", "ps -o comm= -C dockerd,containerd,rootlesskit,todo").text, "")
        self.up()
        self.assertIn("still here tomorrow", self.taut.titles())

    def test_12_uninstall_leaves_the_system_as_it_was_and_the_data(self):
        self.done(self.taut.script("uninstall"))
        self.assertEqual([line for line in self.what_is_left() if not self.stays_until_purge.match(line)], [])
        owner = self.machine.out("root", f"stat -c %U {self.project} {self.project}/db/db.sqlite3").split()
        self.assertEqual(owner[0], owner[1])

    def test_13_up_brings_the_same_todos_back(self):
        self.up()
        self.assertIn("still here tomorrow", self.taut.titles())

    def test_14_purge_takes_the_rest_but_never_the_data(self):
        self.done(self.taut.script("uninstall", "--purge"))
        self.assertEqual(self.what_is_left(), [])
        self.machine.out("root", f"test -s {self.project}/db/db.sqlite3")

    def what_is_left(self):
        left = [line for line in differences(self.before, self.taut.files()) if line not in PACKAGED]
        print("\n".join(left))
        return left


class Sudo(Day, unittest.TestCase):
    """The user who calls the script owns the daemon."""
    login, owner, project = "ada", "ada", "/home/ada/taut"
    # The images and the journal, which says that they are there.
    stays_until_purge = re.compile(r"left: (/home/ada/\.local($|/share|/state)|/var/lib/taut-deploy)")


class Root(Day, unittest.TestCase):
    """Plain root: an account of its own, and a project in a folder that nobody else may enter."""
    login, owner, project = "root", "taut", "/root/taut"
    # The account with its subordinate ids and its home.
    stays_until_purge = re.compile(r"left: (/var/lib/taut($|/)|/var/lib/taut-deploy)|changed: /etc/(passwd|shadow|group|gshadow|subuid|subgid):")


if __name__ == "__main__":
    unittest.main()
