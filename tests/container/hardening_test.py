"""compose.yaml in force: what the kernel says about the running container, and what a program in it can do, beside the same
attempts in the container of compose.naive.yaml, which show that each attempt is a real one."""
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest

import kernel_view
from attempts import AS_ROOT, ATTEMPTS, NEEDED, NOT_STOPPED, PROVES_NOTHING, TAKEN
from docker_engine import docker, has_limits, inspect, is_rootless, output
from running_service import RunningService

PROBE = pathlib.Path(__file__).with_name("probe.cpp")
# Each of these ends the probe or puts another program in its place, so it gets a run of its own.
ALONE = [name for name in ATTEMPTS if name.startswith(("run-", "call-"))]
KILLED_BY_SIGSYS = 128 + 31


def setUpModule():
    global folder, hardened, naive
    folder = pathlib.Path(tempfile.mkdtemp(prefix="taut-probe-"))
    unittest.addModuleCleanup(shutil.rmtree, folder)
    folder.chmod(0o755)
    subprocess.run(["g++", "-std=c++20", "-O1", "-static", "-s", "-o", folder / "probe", PROBE], check=True)
    # The root is read-only and /tmp is noexec: the probe comes in as one more read-only mount.
    override = {"volumes": [{"type": "bind", "source": str(folder / "probe"), "target": "/probe", "read_only": True}]}
    hardened = unittest.enterModuleContext(RunningService(override))
    naive = unittest.enterModuleContext(RunningService(override, file="compose.naive.yaml"))


def attempt_all(service):
    outcomes = dict(line.split() for line in service.exec("/probe").stdout.splitlines())
    for name in ALONE:
        done = service.exec("/probe", name, check=False)
        words = done.stdout.split()
        outcomes[name] = "killed" if done.returncode == KILLED_BY_SIGSYS else words[1] if len(words) == 2 else done.stderr
    return outcomes


class Attempts(unittest.TestCase):
    maxDiff = None

    def test_what_a_program_in_the_container_can_do_is_what_the_table_says(self):
        self.assertEqual(attempt_all(hardened), {name: row[0] for name, row in ATTEMPTS.items()})

    def test_the_same_attempts_in_a_naive_container_show_which_of_them_prove_something(self):
        outcomes = attempt_all(naive)
        self.assertEqual(set(outcomes), set(ATTEMPTS))
        refused_in_both = []
        for name, (here, control, expected) in ATTEMPTS.items():
            with self.subTest(name):
                self.assertIn(outcomes[name], expected.split("|"))
                if control == PROVES_NOTHING:
                    self.assertNotIn(outcomes[name], TAKEN, "it does prove something: name the control")
                elif control not in (NEEDED, NOT_STOPPED) and outcomes[name] in TAKEN:
                    self.assertNotEqual(here, outcomes[name])
                if outcomes[name] not in TAKEN:
                    refused_in_both.append(name)
        # A row that names a control may be refused in both on some engine or kernel; then it proves nothing there.
        print(f"refused in both, proving nothing here: {', '.join(refused_in_both)}")
        self.assertGreater(len(ATTEMPTS) - len(refused_in_both), 45)

    def test_root_in_the_same_container_still_meets_the_other_layers(self):
        found = docker("exec", "--user=0:0", hardened.container, "/probe", *AS_ROOT).stdout
        self.assertEqual(dict(line.split() for line in found.splitlines()), {name: row[0] for name, row in AS_ROOT.items()})


