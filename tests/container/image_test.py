"""The image: what is in it, what it says about itself, and how the one binary in it was hardened."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from docker_engine import inspect, output
from docker_image import ROOT, files_of, image

MEGABYTE = 1_000_000

# Path -> (type, mode, uid, gid); a path that is not here may not be in the image.
CONTENT = {
    "": None,  # the root itself, which some engines record
    "todo": ("file", 0o555, 0, 0),
    "todo.cdx.json": ("file", 0o444, 0, 0),
    "etc": ("folder", 0o755, 0, 0),
    "etc/passwd": ("file", 0o444, 0, 0),
    "etc/group": ("file", 0o444, 0, 0),
    "db": ("folder", 0o700, 1000, 1000),
    "tmp": ("folder", 0o1777, 0, 0),
}

# Package -> a trace of it in the binary, where it leaves one: what no scanner could see any more must be in the SBOM.
LINKED = {
    "libsqlite3-dev": b"SQLite format 3\0",
    "libc6-dev": b"GNU C Library",
    "libseccomp-dev": None,
    "libsodium-dev": None,
    "libsqlitecpp-dev": b"SQLite::",
    "libstdc++-14-dev": b"basic_string",
    "libgcc-14-dev": None,
    "libboost-json1.88-dev": b"boost.json",
    "libboost1.88-dev": b"boost",
    "libcli11-dev": b"CLI",
    "libexpected-dev": None,
}


def setUpModule():
    global name, files, description
    name = image()
    files = files_of(name)
    description = inspect(name)


class Content(unittest.TestCase):
    def test_it_holds_just_what_the_table_says(self):
        found = {path: (kind_of(member), member.mode & 0o7777, member.uid, member.gid) for path, (member, _) in files.items() if path}
        self.assertEqual(found, {path: row for path, row in CONTENT.items() if row})

    def test_no_file_has_a_setuid_bit_or_capabilities(self):
        for path, (member, _) in files.items():
            self.assertEqual(member.mode & 0o6000, 0, path)
            self.assertNotIn("SCHILY.xattr.security.capability", member.pax_headers, path)

    def test_it_is_smaller_than_ten_megabytes(self):
        self.assertLess(description["Size"], 10 * MEGABYTE)
        print(f"image: {description['Size'] / MEGABYTE:.2f} MB", flush=True)

    def test_no_file_carries_the_time_of_its_build(self):
        self.assertEqual({int(member.mtime) for path, (member, _) in files.items() if path}, {1767225600})

    def test_passwd_and_group_know_the_one_user(self):
        self.assertEqual(files["etc/passwd"][1], b"appuser:x:1000:1000:the application:/:\n")
        self.assertEqual(files["etc/group"][1], b"appuser:x:1000:\n")


class Description(unittest.TestCase):
    def test_user_command_and_health_check(self):
        config = description["Config"]
        self.assertEqual(config["User"], "1000:1000")
        self.assertEqual(config["Entrypoint"] + config["Cmd"], ["/todo", "serve"])
        self.assertEqual(config["Healthcheck"]["Test"], ["CMD", "/todo", "healthcheck"])
        self.assertEqual(list(config["ExposedPorts"]), ["8000/tcp"])
        self.assertEqual(config["StopSignal"], "SIGTERM")

    def test_labels_say_where_it_came_from(self):
        labels = description["Config"]["Labels"]
        for label in ["title", "description", "version", "revision", "licenses", "base.name"]:
            self.assertTrue(labels.get(f"org.opencontainers.image.{label}"), label)
        version = re.search(r"project\(taut VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
        self.assertEqual(labels["org.opencontainers.image.version"], version)
        self.assertEqual(output("run", "--rm", name, "version").split()[-1], version)

    def test_environment_and_history_hold_no_secret(self):
        names = {entry.split("=")[0] for entry in description["Config"]["Env"]}
        self.assertEqual(names - {"PATH"}, {"BIND", "DATABASE_PATH", "HEARTBEAT_PATH"})
        history = output("history", "--no-trunc", "--format", "{{.CreatedBy}}", name)
        self.assertNotRegex(history.lower(), r"secret|password|token|api_?key|private")


class Sbom(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sbom = json.loads(files["todo.cdx.json"][1])

    def test_it_is_cyclonedx_as_the_specification_wants_it(self):
        self.assertEqual((self.sbom["bomFormat"], self.sbom["specVersion"], self.sbom["version"]), ("CycloneDX", "1.5", 1))
        self.assertEqual(set(self.sbom), {"bomFormat", "specVersion", "version", "metadata", "components", "dependencies"})
        references = [component["bom-ref"] for component in self.sbom["components"]]
        self.assertEqual(len(references), len(set(references)))
        for component in self.sbom["components"]:
            self.assertEqual(component["type"], "library")
            self.assertRegex(component["purl"], r"^pkg:deb/debian/[a-z0-9.+%B-]+@[^?]+\?arch=[a-z0-9]+&distro=debian-13&upstream=.+$")
            self.assertIn(component["version"].replace("+", "%2B").replace(":", "%3A"), component["purl"])
        (edges,) = self.sbom["dependencies"]
        self.assertEqual(edges["ref"], self.sbom["metadata"]["component"]["bom-ref"])
        self.assertEqual(sorted(edges["dependsOn"]), sorted(references))

    def test_it_is_about_this_very_binary(self):
        component = self.sbom["metadata"]["component"]
        self.assertEqual(component["name"], "todo")
        self.assertEqual(component["hashes"], [{"alg": "SHA-256", "content": hashlib.sha256(files["todo"][1]).hexdigest()}])

    def test_it_names_what_was_linked_statically(self):
        names = {component["name"] for component in self.sbom["components"]}
        for package, trace in LINKED.items():
            self.assertIn(package, names)
            if trace:
                self.assertIn(trace, files["todo"][1], f"{package} is in the SBOM, but is it in the binary?")
        # Nothing of the machine that built it: no compiler, no tool, no kernel headers.
        self.assertEqual(names & {"cmake", "ninja-build", "g++-14", "linux-libc-dev", "libgtest-dev"}, set())


class Binary(unittest.TestCase):
    """Hardening, read from the file itself. Not claimed: CET, because the static libraries of Debian carry no marks for it."""

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="taut-binary-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.path = folder / "todo"
        cls.path.write_bytes(files["todo"][1])
        cls.headers = readelf("--file-header", "--program-headers", cls.path)
        cls.dynamic = readelf("--dynamic", cls.path)

    def segment(self, kind):
        """(virtual address, memory size, flags) of each program header of a kind."""
        found = re.findall(rf"^ +{kind} +0x\S+ +0x(\S+) 0x\S+ +0x\S+ 0x(\S+) ([RWE ]{{3}})", self.headers, re.M)
        return [(int(address, 16), int(size, 16), flags.replace(" ", "")) for address, size, flags in found]

    def test_it_can_be_loaded_anywhere_and_needs_no_loader_or_library(self):
        self.assertRegex(self.headers, r"Type: +DYN")
        self.assertRegex(self.dynamic, r"FLAGS_1\) +Flags: .*PIE")
        self.assertEqual(self.segment("INTERP"), [])
        for tag in ["NEEDED", "RPATH", "RUNPATH", "TEXTREL"]:
            self.assertNotIn(f"({tag})", self.dynamic)

    def test_what_the_loader_writes_is_read_only_afterwards(self):
        self.assertRegex(self.dynamic, r"\(FLAGS\) +BIND_NOW")
        self.assertRegex(self.dynamic, r"FLAGS_1\) +Flags: .*NOW")
        ((start, size, _),) = self.segment("GNU_RELRO")
        sections = dict(re.findall(r"^ +\[ *\d+\] (\.\S+) +\S+ +([0-9a-f]{16})", readelf("--section-headers", self.path), re.M))
        for section in [".init_array", ".fini_array", ".data.rel.ro", ".dynamic", ".got"]:
            self.assertTrue(start <= int(sections[section], 16) < start + size, section)
        self.assertNotIn(".got.plt", sections)  # full RELRO: there is no lazily written table

    def test_no_memory_is_both_writable_and_executable(self):
        self.assertEqual([flags for _, _, flags in self.segment("GNU_STACK")], ["RW"])
        for _, _, flags in self.segment("LOAD"):
            self.assertFalse({"W", "E"} <= set(flags), flags)

    def test_it_is_stripped_and_names_no_folder_of_the_build(self):
        self.assertNotIn(".symtab", readelf("--section-headers", self.path))
        self.assertNotIn(b"/src/src/", files["todo"][1])

    def test_functions_check_the_stack_protector(self):
        # In a static binary it is no symbol, but code: on x86-64 the guard is at %fs:0x28, read on entry, compared on return.
        # That our own files have it, not only Debian's libraries, is shown in build/objects_test.py.
        code = disassembly(self.path)
        set_by, checks = (len(re.findall(rf"{verb} +%fs:0x28,%r", code)) for verb in ("mov", "sub"))
        print(f"stack protector: set {set_by} times, checked {checks} times", flush=True)
        self.assertGreater(set_by, 1000)
        self.assertGreater(checks, set_by)

    def test_what_fails_a_check_ends_the_program(self):
        for text in [b"stack smashing detected", b"buffer overflow detected"]:
            self.assertIn(text, files["todo"][1])
        self.assertIn(b"Assertion '%s' failed", files["todo"][1])  # of the C++ library's containers


def kind_of(member):
    return "file" if member.isreg() else "folder" if member.isdir() else "other"


def readelf(*arguments):
    return subprocess.run(["readelf", "--wide", *arguments], capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C"}).stdout


def disassembly(path):
    return subprocess.run(["objdump", "--disassemble", "--no-show-raw-insn", path], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    unittest.main()
