# Talking to the app as its users do, with curl.
# POSIX sh: sourced on every platform.

address() { printf 'http://127.0.0.1:%s%s\n' "$port" "$1"; }

# No proxy for the loopback, whatever the environment says.
http() { curl --noproxy '*' --silent --show-error --max-time 5 "$@"; }

page_status() { http --output /dev/null --write-out '%{http_code}' "$(address "$1")" 2>/dev/null || :; }

wait_for_page() {  # wait_for_page SECONDS
  waited=0
  until [ "$(page_status /)" = 200 ]; do
    waited=$((waited + 1))
    [ "$waited" -lt $(($1 * 5)) ] || return 1
    sleep 0.2
  done
}

# add_todo TITLE -> the path of the new todo, from the Location of the answer.
add_todo() {
  http --include --header 'Content-Type: application/json' --data "{\"title\": \"$1\"}" "$(address /api/todos)" 2>/dev/null |
    tr -d '\r' | awk 'tolower($1) == "location:" { print $2; found = 1 } END { exit !found }'
}

remove_todo() { http --output /dev/null --request DELETE "$(address "$1")"; }
