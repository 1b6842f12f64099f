# The project folder as Docker Desktop shares it: ./db and ./secrets, made before Compose could make them as root, and tried
# out from inside. Owners and modes that are seen through the sharing are partly invented, so nothing here compares them.

ensure_folder() {
  case $project in
    *"
"* | *"$(printf '\t')"* | *:*) fail "$exit_project" project "the path $project holds a line break, a tab or a colon" \
  "clone into another folder" ;;
  esac
  case $project in
    *"/Library/Mobile Documents/"* | *"/Library/CloudStorage/"* | *OneDrive* | *Dropbox* | *"Google Drive"*)
      [ "$use_volume" = yes ] ||
        say_warning project "$project is copied to a cloud, file by file: a database does not survive that; --volume, or another folder" ;;
  esac
  if [ "$shell_kind" = wsl2 ]; then
    case $(filesystem_of "$project" </proc/self/mountinfo) in
      9p | drvfs | virtiofs) say_warning project "$project is on a Windows drive: slow, and its modes are invented; better below ~" ;;
    esac
  fi
  say_ok project "$(windows_path "$project")"
}

# filesystem_of PATH <mountinfo: of the mount with the longest path above it, the last one if there are several.
filesystem_of() {
  FOLDER_TEXT=$1 awk '
    {
      at = $5; gsub(/\\040/, " ", at)
      if (at != "/" && index(ENVIRON["FOLDER_TEXT"] "/", at "/") != 1 || length(at) < longest) next
      longest = length(at)
      for (dash = 7; dash <= NF && $dash != "-"; ++dash);
      type = $(dash + 1)
    }
    END { print type }'
}

# The choice of --volume is kept: without it the next `up` would show an empty list.
choose_override() {
  if [ "$(recall volume)" = yes ]; then use_volume=yes; fi
  if [ "$use_volume" = yes ]; then override=deployment-scripts/compose.volume.yaml; else override=""; fi
}

data_place() {
  if [ "$use_volume" = yes ]; then echo "the volume ${compose_project}_data"; else windows_path "$project/db"; fi
}

# <CONTAINER-HARDENING> data-mount: ./db is made here; one that the daemon made would be root's, and closed to user 1000.
ensure_data() {
  if [ "$use_volume" = yes ]; then
    if [ "$(recall volume)" = yes ]; then say_ok data "in $(data_place)"; else change data "the database goes into $(data_place)" choose_volume; fi
    [ ! -s "$project/db/db.sqlite3" ] ||
      say_warning data "./db holds a database that is not used with --volume; backup (before) and restore (after) carry it over"
    return 0
  fi
  [ ! -L "$project/db" ] || fail "$exit_project" data "$project/db is a link" "put the folder itself there"
  if [ -d "$project/db" ]; then say_ok data "./db"; else change data "./db, mode 0700" make_data; fi
}

choose_volume() { remember volume yes; }

make_data() {
  journal_account folder "$project/db"
  (umask 077 && mkdir "$project/db") || fail "$exit_project" data "cannot make $project/db"
}

# <DAEMON-ATTACK-SURFACE> secrets-as-files: made once from the kernel's random source, never shown, in no environment.
# <DAEMON-ATTACK-SURFACE> secret-key-permissions: mode 0400 in a folder of mode 0700; on NTFS, where modes mean nothing, an access list.
ensure_secrets() {
  secrets=$project/secrets
  # A folder that somebody else owns is closed to us: in WSL, after the hand-over to user 1000.
  if [ -e "$secrets/secret_key" ] || { [ -d "$secrets" ] && [ ! -x "$secrets" ]; }; then
    say_ok secrets "./secrets/secret_key"
  else
    change secrets "./secrets/secret_key, made from the kernel's random source, mode 0400" make_secrets
  fi
}

