# What has to be installed: a table from needs to packages, by distribution, and how a need is seen to be met.
# Needs are looked for as commands, not as packages: what somebody installed in another way is good too.

family="" family_name="" has_systemd=no
docker=""  # the client that is used, by its full path

# os_field FIELD <os-release -> its value without quotes.
os_field() {
  sed -n "s/^$1=//p" | sed -n '1{s/^"\(.*\)"$/\1/;s/^'\''\(.*\)'\''$/\1/;p;}'
}

# family_of ID ID_LIKE VERSION_ID -> a row of package_table, or the ID itself for a system without one.
family_of() {
  case "$1 $3" in
    "debian 12"*) echo debian-12 ;;
    "debian "*) echo debian-13 ;;
    "ubuntu "*) echo ubuntu ;;
    "fedora "*) echo fedora ;;
    *) case " $2 " in
        *" ubuntu "*) echo ubuntu ;;
        *" debian "*) echo debian-13 ;;
        *) echo "$1" ;;
      esac ;;
  esac
}

# need|debian-12|debian-13|ubuntu|fedora|docker-ce (where Docker's own packages are installed already)
package_table() {
  cat <<'TABLE'
engine|docker.io|docker.io|docker.io|moby-engine|docker-ce
client|docker.io|docker-cli|docker.io|docker-cli|docker-ce-cli
compose|docker-compose|docker-compose|docker-compose-v2|docker-compose|docker-compose-plugin
buildx|docker-buildx|docker-buildx|docker-buildx|docker-buildx|docker-buildx-plugin
rootlesskit|rootlesskit|rootlesskit|rootlesskit|rootlesskit|docker-ce-rootless-extras
slirp4netns|slirp4netns|slirp4netns|slirp4netns|slirp4netns|slirp4netns
newuidmap|uidmap|uidmap|uidmap|shadow-utils|uidmap
iptables|iptables|iptables|iptables|iptables-nft|iptables
ip|iproute2|iproute2|iproute2|iproute|iproute2
curl|curl|curl|curl|curl|curl
setfacl|acl|acl|acl|acl|acl
user-bus|dbus-user-session|dbus-user-session|dbus-user-session|dbus-daemon|dbus-user-session
mmdebstrap|mmdebstrap|mmdebstrap|mmdebstrap|mmdebstrap|mmdebstrap
TABLE
}

# package_for NEED FAMILY [docker-ce] -> the package; fails where the table has no such column.
package_for() {
  package_table | awk -F'|' -v need="$1" -v family="$2" -v docker_ce="${3:-}" '
    BEGIN { column["debian-12"] = 2; column["debian-13"] = 3; column["ubuntu"] = 4; column["fedora"] = 5 }
    $1 == need && family in column {
      print (docker_ce != "" && $6 ~ /^docker-/ ? $6 : $column[family])
      found = 1
    }
    END { exit !found }'
}

read_platform() {
  [ "$(uname -s)" = Linux ] || fail "$exit_platform" platform "$(uname -s) is not Linux" \
    "see deployment-scripts/ for the script of your system"
  family_name=$(os_field PRETTY_NAME </etc/os-release)
  family=$(family_of "$(os_field ID </etc/os-release)" "$(os_field ID_LIKE </etc/os-release)" "$(os_field VERSION_ID </etc/os-release)")
  [ ! -d /run/systemd/system ] || has_systemd=yes
  [ ! -e /snap/bin/docker ] ||
    fail "$exit_platform" platform "Docker is installed as a snap, which cannot run rootless and sees only parts of the disk" \
      "snap remove docker"
  if [ "$has_systemd" = yes ]; then say_ok platform "$family_name with systemd"; else say_ok platform "$family_name without systemd"; fi
}

# A client counts only with its Compose v2 and buildx: a bare one, without plugins, cannot do what is needed here.
has_compose() { "$1" compose version --short 2>/dev/null | grep -Eq '^v?([2-9]|[1-9][0-9])\.'; }
has_buildx() { "$1" buildx version >/dev/null 2>&1; }
is_docker_client() { "$1" --version 2>/dev/null | grep -q '^Docker version'; }

