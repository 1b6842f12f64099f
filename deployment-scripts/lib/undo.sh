# uninstall: the journals, read backwards. One function for each verb; each may run twice without harm.
# A function returns 3 for what stays until --purge asks for it; its line then stays in the journal too.

undo_kept=3

# A verb of the journal -> the function that takes it back; anything else in there is not acted on.
undo_function() {  # undo_function root|account VERB
  case $1-$2 in
    account-secret | account-folder | account-daemon | account-unit | account-made | account-client) echo "undo_$2" ;;
    account-file) echo undo_file_of_account ;;
    account-data-root) echo undo_data_root ;;
    root-account | root-subuids | root-subgids | root-acl | root-mode | root-owner) echo "undo_$2" ;;
    root-linger | root-mask | root-rootful | root-file | root-group) echo "undo_$2" ;;
    root-package) echo undo_packages ;;
    *) return 1 ;;
  esac
}

# undo_line root|account LINE
undo_line() {
  undo_whose=$1
  saved_separators=$IFS
  IFS=$(printf '\t')
  set -f  # a name is never a pattern
  set -- $2
  set +f
  IFS=$saved_separators
  undo_with=$(undo_function "$undo_whose" "$1") || {
    say_warning journal "an entry that this version does not know stays: $1"
    return "$undo_kept"
  }
  shift
  "$undo_with" "$@"
}

# undo_journal root|account <journal: all of it, backwards; what must stay is collected in $work/kept.
undo_journal() {
  : >"$work/kept"
  backwards >"$work/backwards"
  # Descriptor 7, because the commands inside may read standard input.
  while IFS= read -r journal_entry <&7; do
    undo_line "$1" "$journal_entry" && undo_status=0 || undo_status=$?
    case $undo_status in
      0) ;;
      "$undo_kept") printf '%s\n' "$journal_entry" >>"$work/kept" ;;
      *) say_warning journal "could not be taken back and stays in the journal: $journal_entry"
        printf '%s\n' "$journal_entry" >>"$work/kept" ;;
    esac
  done 7<"$work/backwards"
}

project_owner() { stat -c '%u:%g' "$project"; }

# --- the account's journal -------------------------------------------------------------------------------------------
undo_secret() {
  as_account test -e "$1" || return 0
  change secrets "removed $1" as_account rm -f "$1"
}

# Given back to whom the project belongs; what is in it stays, an empty one goes.
undo_folder() {
  [ -d "$1" ] || return 0
  change folder "$1 given back to the owner of the project, or removed when empty" give_back "$1" "$(project_owner)"
}
give_back() {
  as_account rootlesskit chown -R -h 0:0 "$1" || return
  if [ "$2" != "$account_uid:$account_gid" ]; then as_root chown -R -h "$2" "$1"; fi
  rmdir "$1" 2>/dev/null || :  # holds something: data, which is never removed
}

undo_daemon() {
  if [ -z "$(our_processes rootlesskit exe dockerd containerd containerd-shim-runc-v2)" ]; then return 0; fi
  change daemon "stopped" stop_daemon
}

undo_unit() {
  [ -e "$(unit_path)" ] || return 0
  change unit "$1 disabled" as_account systemctl --user disable --now --quiet "$1"
}

undo_file_of_account() {
  as_account test -e "$1" || return 0
  change file "removed $1" as_account rm -f "$1"
}

# A folder on the way to a file of ours; one that holds something by now stays.
undo_made() {
  as_account test -d "$1" || return 0
  [ "$dry_run" = no ] || return 0
  as_account rmdir "$1" 2>/dev/null || return "$undo_kept"
}

# What the client keeps about builds. Next to it there may be logins to registries by now, which are not ours.
undo_client() {
  as_account test -d "$1/buildx" || return 0
  change client "removed $1/buildx" as_account rm -rf "$1/buildx"
}

undo_data_root() {
  [ "$purge" = yes ] || return "$undo_kept"
  data_root=$account_home/.local/share/docker
  [ -d "$data_root" ] || return 0
  change images "removed $data_root" remove_data_root
}
# Its files belong to subordinate ids: root of the user namespace may remove them, or root. Root does when an earlier uninstall took
# rootlesskit away, and only where no link of the account leads it elsewhere.
remove_data_root() {
  if have_program rootlesskit && have_program newuidmap; then
    as_account rootlesskit rm -rf "$data_root"
  elif [ "$(readlink -f "$data_root")" = "$data_root" ]; then
    as_root rm -rf --one-file-system "$data_root"
  else
    say_warning images "$data_root is reached through a link; remove it yourself"
    return 1
  fi
}

# --- root's journal --------------------------------------------------------------------------------------------------
undo_account() {
  [ "$purge" = yes ] || return "$undo_kept"
  getent passwd "$1" >/dev/null || return 0
  change account "removed $1 and $account_home" remove_account "$1"
}
remove_account() {
  if [ "$has_systemd" = yes ]; then as_root loginctl terminate-user "$1" 2>"$work/terminate" || :; fi  # not logged in: fine
  # --force, because userdel counts zombies as users of an account, and not every process 1 of a container collects them.
  wait_for_processes || { say_warning account "$1 still has processes: $(live_processes)"; return 1; }
  as_root userdel --force --remove "$1" >"$work/userdel" 2>&1 || { cat "$work/userdel" >&2; return 1; }
}

