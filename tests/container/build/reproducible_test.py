"""Two builds of one commit give the same binary, bit for bit, and the same files around it. The second one really compiles
again: without cache, in a stage that no earlier build has left behind."""
import hashlib
import unittest

from docker_engine import docker
from docker_image import build, files_of, image

AGAIN = "taut/todo:again"


class Reproducible(unittest.TestCase):
    def test_a_second_build_gives_the_same_files_bit_for_bit(self):
        first = files_of(image())
        said = build(AGAIN, "--no-cache-filter=build")
        self.addCleanup(docker, "rmi", "--force", AGAIN, check=False)
        self.assertIn("Linking CXX executable todo", said, "nothing was compiled: this proves nothing")
        self.assertEqual(digests(files_of(AGAIN)), digests(first))


def digests(files):
    return {path: (member.mode, member.uid, member.gid, int(member.mtime), hashlib.sha256(content).hexdigest())
            for path, (member, content) in files.items() if path}


if __name__ == "__main__":
    unittest.main()
