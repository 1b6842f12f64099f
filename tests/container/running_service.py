"""compose.yaml as it is, started for a test: a project folder of its own, a free port, a key of its own, its own names.
What a test changes is an override file beside it, so that everything else is what a user runs."""
import json
import os
import pathlib
import secrets
import shutil
import sys
import tempfile

from docker_engine import docker, eventually, inspect, output, owner
from docker_image import ROOT, image, lab_image

sys.path.insert(0, str(ROOT / "tests" / "todo"))
from running_todo import RunningTodo, free_port  # noqa: E402  (its HTTP client serves here too)

COPIED = ["compose.yaml", "compose.lab.yaml", "compose.naive.yaml", "seccomp/todo.json", "seccomp/todo-lab.json",
          "deployment-scripts/settings.env"]


class RunningService:
    """Use as a context manager. `override` is merged into the service; `file` may be compose.lab.yaml or compose.naive.yaml."""

    count = 0
    request = RunningTodo.request
    api = RunningTodo.api
    raw = RunningTodo.raw

    def __init__(self, override=None, file="compose.yaml"):
        RunningService.count += 1
        self.project = f"taut-test-{os.getpid()}-{RunningService.count}"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="taut-service-"))
        self.folder.chmod(0o755)  # a rootless daemon runs as somebody else
        self.port = free_port()
        self.file = file
        self.lab = file == "compose.lab.yaml"
        self.override = {"services": {"todo-lab" if self.lab else "todo": override or {}}}
        self.key = secrets.token_urlsafe(36)
        try:
            self.make_project()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def make_project(self):
        for name in COPIED:
            (self.folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, self.folder / name)
            os.chown(self.folder / name, *owner())  # as in a clone of whoever runs the daemon
        (self.folder / "override.yaml").write_text(json.dumps(self.override))  # JSON is YAML
        self.prepare()

    def prepare(self):
        """./db and the secret, as the deploy script makes them: for uid 1000 inside, whoever that is outside."""
        data, key = self.folder / ("db-lab" if self.lab else "db"), self.folder / "secrets" / "secret_key"
        data.mkdir()
        os.chown(data, *owner())  # root inside a rootless daemon's container may give away only what is its own
        key.parent.mkdir()
        docker("run", "--rm", "--user=0:0", "--cap-drop=ALL", "--cap-add=CHOWN", "--network=none", "--read-only",
               f"--volume={data}:/db", self.image(), "chown-data", "1000")
        key.write_text(self.key + "\n")
        key.chmod(0o400)
        os.chown(key, data.stat().st_uid, data.stat().st_gid)

    def image(self):
        return lab_image() if self.lab else image()

    def compose(self, *arguments, **options):
        environment = {**os.environ, "TODO_LAB_IMAGE" if self.lab else "TODO_IMAGE": self.image(),
                       "TODO_LAB_PORT" if self.lab else "TODO_PORT": str(self.port), "SECRET_KEY": self.key}
        return docker("compose", "--project-name", self.project, "--project-directory", self.folder,
                      "--file", self.folder / self.file, "--file", self.folder / "override.yaml",
                      *arguments, env=environment, **options)

    def up(self, *options):
        self.compose("up", "--detach", "--no-build", *options)
        self.wait_until_answering()
        return self

    def wait_until_answering(self):
        def answers():
            try:
                return self.request("GET", "/healthz").status == 200
            except OSError:
                return False
        try:
            eventually(answers, f"{self.project} answers")
        except AssertionError as late:
            raise AssertionError(f"{late}\n{self.logs()}") from late

    def logs(self):
        done = self.compose("logs", "--no-log-prefix", "--no-color", check=False)
        return done.stdout.replace("\x1b[2K", "")

    @property
    def container(self):
        return output("ps", "--all", "--quiet", "--no-trunc", "--filter", f"label=com.docker.compose.project={self.project}")

    def inspect(self):
        return inspect(self.container)

    def exec(self, *arguments, **options):
        return docker("exec", self.container, *arguments, **options)

    def close(self):
        self.compose("down", "--volumes", "--timeout=1", "--remove-orphans", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        try:
            return self.up()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_):
        self.close()
