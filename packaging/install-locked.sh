#!/bin/sh
# Installs the packages under "# wanted" of a lock file and compares every installed version with the one locked.
# Drift is printed; it is an error only with STRICT_LOCK=1, because a security update of Debian removes the version
# before it from the mirrors and would break an exact pin on the day that one most wants to build.
#
#   install-locked.sh LOCK           install and compare
#   install-locked.sh --print LOCK   install and print the lock that would describe the result
set -eu

print_only=no
if [ "$1" = --print ]; then
  print_only=yes
  shift
fi
lock=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

installed() {
  dpkg-query -W -f '${db:Status-Abbrev}${Package}=${Version}\n' | sed -n 's/^ii *//p' | LC_ALL=C sort -u
}
section() {
  awk -v wanted="$1" '/^# / { here = $2 } /^[^#]/ { if (here == wanted) print }' "$lock"
}

installed >"$work/before"
export DEBIAN_FRONTEND=noninteractive
{
  apt-get -q update
  section wanted | cut -d= -f1 | xargs apt-get -q install --yes --no-install-recommends
  rm -rf /var/lib/apt/lists/*
} >&2
installed >"$work/after"
LC_ALL=C comm -13 "$work/before" "$work/after" >"$work/new"

if [ "$print_only" = yes ]; then
  section wanted | cut -d= -f1 | LC_ALL=C sort >"$work/names"
  sed -n '/^# wanted/q;p' "$lock"
  echo '# wanted'
  awk -F= 'NR == FNR { named[$1]; next } $1 in named' "$work/names" "$work/after"
  echo '# brought along'
  awk -F= 'NR == FNR { named[$1]; next } !($1 in named)' "$work/names" "$work/new"
  exit 0
fi

{ section wanted; section brought; } | LC_ALL=C sort >"$work/locked"
drift=$(awk -F= '
  FILENAME == ARGV[1] { locked[$1] = $2; next }
  FILENAME == ARGV[2] { found[$1] = $2; next }
  !($1 in locked)     { print "  " $1 ": not locked, installed " $2 }
  END {
    for (name in locked)
      if (!(name in found)) print "  " name ": locked " locked[name] ", not installed"
      else if (found[name] != locked[name]) print "  " name ": locked " locked[name] ", installed " found[name]
  }' "$work/locked" "$work/after" "$work/new" | LC_ALL=C sort)

if [ -z "$drift" ]; then
  echo "packages: every version is the locked one ($(wc -l <"$work/locked") packages)"
elif [ "${STRICT_LOCK:-0}" = 1 ]; then
  printf 'packages: these differ from %s, and STRICT_LOCK=1:\n%s\n' "$lock" "$drift" >&2
  exit 1
else
  printf 'packages: DRIFT, these differ from %s (an error with STRICT_LOCK=1):\n%s\n' "$lock" "$drift"
fi
