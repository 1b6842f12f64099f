"""The container in use: it becomes healthy, keeps what it acknowledged, stops in order, says what is wrong with ./db, and
serves while thousands of connections come in through the published port."""
import concurrent.futures
import contextlib
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import socket
import time
import unittest

import kernel_view
from docker_engine import docker, eventually, is_rootless
from running_service import RunningService  # first: it knows where the next three are
from durability_test import WRITERS, Writer, stored
from hostile_test import HealthyClient
from running_todo import read_all

KILLS = 5
FLOOD = 4000
# What stands before the container opens more than one descriptor for each connection: docker-proxy up to six (two sockets,
# two pipes), rootlesskit's builtin port driver (1.1.0) five more. Once it has none left, docker-proxy resets new connections
# and rootlesskit stops listening for good; then it is not this program that is tested.
PROXY_DESCRIPTORS = 6
MOST_CONNECTIONS = 1024  # of the program; older ones are evicted


class Start(unittest.TestCase):
    def test_it_becomes_healthy_by_a_check_that_needs_neither_shell_nor_connection(self):
        with RunningService() as todo:
            health = eventually(lambda: (state := todo.inspect()["State"]["Health"])["Status"] != "starting" and state, "healthy")
            self.assertEqual(health["Status"], "healthy")
            self.assertEqual(health["Log"][-1]["Output"], "healthy\n")
            self.assertEqual(todo.inspect()["Config"]["Healthcheck"]["Test"], ["CMD", "/todo", "healthcheck"])

    def test_the_health_check_notices_an_event_loop_that_stands_still(self):
        with RunningService({"healthcheck": {"interval": "1s", "retries": 1, "start_period": "0s"}}) as todo:
            eventually(lambda: todo.inspect()["State"]["Health"]["Status"] == "healthy", "healthy")
            with stopped(kernel_view.first_process(todo.container)):
                eventually(lambda: todo.inspect()["State"]["Health"]["Status"] == "unhealthy", "unhealthy")
            eventually(lambda: todo.inspect()["State"]["Health"]["Status"] == "healthy", "healthy again")

    def test_what_is_active_of_the_sandbox_is_logged(self):
        with RunningService() as todo:
            log = todo.logs()
            for mechanism in ["no-new-privileges", "not-dumpable", "no-core-dumps", "landlock", "seccomp"]:
                self.assertRegex(log, f'"mechanism":"{mechanism}","state":"active"')

    def test_a_missing_data_folder_is_an_error_and_not_a_new_one_of_root(self):
        service = RunningService()
        self.addCleanup(service.close)
        (service.folder / "db").rmdir()
        done = service.compose("up", "--detach", "--no-build", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(f"{service.folder}/db", done.stderr)
        self.assertFalse((service.folder / "db").exists())

    def test_a_data_folder_that_cannot_be_written_is_named_in_the_log(self):
        owned_by_root = RunningService({"restart": "no"})
        read_only = RunningService({"restart": "no", "volumes": [{"type": "bind", "source": "./db", "target": "/db", "read_only": True}]})
        foreign = owned_by_root.folder / "db"
        shutil.rmtree(foreign)
        foreign.mkdir()  # as it is when nobody gave it to uid 1000
        for service, reason in [(owned_by_root, "ermission denied"), (read_only, "ead-only")]:
            self.addCleanup(service.close)
            with self.subTest(reason):
                service.compose("up", "--detach", "--no-build")
                eventually(lambda s=service: s.inspect()["State"]["Status"] == "exited", "it gives up")
                self.assertEqual(service.inspect()["State"]["ExitCode"], 1)
                self.assertRegex(service.logs(), f"^todo serve: .*/db.*{reason}")

    def test_logs_are_limited(self):
        with RunningService() as todo:
            self.assertEqual(todo.inspect()["HostConfig"]["LogConfig"],
                             {"Type": "json-file", "Config": {"max-size": "5m", "max-file": "3"}})

    def test_a_flood_of_requests_does_not_fill_the_disk_with_its_log(self):
        smaller = {"logging": {"driver": "json-file", "options": {"max-size": "20k", "max-file": "3"}}}
        with RunningService(smaller) as todo:
            log = pathlib.Path(todo.inspect()["LogPath"])
            for _ in range(500):
                todo.request("GET", "/healthz")
            files = list(log.parent.glob(log.name + "*"))
            self.assertEqual(len(files), 3)
            self.assertLess(sum(file.stat().st_size for file in files), 3 * 22_000)


@contextlib.contextmanager
def stopped(process):
    os.kill(int(process), signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(int(process), signal.SIGCONT)


class Data(unittest.TestCase):
    def test_the_list_survives_restart_and_down_and_up(self):
        with RunningService() as todo:
            made = todo.api("POST", "/api/todos", {"title": "stays"}).json()
            todo.compose("restart")
            todo.wait_until_answering()
            self.assertEqual(todo.api("GET", f"/api/todos/{made['id']}").json(), made)
            todo.compose("down")
            self.assertEqual(todo.container, "")
            todo.up()
            self.assertEqual(todo.api("GET", f"/api/todos/{made['id']}").json(), made)
            self.assertTrue((todo.folder / "db" / "db.sqlite3").exists())

    def test_every_acknowledged_change_survives_kill_9(self):
        rng, acknowledged = random.Random(9), {}
        with RunningService({"restart": "no"}) as todo:
            for cycle in range(KILLS):
                writers = [Writer(todo.port, f"{cycle}-{number}") for number in range(WRITERS)]
                for writer in writers:
                    writer.start()
                # Into the middle of the writing, at a moment that differs.
                eventually(lambda: all(len(writer.acknowledged) > 5 for writer in writers), "writers at work")
                time.sleep(rng.uniform(0.01, 0.1))
                docker("kill", "--signal=KILL", todo.container)
                for writer in writers:
                    writer.join()
                    acknowledged.update(writer.acknowledged)
                self.assertEqual(todo.inspect()["State"]["ExitCode"], 137)
                docker("start", todo.container)
                todo.wait_until_answering()
            items = stored(todo)
        lost = {number: title for number, title in acknowledged.items() if items.get(number) != title}
        self.assertEqual(lost, {})
        print(f"{KILLS} kills, {len(acknowledged)} acknowledged changes, 0 lost", flush=True)


class Stop(unittest.TestCase):
    def test_sigterm_answers_what_has_arrived_and_ends_within_a_second(self):
        with RunningService({"restart": "no"}) as todo:
            process = kernel_view.first_process(todo.container)
            busy = [socket.create_connection(("127.0.0.1", todo.port)) for _ in range(20)]
            body = b'{"title":"at the end"}'
            with stopped(process):  # so that all have arrived and none is answered when the signal comes
                for connection in busy:
                    connection.sendall(b"POST /api/todos HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                                       b"Content-Length: %d\r\n\r\n" % len(body) + body)
                time.sleep(0.2)  # through the engine's proxy
                docker("kill", "--signal=TERM", todo.container)
                begun = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(len(busy)) as pool:
                answers = list(pool.map(read_all, busy))
            eventually(lambda: not kernel_view.is_alive(process), "it ends", seconds=5)
            seconds = time.monotonic() - begun
            self.assertLess(seconds, 1.0)
            self.assertEqual([answer[:12] for answer in answers], [b"HTTP/1.1 201"] * len(busy))
            state = eventually(lambda: (found := todo.inspect()["State"])["Status"] == "exited" and found, "exited")
            self.assertEqual(state["ExitCode"], 0)
            for connection in busy:
                connection.close()

    def test_it_comes_back_after_a_crash_and_stays_down_when_stopped(self):
        with RunningService() as todo:
            first = todo.inspect()["State"]["Pid"]
            os.kill(int(kernel_view.first_process(todo.container)), signal.SIGKILL)
            eventually(lambda: todo.inspect()["State"]["Pid"] not in (0, first), "restarted")
            todo.wait_until_answering()
            todo.compose("stop")
            state = todo.inspect()["State"]
            self.assertEqual((state["Status"], state["ExitCode"]), ("exited", 0))


class Flood(unittest.TestCase):
    def test_thousands_of_connections_leave_room_for_a_healthy_client(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        count = min(FLOOD, (hard - 2000) // (PROXY_DESCRIPTORS * (2 if is_rootless() else 1)))
        if count <= MOST_CONNECTIONS + 200:
            self.skipTest(f"{hard} open files, the hard limit here, let only {count} connections through the engine's proxy")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        flood = []
        with RunningService() as todo, HealthyClient(todo) as client:
            for number in range(count):
                connection = socket.create_connection(("127.0.0.1", todo.port), timeout=10)
                if number % 2:
                    with contextlib.suppress(OSError):  # evicted already
                        connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
                flood.append(connection)
            answered = client.answered
            eventually(lambda: client.answered >= answered + 20, "the healthy client is served while all are connected")
            page = todo.request("GET", "/metrics").text
            for connection in flood:
                connection.close()
            client.ended.set()
            client.join()
            self.assertEqual(todo.inspect()["RestartCount"], 0)
        self.assertEqual(client.failures, [])
        self.assertLess(client.slowest, 5.0)
        evicted = int(re.search(r"todo_connections_evicted_total (\d+)", page).group(1))
        print(f"{count} connections, {evicted} evicted, slowest healthy answer {client.slowest:.2f} s", flush=True)
        self.assertGreater(evicted, count - MOST_CONNECTIONS - 100)


if __name__ == "__main__":
    unittest.main()
