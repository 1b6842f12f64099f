"""What the tests of `taut probe` share: the program, the catalogue as the sources declare it, and a row's probe."""
import functools
import json
import os
import pathlib
import re
import subprocess

from docker_engine import client, docker
from docker_image import base
from witnesses import IMAGES, ROOT, WITNESSES

TAUT = pathlib.Path(os.environ.get("TAUT_BIN", ROOT / "build" / "release" / "taut"))
AGENT = TAUT.with_name("agent")
PROBE_SECONDS = 300


@functools.cache
def catalogue():
    """Each drill's record as its file has it: {id: {"kind": "attack", "witness": "root", "stopped_by": …}}."""
    declared = {}
    listed = re.findall(r"^DRILL\((\w+)\)", (ROOT / "src" / "drills" / "catalogue.def").read_text(), re.MULTILINE)
    files = {path.stem: path for path in (ROOT / "src" / "drills").glob("*/*.cpp")}
    for drill in listed:
        text = files[drill].read_text()
        strings = {name: "".join(re.findall(r'"([^"]*)"', value))
                   for name, value in re.findall(r'^    \.(\w+) =((?:\s*"[^"\n]*")+),', text, re.MULTILINE)}
        capability = re.search(r"\.capability = CAP_(\w+)", text)
        declared[drill] = strings | {"kind": re.search(r"Kind::(\w+)", text).group(1),
                                     "capability": capability.group(1).lower() if capability else ""}
    return declared


def needed_capability(drill):
    """The capability that it exercises, as "sys_boot", or ""."""
    return catalogue()[drill]["capability"]


@functools.cache
def image(name):
    if not IMAGES[name]:
        return base()
    tag = f"taut/witness:{name}"
    docker("build", "--tag", tag, "-", input="\n".join([f"FROM {base()}", *IMAGES[name]]), timeout=600,
           env={**os.environ, "DOCKER_BUILDKIT": "1"})
    return tag


def taut(*arguments, **options):
    """Runs the program with the right docker first on PATH -> its JSON; it may say that something got through."""
    path = f"{pathlib.Path(client()).parent}:{os.environ['PATH']}"
    done = subprocess.run([TAUT, *arguments], capture_output=True, text=True, timeout=PROBE_SECONDS, check=False,
                          env={**os.environ, "PATH": path}, **options)
    if done.returncode not in (0, 1):
        raise AssertionError(f"taut {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def probe(row):
    """One probe of a row's container -> {drill: what the JSON says of it}."""
    if row.in_place:
        with open("/etc/hostname", "rb") as left_open:
            report = taut("probe", "--format=json", *row.options, pass_fds=[left_open.fileno()])
        return {drill["id"]: drill for drill in report["drills"]}
    with row.fixture() as values:
        flags = [flag.format(**values) if values else flag for flag in row.flags]
        report = taut("probe", "--format=json", *row.options, "--image", image(row.image), "--", *flags)
    return {drill["id"]: drill for drill in report["drills"]}


@functools.cache
def readings(name):
    """The probe of the row of this name, made once."""
    return probe(WITNESSES[name])


def got_through(name):
    """The attacks that did; states and information are no attempts."""
    return {drill for drill, reading in readings(name).items()
            if reading["outcome"] == "succeeded" and reading["kind"] == "attack"}


def told(reading):
    """One line for a failure or a skip."""
    return f"{reading['outcome']}: {reading['step']} {reading['errno'] or ''} [{reading['layer']}] {reading['evidence']}"
