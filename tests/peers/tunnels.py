"""Random pairs of swanctl.conf, and what two daemons make of them.

What is drawn is what people get wrong: lists here and pairs there, a selector
mistyped, narrower or swapped, proposals that are spelt otherwise, overlap or
do not, groups of PFS that differ, identities, keys, versions, connections.
"""
import concurrent.futures
import ipaddress
import random
import re

import strongswan

IKE = ["aes128", "aes192", "aes256"], ["sha1", "sha256", "sha384", "sha512"], \
    ["modp1024", "modp1536", "modp2048", "modp3072", "ecp256", "ecp384",
     "x25519"]


class Draw:
    """A case from a seed."""

    def __init__(self, seed: int):
        self.r = random.Random(seed)
        self.local = self.segments("172", self.r.randint(1, 3))
        self.peer = self.segments("10", self.r.randint(1, 3))
        self.gateway_conf, self.peer_conf = self.confs()

    def segments(self, top: str, count: int) -> list[str]:
        second = self.r.randint(16, 29)
        thirds = self.r.sample(range(4, 250), count)
        return [f"{top}.{second}.{third}.0/24" for third in sorted(thirds)]

    def chance(self, percent: int) -> bool:
        return self.r.randrange(100) < percent

    # ------------------------------------------------------- selectors

    def children(self, shape: str) -> list[tuple[list[str], list[str]]]:
        """Local and remote selectors of each child, seen from the gateway."""
        if shape == "list":
            return [(self.local, self.peer)]
        if shape == "pairs":
            return [([a], [b]) for a in self.local for b in self.peer]
        if shape == "rows":
            return [([a], self.peer) for a in self.local]
        if shape == "columns":
            return [(self.local, [b]) for b in self.peer]
        if shape == "any":
            return [(["0.0.0.0/0"], ["0.0.0.0/0"])]
        wide = [[str(ipaddress.ip_network(s[0]).supernet(new_prefix=16))]
                for s in (self.local, self.peer)]
        if shape == "supernet":
            return [(wide[0], wide[1])]
        if shape == "wide+one":
            return [(wide[0], wide[1]), ([self.local[0]], [self.peer[0]])]
        return [([self.local[0]], [self.peer[0]]), (wide[0], wide[1])]

    def mistake(self, children):
        """One thing that is not as it was meant."""
        kind = self.r.choice(["narrower", "missing", "mistyped", "swapped",
                              "extra", "order", "wider"])
        i = self.r.randrange(len(children))
        local, remote = (list(x) for x in children[i])
        side = self.r.choice([local, remote])
        k = self.r.randrange(len(side))
        net = ipaddress.ip_network(side[k])
        if kind == "narrower":
            side[k] = str(list(net.subnets(1))[self.r.randrange(2)])
        elif kind == "wider" and net.prefixlen:
            side[k] = str(net.supernet(1))
        elif kind == "mistyped":
            side[k] = side[k].replace(".0/", ".0/", 1) if not net.prefixlen \
                else str(ipaddress.ip_network(
                    (int(net.network_address) ^ (1 << (32 - net.prefixlen)),
                     net.prefixlen)))
        elif kind == "missing" and len(side) > 1:
            del side[k]
        elif kind == "extra":
            side.append(f"10.{self.r.randint(200, 250)}.1.0/24")
        elif kind == "swapped":
            local, remote = remote, local
        elif kind == "order":
            self.r.shuffle(side)
            self.r.shuffle(children)
            return children
        children[i] = (local, remote)
        if kind == "missing" and len(children) > 1 and self.chance(40):
            del children[i]
        return children

    # ------------------------------------------------------- proposals

    def whole(self, kinds=IKE, compound=False) -> str:
        if compound:
            return "-".join("-".join(self.r.sample(k, 2)) for k in kinds)
        return "-".join(self.r.choice(k) for k in kinds)

    def ike(self) -> tuple[str, str]:
        how = self.r.choice(["equal"] * 5 + ["default", "overlap", "disjoint",
                                             "compound", "spelling", "gcm"])
        one = self.whole()
        if how == "equal":
            return one, one
        if how == "default":
            return "default", self.r.choice(["default", one])
        if how == "overlap":
            return f"{self.whole()}, {one}", f"{one}, {self.whole()}"
        if how == "disjoint":
            return one, self.whole()
        if how == "compound":
            both = self.whole(compound=True)
            return self.r.choice([(both, both), (both, one), (one, both)])
        if how == "gcm":
            gcm = "aes256gcm16-prfsha256-" + self.r.choice(IKE[2])
            return self.r.choice([(gcm, gcm), (f"{gcm}, {one}", one)])
        return one, one.replace("sha256", "sha2_256") \
            .replace("sha384", "sha2_384").replace("aes128", "aes")

    def group(self, proposals: str, groups: str) -> str:
        return ",".join(f"{p}{groups}" for p in proposals.split(","))

    def esp(self) -> tuple[str, str]:
        cipher = ["aes128", "aes192", "aes256"], \
            ["sha1", "sha256", "sha384", "sha512"]
        one, two = self.whole(cipher), self.whole(cipher)
        here, there = self.r.choice(
            [(one, one)] * 4 + [("aes256gcm16", "aes256gcm16"),
                                (f"{one},{two}", f"{two},{one}"), (one, two),
                                (f"{one},{two}", two),
                                (f"{one}-aes256", f"{one}-aes256")])
        a, b = ("-" + g for g in self.r.sample(IKE[2], 2))
        groups = self.r.choice(
            [("", "")] * 3 + [(a, a)] * 3 + [(a, "")] * 2 + [("", a)] * 2
            + [(a, b), (a + b, b), (a + b, b + a), (a + "-modpnone", "")])
        here, there = self.group(here, groups[0]), self.group(there, groups[1])
        if self.chance(8):
            there = f"{one}{a},{one}"
        if self.chance(8):
            here = f"{one},{one}{a}"
        if self.chance(6):
            here = "default"
        if self.chance(6):
            there = "default"
        return here, there

    # ----------------------------------------------------------- files

    def conf(self, connections, mine: int) -> str:
        """The file of one end; @mine: 0 the gateway's, 1 the peer's."""
        hosts = strongswan.GATEWAY, strongswan.PEER
        text, keys = "connections {\n", ""
        for n, c in enumerate(connections):
            ids = c["ids"] if not mine else c["ids"][::-1]
            text += f""" c{n} {{ {c['version']}
  local_addrs = {hosts[mine]}
  remote_addrs = {c.get('remote', hosts[not mine])}
  proposals = {c['ike'][mine]}
  {c['dpd']}
  local {{ auth = psk
   id = {ids[0]} }}
  remote {{ auth = psk
   id = {ids[1]} }}
  children {{
"""
            for k, (local, remote) in enumerate(c["children"]):
                ts = (local, remote) if not mine else (remote, local)
                text += f"""   k{n}x{k} {{ local_ts = {','.join(ts[0])}
    remote_ts = {','.join(ts[1])}
    esp_proposals = {c['esp'][min(k, len(c['esp']) - 1)][mine]} }}
"""
            text += "  } }\n"
            keys += (f" ike-{n} {{ id-1 = {ids[0]}\n  id-2 = {ids[1]}\n"
                     f"  secret = \"{c['key'][mine]}\" }}\n")
        return text + "}\nsecrets {\n" + keys + "}\n"

    def connections(self, count: int, children, own: bool, v: str, ike, esp):
        """Shares children out to connections."""
        made = []
        for n in range(count):
            suffix = f"-{n}" if own else ""
            mine = [c for i, c in enumerate(children) if i % count == n]
            if not mine:
                continue
            made.append({
                "version": v, "ike": ike, "esp": esp, "children": mine,
                "dpd": "", "key": ("key" + suffix, "key" + suffix),
                "ids": (f"gateway{suffix}.example", f"peer{suffix}.example")})
        return made

    def confs(self) -> tuple[str, str]:
        shapes = ["list", "pairs", "pairs", "rows", "columns", "any",
                  "supernet", "wide+one", "one+wide"]
        shape = self.r.choice(shapes)
        other = self.r.choice(shapes) if self.chance(35) else shape
        here, there = self.children(shape), self.children(other)
        if self.chance(35):
            here = self.mistake(here)
        if self.chance(35):
            there = self.mistake(there)
        v = self.r.choice(["version = 2", "version = 2", "version = 1"])
        ike, first = self.ike(), self.esp()
        esp = [first] if self.chance(75) else [first, self.esp()]
        own = self.chance(40)
        counts = [1 if self.chance(65) else self.r.randint(2, 3)
                  for _ in range(2)]
        if self.chance(50):
            counts[1] = counts[0]
        ends = [self.connections(n, c, own, v, ike, esp)
                for n, c in zip(counts, (here, there))]
        if self.chance(8):
            other_v = self.r.choice(["version = 1", "version = 0", ""])
            for c in ends[self.r.randrange(2)]:
                c["version"] = other_v
        if self.chance(12):
            c = self.r.choice(ends[1])
            c["key"] = ("other", "other")
        if self.chance(8):
            c = self.r.choice(ends[1])
            c["ids"] = self.r.choice([(c["ids"][0], "other.example"),
                                      ("other.example", c["ids"][1]),
                                      ("%any", c["ids"][1])])
        for end in ends:
            if len(end) > 1 and self.chance(25):
                end[1]["dpd"] = "dpd_delay = 60s"
            if len(end) > 1 and self.chance(20):
                end[-1]["ike"] = self.ike()
        return self.conf(ends[0], 0), self.conf(ends[1], 1)

    # ------------------------------------------------------- addresses

    def extra(self, side: int) -> list[str]:
        """An address in each selector that could come out at an end."""
        key = ("local_ts", "remote_ts")
        texts = re.findall(rf"{key[side]} = (\S*)", self.gateway_conf) \
            + re.findall(rf"{key[not side]} = (\S*)", self.peer_conf)
        nets = {ipaddress.ip_network(t) for ts in texts for t in ts.split(",")}
        return sorted({str(n[20 + 10 * side]) for n in nets if n.prefixlen})

    def tests(self, segment: str) -> list[str]:
        """One address of each half of a segment, which nothing cuts finer."""
        return [str(h[10]) for h in ipaddress.ip_network(segment).subnets(1)]

    def initiations(self) -> list[tuple[str, str]]:
        got, connection = [], ""
        for line in self.gateway_conf.splitlines():
            if m := re.match(r" (c\d+) \{", line):
                connection = m[1]
            elif m := re.match(r"   (k\S+) \{", line):
                got.append((connection, m[1]))
        return got


