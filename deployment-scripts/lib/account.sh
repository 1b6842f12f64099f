# Which account owns the daemon, and how a command runs as it or as root.

default_account=taut
account="" account_uid="" account_gid="" account_home=""
account_exists=no
made_account=no
asked_for_root=no

# choose_account UID LOGIN SUDO_USER WANTED -> the name; fails for root itself.
choose_account() (
  if [ -n "$4" ]; then name=$4
  elif [ "$1" -ne 0 ]; then name=$2
  elif [ -n "$3" ] && [ "$3" != root ]; then name=$3
  else name=$default_account; fi
  [ "$name" != root ] || return 1
  printf '%s\n' "$name"
)

read_account() {
  account_line=$(getent passwd "$account") || return 1
  account_uid=$(printf '%s' "$account_line" | cut -d: -f3)
  account_gid=$(printf '%s' "$account_line" | cut -d: -f4)
  account_home=$(printf '%s' "$account_line" | cut -d: -f6)
  account_exists=yes
}

# <DAEMON-ATTACK-SURFACE> rootless-daemon: it belongs to an account that is not root; a break-out ends there.
find_account() {
  account=$(choose_account "$(id -u)" "$(id -un)" "${SUDO_USER:-}" "$wanted_user") ||
    fail "$exit_account" account "the daemon would run as root, which is what this deployment avoids" \
      "name an ordinary account: --user $default_account"
  read_account || return 0
  [ "$account_uid" -ne 0 ] ||
    fail "$exit_account" account "$account has user id 0: it is root" "name another one: --user $default_account"
}

ensure_account() {
  if [ "$account_exists" = no ]; then
    account_home=/var/lib/$account
    change account "$account: no login shell, no password, no sudo, home $account_home" make_account
    made_account=yes
    [ "$dry_run" = yes ] || read_account || fail "$exit_account" account "$account was made but cannot be found"
    return 0
  fi
  say_ok account "$account (user id $account_uid), home $account_home"
  check_home
  case " $(id -nG "$account") " in
    *" docker "*) say_warning account "$account is in the group docker, which is as good as root: gpasswd -d $account docker" ;;
  esac
}

# <DAEMON-ATTACK-SURFACE> dedicated-account: started by root, the daemon gets an account with nothing else to lose.
make_account() {
  journal_root account "$account"
  as_root useradd --system --user-group --create-home --home-dir "$account_home" --shell /usr/sbin/nologin "$account" ||
    fail "$exit_account" account "useradd could not make $account"
  as_root chmod 0700 "$account_home"
}

# Sockets, overlay mounts and files of foreign ids do not work on what a server shares out.
check_home() {
  [ -d "$account_home" ] || fail "$exit_account" account "the home folder $account_home of $account is not there" \
    "mkhomedir_helper $account"
  home_type=$(stat -f -c %T "$account_home" 2>/dev/null || echo unknown)
  case $home_type in
    nfs* | smb* | cifs* | afs* | fuseblk)
      fail "$exit_account" account "$account_home lies on $home_type, where a rootless daemon cannot keep images" \
        "choose an account with a home on a local disk: --user NAME" ;;
  esac
}

# as_root COMMAND…: directly, or through sudo; then shown before it runs, and on a terminal asked for once.
root_text=""  # what to show instead of a command that says little
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    without_ours "$@"
    return
  fi
  ask_for_root "$*"
  # Descriptor 6 is the caller's standard error, also where the output of a long step goes to a file.
  printf '%-8s %s\n' "root:" "${root_text:-$*}" >&6
  sudo -- "$@"
}

ask_for_root() {
  command -v sudo >/dev/null || fail "$exit_account" root "this needs root, and there is no sudo: $1" "run as root: $1"
  [ "$asked_for_root" = no ] || return 0
  if [ "$assume_yes" = no ] && ! sudo -n true 2>/dev/null; then
    [ -t 0 ] || fail "$exit_account" root "this needs root, and nobody can be asked: $1" "as root, or after 'sudo -v': $1"
    printf 'This needs root: %s\nGo on with sudo? [y/N] ' "$1" >&2
    read -r answer
    case $answer in y | Y | yes) ;; *) fail "$exit_account" root "not allowed to: $1" ;; esac
  fi
  asked_for_root=yes
}

# as_account COMMAND…: as the daemon's account, with a fresh environment: a daemon outlives this script, and nothing of
# its caller (keys, agents, paths) may live on in it. VARIABLE=VALUE words may stand before the command.
# <DAEMON-ATTACK-SURFACE> rootless-daemon: no capability of the caller and no variable of its environment gets into it.
as_account() {
  set -- env -i HOME="$account_home" USER="$account" LOGNAME="$account" LC_ALL=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    XDG_RUNTIME_DIR="$runtime" DBUS_SESSION_BUS_ADDRESS="unix:path=$runtime/bus" DOCKER_HOST="unix://$runtime/docker.sock" "$@"
  if [ "$(id -u)" -eq "$account_uid" ]; then
    without_ours "$@"
  elif [ "$(id -u)" -eq 0 ]; then
    without_ours setpriv --reuid "$account_uid" --regid "$account_gid" --init-groups --inh-caps=-all "$@"
  else
    ask_for_root "run commands as $account"
    sudo -- setpriv --reuid "$account_uid" --regid "$account_gid" --init-groups --inh-caps=-all "$@"
  fi
}

# Without our descriptors: 6 is the caller's terminal or pipe, 8 and 9 are the locks, and a daemon would hold on to them for
# as long as it lives. mmdebstrap fails with them too: its own get two digits, which dash cannot name (`>&10`).
without_ours() {
  "$@" 6>&- 8<&- 9<&-
}
