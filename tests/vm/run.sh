#!/bin/sh
# deploy-linux.sh in virtual machines: Debian 13 with systemd and cgroup v2, and a stand-in for Ubuntu 24.04. Installs what it needs on
# Debian 12 or 13, makes the machines, and ends with one line: N passed, N failed, N skipped. Emulated, it takes about an hour.
#
#   tests/vm/run.sh              all of it
#   tests/vm/run.sh FILE…        only these, such as tests/vm/failures_test.py
#
# The disks are kept in build/vm, and made again when what they are made of has changed.
set -eu
cd "$(dirname "$0")/../.."
ROOT=$(pwd -P)
ARTIFACTS=${ARTIFACTS:-$ROOT/artifacts}
export ARTIFACTS TAUT_VMS="$ROOT/build/vm"
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
export PATH
case ${1:-} in -h | --help) sed -n '2,/^set -eu/{/^set -eu/d;s/^# \{0,1\}//;p}' "$0"; exit 0 ;; esac
. tests/lib/steps.sh
. tests/lib/install.sh

install_machine_packages() {
  missing=$(missing_packages qemu-system-x86 qemu-utils mmdebstrap dpkg-dev e2fsprogs openssh-client python3 git)
  # shellcheck disable=SC2086  # a list of names
  [ -z "$missing" ] || { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; }
}

# What deploy-linux.sh brings in with --image; built by the daemon of the tests, unless TODO_IMAGE_TAR names a saved one.
app_image() {
  [ -z "${TODO_IMAGE_TAR:-}" ] || return 0
  export TODO_IMAGE_TAR="$ARTIFACTS/todo-deployed.tar"
  if [ -e "$TODO_IMAGE_TAR" ] && [ -z "$(find src cmake CMakeLists.txt CMakePresets.json Dockerfile -newer "$TODO_IMAGE_TAR")" ]; then return 0; fi
  as_root env PATH="$PATH" python3 tests/lib/docker_rootful.py python3 tests/vm/app_image.py "$TODO_IMAGE_TAR"
}

disk() {  # disk NAME: made anew when its recipe has changed
  recipe=$(find tests/vm -type f \( -name '*.sh' -o -path '*/files/*' \) ! -name run.sh | sort | xargs cat | sha256sum)
  [ "$(cat "$TAUT_VMS/$1.recipe" 2>/dev/null)" != "$recipe" ] || [ ! -e "$TAUT_VMS/$1.qcow2" ] || return 0
  as_root sh tests/vm/rootfs.sh "$TAUT_VMS" "$1" && echo "$recipe" | as_root tee "$TAUT_VMS/$1.recipe" >/dev/null
}

[ $# -gt 0 ] || set -- tests/vm
mkdir -p "$TAUT_VMS"
step "tools" one install_machine_packages
step "the app's image" one app_image
for name in debian ubuntu-like; do step "a disk with $name" one disk "$name"; done
step "virtual machines" unittest as_root env PATH="$PATH" TAUT_VMS="$TAUT_VMS" TODO_IMAGE_TAR="$TODO_IMAGE_TAR" python3 tests/lib/unittests.py "$@"
finish