def verdicts(pair, draw: Draw) -> dict[tuple[str, str], str]:
    """What pings say of each two segments."""
    asked = [(local, peer, a, b) for local in draw.local for peer in draw.peer
             for a in draw.tests(local) for b in draw.tests(peer)]

    def ping(case):
        return any(pair.ping(*case[2:]) for _ in range(2))

    got = {}
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        for case, up in zip(asked, pool.map(ping, asked)):
            got.setdefault(case[:2], set()).add(up)
    return {p: "partly" if len(ups) > 1 else "works" if ups.pop() else "fails"
            for p, ups in got.items()}


def initiate(pair, connection: str, child: str) -> bool:
    return not pair.daemons[0].swanctl(
        "--initiate", "--ike", connection, "--child", child, "--timeout", "8",
        check=False).returncode


def measure(draw: Draw) -> dict[tuple[str, str], tuple[str, str]]:
    """Pairs of segments, with verdicts before and after renewal."""
    with strongswan.Pair() as pair:
        for side, segments in enumerate((draw.local, draw.peer)):
            hosts = [a for s in segments for a in draw.tests(s)]
            for address in set(hosts) | set(draw.extra(side)):
                pair.address(side, address)
            pair.through_tunnel(side, ("10.0.0.0/8", "172.16.0.0/12"))
        pair.daemons[0].load(draw.gateway_conf, check=False)
        pair.daemons[1].load(draw.peer_conf, check=False)
        up = [(c, k) for c, k in draw.initiations() if initiate(pair, c, k)]
        before = verdicts(pair, draw)
        for connection, child in up:
            pair.daemons[0].swanctl("--terminate", "--child", child,
                                    check=False)
            initiate(pair, connection, child)
        after = verdicts(pair, draw)
        return {p: (v, after[p]) for p, v in before.items()}
