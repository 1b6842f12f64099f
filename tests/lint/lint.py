#!/usr/bin/env python3
"""House rules that no compiler checks. Usage: lint.py [ROOT]; prints file:line: message, exits 1 when there is one.

Which folder of src/ may include which, how long a file may be, what a header begins with, and that every source file is
compiled by somebody. Tag lines are checked by `taut tags --check`, layout by clang-format."""
import pathlib
import re
import subprocess
import sys

# A folder may include itself and what is listed for it. The order is the order of the layers, from the ground up.
LAYERS = {
    "base": [],
    "linux": ["base"],
    "model": ["base"],
    "formats": ["base", "model"],
    "controls": ["base", "model"],
    "drills": ["base", "linux", "model"],
    "docker": ["base", "model"],
    "probe": ["base", "model", "formats", "controls", "drills", "docker"],
    "ablate": ["base", "linux", "model", "formats", "controls", "drills", "docker", "probe"],
    "report": ["ablate", "base", "model", "formats", "controls", "drills", "docker", "probe"],
    "commands": ["ablate", "base", "model", "formats", "controls", "drills", "docker", "probe", "report"],
    "todo": ["base"],
    "todo/store": ["base", "linux", "todo"],
    "todo/ops": ["base", "todo"],
    "todo/http": ["base", "todo", "todo/ops"],
    "todo/web": ["base", "todo", "todo/ops", "todo/http", "todo/store"],
    "todo/serve": ["base", "linux", "todo", "todo/ops", "todo/http", "todo/store", "todo/web", "todo/commands"],
    "todo/commands": ["base", "linux", "todo", "todo/ops", "todo/store"],
    # The one place where the app and the drills meet; nothing but its own main may know it.
    "lab": ["base", "linux", "model", "formats", "controls", "drills", "todo", "todo/ops", "todo/http", "todo/web", "todo/serve"],
    "main": ["base", "lab", "todo", "todo/commands", "todo/serve", "commands", "drills"],
}
LONGEST = 400  # lines; under 300 is the aim
SOURCES = (".cpp", ".h", ".py", ".sh", ".mjs", ".css")


def layer_of(path):
    """The layer of "todo/store/row.h" is the deepest folder that the table knows."""
    folder = pathlib.PurePosixPath(path).parent
    while str(folder) != "." and str(folder) not in LAYERS:
        folder = folder.parent
    return str(folder)


def check_includes(name, text, ours):
    here = layer_of(name.removeprefix("src/"))
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r'#include "([^"]+)"', line)
        if not found or found.group(1) not in ours:
            continue  # generated, or not ours
        there = layer_of(found.group(1))
        if there != here and there not in LAYERS.get(here, []):
            yield number, f"{here} may not include {there} ({found.group(1)})"


def check_length(name, text, _):
    lines = text.count("\n")
    if name.endswith(SOURCES) and lines > LONGEST:
        yield lines, f"{lines} lines; {LONGEST} at most, is it still one idea?"


def check_header(name, text, _):
    if name.endswith(".h") and name.startswith("src/"):
        if not text.startswith("// "):
            yield 1, "a header opens with what it is for"
        if "#pragma once" not in text:
            yield 1, "#pragma once is missing"


def check_layer_known(name, _, __):
    if re.match(r"src/.*\.(cpp|h)$", name) and layer_of(name.removeprefix("src/")) not in LAYERS:
        yield 1, "lies in a folder that tests/lint/lint.py has no layer for"


def check_compiled(name, _, root):
    if not re.match(r"src/.*\.cpp$", name):
        return
    path = root / name
    if re.match(r"src/drills/.+/", name):  # found by the build by itself; what counts is the catalogue
        catalogue = (root / "src/drills/catalogue.def").read_text()
        if f"DRILL({path.stem})" not in catalogue:
            yield 1, "src/drills/catalogue.def does not list it"
        return
    lists = [*root.glob("src/**/CMakeLists.txt"), *root.glob("cmake/*.cmake")]
    known = "".join(at.read_text() for at in lists)
    if not re.search(rf"(?<![\w]){re.escape(path.name)}(?!\w)", known):
        yield 1, "no CMakeLists.txt names it"


def check_references(name, text, root):
    """A number is easily written from memory: each one has to be in the table of those that somebody looked up."""
    if not name.startswith(("src/drills/", "src/controls/")):
        return
    table = root / "docs/references.md"
    confirmed = table.read_text() if table.exists() else ""
    for number, line in enumerate(text.splitlines(), 1):
        for cited in re.findall(r"\bCVE-\d{4}-\d+|\bT1\d{3}(?:\.\d{3})?\b", line):
            if not re.search(rf"\| (ATT&CK )?{re.escape(cited)} \|", confirmed):
                yield number, f"{cited} is not among the confirmed in docs/references.md"


def tracked(root):
    """What git tracks or would; outside git every file."""
    listing = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard", "--deduplicate"],
                             capture_output=True, text=True, check=False)
    if listing.returncode == 0 and listing.stdout:
        return sorted(name for name in listing.stdout.splitlines() if (root / name).is_file())
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def problems_of(root):
    names = tracked(root)
    ours = {name.removeprefix("src/") for name in names if name.startswith("src/")}
    for name in names:
        if not name.endswith(SOURCES):
            continue
        text = (root / name).read_text(errors="replace")
        if name.startswith("src/"):
            yield from ((name, *problem) for problem in check_includes(name, text, ours))
        for check, given in ((check_length, None), (check_header, None), (check_layer_known, None), (check_compiled, root),
                             (check_references, root)):
            yield from ((name, *problem) for problem in check(name, text, given))


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    root = root if root.is_dir() else root.parents[2]
    found = list(problems_of(root))
    for name, line, message in found:
        print(f"{name}:{line}: {message}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