class Kernel(unittest.TestCase):
    """From outside: /proc of the process that is PID 1 in there."""

    @classmethod
    def setUpClass(cls):
        cls.process = kernel_view.first_process(hardened.container)
        cls.naive = kernel_view.first_process(naive.container)

    def test_no_thread_has_a_privileged_id_a_capability_or_a_way_to_one(self):
        # Outside, uid 1000 is whatever the user namespace of a rootless daemon makes of it.
        uid = str((hardened.folder / "db").stat().st_uid)
        threads = kernel_view.threads(self.process)
        self.assertGreater(len(threads), 1)
        for thread in threads:
            self.assertEqual(thread["Uid"].split(), [uid] * 4)
            self.assertEqual(thread["Gid"].split(), [uid] * 4)
            self.assertEqual(thread["Groups"].split(), [uid] if thread["Groups"] else [])
            for capabilities in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"]:
                self.assertEqual(int(thread[capabilities], 16), 0, capabilities)
            self.assertEqual(thread["NoNewPrivs"], "1")
            self.assertEqual(thread["Seccomp"], "2")
            # The container's profile, and the program's own filter over it.
            self.assertEqual(thread["Seccomp_filters"], "2")

    def test_the_naive_process_shows_that_these_numbers_can_be_otherwise(self):
        status = kernel_view.status(self.naive)
        self.assertNotEqual(int(status["CapEff"], 16), 0)
        self.assertNotEqual(int(status["CapBnd"], 16), 0)
        self.assertEqual(status["Uid"].split()[0], str(kernel_view.uid_outside(self.naive, 0)))

    def test_under_a_rootless_daemon_root_inside_is_nobody_special_outside(self):
        if not is_rootless():
            self.skipTest("this daemon is rootful")
        self.assertNotEqual(kernel_view.uid_outside(self.process, 0), 0)

    def test_everything_is_mounted_read_only_but_the_data_and_one_small_tmpfs(self):
        mounts = kernel_view.mounts(self.process)
        self.assertIn("ro", mounts["/"].options)
        self.assertEqual(mounts["/tmp"].kind, "tmpfs")
        self.assertLessEqual({"rw", "nosuid", "nodev", "noexec"}, mounts["/tmp"].options)
        self.assertLessEqual({"size=1024k", "nr_inodes=64", "mode=700"}, mounts["/tmp"].super_options)
        for point in ["/etc/todo/settings.env", "/run/secrets/secret_key", "/etc/hosts", "/etc/resolv.conf", "/etc/hostname", "/dev/mqueue"]:
            self.assertIn("ro", mounts[point].options | mounts[point].super_options, point)
        self.assertNotIn("/dev/shm", mounts)
        writable = {point for point, mount in mounts.items() if "rw" in mount.options and mount.kind not in ("proc", "devpts", "sysfs")}
        # /dev is writable for root only: the attempts above. Some of /proc is masked by read-write tmpfs and null devices.
        self.assertEqual({point for point in writable if not point.startswith(("/proc/", "/dev", "/sys/"))}, {"/tmp", "/db"})
        self.assertIn("rw", kernel_view.mounts(self.naive)["/"].options)

    def test_the_sysctls_that_an_engine_opens_are_closed_again(self):
        for name, value in [("ip_unprivileged_port_start", "1024"), ("ping_group_range", "1\t0"), ("tcp_fastopen", "0")]:
            self.assertEqual(kernel_view.sysctl(self.process, f"net/ipv4/{name}"), value, name)

    def test_limits_of_the_process(self):
        limits = kernel_view.limits(self.process)
        self.assertEqual(limits["Max open files"], ("8192", "8192"))
        self.assertEqual(limits["Max core file size"], ("0", "0"))

    def test_limits_of_the_control_group(self):
        if not has_limits():
            self.skipTest("this daemon has no control groups (rootless on cgroup v1): memory, pids and cpu are not limited")
        self.assertEqual(kernel_view.control_group_file(self.process, "pids.max"), "48")
        self.assertEqual(int(kernel_view.control_group_file(self.process, "memory.max", "memory.limit_in_bytes")), 128 << 20)
        swap = kernel_view.control_group_file(self.process, "memory.swap.max", "memory.memsw.limit_in_bytes")
        self.assertIn(int(swap), (0, 128 << 20))  # v2 counts swap alone, v1 both together
        quota = kernel_view.control_group_file(self.process, "cpu.max", "cpu.cfs_quota_us").split()
        period = quota[1] if len(quota) == 2 else kernel_view.control_group_file(self.process, "cpu.cfs_period_us")
        self.assertEqual(int(quota[0]), int(period))

    def test_the_secret_is_in_no_environment_and_in_no_description(self):
        for entry in kernel_view.environment(self.process):
            self.assertNotIn(hardened.key, entry)
        self.assertNotIn(hardened.key, output("inspect", hardened.container))
        self.assertNotIn(hardened.key, hardened.logs())
        self.assertIn(naive.key, output("inspect", naive.container))


class Network(unittest.TestCase):
    def test_the_port_is_published_on_loopback_only(self):
        self.assertEqual(hardened.inspect()["NetworkSettings"]["Ports"]["8000/tcp"],
                         [{"HostIp": "127.0.0.1", "HostPort": str(hardened.port)}])
        self.assertEqual(hardened.request("GET", "/healthz").status, 200)
        for address in own_addresses():
            with self.subTest(address), self.assertRaises(ConnectionRefusedError):
                socket.create_connection((address, hardened.port), timeout=5)

    def test_the_naive_port_answers_on_every_address(self):
        if is_rootless():
            self.skipTest("the namespace of a rootless daemon has other addresses than the machine")
        for address in own_addresses():
            socket.create_connection((address, naive.port), timeout=5).close()

    def test_the_network_is_its_own_and_lets_no_answer_back_in(self):
        networks = hardened.inspect()["NetworkSettings"]["Networks"]
        self.assertEqual(list(networks), [f"{hardened.project}_todo"])
        options = inspect(networks[f"{hardened.project}_todo"]["NetworkID"])["Options"]
        self.assertEqual(options["com.docker.network.bridge.enable_ip_masquerade"], "false")
        self.assertEqual(options["com.docker.network.bridge.enable_icc"], "false")


def own_addresses():
    """The machine's IPv4 addresses but for loopback."""
    listed = subprocess.run(["ip", "-4", "-oneline", "address"], capture_output=True, text=True, check=True).stdout
    return [address for address in re.findall(r"inet ([0-9.]+)/", listed) if not address.startswith("127.")]


if __name__ == "__main__":
    unittest.main()
