# The image: built from this folder, or loaded from a file.

image=taut/todo:dev
image_before=taut/todo:previous

docker_as_account() { as_account "$docker" "$@"; }
image_id() { docker_as_account image inspect --format '{{.Id}}' "$1" 2>/dev/null; }

# <BUILD-HYGIENE> pinned-base: the digest in the Dockerfile; a base made here is the exception, and is announced.
ensure_base() {
  if [ -n "$image_file" ]; then return 0; fi
  pinned=$(pinned_base "$project/Dockerfile")
  if daemon_unchecked; then
    change base "pull $pinned, or make $base_tag where no registry answers" :
    return 0
  fi
  if [ -n "$(image_id "$pinned")" ]; then
    say_ok base "$pinned is here"
  elif [ -n "$(image_id "$base_tag")" ]; then
    base_used=$base_tag
    say_ok base "$base_tag, made here from Debian's signed packages; the digest pin was not used"
  elif registry_answers "$pinned"; then
    change base "pulled $pinned" pull_base
  else
    say_warning base "no registry answers for $pinned"
    base_used=$base_tag
    ensure_needs base-tools mmdebstrap
    change base "made $base_tag from Debian's signed packages; the digest pin was not used" make_base
  fi
}

# Ten seconds decide: where packets are dropped, a pull would hang for minutes.
registry_answers() {
  timeout 10 cat /dev/null  # fails here, not inside the condition, when there is no timeout(1)
  as_account timeout 10 "$docker" buildx imagetools inspect "$1" >"$work/registry" 2>&1
}

pull_base() {
  long "pulling the base image" "$work/pull" docker_as_account pull "$pinned" && return 0
  show_end "$work/pull"
  fail "$exit_image" base "$pinned could not be pulled" "run this again; with no route to the registry it makes its own base"
}

make_base() {
  # As the account, in a user namespace: the packages' own scripts run as root of nothing but that.
  base_runner=as_account base_mode=unshare
  # Ubuntu lets mmdebstrap make no namespace, and a profile for perl would be one for everything written in perl.
  if [ "$(read_setting kernel/apparmor_restrict_unprivileged_userns 0)" -eq 1 ]; then base_runner=as_root base_mode=root; fi
  long "making the base image (a minute)" "$work/base" make_base_image "$base_mode" "$base_tag" docker_as_account import - && return 0
  show_end "$work/base"
  fail "$exit_image" base "$base_tag could not be made" \
    "is Debian's mirror reachable? apt-get update; --image FILE takes a finished image instead"
}

# The commit that the folder is at, without needing git: HEAD names a branch, the branch a commit.
revision() {
  head=$(cat "$project/.git/HEAD" 2>/dev/null) || { echo unknown; return; }
  case $head in
    "ref: "*) cat "$project/.git/${head#ref: }" 2>/dev/null || packed_revision "${head#ref: }" || echo unknown ;;
    *) printf '%s\n' "$head" ;;
  esac
}
packed_revision() {
  awk -v ref="$1" '$2 == ref { print $1; found = 1 } END { exit !found }' "$project/.git/packed-refs" 2>/dev/null
}

ensure_image() {
  if daemon_unchecked; then
    change image "build $image" :
    return 0
  fi
  id_before=$(image_id "$image" || :)
  if [ -n "$image_file" ]; then load_image; else build_image; fi
  if [ "$dry_run" = yes ] && [ -z "$id_before" ]; then return 0; fi
  id_now=$(image_id "$image") || fail "$exit_image" image "there is no image $image"
  if [ "$id_now" = "$id_before" ]; then
    say_ok image "$image $(short_id "$id_now")"
  else
    changes=$((changes + 1))
    say changed image "$image $(short_id "$id_now")${id_before:+, was $(short_id "$id_before")}"
  fi
}

short_id() { printf '%s' "${1#sha256:}" | cut -c1-12; }
daemon_unchecked() { case "$unchecked " in *" daemon "*) return 0 ;; *) return 1 ;; esac; }

build_image() {
  if [ "$dry_run" = yes ]; then
    [ -n "$id_before" ] || change image "build $image" :
    return 0
  fi
  long "building $image" "$work/build" compose --progress plain build todo && return 0
  show_end "$work/build"
  fail "$exit_image" image "the build failed; the end of its output is above" "run this again with --verbose to see all of it"
}

load_image() {
  [ -r "$image_file" ] || fail "$exit_image" image "cannot read $image_file" "make one with: docker save -o FILE $image"
  if [ "$dry_run" = yes ]; then
    [ -n "$id_before" ] || change image "load $image" :
    return 0
  fi
  docker_as_account load <"$image_file" >"$work/load" 2>&1 || {
    show_end "$work/load"
    fail "$exit_image" image "docker load could not take $image_file" "$(mend_of "$work/load" "is it an image? make one with: docker save -o FILE $image")"
  }
  grep -q "$image" "$work/load" || fail "$exit_image" image "$image_file holds no $image: $(head -n 1 "$work/load")" \
    "docker save -o FILE $image"
}
