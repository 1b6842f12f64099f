#!/usr/bin/env python3
"""What each drill does in a container as most people start one: `docker run` of a plain Debian, no option at all. Writes the
table that the page /security shows beside the lab's own results, from a real measurement.

Usage, beside a Docker daemon: measure_default.py >src/lab/default_container.def
   python3 tests/lib/docker_rootful.py python3 tests/container/measure_default.py >src/lab/default_container.def"""
import json
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from docker_engine import client, docker  # noqa: E402
from docker_image import ROOT, base  # noqa: E402

TAUT = pathlib.Path(os.environ.get("TAUT_BIN", ROOT / "build" / "release" / "taut"))


def measure():
    path = f"{pathlib.Path(client()).parent}:{os.environ['PATH']}"
    done = subprocess.run([TAUT, "probe", "--image", base(), "--format", "json", "--fail-on", "none", "--residue", "/dev/null"],
                          capture_output=True, text=True, check=True, env={**os.environ, "PATH": path})
    return json.loads(done.stdout)


def table(report, engine):
    # The release without what this machine's builder put behind it.
    kernel = report["kernel"].split("-")[0]
    yield "// What each drill does in a default container: written by tests/container/measure_default.py, not by hand."
    yield "// PLACE(kernel, engine, image), then ROW(drill, outcome, set_up, errno, layer, step), in the catalogue's order."
    yield f'PLACE("{kernel}", "{engine}", "Debian 13 without any option, so as root")'
    for drill in report["drills"]:
        set_up = "true" if drill["set_up"] else "false"
        yield (f'ROW("{drill["id"]}", {drill["outcome"]}, {set_up}, "{drill["errno"] or ""}", '
               f'"{drill["layer"] or "unknown"}", "{drill["step"] or ""}")')


def main():
    print("\n".join(table(measure(), "Docker " + docker("version", "--format", "{{.Server.Version}}").stdout.strip())))


if __name__ == "__main__":
    main()
