# Subordinate ids: the range of user and group ids that the account's containers may use, and nobody else.

subids_needed=65536
subids_lowest=100000

# ranges_of NAME UID <subuid -> "start count" lines. The file may name the owner by name or by number, subuid(5).
ranges_of() {
  awk -F: -v name="$1" -v uid="$2" 'NF == 3 && ($1 == name || $1 == uid) { print $2, $3 }'
}

# sum_of_ranges: "start count" lines -> how many ids.
sum_of_ranges() { awk '{ sum += $2 } END { print sum + 0 }'; }

# overlap_with_others NAME UID <subuid -> "OTHER start count" of the first range that meets one of NAME's.
overlap_with_others() {
  awk -F: -v name="$1" -v uid="$2" '
    NF != 3 { next }
    $1 == name || $1 == uid { mine[++m] = $2; end[m] = $2 + $3; next }
    { other[++o] = $1; from[o] = $2; to[o] = $2 + $3 }
    END {
      for (i = 1; i <= m; ++i) for (j = 1; j <= o; ++j)
        if (mine[i] < to[j] && from[j] < end[i]) { print other[j], from[j], to[j] - from[j]; exit }
    }'
}

# lowest_free_range LOWEST COUNT: taken "start count" lines -> the start of the lowest gap that is large enough.
lowest_free_range() {
  sort -n | awk -v start="$1" -v count="$2" '
    $1 < start + count && start < $1 + $2 { start = $1 + $2 }
    END { print start }'
}

# Everything in use: subordinate ranges of both kinds, and the ids of real users and groups.
taken_ranges() {
  cat /etc/subuid /etc/subgid 2>/dev/null | awk -F: 'NF == 3 { print $2, $3 }'
  { getent passwd; getent group; } | awk -F: '{ print $3, 1 }'
}

# <DAEMON-ATTACK-SURFACE> rootless-daemon: ids inside its containers are ids outside that own nothing.
ensure_subids() {
  if [ "$account_exists" = no ]; then
    say would subids "$subids_needed user and group ids for $account, which no other account has"
    changes=$((changes + 1))
    return 0
  fi
  for subids_file in /etc/subuid /etc/subgid; do check_overlap "$subids_file"; done
  subids_have=$(read_ranges /etc/subuid | sum_of_ranges)
  subgids_have=$(read_ranges /etc/subgid | sum_of_ranges)
  if [ "$subids_have" -ge "$subids_needed" ] && [ "$subgids_have" -ge "$subids_needed" ]; then
    say_ok subids "$(read_ranges /etc/subuid | head -n 1 | awk '{ print $1 "-" $1 + $2 - 1 }'), shared with no other account"
    return 0
  fi
  subids_start=$(taken_ranges | lowest_free_range "$subids_lowest" "$subids_needed")
  change subids "$subids_start-$((subids_start + subids_needed - 1)) for $account" add_subids
}

read_ranges() {
  [ -r "$1" ] || return 0
  ranges_of "$account" "$account_uid" <"$1"
}

check_overlap() {
  [ -r "$1" ] || return 0
  subids_overlap=$(overlap_with_others "$account" "$account_uid" <"$1")
  [ -z "$subids_overlap" ] ||
    fail "$exit_subids" subids "in $1 the ids of $account overlap those of another account ($subids_overlap): each could read the other's containers" \
      "give one of the two a range of its own, by editing $1"
}

add_subids() {
  subids_range=$subids_start-$((subids_start + subids_needed - 1))
  # Only the kind that is missing: a second range of the other kind would do no harm, but would not be asked for either.
  if [ "$subids_have" -lt "$subids_needed" ]; then
    journal_root subuids "$account" "$subids_range"
    as_root usermod --add-subuids "$subids_range" "$account" ||
      fail "$exit_subids" subids "usermod --add-subuids $subids_range $account failed"
  fi
  if [ "$subgids_have" -lt "$subids_needed" ]; then
    journal_root subgids "$account" "$subids_range"
    as_root usermod --add-subgids "$subids_range" "$account" ||
      fail "$exit_subids" subids "usermod --add-subgids $subids_range $account failed"
  fi
}
