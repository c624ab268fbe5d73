#!/usr/bin/python3
"""The set commands against Python's ipaddress, and against iprange.

    oracle_sets.py SUPERNET [ROUNDS]

Random inventories, seeded (SN_SEED): prefixes and ranges that nest, touch and
repeat, at the bottom, in the middle and at the top of each family. Counts the
classes it reached and fails when one was missed.
"""
import collections
import ipaddress
import os
import random
import shutil
import subprocess
import sys
import tempfile

SUPERNET = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 25
SEED = int(os.environ.get("SN_SEED", "20260823"), 0)
R = random.Random(SEED)
REACHED = collections.Counter()
TOP = {4: 2**32 - 1, 6: 2**128 - 1}
WIDTH = {4: 32, 6: 128}


def address(family, number):
    kind = ipaddress.IPv4Address if family == 4 else ipaddress.IPv6Address
    return str(kind(number))


def item(family):
    """One line, and the range it stands for."""
    width, top = WIDTH[family], TOP[family]
    base = R.choice([0, top // 2 - 500, top - 1023, R.randrange(top - 1023)])
    first = base + R.randrange(1024)
    form = R.randrange(4)
    if form == 0:
        REACHED["address"] += 1
        return address(family, first), first, first
    if form == 1:
        last = min(top, first + R.choice([0, 1, 7, 63, R.randrange(600)]))
        REACHED["range"] += 1
        return f"{address(family, first)}-{address(family, last)}", first, last
    length = R.choice([width, width - 1, width - R.randrange(12),
                       R.randrange(width + 1) if R.random() < .05 else width])
    if R.random() < .003:
        length = 0
    size = 1 << (width - length)
    first -= first % size
    REACHED["length 0" if length == 0 else "prefix"] += 1
    text = f"{address(family, first)}/{length}"
    if family == 4 and R.random() < .2:
        mask = ipaddress.ip_network(text).netmask
        text = f"{address(family, first)}/{mask}"
        REACHED["netmask"] += 1
    return text, first, first + size - 1


def merged(ranges):
    out = []
    for first, last in sorted(ranges):
        if out and first <= out[-1][1] + 1:
            out[-1][1] = max(out[-1][1], last)
        else:
            out.append([first, last])
    return out


def prefixes(family, ranges):
    """The minimal list as text, by ipaddress."""
    kind = ipaddress.IPv4Address if family == 4 else ipaddress.IPv6Address
    nets = []
    for first, last in merged(ranges):
        nets.extend(ipaddress.summarize_address_range(kind(first), kind(last)))
    for net in ipaddress.collapse_addresses(nets):
        REACHED["at the top"] += int(net.broadcast_address) == TOP[family]
        REACHED["everything"] += net.prefixlen == 0
        yield mixed(net)


def mixed(net):
    """RFC 5952 section 5: ::ffff:0:0/96 is written with a dotted quad."""
    text = str(net)
    if net.version == 6 and net.prefixlen >= 96 and net.network_address.ipv4_mapped:
        text = f"::ffff:{net.network_address.ipv4_mapped}/{net.prefixlen}"
    return text


def covered(ranges, place):
    return any(first <= place <= last for first, last in ranges)


def combine(family, a, b, rule):
    """Stretches between the borders of both, by membership."""
    borders = {0, TOP[family] + 1}
    for first, last in a + b:
        borders |= {first, last + 1}
    borders = sorted(borders)
    return [(x, y - 1) for x, y in zip(borders, borders[1:])
            if rule(covered(a, x), covered(b, x))]


def run(*args, text=None):
    done = subprocess.run([SUPERNET, *args], input=text, capture_output=True,
                          text=True, timeout=60, check=False)
    if done.returncode:
        sys.exit(f"{args}: exit {done.returncode}: {done.stderr}")
    return done.stdout.split()


def expect(what, want, got):
    want = list(want)
    if want != got:
        sys.exit(f"SN_SEED={SEED}: {what} differs:\n"
                 f"  wanted {want[:8]}\n  came   {got[:8]}")


def inventory(folder, name):
    lines, ranges = [], {4: [], 6: []}
    for _ in range(R.choice([0, 1, 5, 40, 200])):
        family = R.choice([4, 4, 6])
        text, first, last = item(family)
        lines.append(R.choice(["", " ", "\t"]) + text + R.choice(["", " # x"]))
        ranges[family].append((first, last))
        if R.random() < .2:
            lines.append(lines[-1])
            REACHED["duplicate"] += 1
    R.shuffle(lines)
    path = os.path.join(folder, name)
    with open(path, "w", encoding="ascii", newline="") as f:
        f.write(R.choice(["\n", "\r\n"]).join(lines))
    REACHED["empty"] += not lines
    return path, ranges


def check_round(folder):
    path_a, a = inventory(folder, "a")
    path_b, b = inventory(folder, "b")
    both = {f: a[f] + b[f] for f in (4, 6)}
    threads = R.choice(["1", "2", "7"])
    expect("aggregate", [p for f in (4, 6) for p in prefixes(f, both[f])],
           run("aggregate", "-j", threads, path_a, path_b))
    for name, rule in (("intersect", lambda x, y: x and y),
                       ("subtract", lambda x, y: x and not y),
                       ("symdiff", lambda x, y: x != y)):
        expect(name, [p for f in (4, 6)
                      for p in prefixes(f, combine(f, a[f], b[f], rule))],
               run(name, "-j", threads, path_a, path_b))
    expect("complement",
           [p for f in (4, 6) if a[f]
            for p in prefixes(f, combine(f, a[f], [], lambda x, y: not x))],
           run("complement", path_a))
    counts = run("count", "--format", "csv", path_a)[1:]
    expect("count",
           [f"ipv{f},{sum(y - x + 1 for x, y in merged(a[f]))},"
            f"{len(list(prefixes(f, a[f])))}" for f in (4, 6)], counts)


def check_iprange(folder):
    """Debian's iprange reads IPv4 prefixes and ranges of our kind."""
    if not shutil.which("iprange"):
        print("iprange is not installed: skipped")
        return
    path, _ = inventory(folder, "all")
    only4 = os.path.join(folder, "only4")
    with open(path, encoding="ascii") as f, open(only4, "w", encoding="ascii") as g:
        for line in f.read().splitlines():
            line = line.split("#")[0].strip()
            if ":" not in line:
                g.write(line.replace("-", " - ") + "\n")
    if not os.path.getsize(only4):
        return
    done = subprocess.run(["iprange", only4], capture_output=True, text=True,
                          check=True)
    want = [p if "/" in p else p + "/32" for p in done.stdout.split()]
    expect("iprange", want, run("aggregate", only4))
    REACHED["iprange"] += 1


def main():
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            check_round(folder)
            check_iprange(folder)
    missed = {"address", "range", "prefix", "netmask", "length 0", "duplicate",
              "empty", "at the top", "everything"} - set(+REACHED)
    if missed and ROUNDS >= 25:
        sys.exit(f"the generator never reached: {sorted(missed)}")
    print(f"oracle: {ROUNDS} rounds agree, SN_SEED={SEED}, {dict(REACHED)}")


main()