make_secrets() {
  if [ ! -d "$secrets" ]; then
    journal_account folder "$secrets"
    (umask 077 && mkdir "$secrets") || fail "$exit_project" secrets "cannot make $secrets"
  fi
  journal_account secret "$secrets/secret_key"
  # Complete before it gets its name. No option of base64: they differ between systems.
  (umask 077 && set -C && rm -f "$secrets/secret_key.new" &&
    head -c 48 /dev/urandom | base64 | tr -d '\r\n' >"$secrets/secret_key.new" && [ -s "$secrets/secret_key.new" ] &&
    chmod 0400 "$secrets/secret_key.new" && mv "$secrets/secret_key.new" "$secrets/secret_key") ||
    fail "$exit_project" secrets "cannot write $secrets/secret_key"
  if [ "$shell_kind" = gitbash ]; then close_on_ntfs "$(cygpath -w "$secrets/secret_key")"; fi
}

close_on_ntfs() {
  as_account icacls.exe "$1" /inheritance:r /grant:r "${USERNAME:-$USER}:(R)" </dev/null >"$work/icacls" 2>&1 ||
    say_warning secrets "icacls could not close $1 to other users: $(tr -d '\r' <"$work/icacls" | head -n 1)"
}

# The binary itself tries in its mounted folder what SQLite will need; nothing is inferred.
ensure_usable_data() {
  if daemon_unchecked || [ "$dry_run" = yes ]; then return 0; fi
  if selftest; then say_selftest; return 0; fi
  # On macOS every file appears as the reader's own, and chown is cosmetic: no use in trying.
  if [ "$selftest_errno" = EACCES ] && [ "$platform-$engine" != macos-desktop ]; then
    change data "given to user 1000 inside" hand_over_data
    if selftest; then say_selftest; return 0; fi
  fi
  show_end "$work/selftest.error"
  fail "$exit_project" data "user 1000 inside cannot work in $(data_place) (file system ${selftest_system:-unknown}, ${selftest_errno:-no answer})" \
    "keep it in a volume: $script up --volume; or move the project to a folder of your own"
}

selftest() {
  compose run --rm --no-deps -T todo selftest --format json </dev/null >"$work/selftest" 2>"$work/selftest.error" &&
    selftest_status=0 || selftest_status=$?
  selftest_system=$(json_text file_system <"$work/selftest")
  selftest_mode=$(json_text journal_mode <"$work/selftest")
  selftest_errno=$(json_text errno <"$work/selftest")
  # A folder that cannot even be entered ends it before it has anything to report.
  if [ -z "$selftest_errno" ] && grep -q 'Permission denied' "$work/selftest.error"; then selftest_errno=EACCES; fi
  [ "$selftest_status" -eq 0 ] && grep -q '"ok":true' "$work/selftest"
}
say_selftest() { say_ok selftest "user 1000 inside can write, sync, lock and rename in $(data_place): $selftest_system, journal mode $selftest_mode"; }

# json_text NAME <JSON of todo, which has no spaces -> the first such value.
json_text() { tr -d '\r' | sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' | head -n 1; }

# The same container of a moment as on Linux: user 0 with one capability, no network, read-only root.
# <KERNEL-CAPABILITIES> drop-capabilities: CHOWN alone, for the moment that it takes.
hand_over_data() {
  if [ "$use_volume" = yes ]; then data_mount="type=volume,source=${compose_project}_data,target=/db"
  else data_mount="type=bind,source=$(windows_path "$project/db"),target=/db"; fi
  docker_as_account run --rm --user 0:0 --cap-drop ALL --cap-add CHOWN --security-opt no-new-privileges --network none --read-only \
    --mount "$data_mount" "$image" chown-data 1000:1000 </dev/null >"$work/chown" 2>&1 || {
    show_end "$work/chown"
    fail "$exit_project" data "$(data_place) could not be given to user 1000 inside" "keep it in a volume: $script up --volume"
  }
}

# update.sh: an app that was healthy has a database; ./db may be closed to us, and a volume always is.
has_database() { [ "$use_volume" = yes ] || [ ! -x "$project/db" ] || [ -s "$project/db/db.sqlite3" ]; }
