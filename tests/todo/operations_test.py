"""Health, metrics, logs, settings at start-up, and the end: what an operator relies on."""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import threading
import time
import unittest

from running_todo import BINARY, KEY, RunningTodo, read_all, within


def run(*arguments, **environment):
    return subprocess.run([BINARY, *arguments], env=environment, capture_output=True, text=True, timeout=20)


class Settings(unittest.TestCase):
    def test_it_refuses_to_start_without_a_key_and_says_how_to_make_one(self):
        done = run("serve")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("SECRET_KEY", done.stderr)
        self.assertIn("/dev/urandom", done.stderr)

    def test_it_refuses_weak_keys_and_bad_settings_by_name(self):
        for name, value in [("SECRET_KEY", "secret"), ("DEBUG", "perhaps"), ("BIND", "nowhere"), ("ALLOWED_HOSTS", "http://x"),
                            ("ALLOWED_HOST", "x"), ("TRUSTED_PROXIES", "gateway"), ("CSRF_TRUSTED_ORIGINS", "x")]:
            done = run("serve", **{"SECRET_KEY": KEY, name: value})
            self.assertNotEqual(done.returncode, 0, name)
            self.assertIn(name, done.stderr)

    def test_hosts_that_are_not_allowed_are_400(self):
        with RunningTodo(ALLOWED_HOSTS=".example.com") as todo:
            for host, status in [("example.com", 200), ("a.example.com:80", 200), ("127.0.0.1", 400), ("example.com.evil", 400)]:
                self.assertEqual(todo.request("GET", "/", headers={"Host": host}).status, status, host)

    def test_without_allowed_hosts_nothing_is_answered(self):
        with RunningTodo(ALLOWED_HOSTS="") as todo:
            self.assertEqual(todo.request("GET", "/").status, 400)

    def test_forwarded_fields_count_only_from_trusted_proxies(self):
        forwarded = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "https"}
        with RunningTodo() as todo:
            self.assertNotIn("Secure", todo.request("GET", "/", headers=forwarded).headers["Set-Cookie"])
            self.assertNotIn("9.9.9.9", todo.logs())
        with RunningTodo(TRUSTED_PROXIES="127.0.0.1") as todo:
            answer = todo.request("GET", "/", headers=forwarded)
            self.assertIn("; Secure", answer.headers["Set-Cookie"])
            self.assertIn("max-age", answer.headers["Strict-Transport-Security"])
            self.assertIn('"client":"9.9.9.9"', todo.logs())


