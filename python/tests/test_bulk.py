"""Sets, inventories and covers against ipaddress, netaddr and brute force."""
import ipaddress
import itertools
import json
import pickle
import threading

import netaddr
import numpy
import pytest
from hypothesis import given, settings, strategies as st

import supernet

SMALL = ipaddress.ip_network("10.0.0.0/28")
small = st.tuples(st.integers(28, 32), st.integers(0, 15)).map(
    lambda t: ipaddress.ip_network(
        (int(SMALL[t[1]]) >> (32 - t[0]) << (32 - t[0]), t[0])))
some = st.lists(small, min_size=1, max_size=5)


@st.composite
def written(draw):
    """A network as people write it, host bits and all, or a range."""
    version = draw(st.sampled_from([4, 6]))
    width = 32 if version == 4 else 128
    base = draw(st.sampled_from([0, 1 << (width - 1), (1 << width) - 64]))
    first = base + draw(st.integers(0, 63))
    if draw(st.booleans()):
        length = draw(st.integers(width - 7, width))
        return netaddr.IPNetwork((first, length), version=version)
    last = draw(st.integers(first, base + 63))
    return netaddr.IPRange(netaddr.IPAddress(first, version),
                           netaddr.IPAddress(last, version))


@settings(deadline=None, max_examples=300)
@given(st.lists(written(), max_size=12))
def test_cidr_merge_as_netaddr_does(items):
    ours, theirs = supernet.cidr_merge(items), netaddr.cidr_merge(items)
    assert list(map(repr, ours)) == list(map(repr, theirs))
    assert supernet.cidr_merge(iter(items)) == theirs


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(
    small, small.map(lambda n: n.network_address),
    st.sampled_from(list(SMALL))), max_size=12))
def test_collapse_addresses_as_ipaddress_does(items):
    try:
        want = list(ipaddress.collapse_addresses(items))
    except TypeError:
        with pytest.raises(TypeError):
            supernet.collapse_addresses(items)
    else:
        assert list(supernet.collapse_addresses(items)) == want


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(small, st.integers(0, 4)), max_size=30))
def test_inventory_keeps_aggregates_current(steps):
    live, have, shown = supernet.Inventory(), [], set()
    for net, remove in steps:
        if not remove and net not in have:
            with pytest.raises(KeyError, match=str(net)):
                live.remove(net)
            continue
        if remove:
            have.append(net)
            delta = live.insert(net)
        else:
            have.remove(net)
            delta = live.remove(net)
        assert set(delta.removed) <= shown
        assert not set(delta.added) & shown
        shown = shown - set(delta.removed) | set(delta.added)
        assert sorted(shown) == list(ipaddress.collapse_addresses(have))
        assert list(live.aggregates()) == sorted(shown)
        assert live.multiplicity(net) == have.count(net)
    assert len(live) == len(set(have))


@settings(deadline=None, max_examples=150)
@given(some, st.lists(small, max_size=2), st.integers(1, 3),
       st.lists(st.tuples(small, st.integers(0, 5)), max_size=2,
                unique_by=lambda t: t[0]))
def test_cover_is_the_best(nets, avoid, k, weights):
    """Against all choices of prefixes inside the small network."""
    wanted = {a for n in nets for a in n}
    forbidden = {a for n in avoid for a in n}

    def price(address):
        around = [(n.prefixlen, cost) for n, cost in weights if address in n]
        return max(around)[1] if around else 1

    prefixes = [n for length in range(28, 33)
                for n in SMALL.subnets(new_prefix=length)
                if not forbidden & set(n) and wanted & set(n)]
    costs = {}
    for n in range(1, k + 1):
        for chosen in itertools.combinations(prefixes, n):
            held = [a for p in chosen for a in p]
            if len(held) == len(set(held)) and wanted <= set(held):
                cost = sum(map(price, set(held) - wanted))
                costs[n] = min(cost, costs.get(n, cost))
    found = supernet.IPSet(nets)
    curve = found.cover_curve(k, avoid=avoid, weights=weights)
    for n in range(1, k + 1):
        upto = [c for m, c in costs.items() if m <= n]
        assert curve[n - 1] == (min(upto) if upto else None)
    if not costs:
        with pytest.raises(supernet.Infeasible):
            found.cover(k, avoid=avoid, weights=weights)
        return
    got = found.cover(k, avoid=avoid, weights=dict(weights))
    held = {a for p in got for a in p}
    assert len(got) <= k and wanted <= held and not held & forbidden
    assert got.cost == sum(map(price, held - wanted)) == min(costs.values())
    assert got.extra == len(held - wanted)


