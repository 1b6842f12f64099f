"""Runs a command beside a rootless Docker daemon: the one that the deploy script makes, for an account of its own.

Usage: docker_rootless.py COMMAND...     (as root; DOCKER_HOST is set for the command)
       TODO_IMAGE_TAR=FILE               a saved image, instead of building one

What `deploy-linux.sh uninstall --purge` takes back at the end is everything but the packages that were there before."""
import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ACCOUNT = "taut-rootless"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def socket_of_account():
    account = pwd.getpwnam(ACCOUNT)
    candidates = [f"{account.pw_dir}/.docker/run/docker.sock", f"/run/user/{account.pw_uid}/docker.sock"]
    return next(path for path in candidates if os.path.exists(path))


@contextlib.contextmanager
def deployment():
    """A clone that the account can read, and the script in it."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="taut-rootless-", dir="/var/tmp"))
    folder.chmod(0o755)
    project = folder / "taut"
    subprocess.run(["git", "-c", "safe.directory=*", "clone", "--quiet", "--no-hardlinks", ROOT, project], check=True)

    def script(*arguments):
        return subprocess.run([project / "deployment-scripts/deploy-linux.sh", *arguments, "--user", ACCOUNT, "--yes"],
                              stdout=sys.stderr, stdin=subprocess.DEVNULL, check=False).returncode
    try:
        yield script
    finally:
        script("uninstall", "--purge")
        shutil.rmtree(folder, ignore_errors=True)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    image = os.environ.get("TODO_IMAGE_TAR", "")
    with deployment() as script:
        options = ["--image", os.path.abspath(image)] if image and os.path.exists(image) else []
        status = script("up", "--port", str(free_port()), *options)
        if status != 0:
            return status
        script("down")  # the daemon stays; the app would be in the way of nobody, but is not what is tested
        return subprocess.run(sys.argv[1:], env={**os.environ, "DOCKER_HOST": f"unix://{socket_of_account()}"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
