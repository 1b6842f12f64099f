"""What reaches the builder: of everything that lies in the project folder only what the image needs. Not read from
.dockerignore but from a real build whose one step lists its context."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from docker_engine import docker, output
from docker_image import ROOT, base

SECRET = "planted-and-must-not-get-out"

# At the root and deep inside the folders that do go to the builder.
PLANTED = [
    ".env", ".env.production", "secrets/secret_key", "db/db.sqlite3", "db/db.sqlite3-wal", "id_rsa", "server.key", "server.pem",
    ".git/config", ".npmrc", "backup.sql.gz", "settings.env", "deployment-scripts/settings.env", "compose.override.yaml",
    "src/.env", "src/todo/.env", "src/todo/secrets/key", "src/todo/db/db.sqlite3", "src/todo/web/server.key", "src/id_ed25519",
    "cmake/.env", "cmake/secrets/a.cmake", "packaging/secret", "packaging/.env", "bench/.env", "bench/db/x.db", "build/secret.cpp",
    "tests/secret.cpp", "src/todo/web/credentials.json", "src/.git/config", "src/todo/token.txt",
    "src/drills/.env", "src/drills/secret/key", "src/lab/secrets/key", "src/lab/assets/key.pem", "seccomp/secret.json",
    "deployment-scripts/lib/.env", "db-lab/db.sqlite3",
]


class Context(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """The files of a clean clone, the planted ones, and a Dockerfile that copies whatever it is given."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="taut-context-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.project = folder / "project"
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        for name in filter(None, tracked):
            if (ROOT / name).exists():
                copy(ROOT / name, cls.project / name)
        for name in PLANTED:
            path = cls.project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SECRET)
        listing = folder / "Dockerfile"
        listing.write_text(f"FROM {base()}\nCOPY . /context\n")
        cls.tag = "taut/context:test"
        docker("build", "--tag", cls.tag, "--file", listing, cls.project, timeout=300)
        cls.addClassCleanup(docker, "rmi", "--force", cls.tag, check=False)
        found = output("run", "--rm", cls.tag, "find", "/context", "-type", "f", "-printf", "%P\n")
        cls.context = set(found.splitlines())

    def test_no_planted_secret_reaches_the_builder(self):
        self.assertEqual(self.context & set(PLANTED), set())
        found = output("run", "--rm", self.tag, "sh", "-c", f"grep -rl {SECRET} /context || true")
        self.assertEqual(found, "")

    def test_what_the_image_needs_does_and_tests_do_not(self):
        for name in ["CMakeLists.txt", "CMakePresets.json", "cmake/flags.cmake", "src/main/todo.cpp", "packaging/sbom.sh", "src/drills/catalogue.def"]:
            self.assertIn(name, self.context)
        self.assertEqual({name for name in self.context if name.endswith(("_test.cpp", "_fuzz.cpp")) or name.startswith("tests/")}, set())


def copy(source, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target, follow_symlinks=False)


if __name__ == "__main__":
    unittest.main()