def test_cover_refuses():
    s = supernet.IPSet(["10.0.0.0/24", "10.0.9.0/24"])
    for wrong in ({"k": -1}, {"max_extra": -1}, {"k": 1, "churn_cost": -1},
                  {"k": 1, "shortest": 33},
                  {"k": 1, "weights": {"10.0.0.0/8": -1}},
                  {"k": 1, "weights": {"10.0.0.1/8": 1}}):
        with pytest.raises(ValueError):
            s.cover(**wrong)
    with pytest.raises(supernet.Error):
        s.cover(1, weights=[("10.0.0.0/8", 1), ("10.0.0.0/8", 2)])
    with pytest.raises(ValueError):
        s.cover_curve(-1)
    assert s.cover_curve(0) == []
    assert s.cover_curve(2, shortest=24) == [None, 0]


@settings(deadline=None, max_examples=100)
@given(st.lists(small, max_size=6), st.lists(small, max_size=6))
def test_order_is_inclusion(a, b):
    s, t = supernet.IPSet(a), supernet.IPSet(b)
    one, two = ({x for n in nets for x in n} for nets in (a, b))
    assert (s <= t, s < t, s >= t, s > t, s == t) \
        == (one <= two, one < two, one >= two, one > two, one == two)
    with pytest.raises(TypeError):
        s < b  # pylint: disable=pointless-statement


@pytest.mark.parametrize("family", [4, 6])
def test_arrays_of_ranges(family):
    kind = ipaddress.IPv4Address if family == 4 else ipaddress.IPv6Address
    rng = numpy.random.default_rng(7)
    s = supernet.IPSet([(kind(int(a)), kind(int(a) + int(n))) for a, n in zip(
        rng.integers(0, 2**32 - 300, 500), rng.integers(0, 256, 500))])
    array = s.range_array(family)
    last = [name for name in array.dtype.names if "last" in name][-1]
    assert [int(a) for a in array[last]] == [int(r[1]) for r in s.ranges()]
    assert supernet.IPSet(array) == supernet.IPSet(array.copy()) == s
    assert supernet.IPSet(array[::-1]) == s
    with pytest.raises(ValueError):
        array[last] = 0
    with pytest.raises(ValueError):
        array.flags.writeable = True
    # The set's own memory, which outlives the name of the set.
    again = s.range_array(family)
    assert again.ctypes.data == array.ctypes.data
    want = array.copy()
    del s, again
    supernet.IPSet(f"10.{i}.0.0/16" for i in range(0, 256, 2))
    assert (array == want).all()
    assert supernet.IPSet().range_array(family).size == 0
    for wrong in (0, 5):
        with pytest.raises(ValueError):
            supernet.IPSet().range_array(wrong)
        with pytest.raises(ValueError):
            supernet.IPSet().to_array(wrong)


def test_what_an_array_must_not_hold():
    array = numpy.zeros(2, supernet.range_dtype(4))
    array["first"], array["last"] = 5, 4
    with pytest.raises(supernet.Error):
        supernet.IPSet(array)
    array = numpy.zeros(2, supernet.prefix_dtype(4))
    array["len"] = 33
    with pytest.raises(supernet.Error):
        supernet.IPSet(array)


def test_the_lock_is_released():
    """Another thread works on while the library reads."""
    text = b"10.0.0.0/24\n10.0.2.0/24\n192.168.1.77\n" * 700_000
    started, finished, steps = threading.Event(), threading.Event(), 0

    def read():
        started.set()
        assert len(supernet.IPSet(text, threads=1)) == 3
        finished.set()

    thread = threading.Thread(target=read)
    thread.start()
    started.wait()
    while not finished.is_set():
        steps += 1
    thread.join()
    assert steps > 1000  # some 10^6 a second where it is


def test_an_inventory_is_shared_by_threads():
    live = supernet.Inventory()
    nets = [f"10.{i}.{j}.0/24" for i in range(4) for j in range(256)]

    def work(part):
        for net in nets[part::4]:
            live.apply(insert=[net, net], remove=[net])
            assert live.match(net.partition("/")[0]) is not None

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [str(n) for n in live.aggregates()] == ["10.0.0.0/14"]
    assert len(live) == 1024


