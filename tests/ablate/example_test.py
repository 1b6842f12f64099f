"""The example, measured again: what docs/ablation keeps is what is so."""
import copy
import json
import os
import unittest

from ablating import cache, cells, differences, kept_file, measure_example, to_keep

WHOLE = bool(os.environ.get("TAUT_ABLATE_DEPTH"))  # all of it, for minutes: tests/long.sh


class Example(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kept = json.loads(kept_file(WHOLE).read_text())
        with cache() as folder:
            cls.measured = measure_example(*(["--depth"] if WHOLE else []), cache=folder)
        print(f"{cls.measured['configurations']} configurations in {cls.measured['seconds']:.0f} s")

    def test_what_is_kept_is_what_is_measured(self):
        self.assertEqual(differences(self.kept, self.measured), [])

    def test_every_control_keeps_something_out(self):
        idle = [control["id"] for control in self.measured["controls"] if control["removable"] and not control["proof"]]
        self.assertEqual(idle, [control["id"] for control in self.kept["controls"] if control["removable"] and not control["proof"]])

    def test_a_kept_file_that_says_something_else_is_noticed(self):
        drill = next(one for one in self.measured["drills"] if one["depth"] == 2 and one["somewhere"])
        deeper = copy.deepcopy(to_keep(self.measured))
        next(one for one in deeper["drills"] if one["id"] == drill["id"])["depth"] = 3
        emptied = copy.deepcopy(to_keep(self.measured))
        emptied["cells"] = [cell for cell in emptied["cells"] if cell["drill"] != drill["id"]]
        other = copy.deepcopy(to_keep(self.measured))
        next(one for one in other["controls"] if one["removable"])["removable"] = False
        for changed in (deeper, emptied, other):
            self.assertEqual(len(differences(changed, self.measured)), 1)
        self.assertTrue(cells(self.measured, drill["id"]))
        self.assertEqual(differences(to_keep(self.measured), self.measured), [])


if __name__ == "__main__":
    unittest.main()
