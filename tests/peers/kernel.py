"""A network namespace of its own in which Linux decides about packets.

The whole judge moves into the namespace; it ends with the process, so there is
nothing to clean up. Packets come in on in0; each next hop is a neighbour on
out0, and MISS is the one that gets what no row matched.
"""
import ctypes
import ipaddress
import os
import re
import shutil
import subprocess
import sys

CLONE_NEWNET = 0x40000000
MISS = 250  # the neighbour
MISS_TABLE = 4000
NETWORK = {4: "192.0.2.%d", 6: "2001:db8:ffff::%d"}


def skip(why):
    print(why)
    sys.exit(77)


def sh(*args, text=None, check=True, env=None):
    done = subprocess.run(args, input=text, capture_output=True, text=True,
                          check=False, env=env)
    if check and done.returncode:
        sys.exit(f"{' '.join(args)}: {done.returncode}: {done.stderr}"
                 f"{(text or '')[:3000]}")
    return done


def enter():
    """Into a fresh namespace, or skips the judge."""
    if not shutil.which("ip"):
        skip("no ip (Debian package iproute2)")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET):
        skip(f"no network namespace: {os.strerror(ctypes.get_errno())}")
    sh("ip", "link", "set", "lo", "up")
    for name in ("in", "out"):
        done = sh("ip", "link", "add", f"{name}0", "type", "veth", "peer",
                  "name", f"{name}1", check=False)
        if done.returncode:
            skip(f"no veth: {done.stderr.strip()}")
        for end in "01":
            sh("ip", "link", "set", name + end, "up")
    for name in ("ipv4/ip_forward=1", "ipv4/conf/all/rp_filter=0",
                 "ipv4/conf/in0/rp_filter=0", "ipv6/conf/all/forwarding=1"):
        path, value = name.split("=")
        with open(f"/proc/sys/net/{path}", "w", encoding="ascii") as file:
            file.write(value)
    sh("ip", "addr", "add", "192.0.2.1/24", "dev", "out0")
    sh("ip", "addr", "add", "2001:db8:ffff::1/64", "dev", "out0", "nodad")
    for family in (4, 6):
        batch(family, [f"route add default {via(family, MISS)} "
                       f"table {MISS_TABLE}",
                       f"rule add pref 32000 lookup {MISS_TABLE}"])


def via(family, number):
    # Behind the rule for MISS, no lookup would find that it is a neighbour.
    return f"via {NETWORK[family] % number} dev out0 onlink"


def batch(family, lines):
    """Commands that all succeed."""
    if lines:
        sh("ip", f"-{family}", "-batch", "-", text="\n".join(lines) + "\n")


def install(family, rules):
    """(source, destination, neighbour) in order; None: everything."""
    lines = [f"route add default {via(family, n)} table {2000 + n}"
             for n in sorted({n for _, _, n in rules})]
    for i, (source, destination, n) in enumerate(rules):
        lines.append(f"rule add pref {100 + i}"
                     + (f" from {source}" if source else "")
                     + (f" to {destination}" if destination else "")
                     + f" lookup {2000 + n}")
    batch(family, lines)

    def undo():
        batch(family, [f"rule del pref {100 + i}" for i in range(len(rules))]
              + [f"route flush table {2000 + n}"
                 for n in sorted({n for _, _, n in rules})])
    return undo


def script(path, hops, *args):
    """Runs a rendered script; @hops: neighbours of its variables."""
    env = dict(os.environ)
    for name, n in hops.items():
        env[name] = via(int(name[3]), n)
    return sh("sh", path, *args, env=env, check=False)


def variables(text):
    """The variables of a script, by the name of their next hop."""
    return {(found[1], int(found[2][3])): found[2] for found in
            re.finditer(r"^# (.*)\n(hop[46]_\d+)=", text, re.M)}


ADDRESS = ipaddress.ip_address


def decide(family, packets):
    """The neighbour of each packet, MISS where no row matched."""
    text = "".join(f"route get {d} from {s} iif in0\n" for s, d in packets)
    done = sh("ip", f"-{family}", "-o", "-batch", "-", text=text)
    got = []
    for line in done.stdout.splitlines():
        w = line.split()
        if "via" not in w:
            sys.exit(f"route get: {line}")
        hop = w[w.index("via") + 1]
        got.append(((w[w.index("from") + 1], w[0]),
                    int(re.split("[.:]", hop)[-1])))
    if len(got) != len(packets):
        sys.exit(f"{len(packets)} packets, {len(got)} answers")
    for (s, d), (key, _) in zip(packets, got):
        if (ADDRESS(key[0]), ADDRESS(key[1])) != (s, d):
            sys.exit(f"asked for {s} -> {d}, answered for {key}")
    return [hop for _, hop in got]


REFUSED = [ipaddress.ip_network(n) for n in (
    "0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "255.255.255.255/32",
    "192.0.2.0/24", "::/127", "fe80::/10", "ff00::/8", "2001:db8:ffff::/64")]


def judges(address):
    """Whether the kernel forwards such a packet at all, from and to."""
    return not any(address in n for n in REFUSED
                   if n.version == address.version)


def boundary(network):
    """First and last address, one before and one after, where judged."""
    first, last = int(network[0]), int(network[-1])
    most = (1 << network.max_prefixlen) - 1
    kind = type(network[0])
    return [kind(n) for n in dict.fromkeys((first - 1, first, last, last + 1))
            if 0 <= n <= most and judges(kind(n))]
