"""Each failure that deploy-linux.sh knows, provoked on a Debian 13 with systemd: its exit code, its message, and its remedy carried out."""
import re
import unittest

from deployment import Deployment
from machine import Machine

LOCKED, KERNEL, SUBIDS, PROJECT, PORT, IMAGE, DATA, INTERRUPTED = 3, 7, 8, 11, 12, 13, 16, 130
TITLE = "kept through all of it"


class Failures(unittest.TestCase):
    """Each test begins at the same moment of the same machine: the app runs, for the user who called the script."""

    @classmethod
    def setUpClass(cls):
        cls.machine = cls.enterClassContext(Machine("debian"))
        cls.taut = Deployment(cls.machine, "ada", "ada", "/home/ada/taut")
        cls.taut.put()
        cls.machine.save("fresh")
        done = cls.taut.up()
        if done.status != 0:
            raise AssertionError(f"up ended with {done.status}\n{done.text}")
        cls.taut.add(TITLE)
        cls.machine.save("deployed")

    def setUp(self):
        self.machine.back_to("deployed")

    def root(self, command):
        return self.machine.out("root", command)

    def refused(self, done, status, *words):
        """-> the remedy: the lines below the one that says FAILED."""
        print(done.text)
        self.assertEqual(done.status, status, done.text)
        for word in words:
            self.assertIn(word, done.text)
        return re.search(r"^FAILED .*\n((?: {20,}.*\n?)*)", done.text, re.M)[1].strip()

    def works(self, done):
        print(done.text)
        self.assertEqual(done.status, 0, done.text)
        self.assertIn(TITLE, self.taut.titles())

    def test_a_port_that_is_taken(self):
        self.taut.script("down")
        self.root("systemd-run --quiet --unit=other /usr/sbin/sshd -D -p 8000")
        remedy = self.refused(self.taut.up(), PORT, "another program listens on port 8000")
        self.assertIn("--port 8001", remedy)
        done = self.taut.up("--port", "8001")
        self.assertEqual(done.status, 0, done.text)
        self.assertIn("http://127.0.0.1:8001/", done.text)

    def test_user_namespaces_that_are_switched_off(self):
        for setting in ("user.max_user_namespaces", "kernel.unprivileged_userns_clone"):
            with self.subTest(setting):
                self.taut.script("stop")
                self.root(f"sysctl -w {setting}=0")
                remedy = self.refused(self.taut.up(), KERNEL, f"{setting} = 0")
                self.assertTrue(remedy.startswith(f"sysctl -w {setting}="), remedy)
                self.root(remedy)
                self.works(self.taut.up())

    def test_no_subordinate_ids(self):
        self.taut.script("stop")
        self.root("sed -i /^ada:/d /etc/subuid /etc/subgid && mount --bind /etc/subuid /etc/subuid")
        self.refused(self.taut.up(), SUBIDS, "usermod --add-subuids")
        self.root("umount /etc/subuid")
        done = self.taut.up()
        self.assertIn("changed  subids           100000-165535 for ada", done.text)
        self.works(done)

    def test_subordinate_ids_that_another_account_has_as_well(self):
        self.root("useradd eve && sed -i s/^eve:.*/eve:120000:65536/ /etc/subuid")
        remedy = self.refused(self.taut.up(), SUBIDS, "overlap those of another account (eve 120000 65536)")
        self.assertIn("/etc/subuid", remedy)
        self.root("sed -i s/^eve:.*/eve:165536:65536/ /etc/subuid")
        self.works(self.taut.up())

    def test_a_project_that_the_account_cannot_read(self):
        self.root("chmod 0 /home/ada/taut/src/todo")
        remedy = self.refused(self.taut.up(), PROJECT, "ada cannot read /home/ada/taut/src/todo")
        self.root(remedy)
        self.works(self.taut.up())

    def test_a_parent_folder_that_the_account_cannot_pass(self):
        self.taut.script("down")
        self.root("useradd --create-home eve && chmod 700 /home/ada")
        remedy = self.refused(self.taut.up("--user", "eve"), PROJECT, "eve cannot pass through /home/ada")
        self.assertEqual(remedy, "setfacl -m u:eve:--x '/home/ada'")

    def test_a_daemon_that_was_killed_and_left_its_container(self):
        app = self.taut.app_process()
        self.root("pkill -KILL -x 'rootlesskit|dockerd|containerd|containerd-shim'; true")
        self.works(self.taut.up())
        self.assertEqual(len(self.root("pgrep -x todo").split()), 1, "two of them would write to ./db")
        self.assertNotEqual(self.taut.app_process(), app)
        self.assertIn("running healthy", self.taut.script("status").text)

    def test_a_full_disk(self):
        self.root("dd if=/dev/zero of=/filler bs=1M 2>/dev/null; dd if=/dev/zero of=/filler.2 bs=4k 2>/dev/null; df / | grep -q 100%")
        remedy = self.refused(self.taut.script("backup", "/home/ada/copy"), DATA, "the disk is full")
        self.assertTrue(remedy.startswith("free some space: df -h"), remedy)
        self.assertEqual(self.machine.run("ada", "ls /home/ada/copy*").status, 2)
        self.taut.script("down")
        remedy = self.refused(self.taut.up(), IMAGE, "no space left on device")
        self.assertTrue(remedy.startswith("free some space: df -h"), remedy)
        self.root("rm /filler /filler.2")
        self.works(self.taut.up())

    def test_two_runs_at_once(self):
        self.taut.script("down")
        first = f"cd {self.taut.project} && deployment-scripts/deploy-linux.sh up --image ../taut.tar >../first 2>&1; echo $? >~/status"
        self.machine.out("ada", f"{{ {first}; }} >/dev/null 2>&1 </dev/null & for i in $(seq 300); do [ -s first ] && exit; sleep 0.2; done; exit 1")
        remedy = self.refused(self.taut.up(), LOCKED, f"another run works on {self.taut.project}")
        self.assertIn("wait", remedy)
        self.machine.out("ada", "for i in $(seq 300); do [ -s status ] && exit; sleep 1; done; exit 1")
        self.assertEqual(self.machine.out("ada", "cat status"), "0\n", self.machine.out("ada", "cat first"))

    def interrupt_at_a_new_step(self, seen):
        """`up` on a terminal, with Ctrl-C as soon as it shows a step that is not in `seen` -> (exit status, all it printed)."""
        running = self.machine.on_a_terminal("ada", f"cd {self.taut.project} && NO_COLOR=1 deployment-scripts/deploy-linux.sh up --image ../taut.tar --yes")
        interrupted, text = False, ""
        for line in running.stdout:
            text += line.decode(errors="replace").replace("\r", "")
            step = re.match(r"(ok|changed|WARN|\.\.\.) +(\S+)", text.splitlines()[-1])
            if step and not interrupted and step[0] not in seen:
                seen.add(step[0])
                running.stdin.write(b"\x03")
                running.stdin.flush()
                interrupted = True
        return running.wait(), text

    def test_ctrl_c_at_each_step(self):
        self.machine.back_to("fresh")
        seen = set()
        for _ in range(60):
            before = len(seen)
            status, text = self.interrupt_at_a_new_step(seen)
            print(text)
            if len(seen) == before:
                break
            if status != 0:  # 0: the step was the last
                self.assertEqual(status, INTERRUPTED, text)
                self.assertIn("deploy-linux.sh up", text)
        self.assertEqual(status, 0, text)
        print(f"interrupted at {len(seen)} steps: {', '.join(sorted(seen))}")
        self.assertGreater(len(seen), 20)
        self.assertTrue(self.taut.answers())
        done = self.taut.up()
        self.assertIn("\n0 changes\n", done.text)


if __name__ == "__main__":
    unittest.main()
