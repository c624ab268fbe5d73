#!/usr/bin/python3
"""Plans of several sites against their rule, by a scan of all rows.

    oracle_sites.py SUPERNET [ROUNDS]

Random sites, seeded (SN_SEED), of random gateways. For packets at the
boundaries of segments and rows, between each local and peer segment: the row
that wins, found by looking at every row, is one of the site that has both
segments (of the primary where another stands in), its connection has selectors
for the pair, and the one that stands in has the same row with weight 0. Tiers
of overlapping rows are worked out anew, and priorities with them. Sites that
share addresses are found by comparing all of them. A site that comes, with the
destinations of others and sources of its own, leaves routes by destination as
they are. Counts what it reached and fails when a class was missed.
"""
import collections
import ipaddress
import json
import os
import random
import subprocess
import sys
import tempfile

SUPERNET = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
SEED = int(os.environ.get("SN_SEED", "20261126"), 0)
R = random.Random(SEED)
REACHED = collections.Counter()
NET = ipaddress.ip_network
WEIGHTS = {"alibaba-cloud-single"}
SELECTORS = {"strongswan", "libreswan"}
POLICY = {"alibaba-cloud", "alibaba-cloud-single"}
GATEWAYS = ["alibaba-cloud"] * 4 + ["alibaba-cloud-single"] * 4 + [
    "aws", "azure", "gcp", "strongswan", "libreswan", "huawei-cloud",
    "tencent-cloud", "alibaba-transit-router"]
PEERS = ["generic"] * 3 + ["cisco-ios", "strongswan", "juniper", "fortigate",
                           "route-based", "libreswan"]
SPACE = {4: ("10.1.0.0/16", "192.168.0.0/16"),
         6: ("fd00:1::/32", "fd00:2::/32")}


def inside(space, least, most):
    """A random prefix, mostly near the start of its space."""
    net = NET(space)
    length = net.prefixlen + R.randint(least, most)
    shift = net.max_prefixlen - length
    count = 1 << (length - net.prefixlen)
    at = R.randrange(min(count, 24) if R.random() < 0.8 else count)
    return NET((int(net.network_address) + (at << shift), length))


def segments(version, which, used):
    """Up to four segments that overlap none of @used and not each other; those
    of a peer often near each other, between those of another."""
    out = []
    space = NET(SPACE[version][which])
    if which:
        space = NET((space.network_address,
                     space.prefixlen + R.choice([0, 0, 2, 4, 6])))
    for _ in range(R.randint(1, 4)):
        one = inside(space, 3, 9)
        if not any(one.overlaps(n) for n in out + used):
            out.append(one)
    return out


def network():
    version = R.choice([4, 4, 6])
    gateway = R.choice(GATEWAYS)
    common = segments(version, 0, [])
    sites, used = [], []
    for i in range(R.randint(2, 7)):
        site = {"name": f"s{i}"}
        if R.random() < 0.3:
            site["local"] = segments(version, 0, [])
        peer = segments(version, 1, used if R.random() < 0.97 else [])
        if not peer:
            continue
        if sites and gateway in WEIGHTS and R.random() < 0.3:
            of = R.choice(sites)
            if "standby_of" not in of:
                site["standby_of"] = of["name"]
                more = R.sample(of["peer"], R.randint(1, len(of["peer"])))
                peer = [p for p in peer if R.random() < 0.5] + more
        used += peer
        site["peer"] = peer
        if R.random() < 0.6:
            site["peer_device"] = R.choice(PEERS)
        if R.random() < 0.3:
            site["scheme"] = R.choice(["aggregate", "pairs", "destination"])
        sites.append(site)
    if len(sites) > 1 and R.random() < 0.3:
        one = {"name": "s9", "peer_device": "route-based",
               "local": segments(version, 0, common + [
                   n for s in sites for n in s.get("local", [])]),
               "peer": R.sample(used, R.randint(1, min(3, len(used))))}
        if one["local"] and not any(
                a.overlaps(b) for a in one["peer"] for b in one["peer"]
                if a is not b):
            sites.append(one)
    request = {"gateway": gateway, "local": common, "sites": sites,
               "max_routes": R.choice([1000, 1000, 1000, 8]),
               "max_connections": 1000}
    if R.random() < 0.3:
        request["auto_rows"] = "off"
    if R.random() < 0.2:
        request["align"] = "octet"
    return request


