"""What the tests of the commands share: a folder of their own, and running a command held to its exit code."""
import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from running_todo import BINARY


class CommandTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="todo-cli-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        os.mkdir(self.path("db"), 0o700)
        self.database = self.path("db/db.sqlite3")

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content, mode=0o600):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(content)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def todo(self, *arguments, code=0, text=True, settings=None, **options):
        """Runs a command and holds it to its exit code."""
        environment = {"DATABASE_PATH": self.database, **(settings or {})}
        if "input" not in options:
            options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        done = subprocess.run([options.pop("binary", BINARY), *arguments], env=environment, stderr=subprocess.PIPE, text=text,
                              timeout=30, check=False, **options)
        self.assertEqual(done.returncode, code, (done.stdout, done.stderr))
        return done

    def refused(self, *arguments, says, code=1, **options):
        """A failure: one or more lines "todo COMMAND: ..." on standard error."""
        done = self.todo(*arguments, code=code, **options)
        error = done.stderr if isinstance(done.stderr, str) else done.stderr.decode()
        self.assertIn(says, error)
        for line in error.splitlines():
            self.assertTrue(line.startswith(f"todo {arguments[0]}: "), line)
        return error

    def titles(self, path=None):
        with contextlib.closing(sqlite3.connect(path or self.database)) as database:
            return [row[0] for row in database.execute("SELECT title FROM item ORDER BY id")]

    def add(self, title):
        with contextlib.closing(sqlite3.connect(self.database)) as database, database:
            database.execute("INSERT INTO item (title, created_at, updated_at) VALUES (?, 0, 0)", (title,))

    def leftovers(self):
        return [name for name in os.listdir(self.path("db")) if name.startswith(".") or name.endswith(".part")]
