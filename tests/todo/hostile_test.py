"""Hostile HTTP against the native program: smuggling forms, slow and oversized parts, floods, with a healthy client
served meanwhile. The same attacks through a published port are in tests/container."""
import random
import re
import resource
import socket
import threading
import time
import unittest

from running_todo import RunningTodo, read_all

STATUS_LINE = re.compile(rb"HTTP/1\.1 \d{3} ")
HOST = b"Host: 127.0.0.1\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
NEXT = b"GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

# What two parsers could read differently -> the status that each must get, as the only answer on its connection.
REFUSED = [
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG" + NEXT, (400, 501)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n" + NEXT, (400, 501)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\n\r\n" + NEXT, (501,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc" + NEXT, (501,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + NEXT, (400,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n" + NEXT, (400, 501)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"X: y\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT, (400,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT, (400,)),
    (b"POST / HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT, (400, 501)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc" + NEXT, (400,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc" + NEXT, (400,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 3, 3\r\n\r\nabc" + NEXT, (400,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: +3\r\n\r\nabc" + NEXT, (400,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 0x3\r\n\r\nabc" + NEXT, (400,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n" + NEXT, (400,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length : 3\r\n\r\nabc" + NEXT, (400,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999999999999\r\n\r\n", (400, 413)),
    (b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 43\r\n\r\n" + NEXT, (400,)),
    (b"GET / HTTP/1.1\r\n\r\n" + NEXT, (400,)),
    (b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n" + NEXT, (400,)),
    (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil\r\n\r\n" + NEXT, (400,)),
    (b"GET / HTTP/1.1\r\nHost: evil\r\n\r\n" + NEXT, (400,)),
    (b"GET http://evil/ HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, (400,)),
    (b"GET / HTTP/1.1\n" + HOST + b"\n" + NEXT, (400,)),
    (b"GET / HTTP/1.1\r\n" + HOST + b"A\x00: b\r\n\r\n" + NEXT, (400,)),
    (b"GET / HTTP/1.1\r\n" + HOST + b": b\r\n\r\n" + NEXT, (400,)),
    (b"GET / HTTP/1.1\r\n" + HOST + b"no colon\r\n\r\n" + NEXT, (400,)),
    (b"GET  / HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, (400,)),
    (b"GET /a b HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, (400,)),
    (b"GET /\x80 HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, (400,)),
    (b"GET / HTTP/2.0\r\n" + HOST + b"\r\n" + NEXT, (505,)),
    (b"GET /\r\n\r\n" + NEXT, (400,)),
    (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (400, 501, 505)),
    (b"CONNECT 127.0.0.1:80 HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, (501,)),
    (b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, (501,)),
    (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n" + NEXT, (501,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", (417,)),
    (b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 20000\r\n\r\n" + b"x" * 20000, (413,)),
    (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", (414,)),
    (b"GET / HTTP/1.1\r\n" + HOST + b"A: " + b"a" * 70000 + b"\r\n\r\n", (431,)),
    (b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n" * 2000 + b"\r\n", (431,)),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", (400,)),
    (b"\r\n\r\n", (400,)),
]


class HealthyClient(threading.Thread):
    """Asks for the list, over and over, on new connections, and keeps the slowest answer."""

    def __init__(self, todo):
        super().__init__()
        self.todo, self.ended, self.slowest, self.answered, self.failures = todo, threading.Event(), 0.0, 0, []

    def run(self):
        while not self.ended.is_set():
            begun = time.monotonic()
            try:
                answer = self.todo.request("GET", "/")
                if answer.status != 200:
                    self.failures.append(answer.status)
            except OSError as problem:
                self.failures.append(repr(problem))
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.answered += 1
            self.ended.wait(0.02)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.join()


class Hostile(unittest.TestCase):
    def served_meanwhile(self, client):
        self.assertGreater(client.answered, 5)
        self.assertEqual(client.failures, [])
        self.assertLess(client.slowest, 5.0)

    def test_what_two_parsers_could_read_differently_gets_one_refusal_and_the_end(self):
        with RunningTodo() as todo:
            for data, statuses in REFUSED:
                with self.subTest(data[:80]):
                    answer = todo.raw(data)
                    self.assertIn(int(answer[9:12]), statuses, answer[:200])
                    self.assertEqual(len(STATUS_LINE.findall(answer)), 1, answer[:400])
                    self.assertIn(b"Connection: close\r\n", answer)
                    self.assertNotIn(b"smuggled", answer)
            self.assertNotIn("/smuggled", todo.logs())
            self.assertEqual(todo.request("GET", "/").status, 200)

    def test_pipelined_requests_are_answered_in_order(self):
        with RunningTodo() as todo:
            data = b"".join(b"GET /%s HTTP/1.1\r\n" % p + HOST + b"\r\n" for p in [b"healthz", b"nowhere", b"style.css"])
            answer = todo.raw(data + b"GET /readyz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
            self.assertEqual([int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]], [200, 404, 200, 200])

    def test_a_request_in_single_bytes_is_one_request(self):
        with RunningTodo() as todo, socket.create_connection(("127.0.0.1", todo.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n":
                connection.sendall(bytes([byte]))
            self.assertTrue(read_all(connection).endswith(b"\r\n\r\nok\n"))

    def test_random_bytes_never_hurt(self):
        rng = random.Random(7)
        with RunningTodo() as todo:
            for _ in range(200):
                data = bytearray(rng.choice(REFUSED)[0][:300])
                for _ in range(rng.randrange(1, 12)):
                    data[rng.randrange(len(data))] = rng.randrange(256)
                with socket.create_connection(("127.0.0.1", todo.port), timeout=5) as connection:
                    connection.sendall(data)
                    connection.shutdown(socket.SHUT_WR)
                    read_all(connection)
            self.assertEqual(todo.request("GET", "/").status, 200)
            self.assertIsNone(todo.process.poll())

    def test_slow_clients_are_cut_off_at_a_deadline_they_cannot_stretch(self):
        with RunningTodo() as todo, HealthyClient(todo) as client:
            head = socket.create_connection(("127.0.0.1", todo.port))
            body = socket.create_connection(("127.0.0.1", todo.port))
            head.sendall(b"GET / HTTP/1.1\r\nX: ")
            body.sendall(b"POST /todos HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 1000\r\n\r\n")
            begun, closed = time.monotonic(), {}
            while len(closed) < 2 and time.monotonic() - begun < 30:
                for name, connection in [("head", head), ("body", body)]:
                    if name in closed:
                        continue
                    try:
                        connection.sendall(b"a")
                        connection.settimeout(0.01)
                        if connection.recv(4096) == b"":
                            closed[name] = time.monotonic() - begun
                    except TimeoutError:
                        pass
                    except OSError:
                        closed[name] = time.monotonic() - begun
                time.sleep(0.2)
            self.assertEqual(set(closed), {"head", "body"})
            self.assertLess(max(closed.values()), 13)
        self.served_meanwhile(client)

    def test_ten_thousand_connections_leave_room_for_a_healthy_client(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        if hard < 10_500:
            self.skipTest(f"needs 10,500 open files; the hard limit here is {hard}")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        flood = []
        with RunningTodo() as todo, HealthyClient(todo) as client:
            for number in range(10_000):
                connection = socket.socket()
                connection.settimeout(5)
                connection.connect(("127.0.0.1", todo.port))
                if number % 2:
                    connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
                flood.append(connection)
            time.sleep(1)
            self.assertEqual(todo.request("GET", "/").status, 200)
            page = todo.request("GET", "/metrics").text
            for connection in flood:
                connection.close()
        self.served_meanwhile(client)
        evicted = int(re.search(r"^todo_connections_evicted_total (\d+)$", page, re.MULTILINE).group(1))
        self.assertGreater(evicted, 8000)

    def test_clients_that_do_not_read_do_not_hold_others_up(self):
        with RunningTodo() as todo, HealthyClient(todo) as client:
            greedy = []
            for _ in range(50):
                connection = socket.create_connection(("127.0.0.1", todo.port))
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.settimeout(0.5)
                try:
                    connection.sendall((b"GET / HTTP/1.1\r\n" + HOST + b"\r\n") * 500)
                except OSError:
                    pass
                greedy.append(connection)
            time.sleep(2)
            for connection in greedy:
                connection.close()
        self.served_meanwhile(client)


if __name__ == "__main__":
    unittest.main()
