#!/bin/sh
# Brings up the todo app in its hardened container under Docker Desktop on Windows, from Git Bash or inside WSL2, and proves how it runs.
# `deploy-windows.sh --help` says what it can do; lib/desktop_main.sh has the order of the steps.
# Written from documentation and reports, and tested with stand-ins: see docs/deploy-desktop.md for what was never run.
set -eu
umask 022

caller_folder=$PWD
library=$(CDPATH='' cd -- "$(dirname -- "$0")/lib" && pwd -P)
project=$(CDPATH='' cd -- "$library/../.." && pwd -P)
platform=windows
. "$library/desktop_main.sh"
desktop_main "$@"
