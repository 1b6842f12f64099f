"""The Docker client for tests: the right one of several, against the daemon that DOCKER_HOST names, whichever it is."""
import functools
import json
import os
import pathlib
import pwd
import subprocess
import time


class DockerError(Exception):
    pass


@functools.cache
def client():
    """The first docker on PATH that has Compose and buildx: a bare one may stand before it."""
    tried = []
    for folder in [*os.environ["PATH"].split(":"), "/usr/bin"]:
        path = pathlib.Path(folder, "docker")
        if path.exists() and str(path) not in tried:
            tried.append(str(path))
            if all(subprocess.run([path, plugin, "version"], capture_output=True).returncode == 0 for plugin in ("compose", "buildx")):
                return str(path)
    raise DockerError(f"no docker with Compose v2 and buildx (tried {tried}); tests/lib/docker_packages.sh installs one")


def docker(*arguments, check=True, timeout=120, **options):
    """Runs the client -> CompletedProcess. Never the daemon of the machine by accident: DOCKER_HOST must be set."""
    if "DOCKER_HOST" not in os.environ:
        raise DockerError("DOCKER_HOST is not set; run the tests by tests/lib/docker_rootful.py COMMAND")
    done = subprocess.run([client(), *map(str, arguments)], capture_output=True, text=True, timeout=timeout, check=False, **options)
    if check and done.returncode != 0:
        raise DockerError(f"docker {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def output(*arguments, **options):
    return docker(*arguments, **options).stdout.strip()


def inspect(name):
    return json.loads(output("inspect", name))[0]


@functools.cache
def info():
    return json.loads(output("info", "--format", "{{json .}}"))


def is_rootless():
    return any("rootless" in option for option in info()["SecurityOptions"])


def owner():
    """User and group whose daemon it is: the one that the socket belongs to."""
    uid = os.stat(os.environ["DOCKER_HOST"].removeprefix("unix://")).st_uid
    return uid, pwd.getpwuid(uid).pw_gid


def has_limits():
    """A rootless daemon on cgroup v1 enforces no limit, silently."""
    return info().get("CgroupDriver") != "none"


def runtimes():
    return [name for name in info()["Runtimes"] if not name.startswith("io.containerd.")]


def eventually(condition, what, seconds=30):
    """Waits until `condition()` is true and returns its value."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)
