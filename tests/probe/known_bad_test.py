"""Containers with one well-known mistake each, beside the ordinary container that they were made from (root, and whatever
`docker run` gives): each mistake is recognised by exactly the drills that should. And what the drills send, and to whom."""
import functools
import os
import pathlib
import unittest

from docker_engine import docker, info
from fixtures import PASSWORD, disk, engine_socket, host_services, network
from internet import internet
from probing import catalogue, image, needed_capability, probe, taut, told
from witnesses import ISOLATED, SECCOMP_OFF, Witness, missing_capabilities, privileged

USUAL_SOCKETS = ["/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock"]


@functools.cache
def readings(*flags, **more):
    return probe(Witness(flags, **more))


def got_through(found):
    return {drill for drill, reading in found.items() if reading["outcome"] == "succeeded" and reading["kind"] == "attack"}


def attacks(wanted):
    return {drill for drill, record in catalogue().items() if record["kind"] == "attack" and wanted(drill, record)}


def names_one_of(*controls):
    return attacks(lambda _, record: any(control in record["stopped_by"] for control in controls))


def sockets_below_root():
    """An engine of the machine itself is reached through its root as well."""
    return {"dmn_docker_sock"} if any(pathlib.Path(path).is_socket() for path in USUAL_SOCKETS) else set()


