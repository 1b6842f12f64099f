"""What happens to the disk under the running program: full, read-only, its file taken away, a clock that jumps. Nothing that
was acknowledged is lost, and what goes wrong is said."""
import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from running_todo import BINARY, RunningTodo, within


class SmallDisk:
    """A tmpfs of its own, so that it can be filled and made read-only."""

    def __init__(self, kibibytes):
        self.path = tempfile.mkdtemp(prefix="todo-disk-")
        self.kibibytes = kibibytes

    def __enter__(self):
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={self.kibibytes}k,mode=0700", "tmpfs", self.path],
                              capture_output=True, text=True)
        if done.returncode != 0:
            os.rmdir(self.path)
            raise unittest.SkipTest(f"needs to mount a tmpfs: {done.stderr.strip()}")
        return self

    def fill(self):
        fd = os.open(self.path + "/filler", os.O_CREAT | os.O_WRONLY)
        try:
            while True:
                os.write(fd, b"x" * 4096)
        except OSError:
            pass
        finally:
            os.close(fd)

    def free(self):
        os.remove(self.path + "/filler")

    def remount(self, option):
        subprocess.run(["mount", "-o", f"remount,{option}", self.path], check=True)

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.path], check=True)
        os.rmdir(self.path)


def stored_ids(todo):
    ids, address = set(), "/api/todos?limit=100"
    while address:
        page = todo.api("GET", address).json()
        ids |= {item["id"] for item in page["items"]}
        address = page["next"]
    return ids


def integrity(path):
    database = sqlite3.connect(path)
    try:
        return database.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        database.close()


def serve_alone(database, **settings):
    """A start that is expected to fail: its exit code and what it said."""
    environment = {"SECRET_KEY": "Vb6nJq2LwX9rTz4Kf8Ys3Mh7Pc1Gd5Ra0EuIoNtCjWkQxSv", "BIND": "127.0.0.1:0", "DATABASE_PATH": database}
    done = subprocess.run([BINARY, "serve"], env={**environment, **settings}, capture_output=True, text=True, timeout=20)
    return done.returncode, done.stderr


class Disk(unittest.TestCase):
    def test_a_full_disk_refuses_changes_in_words_and_loses_nothing(self):
        with SmallDisk(600) as disk:
            database = disk.path + "/db.sqlite3"
            with RunningTodo(DATABASE_PATH=database) as todo:
                kept = {todo.api("POST", "/api/todos", {"title": f"{number}"}).json()["id"] for number in range(20)}
                disk.fill()
                statuses = set()
                for number in range(400):
                    answer = todo.api("POST", "/api/todos", {"title": "x" * 200})
                    statuses.add(answer.status)
                    if answer.status == 201:
                        kept.add(answer.json()["id"])
                self.assertIn(507, statuses)
                self.assertLessEqual(statuses, {201, 507})  # some still fit into the log that is there
                self.assertEqual(todo.request("GET", "/").status, 200)
                self.assertEqual(todo.request("GET", "/readyz").status, 200)
                self.assertIn("disk is full", todo.logs())
                self.assertEqual(stored_ids(todo), kept)
                disk.free()
                kept.add(todo.api("POST", "/api/todos", {"title": "room again"}).json()["id"])
                todo.kill()
                todo.start()
                self.assertEqual(stored_ids(todo), kept)
                self.assertEqual(todo.stop()[0], 0)
            self.assertEqual(integrity(database), "ok")

    def test_a_start_on_a_full_disk_says_so_and_the_next_one_works(self):
        with SmallDisk(400) as disk:
            disk.fill()
            code, said = serve_alone(disk.path + "/db.sqlite3")
            self.assertEqual(code, 1)
            self.assertRegex(said, "disk is full|free some space")
            disk.free()
            with RunningTodo(DATABASE_PATH=disk.path + "/db.sqlite3") as todo:
                self.assertEqual(todo.request("GET", "/readyz").status, 200)

    def test_a_read_only_disk_is_named_with_the_remedy(self):
        with SmallDisk(2000) as disk:
            database = disk.path + "/db.sqlite3"
            with RunningTodo(DATABASE_PATH=database) as todo:
                todo.api("POST", "/api/todos", {"title": "kept"})
                todo.stop()
            disk.remount("ro")
            code, said = serve_alone(database)
            self.assertEqual(code, 1)
            self.assertIn("Read-only file system", said)
            self.assertIn("mount it writable", said)
            disk.remount("rw")
            with RunningTodo(DATABASE_PATH=database) as todo:
                self.assertEqual(todo.api("GET", "/api/todos").json()["items"][0]["title"], "kept")

    def test_a_database_that_is_taken_away_is_an_error_not_a_silent_loss(self):
        for how in [os.remove, lambda path: shutil.move(path, path + ".away")]:
            with RunningTodo() as todo:
                path = todo.environment["DATABASE_PATH"]
                self.assertEqual(todo.api("POST", "/api/todos", {"title": "before"}).status, 201)
                how(path)
                answer = todo.api("POST", "/api/todos", {"title": "after"})
                self.assertEqual(answer.status, 500)
                self.assertNotIn("sqlite", answer.text.lower())
                self.assertEqual(todo.request("GET", "/readyz").status, 503)
                self.assertEqual(todo.request("GET", "/healthz").status, 200)
                self.assertIn("moved, replaced or deleted", todo.logs())
                self.assertEqual(todo.stop()[0], 0)

    def test_another_programs_lock_is_waited_for_and_ends_in_words(self):
        with RunningTodo() as todo:
            other = sqlite3.connect(todo.environment["DATABASE_PATH"], isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            self.assertEqual(todo.request("GET", "/").status, 200)
            self.assertEqual(todo.api("POST", "/api/todos", {"title": "x"}).status, 503)
            other.execute("ROLLBACK")
            self.assertEqual(todo.api("POST", "/api/todos", {"title": "x"}).status, 201)
            def seconds_to_stop():
                if todo.process.poll() is not None:
                    todo.start()
                other.execute("BEGIN IMMEDIATE")
                with todo.held_request(b"POST", b"/api/todos", b'{"title":"at the end"}'):
                    status, seconds = todo.stop()
                self.assertEqual(status, 0)
                other.execute("ROLLBACK")
                return seconds
            self.assertLess(within(1.0, seconds_to_stop), 1.0)
            other.close()

    def test_a_wal_that_a_killed_server_left_is_used(self):
        with RunningTodo() as todo:
            made = todo.api("POST", "/api/todos", {"title": "in the log"}).json()
            todo.kill()
            self.assertGreater(os.path.getsize(todo.environment["DATABASE_PATH"] + "-wal"), 0)
            todo.start()
            self.assertEqual(todo.api("GET", f"/api/todos/{made['id']}").json(), made)

    def test_a_clock_that_was_set_back_makes_no_item_younger_than_its_creation(self):
        with RunningTodo() as todo:
            made = todo.api("POST", "/api/todos", {"title": "from the future"}).json()
            todo.stop()
            database = sqlite3.connect(todo.environment["DATABASE_PATH"])
            database.execute("UPDATE item SET created_at = created_at + 86400000, updated_at = updated_at + 86400000")
            database.commit()
            database.close()
            todo.start()
            changed = todo.api("PATCH", f"/api/todos/{made['id']}", {"done": True}).json()
            self.assertGreaterEqual(changed["updated_at"], changed["created_at"])
            self.assertTrue(changed["done"])


if __name__ == "__main__":
    unittest.main()