class Operations(unittest.TestCase):
    def test_health_readiness_and_metrics(self):
        with RunningTodo() as todo:
            self.assertEqual(todo.request("GET", "/healthz").text, "ok\n")
            self.assertEqual(todo.request("GET", "/readyz").text, "ready\n")
            page = todo.request("GET", "/metrics")
            self.assertTrue(page.headers["Content-Type"].startswith("text/plain; version=0.0.4"))
            for line in page.text.splitlines():
                self.assertRegex(line, r"^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+=\"[^\"]+\"\})? -?[0-9.e+]+)$")
            self.assertGreater(int(re.search(r"process_resident_memory_bytes (\d+)", page.text).group(1)), 100_000)

    def test_logs_are_json_lines_that_no_client_can_forge(self):
        with RunningTodo() as todo:
            todo.request("GET", "/%0a{%22level%22:%22error%22}")
            todo.raw(b'GET /"x\\\x80 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
            todo.raw(b"GET / HTTP/1.1\r\nHost: \"}\\n{\r\nConnection: close\r\n\r\n")
            ids = []
            for line in todo.logs().splitlines():
                entry = json.loads(line)
                self.assertTrue({"time", "level", "event"} <= set(entry), line)
                ids += [entry["request_id"]] if "request_id" in entry else []
            self.assertGreaterEqual(len(ids), 3)
            self.assertEqual(len(ids), len(set(ids)))

    def test_an_error_page_shows_nothing_of_the_inside(self):
        with RunningTodo() as todo:
            for path in ["/nowhere", "/todos/1/edit", "/api/todos/9"]:
                text = todo.request("GET", path).text.lower()
                for word in ["sqlite", "src/", ".cpp", "exception", "/tmp/"]:
                    self.assertNotIn(word, text.replace("db/db.sqlite3", ""))

    def test_sigterm_answers_what_has_arrived_and_ends_within_a_second(self):
        with RunningTodo() as todo:
            answers = []
            idle = [socket.create_connection(("127.0.0.1", todo.port)) for _ in range(50)]
            half = socket.create_connection(("127.0.0.1", todo.port))
            half.sendall(b"GET / HTTP/1.1\r\nHost: 127")
            busy = [socket.create_connection(("127.0.0.1", todo.port)) for _ in range(20)]
            body = b'{"title":"at the end"}'
            for connection in busy:
                connection.sendall(b"POST /api/todos HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                                   b"Content-Length: %d\r\n\r\n" % len(body) + body)
            threads = [threading.Thread(target=lambda c=c: answers.append(read_all(c))) for c in busy]
            status, seconds = todo.stop()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(status, 0)
            self.assertLess(seconds, 1.0)
            self.assertEqual([a[:12] for a in answers], [b"HTTP/1.1 201"] * 20)
            for connection in idle + [half]:
                connection.settimeout(1)
                self.assertEqual(read_all(connection), b"")
                connection.close()
            with RunningTodo(folder=todo.folder) as again:
                self.assertEqual(len(again.api("GET", "/api/todos?limit=100").json()["items"]), 20)

    def test_sigterm_is_over_within_a_second_also_while_clients_do_not_read(self):
        def seconds_to_stop():
            with RunningTodo() as todo, socket.create_connection(("127.0.0.1", todo.port)) as greedy:
                greedy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                greedy.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 2000)
                time.sleep(0.3)
                status, seconds = todo.stop()
                self.assertEqual(status, 0)
                return seconds
        self.assertLess(within(1.0, seconds_to_stop), 1.0)

    def test_as_process_1_of_its_namespace_it_ends_on_sigterm_and_leaves_no_zombies(self):
        with RunningTodo() as todo:
            todo.stop()
            outside = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc"]
            if subprocess.run([*outside, "true"], capture_output=True).returncode != 0:
                self.skipTest("this machine lets nobody make a PID namespace")
            # The shell becomes the server; its child, left behind, is an orphan that process 1 must reap.
            script = 'sleep 0.2 & exec "$0" serve'
            todo.process = subprocess.Popen([*outside, "sh", "-c", script, BINARY], env=todo.environment, stdout=todo.log, stderr=todo.log)
            while not self.answers(todo):
                self.assertIsNone(todo.process.poll(), todo.logs())
            with open(f"/proc/{todo.process.pid}/task/{todo.process.pid}/children", encoding="ascii") as children:
                inner = int(children.read().split()[0])
            deadline = time.monotonic() + 5
            path = f"/proc/{inner}/task/{inner}/children"
            while pathlib.Path(path).read_text() and time.monotonic() < deadline:
                time.sleep(0.02)
            self.assertEqual(pathlib.Path(path).read_text(), "", "a zombie or a child is left")
            begun = time.monotonic()
            os.kill(inner, signal.SIGTERM)
            self.assertEqual(todo.process.wait(timeout=5), 0)
            self.assertLess(time.monotonic() - begun, 1.0)

    @staticmethod
    def answers(todo):
        try:
            return todo.request("GET", "/healthz").status == 200
        except OSError:
            return False

    def test_error_detail_is_for_debug_only(self):
        for debug, shown in [("on", True), ("off", False)]:
            with RunningTodo(DEBUG=debug) as todo:
                os.remove(todo.environment["DATABASE_PATH"])
                answer = todo.api("POST", "/api/todos", {"title": "x"})
                self.assertEqual(answer.status, 500)
                self.assertEqual("moved, replaced or deleted" in answer.text, shown)

    def test_the_heartbeat_is_what_the_health_check_reads(self):
        with RunningTodo() as todo:
            todo.process.terminate()
            todo.process.wait()
            path = todo.folder + "/heartbeat"
            todo.environment["HEARTBEAT_PATH"] = path
            todo.start()
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline and run("healthcheck", HEARTBEAT_PATH=path).returncode != 0:
                time.sleep(0.05)
            self.assertEqual(run("healthcheck", HEARTBEAT_PATH=path).returncode, 0)
            self.assertNotEqual(run("healthcheck", HEARTBEAT_PATH=path + "x").returncode, 0)


if __name__ == "__main__":
    unittest.main()
