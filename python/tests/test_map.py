"""Maps against brute force, and what Python expects of a mapping."""
import array
import copy
import ipaddress
import pickle

import netaddr
import numpy
import pandas
import pytest
from hypothesis import given, settings, strategies as st

import supernet
from supernet import IPMap

FOUR = ipaddress.ip_network("10.0.0.0/26")
SIX = ipaddress.ip_network("2001:db8::/122")


@st.composite
def prefixes(draw):
    """A prefix in one of two small universes."""
    base = draw(st.sampled_from([FOUR, SIX]))
    length = draw(st.integers(base.prefixlen, base.max_prefixlen))
    at = draw(st.integers(0, 63)) >> (base.max_prefixlen - length) \
        << (base.max_prefixlen - length)
    return ipaddress.ip_network((int(base[at]), length))


entries = st.lists(st.tuples(prefixes(), st.integers(0, 3)), max_size=20)


def longest(items, address):
    holding = [n for n in items
               if n.version == address.version and address in n]
    return max(holding, key=lambda n: n.prefixlen, default=None)


@settings(deadline=None, max_examples=150)
@given(entries, st.booleans())
def test_every_address_of_the_universe(pairs, merge):
    want = dict(pairs)
    got = IPMap(pairs, merge=merge)
    everything = list(FOUR) + list(SIX)
    values = [want.get(longest(want, a)) for a in everything]
    assert got.match(everything) == values
    assert got.match([str(a) for a in everything]) == values
    assert [got.match(a) for a in everything] == values
    for family, kind in ((4, FOUR), (6, SIX)):
        numbers = supernet.parse([str(a) for a in kind], family)
        assert got.match(numbers).tolist() \
            == [want.get(longest(want, a)) for a in kind]
    if not merge:
        assert dict(got) == want == got and len(got) == len(want)
        assert [got.match_item(a) for a in everything] == [
            n and (n, want[n]) for n in (longest(want, a)
                                         for a in everything)]
    again = pickle.loads(pickle.dumps(got))
    assert again == got and again.match(everything) == values


@settings(deadline=None, max_examples=100)
@given(entries, prefixes())
def test_covered_and_covering(pairs, asked):
    want = {n: v for n, v in pairs if n.version == asked.version}
    got = IPMap(pairs)
    assert dict(got.covered(asked)) == {
        n: v for n, v in want.items() if n.subnet_of(asked)}
    assert list(got.covering(asked)) == sorted(
        ((n, v) for n, v in want.items() if asked.subnet_of(n)),
        key=lambda pair: pair[0].prefixlen)


def test_where_items_come_from():
    want = {ipaddress.ip_network("10.0.0.0/8"): "a",
            ipaddress.ip_network("2001:db8::/32"): "b"}
    columns = ["10.0.0.0/8", "2001:db8::/32"], ["a", "b"]
    frame = pandas.DataFrame({"net": columns[0], "who": columns[1]})
    for made in (IPMap(want), IPMap(want.items()), IPMap(zip(*columns)),
                 IPMap(IPMap(want)), IPMap.from_columns(*columns),
                 IPMap.from_columns(*map(numpy.array, columns)),
                 IPMap.from_columns(frame.net, frame.who),
                 IPMap.from_columns(iter(columns[0]), iter(columns[1]))):
        assert dict(made) == want
    four = numpy.zeros(3, supernet.prefix_dtype(4))
    four["addr"] = 0x0A0000FF
    four["len"] = 0, 24, 32
    six = numpy.zeros(5, supernet.prefix_dtype(6))
    six["hi"], six["lo"], six["len"] = 2**64 - 1, 2**64 - 1, (0, 1, 64, 65, 128)
    assert list(IPMap.from_columns(four, range(3))) == [
        ipaddress.ip_network(n) for n in
        ("0.0.0.0/0", "10.0.0.0/24", "10.0.0.255/32")]
    top = 2**128 - 1
    assert set(IPMap.from_columns(six, [0] * 5)) == {
        ipaddress.IPv6Network((top >> (128 - n) << (128 - n), n))
        for n in (0, 1, 64, 65, 128)}
    four["len"] = 33
    with pytest.raises(ValueError, match="0 to 32"):
        IPMap.from_columns(four, range(3))
    assert len(IPMap()) == len(IPMap.from_columns([], [])) == 0
    assert IPMap().match("10.0.0.1") is None and IPMap().match([]) == []


def test_ranges_count_as_their_prefixes():
    made = IPMap({"10.0.0.0-10.0.2.255": 1, ("::1", "::2"): 2})
    assert list(map(str, made)) == ["10.0.0.0/23", "10.0.2.0/24", "::1/128",
                                    "::2/128"]
    assert list(map(str, IPMap(made, merge=True))) == list(map(str, made))
    halves = IPMap({"10.0.0.0/25": 1, "10.0.0.128/25": 1}, merge=True)
    assert list(map(str, halves)) == ["10.0.0.0/24"]


