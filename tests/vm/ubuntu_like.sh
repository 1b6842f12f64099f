#!/bin/sh
# Makes the Debian in ROOT look like Ubuntu 24.04 to deploy-linux.sh: a stand-in, for what differs there.
#
# Usage: ubuntu_like.sh ROOT        (the packages are in ROOT/srv/packages)
#
# As in Ubuntu: docker.io has no dockerd-rootless.sh and brings the client, Compose is docker-compose-v2. Not as in Ubuntu: the
# kernel and every file in the packages are Debian's, the client is a package of its own that docker.io depends on, and AppArmor's
# package brings no profile for rootlesskit, so that deploy-linux.sh has to write its own.
set -eu
root=$1
packages=$root/srv/packages
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$root/etc/os-release" <<'RELEASE'
PRETTY_NAME="Ubuntu 24.04 (stand-in made of Debian 13)"
NAME="Ubuntu"
VERSION_ID="24.04"
ID=ubuntu
ID_LIKE=debian
RELEASE

rm -f "$root/etc/apparmor.d/rootlesskit"

for deb in "$packages"/docker.io_*.deb; do
  dpkg-deb -R "$deb" "$work/docker.io"
  find "$work/docker.io" -name 'dockerd-rootless*' -delete
  sed -i 's/^Depends: /Depends: docker-cli, /' "$work/docker.io/DEBIAN/control"
  (cd "$work/docker.io" && find . -type f ! -path './DEBIAN/*' -printf '%P\0' | xargs -0 md5sum >DEBIAN/md5sums)
  dpkg-deb --root-owner-group -b "$work/docker.io" "$deb" >/dev/null
done

mkdir -p "$work/compose/DEBIAN"
cat >"$work/compose/DEBIAN/control" <<'CONTROL'
Package: docker-compose-v2
Version: 2.26.1-4
Architecture: all
Maintainer: none <none@example.org>
Depends: docker-compose
Description: Compose under the name that it has in Ubuntu
CONTROL
dpkg-deb --root-owner-group -b "$work/compose" "$packages/docker-compose-v2_2.26.1-4_all.deb" >/dev/null
