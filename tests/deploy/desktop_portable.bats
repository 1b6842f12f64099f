bats_require_minimum_version 1.5.0
load desktop_helper
setup() {
  scripts=$deploy_root/deployment-scripts
  twin=$BATS_TEST_TMPDIR/twin.ps1  # git checks it out with CR LF
  tr -d "\r" <"$scripts/deploy-windows.ps1" >"$twin"
  # What the Desktop scripts load, and themselves.
  parts=$(sed -n '/^for part in/,/; do/p' "$scripts/lib/desktop_main.sh" | tr -d '\\' | sed 's/^for part in//; s/; do//')
  files="$scripts/deploy-macos.sh $scripts/deploy-windows.sh $scripts/lib/desktop_main.sh"
  for part in $parts; do files="$files $scripts/lib/$part.sh"; done
}
teardown() { :; }

@test "every desktop_*.sh is loaded" {
  for file in "$scripts"/lib/desktop_*.sh; do [[ " $files " == *" $file "* ]] || { echo "$file"; return 1; }; done
}

@test "all that macOS loads is POSIX sh, for dash, bash, busybox, checkbashisms and shellcheck" {
  for program in checkbashisms busybox; do
    command -v "$program" >/dev/null || { echo "no $program (Debian: devscripts, busybox)"; return 1; }
  done
  for file in $files; do
    dash -n "$file" && bash --posix -n "$file" && busybox sh -n "$file"
    # The parts of the library have no first line of their own.
    { echo '#!/bin/sh'; cat "$file"; } >"$BATS_TEST_TMPDIR/part.sh"
    run checkbashisms --posix "$BATS_TEST_TMPDIR/part.sh"
    [ "$status" -eq 0 ] || { echo "$file: $output"; return 1; }
  done
  (cd "$scripts" && shellcheck -s sh $files)
}

# bash 3.2 parses $( ) by counting parentheses: a `case` in there needs "(a)", and an apostrophe in a here-document ends it.
@test "nothing that bash 3.2 misreads" {
  sed 's/^ *#.*//' $files >"$BATS_TEST_TMPDIR/code"
  never grep -nE '\$\((.*[ ;])?case ' "$BATS_TEST_TMPDIR/code"
  never grep -nE 'declare|mapfile|readarray|coproc|\|&|&>|\[\[|\$\{[a-z_]+(,,|\^\^|@)|^ *local ' "$BATS_TEST_TMPDIR/code"
}

# What Linux alone calls may stand in the shared parts; on the macOS that is played in the other tests it would fail.
@test "no option that only GNU's tools know" {
  for file in "$scripts"/lib/desktop_*.sh "$scripts/deploy-macos.sh" "$scripts/deploy-windows.sh"; do
    sed 's/^ *#.*//' "$file" >"$BATS_TEST_TMPDIR/code"
    never grep -nE '(sed -i|stat -c|date -d|grep -P|readlink -f|head -n -|base64 -w|install -D|mktemp -d$|find .* -printf|xargs -r|cp -a|sort -V|\bsha256sum\b|(^|[ ;|])timeout [0-9]|\bss -|\bip (a|l|r)|\bgetent\b|\bnproc\b|\bseq\b|\bflock\b)' "$BATS_TEST_TMPDIR/code" || { echo "$file"; return 1; }
  done
}

@test "what goes onto Windows with CR LF, and what must not, is said to git" {
  attribute() { git -C "$deploy_root" check-attr eol -- "$1" | sed 's/.*: //'; }
  [ "$(attribute deployment-scripts/deploy-windows.ps1)" = crlf ]
  for file in deployment-scripts/deploy-windows.sh deployment-scripts/lib/desktop_versions.txt deployment-scripts/settings.env Dockerfile \
    src/todo/migrations/0001_initial.sql packaging/packages.lock compose.yaml; do
    [ "$(attribute "$file")" = lf ] || { echo "$file"; return 1; }
  done
}

# --- deploy-windows.ps1, which nobody could run here ------------------------------------------------------------------
words_of() { tr -d '\r' <"$twin" | awk -v name="\$$1 = @{" 'index($0, name) == 1 { on = 1 } on { print } on && /}$/ { exit }' | tr ';{}' '\n\n\n' | sed -n "s/^ *'\{0,1\}\([a-z-]*\)'\{0,1\} = '\{0,1\}\([A-Z0-9]*\)'\{0,1\} *\$/\1|\2/p" | sort; }

@test "the twin has the exit codes of the shell" {
  [ "$(words_of ExitCodes)" = "$(sed -n 's/^exit_\([a-z]*\)=\([0-9]*\)$/\1|\2/p' "$scripts/lib/exit_codes.sh" | sort)" ]
}

@test "the twin has the actions and the options of the shell" {
  library() { sh -c 'platform=windows; . "$1/lib/options.sh"; $2' library "$scripts" "$1"; }
  [ "$(words_of Actions)" = "$(library action_table | cut -d'|' -f1,2 | sort)" ]
  [ "$(words_of Options)" = "$(library option_table | awk -F'|' '$3 == "all" || index($3, "windows") { print $1 "|" $2 }' | sort)" ]
}

