# The project folder: readable for the account, ./db for user 1000 inside, and the secret key.

# closed_parents ACCOUNT-TEST PATH: each folder above PATH that the account cannot pass, outermost first.
closed_parents() (
  test_command=$1
  folder=""
  # The folders of the path, one by one; the path is absolute and holds no line break.
  printf '%s\n' "${2#/}" | tr / '\n' | while IFS= read -r part; do
    folder=$folder/$part
    "$test_command" "$folder" || printf '%s\n' "$folder"
  done
)

account_can_pass() { as_account test -x "$1"; }

ensure_project() {
  case $project in
    *"
"* | *"$(printf '\t')"* | *:*) fail "$exit_project" project "the path $project holds a line break, a tab or a colon" \
  "clone into another folder" ;;
  esac
  if [ "$account_exists" = no ]; then
    unchecked="$unchecked project"
    return 0
  fi
  # One at a time: whether the next is closed shows only when the one above is open.
  while closed=$(closed_parents account_can_pass "$project" | head -n 1) && [ -n "$closed" ]; do
    [ "$(id -u)" -eq 0 ] ||
      fail "$exit_project" project "$account cannot pass through $closed" "setfacl -m u:$account:--x '$closed'"
    change project "$account may pass through $closed (not list or read it)" open_parent "$closed"
    [ "$dry_run" = no ] || return 0
  done
  unreadable=$(first_unreadable)
  [ -z "$unreadable" ] || fail "$exit_project" project "$account cannot read $unreadable" \
    "chmod -R a+rX '$unreadable'"
  say_ok project "$account can read $project"
}

# Their own folders, and those that no build needs, may be closed; find complains about such, and goes on.
first_unreadable() {
  as_account find "$project" \( -path "$project/db" -o -path "$project/db-lab" -o -path "$project/secrets" -o -path "$project/.git" -o -path "$project/build" \) \
    -prune -o ! -readable -print -quit 2>/dev/null || :
}

open_parent() {
  journal_root acl "$1" "$account"
  as_root setfacl -m "u:$account:--x" "$1" || fail "$exit_project" project "cannot let $account through $1" \
    "clone into a folder that everyone may enter, such as /srv"
}

# make_owned_folder PATH: of mode 0700, for the account. Made by whoever may write to the project.
make_owned_folder() {
  mkdir -m 0700 "$1" 2>/dev/null || as_root mkdir -m 0700 "$1" || return
  [ "$(stat -c %u "$1")" = "$account_uid" ] || as_root chown "$account_uid:$account_gid" "$1"
}

data_place() { printf '%s/db\n' "$project"; }

# <CONTAINER-HARDENING> data-mount: ./db is the one folder that lasts, of mode 0700 and owned by user 1000 inside alone.
ensure_data() { ensure_data_folder db "$image"; }

ensure_data_folder() {  # ensure_data_folder NAME IMAGE: the image that hands the folder over
  data=$project/$1 data_image=$2
  data_now=$(stat -c '%u %a' "$data" 2>/dev/null || echo none)
  if [ -n "$host_id_of_1000" ] && [ "$data_now" = "$host_id_of_1000 700" ]; then
    say_ok data "./$1 belongs to user 1000 inside ($host_id_of_1000), mode 0700"
    return 0
  fi
  change data "./$1 is for user 1000 inside (${host_id_of_1000:-its id here}), mode 0700" hand_over_data
}

hand_over_data() {
  if [ "$data_now" = none ]; then
    journal_account folder "$data"
    make_owned_folder "$data" || fail "$exit_project" data "cannot make $data"
  else
    case ${data_now%% *} in
      "$account_uid" | "$host_id_of_1000") ;;
      *) # Of somebody else, such as the root of an earlier deployment: user 0 of the container could not give it away.
        [ ! -L "$data" ] || fail "$exit_project" data "$data is a link" "put the folder itself there"
        journal_root owner "$data" "${data_now%% *}"
        as_root chown -R -h "$account_uid:$account_gid" "$data" || fail "$exit_project" data "cannot take over $data" ;;
    esac
  fi
  # A container of the app itself, user 0 with one capability: works under a rootless and under a root daemon alike.
  # <KERNEL-CAPABILITIES> drop-capabilities: CHOWN alone, without network, for the moment that it takes.
  docker_as_account run --rm --user 0:0 --cap-drop ALL --cap-add CHOWN --security-opt no-new-privileges --network none --read-only \
    --mount "type=bind,source=$data,target=/db" "$data_image" chown-data 1000:1000 >"$work/chown" 2>&1 || {
    show_end "$work/chown"
    fail "$exit_project" data "$data could not be given to user 1000 inside" "look at: ls -ldn '$data'"
  }
  [ "$(stat -c '%u %a' "$data")" = "$host_id_of_1000 700" ] ||
    fail "$exit_project" data "$data has owner and mode $(stat -c '%u %a' "$data"), expected $host_id_of_1000 700"
}

# <DAEMON-ATTACK-SURFACE> secrets-as-files: made once from the kernel's random source, never shown, in no environment.
# <DAEMON-ATTACK-SURFACE> secret-key-permissions: mode 0400 for user 1000 inside alone, in a folder of mode 0700.
ensure_secrets() {
  secrets=$project/secrets
  if [ ! -d "$secrets" ]; then
    change secrets "./secrets/secret_key, made from the kernel's random source, mode 0400" make_secrets
  elif as_account test -x "$secrets" && secret_state=$(as_account stat -c '%u %a' "$secrets/secret_key" 2>/dev/null); then
    if [ "$secret_state" = "$host_id_of_1000 400" ]; then
      say_ok secrets "./secrets/secret_key, mode 0400, for user 1000 inside alone"
    else
      change secrets "./secrets/secret_key: owner and mode were $secret_state, now $host_id_of_1000 400" correct_secret
    fi
  else
    change secrets "./secrets/secret_key, made from the kernel's random source, mode 0400" make_secrets
  fi
}

# As root of the user namespace, so that the key never passes through root of the host; complete before it gets its name.
make_secret_script='umask 077; set -eC; cd "$1"; rm -f secret_key.new; head -c 48 /dev/urandom | base64 -w 0 >secret_key.new
  chmod 0400 secret_key.new; chown 1000:1000 secret_key.new; mv -n secret_key.new secret_key'

make_secrets() {
  if [ ! -d "$secrets" ]; then
    journal_account folder "$secrets"
    make_owned_folder "$secrets" || fail "$exit_project" secrets "cannot make $secrets"
  fi
  journal_account secret "$secrets/secret_key"
  as_account rootlesskit sh -c "$make_secret_script" secret "$secrets" ||
    fail "$exit_project" secrets "cannot write $secrets/secret_key" \
      "ls -ldn '$secrets'"
}

correct_secret() {
  # Of root or of another account: the namespace has no power over it.
  case ${secret_state%% *} in
    "$account_uid" | "$host_id_of_1000") ;;
    *) as_root chown "$account_uid:$account_gid" "$secrets/secret_key" ;;
  esac
  as_account rootlesskit sh -c 'chown 0:0 "$1" && chmod 0400 "$1" && chown 1000:1000 "$1"' secret "$secrets/secret_key" ||
    fail "$exit_project" secrets "cannot set owner and mode of $secrets/secret_key"
}