live_processes() {
  grep -lE "^Uid:[[:space:]]+${account_uid}[[:space:]]" /proc/[0-9]*/status 2>/dev/null | cut -d/ -f3 | while read -r process; do
    if is_alive "$process"; then printf '%s ' "$process"; fi
  done
}
wait_for_processes() {
  patience=50
  until [ -z "$(live_processes)" ]; do
    patience=$((patience - 1))
    [ "$patience" -gt 0 ] || return 1
    sleep 0.1
  done
}

undo_subuids() { undo_subids --del-subuids /etc/subuid "$@"; }
undo_subgids() { undo_subids --del-subgids /etc/subgid "$@"; }
undo_subids() {  # undo_subids OPTION FILE ACCOUNT RANGE
  [ "$purge" = yes ] || return "$undo_kept"
  grep -q "^$3:${4%-*}:" "$2" || return 0
  # With an account that was made here they go by themselves, in the next step.
  if grep -qxF "$(journal_line account "$3")" "$work/backwards"; then return 0; fi
  change subids "$4 of $3 given back ($2)" as_root usermod "$1" "$4" "$3"
}

undo_acl() {
  [ -e "$1" ] || return 0
  as_root getfacl --omit-header --absolute-names "$1" 2>/dev/null | grep -q "^user:$2:" || return 0
  change acl "$2 may no longer use $1" as_root setfacl -x "u:$2" "$1"
}

undo_mode() {
  [ -e "$1" ] && [ "$(stat -c %a "$1")" != "$2" ] || return 0
  change mode "$1 has mode $2 again" as_root chmod "$2" "$1"
}

undo_owner() {
  [ -e "$1" ] || return 0
  change folder "$1 belongs to user $2 again" as_root chown -R -h "$2" "$1"
}

undo_linger() {
  [ -e "/var/lib/systemd/linger/$1" ] || return 0
  change linger "$1's services end with its sessions again" as_root loginctl disable-linger "$1"
}

undo_mask() { change packages "$1 is not masked any more" as_root systemctl unmask --quiet "$1"; }

undo_rootful() { change rootful "$1 is enabled and started again" as_root systemctl enable --now --quiet "$1"; }

undo_file() {
  [ -e "$1" ] || return 0
  if [ "$(sha256sum "$1" | cut -d' ' -f1)" != "$2" ]; then
    say_warning file "$1 was changed since and stays"
    return 0
  fi
  change file "removed $1" remove_root_file "$1"
}
remove_root_file() {
  case $1 in /etc/apparmor.d/*) as_root apparmor_parser --remove "$1" 2>"$work/apparmor" || : ;; esac  # not loaded: fine
  as_root rm -f "$1"
}

# Packages last, as they were installed first. Each only when nothing else would go with it.
undo_packages() {
  if [ "$family" = fedora ]; then
    say_warning packages "stay; they can be removed with: dnf remove $*"
    return 0
  fi
  if other_journals_exist; then
    say_warning packages "stay, another account deploys with them: $*"
    return "$undo_kept"
  fi
  if root_daemon_runs; then
    say_warning packages "stay, a root daemon uses them: $*"
    return "$undo_kept"
  fi
  present=$(for package in "$@"; do if is_installed "$package"; then printf '%s ' "$package"; fi; done)
  removable="" needed=""
  for package in $present; do
    # What depends on it would go with it; that is good as long as all of it is ours.
    if removes_only "$package" "$present"; then removable="$removable $package"; else needed="$needed $package"; fi
  done
  [ -z "$needed" ] || say_warning packages "stay, others need them:$needed"
  [ -n "$removable" ] || return 0
  change packages "removed$removable" remove_packages $removable
}

is_installed() { dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

# removes_only PACKAGE "PACKAGES": whether apt, to remove the one, would remove only such of the list.
removes_only() {
  apt-get -s remove "$1" 2>/dev/null | awk -v list=" $2 " '$1 == "Remv" && !index(list, " " $2 " ") { other = 1 } END { exit other }'
}
# With their settings, unless a root daemon has worked here since: then a purge of docker.io would take its images and volumes along.
remove_packages() {
  if root_daemon_has_data; then remove_how=remove; else remove_how=purge; fi
  long "removing packages" "$work/remove" apt_get "$remove_how" --yes "$@" || { show_end "$work/remove"; return 1; }
}

root_daemon_has_data() { [ -e /var/lib/docker ]; }

undo_group() {
  getent group "$1" >/dev/null || return 0
  ! have_program dockerd || return "$undo_kept"
  if [ -n "$(getent group "$1" | cut -d: -f4)" ]; then
    say_warning group "$1 has members and stays"
    return 0
  fi
  change group "removed the group $1" as_root groupdel "$1"
}

other_journals_exist() {
  as_root find "$(root_journal_folder)/.." -mindepth 2 -name journal ! -path "*/$account/journal" -print -quit 2>/dev/null | grep -q .
}
