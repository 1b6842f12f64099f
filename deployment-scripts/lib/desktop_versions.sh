# Is this Docker Desktop known to let containers out? desktop_versions.txt is the table, and says how old it is.

version_table() { sed '/^#/d' "$library/desktop_versions.txt"; }

# is_version TEXT: 4.67.0 and the like; "master", "" and anything else is unknown, never fine.
is_version() { printf '%s\n' "$1" | grep -Eqx '[0-9]{1,6}(\.[0-9]{1,6}){1,3}'; }

# version_below A B
version_below() {
  awk -v a="$1" -v b="$2" 'BEGIN {
    count = split(a, left, "."); other = split(b, right, ".")
    if (other > count) count = other
    for (at = 1; at <= count; ++at) if (left[at] + 0 != right[at] + 0) exit !(left[at] + 0 < right[at] + 0)
    exit 1
  }'
}

# holes_of VERSION PLATFORM -> the ids that this version still has, with what each gives.
holes_of() {
  version_table | while IFS='|' read -r kind fixed platforms id what; do
    [ "$kind" = fixed ] || continue
    case ",$platforms," in *",$2,"*) ;; *) continue ;; esac
    if version_below "$1" "$fixed"; then printf '%s (%s; mended in %s)\n' "$id" "$what" "$fixed"; fi
  done
}

floor_of() {  # floor_of refuse|warn PLATFORM
  version_table | awk -F'|' -v verdict="$1" -v platform="$2" \
    '$1 == "floor" && $2 == verdict && index("," $3 ",", "," platform ",") { print $4; exit }'
}

# day_number YYYY-MM-DD: days since 1 March of year 0; date(1) calculates differently on each system.
day_number() {
  printf '%s\n' "$1" | awk -F- '{
    year = $1 - ($2 <= 2); month = ($2 + 9) % 12
    print 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + int((153 * month + 2) / 5) + $3 - 1
  }'
}
table_age() {
  echo $(($(day_number "$(date -u +%Y-%m-%d)") - $(day_number "$(version_table | sed -n 's/^dated|//p')")))
}

# desktop_version -> 4.67.0 or unknown. "Docker Desktop 4.67.0 (222858)"; without the number in there, from the installed app.
desktop_version() {
  found_version=$(printf '%s\n' "${engine_versions%%|*}" | sed -n 's/^Docker Desktop \([0-9.]*\).*/\1/p')
  if ! is_version "$found_version"; then found_version=$(installed_version 2>/dev/null | tr -d '\r' || :); fi
  if is_version "$found_version"; then printf '%s\n' "$found_version"; else echo unknown; fi
}

installed_version() {
  case $shell_kind in
    macos) defaults read /Applications/Docker.app/Contents/Info.plist CFBundleShortVersionString ;;
    *)
      found_program=$(find_desktop_program) || return 1
      case $shell_kind in
        gitbash) found_program=$(cygpath -w "$found_program") ;;
        wsl2) found_program=$(wslpath -w "$found_program") ;;
      esac
      powershell.exe -NoProfile -Command "(Get-Item '$found_program').VersionInfo.ProductVersion" </dev/null ;;
  esac
}

# wsl_version -> 2.7.1 or unknown. wsl.exe writes UTF-16 unless it knows WSL_UTF8, and its labels are translated.
wsl_version() {
  wsl_text=$(WSL_UTF8=1 WSLENV="${WSLENV:+$WSLENV:}WSL_UTF8" wsl.exe --version </dev/null 2>/dev/null | LC_ALL=C tr -d '\000\r' |
    LC_ALL=C sed -n 's/[^0-9]*\([0-9][0-9]*\.[0-9][0-9.]*[0-9]\).*/\1/p' | head -n 1)
  if is_version "$wsl_text"; then printf '%s\n' "$wsl_text"; else echo unknown; fi
}

check_versions() {
  if daemon_unchecked || [ "$engine" != desktop ]; then return 0; fi
  version=$(desktop_version)
  age=$(table_age)
  if [ "$age" -gt 90 ]; then
    say_warning versions "the table of known holes is $age days old and may be stale: docs.docker.com/security/security-announcements"
  fi
  if [ "$version" = unknown ]; then
    say_warning versions "the version of Docker Desktop is not known, so neither are its holes; compare with $(floor_of warn "$platform")"
  elif version_below "$version" "$(floor_of refuse "$platform")"; then
    refuse "$exit_daemon" versions "Docker Desktop $version: $(holes_of "$version" "$platform" | sed -n '/CVE-2025-9074/p')" "update Docker Desktop"
    say_holes
  elif version_below "$version" "$(floor_of warn "$platform")"; then
    say_warning versions "Docker Desktop $version has holes that $(floor_of warn "$platform") mends; update it"
    say_holes
  else
    say_ok versions "Docker Desktop $version: no hole that the table of $(version_table | sed -n 's/^dated|//p') knows"
  fi
  check_wsl_version
}

say_holes() { holes_of "$version" "$platform" | while IFS= read -r hole; do say_more "$hole"; done; }

check_wsl_version() {
  [ "$platform" = windows ] || return 0
  case $engine_kernel in *microsoft*) ;; *) return 0 ;; esac
  wsl_needed=$(version_table | sed -n 's/^wsl|\([^|]*\)|.*/\1/p') wsl_hole=$(version_table | sed -n 's/^wsl|[^|]*|//p')
  wsl_now=$(wsl_version)
  if [ "$wsl_now" = unknown ]; then
    say_warning wsl "the version of WSL is not known; $wsl_hole needs $wsl_needed: wsl --update"
  elif version_below "$wsl_now" "$wsl_needed"; then
    say_warning wsl "WSL $wsl_now is below $wsl_needed, which $wsl_hole needs: wsl --update"
  else
    say_ok wsl "WSL $wsl_now"
  fi
}