# The distribution's client first: another one on PATH may shadow it.
client_candidates() {
  for candidate in /usr/bin/docker "$(command -v docker || :)"; do [ -n "$candidate" ] && [ -x "$candidate" ] && printf '%s\n' "$candidate"; done
}

find_client() {
  docker=""
  for candidate in $(client_candidates); do
    is_docker_client "$candidate" || continue
    if has_compose "$candidate" && has_buildx "$candidate"; then
      docker=$candidate
      return 0
    fi
  done
  return 1
}

have_program() { PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null; }

is_met() {
  case $1 in
    engine) have_program dockerd ;;
    # Without its plugins a client somewhere on PATH does not count; the packaged one lacks only the plugins then.
    client) [ -n "$docker" ] || is_docker_client /usr/bin/docker ;;
    compose) [ -n "$docker" ] || has_compose /usr/bin/docker ;;
    buildx) [ -n "$docker" ] || has_buildx /usr/bin/docker ;;
    user-bus) [ "$has_systemd" = no ] || [ -e /usr/lib/systemd/user/dbus.socket ] ;;
    *) have_program "$1" ;;
  esac
}

one_line() { printf '%s\n' "$*"; }

unmet_needs() {
  for need in "$@"; do is_met "$need" || printf '%s\n' "$need"; done
}

needs_of_daemon="engine client compose buildx rootlesskit slirp4netns newuidmap iptables ip curl setfacl user-bus"

ensure_packages() {
  if [ -x /usr/bin/docker ] && ! is_docker_client /usr/bin/docker; then
    fail "$exit_packages" packages "/usr/bin/docker is not Docker's client (podman's wrapper?)" "apt-get remove podman-docker"
  fi
  find_client || :
  ensure_needs packages $needs_of_daemon
  if ! find_client && [ "$dry_run" = no ]; then
    fail "$exit_packages" packages "no docker client with Compose v2 and buildx" "$(install_command)"
  fi
}

# ensure_needs TOPIC NEED…: installs what is missing of them.
ensure_needs() {
  needs_topic=$1
  shift
  missing_needs=$(unmet_needs "$@")
  if [ -z "$missing_needs" ]; then
    say_ok "$needs_topic" "all there: $*"
    return 0
  fi
  missing_packages=$(packages_for_needs "$missing_needs") ||
    fail "$exit_platform" packages "missing: $(one_line $missing_needs); the packages of $family_name are not known here" \
      "install Docker's engine, Compose v2, buildx, rootlesskit, slirp4netns, newuidmap, iptables, curl and setfacl, then run this again"
  [ "$no_install" = no ] ||
    fail "$exit_packages" packages "missing: $(one_line $missing_needs), and --no-install was given" "$(install_command)"
  change "$needs_topic" "installed $missing_packages" install_packages
  [ "$dry_run" = yes ] || check_needs "$@"
}

check_needs() {
  find_client || :
  still_missing=$(unmet_needs "$@")
  [ -z "$still_missing" ] || fail "$exit_packages" packages "after the installation still missing: $(one_line $still_missing)" \
    "$(install_command)"
}

packages_for_needs() (
  docker_ce=""
  if have_program dpkg-query && dpkg-query -W -f '${Status}' docker-ce 2>/dev/null | grep -q 'ok installed'; then docker_ce=yes; fi
  all=""
  for need in $1; do
    package=$(package_for "$need" "$family" "$docker_ce") || return 1
    case " $all " in *" $package "*) ;; *) all="$all${all:+ }$package" ;; esac
  done
  printf '%s\n' "$all"
)

install_command() {
  case $family in
    fedora) echo "dnf install $missing_packages" ;;
    *) echo "apt-get install --no-install-recommends $missing_packages" ;;
  esac
}

install_packages() {
  case $family in
    fedora)
      hold_back_root_daemon
      journal_root package $missing_packages
      long "installing packages" "$work/install" as_root dnf install -y --setopt=install_weak_deps=False $missing_packages ;;
    *) apt_install $missing_packages ;;
  esac || {
    show_end "$work/install"
    fail "$exit_packages" packages "the installation of $missing_packages failed" "$(mend_of "$work/install" "$(install_command)")"
  }
}
