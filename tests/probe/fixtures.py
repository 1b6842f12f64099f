"""What has to stand outside of a container for a row of witnesses.py: each a context manager that yields the words for the
row's flags."""
import contextlib
import ctypes
import os
import pathlib
import secrets
import socket
import subprocess
import sys
import tempfile

from docker_engine import docker

PASSWORD = "hunter2-of-the-witness"


@contextlib.contextmanager
def nothing():
    yield {}


@contextlib.contextmanager
def folder():
    """A folder of the host: {folder} in the flags."""
    with tempfile.TemporaryDirectory(prefix="taut-witness-") as path:
        yield {"folder": path}


def secret(mode):
    """A file with a secret, of this mode: {secret}, in {folder}."""
    @contextlib.contextmanager
    def fixture():
        with folder() as place:
            path = pathlib.Path(place["folder"], "key")
            path.write_text(PASSWORD)
            path.chmod(mode)
            yield {**place, "secret": path}
    return fixture


@contextlib.contextmanager
def environment_file():
    """Variables with a secret among them: {variables}. By file, as a flag would show on the host's command lines."""
    with folder() as place:
        path = pathlib.Path(place["folder"], "variables")
        path.write_text(f"COLOUR=blue\nDB_PASSWORD={PASSWORD}\nSECRET_KEY_FILE=/run/secrets/key\n")
        yield {"variables": path}


@contextlib.contextmanager
def telling_process():
    """A process of the host with a secret on its command line."""
    waiting = [sys.executable, "-c", "import sys; sys.stdin.read()", "--password", PASSWORD]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE) as process:
        yield {}
        process.stdin.close()


@contextlib.contextmanager
def host_services():
    """Somebody who listens on the host's loopback, and on an abstract socket."""
    with socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind(f"\0taut-witness-{secrets.token_hex(4)}")
        abstract.listen()
        yield {}


@contextlib.contextmanager
def shared_memory():
    """A segment of shared memory of the host (shmget(2))."""
    libc = ctypes.CDLL(None, use_errno=True)
    private, create, remove = 0, 0o1000, 0
    segment = libc.shmget(private, 4096, create | 0o600)
    if segment < 0:
        raise OSError(ctypes.get_errno(), "shmget")
    try:
        yield {}
    finally:
        libc.shmctl(segment, remove, None)


def network(*options):
    """A network of its own with these options of `docker network create`: {network}."""
    @contextlib.contextmanager
    def fixture():
        name = f"taut-witness-{secrets.token_hex(4)}"
        docker("network", "create", *options, name)
        try:
            yield {"network": name}
        finally:
            docker("network", "rm", name)
    return fixture


@contextlib.contextmanager
def engine_socket():
    """The socket of the engine under test: {socket}."""
    yield {"socket": os.environ["DOCKER_HOST"].removeprefix("unix://")}


@contextlib.contextmanager
def disk():
    """A block device of the machine: {disk}."""
    found = next((path for path in sorted(pathlib.Path("/dev").iterdir()) if path.is_block_device()), None)
    if found is None:
        raise FileNotFoundError("no block device in /dev")
    yield {"disk": found}
