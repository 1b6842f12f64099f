#!/bin/sh
# Everything that must pass before a change lands. Installs on a fresh Debian 12 or 13 what is missing (as root, or with
# sudo), then runs each step, shows its tally, and ends with one line: N passed, N failed, N skipped.
#
#   tests/run.sh            all of it
#   tests/run.sh STEP…      only these; --help lists them
#
# What the steps print, and screenshots, are kept in artifacts/. What takes longer is in tests/long.sh.
set -u
cd "$(dirname "$0")/.." || exit 3
ROOT=$(pwd -P)
ARTIFACTS=${ARTIFACTS:-$ROOT/artifacts}
export ARTIFACTS
# /usr/bin first: a docker client from elsewhere, without the plugins, may stand in front of the package's.
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
. tests/lib/steps.sh
. tests/lib/install.sh

python_tests() { python3 tests/lib/unittests.py "$@"; }
# as_tester COMMAND…: as root, who keeps nothing of the environment but this.
as_tester() {
  as_root env PATH="$PATH" ARTIFACTS="$ARTIFACTS" TAUT_BIN="$TAUT_BIN" TODO_IMAGE_TAR="$TODO_IMAGE_TAR" \
    TODO_LAB_IMAGE_TAR="$TODO_LAB_IMAGE_TAR" TODO_BASE_TAR="$TODO_BASE_TAR" "$@"
}
# With a daemon of its own, the rootful one in namespaces of its own.
beside_docker() { as_tester python3 tests/lib/docker_rootful.py "$@"; }
beside_rootless_docker() { as_tester python3 tests/lib/docker_rootless.py "$@"; }
build() { cmake --preset "$1" && cmake --build --preset "$1"; }
build_of() { cmake --preset "$1" && cmake --build --preset "$1" --target "$2"; }
# Unit tests that run side by side; each is a process of its own.
unit_tests() { ctest --preset "$1" --parallel "$(nproc)"; }
formatted() { git ls-files -z -- '*.cpp' '*.h' | xargs -0 clang-format-19 --dry-run --Werror; }
shell_is_clean() { git ls-files -z -- '*.sh' .ci/run | xargs -0 shellcheck --shell=sh --exclude=SC1091; }
report_tests() {
  (cd tests/report && npm ci --silent --no-audit --no-fund) || return
  node --test-reporter=tap tests/report/schemas_test.mjs
}
browser_tests() {
  (cd tests/browser && npm ci --silent --no-audit --no-fund) || return
  TODO_BIN=$TODO_BIN node --test-reporter=tap "tests/browser/$1"
}

step_rules() {
  step "house rules" unittest python_tests tests/lint
  step "layout (clang-format)" one formatted
  step "shell scripts (shellcheck)" one shell_is_clean
}
# What users get is what the steps below run against: sockets, browser, reports, probes.
step_release() {
  step "release build" one build release
  step "tags are known and complete" one "$TAUT_BIN" tags --check
}
step_native() {
  step "todo over a real socket" unittest env TODO_BIN="$TODO_BIN" TAUT_BIN="$TAUT_BIN" python3 tests/lib/unittests.py tests/todo
}
step_report() {
  step "reports of taut probe, against their schemas" tap report_tests
}
step_browser() {
  step "pages in a real browser" tap browser_tests pages_test.mjs
  step "the page /security in a real browser" tap browser_tests lab_test.mjs
}
step_deploy() {
  step "deploy script, its parts" tap bats --tap tests/deploy
  step "deploy script, for real, rootless" unittest as_tester python3 tests/lib/unittests.py tests/deploy
}
step_container() {
  step "image and container, rootful daemon" unittest beside_docker python3 tests/lib/unittests.py tests/container/build tests/container
}
step_rootless() {
  step "container, rootless daemon" unittest beside_rootless_docker python3 tests/lib/unittests.py tests/container
}
step_probe() {
  step "drills and probes, rootful daemon" unittest beside_docker python3 tests/lib/unittests.py \
    tests/probe/witness_test.py tests/probe/known_bad_test.py tests/probe/example_test.py
}
step_harmless() {
  step "probes leave nothing behind, rootful daemon" unittest beside_docker python3 tests/lib/unittests.py \
    tests/probe/harmless_test.py tests/probe/cleanup_test.py
}
step_ablate() {
  step "ablations, rootful daemon" unittest beside_docker python3 tests/lib/unittests.py tests/ablate
}
# Most of what a daemon's tests do is waiting: the next builds are made beside them, out of the way. The steps that need them
# wait, and build what is missing.
build_ahead() {
  for preset in asan fuzz; do
    nice -n 19 cmake --preset "$preset" && nice -n 19 cmake --build --preset "$preset"
  done >"$ARTIFACTS/logs/builds-ahead.log" 2>&1 </dev/null &
  builder=$!
}
wait_for_builder() {
  [ -z "$builder" ] || wait "$builder" || :  # why it failed is seen in the step that builds again
  builder=""
}
step_asan() {
  wait_for_builder
  step "debug build with address sanitizer" one build asan
  step "unit tests, address sanitizer" ctest unit_tests asan
}
step_tsan() {
  step "build of todo with thread sanitizer" one build_of tsan todo
  step "todo over a real socket, thread sanitizer" unittest env TODO_BIN="$ROOT/build/tsan/todo" TAUT_BIN="$TAUT_BIN" \
    python3 tests/lib/unittests.py tests/todo/api_test.py tests/todo/hostile_test.py tests/todo/pages_test.py
}
step_threads() {
  step "build of what has threads, thread sanitizer" one build tsan
  step "unit tests, thread sanitizer" ctest unit_tests tsan
}
step_fuzz() {
  wait_for_builder
  step "build of the fuzzers" one build fuzz
  step "each fuzzer for five seconds" ctest unit_tests fuzz
}

steps="rules release native report browser deploy container rootless probe asan fuzz"
more_steps="harmless ablate tsan threads"  # in tests/long.sh
case ${1:-} in
  -h | --help) sed -n '2,/^set -u/{/^set -u/d;s/^# \{0,1\}//;p}' "$0"; echo "Steps: $steps; by name only: $more_steps"; exit 0 ;;
esac
for wanted in "$@"; do
  case " $steps $more_steps " in
    *" $wanted "*) ;;
    *) echo "tests/run.sh: no step '$wanted'; there are: $steps $more_steps" >&2; exit 2 ;;
  esac
done
case " $* " in
  "  " | *" release "* | " rules ") ;;
  *) [ -x build/release/taut ] || set -- release "$@" ;;  # a step by itself needs the programs too
esac
TAUT_BIN=$ROOT/build/release/taut
TODO_BIN=$ROOT/build/release/todo
TODO_IMAGE_TAR=${TODO_IMAGE_TAR:-$ARTIFACTS/todo-image.tar}
TODO_LAB_IMAGE_TAR=${TODO_LAB_IMAGE_TAR:-$ARTIFACTS/todo-lab-image.tar}
TODO_BASE_TAR=${TODO_BASE_TAR:-$ARTIFACTS/base-image.tar}
if [ $# -eq 0 ]; then
  rm -f "$TODO_IMAGE_TAR" "$TODO_LAB_IMAGE_TAR" "$TODO_BASE_TAR"
  # shellcheck disable=SC2086  # a list of words
  set -- $steps
fi
builder=""
step "tools" one install_test_packages
for wanted in "$@"; do
  "step_$wanted"
  case "$wanted $*" in release*asan*) build_ahead ;; esac
done
finish
