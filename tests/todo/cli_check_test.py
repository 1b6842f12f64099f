"""`todo check`: what it shows, what it never shows, and each weakness that `--deploy` finds."""
import json
import os
import subprocess
import unittest

from command_case import CommandTest
from running_todo import BINARY, KEY, RunningTodo


class Check(CommandTest):
    def setUp(self):
        super().setUp()
        key = self.write("key", KEY + "\n", 0o400)
        self.sound = {"SECRET_KEY_FILE": key, "ALLOWED_HOSTS": "localhost", "HEARTBEAT_PATH": self.path("heartbeat")}

    def findings(self, **settings):
        """The findings that are about the settings and files, as {id: severity}; those about processes depend on the machine."""
        environment = {"DATABASE_PATH": self.database, **self.sound, **settings}
        done = subprocess.run([BINARY, "check", "--deploy", "--format", "json"], env=environment, capture_output=True, text=True,
                              timeout=30, check=False)
        found = {finding["id"]: finding["severity"] for finding in json.loads(done.stdout)["findings"]}
        self.assertEqual(done.returncode, 1 if "error" in found.values() else 0, done)
        machine = {"server-not-seen", "running-as-root", "capabilities-held", "no-new-privileges-missing", "landlock-missing",
                   "landlock-partial", "seccomp-unavailable", "database-modes-unknown"}
        return {name: severity for name, severity in found.items() if name not in machine}

    def test_shows_the_settings_but_never_a_key(self):
        text = self.todo("check", settings=self.sound).stdout
        for words in ["set by a file, strong", "ALLOWED_HOSTS", "pending_migrations     0001_initial.sql", "landlock", "seccomp"]:
            self.assertIn(words, text)
        for form in ["text", "json"]:
            settings = {"SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": "old-one"}
            done = self.todo("check", "--deploy", "--format", form, settings=settings, code=1)
            for secret in [KEY, "old-one"]:
                self.assertNotIn(secret, done.stdout + done.stderr)

    def test_looks_without_touching(self):
        self.todo("check", settings=self.sound)
        self.assertEqual(os.listdir(self.path("db")), [])
        self.todo("migrate")
        self.assertIn("pending_migrations     none", self.todo("check", settings=self.sound).stdout)

    def test_reports_each_problem_of_the_settings(self):
        error = self.refused("check", settings={"DEBUG": "perhaps", "BIND": "x"}, says="DEBUG")
        self.assertEqual([line.split(":")[1].strip() for line in error.splitlines()], ["DEBUG", "SECRET_KEY", "BIND"])

    def test_reports_a_database_that_is_none(self):
        self.write("db/db.sqlite3", "no database\n" * 500)
        self.refused("check", settings=self.sound, says="not a database")

    def test_a_sound_deployment_has_no_findings(self):
        self.todo("migrate")
        self.assertEqual(self.findings(), {})

    def test_each_weakness_is_found(self):
        self.todo("migrate")
        open_key = self.write("open", KEY, 0o644)
        for settings, expected in [
            ({"DEBUG": "on"}, {"debug-on": "error"}),
            ({"ALLOWED_HOSTS": "*"}, {"allowed-hosts-any": "error"}),
            ({"ALLOWED_HOSTS": ""}, {"allowed-hosts-empty": "error"}),
            ({"SECRET_KEY_FILE": open_key}, {"secret-file-open": "error"}),
            ({"SECRET_KEY_FALLBACKS": "short"},
             {"settings-invalid": "error", "secret-in-environment": "warning", "secret-fallback-weak": "error"}),
            ({"CSRF_TRUSTED_ORIGINS": "http://a.example"}, {"trusted-origin-http": "warning"}),
            ({"TRUSTED_PROXIES": "10.0.0.0/8"}, {"trusted-proxies-wide": "error"}),
            ({"DATABASE_PATH": self.path("db/new.sqlite3")}, {"migrations-pending": "warning"}),
            ({"HEARTBEAT_PATH": ""}, {"heartbeat-unset": "note"}),
        ]:
            with self.subTest(settings):
                self.assertEqual(self.findings(**settings), expected)
        os.chmod(self.path("db"), 0o777)
        os.chmod(self.database, 0o640)
        self.assertEqual(self.findings(), {"database-world-writable": "error", "database-open-to-group": "warning"})

    def test_a_key_in_the_environment_is_a_warning_and_one_in_an_open_settings_file_an_error(self):
        self.todo("migrate")
        del self.sound["SECRET_KEY_FILE"]
        self.assertEqual(self.findings(SECRET_KEY=KEY), {"secret-in-environment": "warning"})
        self.assertEqual(self.findings(SETTINGS_FILE=self.write("settings.env", f"SECRET_KEY={KEY}\n", 0o644)),
                         {"secret-file-open": "error"})

    def test_shows_what_confines_every_thread_of_a_running_server(self):
        with RunningTodo(self.folder, DATABASE_PATH=self.database) as todo:
            todo.request("GET", "/healthz")  # it listens before its threads are there
            report = json.loads(self.todo("check", "--format", "json", settings=self.sound).stdout)
            server = next(found for found in report["servers"] if found["process"] == todo.process.pid)
        self.assertGreater(server["threads"], 1)
        self.assertEqual(server["threads_with_no_new_privs"], server["threads"])
        self.assertEqual(server["threads_with_seccomp_filter"], server["threads"])


if __name__ == "__main__":
    unittest.main()
