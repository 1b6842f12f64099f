"""The example, as the README shows it: compose.yaml lets nothing through but the written residue, and compose.naive.yaml,
the same image, at least five times as much. And a container that nobody prepared can be probed with one command."""
import os
import unittest

from docker_engine import docker
from docker_image import base, image
from probing import ROOT, taut

DEBIAN_WITH = "FROM {base}\nRUN apt-get update && apt-get install -y --no-install-recommends nginx-light redis-server\n"


def through(report):
    return {drill["id"] for drill in report["drills"] if drill["kind"] == "attack" and drill["outcome"] == "succeeded"}


class Example(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ["TODO_IMAGE"] = image()
        os.environ["SECRET_KEY"] = "only so that compose.naive.yaml can be resolved: 0123456789"
        cls.strict = taut("probe", "--compose", ROOT / "compose.yaml", "todo", "--format", "json")
        cls.naive = taut("probe", "--compose", ROOT / "compose.naive.yaml", "todo", "--format", "json", "--residue", "/dev/null")

    def test_nothing_gets_through_but_the_written_residue(self):
        accepted = {drill["id"] for drill in self.strict["drills"] if drill["residue"]}
        self.assertEqual(through(self.strict), accepted)
        self.assertEqual([drill["id"] for drill in self.strict["drills"] if drill["outcome"] == "broken"], [])

    def test_the_naive_container_lets_at_least_five_times_as_much_through(self):
        print(f"example: {len(through(self.strict))} attacks get through compose.yaml, {len(through(self.naive))} compose.naive.yaml")
        self.assertGreaterEqual(len(through(self.naive)), 5 * max(len(through(self.strict)), 1))

    def test_under_the_programs_own_sandbox_even_less_gets_through(self):
        sandboxed = taut("probe", "--compose", ROOT / "compose.yaml", "todo", "--sandbox", "todo", "--format", "json", "--residue", "/dev/null")
        self.assertLess(through(sandboxed), through(self.strict))

    def test_the_project_itself_is_not_touched(self):
        self.assertEqual(docker("ps", "--all", "--quiet", "--filter", "label=org.taut.run").stdout, "")
        self.assertEqual(docker("volume", "ls", "--quiet", "--filter", "label=org.taut.run").stdout, "")
        self.assertEqual(docker("network", "ls", "--quiet", "--filter", "label=org.taut.run").stdout, "")


class Strangers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        docker("build", "--tag", "taut/strangers", "-", input=DEBIAN_WITH.format(base=base()), timeout=600,
               env={**os.environ, "DOCKER_BUILDKIT": "1"})

    def assert_probed(self, *command):
        container = docker("run", "--detach", "taut/strangers", *command).stdout.strip()
        self.addCleanup(docker, "rm", "--force", container)
        report = taut("probe", "--container", container, "--format", "json")
        self.assertGreater(len(through(report)), 20)
        self.assertEqual([drill["id"] for drill in report["drills"] if drill["outcome"] == "broken"], [])
        self.assertEqual(docker("inspect", "--format", "{{.State.Running}}", container).stdout.strip(), "true")

    def test_a_running_nginx_is_probed_and_goes_on_running(self):
        self.assert_probed("nginx", "-g", "daemon off;")

    def test_a_running_redis_is_probed_and_goes_on_running(self):
        self.assert_probed("redis-server", "--protected-mode", "no")


if __name__ == "__main__":
    unittest.main()
