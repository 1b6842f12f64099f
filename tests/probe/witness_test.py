"""Every drill gets through in the container that it names as its witness, and is stopped in the hardened one; what a kernel
cannot do is a skip with its reason. Known-bad containers are recognised by exactly the drills that should."""
import concurrent.futures
import contextlib
import unittest

from fixtures import nothing
from probing import catalogue, got_through, image, needed_capability, readings, told
from witnesses import STOPPED_IN, WITNESSES, missing_capabilities

AT_ONCE = 3


def setUpModule():
    """Most of a probe is waiting: the rows that share nothing are measured beside one another. What fails is measured
    again, and fails, in the test that asks for it."""
    alone = [name for name, row in WITNESSES.items() if not row.in_place and row.fixture is nothing]
    for name in alone:
        image(WITNESSES[name].image)

    def measure(name):
        with contextlib.suppress(Exception):
            readings(name)
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(measure, alone))


class Drill(unittest.TestCase):
    """Two tests for each drill, made below."""


def stopping_row(record):
    """Where a drill is to be stopped: in the least that is said to stop it."""
    sets = [[control.strip() for control in controls.split("+")] for controls in record["stopped_by"].split("|")]
    if all(control.startswith(("self-", "not-dumpable")) for control in sets[0]):
        return "sandboxed"
    return next((STOPPED_IN[controls[0]] for controls in sets if len(controls) == 1 and controls[0] in STOPPED_IN), "hardened")


def gets_through(drill, row):
    def test(self):
        reading = readings(row)[drill]
        if needed_capability(drill) in missing_capabilities():
            self.skipTest(f"{drill}: root of this machine has no CAP_{needed_capability(drill).upper()} to give")
        if reading["outcome"] == "skipped":
            self.skipTest(f"{drill}: {reading['evidence']}")
        self.assertEqual(reading["outcome"], "succeeded", told(reading))
    return test


def is_stopped(drill, row):
    def test(self):
        reading = readings(row)[drill]
        self.assertIn(reading["outcome"], ("stopped", "skipped"), told(reading))
        if reading["outcome"] == "skipped":
            self.skipTest(f"{drill}: {reading['evidence']}")
    return test


for name, record in catalogue().items():
    if record["kind"] == "info":
        continue
    if record["witness"]:
        setattr(Drill, f"test_{name}_gets_through_in_{record['witness']}", gets_through(name, record["witness"]))
    else:
        setattr(Drill, f"test_{name}_gets_through", unittest.skip(f"{name} needs {record['needs']}")(lambda self: None))
    if record["stopped_by"] != "none":
        stops = stopping_row(record)
        setattr(Drill, f"test_{name}_is_stopped_in_{stops}", is_stopped(name, stops))


class Row(unittest.TestCase):
    def test_every_row_is_used(self):
        used = {record["witness"] for record in catalogue().values()} | {row.beside for row in WITNESSES.values()}
        self.assertEqual(set(WITNESSES) - used - {"todo-profile", "sandboxed", "privileged"}, set())

    def test_no_drill_is_broken_anywhere(self):
        broken = [f"{drill} in {name}: {told(reading)}" for name in WITNESSES
                  for drill, reading in readings(name).items() if reading["outcome"] == "broken"]
        self.assertEqual(broken, [])


def is_recognised(name, row):
    def test(self):
        own = {drill for drill, record in catalogue().items() if record["witness"] == name and record["kind"] == "attack"}
        opened = got_through(name) - got_through(row.beside)
        skipped = {drill for drill in own if readings(name)[drill]["outcome"] == "skipped"
                   or needed_capability(drill) in missing_capabilities()}
        self.assertEqual(opened, (own - got_through(row.beside) - skipped) | set(row.also))
    return test


for name, row in WITNESSES.items():
    if row.beside:
        setattr(Row, f"test_{name}_is_recognised_by_exactly_its_drills", is_recognised(name, row))


if __name__ == "__main__":
    unittest.main()
