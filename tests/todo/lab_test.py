"""todo-lab over a real socket, as a browser without JavaScript uses it: the page /security, its buttons, its limits; and that
`todo` itself holds nothing of it."""
import array
import contextlib
import fcntl
import os
import pathlib
import re
import signal
import subprocess
import termios
import threading
import time
import unittest

from running_todo import BINARY, LAB_BINARY, Browser, RunningTodo

ROOT = pathlib.Path(__file__).resolve().parents[2]
DRILLS = re.findall(r"^DRILL\((\w+)\)", (ROOT / "src/drills/catalogue.def").read_text(), re.MULTILINE)
JSON = {"Accept": "application/json"}
# The operator's own file, which may hold what no image should: see .dockerignore.
NOT_SHOWN = {"deployment-scripts/settings.env"}


def children_of(process):
    return [int(pid) for pid in pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def state_of(process):
    """"R", "S", "Z" …, or None when it is gone."""
    try:
        return re.search(r"^State:\s+(\S)", pathlib.Path(f"/proc/{process}/status").read_text(), re.MULTILINE).group(1)
    except OSError:
        return None


def was_asked(supervisor):
    """Whether a number lies in the pipe of a supervisor that has been stopped. As root."""
    for entry in pathlib.Path(f"/proc/{supervisor}/fd").iterdir():
        if os.readlink(entry).startswith("pipe:") and not int(re.search(r"^flags:\s+(\d+)", pathlib.Path(
                f"/proc/{supervisor}/fdinfo/{entry.name}").read_text(), re.MULTILINE).group(1), 8) & os.O_ACCMODE:
            fd = os.open(entry, os.O_RDONLY | os.O_NONBLOCK)
            try:
                waiting = array.array("i", [0])
                fcntl.ioctl(fd, termios.FIONREAD, waiting)
                if waiting[0] > 0:
                    return True
            finally:
                os.close(fd)
    return False


def soon(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


class Strict(unittest.TestCase):
    def test_todo_answers_404_and_its_list_says_nothing_of_the_page(self):
        with RunningTodo() as todo:
            for path in ["/security", "/security.js", "/security.css"]:
                self.assertEqual(todo.request("GET", path).status, 404)
            self.assertEqual(Browser(todo).post("/security/try", drill="cap_chown").status, 404)
            self.assertNotIn("security", todo.request("GET", "/").text)

    def test_todo_holds_no_drill_and_todo_lab_holds_all(self):
        strict, lab = pathlib.Path(BINARY).read_bytes(), pathlib.Path(LAB_BINARY).read_bytes()
        # Some drills are called as the capability that they exercise, whose names `todo check` prints.
        capabilities = set(re.findall(r'"(cap_\w+)"', (ROOT / "src/linux/capability_names.cpp").read_text()))
        traces = [drill.encode() + b"\0" for drill in DRILLS if drill not in capabilities]
        self.assertGreater(len(traces), 100)
        self.assertEqual([trace for trace in [*traces, b"taut-drill-", b"/security/try"] if trace in strict], [])
        self.assertEqual([trace for trace in traces if trace not in lab], [])


class Lab(unittest.TestCase):
    def setUp(self):
        self.todo = RunningTodo(binary=LAB_BINARY)
        self.addCleanup(self.todo.__exit__)
        self.todo.start()
        self.browser = Browser(self.todo)

    def page(self):
        answer = self.browser.get("/security")
        self.assertEqual(answer.status, 200)
        return answer.text

    def attempt(self, drill, **more):
        return self.browser.post("/security/try", headers=JSON, drill=drill, **more)

    def test_the_list_is_there_too(self):
        self.assertEqual(self.browser.post("/todos", title="in the lab").status, 303)
        self.assertIn("in the lab", self.browser.get().text)

    def test_the_page_shows_every_drill_and_the_lines_of_every_tagged_file(self):
        page = self.page()
        for drill in DRILLS:
            self.assertIn(f'id="drill-{drill}"', page)
        tagged = subprocess.run([os.environ.get("TAUT_BIN", ROOT / "build/dev/taut"), "tags", "--format", "json"], cwd=ROOT,
                                capture_output=True, text=True, check=True).stdout
        files = set(re.findall(r'"file":"([^"]+)"', tagged)) - NOT_SHOWN
        copies = {"compose.lab.yaml", "seccomp/todo-lab.json"}  # only what differs from the strict ones is shown
        shown = set(re.findall(r'<p class="place"><code>([^:<]+):\d+</code>', page))
        self.assertEqual(files | copies, shown | copies)
        self.assertGreater(len(files), 20)

    def test_a_button_answers_with_the_page_that_shows_what_stopped_it(self):
        answer = self.browser.post("/security/try", drill="ns_unshare_user")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/security#drill-ns_unshare_user"))
        row = re.search(r'id="drill-ns_unshare_user".*?</li>', self.page(), re.DOTALL).group(0)
        self.assertRegex(row, r'<em>Here: </em><strong>Stopped')
        self.assertIn("<em>Default container: </em>", row)

    def test_the_program_asks_for_json_and_gets_it(self):
        result = self.attempt("ns_unshare_user").json()
        self.assertEqual((result["drill"], result["outcome"], result["kind"]), ("ns_unshare_user", "stopped", "attack"))

    def test_all_at_once(self):
        answer = self.browser.post("/security/try-all")
        self.assertEqual((answer.status, answer.headers["Location"]), (303, "/security#try-all"))
        page = self.page()
        self.assertNotIn("Not tried yet", page)
        self.assertNotIn("Went wrong", page)
        self.assertEqual(sorted(os.listdir(self.todo.folder)), ["db.sqlite3", "db.sqlite3-shm", "db.sqlite3-wal", "db.sqlite3.lock", "log"])

    def test_no_user_input_reaches_a_drill(self):
        for drill in ["", "nothing", "../cap_chown", "cap_chown ", "res_forkbomb", "fs_data_fill", "net_internet", "0", "65535"]:
            self.assertEqual(self.attempt(drill).status, 404, drill)

    def test_forms_need_the_token_and_the_site(self):
        self.browser.get("/security")
        self.assertEqual(self.attempt("cap_chown", csrf_token="x").status, 403)
        self.assertEqual(self.browser.post("/security/try-all", headers={"Origin": "http://evil.example"}).status, 403)
        self.assertEqual(self.todo.request("GET", "/security/try").status, 405)

    def test_scripts_may_run_on_this_page_alone_and_only_from_files(self):
        policy = self.browser.get("/security").headers["Content-Security-Policy"]
        self.assertIn("script-src 'self'; connect-src 'self'", policy)
        self.assertNotIn("unsafe", policy)
        self.assertNotIn("script-src", self.browser.get("/").headers["Content-Security-Policy"])
        self.assertIsNone(re.search(r"<script(?! src)|<style|\son\w+=\"|\sstyle=\"", self.page()))

    def test_so_many_attempts_and_no_more(self):
        token = self.browser.token("/security")
        statuses = [self.browser.post("/security/try-all", csrf_token=token).status for _ in range(3)]
        self.assertEqual(statuses, [303, 303, 429])
        answer = self.browser.post("/security/try-all", csrf_token=token)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assertIn("many attempts", answer.text)

    def test_one_battery_at_a_time_and_the_app_answers_meanwhile(self):
        token = self.browser.token("/security")
        supervisor = children_of(self.todo.process.pid)[0]
        os.kill(supervisor, signal.SIGSTOP)  # an attempt that takes its time
        self.addCleanup(os.kill, supervisor, signal.SIGCONT)
        answers = []
        first = threading.Thread(target=lambda: answers.append(self.browser.post("/security/try", csrf_token=token, drill="cap_chown")))
        first.start()
        self.assertTrue(soon(lambda: was_asked(supervisor)))
        self.assertEqual(self.browser.post("/security/try", csrf_token=token, drill="cap_chown").status, 409)
        self.assertIn("One at a time", self.browser.post("/security/try-all", csrf_token=token).text)
        for _ in range(20):  # more than there are threads: none of them waits for it
            self.assertEqual(self.todo.request("GET", "/").status, 200)
        os.kill(supervisor, signal.SIGCONT)
        first.join(10)
        self.assertEqual(answers[0].status, 303)

    def test_an_attempt_that_is_killed_harms_nothing(self):
        result = self.attempt("ex_self").json()
        self.assertEqual((result["outcome"], result["verdict"]), ("stopped", "Stopped by seccomp"))
        supervisor = children_of(self.todo.process.pid)[0]
        self.assertEqual(children_of(supervisor), [], "no zombie is left")
        self.assertEqual(self.attempt("ns_unshare_user").status, 200)

    def test_without_the_supervisor_the_page_says_so_and_the_app_goes_on(self):
        supervisor = children_of(self.todo.process.pid)[0]
        os.kill(supervisor, signal.SIGKILL)
        self.assertTrue(soon(lambda: state_of(supervisor) is None), "the server reaps it")
        self.assertEqual(self.attempt("cap_chown").status, 503)
        self.assertIn("does not answer", self.page())
        self.assertEqual(self.todo.request("GET", "/").status, 200)

    def test_the_supervisor_ends_with_the_server(self):
        for end in [self.todo.stop, self.todo.kill]:
            with self.subTest(end=end.__name__):
                if self.todo.process.poll() is not None:
                    self.todo.start()
                supervisor = children_of(self.todo.process.pid)[0]
                end()
                self.assertTrue(soon(lambda: state_of(supervisor) in (None, "Z")))

    def test_it_stops_soon_even_when_an_attempt_hangs(self):
        token = self.browser.token("/security")
        supervisor = children_of(self.todo.process.pid)[0]
        os.kill(supervisor, signal.SIGSTOP)

        def ask():
            with contextlib.suppress(ConnectionError):  # it may end unanswered
                self.browser.post("/security/try", csrf_token=token, drill="cap_chown")

        waiting = threading.Thread(target=ask)
        waiting.start()
        self.assertTrue(soon(lambda: was_asked(supervisor)))
        status, seconds = self.todo.stop()
        waiting.join(10)
        self.assertEqual(status, 0)
        self.assertLess(seconds, 3)
        os.kill(supervisor, signal.SIGCONT)
        self.assertTrue(soon(lambda: state_of(supervisor) in (None, "Z")))

    def test_the_supervisor_knows_no_secret_of_a_file(self):
        folder = pathlib.Path(self.todo.folder)
        key = "kZ7wq-9PzT4mUe2sVb8xRd5nGc1yHf6L-from-a-file"
        (folder / "key").write_text(key)
        self.todo.stop()
        todo = RunningTodo(folder=str(folder), binary=LAB_BINARY, SECRET_KEY_FILE=str(folder / "key"))
        del todo.environment["SECRET_KEY"]
        with todo:
            self.assertTrue(holds(todo.process.pid, key), "the server does: else this proves nothing")
            self.assertFalse(holds(children_of(todo.process.pid)[0], key))


def holds(process, text):
    """Whether the memory of a process holds the text. As root."""
    with open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        for line in pathlib.Path(f"/proc/{process}/maps").read_text().splitlines():
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            if "r" not in line.split()[1] or "[v" in line:
                continue
            memory.seek(start)
            try:
                if text.encode() in memory.read(end - start):
                    return True
            except OSError:
                continue
    return False


if __name__ == "__main__":
    unittest.main()
