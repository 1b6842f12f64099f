"""Services whose controls are known give the matrix that they must, without preparation and without being touched."""
import os
import pathlib
import tempfile
import unittest

from ablating import ablate, cache, cells, nothing_is_left, removable, row, run, sets
from docker_engine import docker, has_limits
from docker_image import base, image

COMPOSE = """
services:
  database:
    image: {image}
    networks: [back]
  web:
    image: {image}
    depends_on: [database]
    user: "1000:1000"
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    read_only: true
    tmpfs: ["/tmp:size=1m,noexec,nosuid,nodev"]
    pids_limit: 48
    networks: [back]
    volumes: ["data:/data"]
networks: {{back: {{}}}}
volumes: {{data: {{}}}}
"""
# A smallest set that opens each, under Docker's own seccomp profile; set(): open with everything on. What --privileged opens
# as well is another set.
KNOWN = {
    "sys_keyctl": {"seccomp-profile"},
    "cap_chown": {"drop-capabilities", "non-root-user"},
    "fs_root_plant": {"non-root-user", "read-only-rootfs"},
    "fs_exec_tmp": {"tmpfs-options"},
    "pe_suid": {"minimal-image", "no-new-privileges"},
    "proc_masked_keys": {"masked-paths"},
    "dmn_host_pid": {"pid-namespace"},
    "dmn_host_fs_read": {"no-host-mounts"},
    "net_peer": set(),
    "fs_data_fill": set(),
}
LIMITED = {"res_forkbomb": {"pids-limit"}}
DEBIAN_WITH = "FROM {base}\nRUN apt-get update && apt-get install -y --no-install-recommends nginx-light redis-server\n"


class KnownService(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.known = KNOWN | (LIMITED if has_limits() else {})
        with tempfile.TemporaryDirectory(prefix="taut-ablate-") as folder, cache() as kept:
            file = pathlib.Path(folder, "compose.yaml")
            file.write_text(COMPOSE.format(image=image()))
            arguments = ["--compose", file, "web", "--reference", "--only", ",".join(cls.known)]
            cls.report = ablate(*arguments, cache=kept)
            cls.text = run(*arguments, cache=kept).stdout

    def test_the_smallest_sets_are_the_known_ones(self):
        for drill, known in self.known.items():
            with self.subTest(drill=drill):
                self.assertIn(known, sets(self.report, drill))
                self.assertEqual(row(self.report, drill)["depth"], len(known))

    def test_only_what_the_service_has_is_taken_away(self):
        self.assertLessEqual({"non-root-user", "drop-capabilities", "no-new-privileges", "seccomp-profile", "read-only-rootfs", "tmpfs-options",
                              "pids-limit", "isolated-network", "minimal-image"}, removable(self.report))
        self.assertFalse({"memory-limit", "cpu-limit", "no-ping", "no-core-dumps", "secrets-as-files"} & removable(self.report))

    def test_a_control_that_closes_is_shown_as_such(self):
        # Root without capabilities may not write what belongs to another user.
        self.assertEqual(cells(self.report, "fs_data_fill").get("non-root-user"), "-")

    def test_the_comparison_says_what_dockers_defaults_would_let_through(self):
        self.assertTrue(row(self.report, "cap_chown")["docker_defaults"])
        self.assertTrue(row(self.report, "fs_exec_tmp")["docker_defaults"])
        self.assertFalse(row(self.report, "sys_keyctl")["docker_defaults"])
        self.assertTrue(row(self.report, "sys_keyctl")["privileged"])

    def test_the_heat_map_fits_eighty_columns(self):
        self.assertIn("cap_chown            2 ", self.text)
        self.assertLessEqual(max(map(len, self.text.splitlines())), 80)

    def test_nothing_is_left(self):
        self.assertTrue(nothing_is_left())


class Strangers(unittest.TestCase):
    """Debian's nginx and redis, running, and never prepared for this."""
    @classmethod
    def setUpClass(cls):
        docker("build", "--tag", "taut/strangers", "-", input=DEBIAN_WITH.format(base=base()), timeout=600,
               env={**os.environ, "DOCKER_BUILDKIT": "1"})

    def ablated(self, flags, *command):
        container = docker("run", "--detach", *flags, "taut/strangers", *command).stdout.strip()
        self.addCleanup(docker, "rm", "--force", container)
        with cache() as kept:
            report = ablate("--container", container, "--only", "cap_chown,sys_keyctl,proc_masked_keys,dmn_host_pid,fs_root_plant", cache=kept)
        self.assertEqual(docker("inspect", "--format", "{{.State.Running}} {{.RestartCount}}", container).stdout.strip(), "true 0")
        self.assertTrue(nothing_is_left())
        self.assertEqual(report["not_started"], [])
        return report

    def test_nginx_as_everybody_runs_it(self):
        report = self.ablated([], "nginx", "-g", "daemon off;")
        self.assertFalse({"non-root-user", "drop-capabilities", "read-only-rootfs", "pids-limit"} & removable(report))
        self.assertEqual((sets(report, "cap_chown"), sets(report, "fs_root_plant")), ([set()], [set()]))
        self.assertIn({"seccomp-profile"}, sets(report, "sys_keyctl"))
        self.assertEqual(sets(report, "dmn_host_pid"), [{"pid-namespace"}])

    def test_redis_with_a_few_lines(self):
        report = self.ablated(["--user=redis", "--cap-drop=ALL", "--read-only", "--tmpfs=/tmp"], "redis-server", "--save", "", "--protected-mode", "no")
        self.assertLessEqual({"non-root-user", "drop-capabilities", "read-only-rootfs"}, removable(report))
        self.assertIn({"drop-capabilities", "non-root-user"}, sets(report, "cap_chown"))
        self.assertIn({"non-root-user", "read-only-rootfs"}, sets(report, "fs_root_plant"))


if __name__ == "__main__":
    unittest.main()