def run(request, *options):
    text = json.dumps(request, default=str)
    done = subprocess.run([SUPERNET, "plan", "-", "--format", "json", *options],
                          input=text, capture_output=True, text=True,
                          check=False)
    if done.returncode not in (0, 1):
        fail(request, done.stderr)
    return json.loads(done.stdout)


def fail(request, why):
    print(f"SN_SEED={SEED}")
    print(json.dumps(request, default=str))
    sys.exit(f"oracle_sites: {why}")


class Row:
    def __init__(self, row, kind, everything):
        self.kind = kind
        self.source = NET(row["source"]) if kind == 0 else everything
        self.destination = NET(row["destination"])
        self.hop = row["next_hop"]
        self.site = row["site"]
        self.priority = row.get("priority", 0)
        self.weight = row.get("weight", 100)
        self.auto = row.get("origin") == "auto"

    def overlaps(self, other):
        return self.source.overlaps(other.source) and \
            self.destination.overlaps(other.destination)

    def turn(self):
        return (-self.destination.prefixlen, -self.source.prefixlen)


def rows_of(plan, everything):
    out = []
    for kind, key in enumerate(
            ("policy_routes", "destination_routes", "static_routes")):
        out += [Row(r, kind, everything) for r in plan[key]
                if r["action"] != "delete"]
    return out


def winners(rows, source, destination):
    """The rows between which the gateway does not tell: all that are best."""
    met = [r for r in rows if source in r.source
           and destination in r.destination]
    if not met:
        return []

    def order(r):
        if r.kind == 0:
            return (0, r.priority, -r.weight)
        return (1, -r.destination.prefixlen, -r.weight)
    best = min(order(r) for r in met)
    return [r for r in met if order(r) == best]


def by_selectors(connections, source, destination):
    """As a kernel looks policies up: by the sum of their lengths."""
    met = [(-(a.prefixlen + b.prefixlen), c["site"]) for c in connections
           for a in map(NET, c["local"]) for b in map(NET, c["peer"])
           if source in a and destination in b
           and c["routing_mode"] == "protected-data-flows"]
    best = min(met, default=(0, None))[0]
    return {site for length, site in met if length == best}


def edges(nets, within):
    """Addresses at both sides of each boundary, as far as they are within."""
    found = {within[0], within[-1]}
    for n in nets:
        for at in (int(n[0]) - 1, int(n[0]), int(n[-1]), int(n[-1]) + 1):
            if int(within[0]) <= at <= int(within[-1]):
                found.add(within[at - int(within[0])])
    return found


def owner(sites, source, destination):
    """Who has the pair: the site, or the one that another stands in for."""
    mine = [s for s in sites
            if any(source in n for n in s["local"])
            and any(destination in n for n in s["peer"])]
    first = [s for s in mine if s.get("standby_of") not in
             [m["name"] for m in mine]]
    return first[0], mine


def check_pair(request, plan, rows, pair, policy):
    source, destination = pair
    main, all_of = owner(request["sites"], source, destination)
    by_name = {c["name"]: c for c in plan["connections"]}
    if policy or plan["static_routes"] and winners(rows, *pair) or \
            not SELECTORS & {request["gateway"]}:
        best = winners(rows, source, destination)
        if {r.site for r in best} != {main["name"]}:
            fail(request, f"{source} to {destination}: {main['name']} has "
                          f"it, and {[r.site for r in best]} wins")
        hops = {r.hop for r in best}
        # Huawei Cloud tells connections to one peer subnet by their rules.
        if len(hops) != 1 and request["gateway"] != "huawei-cloud":
            fail(request, f"{source} to {destination}: {hops} tie")
        if not any(source in NET(n) and destination in NET(m)
                   for hop in hops for n in by_name[hop]["local"]
                   for m in by_name[hop]["peer"]):
            fail(request, f"{source} to {destination}: no selector of {hops}")
    elif by_selectors(plan["connections"], source, destination) != \
            {main["name"]}:
        fail(request, f"{source} to {destination}: by selectors "
                      f"{by_selectors(plan['connections'], *pair)}")
    for other in all_of:
        if other is main or not policy:
            continue
        REACHED["standby"] += 1
        row = winners(rows, source, destination)[0]
        twin = [r for r in rows if r.site == other["name"] and
                r.source == row.source and r.destination == row.destination]
        if [r.weight for r in twin] != [0] or \
                twin[0].priority != row.priority:
            fail(request, f"{other['name']} does not stand in for "
                          f"{source} to {destination}")


