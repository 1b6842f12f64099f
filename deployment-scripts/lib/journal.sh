# What was changed, written down before it is changed, so that `uninstall` can read it backwards.
#
# Two journals, by who makes the change. Root's lies where only root can write: what root undoes later must not be up to
# the account. The account's lies in its home and is acted on as that account alone.
# The folder that holds root's is open to all, so that everybody can see whether there is one; what is in it is not.
# A line is a verb and its arguments, separated by tabs; undo.sh has a function for each verb.

root_journal_folder() { printf '/var/lib/taut-deploy/%s\n' "$account"; }
state_folder() { printf '%s/.local/state/taut\n' "$account_home"; }

# journal_line VERB ARGUMENT… -> one line; an argument with a tab or a line break would be another entry.
journal_line() (
  line=""
  for word in "$@"; do
    case $word in
      *"$(printf '\t')"* | *"
"*) return 1 ;;
    esac
    line="$line${line:+$(printf '\t')}$word"
  done
  printf '%s\n' "$line"
)

# backwards: standard input with the last line first, each line once (its first mention counts: that is the state of before).
backwards() {
  awk '!seen[$0]++ { line[++count] = $0 } END { for (at = count; at > 0; --at) print line[at] }'
}

append_script='umask 077
  mkdir -p -m 0755 "${1%/*}" && mkdir -p "$1" && chmod 0700 "$1" || exit
  grep -qxF -e "$2" "$1/journal" 2>/dev/null || printf "%s\n" "$2" >>"$1/journal"'

journal_root() {
  journal_text=$(journal_line "$@") || fail 1 journal "cannot write down: $*"
  root_text="write down in $(root_journal_folder)/journal: $*"
  as_root sh -c "$append_script" journal "$(root_journal_folder)" "$journal_text" ||
    fail 1 journal "cannot write $(root_journal_folder)/journal, so nothing is changed"
  root_text=""
}

journal_begun=no
journal_account() {
  if [ "$journal_begun" = no ]; then  # the folders that the journal itself needs are the first in it
    journal_begun=yes
    journal_parents "$(state_folder)/journal"
  fi
  journal_text=$(journal_line "$@") || fail 1 journal "cannot write down: $*"
  as_account sh -c "$append_script" journal "$(state_folder)" "$journal_text" ||
    fail 1 journal "cannot write $(state_folder)/journal, so nothing is changed"
}

# journal_parents PATH: each folder between the account's home and PATH that is not there yet, outermost first.
journal_parents() {
  parents_missing=$(as_account sh -c 'at=${1%/*}; while [ "$at" != "$2" ] && [ -n "$at" ] && [ ! -d "$at" ]; do echo "$at"; at=${at%/*}; done' \
    parents "$1" "$account_home" | backwards)
  [ -n "$parents_missing" ] || return 0
  while IFS= read -r parent; do journal_account made "$parent"; done <<PARENTS
$parents_missing
PARENTS
}

# remember KEY VALUE, recall KEY: small facts from one run to the next, such as the port.
remember() {
  as_account sh -c 'umask 077; mkdir -p "$1" && printf "%s\n" "$3" >"$1/$2.new" && mv "$1/$2.new" "$1/$2"' remember "$(state_folder)" "$1" "$2"
}
recall() {
  [ "$account_exists" = yes ] || return 0
  as_account sh -c 'cat "$1/$2" 2>/dev/null || :' recall "$(state_folder)" "$1"
}
