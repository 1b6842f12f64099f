#!/bin/sh
# Makes the disk of a virtual machine: a small Debian 13 with systemd, an ordinary user `ada` who may use sudo, and the
# packages that deploy-linux.sh installs, carried in as an apt repository of its own: the machine needs no mirror.
#
# Usage: rootfs.sh FOLDER debian | ubuntu-like        (as root; needs mmdebstrap, dpkg-dev, e2fsprogs, qemu-utils)
#
# Leaves FOLDER/NAME.qcow2, FOLDER/NAME.kernel, FOLDER/NAME.initrd and FOLDER/key, which logs in as root and as ada.
# ubuntu-like is a stand-in for Ubuntu 24.04: see ubuntu_like.sh.
set -eu
folder=$1 name=$2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
mkdir -p "$folder"
work=$(mktemp -d "$folder/$name.XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root

system="linux-image-cloud-amd64,systemd-sysv,libpam-systemd,dbus,udev,kmod,apparmor,openssh-server,sudo,procps,iproute2,ca-certificates,python3-minimal"
needed="docker.io docker-cli docker-compose docker-buildx rootlesskit slirp4netns uidmap iptables iproute2 curl acl dbus-user-session"

# shellcheck disable=SC2016  # the hooks are shell by themselves, their $1 is the root
mmdebstrap --variant=minbase --include="$system" \
  --customize-hook='mkdir -p "$1/srv/packages/partial"' \
  --customize-hook="chroot \"\$1\" apt-get install --yes --no-install-recommends --download-only \
    -o Dir::Cache::archives=/srv/packages $needed" \
  --customize-hook='chroot "$1" systemctl --quiet enable systemd-networkd' \
  --customize-hook='chroot "$1" systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer' \
  trixie "$root" >"$work/mmdebstrap.log" 2>&1 || { tail -n 25 "$work/mmdebstrap.log" >&2; exit 1; }
rm -rf "$root/srv/packages/lock" "$root/srv/packages/partial" "$root"/etc/apt/sources.list.d/*

if [ "$name" = ubuntu-like ]; then sh "$here/ubuntu_like.sh" "$root"; fi

(cd "$root/srv/packages" && dpkg-scanpackages --multiversion . >Packages 2>/dev/null)
echo 'deb [trusted=yes] file:/srv/packages ./' >"$root/etc/apt/sources.list"
rm -rf "$root"/var/lib/apt/lists/*

[ -e "$folder/key" ] || ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
cp -R "$here/files/." "$root/"
chmod 0440 "$root/etc/sudoers.d/ada"
for home in root home/ada; do
  [ "$home" = root ] || chroot "$root" useradd --create-home --shell /bin/bash ada
  mkdir -p "$root/$home/.ssh"
  cp "$folder/key.pub" "$root/$home/.ssh/authorized_keys"
done
chroot "$root" chown -R ada:ada /home/ada

cp "$root"/boot/vmlinuz-* "$folder/$name.kernel"
cp "$root"/boot/initrd.img-* "$folder/$name.initrd"
truncate -s 5G "$work/disk"
mke2fs -q -t ext4 -d "$root" -E root_owner=0:0 "$work/disk"
qemu-img convert -O qcow2 "$work/disk" "$folder/$name.qcow2.new"
mv "$folder/$name.qcow2.new" "$folder/$name.qcow2"
