#!/bin/sh
# What takes too long for every change: the same tests, longer. Needs what tests/run.sh has installed and built.
#
#   tests/long.sh           all of it
#   KILL_CYCLES=3000 FUZZ_SECONDS=600 tests/long.sh
set -eu
cd "$(dirname "$0")/.."
ROOT=$(pwd -P)
export TODO_BIN="$ROOT/build/release/todo"

echo "kill -9 in the middle of writes, ${KILL_CYCLES:=3000} times"
KILL_CYCLES=$KILL_CYCLES python3 tests/lib/unittests.py tests/todo/durability_test.py

echo "each fuzzer for ${FUZZ_SECONDS:=600} seconds"
find build/fuzz -name "*_fuzz" -type f -perm -u+x | sort | while read -r fuzzer; do
  corpus=tests/corpus/$(basename "$fuzzer")
  found=$(mktemp -d)
  "$fuzzer" -max_total_time="$FUZZ_SECONDS" -timeout=5 -rss_limit_mb=2048 "$found" "$corpus"
done

echo "everyday build, and what has threads under the thread sanitizer"
cmake --workflow --preset dev
tests/run.sh harmless ablate tsan threads

echo "the ablation of the example, all of it, rootful and rootless"
export TAUT_ABLATE_DEPTH=1 PATH="/usr/sbin:/usr/bin:/sbin:/bin:$PATH"
python3 tests/lib/docker_rootful.py python3 tests/lib/unittests.py tests/ablate/example_test.py
python3 tests/lib/docker_rootless.py python3 tests/lib/unittests.py tests/ablate/example_test.py

echo "clang-tidy over every file"
cmake --workflow --preset tidy

echo "benchmarks"
bench/todo
