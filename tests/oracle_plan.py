#!/usr/bin/python3
"""Plans of the command against the rules, worked out anew with ipaddress.

    oracle_plan.py SUPERNET [ROUNDS]

Random sides, seeded (SN_SEED), random options. Of each plan as JSON: keys and
their order, aggregates, common prefix, verdict and extra addresses; that each
local x peer pair has a selector and a row; that nothing of the other side or
of a forbidden range is drawn in; that limits hold; that CSV has the same rows
and shuffled input gives the same bytes. Counts what it reached and fails when
a class was missed.
"""
import collections
import csv
import io
import ipaddress
import json
import os
import random
import subprocess
import sys

SUPERNET = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 400
SEED = int(os.environ.get("SN_SEED", "20260823"), 0)
R = random.Random(SEED)
REACHED = collections.Counter()
NET = ipaddress.ip_network
SHARED = NET("100.64.0.0/10")
# What a gateway refuses as a destination, by its documents.
FORBIDDEN = {"alibaba-cloud-single": [SHARED],
             "alibaba-transit-router": [SHARED],
             "huawei-cloud": [SHARED, NET("214.0.0.0/8")]}
PRIVATE = [NET(p) for p in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
                            "fc00::/7")]
ZERO = {4: NET("0.0.0.0/0"), 6: NET("::/0")}
TOP_KEYS = ["version", "scheme", "local", "peer", "connections",
            "policy_routes", "destination_routes", "advice", "static_routes",
            "alternatives", "proposal", "translations", "sites"]
PART_KEYS = ["name", "family", "peer_device", "local", "peer", "scheme",
             "alternatives"]
SIDE_KEYS = ["segments", "aggregates", "common", "selector", "verdict",
             "reason", "extra_addresses", "used"]
ROW_KEYS = ["source", "destination", "next_hop", "weight", "priority",
            "state", "origin", "action"]
CONNECTION_KEYS = ["name", "ike", "routing_mode", "local", "peer", "tunnels",
                   "pairs"]
STATIC_KEYS = ["destination", "next_hop", "where", "action"]
# The tables of a gateway, which of them its plans have rows in, and whether
# its own policies lead into the tunnel, by its documents.
TABLES = {"alibaba-cloud": {"policy", "destination"},
          "alibaba-cloud-single": {"policy", "destination"},
          "alibaba-transit-router": {"connection"}, "aws": {"connection"},
          "azure": {"local-network-gateway"}, "gcp": {"tunnel"},
          "huawei-cloud": {"peer-subnets"}, "tencent-cloud": {"vpc"},
          "strongswan": {"tunnel"}, "libreswan": {"tunnel"}}
POLICIES = {"strongswan", "libreswan"}
PAIRS = {"azure": 200, "tencent-cloud": 200}
DESTINATION_KEYS = ["destination", "next_hop", "weight", "state", "action"]
BASES = {4: ["10.0.0.0/8", "10.1.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
             "100.64.0.0/10", "100.0.0.0/8", "203.0.113.0/24", "0.0.0.0/0",
             "255.255.0.0/16", "0.0.0.0/16"],
         6: ["fd00::/16", "2001:db8::/32", "::/0", "fc00::/7",
             "ffff:ffff::/32"]}


def fail(what, args, plan=None):
    print(f"SN_SEED={SEED}: {what}\n  supernet {' '.join(args)}")
    if plan:
        print(json.dumps(plan, indent=1)[:3000])
    sys.exit(1)


def net(version, number, length):
    kind = ipaddress.IPv4Network if version == 4 else ipaddress.IPv6Network
    width = 32 if version == 4 else 128
    return kind((number >> (width - length) << (width - length), length))


