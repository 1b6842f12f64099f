"""Runs under_desktop.py, the Desktop scripts for real, beside a rootful daemon of its own. Needs root, and TODO_IMAGE_TAR=PATH."""
import os
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent


class BesideADaemonOfItsOwn(unittest.TestCase):
    def test_the_desktop_scripts_run_for_real(self):
        if os.geteuid() != 0:
            self.skipTest("needs root, for a daemon of its own")
        if not pathlib.Path(os.environ.get("TODO_IMAGE_TAR", "")).is_file():
            self.skipTest("TODO_IMAGE_TAR names no saved image")
        done = subprocess.run([sys.executable, HERE.parent / "lib/docker_rootful.py", sys.executable, HERE / "under_desktop.py", "-v"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900, check=False)
        print(done.stdout)
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
