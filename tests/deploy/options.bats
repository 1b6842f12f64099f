bats_require_minimum_version 1.5.0
load helper

parse='parse_options "$@"; echo "$action|$action_file|$port|$dry_run|$purge|$wanted_user|$image_file"'
parsed() { run in_sh "set -- $1; $parse"; }

@test "without arguments it is up" {
  parsed ""
  [ "$status" -eq 0 ]
  [ "$output" = "up|||no|no||" ]
}

@test "options may stand before and after the action, with = or a space" {
  parsed "--port=8080 backup copy.db --user anna"
  [ "$status" -eq 0 ]
  [ "$output" = "backup|/somewhere/copy.db|8080|no|no|anna|" ]
}

@test "check is a dry run" {
  parsed check
  [ "$output" = "check|||yes|no||" ]
}

@test "mistakes are exit code 2 and say where help is" {
  while IFS= read -r mistake; do
    parsed "$mistake"
    [ "$status" -eq 2 ] || { echo "$mistake: $status"; return 1; }
    [[ "$output" == *"--help"* ]]
  done <<'MISTAKES'
launch
up again
backup
restore
--prot 80
--port
--port 0
--port 65536
--port eighty
--port 99999999999999999999
--dry-run=yes
--user Root
--user -x
--user ../root
--user a:b
--purge
up --purge
--lab-port many
down --lab
status --lab-port 8001
MISTAKES
}

@test "help shows each action, each option of this platform, and each exit code" {
  run in_sh 'parse_options --help'
  [ "$status" -eq 0 ]
  for word in up check status "backup FILE" "restore FILE" down stop uninstall --port --lab --lab-port --user --image --disable-rootful --purge --dry-run --no-install --yes --verbose --help; do
    [[ "$output" == *"  $word"* ]] || { echo "no $word"; return 1; }
  done
  for code in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 130; do grep -q "^ *$code  " <<<"$output" || { echo "no $code"; return 1; }; done
}

@test "an option of another platform is unknown here" {
  run in_sh 'platform=macos; parse_options --disable-rootful'
  [ "$status" -eq 2 ]
}

@test "every exit code of the library is in the table of --help" {
  while IFS= read -r code; do
    in_sh exit_code_table | grep -q "^ *$code  " || { echo "$code is missing"; return 1; }
  done < <(sed -n 's/^exit_[a-z]*=//p' "$deploy_root/deployment-scripts/lib/exit_codes.sh")
}