def segment(base):
    width = base.max_prefixlen
    length = R.randrange(max(base.prefixlen, width // 4), width + 1)
    if R.random() < .6:
        length = max(base.prefixlen, min(width, 24 if width == 32 else 64))
    number = int(base.network_address) | R.getrandbits(width - base.prefixlen)\
        if base.prefixlen < width else int(base.network_address)
    return net(base.version, number, length)


def side(family):
    if R.random() < .15:
        bases = [NET(b) for b in R.sample(BASES[family], 2)]
    else:
        bases = [NET(R.choice(BASES[family]))]
    if R.random() < .1 and family == 4:
        REACHED["private, apart"] += 1
        return [segment(NET(b)) for b in BASES[4][2:4]]
    if R.random() < .5:
        near = segment(R.choice(bases))
        near = near.supernet(new_prefix=max(0, near.prefixlen - 6))
        bases = [near]
    return [segment(R.choice(bases)) for _ in range(R.choice([1, 1, 2, 2, 3, 7, 20]))]


def common(nets):
    first = min(int(n.network_address) for n in nets)
    last = max(int(n.broadcast_address) for n in nets)
    width = nets[0].max_prefixlen
    length = width - (first ^ last).bit_length()
    return net(nets[0].version, first, length)


def overlap(a, b):
    return any(x.overlaps(y) for x in a for y in b)


def private(nets):
    return all(any(n.subnet_of(p) for p in PRIVATE if p.version == n.version)
               for n in nets)


def run(args, stdin=None):
    return subprocess.run([SUPERNET, "plan", *args], capture_output=True,
                          text=True, timeout=60, check=False, input=stdin)


def options(family):
    # What else becomes of shared addresses, oracle_nat.py looks at.
    out = {"--overlap": "refuse"}
    def maybe(share, key, values):
        if R.random() < share:
            out[key] = str(R.choice(values))
    maybe(.5, "--scheme", ["auto", "1", "2", "3", "destination", "aggregate",
                           "pairs", "lists"])
    maybe(.3, "--align", ["octet", "octet", "minimal"])
    maybe(.3, "--ike", ["v1", "v2"])
    maybe(.4, "--peer-device", ["cisco", "h3c", "strongswan", "libreswan",
                                "juniper", "fortigate", "route-based",
                                "huawei", "cisco-asa", "paloalto"])
    maybe(.2, "--auto-rows", ["keep", "off"])
    maybe(.2, "--shortest", [0, 1, 12, 16, 24, 32])
    maybe(.2, "--max-routes", [0, 1, 3, 100])
    maybe(.2, "--max-connections", [1, 4, 1000])
    maybe(.2, "--max-selectors", [1, 2, 5])
    maybe(.4, "--gateway", ["alibaba-cloud-single", "alibaba-transit-router",
                            "aws", "azure", "gcp", "huawei-cloud",
                            "tencent-cloud", "strongswan", "libreswan"])
    if R.random() < .2:
        out["--allow-public"] = None
    if R.random() < .1:
        out.update({"--gateway": "strongswan", "--peer-device": "strongswan",
                    "--scheme": "aggregate", "--max-selectors": "5"})
    return out


def check_side(got, nets, other, opt, args, plan):
    """One side of the JSON against its definition."""
    peer = got is plan["peer"]
    bad = lambda what: fail(f"{what}: {got}", args, plan)
    if list(got) != SIDE_KEYS:
        bad("keys")
    want = sorted(set(nets), key=lambda n: (int(n.network_address), n.prefixlen))
    segments = [NET(s) for s in got["segments"]]
    if segments != want:
        bad("segments")
    aggregates = list(ipaddress.collapse_addresses(nets))
    if [NET(a) for a in got["aggregates"]] != aggregates:
        bad("aggregates")
    if NET(got["common"]) != common(nets):
        bad("common")
    selector, verdict = NET(got["selector"]), got["verdict"]
    union = sum(a.num_addresses for a in aggregates)
    if int(got["extra_addresses"]) != selector.num_addresses - union:
        bad("extra_addresses")
    if not all(a.subnet_of(selector) for a in aggregates):
        bad("the selector misses a segment")
    shortest = int(opt.get("--shortest", 8 if selector.version == 4 else 16))
    step = 8 if selector.version == 4 else 16
    octet = opt.get("--align") == "octet"
    REACHED[verdict] += 1
    if verdict == "exact":
        if len(aggregates) != 1 or selector != aggregates[0] or got["reason"]:
            bad("exact")
        return
    if len(aggregates) == 1 and not octet and not overlap(nets, other):
        bad("one aggregate is exact")
    if verdict == "supernet":
        if got["reason"] or overlap([selector], other):
            bad("supernet over the other side")
        if selector.prefixlen < shortest:
            bad("supernet shorter than allowed")
        if not octet and selector != common(nets):
            bad("not minimal")
        if octet and selector.prefixlen % step == 0:
            REACHED["octet"] += 1
        if private(nets) and "--allow-public" not in opt and \
                not private([selector]):
            bad("supernet leaves private space")
        return
    if verdict != "default-route":
        bad("verdict")
    all_of_it = common(nets)
    if got["reason"] == "not-adjacent" or len(aggregates) > 1 and overlap(
            [all_of_it], forbidden(opt, selector.version) if peer else []):
        if selector != ZERO[selector.version]:
            bad("no supernet is useful")
    elif selector != all_of_it and not (
            octet and selector.prefixlen == all_of_it.prefixlen // step * step):
        bad("a useful supernet was left")
    else:
        REACHED["supernet with rows"] += 1
    REACHED[got["reason"]] += 1
    truth = {
        "not-adjacent": common(nets).prefixlen < max(1, shortest),
        "overlaps-other-side": overlap([common(nets)], other),
        "reserved": overlap([common(nets)], forbidden(opt, selector.version)),
        "leaves-private": private(nets) and not private([common(nets)]),
    }
    if not truth.get(got["reason"]):
        bad("reason")


def forbidden(opt, version):
    return [f for f in FORBIDDEN.get(opt.get("--gateway"), [])
            if f.version == version]


def check_ways(plan, local, peer, opt, args):
    """Each pair has a connection whose selectors hold it, and a row."""
    connections = [([NET(p) for p in c["local"]], [NET(p) for p in c["peer"]],
                    c["name"]) for c in plan["connections"]]
    rows = [(NET(r["source"]), NET(r["destination"]), r["next_hop"])
            for r in plan["policy_routes"] if r["action"] != "delete"]
    targets = [(None, NET(r["destination"]), r["next_hop"])
               for r in plan["destination_routes"] + plan["static_routes"]
               if r["action"] != "delete"]
    if opt.get("--gateway") in POLICIES and not targets:
        # Policies, which are the selectors, lead into the tunnel.
        targets = [(l, p, name) for ls, ps, name in connections
                   for l in ls for p in ps]
    for a in local:
        for b in peer:
            names = {n for ls, ps, n in connections
                     if any(a.subnet_of(l) for l in ls)
                     and any(b.subnet_of(p) for p in ps)}
            hops = {h for s, d, h in rows + targets
                    if (s is None or a.subnet_of(s)) and b.subnet_of(d)}
            if not names & hops:
                # A wide segment may be spread over several selectors.
                if not spread(connections, rows + targets, a, b):
                    fail(f"no way from {a} to {b}", args, plan)
                REACHED["spread"] += 1
    for _, d, _ in rows + targets:
        if overlap([d], local):
            fail(f"{d} draws in the local side", args, plan)
        if overlap([d], forbidden(opt, d.version)):
            fail(f"{d} draws in a forbidden range", args, plan)
        if d.prefixlen == 0 and plan["scheme"] == "aggregate":
            fail("a row for everything stays", args, plan)


def spread(connections, rows, a, b):
    """The corners of both segments, one by one."""
    def corners(n):
        return [ipaddress.ip_network(x) for x in
                (n.network_address, n.broadcast_address)]
    return all(
        {n for ls, ps, n in connections if any(x.subnet_of(l) for l in ls)
         and any(y.subnet_of(p) for p in ps)}
        & {h for s, d, h in rows
           if (s is None or x.subnet_of(s)) and y.subnet_of(d)}
        for x in corners(a) for y in corners(b))


def check_shape(plan, opt, args):
    """Rows of the gateway's own tables, and no word of another provider."""
    gateway = opt.get("--gateway", "alibaba-cloud")
    has = {"policy"} if plan["policy_routes"] else set()
    has |= {"destination"} if plan["destination_routes"] else set()
    has |= {r["where"] for r in plan["static_routes"]}
    if not has <= TABLES[gateway]:
        fail(f"rows in {has - TABLES[gateway]}", args, plan)
    if sum(c["pairs"] for c in plan["connections"]) > \
            PAIRS.get(gateway, 1 << 62):
        fail("too many pairs", args, plan)
    if gateway in ("gcp", "tencent-cloud") and len(plan["connections"]) > 1:
        fail("several tunnels to one address of a peer", args, plan)
    if gateway.startswith("alibaba"):
        return
    for row in plan["static_routes"]:
        if row["action"] != "add":
            fail("a row that nobody installed", args, plan)
    for advice in plan["advice"]:
        for word in "olicy row", "olicy route", "ublish", "libaba", "VPC by":
            if word in advice["text"]:
                fail(f"{word} at {gateway}", args, plan)


def check_alternatives(plan, opt, args):
    got = plan["alternatives"]
    if plan["sites"][0]["alternatives"] != got or \
            list(plan["sites"][0]) != PART_KEYS:
        fail("the part", args, plan)
    if plan["scheme"] is None:
        return
    if [a["scheme"] for a in got] != ["destination", "aggregate", "pairs",
                                      "lists"]:
        fail("alternatives", args, plan)
    mine = next(a for a in got if a["scheme"] == plan["scheme"])
    rows = plan["policy_routes"] + plan["destination_routes"] + \
        plan["static_routes"]
    if not mine["feasible"] or mine["connections"] != len(plan["connections"]):
        fail("the plan's own alternative", args, plan)
    for action in "add", "delete":
        if mine[f"rows_to_{action}"] != sum(
                r["action"] == action for r in rows):
            fail(f"rows to {action}", args, plan)
    for a in got:
        if not a["feasible"] and not a["why"]:
            fail("no reason", args, plan)


def check_form(plan, args):
    if list(plan) != TOP_KEYS or plan["version"] != 1:
        fail("top keys", args, plan)
    for key, keys in (("policy_routes", ROW_KEYS),
                      ("connections", CONNECTION_KEYS),
                      ("destination_routes", DESTINATION_KEYS),
                      ("static_routes", STATIC_KEYS),
                      ("advice", ["code", "severity", "text"])):
        for row in plan[key]:
            if list(row) != keys:
                fail(f"keys of {key}", args, plan)
    order = ["error", "warning", "action", "info"]
    ranks = [order.index(a["severity"]) for a in plan["advice"]]
    if ranks != sorted(ranks):
        fail("advice is not by importance", args, plan)
    if len({c["name"] for c in plan["connections"]}) != len(plan["connections"]):
        fail("connections share a name", args, plan)


def check_limits(plan, opt, args):
    stay = [r for r in plan["policy_routes"] + plan["destination_routes"]
            + plan["static_routes"]
            if r["action"] != "delete"]
    limits = (("--max-routes", len(stay)),
              ("--max-connections", len(plan["connections"])))
    for key, n in limits:
        if key in opt and n > int(opt[key]):
            fail(f"{key} {opt[key]} is passed by {n}", args, plan)
    if opt.get("--ike") == "v1" or "--max-selectors" not in opt:
        return
    for c in plan["connections"]:
        if max(len(c["local"]), len(c["peer"])) > int(opt["--max-selectors"]):
            fail("--max-selectors is passed", args, plan)
        REACHED["several selectors"] += len(c["peer"]) > 1


def check_names(plan, local, peer, flags, opt, args):
    """Without one segment, the pairs that are left keep their names."""
    if plan["scheme"] != "pairs" or len(peer) < 2:
        return
    names = lambda nets: ",".join(map(str, nets))
    fewer = json.loads(run(["--local", names(local), "--peer",
                            names(peer[1:]), *flags, "--scheme", "pairs",
                            "--format", "json"]).stdout)
    of = lambda p: {(tuple(c["local"]), tuple(c["peer"])): c["name"]
                    for c in p["connections"]}
    was, now = of(plan), of(fewer)
    for pair in was.keys() & now.keys():
        if was[pair] != now[pair]:
            fail(f"{pair} is renamed", args, plan)
        REACHED["name kept"] += 1


def table_rows(plan):
    """The rows of all tables as a line of CSV has each."""
    kinds = ("policy", "destination", "static")
    out = [dict.fromkeys(ROW_KEYS, "") |
           {k: str(v) for k, v in r.items() if k in ROW_KEYS} | {"kind": kind}
           for kind in kinds for r in plan[f"{kind}_routes"]]
    if all(r["kind"] == "policy" for r in out):
        for row in out:
            del row["kind"]
    return out


def check_round():
    family = R.choice([4, 4, 4, 6])
    before = REACHED["private, apart"]
    local, peer = side(family), side(family)
    opt = options(family)
    if REACHED["private, apart"] > before:
        opt["--shortest"] = R.choice(["0", "1", "8"])
    flags = [x for k, v in opt.items() for x in ([k] if v is None else [k, v])]
    names = lambda nets: ",".join(map(str, nets))
    args = ["--local", names(local), "--peer", names(peer), *flags]
    done = run([*args, "--format", "json"])
    if done.returncode not in (0, 1) or done.stderr:
        fail(f"exit {done.returncode}: {done.stderr}", args)
    plan = json.loads(done.stdout)
    check_form(plan, args)
    scheme, errors = plan["scheme"], [
        a["code"] for a in plan["advice"] if a["severity"] == "error"]
    REACHED[f"scheme {scheme}"] += 1
    if (done.returncode == 1) != (scheme is None):
        fail("exit code", args, plan)
    check_side(plan["local"], local, peer, opt, args, plan)
    check_side(plan["peer"], peer, local, opt, args, plan)
    if overlap(local, peer) != ("segments-overlap" in errors):
        fail("segments-overlap", args, plan)
    if scheme is None:
        if plan["connections"] or plan["policy_routes"] or not errors or \
                plan["static_routes"]:
            fail("an infeasible plan", args, plan)
        REACHED["segments-overlap"] += "segments-overlap" in errors
        return
    if errors:
        fail("errors in a feasible plan", args, plan)
    if opt.get("--ike") == "v1" and any(
            len(c["local"]) > 1 or len(c["peer"]) > 1
            for c in plan["connections"]):
        fail("IKEv1 with several selectors", args, plan)
    check_shape(plan, opt, args)
    check_alternatives(plan, opt, args)
    check_ways(plan, local, peer, opt, args)
    check_limits(plan, opt, args)
    check_names(plan, local, peer, flags, opt, args)
    rows = list(csv.DictReader(io.StringIO(run([*args, "--format", "csv"]).stdout)))
    want = table_rows(plan)
    if rows != want:
        fail("CSV has other rows", args, plan)
    REACHED["CSV of other tables"] += any("kind" in r for r in want)
    REACHED["deleted row"] += any(r["action"] == "delete" for r in rows)
    local = R.sample(local, len(local)) + [R.choice(local)]
    peer = R.sample(peer, len(peer))
    again = run(["--peer", names(peer), "--local", "@-", *flags, "--format",
                 "json"], stdin="\n".join(map(str, local)))
    if again.stdout != done.stdout:
        fail("shuffled input gives another plan", args, plan)


def main():
    for _ in range(ROUNDS):
        check_round()
    missed = {"exact", "supernet", "default-route", "octet", "not-adjacent",
              "overlaps-other-side", "reserved", "leaves-private",
              "segments-overlap", "supernet with rows",
              "CSV of other tables", "several selectors", "deleted row",
              "scheme destination", "scheme aggregate", "scheme pairs",
              "scheme lists", "name kept",
              "scheme None"} - set(+REACHED)
    if missed and ROUNDS >= 400:
        sys.exit(f"the generator never reached: {sorted(missed)}")
    print(f"oracle: {ROUNDS} plans agree, SN_SEED={SEED}, {dict(REACHED)}")


main()
