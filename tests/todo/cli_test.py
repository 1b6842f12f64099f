"""The command line of `todo`, and its commands about schema and health: output, exit codes, what they leave behind."""
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import stat
import time
import unittest

from command_case import CommandTest
from running_todo import BINARY

SOURCE = pathlib.Path(__file__).resolve().parents[2] / "src" / "todo"
COMMANDS = ["migrate", "makemigrations", "check", "selftest", "healthcheck", "backup", "restore", "chown-data", "version"]


class CommandLine(CommandTest):
    def test_help_lists_the_commands_and_the_settings(self):
        text = self.todo("--help").stdout
        for word in [*COMMANDS, "SECRET_KEY", "ALLOWED_HOSTS", "SETTINGS_FILE"]:
            self.assertIn(word, text)

    def test_each_command_has_help(self):
        for command in COMMANDS:
            text = self.todo(command, "--help").stdout
            self.assertIn(f"Usage: todo {command}", text)

    def test_what_is_not_understood_is_exit_code_2_with_a_hint(self):
        for arguments in [[], ["--nonsense"], ["nonsense"], ["migrat"]]:
            done = self.todo(*arguments, code=2)
            self.assertIn("see todo --help", done.stderr)
            self.assertEqual(done.stdout, "")
        self.assertIn("did you mean migrate?", self.todo("migrat", code=2).stderr)
        for arguments in [["migrate", "--nonsense"], ["backup"], ["restore"], ["chown-data"], ["makemigrations"], ["version", "x"],
                          ["selftest", "--format", "xml"], ["check", "--format", "xml"]]:
            self.refused(*arguments, code=2, says=f"see todo {arguments[0]} --help")

    def test_version_names_what_is_built_in(self):
        self.assertRegex(self.todo("version").stdout, r"\Atodo \d+\.\d+\.\d+\n\Z")
        text = self.todo("version", "--verbose").stdout
        for name in ["SQLite 3.", "Boost 1.", "libsodium 1.", "libseccomp 2.", "compiler "]:
            self.assertIn(name, text)

    def test_output_that_cannot_be_written_is_a_failure(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            self.refused("version", stdout=full, says="No space left on device")

    def test_settings_problems_are_one_line_each(self):
        error = self.refused("migrate", settings={"BIND": "nowhere", "DEBUG": "perhaps"}, says="DEBUG")
        self.assertEqual(len(error.splitlines()), 2)

    def test_secrets_that_cannot_be_read_do_not_disturb_commands_that_sign_nothing(self):
        self.todo("migrate", settings={"SECRET_KEY_FILE": "/nonexistent", "SECRET_KEY_FALLBACKS_FILE": "/nonexistent"})


class Migrate(CommandTest):
    def test_makes_folder_and_database_for_the_owner_alone(self):
        os.rmdir(self.path("db"))
        self.assertIn("applied 0001_initial.sql", self.todo("migrate").stdout)
        self.assertEqual(stat.S_IMODE(os.stat(self.path("db")).st_mode), 0o700)
        self.assertEqual(stat.S_IMODE(os.stat(self.database).st_mode), 0o600)
        self.assertIn("nothing to do", self.todo("migrate").stdout)

    def test_refuses_what_is_not_its_own_and_leaves_it_alone(self):
        self.write("db/db.sqlite3", "this is no database\n" * 100)
        self.refused("migrate", says="not a database")
        self.assertTrue(pathlib.Path(self.database).read_text(encoding="utf-8").startswith("this is no database"))

    def test_refuses_a_database_of_a_newer_version(self):
        self.todo("migrate")
        with contextlib.closing(sqlite3.connect(self.database)) as database, database:
            database.execute("INSERT INTO migrations (number, name, sha256, applied_at) VALUES (2, '0002_x.sql', '0', 0)")
        self.refused("migrate", says="newer")

    def test_says_which_folder_is_missing(self):
        self.refused("migrate", settings={"DATABASE_PATH": self.path("a/b/db.sqlite3")}, says=self.path("a/b"))


class MakeMigrations(CommandTest):
    def setUp(self):
        super().setUp()
        shutil.copytree(SOURCE / "migrations", self.path("todo/migrations"))
        os.mkdir(self.path("todo/store"))
        self.declared = (SOURCE / "store" / "schema.sql").read_text(encoding="utf-8")
        self.write("todo/store/schema.sql", self.declared)
        self.dir = ["--dir", self.path("todo/migrations")]

    def declare(self, more):
        self.write("todo/store/schema.sql", self.declared + more)

    def test_says_when_nothing_changed(self):
        self.assertIn("no changes", self.todo("makemigrations", "x", *self.dir).stdout)
        self.assertIn("no changes", self.todo("makemigrations", "--check", *self.dir).stdout)

    def test_the_folder_is_that_of_the_source_tree(self):
        self.assertIn("no changes", self.todo("makemigrations", "--check", cwd=SOURCE.parents[1]).stdout)

    def test_writes_the_next_file_once(self):
        self.declare("CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;\n")
        before = sorted(os.listdir(self.path("todo/migrations")))
        self.assertIn("CREATE TABLE tag", self.todo("makemigrations", "--check", *self.dir, code=1).stdout)
        self.assertEqual(sorted(os.listdir(self.path("todo/migrations"))), before)
        name = f"{len(before) + 1:04}_add_tag.sql"
        self.assertIn(name, self.todo("makemigrations", "add_tag", *self.dir).stdout)
        self.assertIn("CREATE TABLE tag", pathlib.Path(self.path(f"todo/migrations/{name}")).read_text(encoding="utf-8"))
        self.assertIn("no changes", self.todo("makemigrations", "again", *self.dir).stdout)

    def test_refuses_names_that_are_paths_and_folders_that_are_not_there(self):
        self.declare("CREATE TABLE tag (id INTEGER PRIMARY KEY) STRICT;\n")
        for name in ["../x", "Add", "a b", "a;b"]:
            self.refused("makemigrations", name, *self.dir, says="lower case")
        self.refused("makemigrations", "x", "--dir", self.path("nowhere"), says="No such file")


class SelfTest(CommandTest):
    STEPS = ["create", "write", "fsync", "lock", "unlock", "rename", "read back", "fsync folder", "delete"]

    def test_names_each_step_and_leaves_nothing_behind(self):
        lines = self.todo("selftest").stdout.splitlines()
        for step in self.STEPS:
            self.assertTrue(any(line.startswith(step) and line.endswith(" ok") for line in lines), step)
        self.assertTrue(any(line.startswith("journal mode") for line in lines))
        self.assertEqual(os.listdir(self.path("db")), [])

    def test_says_the_same_in_json(self):
        report = json.loads(self.todo("selftest", "--format", "json").stdout)
        self.assertTrue(report["ok"])
        self.assertEqual([step["step"] for step in report["steps"]], self.STEPS)
        self.assertIn(report["journal_mode"], ["wal", "delete"])
        self.assertTrue(report["file_system"])

    def test_names_the_step_that_failed_and_its_errno(self):
        os.rmdir(self.path("db"))
        self.refused("selftest", says="create in " + self.path("db"))
        report = json.loads(self.todo("selftest", "--format", "json", code=1).stdout)
        self.assertEqual((report["ok"], report["steps"]), (False, [{"step": "create", "ok": False, "errno": "ENOENT"}]))

    def test_says_eacces_in_a_folder_of_someone_else(self):
        os.chmod(self.folder, 0o755)
        os.chmod(self.path("db"), 0o555)
        options = {}
        if os.geteuid() == 0:  # who may write everywhere, so somebody else has to try
            options = {"binary": shutil.copy(BINARY, self.path("todo")), "user": 65534, "group": 65534, "extra_groups": []}
        self.refused("selftest", says="EACCES", **options)


class HealthCheck(CommandTest):
    def settings(self, age_seconds, word):
        """Settings with the stamp that a server would have left that long ago; the key is not this command's business."""
        stamp = int((time.clock_gettime(time.CLOCK_BOOTTIME) - age_seconds) * 1000)
        return {"HEARTBEAT_PATH": self.write("heartbeat", f"{stamp:020} {word}\n"), "SECRET_KEY_FILE": "/nonexistent"}

    def test_believes_a_fresh_stamp(self):
        self.assertEqual(self.todo("healthcheck", settings=self.settings(1, "ok")).stdout, "healthy\n")

    def test_says_what_is_wrong(self):
        self.refused("healthcheck", settings=self.settings(20, "ok"), says="the event loop last answered")
        self.refused("healthcheck", settings=self.settings(1, "no"), says="the database does not answer")
        self.refused("healthcheck", settings={"HEARTBEAT_PATH": self.write("heartbeat", "")}, says="not a stamp")
        self.refused("healthcheck", says="HEARTBEAT_PATH is not set")
        self.refused("healthcheck", settings={"HEARTBEAT_PATH": "/nonexistent"}, says="no sign of life")


if __name__ == "__main__":
    unittest.main()
