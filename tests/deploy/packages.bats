bats_require_minimum_version 1.5.0
load helper

family() { in_sh "family_of \"\$(os_field ID <'$1')\" \"\$(os_field ID_LIKE <'$1')\" \"\$(os_field VERSION_ID <'$1')\""; }
release() { printf '%s\n' "$@" >"$BATS_TEST_TMPDIR/os-release"; family "$BATS_TEST_TMPDIR/os-release"; }

@test "os-release with and without quotes names the family" {
  [ "$(release 'ID=debian' 'VERSION_ID="12"')" = debian-12 ]
  [ "$(release 'VERSION_ID="13"' 'ID=debian')" = debian-13 ]
  [ "$(release 'ID=ubuntu' "VERSION_ID='24.04'" 'ID_LIKE=debian')" = ubuntu ]
  [ "$(release 'ID=linuxmint' 'ID_LIKE="ubuntu debian"' 'VERSION_ID="22"')" = ubuntu ]
  [ "$(release 'ID=fedora' 'VERSION_ID=41')" = fedora ]
  [ "$(release 'ID=arch')" = arch ]
}

@test "a field that only ends like the one asked for is another field" {
  run in_sh 'printf "VARIANT_ID=x\nID=debian\n" | os_field ID'
  [ "$output" = debian ]
}

@test "the packages of each distribution" {
  [ "$(in_sh 'package_for client debian-12')" = docker.io ]
  [ "$(in_sh 'package_for client debian-13')" = docker-cli ]
  [ "$(in_sh 'package_for compose ubuntu')" = docker-compose-v2 ]
  [ "$(in_sh 'package_for newuidmap fedora')" = shadow-utils ]
  run in_sh 'package_for compose arch'
  [ "$status" -ne 0 ]
}

@test "Docker's own packages are completed, not replaced" {
  stand_in dpkg-query 'case $* in *docker-ce) echo "install ok installed" ;; *) unexpected "$@" ;; esac'
  run in_sh 'family=debian-12; packages_for_needs "compose rootlesskit newuidmap"'
  [ "$output" = "docker-compose-plugin docker-ce-rootless-extras uidmap" ]
}

@test "a package that meets two needs is named once" {
  stand_in dpkg-query 'echo "no packages found" >&2; exit 1'
  run in_sh 'family=debian-12; packages_for_needs "engine client"'
  [ "$output" = docker.io ]
}

client() {  # client COMPOSE-VERSION BUILDX-STATUS: a docker at a path of its own
  stand_in docker "case \$* in
    --version) echo 'Docker version 20.10.24' ;;
    'compose version --short') [ -n '$1' ] && echo '$1' ;;
    'buildx version') exit $2 ;;
    *) unexpected \"\$@\" ;;
  esac"
}
find_it='client_candidates() { command -v docker; }; if find_client; then echo "$docker"; else echo none; fi'

@test "a client without plugins does not count" {
  client "" 1
  [ "$(in_sh "$find_it")" = none ]
}
@test "Compose v1 does not count" {
  client 1.29.2 0
  [ "$(in_sh "$find_it")" = none ]
}
@test "a client with Compose v2 and buildx is used, by its full path" {
  client v2.26.1 0
  [ "$(in_sh "$find_it")" = "$stand_ins/docker" ]
}
@test "podman's wrapper does not count" {
  stand_in docker 'case $* in --version) echo "podman version 4.3.1" ;; *) unexpected "$@" ;; esac'
  [ "$(in_sh "$find_it")" = none ]
}

@test "--no-install names what is missing and the command, exit code 6" {
  stand_in dpkg-query 'exit 1'
  run in_sh 'family=debian-12 no_install=yes; is_met() { [ "$1" != slirp4netns ]; }; ensure_needs packages rootlesskit slirp4netns'
  [ "$status" -eq 6 ]
  [[ "$output" == *"apt-get install --no-install-recommends slirp4netns"* ]]
}

@test "a distribution without a table is told what it needs, exit code 4" {
  stand_in dpkg-query 'exit 1'
  run in_sh 'family=arch family_name=Arch; is_met() { false; }; ensure_needs packages engine'
  [ "$status" -eq 4 ]
  [[ "$output" == *"slirp4netns"* ]]
}

@test "the mirror of this machine is found, and Debian's own is the default" {
  [ "$(printf 'http://mirror.example/debian/|Debian\nhttp://x/|Other\n' | in_sh 'debian_mirror Debian http://default')" = http://mirror.example/debian ]
  [ "$(printf 'http://x/|Ubuntu\n' | in_sh 'debian_mirror Debian http://default')" = http://default ]
}

@test "the base image gets its sources from this machine's mirrors" {
  run in_sh 'printf "http://m/debian/|Debian\nhttp://m/security/|Debian-Security\n" | base_sources'
  [ "${lines[0]}" = "deb http://m/debian trixie main" ]
  [ "${lines[2]}" = "deb http://m/security trixie-security main" ]
}

@test "half a base is not imported" {
  stand_in mmdebstrap 'cat >/dev/null; echo half a file; exit 25'
  stand_in apt-get 'case $1 in indextargets) ;; *) unexpected "$@" ;; esac'
  stand_in apt-config ':'
  forbid importer
  run in_sh 'make_base_image root taut/base:trixie importer import -'
  [ "$status" -ne 0 ]
}
