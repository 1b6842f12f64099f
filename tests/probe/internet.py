"""An Internet of our own for the drills that send packets beyond the host: a network namespace behind a router, as the real
one is (an address of the host itself would test another path through its packet filter), with the few machines that the
drills speak to. It counts every packet that arrives.

Usage inside its namespace: internet.py   (prints "ready"; then, for each line of input, how many IPv4 packets have come)"""
import contextlib
import socket
import subprocess
import sys
import threading

WAN, ROUTER, INSIDE = "tautwan", "198.19.255.1", "198.19.255.2"
RESOLVER, METADATA = "1.1.1.1", "169.254.169.254"
IPV4, TO_ANOTHER_MACHINE = 0x0800, 4  # packet(7), PACKET_OUTGOING


@contextlib.contextmanager
def internet():
    """While it lasts, the routes of this network namespace lead there: {packets} is a function that counts."""
    with subprocess.Popen(["unshare", "--net", sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as machines:
        try:
            expect(machines, "started")
            connect(machines.pid)
            print("go", file=machines.stdin, flush=True)
            expect(machines, "ready")
            yield {"packets": lambda: ask(machines), "resolver": RESOLVER}
        finally:
            # With their namespace the cable goes too, but later: the next Internet has one of the same name.
            subprocess.run(["ip", "link", "delete", WAN], check=False, stderr=subprocess.DEVNULL)
            machines.stdin.close()


def expect(machines, word):
    line = machines.stdout.readline().strip()
    if line != word:
        raise RuntimeError(f"the machines of the Internet said {line!r} instead of {word!r}")


def ask(machines):
    print("count", file=machines.stdin, flush=True)
    return int(machines.stdout.readline())


def connect(process):
    """A cable between this namespace and theirs. It is gone when theirs is."""
    there = ["nsenter", "--net", "--target", str(process)]
    for where, step in [
        ([], f"link add {WAN} type veth peer name wan netns {process}"),
        ([], f"address add {ROUTER}/30 dev {WAN}"),
        ([], f"link set {WAN} up"),
        (there, f"address add {INSIDE}/30 dev wan"),
        (there, "link set wan up"),
        (there, "link set lo up"),
        (there, f"address add {RESOLVER}/32 dev lo"),
        (there, f"address add {METADATA}/32 dev lo"),
        (there, f"route add default via {ROUTER}"),
        ([], f"route add {RESOLVER}/32 via {INSIDE}"),
        ([], f"route add {METADATA}/32 via {INSIDE}"),
    ]:
        subprocess.run([*where, "ip", *step.split()], check=True)


class Counter(threading.Thread):
    def __init__(self):
        super().__init__(daemon=True)
        self.packets = 0
        self.wire = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(IPV4))

    def run(self):
        while True:
            _, (interface, _, kind, *_) = self.wire.recvfrom(65536)
            if interface == "wan" and kind != TO_ANOTHER_MACHINE:
                self.packets += 1


def answer_names(resolver):
    """No such name: the shortest answer of a server that was asked."""
    while True:
        question, asker = resolver.recvfrom(512)
        resolver.sendto(question[:2] + b"\x81\x83" + question[4:], asker)


def main():
    print("started", flush=True)
    sys.stdin.readline()
    counter = Counter()
    counter.start()
    resolver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    resolver.bind((RESOLVER, 53))
    threading.Thread(target=answer_names, args=[resolver], daemon=True).start()
    with socket.create_server((METADATA, 80)):  # at RESOLVER:443 nobody listens, and the reset is an answer
        print("ready", flush=True)
        for _ in sys.stdin:
            print(counter.packets, flush=True)


if __name__ == "__main__":
    main()
