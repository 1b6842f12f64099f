"""What a probe leaves in the engine: nothing. Killed at any moment, nothing but what the next run, or `taut clean`, takes away;
and probes at the same time do not take away, nor disturb, what belongs to the others."""
import concurrent.futures
import json
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import time
import unittest

from docker_engine import client, eventually, output
from probing import TAUT, image, taut

LABEL = "label=org.taut.run"
MOMENTS = 12
COMPOSE = """
services:
  web:
    image: {image}
    command: ["sleep", "1000"]
    networks: [own]
    volumes: ["data:/data"]
networks: {{own: {{}}}}
volumes: {{data: {{}}}}
"""


def left_over():
    """Containers, volumes and networks that carry the mark of a run."""
    return {kind: output(kind, "ls", *more, "--quiet", "--filter", LABEL).split()
            for kind, more in [("container", ["--all"]), ("volume", []), ("network", [])]}


def nothing_is_left():
    return not any(left_over().values())


def clean():
    subprocess.run([TAUT, "clean"], check=True, stdout=subprocess.DEVNULL)
    return nothing_is_left()


def start(*arguments):
    path = f"{pathlib.Path(client()).parent}:{os.environ['PATH']}"
    return subprocess.Popen([TAUT, "probe", "--format=json", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, env={**os.environ, "PATH": path})


def outcomes(report):
    return {drill["id"]: (drill["outcome"], drill["errno"], drill["layer"]) for drill in report["drills"]}


class Cleanup(unittest.TestCase):
    def setUp(self):
        # Images are made, and what other tests left is gone, before anything is measured.
        self.subject = ["--image", image("plain"), "--", "--user=1000"]
        self.assertTrue(clean(), left_over())
        began = time.monotonic()
        self.alone = taut("probe", "--format=json", *self.subject)
        self.seconds = time.monotonic() - began
        self.assertTrue(nothing_is_left(), left_over())

    def killed_at(self, moment, signal_number, *arguments):
        """A run that gets the signal after so many seconds; whether it was still running."""
        with start(*arguments) as run:
            try:
                run.communicate(timeout=moment)
                return False
            except subprocess.TimeoutExpired:
                run.send_signal(signal_number)
                run.communicate()
                return True

    def moments(self):
        seed = random.randrange(1 << 32)
        print(f"random moments, seed {seed}")
        chosen = random.Random(seed)
        return [chosen.uniform(0, self.seconds) for _ in range(MOMENTS)]

    def test_killed_at_any_moment_the_next_clean_removes_everything(self):
        dirty = 0
        for moment in self.moments():
            with self.subTest(moment=moment):
                self.killed_at(moment, signal.SIGKILL, *self.subject)
                dirty += not nothing_is_left()
                # What the engine was still making when its client died may appear after a first clean.
                eventually(clean, f"clean after the kill at {moment:.2f} s")
        self.assertGreater(dirty, 0, "no kill left anything: the test proves nothing")

    def test_killed_the_next_run_removes_everything(self):
        self.assertTrue(self.killed_at(self.seconds / 2, signal.SIGKILL, *self.subject))
        self.assertFalse(nothing_is_left(), "the kill left nothing: the test proves nothing")
        report = taut("probe", "--format=json", *self.subject)
        self.assertTrue(nothing_is_left(), left_over())
        self.assertEqual(outcomes(report), outcomes(self.alone))

    def test_killed_while_compose_makes_things_the_next_clean_removes_everything(self):
        with tempfile.TemporaryDirectory(prefix="taut-cleanup-") as folder:
            file = pathlib.Path(folder, "compose.yaml")
            file.write_text(COMPOSE.format(image=image("plain")))
            arguments = ["--compose", str(file), "web"]
            began = time.monotonic()
            taut("probe", "--format=json", *arguments)
            seconds = time.monotonic() - began
            for part in range(1, 7):
                moment = seconds * part / 7
                with self.subTest(moment=moment):
                    self.killed_at(moment, signal.SIGKILL, *arguments)
                    eventually(clean, f"clean after the kill at {moment:.2f} s")
            self.assertEqual(output("network", "ls", "--quiet", "--filter", "name=taut-").split(), [])
            self.assertEqual(output("volume", "ls", "--quiet", "--filter", "name=taut-").split(), [])

    def test_interrupted_it_tidies_up_itself(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number.name):
                self.assertTrue(self.killed_at(self.seconds / 2, number, *self.subject))
                self.assertTrue(nothing_is_left(), left_over())


class Together(unittest.TestCase):
    def test_probes_at_the_same_time_see_what_each_sees_alone(self):
        rows = [["--image", image("plain"), "--", f"--user={user}", *more] for user in (1000, 0)
                for more in ([], ["--network=none", "--memory=128m", "--pids-limit=48"])]
        alone = [outcomes(taut("probe", "--format=json", *row)) for row in rows]
        with concurrent.futures.ThreadPoolExecutor(len(rows)) as pool:
            together = list(pool.map(lambda row: outcomes(taut("probe", "--format=json", *row)), rows))
        for row, one, other in zip(rows, alone, together):
            with self.subTest(row=row):
                self.assertEqual(one, other)
        self.assertTrue(nothing_is_left(), left_over())

    def test_a_clean_leaves_a_run_alone_that_is_alive(self):
        with start("--image", image("plain"), "--", "--user=1000") as run, concurrent.futures.ThreadPoolExecutor() as reader:
            said = reader.submit(run.communicate)  # a report is larger than a pipe
            seen = 0
            while not said.done():
                seen += not nothing_is_left()
                clean()
            report, trouble = said.result()
        self.assertIn(run.returncode, (0, 1), trouble)
        self.assertEqual([drill for drill in json.loads(report)["drills"] if drill["outcome"] == "broken"], [])
        self.assertGreater(seen, 0, "nothing was there to be left alone: the test proves nothing")
        self.assertTrue(nothing_is_left(), left_over())


if __name__ == "__main__":
    unittest.main()
