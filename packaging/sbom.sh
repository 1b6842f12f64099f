#!/bin/sh
# Writes a CycloneDX 1.5 SBOM of what was linked into a static program, where no scanner could see it any more.
# Not a list kept by hand: the archives come from the linker's own trace of a second, identical link, the header-only
# libraries from the compiler's dependency files, and names and versions from the package database.
# The same build gives the same bytes: no clock, no random serial number, everything sorted.
#
#   sbom.sh BUILD_DIR PROGRAM VERSION >todo.cdx.json      (BUILD_DIR: a Ninja build; PROGRAM: target and file name)
set -eu
build=$1 program=$2 version=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. /etc/os-release

# Source: ld(1) --trace; ninja -t commands, -t deps (ninja manual, "Extra tools").
ninja -C "$build" -t commands "$program" | tail -n 1 | sed 's/ && :$/ -Wl,--trace \&\& :/' >"$work/link"
(cd "$build" && sh "$work/link") | sed 's/(.*//' | grep -E '^/.*\.(a|o)$' | sort -u >"$work/archives"
ninja -C "$build" -t deps | sed -n 's/^    \(\/.*\)/\1/p' | sort -u >"$work/headers"

# dpkg -S reports on stderr what belongs to no package: our own sources.
owners() {
  xargs -r realpath -q <"$1" | sort -u | xargs -r dpkg -S 2>/dev/null | sed 's/: .*//; s/:.*//' | sort -u
}
owners "$work/archives" | sed 's/$/ static archive/' >"$work/how"
# linux-libc-dev gives numbers, not code: listing it would report every kernel bug against this program.
owners "$work/headers" | grep -vx linux-libc-dev | sed 's/$/ headers/' >>"$work/how"

while read -r package how; do
  dpkg-query -W -f "\${Package}|\${Version}|\${Architecture}|\${source:Package}|\${source:Version}|$how\n" "$package"
done <"$work/how" | LC_ALL=C sort -u -t'|' -k1,1 -s >"$work/components"

checksum=$(sha256sum "$build/$program" | cut -d' ' -f1)
LC_ALL=C awk -F'|' -v id="$ID" -v release="$VERSION_ID" -v program="$program" -v version="$version" -v checksum="$checksum" '
  function encoded(text) {
    gsub(/%/, "%25", text); gsub(/\+/, "%2B", text); gsub(/:/, "%3A", text); gsub(/@/, "%40", text)
    return text
  }
  {
    upstream = $4
    if ($5 != $2) upstream = upstream "@" $5
    purl = "pkg:deb/" id "/" encoded($1) "@" encoded($2) "?arch=" $3 "&distro=" id "-" release "&upstream=" encoded(upstream)
    list = list (NR > 1 ? "," : "") "\n    {\"type\": \"library\", \"bom-ref\": \"" purl "\", \"name\": \"" $1 \
      "\", \"version\": \"" $2 "\",\n     \"purl\": \"" purl \
      "\",\n     \"properties\": [{\"name\": \"taut:linked-from\", \"value\": \"" $6 "\"}]}"
    refs = refs (NR > 1 ? "," : "") "\n      \"" purl "\""
  }
  END {
    printf "{\n  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.5\",\n  \"version\": 1,\n"
    printf "  \"metadata\": {\"component\": {\"type\": \"application\", \"bom-ref\": \"%s\", \"name\": \"%s\", \"version\": \"%s\",\n", program, program, version
    printf "    \"hashes\": [{\"alg\": \"SHA-256\", \"content\": \"%s\"}]}},\n", checksum
    printf "  \"components\": [%s\n  ],\n", list
    printf "  \"dependencies\": [\n    {\"ref\": \"%s\", \"dependsOn\": [%s]}\n  ]\n}\n", program, refs
  }' "$work/components"
