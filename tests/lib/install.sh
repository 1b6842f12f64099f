# Installs on a fresh Debian 12 or 13 what the tests need and is missing. Sourced by tests/run.sh, needs root for apt.

# The libraries have other version numbers in the two releases; everything else has one name.
boost_version() {
  case $(. /etc/os-release && echo "$VERSION_ID") in
    12) echo 1.81 ;;
    13) echo 1.88 ;;
    *) return 1 ;;
  esac
}

test_packages() {
  boost=$(boost_version) || return 1
  echo "g++ cmake ninja-build pkg-config git python3 ca-certificates curl jq acl" \
    "libboost$boost-dev libboost-url$boost-dev libboost-json$boost-dev" \
    "libsqlitecpp-dev libsqlite3-dev libsodium-dev libyaml-dev libcli11-dev libseccomp-dev libexpected-dev" \
    "libgtest-dev libgmock-dev clang-19 libclang-rt-19-dev clang-format-19 shellcheck bats devscripts busybox" \
    "chromium"
}

# The packages of the arguments that are not installed.
missing_packages() {
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || printf '%s ' "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_test_packages() {
  if ! wanted=$(test_packages); then
    echo "tests/run.sh installs its tools on Debian 12 and 13; elsewhere install them by hand, see tests/lib/install.sh" >&2
    return 1
  fi
  # shellcheck disable=SC2086  # a list of names
  missing=$(missing_packages $wanted)
  command -v node >/dev/null && command -v npm >/dev/null || missing="$missing nodejs npm"
  [ -n "$(echo "$missing" | tr -d ' ')" ] || return 0
  echo "installing: $missing"
  # shellcheck disable=SC2086
  as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
}