@settings(deadline=None, max_examples=60)
@given(st.lists(small, max_size=6))
def test_inventory_matches_the_longest(nets):
    live = supernet.Inventory(nets)
    addresses = [*SMALL, SMALL[0] - 1, SMALL[-1] + 1]
    found = live.match_array([int(a) for a in addresses])
    for address, got in zip(addresses, found):
        around = [n for n in nets if address in n]
        want = max(around, key=lambda n: n.prefixlen, default=None)
        assert live.match(address) == want
        assert (int(got["addr"]), int(got["len"])) == (
            (int(want.network_address), want.prefixlen) if want else (0, 255))
    everything = supernet.Inventory(["0.0.0.0/0"]).match_array([0, 2**32 - 1])
    assert everything["len"].tolist() == everything["addr"].tolist() == [0, 0]


def test_forms_of_a_set():
    s = supernet.IPSet(["10.0.0.0/24", "10.0.3.0/24", "::1"])
    assert json.loads(s.to_json())["prefixes"] == [str(n) for n in s]
    assert s.to_csv().splitlines()[1] == "10.0.0.0/24,10.0.0.0,10.0.0.255,256"
    assert s.render("csv") == s.to_csv().encode()
    assert s.render() == s.to_text()
    assert s.render(template="%h", separator=", ", head="%c: ", tail="\\n",
                    batch=2) == b"2: 10.0.0.0/24, 10.0.3.0/24\n1: ::1\n"
    assert b"add x_v4 10.0.3.0/24\n" in s.render("ipset", name="x")
    with pytest.raises(supernet.TextError, match="column 3.*%q"):
        s.render(template="%p%q")
    with pytest.raises(ValueError):
        s.render("nothing")
    with pytest.raises(ValueError, match="NUL"):
        s.render(template="\0")
    assert str(s.common(4)) == "10.0.0.0/22"
    assert supernet.IPSet("10.0.0.0/8").common(6) is None


@settings(deadline=None, max_examples=60)
@given(st.lists(small, max_size=6))
def test_index_against_each_aggregate(nets):
    index = supernet.Index(nets)
    merged = list(ipaddress.collapse_addresses(nets))
    addresses = [*SMALL, SMALL[0] - 1, SMALL[-1] + 1]
    found = index.match_array([int(a) for a in addresses])
    for address, got in zip(addresses, found):
        want = next((n for n in merged if address in n), None)
        assert index.match(address) == want
        assert int(got["len"]) == (want.prefixlen if want else 255)


def test_snapshots_come_back(tmp_path):
    """In memory, mapped, pickled in each protocol, and out of band."""
    s = supernet.IPSet("10.0.0.0/24\n10.0.2.0-10.0.2.9\n2001:db8::/32\n")
    data = s.to_snapshot()
    (tmp_path / "s").write_bytes(data)
    for back in (supernet.IPSet.from_snapshot(data),
                 supernet.IPSet.from_snapshot(bytearray(b"x" + data)[1:]),
                 supernet.IPSet.from_snapshot(memoryview(b"x" + data)[1:]),
                 supernet.IPSet.from_snapshot(tmp_path / "s")):
        assert back == s and back.to_snapshot() == data
        assert list(back | s) == list(s)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(s, protocol)) == s
    buffers = []
    head = pickle.dumps(s, 5, buffer_callback=buffers.append)
    assert len(head) < len(data) and bytes(buffers[0]) == data
    back = pickle.loads(head, buffers=buffers)
    del buffers
    assert back == s and not supernet.IPSet.from_snapshot(
        supernet.IPSet().to_snapshot())
    # Arrays of a set keep what the set was made of.
    array = back.range_array(4)
    del back
    assert array["last"].tolist() == [0x0a0000ff, 0x0a000209]


def test_snapshots_that_are_none():
    data = supernet.IPSet("10.0.0.0/24\n").to_snapshot()
    for bad, why in ((b"", "byte 0: expected a snapshot"),
                     (data[:-1], "byte 71: .*cut short: it has 71 of 72"),
                     (data[:-1] + b"\x0b", "byte 40: .*checksum"),
                     (data + b"x", "byte 72: .*more follows")):
        with pytest.raises(supernet.Error, match=why):
            supernet.IPSet.from_snapshot(bad)


def test_union_of_many():
    sets = [supernet.IPSet([f"10.{i}.0.0/16", f"2001:db8:{i}::/48"])
            for i in range(8)]
    assert list(map(str, supernet.IPSet.union(sets))) == [
        "10.0.0.0/13", "2001:db8::/45"]
    assert not supernet.IPSet.union([])
