# The library in the shell that it is written for, with stand-ins for the programs that it calls.
# PATH holds the stand-ins and a list of harmless tools, nothing else: a program that no test expects is not there, and a
# stand-in that is called in another way than expected fails the test.

deploy_root=$(cd "$BATS_TEST_DIRNAME/../.." && pwd -P)
harmless="sh dash awk basename cat cksum cp cut date dirname echo env false find flock grep head id ls mkdir mktemp mv printf readlink rm rmdir
  sed seq sha256sum sleep sort stat tail tee test timeout touch tr true uname uniq wc getent chmod ln comm expr od xargs"

setup() { setup_stand_ins; }

setup_stand_ins() {
  stand_ins=$BATS_TEST_TMPDIR/stand-ins
  tools=$BATS_TEST_TMPDIR/tools
  mkdir -p "$stand_ins" "$tools" "$BATS_TEST_TMPDIR/work"
  for tool in $harmless; do
    where=$(type -P "$tool") && ln -s "$where" "$tools/$tool"
  done
  calls=$BATS_TEST_TMPDIR/calls
  unexpected=$BATS_TEST_TMPDIR/unexpected
  : >"$calls" >"$unexpected"
}

teardown() {
  if [ -s "$unexpected" ]; then
    echo "called unexpectedly:" && cat "$unexpected"
    return 1
  fi
}

# stand_in NAME 'case "$*" in … esac': what no branch answers must end with `unexpected`.
stand_in() {
  {
    echo '#!/bin/sh'
    echo "printf '%s\n' \"$1 \$*\" >>'$calls'"
    echo "unexpected() { printf '%s\n' \"$1 \$*\" >>'$unexpected'; exit 97; }"
    printf '%s\n' "$2"
  } >"$stand_ins/$1"
  chmod +x "$stand_ins/$1"
}

# forbid NAME…: programs that must not be called at all.
forbid() {
  for name in "$@"; do stand_in "$name" 'unexpected "$@"'; done
}

# in_sh 'COMMANDS': in /bin/sh, with the whole library, as the main script loads it.
in_sh() {
  PATH=$stand_ins:$tools sh -c '
    set -eu
    library=$1/deployment-scripts/lib project=$1 caller_folder=/somewhere platform=linux work=$2/work
    for part in $(sed -n "/^for part in/,/; do/p" "$1/deployment-scripts/deploy-linux.sh" | tr -d "\\\\" | sed "s/^for part in//; s/; do//"); do . "$library/$part.sh"; done
    platform_help() { echo "who owns it"; }
    exec 6>&2
    eval "$3"' in_sh "$deploy_root" "$BATS_TEST_TMPDIR" "$1"
}

# The account as if it were the caller: its commands run as they are.
as_caller='as_account() { while [ "${1#*=}" != "$1" ]; do shift; done; "$@"; }; as_root() { "$@"; }; account_exists=yes;'