def test_values_of_any_kind():
    shared = ["a list"]
    made = IPMap([("10.0.0.0/8", shared), ("10.1.0.0/16", shared),
                  ("10.2.0.0/16", 1), ("10.3.0.0/16", True),
                  ("10.4.0.0/16", 1.0), ("10.5.0.0/16", None),
                  ("10.6.0.0/16", (1, 2))])
    assert made.match("10.1.0.1") is shared and len(made.distinct) == 6
    assert made.match("10.3.0.1") is True
    assert made.match("10.5.0.1", 7) is None and made.match("::1", 7) == 7
    array_of = made.match(numpy.array([0x0A060001, 0x0A010001], "u4"))
    assert array_of.tolist() == [(1, 2), shared] and array_of.dtype == object
    with pytest.raises(TypeError):
        hash(made)


def test_arrays_and_series():
    made = IPMap({"10.0.0.0/8": "a", "::/0": "six"})
    series = pandas.Series(["10.0.0.1", None, "192.0.2.1", "2001:db8::1"],
                           index=[3, 1, 4, 5], name="addr")
    got = made.match(series, "-")
    assert got.tolist() == ["a", "-", "-", "six"]
    assert got.index.tolist() == [3, 1, 4, 5] and got.name == "addr"
    assert made.match(pandas.Series([0x0A000001, 1])).tolist() == ["a", None]
    table = numpy.array([[0x0A000001, 1], [2, 0x0A000002]])
    assert made.match(table).tolist() == [["a", None], [None, "a"]]
    assert made.match(table[:, ::-1]).tolist() == [[None, "a"], ["a", None]]
    assert made.match(array.array("I", [0x0A000001])).tolist() == ["a"]
    assert made.match(numpy.array(["10.0.0.1", "::1"])).tolist() \
        == ["a", "six"]
    assert made.match(numpy.array([b"10.0.0.1"])).tolist() == ["a"]
    assert made.match(["10.0.0.1", "x", ""], skip_invalid=True) \
        == ["a", None, None]
    assert made.numbers(table).tolist()[0] == [0, 2**32 - 1]
    assert made.match(numpy.array([], "u4")).tolist() == []
    for wrong in (numpy.array([-1]), numpy.array([2**32]), ["x"], [""],
                  ["10.0.0.0/8"], ["10.0.0.1\n10.0.0.2"]):
        with pytest.raises(ValueError):
            made.match(wrong)
    with pytest.raises(supernet.TextError, match="line 2, column 6"):
        made.match(["10.0.0.1", "10.0.x"])
    for wrong in (numpy.array([1.5]), 7, [7]):
        with pytest.raises(TypeError):
            made.match(wrong)


def test_what_is_missing_has_the_default():
    made = IPMap({"10.0.0.0/8": "a", "0.0.0.0/8": "zero"})
    want = ["a", "-"]
    texts, numbers = ["10.0.0.1", None], [0x0A000001, None]
    for column in (
            texts, [texts[0], pandas.NA], [texts[0], float("nan")],
            pandas.Series(texts), pandas.Series(texts, dtype="string"),
            pandas.Series(texts, dtype="category"),
            pandas.Series(numbers, dtype="Int64"),
            pandas.array(numbers, dtype="UInt32"),
            numpy.ma.MaskedArray([0x0A000001, 1], [False, True]),
            numpy.ma.MaskedArray(numpy.array(["10.0.0.1", "x"]), [0, 1]),
            supernet.parse(["10.0.0.1", "x"], skip_invalid=True)):
        assert list(made.match(column, "-")) == want
    assert made.match(pandas.Series([None, None], dtype=float), 1).tolist() \
        == [1, 1]
    six = supernet.parse(["::1", "x"], 6, skip_invalid=True)
    assert IPMap({"::/0": 6}).match(six).tolist() == [6, None]
    assert made.match(pandas.Series([7, 0x0A000001], dtype="Int64")).tolist() \
        == ["zero", "a"]
    frame = pandas.DataFrame({"x": texts, "y": texts})
    assert made.match(frame).tolist() == [["a", "a"], [None, None]]


def test_what_is_no_address():
    made = IPMap({"10.0.0.0/8": "a", "::/0": "six"})
    for wrong in ("10.0.0.0/8", "", "x", "10.0.0.1-10.0.0.2"):
        with pytest.raises(supernet.TextError) as caught:
            made.match(["10.0.0.1", wrong])
        assert caught.value.line == 2 and caught.value.text == wrong
        assert made.match(["10.0.0.1", wrong], skip_invalid=True) \
            == ["a", None]
    objects = [ipaddress.ip_interface("10.0.0.1/30"),
               ipaddress.ip_address("fe80::1%eth0")]
    assert made.match(objects) == ["a", "six"] \
        == [made.match(o) for o in objects]


