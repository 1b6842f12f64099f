#!/bin/sh
# Installs on Debian 12 and 13 what the container tests need and is missing: a Docker daemon, Compose v2, buildx, the
# tools to make a base image, and a second runtime. Run as root; leaves no apt configuration behind.
#
#   docker_packages.sh             install
#   docker_packages.sh runc DIR    unpack the runc of Debian 13 into DIR, installed nowhere, and print its path
# shellcheck disable=SC2086  # lists of names and options
set -eu

# The mirrors are the host's own: its sources, of another release. Sets $own, the options for apt-get.
trixie_only() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/lists/partial" "$work/sources" "$work/preferences"
  for source in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    if grep -qsE '^[^#]*(bookworm|trixie)' "$source"; then
      sed 's/bookworm/trixie/g' "$source" >"$work/sources/$(basename "$source")"
    fi
  done
  # Nothing of another release may come along but these two, which need no more than the libc of Debian 12.
  printf 'Package: *\nPin: release n=trixie*\nPin-Priority: -1\n\n' >"$work/preferences/trixie"
  printf 'Package: docker-compose docker-buildx\nPin: release n=trixie*\nPin-Priority: 500\n' >>"$work/preferences/trixie"
  own="-o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=$work/sources -o Dir::Etc::PreferencesParts=$work/preferences
    -o Dir::State::Lists=$work/lists -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root -o DPkg::Lock::Timeout=300"
}

installed() {
  dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q '^install ok installed'
}

missing_of() {
  for package in "$@"; do installed "$package" || printf '%s ' "$package"; done
}

install() {
  release=$(. /etc/os-release && echo "$ID$VERSION_ID")
  common="docker.io iptables iproute2 slirp4netns mmdebstrap crun patchelf binutils g++"
  case $release in
    debian12) here=$common plugins="docker-compose docker-buildx" ;;
    debian13) here="$common docker-cli docker-compose docker-buildx" plugins="" ;;
    *) echo "docker_packages.sh knows Debian 12 and 13; here install a Docker daemon, Compose v2 and buildx by hand" >&2
       exit 1 ;;
  esac
  # A Docker from elsewhere (docker-ce) stays as it is.
  if command -v dockerd >/dev/null && ! installed docker.io; then here=$(echo "$here" | sed 's/docker\.io//; s/docker-cli//'); fi
  missing=$(missing_of $here)
  export DEBIAN_FRONTEND=noninteractive
  if [ -n "$missing" ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 $missing
  fi
  missing=$(missing_of $plugins)
  if [ -n "$missing" ]; then
    trixie_only
    apt-get $own update -qq
    apt-get $own install -y -qq --no-install-recommends $missing
  fi
}

# It needs a newer libc than Debian 12 has, and starts itself again through /proc/self/exe: so it gets the loader and the
# libraries of its own release written into it, instead of being started through them.
unpack_runc() {
  trixie_only
  apt-get $own update -qq
  (cd "$work" && apt-get $own download -qq runc/trixie libc6/trixie libseccomp2/trixie)
  for package in "$work"/*.deb; do dpkg-deb -x "$package" "$1"; done
  libraries=$(dirname "$(find "$1" -name 'libc.so.6')")
  patchelf --set-interpreter "$(find "$libraries" -name 'ld-linux-*')" --set-rpath "$libraries" "$1/usr/sbin/runc"
  echo "$1/usr/sbin/runc"
}

case ${1:-install} in
  install) install ;;
  runc) unpack_runc "$2" ;;
  *) echo "usage: docker_packages.sh [install | runc DIR]" >&2; exit 2 ;;
esac
