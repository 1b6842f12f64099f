"""The course of an ablation: what is not understood, what an end in the middle leaves, and what a second run has to do."""
import pathlib
import signal
import subprocess
import time
import unittest

from ablating import TAUT, ablate, cache, environment, left_over, nothing_is_left, run
from docker_engine import eventually
from docker_image import image

DRILLS = "sys_keyctl,cap_chown,fs_root_plant"


def subject():
    return ["--image", image(), "--only", DRILLS, "--", "--user=1000", "--cap-drop=ALL", "--read-only", "--pids-limit=48", "--memory=64m"]


def start(*arguments, cache):
    return subprocess.Popen([TAUT, "ablate", "--format=json", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=environment(cache))


def measured(folder):
    file = pathlib.Path(folder, "taut", "ablate.jsonl")
    return file.read_text().splitlines() if file.exists() else []


class NotUnderstood(unittest.TestCase):
    def refused(self, *arguments):
        with cache() as folder:
            done = run(*arguments, cache=folder)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        return done.stderr

    def test_an_unknown_drill(self):
        self.assertIn("did you mean sys_keyctl", self.refused("--image", image(), "--only", "sys_keyctrl"))

    def test_no_subject(self):
        self.assertIn("--container", self.refused())

    def test_an_unknown_service(self):
        compose = pathlib.Path(__file__).resolve().parents[2] / "compose.yaml"
        self.assertIn("there are: todo", self.refused("--compose", compose, "web"))

    def test_a_container_that_there_is_not(self):
        with cache() as folder:
            self.assertEqual(run("--container", "no-such-container", cache=folder).returncode, 3)


class Ended(unittest.TestCase):
    def setUp(self):
        subprocess.run([TAUT, "clean"], check=True, stdout=subprocess.DEVNULL)
        self.assertTrue(nothing_is_left(), left_over())

    def ended_in_the_middle(self, number, folder):
        """A run that gets the signal when it has measured a few configurations -> its exit status."""
        with start(*subject(), cache=folder) as process:
            eventually(lambda: len(measured(folder)) >= 3, "three results", 60)
            self.assertIsNone(process.poll(), "the run was over: the test proves nothing")
            process.send_signal(number)
            process.communicate(timeout=30)
            return process.returncode

    def test_interrupted_it_leaves_nothing(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number.name), cache() as folder:
                self.assertEqual(self.ended_in_the_middle(number, folder), 3)
                self.assertTrue(nothing_is_left(), left_over())

    def test_killed_it_leaves_what_clean_removes_and_says(self):
        with cache() as folder:
            self.ended_in_the_middle(signal.SIGKILL, folder)
        self.assertFalse(nothing_is_left(), "the kill left nothing: the test proves nothing")
        self.assertTrue(left_over()["image"])
        said = subprocess.run([TAUT, "clean"], check=True, capture_output=True, text=True).stdout
        self.assertIn(" 1 images", said)

        def cleaned():
            # What the engine was still making when its client died may appear after a first clean.
            subprocess.run([TAUT, "clean"], check=True, stdout=subprocess.DEVNULL)
            return nothing_is_left()
        eventually(cleaned, "everything is gone")

    def test_interrupted_it_goes_on_where_it_was(self):
        with cache() as folder:
            self.ended_in_the_middle(signal.SIGINT, folder)
            before = measured(folder)
            report = ablate(*subject(), cache=folder)
            after = measured(folder)
        self.assertEqual(after[:len(before)], before)
        self.assertEqual(len(after), report["configurations"] - len(report["not_started"]), "one line each, none twice")

    def test_a_second_run_measures_nothing_and_a_fresh_one_everything(self):
        with cache() as folder:
            first = ablate(*subject(), cache=folder)
            lines = measured(folder)
            began = time.monotonic()
            second = ablate(*subject(), cache=folder)
            seconds = time.monotonic() - began
            self.assertEqual(measured(folder), lines)
            fresh = ablate("--fresh", *subject(), cache=folder)
            self.assertEqual(measured(folder), lines, "what is measured afresh is not kept")
        for report in (second, fresh):
            self.assertEqual((report["drills"], report["cells"]), (first["drills"], first["cells"]))
        self.assertLess(second["seconds"], first["seconds"] / 2, f"the second run took {seconds:.1f} s")


if __name__ == "__main__":
    unittest.main()