def test_one_is_looked_up_as_many_are():
    made = IPMap({"10.0.0.0/8": "a"})
    for one in (None, float("nan"), pandas.NA):
        assert made.match(one, "?") == "?"
    with pytest.warns(supernet.TextWarning, match="1 of 1 items"):
        assert made.match("010.0.0.1", lenient=True) == "a"
    assert made.match("x", "?", skip_invalid=True) == "?"
    for wrong in (ipaddress.ip_network("10.0.0.0/8"), b"10.0.0.1", 167772161,
                  netaddr.IPNetwork("::/0")):  # not each of its addresses
        with pytest.raises(TypeError):
            made.match(wrong)


@pytest.mark.parametrize("family, base", [(4, "1.0.0."), (6, "2001:db8::")])
def test_ranges_as_columns(family, base):
    texts = [f"{base}1-{base}6", f"{base}8"]
    ranges = supernet.parse(texts, family, ranges=True)
    made = IPMap.from_columns(ranges, ["AU", "CN"])
    assert made == IPMap.from_columns(texts, ["AU", "CN"])
    assert made.match([f"{base}{i}" for i in (0, 1, 6, 7, 8)]) \
        == [None, "AU", "AU", None, "CN"]
    backwards = ranges[:1].copy()
    a, b = ("first", "last") if family == 4 else ("first_lo", "last_lo")
    backwards[a], backwards[b] = ranges[b][:1], ranges[a][:1]
    with pytest.raises(ValueError, match="before the first"):
        IPMap.from_columns(backwards, ["AU"])


def test_values_of_a_column_keep_their_types():
    nets = ["10.0.0.0/8", "11.0.0.0/8"]
    days = pandas.Series(["2026-01-01", "2026-01-02"], dtype="M8[ns]")
    for column in (days, days.to_numpy()):
        assert IPMap.from_columns(nets, column).match("11.0.0.1") == days[1]
    some = IPMap.from_columns(nets, pandas.Series([1, None], dtype="Int64"))
    assert some.distinct == [1, pandas.NA]
    with pytest.raises(ValueError, match="one dimension"):
        IPMap.from_columns(nets, numpy.zeros((2, 2)))


def test_what_is_refused():
    for wrong in ({"10.0.0.1/8": 1}, {"10/8": 1}, {"": 1},
                  [(("10.0.0.9", "10.0.0.1"), 1)]):
        with pytest.raises(ValueError):
            IPMap(wrong)
    with pytest.raises(ValueError, match="2 prefixes have 1 values"):
        IPMap.from_columns(["10.0.0.0/8", "::/0"], [1])
    with pytest.raises(TypeError):
        IPMap.from_columns("10.0.0.0/8", [1])
    with pytest.raises(TypeError):
        IPMap({7: 1})
    made = IPMap({"10.0.0.0/8": 1})
    with pytest.raises(KeyError):
        made["10.0.0.0/9"]
    assert "10.0.0.0/9" not in made and "10.0.0.0/8" in made
    assert made.get("10.0.0.0/9", 5) == 5


class Named(IPMap):
    """A subclass with a field of its own."""


def test_copies():
    made = Named({"10.0.0.0/8": ["x"], "10.1.0.0/16": 2})
    made.name = "n"
    for again in (copy.copy(made), copy.deepcopy(made),
                  pickle.loads(pickle.dumps(made))):
        assert type(again) is Named and again.name == "n" and again == made
        assert again._map.value != made._map.value
    assert repr(made) == "Named(2 prefixes, 2 values)"
    merged = pickle.loads(pickle.dumps(IPMap(made, merge=True)))
    assert merged.match("10.1.0.1") == 2


def test_pickles_are_snapshots():
    made = IPMap({f"10.{i}.0.0/16": i % 3 for i in range(256)})
    buffers = []
    head = pickle.dumps(made, 5, buffer_callback=buffers.append)
    assert len(buffers[0].raw()) == 64 + 12 * 256 and len(head) < 300
    assert pickle.loads(head, buffers=buffers) == made
    altered = bytearray(buffers[0].raw())
    altered[100] ^= 1
    for wrong, why in ((altered, "^byte [0-9]+: altered: [^']+$"),
                       (altered[:99], "^byte 99: .*cut short: [^']+$"),
                       (b"", "^byte 0: expected a snapshot$")):
        with pytest.raises(supernet.Error, match=why):
            pickle.loads(head, buffers=[wrong])
