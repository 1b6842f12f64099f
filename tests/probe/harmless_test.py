"""The whole battery changes nothing and leaves nothing, wherever it is run: in clones, in a container itself, with
--privileged, and on this machine. And it finds the same three times."""
import os
import time
import unittest

import host_view
from docker_engine import docker, output
from probing import AGENT, PROBE_SECONDS, catalogue, image, probe, taut
from witnesses import WITNESSES, privileged

TIMES = 3
SETTLE_SECONDS = 20  # the kernel takes keys away, and the engine its processes, a while after

# What a shell in a container can see of it: mounts, files with owner, mode, size and times, sysctls, interfaces.
LOOK_INSIDE = r"""
sed 's/^/mount /' /proc/self/mountinfo
find / -xdev \( -path /proc -o -path /sys \) -prune -o -type d -printf 'folder %p %m %U %G\n' -o -printf 'file %p %m %U %G %s %T@ %C@\n'
for name in kernel/hostname kernel/core_pattern net/ipv4/ip_forward net/ipv4/tcp_fastopen vm/swappiness; do
  echo "sysctl $name $(cat /proc/sys/$name 2>&1)"
done
cat /proc/net/dev | awk '{print "interface", $1}'
"""


def outcomes(drills):
    return {drill: (reading["outcome"], reading["errno"], reading["step"], reading["layer"]) for drill, reading in drills.items()}


class Harmless(unittest.TestCase):
    def assert_nothing_changed_by(self, work):
        before = host_view.look()
        engine = self.left_in_engine()
        work()
        deadline = time.monotonic() + SETTLE_SECONDS
        while (found := host_view.differences(before, host_view.look())) and time.monotonic() < deadline:
            time.sleep(0.5)
        self.assertEqual(found, [])
        self.assertEqual(self.left_in_engine(), engine)

    @staticmethod
    def left_in_engine():
        return [sorted(output(*command, "--quiet").split()) for command in (("ps", "--all"), ("volume", "ls"), ("network", "ls"))]

    def assert_same_each_time(self, runs):
        self.assertEqual(len(runs), TIMES)
        self.assertEqual(set(runs[0]), set(catalogue()))
        for run in runs[1:]:
            self.assertEqual({drill: run[drill] for drill in run if run[drill] != runs[0][drill]}, {})

    def assert_clones_harmless(self, name):
        image(WITNESSES[name].image)
        runs = []
        self.assert_nothing_changed_by(lambda: runs.extend(outcomes(probe(WITNESSES[name])) for _ in range(TIMES)))
        self.assert_same_each_time(runs)

    def test_clones_of_a_plain_container(self):
        self.assert_clones_harmless("root")

    def test_clones_of_a_hardened_container(self):
        self.assert_clones_harmless("hardened")

    def test_clones_of_a_container_with_a_tight_profile(self):
        self.assert_clones_harmless("todo-profile")

    def test_clones_of_a_privileged_container(self):
        self.assert_clones_harmless("privileged")

    def test_this_machine(self):
        runs = []

        def work():
            for _ in range(TIMES):
                drills = taut("probe", "--host", "--format=json")["drills"]
                runs.append(outcomes({drill["id"]: drill for drill in drills}))
        self.assert_nothing_changed_by(work)
        self.assert_same_each_time(runs)

    def assert_container_harmless(self, *flags):
        """The agent in a running container itself, as somebody who is in it would run it, not in a clone."""
        container = output("run", "--detach", "--init", f"--volume={AGENT}:/agent:ro", *flags, image("plain"), "sleep", "3600")
        self.addCleanup(docker, "rm", "--force", container)

        def look():
            processes = output("top", container, "-eo", "pid,comm").splitlines()
            return {("processes", *processes), *output("exec", "--user=0", container, "sh", "-c", LOOK_INSIDE).splitlines()}
        ids = " ".join(catalogue()) + "\n"
        before = look()
        said = [docker("exec", "--interactive", container, "/agent", input=ids, timeout=PROBE_SECONDS).stdout for _ in range(TIMES)]
        self.assertEqual(sorted(look() ^ before, key=str), [])
        for run in said:
            self.assertTrue(run.endswith('{"end":"done"}\n'), run[-200:])
            self.assertEqual(run.count('{"drill":'), len(catalogue()))

    def test_a_plain_container_itself(self):
        self.assert_container_harmless()

    def test_a_privileged_container_itself(self):
        self.assert_container_harmless(*privileged())

    def test_a_hardened_container_itself(self):
        self.assert_container_harmless(*WITNESSES["hardened"].flags)

    def test_a_change_would_be_seen(self):
        """The views are able to fail."""
        before = host_view.look()
        path = "/tmp/taut-drill-left-behind"
        with open(path, "w", encoding="ascii"):
            pass
        self.addCleanup(os.unlink, path)
        self.assertEqual(host_view.differences(before, host_view.look()), [f"files: came ('{path}',)"])


if __name__ == "__main__":
    unittest.main()
