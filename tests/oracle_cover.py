#!/usr/bin/python3
"""Covers of the command against all covers there are, in 16 addresses.

    oracle_cover.py SUPERNET [ROUNDS]

Random sets, seeded (SN_SEED), at both ends of the address space and between,
IPv4 and IPv6, with what must be avoided, a shortest length, a previous list
and weights; and lists of both families. The best cost for each number of
prefixes is worked out here by trying every way to split; the list that came out has to be valid, cost just
that, and be of the fewest prefixes that do. Counts what it reached and fails
when a class was missed.
"""
import collections
import ipaddress
import os
import random
import subprocess
import sys
import tempfile

SUPERNET = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 300
SEED = int(os.environ.get("SN_SEED", "20260823"), 0)
R = random.Random(SEED)
REACHED = collections.Counter()
BASES = [ipaddress.ip_network(p) for p in (
    "0.0.0.0/28", "10.0.0.0/28", "255.255.255.240/28", "::/124",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0/124")]
BITS = 4
NEVER = float("inf")


def cells(node):
    """The addresses, 0 to 15, of a node: (first, bits of its length)."""
    return range(node[0], node[0] + (1 << BITS >> node[1]))


def halves(node):
    first, bits = node
    return (first, bits + 1), (first + (1 << BITS >> bits + 1), bits + 1)


class Case:
    def __init__(self):
        self.base = R.choice(BASES)
        density = R.random()
        self.held = {a for a in range(16) if R.random() < density} or {3}
        self.avoid = {a for a in range(16) if a not in self.held
                      and R.random() < .15} if R.random() < .5 else set()
        self.shortest = R.choice([0, 0, 1, 2, 3, 4])
        self.previous = set()
        if R.random() < .6:
            self.pick((0, 0))
        self.churn = R.choice([1, 2, 5]) if self.previous else 0
        self.weights = {}
        for _ in range(R.choice([0, 0, 1, 4])):
            bits = R.randint(0, BITS)
            first = R.randrange(1 << bits) << (BITS - bits)
            self.weights[first, bits] = R.choice([0, 1, 3, 10])
        self.most = R.randint(1, len(self.held) + 1)

    def pick(self, node):
        """Random disjoint nodes as the previous list."""
        chance = R.random()
        if chance < .3:
            self.previous.add(node)
        elif node[1] < BITS and chance < .9:
            for half in halves(node):
                self.pick(half)

    def price(self, cell):
        for bits in range(BITS, -1, -1):
            node = (cell >> (BITS - bits) << (BITS - bits), bits)
            if node in self.weights:
                return self.weights[node]
        return 1

    def extra(self, covered):
        return sum(self.price(a) for a in covered if a not in self.held)

    def best(self, node):
        """The least cost below a node for each number of prefixes, where
        keeping an old one is worth its churn cost."""
        inside = cells(node)
        if not any(a in self.held for a in inside):
            return {0: 0}
        found = {}
        if node[1] >= self.shortest and not any(a in self.avoid
                                                for a in inside):
            churn = -self.churn if node in self.previous else self.churn
            found[1] = self.extra(inside) + churn
        if node[1] < BITS:
            left, right = (self.best(half) for half in halves(node))
            for i, x in left.items():
                for j, y in right.items():
                    found[i + j] = min(found.get(i + j, NEVER), x + y)
        return found

    def text(self, node):
        return f"{self.base[node[0]]}/{self.base.prefixlen + node[1]}"

    def run(self, folder):
        def file(name, lines):
            path = os.path.join(folder, name)
            with open(path, "w", encoding="ascii") as out:
                out.write("".join(f"{line}\n" for line in lines))
            return path

        args = ["cover", "-k", str(self.most), "--shortest"]
        length = str(self.base.prefixlen + self.shortest)
        args.append(length if self.base.version == 4 else f"0,{length}")
        if self.avoid:
            args += ["--avoid", file("avoid", (self.text((a, BITS))
                                               for a in self.avoid))]
        if self.previous:
            args += ["--previous", file("previous",
                                        map(self.text, self.previous)),
                     "--churn-cost", str(self.churn)]
        if self.weights:
            args += ["--weight", file("weight", (
                f"{self.text(n)} {w}" for n, w in self.weights.items()))]
        args.append(file("set", (self.text((a, BITS)) for a in self.held)))
        return args, subprocess.run([SUPERNET] + args, capture_output=True,
                                    text=True, check=False)


def only(case):
    """Such a case without what a list of both families does not need."""
    case.avoid, case.previous, case.weights = set(), set(), {}
    case.shortest = case.churn = 0
    return case


def mixed(folder):
    """Both families: an extra address costs its share of the common prefix
    of its family. What is wrong, or None."""
    four, six = only(Case()), only(Case())
    four.base, six.base = R.choice(BASES[:3]), R.choice(BASES[3:])
    held = [sorted(c.held) for c in (four, six)]
    host = [(h[0] ^ h[-1]).bit_length() for h in held]
    scale = [1 << max(host) - h for h in host]
    most = R.randint(2, 8)
    best = min((x * scale[0] + y * scale[1], i + j)
               for i, x in four.best((0, 0)).items()
               for j, y in six.best((0, 0)).items() if i + j <= most)
    path = os.path.join(folder, "both")
    with open(path, "w", encoding="ascii") as out:
        out.write("".join(f"{c.text((a, BITS))}\n" for c in (four, six)
                          for a in c.held))
    done = subprocess.run([SUPERNET, "cover", "-k", str(most), path],
                          capture_output=True, text=True, check=False)
    got = list(map(ipaddress.ip_network, done.stdout.split()))
    cost = sum((sum(n.num_addresses for n in got
                    if n.version == c.base.version) - len(c.held)) * s
               for c, s in zip((four, six), scale))
    REACHED["IPv4 the heavier" if host[0] < host[1] else "IPv6 the heavier"] \
        += host[0] != host[1]
    held = {c.base[a] for c in (four, six) for a in c.held}
    if not all(any(a in n for n in got) for a in held):
        return f"not covered: {got}"
    if (cost, len(got)) != best:
        return f"cost {cost} in {len(got)}, least {best}: {held}\n{got}"
    return None


def node_of(case, text):
    net = ipaddress.ip_network(text)
    return (int(net.network_address) - int(case.base.network_address),
            net.prefixlen - case.base.prefixlen)


def judge(case, done):
    """What is wrong with an answer; None where nothing is."""
    best = case.best((0, 0))
    dropped = case.churn * len(case.previous)
    within = [cost for n, cost in best.items() if n <= case.most]
    if not within:
        REACHED["infeasible"] += 1
        least = min(best, default=0)
        if done.returncode != 1 or str(least) not in done.stderr:
            return f"infeasible: at least {least} needed"
        return None
    if done.returncode:
        return "no answer"
    got = {node_of(case, line) for line in done.stdout.split()}
    if any(bits < case.shortest for _, bits in got):
        return "shorter than the shortest"
    covered = [a for node in got for a in cells(node)]
    if (not case.held <= set(covered) or len(covered) != len(set(covered))
            or case.avoid & set(covered) or len(got) > case.most):
        return "not a cover as asked for"
    cost = case.extra(covered) + case.churn * len(got ^ case.previous)
    if cost != min(within) + dropped:
        return f"cost {cost}, least {min(within) + dropped}"
    if len(got) != min(n for n, c in best.items()
                       if n <= case.most and c == min(within)):
        return "fewer prefixes cost as much"
    return None


def main():
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(ROUNDS):
            case = Case()
            args, done = case.run(folder)
            wrong = judge(case, done)
            if wrong:
                sys.exit(f"SN_SEED={SEED}: {wrong}\n{vars(case)}\n"
                         f"supernet {' '.join(args)}\n{done.stdout}"
                         f"{done.stderr}")
            REACHED[f"IPv{case.base.version}"] += 1
            for name in ("avoid", "previous", "weights"):
                REACHED[name] += bool(getattr(case, name))
            REACHED["all three"] += bool(case.avoid and case.previous
                                         and case.weights)
        for _ in range(ROUNDS // 3):
            wrong = mixed(folder)
            if wrong:
                sys.exit(f"SN_SEED={SEED}: both families: {wrong}")
    for name in ("infeasible", "IPv4", "IPv6", "avoid", "previous", "weights",
                 "all three", "IPv4 the heavier", "IPv6 the heavier"):
        if not REACHED[name]:
            sys.exit(f"SN_SEED={SEED}: never reached: {name}")
    print("covers:", ", ".join(f"{n} {c}" for n, c in sorted(
        REACHED.items())))


main()
