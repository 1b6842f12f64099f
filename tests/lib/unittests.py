"""Runs unittest files and prints their tally for tests/run.sh: every skip with its reason, nothing counted twice.

Usage: unittests.py FILE_OR_FOLDER...   (a folder means its *_test.py files)"""
import pathlib
import sys
import unittest


def files_of(arguments):
    for argument in map(pathlib.Path, arguments):
        yield from sorted(argument.glob("*_test.py")) if argument.is_dir() else [argument]


def main():
    suite = unittest.TestSuite()
    for path in files_of(sys.argv[1:]):
        sys.path.insert(0, str(path.parent))
        suite.addTests(unittest.defaultTestLoader.loadTestsFromName(path.stem))
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(suite)
    for test, reason in result.skipped:
        print(f"SKIP {test.id()}: {reason}")
    broken = len({test.id().split(" ")[0] for test, _ in result.failures + result.errors})
    unexpected = len(result.unexpectedSuccesses)
    good = result.testsRun - broken - unexpected - len(result.skipped)
    print(f"TALLY {max(good, 0)} {broken + unexpected} {len(result.skipped)}")
    return 0 if result.wasSuccessful() and result.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
