"""What the tests in a virtual machine do and see there: deploy-linux.sh as one account, the app, the files of the system."""
import json
import os
import pathlib
import shlex
import subprocess

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]

# Where deploy-linux.sh changes anything: what its journals name is in these.
PLACES = "/etc /usr /var/lib /home /root /srv /dev/net"
# What every system writes by itself, or apt whenever it is used.
NOT_OURS = ("/var/lib/systemd/timers", "/var/lib/systemd/random-seed", "/var/lib/systemd/timesync", "/var/lib/systemd/catalog", "/var/lib/apt",
            "/var/lib/dpkg", "/var/lib/ucf", "/var/lib/pam", "/etc/ld.so.cache", "/srv/packages",
            *(f"/etc/{name}-" for name in ("passwd", "shadow", "group", "gshadow", "subuid", "subgid")))  # what usermod(8) and its like keep of before
ADDRESS = "http://127.0.0.1:8000"


class Deployment:
    """deploy-linux.sh of the clone in `project`, called by `login`; `owner` is the account that gets the daemon."""

    def __init__(self, machine, login, owner, project):
        self.machine, self.login, self.owner, self.project = machine, login, owner, project

    def put(self):
        """Carries what git knows of this project in, and the app's saved image: nothing is compiled there."""
        names = subprocess.run(["git", "-c", "safe.directory=*", "-C", REPOSITORY, "ls-files", "-z"], check=True, stdout=subprocess.PIPE).stdout
        archive = subprocess.run(["tar", "-C", REPOSITORY, "--null", "--files-from=-", "-cf", "-"], check=True, input=names,
                                 stdout=subprocess.PIPE).stdout
        self.machine.put(self.login, self.project, archive)
        self.machine.out(self.login, f"cat >{self.project}.tar", stdin=pathlib.Path(os.environ["TODO_IMAGE_TAR"]).read_bytes())

    def script(self, *arguments):
        """-> Done, with what was written to both outputs."""
        line = " ".join(map(shlex.quote, ["deployment-scripts/deploy-linux.sh", *arguments, "--yes"]))
        return self.call(f"cd {self.project} && {line}")

    def call(self, line):
        return self.machine.run(self.login, line)

    def up(self, *arguments):
        return self.script("up", "--image", f"{self.project}.tar", *arguments)

    # --- what is so, seen without the script ---
    def as_owner(self, command):
        """As the owner of the daemon, with its sockets."""
        line = f'runtime=/run/user/$(id -u {self.owner}); exec setpriv --reuid {self.owner} --regid {self.owner} --init-groups env ' \
               f'HOME=$(getent passwd {self.owner} | cut -d: -f6) XDG_RUNTIME_DIR=$runtime DBUS_SESSION_BUS_ADDRESS=unix:path=$runtime/bus ' \
               f'DOCKER_HOST=unix://$runtime/docker.sock sh -c {shlex.quote(command)}'
        return self.machine.out("root", line)

    def answers(self):
        return self.machine.run("root", f"curl -sf -m 20 {ADDRESS}/readyz").status == 0

    def wait_for_answer(self, seconds=120):
        return self.machine.run("root", f"for i in $(seq {seconds}); do curl -sf -m 20 {ADDRESS}/readyz && exit; sleep 1; done; exit 1").status == 0

    def titles(self):
        return [item["title"] for item in json.loads(self.machine.out("root", f"curl -sf -m 20 {ADDRESS}/api/todos"))["items"]]

    def add(self, title):
        body = shlex.quote(json.dumps({"title": title}))
        self.machine.out("root", f"curl -sf -m 20 -H 'Content-Type: application/json' -d {body} {ADDRESS}/api/todos")

    def app_process(self):
        ids = self.as_owner("docker ps -q --no-trunc --filter label=com.docker.compose.service=todo").split()
        if len(ids) != 1:
            raise AssertionError(f"{len(ids)} containers of the app run")
        return int(self.as_owner("docker inspect --format '{{.State.Pid}}' " + ids[0]))

    def files(self):
        """{path: mode, owner, what a link points to, checksum} of everything in PLACES."""
        pruned = " -o ".join(f"-path {path}" for path in (*NOT_OURS, f"{self.project}/db"))
        listed = self.machine.out("root", f"find {PLACES} \\( {pruned} \\) -prune -o -printf '%p\\t%M %U:%G %l\\n'")
        summed = self.machine.out("root", f"find {PLACES} \\( {pruned} \\) -prune -o -type f -print0 | xargs -0 sha256sum")
        found = dict(line.split("\t", 1) for line in listed.splitlines())
        for line in summed.splitlines():
            digest, path = line.split("  ", 1)
            found[path] = f"{found.get(path)} {digest}"
        return found


def differences(before, after):
    """A line for each path that is not as before."""
    lines = [f"gone: {path}" for path in sorted(before.keys() - after.keys())]
    lines += [f"left: {path}" for path in sorted(after.keys() - before.keys())]
    return lines + [f"changed: {path}: {before[path]} -> {after[path]}" for path in sorted(before.keys() & after.keys()) if before[path] != after[path]]
