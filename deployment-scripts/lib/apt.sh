# Installing with apt: signed packages of the distribution only, and no root daemon started by the way.

trixie_sources=/etc/apt/sources.list.d/taut-trixie.sources
trixie_preferences=/etc/apt/preferences.d/taut-trixie
debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# debian_mirror LABEL DEFAULT: apt-get indextargets lines "URI|label" -> this machine's own mirror of it.
debian_mirror() {
  awk -F'|' -v label="$1" -v mirror="$2" '$2 == label { mirror = $1; exit } END { sub("/$", "", mirror); print mirror }'
}

index_targets() {
  apt-get indextargets --format '$(REPO_URI)|$(LABEL)' 'Created-By: Packages' 2>/dev/null || :
}

# write_root_file PATH <content: journaled with its checksum, so that a file changed since is left alone by uninstall.
write_root_file() {
  written=$(mktemp "$work/file.XXXXXX")
  cat >"$written"
  journal_root file "$1" "$(sha256sum "$written" | cut -d' ' -f1)"
  as_root install -m 0644 -o root -g root "$written" "$1"
}

# <BUILD-HYGIENE> signed-packages: from the distribution's archive, verified by apt; never a script from the web.
apt_install() {
  case " $* " in *" docker.io "* | *" docker-ce "*) hold_back_root_daemon ;; esac
  case "$family $*" in "debian-12 "*docker-compose* | "debian-12 "*docker-buildx*) add_trixie ;; esac
  # An interrupted run leaves packages half configured; apt refuses everything until that is completed.
  [ -z "$(dpkg --audit 2>/dev/null)" ] || as_root dpkg --configure -a >"$work/install" 2>&1
  long "reading the package lists" "$work/install" apt_get update || return
  # What they bring along is written down as well, or uninstall would leave it behind.
  apt-get -s install --no-install-recommends "$@" >"$work/to-install" 2>"$work/install" || return
  to_install=$(awk '$1 == "Inst" { print $2 }' "$work/to-install")
  # docker.io makes it for its socket, and does not remove it when it goes.
  case " $(one_line $to_install) " in *" docker.io "*) getent group docker >/dev/null || journal_root group docker ;; esac
  journal_root package $to_install
  long "installing packages" "$work/install" apt_get install --yes --no-install-recommends "$@" && installed=0 || installed=$?
  let_services_start_again
  return "$installed"
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

# Debian 12 has no Compose v2 and no buildx. Those of Debian 13 need only a libc that 12 has; nothing else comes from there.
# <BUILD-HYGIENE> signed-packages: -1 for all of trixie, 500 for the two; an upgrade cannot pull in anything else.
add_trixie() {
  if [ -e "$trixie_sources" ] && [ -e "$trixie_preferences" ]; then return 0; fi
  write_root_file "$trixie_preferences" <<'PREFERENCES' || return
Package: *
Pin: release n=trixie
Pin-Priority: -1

Package: docker-compose docker-buildx
Pin: release n=trixie
Pin-Priority: 500
PREFERENCES
  write_root_file "$trixie_sources" <<SOURCES || return
Types: deb
URIs: $(index_targets | debian_mirror Debian http://deb.debian.org/debian)
Suites: trixie
Components: main
Signed-By: $debian_keyring
SOURCES
}
