"""The house rules hold here, and each of them is able to fail."""
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import lint  # noqa: E402


class Lint(unittest.TestCase):
    def messages(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            return [message for _, _, message in lint.problems_of(pathlib.Path(folder))]

    def test_this_repository_keeps_the_rules(self):
        self.assertEqual(list(lint.problems_of(HERE.parents[1])), [])

    def test_an_include_against_the_layers_is_found(self):
        files = {"src/base/a.cpp": '#include "todo/item.h"\n', "src/todo/item.h": "// Item\n#pragma once\n",
                 "src/base/CMakeLists.txt": "a.cpp"}
        self.assertEqual(self.messages(files), ["base may not include todo (todo/item.h)"])

    def test_the_tool_and_the_workload_never_include_each_other(self):
        for here, there in (("commands", "todo"), ("todo", "commands"), ("todo/store", "formats"), ("todo/http", "todo/store")):
            with self.subTest(here):
                files = {f"src/{here}/a.cpp": f'#include "{there}/b.h"\n', f"src/{there}/b.h": "// B\n#pragma once\n",
                         f"src/{here}/CMakeLists.txt": "a.cpp"}
                self.assertEqual(self.messages(files), [f"{here} may not include {there} ({there}/b.h)"])

    def test_a_long_file_is_found(self):
        self.assertEqual(self.messages({"tests/a.py": "\n" * 401}), ["401 lines; 400 at most, is it still one idea?"])

    def test_a_header_without_words_or_guard_is_found(self):
        self.assertEqual(len(self.messages({"src/base/a.h": "int x;\n"})), 2)

    def test_a_source_that_nobody_compiles_is_found(self):
        self.assertEqual(self.messages({"src/base/a.cpp": "", "src/base/CMakeLists.txt": "ba.cpp a.cppx"}),
                         ["no CMakeLists.txt names it"])

    def test_a_reference_that_nobody_looked_up_is_found(self):
        files = {"src/drills/a.h": "// MITRE ATT&CK T1611.002; CVE-2024-21626\n#pragma once\n",
                 "docs/references.md": "| CVE-2024-21626 | x | y |\n| ATT&CK T1611 | x | y |\n"}
        self.assertEqual(self.messages(files), ["T1611.002 is not among the confirmed in docs/references.md"])

    def test_a_folder_without_a_layer_is_found(self):
        self.assertEqual(self.messages({"src/new/a.h": "// A\n#pragma once\n"}),
                         ["lies in a folder that tests/lint/lint.py has no layer for"])


if __name__ == "__main__":
    unittest.main()