@test "the twin takes the same steps of up in the same order" {
  steps() { tr -d '\r' <"$twin" | sed -n '/^function Up {/,/^}/p' | sed -n 's/.*\(Confirm-[A-Za-z]*\|Read-Choices\|Start-Version\).*/\1/p'; }
  [ "$(steps | tr '\n' ' ')" = "Confirm-Client Confirm-Engine Confirm-Desktop Confirm-Versions Confirm-Settings Read-Choices Confirm-Port Confirm-Image Confirm-Secrets Confirm-Data Confirm-UsableData Confirm-Reader Start-Version Confirm-Promises " ]
  order=$(sed -n '/^up() {/,/^}/p' "$scripts/lib/desktop_main.sh" | grep -oE 'ensure_client|ensure_engine|check_engine|check_versions|check_settings|choose_port|check_port|ensure_image|ensure_secrets|ensure_data|ensure_usable_data|ensure_reader|start_version|verify$' | tr '\n' ' ')
  [ "$order" = "ensure_client ensure_engine check_engine check_versions check_settings choose_port check_port ensure_image ensure_secrets ensure_data ensure_usable_data ensure_reader start_version verify " ]
}

@test "the twin sends the engine the same questions" {
  same() { [ -n "$2" ] && grep -qF -- "$2" "$twin" || { echo "$1: $2"; return 1; }; }
  same info "$(sed -n "s/^info_format='\(.*\)'/\1/p" "$scripts/lib/desktop_engine.sh")"
  same reader "$(sed -n "s/^reader_script='\(.*\)'/\1/p" "$scripts/lib/desktop_verify.sh")"
  same version '{{.Server.Platform.Name}}|{{json .Server.Components}}'
  for words in 'run --rm --user 0:0 --cap-drop ALL --cap-add CHOWN --security-opt no-new-privileges --network none --read-only --mount' \
    '--user 1000:1000 --network none --read-only --cap-drop ALL' 'desktop start --timeout 120' \
    'selftest --format json' 'check --deploy --format json' "'up', '--detach', '--no-build'"; do
    same words "$words"
  done
}

@test "the twin is ASCII, says that it was never run, and has nothing that 5.1 does not know" {
  never env LC_ALL=C grep -nP '[^\x00-\x7F]' "$twin"
  grep -q 'THIS FILE WAS NEVER RUN' "$twin"
  sed 's/#.*//' "$twin" >"$BATS_TEST_TMPDIR/code"
  # && and || between commands, ?? and ?: , ?. , clean {}, ternary, -Parallel, ForEach-Object -AsJob
  never grep -nE '&&|\|\||\?\?|\?\.|-Parallel\b|-AsByteStream|ConvertFrom-Json -AsHashtable|\bclean \{| \? .* : ' "$BATS_TEST_TMPDIR/code"
}

@test "the twin never takes a function of its own for the program docker" {
  never grep -niE '^ *function (docker|wsl|icacls)(\.exe)?\b' "$twin"
}

@test "the twin's brackets and quotes are in pairs" {
  run awk '
    # One character at a time, as the language reads: "…" with ` as the escape, single quotes with doubled ones, # to the end of the line.
    { sub(/\r$/, "") }
    {
      quote = ""
      for (at = 1; at <= length($0); ++at) {
        c = substr($0, at, 1)
        if (quote == "\"") { if (c == "`") ++at; else if (c == "\"") quote = ""; continue }
        if (quote == "\047") { if (c == "\047") quote = ""; continue }
        if (c == "\"" || c == "\047") { quote = c; continue }
        if (c == "`") { ++at; continue }
        if (c == "#") break
        if (index("({[", c)) stack[++depth] = c
        if (index(")}]", c)) {
          if (depth == 0 || index("({[", stack[depth]) != index(")}]", c)) { print NR ": " c " does not fit"; exit 1 }
          --depth
        }
      }
      if (quote != "") { print NR ": a quote stays open"; exit 1 }
    }
    END { if (depth > 0) { print "open at the end: " stack[depth]; exit 1 } }' "$twin"
  [ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

@test "every function that the twin calls is there" {
  sed -n 's/^function \([A-Za-z-]*\).*/\1/p' "$twin" | sort -u >"$BATS_TEST_TMPDIR/defined"
  grep -oE '\b(Confirm|Find|Get|Test|Start|Wait|Read|Show|Invoke|Copy|Save|Restore|Remember|Recall|Write|Open|Close|Hide|Stop|Enter|Complete)-[A-Z][A-Za-z]+' "$twin" | sort -u |
    grep -vxE 'Get-Command|Get-Item|Get-ChildItem|Get-Process|Get-Date|Get-FileHash|Get-Location|Start-Process|Start-Sleep|Test-Path|Write-Host' >"$BATS_TEST_TMPDIR/used"
  run comm -13 "$BATS_TEST_TMPDIR/defined" "$BATS_TEST_TMPDIR/used"
  [ -z "$output" ] || { echo "not defined: $output"; return 1; }
}