def check_order(request, plan, rows):
    """Priorities are ten times the tier, and automatic ones 10."""
    rows = [r for r in rows if r.kind == 0]
    shared = {(r.source, r.destination) for r in rows if r.weight == 0}
    tier = {}
    for r in sorted(rows, key=Row.turn):
        key = (r.source, r.destination)
        mine = key if key in shared else r.site
        tier[r] = 1 + max((t for o, t in tier.items() if o.overlaps(r)
                           and ((o.source, o.destination)
                                if (o.source, o.destination) in shared
                                else o.site) != mine), default=0)
    most = max(tier.values(), default=1)
    REACHED[f"tiers {min(most, 3)}"] += 1
    for r, t in tier.items():
        if r.auto and r.priority != 10:
            fail(request, "an automatic row has another priority than 10")
        if most <= 10 and r.priority != 10 * t:
            fail(request, f"{r.source} {r.destination} of {r.site} has "
                          f"priority {r.priority} and tier {t}")


def shares(request, by_destination):
    sites = request["sites"]
    for i, a in enumerate(sites):
        for b in sites[:i]:
            if a.get("standby_of") == b["name"] or \
                    b.get("standby_of") == a["name"]:
                continue
            if (by_destination or any(x.overlaps(y) for x in a["local"]
                                      for y in b["local"])) and \
                    any(x.overlaps(y) for x in a["peer"] for y in b["peer"]):
                return True
    return False


def check(request):
    plan = run(request)
    for site in request["sites"]:
        site.setdefault("local", request["local"])
    if not all(s["local"] for s in request["sites"]):
        return
    policy = request["gateway"] in POLICY
    codes = {f["code"] for f in plan["advice"] if f["severity"] == "error"}
    version = request["local"][0].version
    everything = NET("0.0.0.0/0" if version == 4 else "::/0")
    if plan["scheme"] == "infeasible" or (
            plan["scheme"] is None and not plan["connections"]):
        REACHED["infeasible"] += 1
        if not codes:
            fail(request, "infeasible without an error")
        if plan["policy_routes"] or plan["destination_routes"]:
            fail(request, "half a plan")
        for code in codes:
            REACHED[code] += 1
        return
    REACHED["feasible"] += 1
    REACHED[request["gateway"]] += 1
    if shares(request, not policy and not SELECTORS & {request["gateway"]}):
        fail(request, "sites share addresses, and a plan is made")
    rows = rows_of(plan, everything)
    if len([r for r in rows if r.kind == 0]) > request["max_routes"]:
        fail(request, "more rows than the limit")
    if policy:
        check_order(request, plan, rows)
    check_pairs(request, plan, rows, policy)
    REACHED["replaced"] += any(
        r["action"] == "delete" for r in plan["policy_routes"])
    check_change(request, plan)
    if policy:
        check_added(request, everything)


def check_pairs(request, plan, rows, policy):
    nets = [[r.source for r in rows], [r.destination for r in rows]]
    for s in request["sites"]:
        for a in s["local"]:
            for b in s["peer"]:
                for x in edges(nets[0], a):
                    for y in edges(nets[1], b):
                        check_pair(request, plan, rows, (x, y), policy)


