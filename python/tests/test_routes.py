"""Route tables against the rules of the gateway, worked out row by row."""
import collections
import ipaddress
import pickle

import numpy
import pytest
from hypothesis import given, settings, strategies as st

import supernet

SOURCES = ipaddress.ip_network("10.0.0.0/29")
DESTINATIONS = ipaddress.ip_network("172.16.0.0/29")
# Every address of both, and one outside of each.
PACKETS = [(s, d)
           for s in [*SOURCES, ipaddress.ip_address("9.9.9.9")]
           for d in [*DESTINATIONS, ipaddress.ip_address("8.8.8.8")]]


def inside(space):
    return st.tuples(st.integers(29, 32), st.integers(0, 7)).map(
        lambda t: ipaddress.ip_network(
            (int(space[t[1]]) >> (32 - t[0]) << (32 - t[0]), t[0])))


hops = st.sampled_from(["a", "b", "c"])
policy = st.builds(supernet.Row, st.just("policy"), inside(SOURCES),
                   inside(DESTINATIONS), hops, st.just(100),
                   st.integers(1, 4))
other = st.builds(supernet.Row, st.sampled_from(["destination", "bgp"]),
                  st.none(), inside(DESTINATIONS), hops)
tables = st.lists(st.one_of(policy, policy, other), max_size=8)


def decide(rows, source, destination):
    """The next hops that may be used, and the first row."""
    for kind in ("policy", "destination", "bgp"):
        meet = [(i, r) for i, r in enumerate(rows)
                if r.kind == kind and destination in r.destination
                and (r.source is None or source in r.source)]
        if meet:
            best = min(r.priority if kind == "policy"
                       else -r.destination.prefixlen for _, r in meet)
            meet = [(i, r) for i, r in meet
                    if best == (r.priority if kind == "policy"
                                else -r.destination.prefixlen)]
            return {r.next_hop for _, r in meet}, meet[0][0]
    return set(), None


@settings(deadline=None, max_examples=150)
@given(tables)
def test_match_is_the_rule(rows):
    table = supernet.RouteTable(rows)
    assert list(table) == rows
    matcher = table.matcher()
    numbers = numpy.array([[int(a) for a in p] for p in PACKETS])
    hits = matcher.match_array(numbers[:, 0], numbers[:, 1])
    for (source, destination), hit in zip(PACKETS, hits):
        allowed, first = decide(rows, source, destination)
        assert hit["outcome"] == min(len(allowed), 2)
        for got in (table.match(source, destination),
                    matcher.match(source, destination)):
            assert got.ambiguous == (len(allowed) > 1)
            assert got.row == (None if first is None else rows[first])
        if first is not None:
            assert hit["row"] == first


@settings(deadline=None, max_examples=150)
@given(tables, tables)
def test_two_tables(a, b):
    ours, theirs = supernet.RouteTable(a), supernet.RouteTable(b)
    differ = [p for p in PACKETS if decide(a, *p)[0] != decide(b, *p)[0]]
    witness = ours.difference(theirs)
    assert bool(witness) == bool(differ)
    if witness:
        packet = (witness.source, witness.destination)
        assert decide(a, *packet)[0] != decide(b, *packet)[0]
    removed, added = ours.diff(theirs)
    left = collections.Counter(a)
    left.subtract(removed)
    left.update(added)
    assert set(+left) == set(b) and not -left


@settings(deadline=None, max_examples=150)
@given(st.lists(policy, max_size=8))
def test_tidy_keeps_decisions(rows):
    table = supernet.RouteTable(rows)
    unsure = [p for p in PACKETS if len(decide(rows, *p)[0]) > 1]
    try:
        tidied = table.tidy()
    except supernet.Ambiguous as why:
        # They meet; that better rows cover all of it is not looked at.
        one, two = (table[i] for i in why.rows)
        assert one.next_hop != two.next_hop and one.priority == two.priority
        assert one.source.overlaps(two.source)
        assert one.destination.overlaps(two.destination)
        tidied = table.tidy(resolve=True)
    else:
        assert not unsure and table.difference(tidied.table) is None
    assert tidied.rows_after == len(tidied.table) <= tidied.rows_before \
        == len(rows)
    for packet in PACKETS:
        allowed, _ = decide(rows, *packet)
        after, _ = decide(list(tidied.table), *packet)
        assert after <= allowed and len(after) == min(len(allowed), 1)


def test_tidy_says_when_priorities_run_out():
    table = supernet.RouteTable()
    for length, hop in ((24, "a"), (16, "b"), (8, "c")):
        table.add(f"172.0.0.0/{length}", hop, source="10.0.0.0/8",
                  priority=33 - length)
    with pytest.raises(supernet.Error, match="3 priorities"):
        table.tidy(max_priority=2)
    assert table.tidy().priorities == 3


