# The lab: a second service with the page /security, beside the strict one, with its own port and its own ./db-lab.
# Asked for with --lab; from then on each `up` keeps it, until `down`.

lab_image=taut/todo-lab:dev
lab_port=""

# as_lab COMMAND…: what is written for the app, about the lab's container and port.
as_lab() {
  service=todo-lab port_of_app=$port port=$lab_port
  "$@" && as_lab_status=0 || as_lab_status=$?
  service=todo port=$port_of_app
  return "$as_lab_status"
}

lab_container() { as_lab app_container; }

# A lab that is there is looked after, asked for or not.
find_lab() {
  if [ "$lab" = no ] && ! daemon_unchecked && [ -n "$(lab_container)" ]; then lab=yes; fi
  choose_lab_port
}

# The port of --lab-port, of the last `up --lab`, or the one after the app's.
choose_lab_port() {
  lab_port=${lab_port_wanted:-$(recall lab_port)}
  is_port "$lab_port" || lab_port=$((port + 1))
}

check_lab_port() {
  find_lab
  [ "$lab" = yes ] || return 0
  [ "$lab_port" != "$port" ] || fail "$exit_port" port "the app itself is to have port $port" "choose another one for the lab: --lab-port N"
  as_lab check_port
}

ensure_lab() {
  [ "$lab" = yes ] || return 0
  ensure_lab_image
  ensure_data_folder db-lab "$lab_image"
}

ensure_lab_image() {
  lab_id_before=""
  if daemon_unchecked || { lab_id_before=$(image_id "$lab_image" || :) && [ "$dry_run" = yes ]; }; then
    [ -n "$lab_id_before" ] || change lab-image "build $lab_image" :
    return 0
  fi
  # With --image the file that was loaded just now has to hold both.
  if [ -z "$image_file" ]; then
    long "building $lab_image" "$work/build-lab" compose --progress plain build todo-lab || {
      show_end "$work/build-lab"
      fail "$exit_image" lab-image "the build failed; the end of its output is above" "run this again with --verbose to see all of it"
    }
  fi
  lab_id=$(image_id "$lab_image") || fail "$exit_image" lab-image "there is no image $lab_image" \
    "docker save -o FILE $image $lab_image makes a file with both"
  if [ "$lab_id" = "$lab_id_before" ]; then
    say_ok lab-image "$lab_image $(short_id "$lab_id")"
  else
    changes=$((changes + 1))
    say changed lab-image "$lab_image $(short_id "$lab_id")${lab_id_before:+, was $(short_id "$lab_id_before")}"
  fi
}

# `up` has started both; the app's own health was waited for.
check_lab_started() {
  [ "$lab" = yes ] || return 0
  if [ "$dry_run" = yes ]; then
    if ! daemon_unchecked && [ "$(as_lab app_health || :)" = "running healthy" ]; then say_ok lab "running"; else change lab "start the lab" :; fi
    return 0
  fi
  as_lab wait_until_healthy 60 || {
    as_lab show_app_log
    fail "$exit_start" lab "the lab does not get healthy; the end of its log is above; the app itself runs at $(address /)"
  }
  remember lab_port "$lab_port"
  say_ok lab "running, $(short_id "$(as_lab inspect_app '{{.Image}}')")"
}

# The same promises as for the app, read back from the kernel about each thread of the lab's server.
verify_lab() {
  [ "$lab" = yes ] && [ -n "$(lab_container)" ] || return 0
  wrong_before=$wrong app_pid_before=${app_pid:-} threads_before=${threads:-} mounts_before=${mounts_text:-}
  wrong=""
  as_lab verify_process
  complain_all "" <<COMPLAINTS
$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | wrong_in_listeners "$lab_port")
COMPLAINTS
  lab_page=$(as_lab page_status /security)
  [ "$lab_page" = 200 ] || complain "/security answers ${lab_page:-nothing}, not 200"
  strict_page=$(page_status /security)
  [ "$strict_page" = 404 ] || complain "/security of the app itself answers ${strict_page:-nothing}, not 404"
  lab_wrong=$(printf '%s\n' "$wrong" | sed '/./s/^/the lab: /')
  wrong=$wrong_before app_pid=$app_pid_before threads=$threads_before mounts_text=$mounts_before
  complain_all "" <<COMPLAINTS
$lab_wrong
COMPLAINTS
}

lab_words() {
  if [ "$lab" = yes ]; then
    note "The lab, where each attack is a button: $(as_lab address /security)"
  else
    note "To press a button for each attack: $script up --lab"
  fi
}
