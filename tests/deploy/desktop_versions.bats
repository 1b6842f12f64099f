bats_require_minimum_version 1.5.0
load desktop_helper
setup() { setup_stand_ins; setup_desktop; }

@test "versions are compared as numbers" {
  for pair in "4.44.2 4.44.3" "4.9.0 4.10.0" "4.99 4.99.1" "3.9.9 4.0.0"; do
    in_desktop "version_below $pair"
    set -- $pair
    never in_desktop "version_below $2 $1"
  done
  never in_desktop "version_below 4.44.3 4.44.3"
}

@test "what is no version is not taken for one" {
  for text in "" master "4" "4.x" "4.1.2.3.4.5" "4.44.3; rm"; do ! in_desktop "is_version '$text'"; done
  in_desktop "is_version 4.44.3"
}

# System, version, exit code, and what is said.
@test "each floor holds where it should" {
  while IFS='|' read -r system version code text; do
    play "$system" "desktop-${system/gitbash/wsl2}" "$version"
    rm -rf "$home" "$engine/container"; mkdir "$home"
    desktop check
    ends "$code" "$text"
  done <<'CASES'
macos|4.44.2|10|CVE-2025-9074
macos|4.44.3|0|holes that 4.86.0 mends
macos|4.85.9|0|CVE-2026-17106
macos|4.86.0|0|no hole that the table
gitbash|4.86.0|0|CVE-2026-112917
gitbash|4.98.0|0|no hole that the table
CASES
}

@test "a version with a way out goes on only when asked to" {
  play macos desktop-macos 4.30.0
  desktop up
  ends 10 "update Docker Desktop" "--engine-anyway"
  [ ! -e "$project/db" ]
  desktop up --engine-anyway
  ends 0 "WARN     versions" "CVE-2024-9348"
}

@test "WSL has a floor of its own; its UTF-16 and its translated label are read" {
  play wsl2 desktop-wsl2 4.98.0
  play_wsl_version 2.7.1.0
  desktop check
  ends 0 "WSL 2.7.1.0 is below 3.0.3" "wsl --update"
  play_wsl_version 3.0.3.0
  desktop check
  ends 0 "ok       wsl              WSL 3.0.3.0"
  # invented: the WSL that came with Windows has no --version, and prints its help
  stand_in wsl.exe 'printf "Invalid command line option: --version\r\n" | sed "s/./&\\x00/g"; exit 255'
  desktop check
  ends 0 "WARN     wsl              the version of WSL is not known"
}

@test "without a number in the answer the application is asked, and unknown is never fine" {
  play macos desktop-macos
  reply version 'Docker Desktop|[]'  # recorded: community client in WSL
  reply installed 4.90.1
  desktop check
  ends 0 "Docker Desktop 4.90.1"
  rm "$engine/installed"
  desktop check
  ends 0 "WARN     versions         the version of Docker Desktop is not known"
  reply version 'Docker Desktop master (1)|[]'
  desktop check
  ends 0 "not known"
}

@test "a table older than 90 days says so" {
  [ "$(in_desktop 'echo $(($(day_number 2026-03-01) - $(day_number 2024-02-28)))')" -eq 732 ]
  play macos desktop-macos
  ln -sf /bin/false "$tools/nothing"; rm -f "$tools/date"
  stand_in date 'case $* in "-u +%Y-%m-%d") echo 2027-02-22 ;; *) exec '"$(type -P date)"' "$@" ;; esac'
  desktop check
  ends 0
  [[ "$output" != *stale* ]]
  stand_in date 'case $* in "-u +%Y-%m-%d") echo 2027-02-23 ;; *) exec '"$(type -P date)"' "$@" ;; esac'
  desktop check
  ends 0 "91 days old and may be stale"
}

@test "every row of the table has its five fields, and a version" {
  while IFS='|' read -r kind first rest; do
    case $kind in
      fixed) in_desktop "is_version '$first'" && [[ "$rest" =~ ^[a-z,]+\|CVE-[0-9]+-[0-9]+\|.+$ ]] || { echo "$kind|$first|$rest"; return 1; } ;;
      dated | floor | wsl) ;;
      *) echo "$kind"; return 1 ;;
    esac
  done < <(grep -v '^#' "$deploy_root/deployment-scripts/lib/desktop_versions.txt")
}
