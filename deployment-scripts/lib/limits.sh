# Memory, cpu and process limits: whether this daemon can enforce them, and what the kernel has of them for the app.

# Without a cgroup that it may write to, the daemon accepts every limit and enforces none.
warn_about_limits() {
  if [ "$(info_field 3)" = none ]; then
    say_warning limits "memory, cpu and process limits are NOT enforced: cgroup version $(info_field 4) gives this daemon no cgroup of its own"
  elif ! has_cpu_controller; then
    say_warning limits "the cpu limit is left out: the cpu controller is not delegated to $account"
    say_more "mend: [Service] Delegate=cpu cpuset io memory pids in /etc/systemd/system/user@.service.d/delegate.conf, then reboot"
  else
    say_ok limits "memory, cpu and process limits can be enforced (cgroup version $(info_field 4), $(info_field 3))"
  fi
}
has_cpu_controller() { ! info_field 5 | grep -qiE 'no cpu (cfs|shares)'; }  # "No cpuset support" is about another one

# limit_of FILE: what the kernel has in that file of the app's cgroup; "max" is none. cgroups(7): one path for all on version 2.
limit_of() { cat "/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$app_pid/cgroup" 2>/dev/null)/$1" 2>/dev/null || echo max; }

# wrong_in_limits MEMORY PIDS CPU: what the files memory.max, pids.max and cpu.max hold -> a line for each limit that is none.
wrong_in_limits() (
  [ "$1" != max ] || echo "the memory of the app is not limited (memory.max)"
  [ "$2" != max ] || echo "the processes of the app are not limited (pids.max)"
  case $3 in max*) if has_cpu_controller; then echo "the cpu time of the app is not limited (cpu.max)"; fi ;; esac
)

# Where there are no limits, that was said when the daemon was looked at; it is no broken promise of the container.
verify_limits() {
  [ "$(info_field 4)" = 2 ] && [ "$(info_field 3)" != none ] || return 0
  complain_all "" <<COMPLAINTS
$(wrong_in_limits "$(limit_of memory.max)" "$(limit_of pids.max)" "$(limit_of cpu.max)")
COMPLAINTS
}

limits_text() {
  if [ "$(info_field 3)" = none ]; then
    echo "memory, cpu and processes: NOT enforced on this machine, see above"
  elif [ "$(info_field 4)" = 2 ]; then
    limit_of cpu.max | awk -v memory="$(limit_of memory.max)" -v pids="$(limit_of pids.max)" '{
      printf "memory %d MiB, %d processes, %s\n", memory / 1048576, pids, $1 == "max" ? "cpu not limited" : sprintf("cpu %.2f", $1 / $2) }'
  else
    echo "set by the daemon; not read back under cgroup version $(info_field 4)"
  fi
}
