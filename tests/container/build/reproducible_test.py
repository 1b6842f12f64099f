"""Two builds of one commit give the same binary, bit for bit, and the same files around it. The second one really compiles
again, and elsewhere: its context is a copy whose files have other permissions, which no earlier build has left in a cache."""
import hashlib
import pathlib
import shutil
import tempfile
import unittest

from docker_engine import docker
from docker_image import ROOT, build, files_of, image

AGAIN = "taut/todo:again"
NOT_COPIED = shutil.ignore_patterns(".git", "build", "artifacts", "node_modules", "db", "secrets")


class Reproducible(unittest.TestCase):
    def test_a_second_build_gives_the_same_files_bit_for_bit(self):
        first = files_of(image())
        folder = pathlib.Path(tempfile.mkdtemp(prefix="taut-again-"))
        self.addCleanup(shutil.rmtree, folder)
        project = shutil.copytree(ROOT, folder / "elsewhere", ignore=NOT_COPIED)
        for source in (project / "src").rglob("*.cpp"):
            source.chmod(0o600)
        said = build(AGAIN, context=project)
        self.addCleanup(docker, "rmi", "--force", AGAIN, check=False)
        self.assertIn("Linking CXX executable todo", said, "nothing was compiled: this proves nothing")
        self.assertEqual(digests(files_of(AGAIN)), digests(first))


def digests(files):
    return {path: (member.mode, member.uid, member.gid, int(member.mtime), hashlib.sha256(content).hexdigest())
            for path, (member, content) in files.items() if path}


if __name__ == "__main__":
    unittest.main()