class KnownBad(unittest.TestCase):
    """What a mistake opens: the drills that get through with it and not without."""

    def opened(self, *flags, beside=(), fixture=None):
        more = {"fixture": fixture} if fixture else {}
        found = readings(*flags, **more)
        broken = [told(reading) for reading in found.values() if reading["outcome"] == "broken"]
        self.assertEqual(broken, [])
        return got_through(found) - got_through(readings(*beside))

    def test_the_engine_socket(self):
        self.assertEqual(self.opened("--volume={socket}:/var/run/docker.sock", fixture=engine_socket), {"dmn_docker_sock"})

    def test_the_engine_socket_read_only_is_no_better(self):
        self.assertEqual(self.opened("--volume={socket}:/elsewhere/engine.sock:ro", fixture=engine_socket), {"dmn_docker_sock"})

    def test_the_engine_socket_is_closed_to_another_user_by_its_mode(self):
        found = readings("--user=1000", "--volume={socket}:/run/docker.sock", fixture=engine_socket)
        self.assertEqual(found["dmn_docker_sock"]["outcome"], "stopped", told(found["dmn_docker_sock"]))
        self.assertEqual(found["dmn_docker_sock"]["layer"], "permission")

    def test_the_engine_socket_with_its_group(self):
        path = os.environ["DOCKER_HOST"].removeprefix("unix://")
        group = os.stat(path).st_gid
        flags = ["--user=1000:1000", f"--group-add={group}"]
        opened = self.opened(*flags, "--volume={socket}:/run/docker.sock", fixture=engine_socket, beside=flags)
        self.assertEqual(opened, {"dmn_docker_sock"})

    def test_the_hosts_processes(self):
        self.assertEqual(self.opened("--pid=host"), {"dmn_host_pid", "dmn_host_kill"})

    def test_the_hosts_network(self):
        self.assertEqual(self.opened("--network=host", fixture=host_services),
                         {"dmn_host_net", "dmn_host_uts", "net_host_loopback", "net_abstract_unix"})

    def test_the_hosts_root(self):
        self.assertEqual(self.opened("--volume=/:/host"), {"dmn_host_fs_read", "dmn_host_fs_write"} | sockets_below_root())

    def test_the_hosts_root_read_only(self):
        # Docker 25 was the first to make the mounts below read-only too.
        run_is_writable = os.path.ismount("/run") and int(info()["ServerVersion"].split(".")[0]) < 25
        write = {"dmn_host_fs_write"} if run_is_writable else set()
        self.assertEqual(self.opened("--volume=/:/host:ro"), {"dmn_host_fs_read"} | write | sockets_below_root())

    def test_a_disk(self):
        self.assertEqual(self.opened("--device={disk}", fixture=disk), {"dmn_block_dev"})

    def test_another_device(self):
        self.assertEqual(self.opened("--device=/dev/fuse"), {"dmn_dev_mem"})

    def test_seccomp_off(self):
        ordinary = got_through(readings())
        alone = attacks(lambda _, record: "seccomp-profile" in [one.strip() for one in record["stopped_by"].split("|")])
        skipped = {drill for drill, reading in readings(SECCOMP_OFF).items() if reading["outcome"] != "succeeded"}
        self.assertEqual(self.opened(SECCOMP_OFF), alone - ordinary - skipped)
        self.assertLessEqual({"sys_keyctl", "ns_unshare_user", "sys_userfaultfd"}, self.opened(SECCOMP_OFF))

    def test_the_capability_sys_admin(self):
        opened = self.opened("--cap-add=SYS_ADMIN")
        its_own = attacks(lambda drill, _: needed_capability(drill) == "sys_admin")
        # Before Linux 5.8 it was what is now BPF and PERFMON, and Docker's profile opens further calls with it.
        with_it = {"cap_bpf_prog", "cap_perfmon_cpu"} | names_one_of("seccomp-profile")
        self.assertLessEqual(opened, its_own | with_it)
        self.assertLessEqual({"mnt_tmpfs", "mnt_remount_rw", "mnt_umount_masked"}, opened)

    def test_privileged(self):
        # Where the machine itself lacks capabilities, and --privileged does not start, the devices are missing as well.
        flags = [*privileged(), *(["--volume=/dev:/dev"] if missing_capabilities() else [])]
        opened = self.opened(*flags)
        self.assertLessEqual(opened, names_one_of("drop-capabilities", "seccomp-profile", "masked-paths", "no-devices",
                                                  "devices-cgroup", "ipc-namespace"))
        self.assertLessEqual({"mnt_tmpfs", "sys_keyctl", "dmn_block_dev", "dmn_dev_mem"}, opened)

    def test_a_secret_on_the_command_line_of_a_running_container(self):
        name = docker("run", "--detach", image("plain"), "sleep", "1000", f"--password={PASSWORD}").stdout.strip()
        self.addCleanup(docker, "rm", "--force", name)
        docker("wait", name)  # sleep does not know the option; what counts is how it was started
        found = taut("probe", "--format=json", "--only=sec_cmdline", "--container", name)["drills"][0]
        self.assertEqual(found["outcome"], "succeeded", told(found))
        self.assertNotIn(PASSWORD, str(found))

    def test_no_secret_is_ever_printed(self):
        report = taut("probe", "--format=json", "--image", image("secret"), "--", f"--env=API_TOKEN={PASSWORD}")
        self.assertIn("API_TOKEN", str(report))
        self.assertNotIn(PASSWORD, str(report))


class Packets(unittest.TestCase):
    def test_none_leaves_the_host_unless_asked(self):
        for options in [[], ["--network-egress"]]:
            with self.subTest(options=options), internet() as machines:
                taut("probe", "--format=json", *options, "--image", image("plain"), "--", f"--dns={machines['resolver']}")
                check = self.assertGreater if options else self.assertEqual
                check(machines["packets"](), 0)

    def test_an_isolated_network_holds_neighbours_and_host_back(self):
        found = readings("--network={network}", fixture=network(*ISOLATED))
        for drill in ("net_peer", "net_gateway"):
            with self.subTest(drill=drill):
                self.assertEqual((found[drill]["outcome"], found[drill]["layer"]), ("stopped", "network"), told(found[drill]))

    def test_a_network_called_internal_reaches_neighbours(self):
        found = readings("--network={network}", fixture=network("--internal"), options=("--network-egress",))
        self.assertEqual(found["net_peer"]["outcome"], "succeeded", told(found["net_peer"]))
        for drill in ("net_internet", "net_udp_egress", "net_dns_exfil", "net_metadata"):
            with self.subTest(drill=drill):
                self.assertEqual(found[drill]["outcome"], "stopped", told(found[drill]))


if __name__ == "__main__":
    unittest.main()
