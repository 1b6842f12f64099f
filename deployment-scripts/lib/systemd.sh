# The daemon as a unit of the account's own systemd.

unit_name=taut-docker.service
unit_path() { printf '%s/.config/systemd/user/%s\n' "$account_home" "$unit_name"; }

# Without linger the user manager, and the app with it, ends at log-out and does not start at boot.
ensure_user_manager() {
  if [ -e "/var/lib/systemd/linger/$account" ]; then
    say_ok linger "$account's services run without a login"
  else
    change linger "$account's services run without a login" enable_linger
    [ "$dry_run" = no ] || return 0
  fi
  waited=0
  # As the account: nobody else may look in there.
  until as_account test -S "$runtime/systemd/private" || [ "$dry_run" = yes ]; do
    waited=$((waited + 1))
    [ "$waited" -le 600 ] || fail "$exit_runtime" runtime "systemd made no $runtime for $account within a minute" \
      "systemctl status user@$account_uid.service"
    sleep 0.1
  done
  # A user manager older than the package dbus-user-session has not seen its socket yet.
  if [ "$dry_run" = no ] && ! as_account test -S "$runtime/bus"; then
    as_account sh -c 'systemctl --user daemon-reload && systemctl --user start dbus.socket' ||
      fail "$exit_runtime" runtime "the user bus of $account does not start" \
        "install dbus-user-session, then: systemctl restart user@$account_uid.service"
  fi
}

enable_linger() {
  journal_root linger "$account"
  as_root loginctl enable-linger "$account"
}

# Debian's dockerd-rootless-setuptool.sh fails (it looks for docker beside itself), so the unit is written here.
# Delegate=yes: the limits of the containers need cgroups of their own. KillMode=mixed: dockerd stops its containers.
unit_text() {
  cat <<UNIT
[Unit]
Description=Rootless Docker daemon for taut
StartLimitBurst=3
StartLimitIntervalSec=60

[Service]
Type=notify
NotifyAccess=all
Environment=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ExecStart=$(launcher_path)
ExecReload=/bin/kill -s HUP \$MAINPID
Delegate=yes
KillMode=mixed
Restart=always
RestartSec=2
TimeoutStartSec=60
LimitNOFILE=infinity
LimitNPROC=infinity
TasksMax=infinity

[Install]
WantedBy=default.target
UNIT
}

start_unit() {
  journal_parents "$(unit_path)"
  journal_account file "$(unit_path)"
  journal_account unit "$unit_name"
  unit_text | as_account sh -c 'mkdir -p "${1%/*}" && cat >"$1"' unit "$(unit_path)" ||
    fail "$exit_daemon" daemon "cannot write $(unit_path)"
  as_account sh -c 'systemctl --user daemon-reload && systemctl --user enable --quiet "$1" && systemctl --user restart "$1"' unit "$unit_name" ||
    daemon_failed
}
