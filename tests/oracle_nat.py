#!/usr/bin/python3
"""Plans of sides that share addresses, worked out anew with ipaddress.

    oracle_nat.py SUPERNET [ROUNDS]

Random sides in a few addresses, seeded (SN_SEED). Translated: the images are
compared with all placements in a pool of 16 addresses, by the rules as they are
written down: fewest aggregates; those largest first, each at the lowest free
address; units largest first, then by address, into the smallest aggregate that
holds them; the local side first. What crosses the tunnel is worked out from
them. Nested: whether there is a plan, what stays out of the tunnel.
"""
import collections
import ipaddress
import itertools
import json
import os
import random
import subprocess
import sys

SUPERNET = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 300
SEED = int(os.environ.get("SN_SEED", "20261126"), 0)
R = random.Random(SEED)
REACHED = collections.Counter()
NET = ipaddress.ip_network
SIDES = int(ipaddress.ip_address("10.0.0.0"))  # 32 addresses of both
POOL = int(ipaddress.ip_address("10.0.0.32"))  # 16 addresses, at times 64
CAN = {"strongswan", "azure", "cisco", "libreswan"}


def fail(what, args, plan=None):
    print(f"SN_SEED={SEED}: {what}\n  supernet {' '.join(args)}")
    if plan:
        print(json.dumps(plan)[:1500])
    sys.exit(1)


def net(number, size):
    return NET((number, 33 - size.bit_length()))


def run(*args):
    done = subprocess.run([SUPERNET, "plan", *args, "--format", "json"],
                          capture_output=True, text=True, timeout=60,
                          check=False)
    if done.returncode == 2:
        return 2, done.stderr
    return done.returncode, json.loads(done.stdout)


def aggregates(nets):
    return list(ipaddress.collapse_addresses(nets))


def minus(nets, others):
    left = list(nets)
    for o in others:
        left = [p for n in left for p in (
            n.address_exclude(o) if o != n and o.subnet_of(n)
            else [] if n.subnet_of(o) else [n])]
    return aggregates(left)


def units(own, far):
    return [n for n in aggregates(own) if any(n.overlaps(f) for f in far)]


def place(todo, free):
    """The images of units in @free (a list of prefixes); None: too small."""
    spots = {n: [s for f in free if f.prefixlen <= n
                 for s in f.subnets(new_prefix=n)]
             for n in {u.prefixlen for u in todo}}
    # All sets of images, unit by unit; the order among equals is no matter.
    order = sorted(todo, key=lambda u: (u.prefixlen, u.network_address))
    found = {frozenset()}
    for u in order:
        found = {s | {p} for s in found for p in spots[u.prefixlen]
                 if not any(p.overlaps(q) for q in s)}
    if not found:
        return None
    def rank(images):
        blocks = sorted(aggregates(images), key=lambda b: (
            b.prefixlen, b.network_address))
        return (len(blocks), [(b.prefixlen, int(b.network_address))
                              for b in blocks])
    blocks = aggregates(min(found, key=rank))
    used, image = [], {}
    for u in order:
        for b in sorted(blocks, key=lambda b: (-b.prefixlen,
                                               b.network_address)):
            spot = next((s for s in (b.subnets(new_prefix=u.prefixlen)
                                     if b.prefixlen <= u.prefixlen else [])
                         if not any(s.overlaps(x) for x in used)), None)
            if spot:
                break
        used.append(spot)
        image[u] = spot
    return image


def crossing(own, image, here):
    """The segments of a side that is translated at its own end, or not."""
    out = []
    for n in own:
        unit = next((u for u in image if n.subnet_of(u)), None)
        if unit and here:
            n = net(int(n.network_address) - int(unit.network_address)
                    + int(image[unit].network_address), n.num_addresses)
        out.append(n)
    return sorted(set(out))


def ends(gateway, peer):
    if gateway in CAN and peer in CAN:
        return "gateway", "peer"
    at = "peer" if peer in CAN or gateway not in CAN else "gateway"
    return at, at


