"""A real todo server for a test: own folder, free port, own key; and a small HTTP client that hides nothing."""
import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

BINARY = os.environ.get("TODO_BIN", "build/release/todo")
LAB_BINARY = os.environ.get("TODO_LAB_BIN", os.path.join(os.path.dirname(BINARY), "todo-lab"))
KEY = "Vb6nJq2LwX9rTz4Kf8Ys3Mh7Pc1Gd5Ra0EuIoNtCjWkQxSv"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def within(limit, measure):
    """The first of three measurements below the limit, or the least: what else runs on a machine only adds to a time."""
    taken = []
    while len(taken) < 3 and not (taken and taken[-1] < limit):
        taken.append(measure())
    return min(taken)


class RunningTodo:
    """Starts `todo serve`; use as a context manager. `settings` override the environment."""

    def __init__(self, folder=None, binary=BINARY, **settings):
        self.binary = binary
        self.own_folder = folder is None
        self.folder = folder or tempfile.mkdtemp(prefix="todo-test-")
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": KEY,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "DATABASE_PATH": os.path.join(self.folder, "db.sqlite3"),
            "BIND": f"127.0.0.1:{self.port}",
            **settings,
        }
        self.log_path = os.path.join(self.folder, "log")
        self.process = None

    def start(self):
        self.log = open(self.log_path, "ab")
        self.process = subprocess.Popen([self.binary, "serve"], env=self.environment, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.005)
        raise RuntimeError("todo did not start:\n" + self.logs())

    def logs(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def kill(self):
        """As a power cut for the process: SIGKILL, no chance to tidy up."""
        self.process.kill()
        self.process.wait()

    def stop(self):
        """SIGTERM; returns the exit status and the seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(timeout=10)
        return status, time.monotonic() - begun

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.kill()
        self.log.close()
        if self.own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def request(self, method, path, body=None, headers=None):
        """One request on its own connection -> Answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def api(self, method, path, value=None, headers=None):
        body = None if value is None else json.dumps(value)
        fields = {} if value is None else {"Content-Type": "application/json"}
        return self.request(method, path, body, {**fields, **(headers or {})})

    def raw(self, data, timeout=5):
        """Sends bytes as they are and returns all that comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as connection:
            connection.sendall(data)
            return read_all(connection)


    @contextlib.contextmanager
    def held_request(self, method, path, body):
        """A JSON request that is under way: sent, given the time to arrive, not answered yet as far as we have read."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(b"%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                               % (method, path, len(body)) + body)
            time.sleep(0.1)
            yield connection


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body)


class Browser:
    """Just enough of a browser for forms: keeps the cookie, finds the token."""

    def __init__(self, todo):
        self.todo = todo
        self.cookie = None

    def get(self, path="/"):
        answer = self.todo.request("GET", path, headers={"Cookie": self.cookie} if self.cookie else {})
        if answer.headers["Set-Cookie"]:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        return answer

    def token(self, path="/"):
        return re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text).group(1)

    def post(self, path, headers=None, **fields):
        fields.setdefault("csrf_token", self.token())
        return self.todo.request("POST", path, urllib.parse.urlencode(fields), {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": self.cookie or "",
            "Origin": f"http://127.0.0.1:{self.todo.port}",
            **(headers or {}),
        })


def read_all(connection):
    received = b""
    while True:
        try:
            part = connection.recv(65536)
        except (ConnectionResetError, socket.timeout):
            return received
        if not part:
            return received
        received += part
