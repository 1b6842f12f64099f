"""Programs in the very control group of the app, to see what the kernel does when they want more than it has."""
import shlex

BUSY_SECONDS = 8
# Cores used by COUNT busy loops: the processor time that they had, over the time that passed.
BUSY = """import os, signal, time
children = []
for _ in range({count}):
    child = os.fork()
    if child == 0:
        while True: pass
    children.append(child)
begun = time.monotonic()
time.sleep({seconds})
passed = time.monotonic() - begun
for child in children: os.kill(child, signal.SIGKILL)
for child in children: os.waitpid(child, 0)
print(sum(os.times()[2:4]) / passed)"""


class Limits:
    def __init__(self, machine, process):
        self.machine = machine
        self.folder = "/sys/fs/cgroup" + machine.out("root", f"sed -n 's/^0:://p' /proc/{process}/cgroup").strip()

    def number(self, file, key):
        return int(self.machine.out("root", f"sed -n 's/^{key} //p' {self.folder}/{file}"))

    def python(self, program):
        """Runs it in there -> Done."""
        enter = f"echo $$ >{self.folder}/cgroup.procs && exec python3 -c {shlex.quote(program)}"
        return self.machine.run("root", f"setsid --wait sh -c {shlex.quote(enter)}; status=$?; exit $status")

    def cores_used(self, count):
        return float(self.python(BUSY.format(count=count, seconds=BUSY_SECONDS)).text)

    @staticmethod
    def cores_used_outside(machine, count):
        return float(machine.out("root", f"python3 -c {shlex.quote(BUSY.format(count=count, seconds=BUSY_SECONDS))}"))
