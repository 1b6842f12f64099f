bats_require_minimum_version 1.5.0
load helper

good_status='Name:	todo
Uid:	100999	100999	100999	100999
Gid:	100999	100999	100999	100999
Groups:	100999
CapInh:	0000000000000000
CapPrm:	0000000000000000
CapEff:	0000000000000000
CapBnd:	0000000000000000
CapAmb:	0000000000000000
NoNewPrivs:	1
Seccomp:	2
Seccomp_filters:	2'
# Recorded from the container under Docker 20.10, cgroup version 1; shortened.
good_mounts='192 127 0:56 / / ro,relatime master:4 - overlay overlay rw,lowerdir=/x
193 192 0:59 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw
194 192 0:60 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755,uid=999,gid=995
195 194 0:61 / /dev/pts rw,nosuid,noexec,relatime - devpts devpts rw,gid=100004,mode=620,ptmxmode=666
196 192 0:62 / /sys ro,nosuid,nodev,noexec,relatime - sysfs sysfs ro
197 196 0:63 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw,mode=755,uid=999,gid=995
208 192 254:0 /srv/taut/db /db rw,relatime - ext4 /dev/vda rw
209 192 0:64 / /tmp rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw,size=1024k,mode=700,uid=100999,gid=100999
210 192 254:0 /c/resolv.conf /etc/resolv.conf ro,relatime - ext4 /dev/vda rw
215 194 0:6 /null /dev/null rw,relatime - devtmpfs devtmpfs rw,mode=755
131 193 0:59 /sys /proc/sys ro,nosuid,nodev,noexec,relatime - proc proc rw
133 193 0:6 /null /proc/keys rw,relatime - devtmpfs devtmpfs rw,mode=755'

wrong_status() { printf '%s\n' "$1" | in_sh 'wrong_in_status 100999'; }
wrong_mounts() { printf '%s\n' "$1" | in_sh 'wrong_in_mounts 100999'; }

@test "a status as promised has nothing wrong" { [ -z "$(wrong_status "$good_status")" ]; }

@test "each promise about the process is looked at" {
  while IFS='|' read -r line instead complaint; do
    found=$(wrong_status "$(sed "s/^$line.*/$instead/" <<<"$good_status")")
    [[ "$found" == *"$complaint"* ]] || { echo "$instead: '$found'"; return 1; }
  done <<'CASES'
Uid:|Uid:	100999	100999	0	100999|a user id is 0
Gid:|Gid:	100999	100999	100999	5|a group id is 5
Groups:|Groups:	100999 27|a further group is 27
CapInh:|CapInh:	0000000000000400|CapInh
CapPrm:|CapPrm:	0000000000000001|CapPrm
CapEff:|CapEff:	00000000a80425fb|CapEff
CapBnd:|CapBnd:	00000000a80425fb|CapBnd
CapAmb:|CapAmb:	0000000000000001|CapAmb
NoNewPrivs:|NoNewPrivs:	0|no new privileges is 0
Seccomp:|Seccomp:	0|the seccomp mode is 0
NoNewPrivs:|Other:	1|does not tell NoNewPrivs
CASES
}

@test "an empty status is not a good one" { [ "$(in_sh 'wrong_in_status 100999 </dev/null' | wc -l)" -eq 10 ]; }

@test "a mount table as promised has nothing wrong" { [ -z "$(wrong_mounts "$good_mounts")" ]; }

@test "each promise about the mounts is looked at" {
  while IFS='|' read -r from to complaint; do
    found=$(wrong_mounts "$(sed "s#$from#$to#" <<<"$good_mounts")")
    [[ "$found" == *"$complaint"* ]] || { echo "$to: '$found'"; return 1; }
  done <<'CASES'
/ / ro,relatime|/ / rw,relatime|the root file system is writable
/tmp rw,nosuid,nodev,noexec|/tmp rw,nodev,noexec|/tmp is mounted without nosuid
/tmp rw,nosuid,nodev,noexec|/tmp rw,nosuid,noexec|/tmp is mounted without nodev
/tmp rw,nosuid,nodev,noexec|/tmp rw,nosuid,nodev|/tmp is mounted without noexec
 /tmp | /scratch |/tmp is no tmpfs
 /tmp | /scratch |writable besides /db and /tmp: /scratch (tmpfs)
 /db rw| /db ro|/db is read-only
 /db rw| /data rw|./db is not mounted at /db
/etc/resolv.conf ro|/etc/resolv.conf rw|writable besides /db and /tmp: /etc/resolv.conf (ext4)
/dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755|/dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=1777|writable besides /db and /tmp: /dev (tmpfs)
/sys/fs/cgroup rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw,mode=755,uid=999|/sys/fs/cgroup rw,nosuid - tmpfs tmpfs rw,mode=755,uid=100999|/sys/fs/cgroup
CASES
}

@test "what a daemon that is root hides /proc with is nothing to write to, but another tmpfs there is" {
  # Recorded from Docker 20.10, rootful; shortened.
  rootful=$(printf '%s\n' "$good_mounts" | sed 's#^194 .*#194 192 0:60 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755#
    s#^133 .*#133 193 0:60 /null /proc/keys rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755#')
  [ -z "$(wrong_mounts "$rootful")" ]
  found=$(wrong_mounts "$(sed 's#/null /proc/keys#/other /proc/keys#' <<<"$rootful")")
  [[ "$found" == *"writable besides /db and /tmp: /proc/keys (tmpfs)"* ]]
  found=$(wrong_mounts "$(sed 's#\(/null /proc/keys.*\)size=65536k#\1size=1k#' <<<"$rootful")")
  [[ "$found" == *"writable besides /db and /tmp: /proc/keys (tmpfs)"* ]]
}

@test "the mount on top counts" {
  found=$(wrong_mounts "$good_mounts
300 192 0:70 / /tmp rw,relatime - tmpfs tmpfs rw")
  [[ "$found" == *"/tmp is mounted without noexec"* ]]
}

@test "an empty mount table is not a good one" { [ "$(in_sh 'wrong_in_mounts 1 </dev/null' | wc -l)" -eq 3 ]; }

@test "the port must be open on the loopback alone" {
  wrong_listeners() { printf '%s\n' "$@" | in_sh 'wrong_in_listeners 8000'; }
  [ -z "$(wrong_listeners '   0: 0100007F:1F40 00000000:0000 0A')" ]
  [[ "$(wrong_listeners '   0: 00000000:1F40 00000000:0000 0A')" == *"another address"* ]]
  [[ "$(wrong_listeners '   0: 0100007F:1F40 00000000:0000 0A' '   1: 00000000000000000000000000000000:1F40 0:0 0A')" == *"another address"* ]]
  [ "$(wrong_listeners '   0: 0100007F:1F41 00000000:0000 0A')" = "nothing listens on the port" ]
}

@test "what is wrong makes it exit code 15, as a list" {
  run in_sh 'complain "one thing"; complain "another"; report_verification'
  [ "$status" -eq 15 ]
  [[ "$output" == *"- one thing"* ]]
  [[ "$output" == *"- another"* ]]
}
