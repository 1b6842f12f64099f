"""Measures the example and writes what is kept of it into docs/ablation: the matrix of this daemon, and, beside a rootful one, the
page and the tables of docs/ablation.md.

Usage: python3 tests/lib/docker_rootful.py python3 tests/ablate/measure.py
       python3 tests/lib/docker_rootless.py python3 tests/ablate/measure.py"""
import json
import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / "lib"), str(pathlib.Path(__file__).resolve().parent)]
from ablating import KEPT, ROOT, cache, example, kept_file, measure_example, run, to_keep  # noqa: E402
from docker_engine import is_rootless  # noqa: E402

BEGIN, END = "<!-- measured: tests/ablate/measure.py writes what follows -->\n", "<!-- end of what was measured -->\n"


def write_kept(report, depth):
    kept_file(depth).write_text(json.dumps(to_keep(report), indent=1, ensure_ascii=False) + "\n")
    print(f"{kept_file(depth).name}: {report['configurations']} configurations in {report['seconds']:.0f} s")


def write_tables(markdown):
    """The table of controls; that of drills is the page's."""
    page = ROOT / "docs" / "ablation.md"
    table = markdown[markdown.index("| control |"):markdown.index("| drill |")]
    before, rest = page.read_text().split(BEGIN)
    page.write_text(before + BEGIN + "\n" + table + rest[rest.index(END):])


def main():
    KEPT.mkdir(exist_ok=True)
    with cache() as folder:
        write_kept(measure_example(cache=folder), depth=False)
        write_kept(measure_example("--depth", cache=folder), depth=True)
        if is_rootless():
            return
        run(*example("--depth"), "--format=html", "--output", KEPT / "example.html", cache=folder)
        write_tables(run(*example("--depth"), "--format=markdown", cache=folder).stdout)


if __name__ == "__main__":
    main()
