# One exit code for each class of failure; --help prints this table.
# POSIX sh: sourced on every platform.

exit_usage=2
exit_locked=3
exit_platform=4
exit_account=5
exit_packages=6
exit_kernel=7
exit_subids=8
exit_runtime=9
exit_daemon=10
exit_project=11
exit_port=12
exit_image=13
exit_start=14
exit_verify=15
exit_data=16
exit_interrupted=130

exit_code_table() {
  cat <<'TABLE'
  0  done             every promise was read back and holds
  1  unexpected       a mistake of this script: please report it
  2  usage            an option or argument that it does not understand
  3  concurrent run   another run works on this project or account
  4  platform         not a system that this script can set up
  5  account          no account that may own the daemon
  6  packages         something to install is missing, or an installation failed
  7  kernel           user namespaces or /dev/net/tun are not available
  8  subordinate ids  missing, or shared with another account
  9  run-time folder  the daemon's sockets have no safe place
 10  daemon           it does not start, or is not one that this script may use
 11  project folder   the account cannot read it, or ./db or ./secrets cannot be made
 12  port             taken, or not allowed for an ordinary user
 13  image            the image cannot be built or loaded
 14  start-up         the app does not get healthy (an earlier version runs again)
 15  verification     it runs, but not as promised; the list says what
 16  backup, restore  the copy could not be made or put back
130  interrupted      Ctrl-C; the next `up` completes what was begun
TABLE
}
