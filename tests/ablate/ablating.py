"""What the tests of `taut ablate` share: a run of the program, and the comparison of a measurement with one that is kept."""
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from docker_engine import client, docker, is_rootless
from docker_image import image

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "probe"))
from fixtures import host_services, shared_memory  # noqa: E402

TAUT = pathlib.Path(os.environ.get("TAUT_BIN", ROOT / "build" / "release" / "taut"))
KEPT = ROOT / "docs" / "ablation"
SECONDS = 1800
LABEL = "label=org.taut.run"


def environment(cache):
    """The right docker first on PATH, and a cache of its own."""
    path = f"{pathlib.Path(client()).parent}:{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "XDG_CACHE_HOME": str(cache)}


@contextlib.contextmanager
def cache():
    with tempfile.TemporaryDirectory(prefix="taut-ablate-") as folder:
        yield folder


def run(*arguments, cache, **options):
    return subprocess.run([TAUT, "ablate", *map(str, arguments)], capture_output=True, text=True, timeout=SECONDS, check=False,
                          env=environment(cache), **options)


def ablate(*arguments, cache):
    """-> the program's JSON; it may say that something is unproven."""
    done = run("--format=json", *arguments, cache=cache)
    if done.returncode not in (0, 1):
        raise AssertionError(f"taut ablate {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def measure_example(*options, cache):
    """The example's report. What some drills look for stands on the host meanwhile: a listener, shared memory."""
    with host_services(), shared_memory():
        return ablate(*example(*options), cache=cache)


def example(*options):
    """The arguments by which it is measured, as docs/ablation.md says."""
    os.environ["TODO_IMAGE"] = image()
    return ["--compose", ROOT / "compose.yaml", "todo", "--reference", "--sandbox", "todo", *options]


def kept_file(depth=False):
    return KEPT / f"example-{'rootless' if is_rootless() else 'rootful'}{'-depth' if depth else ''}.json"


def left_over():
    """What carries the mark of a run."""
    return {kind: docker(kind, "ls", *more, "--quiet", "--filter", LABEL).stdout.split()
            for kind, more in [("container", ["--all"]), ("volume", []), ("network", []), ("image", [])]}


def nothing_is_left():
    return not any(left_over().values())


def to_keep(report):
    """Without what differs from run to run."""
    return {name: value for name, value in report.items() if name not in ("time", "seconds")}


def row(report, drill):
    return next(one for one in report["drills"] if one["id"] == drill)


def sets(report, drill):
    """The smallest sets of controls that open a drill; an image that is not minimal counts as one."""
    return [set(one["removed"]) | ({"minimal-image"} if one["grant"] == "drill-image" else set())
            for one in row(report, drill)["smallest_sets"]]


def removable(report):
    return {control["id"] for control in report["controls"] if control["removable"]}


def cells(report, drill):
    return {one["control"]: one["cell"] for one in report["cells"] if one["drill"] == drill}


def comparable(kept, measured):
    """The drills that both kernels can show: one that never succeeds, or is skipped, on either says nothing about the
    container. On the same kernel and engine that is all of them."""
    both = [drill["id"] for drill in kept["drills"]]
    if (kept["kernel"], kept["engine"]) == (measured["kernel"], measured["engine"]):
        return both
    known = {drill["id"] for drill in measured["drills"]}
    return [drill for drill in both if drill in known
            and all(row(report, drill)["somewhere"] and row(report, drill)["with_everything_on"] != "skipped" for report in (kept, measured))]


def in_one_order(value):
    return sorted(value, key=json.dumps) if isinstance(value, list) else value


def differences(kept, measured):
    """Where a measurement is not what was kept, a line each."""
    found = []
    if removable(kept) != removable(measured):
        found.append(f"controls that can be taken away: {sorted(removable(kept) ^ removable(measured))}")
    same_machine = (kept["kernel"], kept["engine"]) == (measured["kernel"], measured["engine"])
    if same_machine and {drill["id"] for drill in kept["drills"]} != {drill["id"] for drill in measured["drills"]}:
        return [*found, "the catalogue has changed"]
    for drill in comparable(kept, measured):
        for name in ("with_everything_on", "depth", "smallest_sets", "docker_defaults", "privileged"):
            before, now = (in_one_order(row(report, drill)[name]) for report in (kept, measured))
            if before != now:
                found.append(f"{drill}: {name} was {before}, is {now}")
        if cells(kept, drill) != cells(measured, drill):
            found.append(f"{drill}: cells were {cells(kept, drill)}, are {cells(measured, drill)}")
    return found
