# One run at a time: for the project folder, and for the account, which another clone may share.

# flock(2) on the folders themselves: nothing to create, nothing left behind, and root need not write where others can.
# The daemon must not inherit these descriptors, or it would hold the lock for as long as it lives: see start_detached.
lock_project() {
  exec 9<"$project"
  flock -n 9 || fail "$exit_locked" lock "another run works on $project" "wait until it has ended, then run this again"
}

lock_account() {
  [ "$account_exists" = yes ] && [ -r "$account_home" ] || return 0
  exec 8<"$account_home"
  flock -n 8 || fail "$exit_locked" lock "another run works with the account $account" \
    "wait until it has ended, then run this again"
}
