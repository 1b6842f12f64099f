"""kill -9 in the middle of concurrent writes: every change that was acknowledged is there after the next start.
KILL_CYCLES sets the number of kills (default 300)."""
import http.client
import json
import os
import random
import shutil
import sqlite3
import tempfile
import threading
import time
import unittest

from running_todo import RunningTodo

CYCLES = int(os.environ.get("KILL_CYCLES", "300"))
WRITERS = 4


class Writer(threading.Thread):
    """Adds items until the server is gone; keeps what was acknowledged."""

    def __init__(self, port, name):
        super().__init__()
        self.port, self.label, self.acknowledged = port, name, {}

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        number = 0
        try:
            while True:
                title = f"{self.label}-{number}"
                number += 1
                connection.request("POST", "/api/todos", json.dumps({"title": title}), {"Content-Type": "application/json"})
                answer = connection.getresponse()
                item = json.loads(answer.read())
                if answer.status == 201:
                    self.acknowledged[item["id"]] = title
        except (OSError, http.client.HTTPException, ValueError):
            pass  # the kill
        finally:
            connection.close()


def stored(todo):
    """Every item, by walking all pages."""
    items, address = {}, "/api/todos?limit=100"
    while address:
        page = todo.api("GET", address).json()
        items.update({item["id"]: item["title"] for item in page["items"]})
        address = page["next"]
    return items


def integrity(path):
    database = sqlite3.connect(path)
    try:
        return database.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        database.close()


class Durability(unittest.TestCase):
    def test_every_acknowledged_change_survives_kill_9(self):
        folder = tempfile.mkdtemp(prefix="todo-kill-")
        self.addCleanup(shutil.rmtree, folder, True)
        rng = random.Random(9)
        acknowledged = {}
        for cycle in range(CYCLES):
            with RunningTodo(folder=folder) as todo:
                writers = [Writer(todo.port, f"{cycle}-{n}") for n in range(WRITERS)]
                for writer in writers:
                    writer.start()
                time.sleep(rng.uniform(0.005, 0.08))
                todo.kill()
                for writer in writers:
                    writer.join()
                    acknowledged.update(writer.acknowledged)
            if cycle % 50 == 49 or cycle == CYCLES - 1:
                with RunningTodo(folder=folder) as todo:
                    items = stored(todo)
                    todo.stop()
                self.assertEqual(integrity(folder + "/db.sqlite3"), "ok", f"after {cycle + 1} kills")
                lost = {number: title for number, title in acknowledged.items() if items.get(number) != title}
                self.assertEqual(lost, {}, f"after {cycle + 1} kills")
        self.assertGreater(len(acknowledged), CYCLES)
        print(f"durability: {CYCLES} kills, {len(acknowledged)} acknowledged changes, 0 lost", flush=True)

    def test_a_list_survives_an_orderly_restart(self):
        with RunningTodo() as todo:
            made = todo.api("POST", "/api/todos", {"title": "stays"}).json()
            todo.stop()
            todo.start()
            self.assertEqual(todo.api("GET", f"/api/todos/{made['id']}").json(), made)


if __name__ == "__main__":
    unittest.main()
