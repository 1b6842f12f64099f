# The base image of the build: the pinned one, or where no registry answers, one made from Debian's signed packages.
# make_base_image is for the tests as well; it needs nothing but this file, apt.sh and progress.sh.

base_tag=taut/base:trixie
base_used=""    # "" for the pinned one of compose.yaml
base_runner=""  # what runs mmdebstrap: nothing, or as_account

pinned_base() { sed -n 's/^ARG BASE=//p' "$1" | head -n 1; }

# apt_options: the proxies that this machine's apt uses, as options of mmdebstrap and for apt in the image.
apt_options() {
  apt-config dump 2>/dev/null | grep -E '^Acquire::https?::Proxy ".+";$' || :
}

# base_sources: index lines "URI|label" -> the lines of sources.list for trixie, from this machine's own mirrors.
base_sources() (
  targets=$(cat)
  main=$(printf '%s\n' "$targets" | debian_mirror Debian http://deb.debian.org/debian)
  security=$(printf '%s\n' "$targets" | debian_mirror Debian-Security http://deb.debian.org/debian-security)
  printf 'deb %s trixie main\ndeb %s trixie-updates main\ndeb %s trixie-security main\n' "$main" "$main" "$security"
)

# base_tar MODE: the root file system as a tar on standard output.
# <BUILD-HYGIENE> signed-packages: apt inside mmdebstrap checks the archive's signature, as the host's apt does.
base_tar() {
  index_targets | base_sources >"$work/base-sources"
  set -- --quiet --variant=minbase --mode="$1" --components=main --aptopt='Acquire::Retries "3";'
  while IFS= read -r apt_option; do [ -z "$apt_option" ] || set -- "$@" --aptopt="$apt_option"; done <<OPTIONS
$(apt_options)
OPTIONS
  $base_runner mmdebstrap "$@" trixie - - <"$work/base-sources"
}

# make_base_image MODE TAG IMPORT…: makes the base and hands it to `IMPORT… TAG` on its standard input,
#   make_base_image root taut/base:trixie docker -H unix:///… import -
make_base_image() {
  base_mode=$1 base_name=$2
  shift 2
  # Complete before it is imported: half a base under the right name would be used by every later run.
  base_tar "$base_mode" >"$work/base.tar" && "$@" "$base_name" <"$work/base.tar" && base_status=0 || base_status=$?
  rm -f "$work/base.tar"
  return "$base_status"
}