def segments(most):
    sizes = R.choices([1, 2, 4, 8], [4, 4, 2, 1], k=R.randint(1, most))
    return [net(SIDES + R.randrange(32 // s) * s, s) for s in sizes]


def check_nat(local, peer, args):
    pool = R.choice([net(POOL, 16), net(POOL, 16), net(SIDES, 64),
                     net(POOL, 8), net(SIDES, 4)])
    reserve = [net(POOL + R.randrange(16), 1) for _ in range(R.choice([0, 1, 3, 5]))]
    gateway = R.choice(["strongswan", "azure", "alibaba-cloud", "aws"])
    device = R.choice(["strongswan", "cisco", "generic", "fortigate"])
    args = [*args, "--overlap", "nat", "--nat-pool", str(pool), "--gateway",
            gateway, "--peer-device", device]
    for r in reserve:
        args += ["--reserve", f"local:{r}"]
    mine, theirs = units(local, peer), units(peer, local)
    code, plan = run(*args)
    if not mine:
        if code == 2 or plan["translations"]:
            fail("nothing is shared", args, plan)
        REACHED["apart"] += 1
        return
    free = minus([pool], local + peer + reserve)
    first = place(mine, free)
    second = first and place(theirs, minus(free, first.values()))
    if second is None:
        codes = {a["code"] for a in plan["advice"]}
        if code != 1 or not codes & {"nat-pool-too-small", "nat-pool-taken"}:
            fail("the pool is too small", args, plan)
        REACHED["too small"] += 1
        return
    at = ends(gateway, device)
    want = [{"side": side, "original": str(u), "translated": str(image[u]),
             "at": where}
            for side, image, where in (("local", first, at[0]),
                                       ("peer", second, at[1]))
            for u in sorted(image)]
    if plan["translations"] != want:
        fail(f"translations {want}", args, plan)
    for side, own, image, here in (
            ("local", local, first, at[0] == "gateway"),
            ("peer", peer, second, at[1] == "peer")):
        if [NET(s) for s in plan[side]["segments"]] != \
                crossing(own, image, here):
            fail(f"what crosses the tunnel of {side}", args, plan)
    REACHED["translated"] += 1
    REACHED["several blocks"] += len(aggregates(first.values())) > 1
    REACHED[f"at {at[0]} and {at[1]}"] += 1
    check_kept(args, plan, local, peer)


def check_kept(args, plan, local, peer):
    """With one segment less the images that are still needed stay."""
    if len(local) < 2:
        return
    path = f"/tmp/oracle_nat.{os.getpid()}"
    with open(path, "w", encoding="ascii") as out:
        json.dump(plan, out)
    again = args.copy()
    again[again.index("--local") + 1] = ",".join(map(str, local[1:]))
    code, after = run(*again, "--from", path)
    os.remove(path)
    if code:
        return
    was = {(t["side"], t["original"]): t["translated"]
           for t in plan["translations"]}
    for t in after["translations"]:
        key = t["side"], t["original"]
        REACHED["kept"] += key in was
        if was.get(key, t["translated"]) != t["translated"]:
            fail(f"{key} is translated anew", again, after)


def check_nested(local, peer, args):
    """By hand: each address is looked up in the segments of both sides."""
    code, plan = run(*args)
    clash = bool(set(local) & set(peer))
    inner = [], []
    for mine, own, far in ((inner[0], local, peer), (inner[1], peer, local)):
        for n in own:
            inside = [f for f in far if f != n and f.subnet_of(n)]
            around = [f for f in far if f != n and n.subnet_of(f)]
            clash |= not minus([n], inside) or bool(inside and around)
            clash |= any(a != n and n.subnet_of(a) and f.subnet_of(n)
                         and any(a.subnet_of(g) for g in far)
                         for a in own for f in far)
            if around or any(n.subnet_of(a) and any(a.subnet_of(g)
                                                    for g in far)
                             for a in own):
                mine.append(n)
    shared = any(a.overlaps(b) for a, b in itertools.product(local, peer))
    codes = {a["code"] for a in plan["advice"]}
    if ("segments-overlap" in codes) != clash:
        fail(f"clash {clash}", args, plan)
    if clash:
        REACHED["clash"] += 1
        return
    if code:
        fail("no plan of nested sides", args, plan)
    if shared != ("nested-sides" in codes):
        fail("nested", args, plan)
    REACHED["nested"] += shared
    want = {side: [str(n) for n in aggregates(own)]
            for side, own in zip(("local", "peer"), inner)}
    got = plan.get("bypass", {"local": [], "peer": []})
    if plan["scheme"] != "destination" and got != want:
        fail(f"bypass {want}", args, plan)


def main():
    for i in range(ROUNDS):
        local, peer = segments(4), segments(3)
        if R.random() < .4:
            peer = R.sample(local, R.randint(1, len(local))) + peer[:1]
        args = ["--local", ",".join(map(str, local)), "--peer",
                ",".join(map(str, peer)), "--max-connections", "99",
                "--max-routes", "99"]
        if i % 2:
            check_nat(local, peer, args)
        else:
            check_nested(local, peer, args)
    missed = {"apart", "too small", "translated", "several blocks", "kept",
              "at gateway and peer", "at peer and peer",
              "at gateway and gateway", "clash", "nested"} - set(+REACHED)
    if missed and ROUNDS >= 300:
        sys.exit(f"the generator never reached: {sorted(missed)}")
    print(f"oracle: {ROUNDS} plans of shared addresses agree, SN_SEED={SEED}, "
          f"{dict(REACHED)}")


main()
