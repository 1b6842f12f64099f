"""`todo backup`, `restore` and `chown-data`: what they do to files, and what they leave alone."""
import contextlib
import os
import pathlib
import pty
import shutil
import signal
import sqlite3
import stat
import subprocess
import time
import unittest

from command_case import CommandTest
from running_todo import BINARY, RunningTodo


class BackupAndRestore(CommandTest):
    def setUp(self):
        super().setUp()
        self.todo("migrate")
        self.add("milk")
        self.copy = self.path("copy.sqlite3")

    def test_a_copy_is_a_database_for_its_owner_alone(self):
        self.assertIn(self.copy, self.todo("backup", self.copy).stdout)
        self.assertEqual(self.titles(self.copy), ["milk"])
        self.assertEqual(stat.S_IMODE(os.stat(self.copy).st_mode), 0o600)

    def test_an_existing_file_is_never_replaced(self):
        self.write("copy.sqlite3", "precious")
        self.refused("backup", self.copy, says="File exists")
        self.assertEqual(pathlib.Path(self.copy).read_text(encoding="utf-8"), "precious")

    def test_nothing_to_copy_is_a_failure(self):
        settings = {"DATABASE_PATH": self.path("db/other.sqlite3")}
        self.refused("backup", self.copy, settings=settings, says="No such file")
        self.assertEqual(self.todo("backup", "-", settings=settings, code=1).stdout, "")
        self.assertFalse(os.path.exists(self.copy))

    def test_a_copy_through_a_pipe_comes_back_through_a_pipe(self):
        stream = self.todo("backup", "-", text=False).stdout
        self.assertTrue(stream.startswith(b"SQLite format 3\0"))
        self.add("bread")
        self.assertIn(b"restored", self.todo("restore", "-", input=stream, text=False).stdout)
        self.assertEqual(self.titles(), ["milk"])
        self.assertEqual(self.leftovers(), [])

    def test_the_database_of_before_is_kept(self):
        self.todo("backup", self.copy)
        self.add("bread")
        kept = self.todo("restore", self.copy).stdout.splitlines()[1].rsplit(" ", 1)[1]
        self.assertEqual((self.titles(), self.titles(kept)), (["milk"], ["milk", "bread"]))

    def test_restores_where_there_was_nothing(self):
        self.todo("backup", self.copy)
        shutil.rmtree(self.path("db"))
        self.assertNotIn("kept", self.todo("restore", self.copy).stdout)
        self.assertEqual(self.titles(), ["milk"])

    def test_what_is_no_copy_of_ours_changes_nothing(self):
        stranger = self.path("stranger.sqlite3")
        with contextlib.closing(sqlite3.connect(stranger)) as database, database:
            database.execute("CREATE TABLE t (x)")
        for source in [self.write("text", "no database\n" * 500), stranger, "/nonexistent", self.path("db")]:
            self.todo("restore", source, code=1)
        self.refused("restore", "-", input="", says="standard input is empty")
        self.refused("restore", "-", input="no database\n" * 500, says="restore")
        self.assertEqual(self.titles(), ["milk"])
        self.assertEqual(self.leftovers(), [])

    def test_a_database_in_use_is_not_replaced(self):
        self.todo("backup", self.copy)
        with RunningTodo(self.folder, DATABASE_PATH=self.database) as todo:
            self.todo("restore", self.copy, code=1)
            self.assertEqual(todo.request("GET", "/readyz").status, 200)
        self.assertEqual(self.titles(), ["milk"])

    def test_a_copy_is_made_while_the_server_writes(self):
        with RunningTodo(self.folder, DATABASE_PATH=self.database) as todo:
            todo.api("POST", "/api/todos", {"title": "bread"})
            self.todo("backup", self.copy)
        self.assertEqual(self.titles(self.copy), ["milk", "bread"])

    def test_a_terminal_is_no_place_for_a_database(self):
        controller, terminal = pty.openpty()
        try:
            self.refused("backup", "-", stdout=terminal, says="terminal")
            self.refused("restore", "-", stdin=terminal, says="terminal")
        finally:
            os.close(controller)
            os.close(terminal)

    def test_a_reader_who_leaves_is_a_failure_and_leaves_nothing_behind(self):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            self.refused("backup", "-", stdout=writer, says="Broken pipe")
        finally:
            os.close(writer)
        self.assertEqual(self.leftovers(), [])

    def test_a_signal_in_the_middle_of_the_stream_leaves_nothing_behind(self):
        process = subprocess.Popen([BINARY, "restore", "-"], env={"DATABASE_PATH": self.database}, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdin.write(b"SQLite format 3\0")
        process.stdin.flush()
        deadline = time.monotonic() + 10
        while not self.leftovers() and time.monotonic() < deadline:
            time.sleep(0.005)
        self.assertTrue(self.leftovers(), "the stream goes through a file in the database folder")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
        self.assertEqual(process.returncode, -signal.SIGTERM)
        self.assertEqual(self.leftovers(), [])
        self.assertEqual(self.titles(), ["milk"])


class ChownData(CommandTest):
    def setUp(self):
        super().setUp()
        self.todo("migrate")
        self.me = f"{os.getuid()}:{os.getgid()}"

    def state(self, name):
        state = os.lstat(self.path(name))
        return f"{state.st_uid}:{state.st_gid} {stat.S_IMODE(state.st_mode):04o}"

    def test_sets_modes_and_the_second_run_changes_nothing(self):
        os.mkdir(self.path("db/backups"), 0o755)
        self.write("db/backups/old.sqlite3", "x", 0o644)
        os.chmod(self.path("db"), 0o755)
        text = self.todo("chown-data", self.me).stdout
        self.assertIn(f"changed {self.path('db')}: {self.me} 0755 -> {self.me} 0700", text)
        for name, mode in [("db", "0700"), ("db/db.sqlite3", "0600"), ("db/backups", "0700"), ("db/backups/old.sqlite3", "0600")]:
            self.assertEqual(self.state(name), f"{self.me} {mode}")
        self.assertIn("already: nothing to change", self.todo("chown-data", self.me).stdout)

    def test_follows_no_link_and_leaves_strange_things_alone(self):
        self.write("outside", "x", 0o644)
        self.write("twice", "x", 0o644)
        os.symlink(self.path("outside"), self.path("db/link"))
        os.link(self.path("twice"), self.path("db/hard"))
        os.mkfifo(self.path("db/pipe"), 0o644)
        os.mkdir(self.path("db/other"), 0o755)
        self.write("db/other/deep", "x", 0o644)
        text = self.todo("chown-data", self.me).stdout
        for name in ["link", "hard", "pipe", "other"]:
            self.assertIn(f"left alone {self.path('db/' + name)}: ", text)
        for name in ["outside", "twice", "db/pipe", "db/other/deep"]:
            self.assertEqual(self.state(name), f"{self.me} 0644")

    def test_refuses_folders_that_are_not_its_own(self):
        os.symlink(self.path("db"), self.path("link"))
        self.refused("chown-data", self.me, settings={"DATABASE_PATH": self.path("link/db.sqlite3")}, says="link is not followed")
        os.mkdir(self.path("shared"))
        os.chmod(self.path("shared"), 0o1777)
        self.refused("chown-data", self.me, settings={"DATABASE_PATH": self.path("shared/db.sqlite3")}, says="sticky")
        self.refused("chown-data", self.me, settings={"DATABASE_PATH": "/db.sqlite3"}, says="directly in /")
        self.refused("chown-data", self.me, settings={"DATABASE_PATH": "db.sqlite3"}, cwd=self.folder, says="directly in .")
        self.refused("chown-data", self.me, settings={"DATABASE_PATH": self.path("no/db.sqlite3")}, says="No such file")

    def test_takes_numbers_only(self):
        for owner in ["appuser", "1000:", "-1", "4294967295", "1:2:3"]:
            self.refused("chown-data", "--", owner, code=2, says="UID:GID")

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("setpriv"), "giving files away needs user 0 and setpriv")
    def test_works_with_cap_chown_alone_from_any_owner(self):
        alone = ["setpriv", "--bounding-set=-all,+chown", "--inh-caps=-all"]
        environment = {"DATABASE_PATH": self.database}
        for owner in ["1000:1000", "1000:1000", "1001:100", "0:0"]:
            subprocess.run([*alone, os.path.abspath(BINARY), "chown-data", owner], env=environment, check=True, timeout=30,
                           capture_output=True)
            self.assertEqual((self.state("db"), self.state("db/db.sqlite3")), (f"{owner} 0700", f"{owner} 0600"))
        os.chown(self.path("db"), 1001, 1001)
        os.chown(self.database, 1002, 1002)
        os.chmod(self.path("db"), 0o711)
        os.chmod(self.database, 0o640)
        subprocess.run([*alone, os.path.abspath(BINARY), "chown-data", "1000:1000"], env=environment, check=True, timeout=30,
                       capture_output=True)
        self.assertEqual((self.state("db"), self.state("db/db.sqlite3")), ("1000:1000 0700", "1000:1000 0600"))

    @unittest.skipUnless(os.geteuid() == 0, "trying it without the capability needs user 0, to become somebody else")
    def test_says_which_capability_it_needs(self):
        os.chmod(self.folder, 0o755)
        os.chmod(self.path("db"), 0o755)
        os.chown(self.path("db"), 65534, 65534)
        self.refused("chown-data", "1000:1000", binary=shutil.copy(BINARY, self.path("todo")), user=65534, group=65534,
                     extra_groups=[], says="CAP_CHOWN")


if __name__ == "__main__":
    unittest.main()