@settings(deadline=None, max_examples=60)
@given(tables)
def test_rows_come_back(rows):
    table = supernet.RouteTable(rows)
    for format in ("csv", "json"):
        again = supernet.RouteTable.read(table.render(format))
        assert sorted(map(repr, (plain(r) for r in again))) \
            == sorted(map(repr, (plain(r) for r in table)))
    assert list(pickle.loads(pickle.dumps(table))) == rows
    with pytest.raises(supernet.Error):
        table.render("yaml")


def plain(row):
    return (row.kind, row.source, row.destination, row.next_hop, row.weight,
            row.priority)


@settings(deadline=None, max_examples=100)
@given(st.lists(policy, max_size=8))
def test_check_finds_overlaps(rows):
    got = supernet.RouteTable(rows).check(max_routes=100)
    pairs = {f.rows for f in got.findings
             if f.code == "equal-priority-overlap"}
    meet = {(i, j) for j, b in enumerate(rows)
            for i, a in enumerate(rows[:j])
            if a.priority == b.priority and a.next_hop != b.next_hop
            and a.source.overlaps(b.source)
            and a.destination.overlaps(b.destination)}
    assert {tuple(sorted(p)) for p in pairs} == meet
    assert bool(got) == bool(got.findings) and got.found >= len(got.findings)


def test_check_with_a_plan(tmp_path):
    plan = supernet.plan("10.1.1.0/24", "172.16.1.0/24")
    table = supernet.RouteTable.from_plan(plan)
    assert list(table) == [supernet.Row(
        "policy", *map(ipaddress.ip_network,
                       ("10.1.1.0/24", "172.16.1.0/24")),
        "ipsec-connection", 100, 10, "normal", "auto")]
    table.add("192.168.0.0/16", "stranger", source="10.1.1.0/24")
    table.add("192.168.0.0/16", "ipsec-connection", source="10.1.9.0/24")
    for wanted in (plan, supernet.RouteTable.from_plan(plan)):
        got = table.check(plan=wanted)
        assert [f.rows for f in got.findings
                if f.code == "superfluous-row"] == [(2,)]
    over = table.check(max_routes=1)
    assert {f.severity for f in over.findings} & {"error", "warning"}
    assert str(got) and '"findings"' in got.to_json()
    assert len(got.to_csv().splitlines()) == 1 + len(got.findings)
    with pytest.raises(ValueError, match="alibaba-cloud"):
        table.check(gateway="no such")
    path = tmp_path / "table.csv"
    path.write_text("# mine\n" + table.render("csv"))
    again = supernet.RouteTable.read(path)
    assert [r.line for r in again] == [3, 4, 5]


def test_standby_rows():
    table = supernet.RouteTable()
    table.add("172.16.0.0/16", "spare", source="10.0.0.0/8", weight=0)
    assert table.match("10.0.0.1", "172.16.0.1").row.next_hop == "spare"
    table.add("172.16.0.0/16", "active", source="10.0.0.0/8")
    got = table.match("10.0.0.1", "172.16.0.1")
    assert got.row.next_hop == "active" and not got.ambiguous
    assert got.why == ["standby", "used"]
    with pytest.raises(ValueError):
        table.matcher().match("10.0.0.1", "::1")
    with pytest.raises(ValueError):
        table.matcher().match_array([1, 2], [3])
    assert table.matcher().match_array([], []).size == 0
    with pytest.raises(KeyError):
        table.match("10.0.0.1", "172.16.0.1", rule="no such")


def test_arrays_that_are_no_packets():
    table = supernet.RouteTable()
    table.add("0.0.0.0/0", "vpn-1", source="0.0.0.0/0")
    matcher, one = table.matcher(), numpy.array([1])
    for wrong, error in (
            ([-1], ValueError), ([1 << 32], ValueError), ([1.5], TypeError),
            (["10.0.0.1"], TypeError), ([True], TypeError),
            (numpy.ma.MaskedArray([1], [True]), ValueError)):
        for pair in ((wrong, one), (one, wrong)):
            with pytest.raises(error):
                matcher.match_array(*pair)
    assert matcher.match_array(one.reshape(1, 1), [[7]])["outcome"] == [[1]]
    assert matcher.match_array([], []).size == 0


@pytest.mark.parametrize("wrong", [5, ["{}"], [1], None, 2.5])
def test_what_is_no_document(wrong):
    with pytest.raises(TypeError):
        supernet.plan_from_json(wrong)