def check_added(request, everything):
    """The last site comes to a plan of the others: what they route by
    destination stays, unless it insists on that for itself."""
    *rest, last = request["sites"]
    if len(rest) < 2 or last.get("standby_of"):
        return
    before = run(request | {"sites": rest})
    if not before["connections"]:
        return
    with tempfile.NamedTemporaryFile("w", suffix=".json") as old:
        json.dump(before, old)
        old.flush()
        after = run(request, "--from", old.name)
    if not after["connections"]:
        return
    check_pairs(request, after, rows_of(after, everything), True)
    now = {s["name"]: s["scheme"] for s in after["sites"]}
    for s in before["sites"]:
        if s["scheme"] != "destination" or last.get("scheme") == "destination":
            continue
        if now[s["name"]] != "destination":
            fail(request, f"{s['name']} had routes by destination")
        mine = next(r for r in rest if r["name"] == s["name"])
        REACHED["destination stays"] += any(
            a.overlaps(b) for a in mine["peer"] for b in last["peer"])


def keys(rows):
    """What tells rows apart, by table."""
    return {(table, *(str(r.get(k)) for k in
                      ("source", "destination", "next_hop", "priority")),
             str(r.get("weight", 100))) for table, r in rows}


def there(plan):
    """The rows that a plan has in the end."""
    return keys((table.replace("static", "destination"), r)
                for table in ("policy", "destination", "static")
                for r in plan[f"{table}_routes"]
                if r.get("action") != "delete")


def check_change(request, plan):
    """Another plan with one site changed: the steps lead to it, and touch no
    connection that is as it was."""
    sites = [dict(s) for s in request["sites"]]
    site = R.choice(sites)
    if len(site["peer"]) > 1 and R.random() < 0.5:
        site["peer"] = site["peer"][1:]
    elif R.random() < 0.5 and len(sites) > 2 and not any(
            s.get("standby_of") == site["name"] for s in sites):
        sites.remove(site)
    else:
        used = [n for s in sites for n in s["peer"]]
        site["peer"] = site["peer"] + segments(
            request["local"][0].version, 1, used)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as old:
        json.dump(plan, old)
        old.flush()
        after = run(request | {"sites": sites}, "--from", old.name,
                    *R.choice([[], ["--replace"], ["--sticky"]]))
    change = after.get("change")
    if not change:
        return
    REACHED["changed"] += 1
    steps = change["steps"]
    rows = there(plan)
    fate = {c["name"]: c["fate"] for c in change["connections"]}
    gone = {s["name"] for s in steps if s["step"] == "delete-connection"}
    rows = {r for r in rows if r[3] not in gone}
    for s in steps:
        name = s.get("name") or s.get("connection")
        if name and fate.get(name) == "kept":
            fail(request, f"{name} is kept, and step {s}")
        if s["step"] == "delete-row":
            rows -= keys([(s["table"], s)])
        elif s["step"] in ("add-row", "check-row"):
            rows |= keys([(s["table"], s)])
    # What is left alone is none of the plan's. Connections of a site begin
    # with its name, whatever number or pair they have.
    rows = {(*r[:3], r[3].split("-")[0], *r[4:])
            for r in rows if r[3].split("-")[0] in {
                s["name"] for s in sites}}
    want = {(*r[:3], r[3].split("-")[0], *r[4:])
            for r in there(after)}
    if rows != want:
        fail(request | {"then": sites},
             f"the steps lead to {sorted(rows - want)} and not to "
             f"{sorted(want - rows)}\n{json.dumps(change)}")


def main():
    for _ in range(ROUNDS):
        request = network()
        if request["local"] and len(request["sites"]) > 1:
            check(request)
    missed = [k for k in (
        "feasible", "infeasible", "standby", "tiers 1", "tiers 2", "tiers 3",
        "sites-share-addresses", "limit-exceeded", "replaced", "strongswan",
        "aws", "no-ipv6-inside", "changed", "destination stays") if not REACHED[k]]
    if missed and ROUNDS >= 200:
        sys.exit(f"oracle_sites: missed {missed} of {dict(REACHED)}")
    print(f"oracle_sites: {ROUNDS} networks, {REACHED['feasible']} planned")


main()
