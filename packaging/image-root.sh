#!/bin/sh
# Lays out the root file system of an image: the one program, its SBOM, the one user, and empty folders to mount on.
#
#   image-root.sh PROGRAM VERSION FOLDER SECONDS     (in the source folder, after the release build; SECONDS: of every file's time)
set -eu
program=$1 version=$2 out=$3 seconds=$4
here=$(dirname "$0")
mkdir -p "$out/etc" "$out/db" "$out/tmp"
cp "build/release/$program" "$out/todo"
"$here/sbom.sh" build/release "$program" "$version" >"$out/todo.cdx.json"
cp "$here/passwd" "$here/group" "$out/etc/"
chmod 0555 "$out/todo"
chmod 0444 "$out/todo.cdx.json" "$out"/etc/*
chmod 0755 "$out" "$out/etc"
chown 1000:1000 "$out/db"
chmod 0700 "$out/db"
chmod 1777 "$out/tmp"
find "$out" -exec touch -hd "@$seconds" {} +
