"""The lab in its container: compose.lab.yaml is as hardened as compose.yaml, its page tells what the kernel says, and pressing
every button gives the outcome that `taut probe --sandbox todo` gives for the same container."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import kernel_view
from docker_engine import client, docker, inspect
from docker_image import ROOT, files_of, image, lab_image
from running_service import RunningService

sys.path.insert(0, str(ROOT / "tests" / "todo"))
from running_todo import Browser  # noqa: E402

TAUT = pathlib.Path(os.environ.get("TAUT_BIN", ROOT / "build" / "release" / "taut"))

# The words of the page -> the outcome.
OUTCOMES = {"Got through": "succeeded", "Not set": "succeeded", "Can be learnt": "succeeded", "Not tried": "skipped",
            "Went wrong": "broken", "Is set": "stopped", "Could not be read": "stopped", "Cannot be learnt": "stopped"}
# Compose's own names of what compose.lab.yaml may say otherwise; everything else has to be the same.
MAY_DIFFER = {"image", "build", "networks", "ports", "volumes", "security_opt"}


def outcome_of(verdict):
    return "stopped" if verdict.startswith("Stopped") else OUTCOMES[verdict]


def results(page):
    """{drill: (verdict, detail)} of those that have been tried."""
    found = {}
    for drill, row in re.findall(r'<li class="attempt" id="drill-(\w+)">(.*?)</li>', page, re.DOTALL):
        here = re.search(r"<em>Here: </em><strong>([^<]*)</strong> <span>([^<]*)", row)
        if here:
            found[drill] = here.groups()
    return found


def standings(page):
    """{control: (how it stands, what was read)}."""
    return {control: rest for control, *rest in re.findall(
        r'<li class="measure" id="control-([\w-]+)">.*?<p class="result \w+"><strong>([^<]*)</strong> <span>([^<]*)', page, re.DOTALL)}


class Lab(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = RunningService(file="compose.lab.yaml").__enter__()
        cls.addClassCleanup(cls.service.close)
        cls.browser = Browser(cls.service)
        answer = cls.browser.post("/security/try-all", csrf_token=cls.browser.token("/security"))
        assert answer.status == 303, answer.text
        cls.page = cls.browser.get("/security").text

    def test_every_button_gives_what_the_probe_gives(self):
        path = f"{pathlib.Path(client()).parent}:{os.environ['PATH']}"
        done = subprocess.run([TAUT, "probe", "--container", self.service.container, "--sandbox", "todo", "--format", "json",
                               "--residue", "/dev/null", "--fail-on", "none"], capture_output=True, text=True, check=False,
                              timeout=300, env={**os.environ, "PATH": path})
        self.assertEqual(done.returncode, 0, done.stderr)
        probed = {drill["id"]: drill["outcome"] for drill in json.loads(done.stdout)["drills"]}
        pressed = {drill: outcome_of(verdict) for drill, (verdict, _) in results(self.page).items()}
        self.assertGreater(len(pressed), 140)
        differ = {drill: (outcome, probed[drill]) for drill, outcome in pressed.items() if outcome != probed[drill]}
        self.assertEqual(differ, {})

    def test_no_button_gets_through(self):
        through = {drill: result for drill, result in results(self.page).items() if result[0] in ("Got through", "Went wrong")}
        self.assertEqual(through, {})

    def test_the_page_tells_what_the_kernel_says_of_the_server(self):
        seen = standings(self.page)
        for control in ["non-root-user", "drop-capabilities", "no-new-privileges", "seccomp-profile", "self-seccomp", "self-landlock",
                        "not-dumpable", "unprivileged-ports", "no-ping", "no-tcp-fastopen", "read-only-rootfs", "tmpfs-options",
                        "read-only-mounts", "data-mount", "open-files-limit", "no-core-dumps", "masked-paths", "secrets-as-files",
                        "no-engine-socket", "debug-off"]:
            self.assertEqual(seen[control][0], "In force", f"{control}: {seen[control]}")
        for control in ["loopback-only", "isolated-network", "log-limit", "restart-policy"]:
            self.assertEqual(seen[control][0], "Cannot be seen from inside", control)
        rootless = any("rootless" in option for option in json.loads(docker("info", "--format", "{{json .SecurityOptions}}").stdout))
        self.assertEqual(seen["rootless-daemon"][0], "In force" if rootless else "Not in force")

    def test_attempts_are_confined_as_the_server_is(self):
        rows = re.findall(r'<th scope="row">(\w+)</th><td><code>([^<]+)</code></td><td><code>([^<]+)</code>', self.page)
        self.assertEqual([name for name, server, attempt in rows if server != attempt], [])
        self.assertEqual([name for name, _, _ in rows], ["Uid", "CapEff", "CapBnd", "NoNewPrivs", "Seccomp", "Seccomp_filters"])
        self.assertEqual(dict((name, server) for name, server, _ in rows)["Seccomp_filters"], "2")

    def test_one_supervisor_is_left_and_nothing_else(self):
        # Not `docker top`: without a control group of its own a rootless container's processes cannot be listed.
        server = kernel_view.first_process(self.service.container)
        children = pathlib.Path(f"/proc/{server}/task/{server}/children").read_text().split()
        self.assertEqual([kernel_view.status(child)["Name"] for child in children], ["todo-attempts"])
        self.assertTrue(kernel_view.is_alive(children[0]))

    def test_the_app_is_healthy_and_keeps_todos(self):
        self.assertEqual(self.service.api("POST", "/api/todos", {"title": "in the lab"}).status, 201)
        self.assertEqual(self.service.request("GET", "/readyz").status, 200)


class Configuration(unittest.TestCase):
    def test_the_lab_differs_from_the_strict_service_only_in_what_it_must(self):
        def resolved(file, service):
            environment = {**os.environ, "SECRET_KEY": "x"}
            text = docker("compose", "--project-directory", ROOT, "--file", ROOT / file, "config", "--format", "json", env=environment).stdout
            return json.loads(text)["services"][service]
        strict, lab = resolved("compose.yaml", "todo"), resolved("compose.lab.yaml", "todo-lab")
        self.assertEqual({key for key in strict.keys() | lab.keys() if strict.get(key) != lab.get(key)}, MAY_DIFFER)
        self.assertEqual([mount["target"] for mount in strict["volumes"]], [mount["target"] for mount in lab["volumes"]])
        self.assertEqual(lab["ports"][0]["host_ip"], "127.0.0.1")
        self.assertEqual([option.replace("todo-lab", "todo") for option in lab["security_opt"]], strict["security_opt"])

    def test_its_profile_is_the_strict_one_and_fork(self):
        strict, lab = (json.loads((ROOT / "seccomp" / name).read_text()) for name in ["todo.json", "todo-lab.json"])
        added = [rule for rule in lab["syscalls"] if rule not in strict["syscalls"]]
        self.assertEqual([(rule["names"], rule["args"], rule["action"]) for rule in added],
                         [(["clone"], [{"index": 0, "value": 0x1200011, "op": "SCMP_CMP_EQ"}], "SCMP_ACT_ALLOW")])
        lab["syscalls"] = [rule for rule in lab["syscalls"] if rule not in added]
        self.assertEqual(lab, strict)

    def test_under_the_strict_profile_the_lab_does_not_start(self):
        """The rule is needed: without it the page would be there and nothing could be tried."""
        service = RunningService({"restart": "no"}, file="compose.lab.yaml")
        self.addCleanup(service.close)
        shutil.copy(service.folder / "seccomp/todo.json", service.folder / "seccomp/todo-lab.json")
        service.compose("up", "--detach", "--no-build", check=False)
        docker("wait", service.container, timeout=30)
        self.assertIn("Operation not permitted", service.logs())


class Images(unittest.TestCase):
    def test_a_build_without_a_target_is_the_strict_one(self):
        self.assertEqual(inspect(image())["Config"]["Labels"]["org.opencontainers.image.title"], "todo")
        self.assertEqual(inspect(lab_image())["Config"]["Labels"]["org.opencontainers.image.title"], "todo-lab")

    def test_the_strict_image_holds_no_drill_and_the_labs_does(self):
        strict, lab = (files_of(name)["todo"][1] for name in (image(), lab_image()))
        for trace in [b"taut-drill-", b"net_gateway", b"dmn_docker_sock", b"ns_unshare_user", b"/security/try"]:
            self.assertNotIn(trace, strict)
            self.assertIn(trace, lab)

    def test_both_hold_the_same_files_and_say_the_same_of_themselves(self):
        def shape(name):
            return {path: (member.mode, member.uid, member.gid) for path, (member, _) in files_of(name).items() if path}
        self.assertEqual(shape(image()), shape(lab_image()))
        for key in ["User", "Entrypoint", "Cmd", "Env", "Healthcheck", "ExposedPorts", "StopSignal"]:
            self.assertEqual(inspect(image())["Config"][key], inspect(lab_image())["Config"][key], key)

    def test_the_page_shows_every_tagged_file(self):
        """.dockerignore lets all of them reach the builder, but the operator's own settings."""
        tagged = json.dumps(json.loads(subprocess.run([TAUT, "tags", "--format", "json"], cwd=ROOT, capture_output=True, text=True,
                                                      check=True).stdout))
        files = set(re.findall(r'"file": "([^"]+)"', tagged)) - {"deployment-scripts/settings.env"}
        program = files_of(lab_image())["todo"][1]
        self.assertEqual([name for name in sorted(files) if b"\x1e" + name.encode() + b"\n" not in program], [])


if __name__ == "__main__":
    unittest.main()
