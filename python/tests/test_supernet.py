"""The module against ipaddress and netaddr, and the library against itself."""
import copy
import ctypes
import ipaddress
import json
import mmap
import os
import pathlib
import pickle
import subprocess

import netaddr
import numpy
import pytest
from hypothesis import given, settings, strategies as st

import supernet
from supernet import _lib, _sets


def networks(version):
    width, kind = (32, ipaddress.IPv4Network) if version == 4 \
        else (128, ipaddress.IPv6Network)
    # Near the ends and one place in the middle, so that networks meet.
    base = st.sampled_from([0, 1 << (width - 1), (1 << width) - 256])
    return st.tuples(base, st.integers(0, 255), st.integers(0, 9)).map(
        lambda t: kind(((t[0] + t[1]) >> t[2] << t[2], width - t[2])))


both = st.lists(st.one_of(networks(4), networks(6)), max_size=40)


def collapse(nets):
    out = []
    for version in (4, 6):
        out += ipaddress.collapse_addresses(
            n for n in nets if n.version == version)
    return out


@settings(deadline=None, max_examples=200)
@given(both)
def test_aggregate_is_collapse(nets):
    assert supernet.aggregate(nets) == collapse(nets)
    text = "\n".join(map(str, nets))
    assert supernet.aggregate(text) == collapse(nets)
    assert supernet.aggregate(text.encode()) == collapse(nets)


@settings(deadline=None, max_examples=100)
@given(st.lists(networks(4), max_size=30))
def test_drop_ins(nets):
    assert list(supernet.collapse_addresses(nets)) == \
        list(ipaddress.collapse_addresses(nets))
    theirs = netaddr.cidr_merge([str(n) for n in nets])
    assert supernet.cidr_merge([str(n) for n in nets]) == theirs
    assert supernet.cidr_merge([netaddr.IPNetwork(str(n)) for n in nets]) \
        == theirs


@settings(deadline=None, max_examples=100)
@given(both, both)
def test_algebra(a, b):
    s, t = supernet.IPSet(a), supernet.IPSet(b)
    sa = netaddr.IPSet([str(n) for n in a])
    sb = netaddr.IPSet([str(n) for n in b])

    def same(ours, theirs):
        assert sorted(map(str, ours)) == \
            sorted(str(c) for c in theirs.iter_cidrs())

    same(s | t, sa | sb)
    same(s & t, sa & sb)
    same(s - t, sa - sb)
    same(s ^ t, sa ^ sb)
    assert s.count() == sa.size
    assert (s == t) == (sa == sb)
    assert s.issuperset(s & t) and (s & t).issubset(t)
    assert s.isdisjoint(t - s)
    assert ~~s == s if s and s.count() < 2**32 else True
    for net in a:
        assert net in s
        assert net.network_address in s


def test_ranges_and_text():
    s = supernet.IPSet(["10.0.0.0-10.0.0.5", ("10.0.0.6", "10.0.0.7"), "::1"])
    assert [str(n) for n in s] == ["10.0.0.0/29", "::1/128"]
    assert s.to_text() == b"10.0.0.0/29\n::1/128\n"
    assert s.to_text(ranges=True) == b"10.0.0.0-10.0.0.7\n::1-::1\n"
    assert [tuple(map(str, r)) for r in s.ranges()] == \
        [("10.0.0.0", "10.0.0.7"), ("::1", "::1")]
    assert len(s) == 2 and s.count(4) == 8 and s.count() == 9
    assert hash(s) == hash(supernet.IPSet(s))
    assert str(list(s.complement("10.0.0.0/28"))[0]) == "10.0.0.8/29"


def test_errors_say_where():
    with pytest.raises(supernet.TextError) as caught:
        supernet.IPSet("10.0.0.0/8\n10.0.0.0/33\n")
    assert (caught.value.line, caught.value.column) == (2, 10)
    assert caught.value.text == "10.0.0.0/33"
    assert supernet.IPSet("10.0.0.0/8\nx\n", skip_invalid=True).count()
    with pytest.raises(supernet.TextError):
        supernet.IPSet("10.0.0.1/8", strict_network=True)
    with pytest.raises(ValueError):
        supernet.IPSet(["nonsense"])
    with pytest.raises(TypeError):
        supernet.collapse_addresses([ipaddress.ip_address("::1"),
                                     ipaddress.ip_address("1.2.3.4")])


def test_files(tmp_path):
    path = tmp_path / "inventory.csv"
    path.write_text("name,net\na,10.0.0.0/25\nb,10.0.0.128/25\n")
    got = supernet.IPSet(path, column=2, skip_invalid=True)
    assert [str(n) for n in got] == ["10.0.0.0/24"]
    empty = tmp_path / "empty"
    empty.write_text("")
    assert not supernet.IPSet(empty)
    assert not supernet.IPSet(bytearray())
    assert supernet.IPSet(bytearray(b"10.0.0.0/8")).count() == 2**24
    assert supernet.IPSet(memoryview(b"10.0.0.0/8")).count() == 2**24


def test_arrays():
    rng = numpy.random.default_rng(1)
    array = numpy.zeros(1000, supernet.prefix_dtype(4))
    array["addr"] = rng.integers(0, 1 << 32, 1000)
    array["len"] = rng.integers(8, 33, 1000)
    nets = [ipaddress.ip_network((int(a), int(n)), strict=False)
            for a, n in zip(array["addr"], array["len"])]
    s = supernet.IPSet(array)
    assert list(s) == collapse(nets)
    out = s.to_array(4)
    assert [(int(a), int(n)) for a, n in zip(out["addr"], out["len"])] == \
        [(int(n.network_address), n.prefixlen) for n in s]
    assert supernet.IPSet(out) == s
    six = supernet.IPSet(["2001:db8::/32", "::1"])
    assert supernet.IPSet(six.to_array(6)) == six
    with pytest.raises(TypeError):
        supernet.IPSet(numpy.zeros(3))


def test_cover():
    s = supernet.IPSet(["10.0.0.0/24", "10.0.2.0/24", "10.9.0.0/24"])
    assert [str(n) for n in s.cover(2)] == ["10.0.0.0/22", "10.9.0.0/24"]
    assert [str(n) for n in s.cover(max_extra=0)] == list(map(str, s))
    with pytest.raises(supernet.Infeasible) as caught:
        s.cover(2, avoid=supernet.IPSet(["10.0.1.0/24"]))
    assert caught.value.prefixes == 3
    kept = s.cover(2, previous=["10.0.0.0/22", "10.9.0.0/23"], churn_cost=200)
    assert "10.9.0.0/23" in map(str, kept)
    with pytest.raises(supernet.Error):
        s.cover()


def test_cover_of_both_families():
    s = supernet.IPSet(["10.0.0.0/24", "10.0.2.0/24", "10.9.0.0/24",
                        "2001:db8::/64", "2001:db8:0:2::/64"])
    both = s.cover(4)
    assert both.extra4 == 512 and both.extra6 == 0
    assert both.extra == 512 and both.cost == 512 << 46
    assert s.cover_curve(5)[3:] == [512 << 46, 0]
    each = s.cover(k4=2, k6=1)
    assert list(map(str, each)) == \
        ["10.0.0.0/22", "10.9.0.0/24", "2001:db8::/62"]
    assert (each.extra4, each.extra6) == (512, 2**65)
    assert list(map(str, s.cover(k6=1))) == \
        ["10.0.0.0/24", "10.0.2.0/24", "10.9.0.0/24", "2001:db8::/62"]
    assert s.cover(max_share=1) == each == s.cover(density=0.5)
    assert len(s.cover(density=0.51)) == len(s.cover(lengths=1)) == 5
    for wrong in ({"k": 1, "k4": 1}, {"density": .5, "lengths": 1}, {}):
        with pytest.raises(supernet.Error):
            s.cover(**wrong)
    for wrong in ({"k4": -1}, {"density": 1.1}, {"max_share": -.1},
                  {"lengths": 130}):
        with pytest.raises(ValueError):
            s.cover(**wrong)
    with pytest.raises(supernet.Infeasible) as caught:
        s.cover(4, lengths=1)
    assert caught.value.prefixes == 5


def test_inventory():
    live = supernet.Inventory(["10.0.0.0/25"])
    assert live.insert("10.0.0.128/25") == (
        [ipaddress.ip_network("10.0.0.0/25")],
        [ipaddress.ip_network("10.0.0.0/24")])
    with pytest.raises(KeyError, match="10.0.9.0/24"):
        live.apply(insert=["10.0.1.0/24"], remove=["10.0.9.0/24"])
    assert len(live) == 2 and "10.0.1.0/24" not in live
    assert live.apply(insert=["10.0.0.0/25"]) == ([], [])
    assert live.remove("10.0.0.0/25") == ([], [])
    assert [str(n) for n in live.aggregates()] == ["10.0.0.0/24"]


def test_plan_is_the_command(request):
    got = supernet.plan("10.1.1.0/24,10.1.2.0/24",
                        ["192.168.1.0/24", "172.16.1.0/24"], align="octet")
    golden = pathlib.Path(__file__).parents[2] / "tests/golden"
    for name, text in (("text", f"{got}\n"), ("json", got.to_json()),
                       ("csv", got.to_csv())):
        assert text == (golden / f"plan-example-forced-{name}/stdout") \
            .read_text()
    assert got and got.scheme == "aggregate"
    assert got.peer.verdict == "default-route"
    assert got.peer.extra_addresses == 2**32 - 512
    assert [r.action for r in got.policy_routes] == ["delete", "add", "add"]
    assert json.loads(got.to_json())["version"] == 1
    assert not supernet.plan("10.0.0.0/8", "10.0.0.0/8")
    with pytest.raises(supernet.TextError, match="host bits"):
        supernet.plan("10.0.0.1/8", "10.0.0.0/24")
    with pytest.raises(supernet.Error):
        supernet.plan([], "10.0.0.0/24")


def test_diagnose_ends(tmp_path):
    def conf(end, local, remote):
        mine, theirs = (1, 2) if end == "a" else (2, 1)
        return f"""connections {{
 c {{ version = 2
  local_addrs = 192.0.2.{mine}
  remote_addrs = 192.0.2.{theirs}
  proposals = aes128-sha256-x25519
  local {{ auth = psk }}
  remote {{ auth = psk }}
  children {{
   k {{ local_ts = {local}
    remote_ts = {remote}
    esp_proposals = aes128-sha256 }} }} }} }}
secrets {{
 ike-1 {{ secret = "x" }} }}
"""
    gateway = conf("a", "10.1.0.0/24", "10.2.0.0/24")
    peer = tmp_path / "peer.conf"
    peer.write_text(conf("b", "10.2.0.0/24", "10.1.0.0/24"))
    got = supernet.diagnose_ends(gateway, peer)
    assert not got
    assert [(p.local, p.peer, p.works, p.after_renewal, p.connection)
            for p in got.pairs] == [
                ("10.1.0.0/24", "10.2.0.0/24", "works", "works", "c/k")]
    table = "source,destination,next_hop\n10.1.0.0/24,10.2.0.0/24,d\n"
    got = supernet.diagnose_ends(gateway, peer, table=table)
    assert [p.works for p in got.pairs] == ["unknown"]
    with pytest.raises(supernet.TextError, match="no configuration"):
        supernet.diagnose_ends("", peer)


STRUCTS = {"sn_addr": _lib.Addr, "sn_prefix": _lib.Prefix,
           "sn_range": _lib.Range, "sn_count": _lib.Count,
           "sn_error": _lib.ErrorInfo, "sn_set_iter": _lib.SetIter,
           "sn_builder_options": _lib.BuilderOptions,
           "sn_text_options": _lib.TextOptions,
           "sn_template_options": _lib.TemplateOptions,
           "sn_template_list": _lib.TemplateList,
           "sn_map_options": _lib.MapOptions, "sn_map_entry": _lib.MapEntry,
           "sn_map_iter": _lib.MapIter, "sn_text_stats": _lib.TextStats,
           "sn_trie_entry": _lib.TrieEntry, "sn_trie_iter": _lib.TrieIter,
           "sn_cover_options": _lib.CoverOptions,
           "sn_cover_point": _lib.CoverPoint,
           "sn_cover_result": _lib.CoverResult, "sn_trie_change": _lib.TrieChange,
           "sn_prefix4": _lib.Index4, "sn_route": _lib.Route,
           "sn_hit": _lib.Hit, "sn_packet": _lib.Packet,
           "sn_difference": _lib.Difference,
           "sn_plan_request": _lib.PlanRequest,
           "sn_plan_view": _lib.PlanView,
           "sn_plan_change_view": _lib.PlanChangeView,
           "sn_render_options": _lib.RenderOptions,
           "sn_weight": _lib.Weight,
           "sn_check_request": _lib.CheckRequest,
           "sn_tidy_request": _lib.TidyRequest,
           "sn_tidy_result": _lib.TidyResult,
           "sn_diagnosis_request": _lib.DiagnosisRequest}


def test_every_struct_is_compared():
    described = {value for value in vars(_lib).values()
                 if isinstance(value, type) and value is not _lib.Structure
                 and issubclass(value, _lib.Structure)}
    assert described - set(STRUCTS.values()) == {_lib.Buffer}


def test_layouts_are_those_of_the_headers(tmp_path):
    """A C program prints each size and offset; ctypes has to agree."""
    include = pathlib.Path(__file__).parents[2] / "include"
    lines = ["#include <stdio.h>", "#include <supernet_text.h>",
             "int main(void) {"]
    want = []
    for name, struct in STRUCTS.items():
        lines.append(f'printf("%zu\\n", sizeof({name}));')
        want.append(ctypes.sizeof(struct))
        for field in struct._fields_:
            lines.append(f'printf("%zu\\n", offsetof({name}, {field[0]}));')
            want.append(getattr(struct, field[0]).offset)
    lines.append("return 0; }")
    source = tmp_path / "sizes.c"
    source.write_text("\n".join(lines))
    subprocess.run(["cc", f"-I{include}", "-o", tmp_path / "sizes", source],
                   check=True)
    got = list(map(int, subprocess.run(
        [tmp_path / "sizes"], capture_output=True, text=True,
        check=True).stdout.split()))
    assert got == want
    assert _sets.prefix_dtype(4).itemsize == 8
    assert _sets.prefix_dtype(6).itemsize == 24


def test_merged_and_unmerged_are_as_in_netaddr():
    """A network that meets no other keeps its host bits there."""
    for items in (["10.0.0.5/24"], ["10.0.0.5/24", "10.0.0.5/24"],
                  ["10.0.0.5/24", "10.0.1.0/24"],
                  ["10.0.0.5/24", "10.0.0.7/32", "fe80::1/64"],
                  ["0.0.0.0/0", "::/0"], ["255.255.255.255", "10.1.1.1"],
                  [netaddr.IPRange("10.0.0.1", "10.0.0.6"), "10.0.0.7"], [],
                  # Two that touch, but make no prefix together.
                  [netaddr.IPRange("10.0.0.10", "10.0.0.11"),
                   "10.0.0.13/30"]):
        ours, theirs = supernet.cidr_merge(items), netaddr.cidr_merge(items)
        assert list(map(repr, ours)) == list(map(repr, theirs))
        assert [type(n) for n in ours] == [type(n) for n in theirs]
    with pytest.raises(ValueError):
        supernet.cidr_merge(5)


def test_buffers_of_every_kind(tmp_path):
    text = b"10.0.0.0/25\n10.0.0.128/25\n"
    path = tmp_path / "text"
    path.write_bytes(text)
    with open(path, "rb") as file, \
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        for buffer in (text, bytearray(text), memoryview(text), mapped,
                       memoryview(b"xx" + text)[2:]):
            assert supernet.IPSet(buffer).to_text() == b"10.0.0.0/24\n"
    with pytest.raises(BufferError):  # every second byte is no text
        supernet.IPSet(memoryview(text)[::2])


def test_one_string_is_one_item():
    with pytest.raises(supernet.TextError) as caught:
        supernet.IPSet(["10.0.0.0/8", "10.0.0.0/8\n11.0.0.0/8"])
    assert caught.value.line == 2
    with pytest.raises(supernet.TextError) as caught:
        supernet.IPSet(["10.0.0.0/8", "010.0.0.0/8"])
    assert caught.value.line == 2
    for wrong in (5, None, b"10.0.0.0/8", ("1.2.3.4", "::1")):
        with pytest.raises(TypeError):
            supernet.IPSet([wrong])


def test_what_a_callback_raises_is_raised(tmp_path):
    class Full:
        def write(self, _data):
            raise OSError(28, "no space")

    s = supernet.IPSet(["10.0.0.0/8"])
    with pytest.raises(OSError, match="no space"):
        s.write(Full())
    with open(tmp_path / "out", "wb", buffering=0) as out:
        s.write(out, ranges=True)
    assert (tmp_path / "out").read_bytes() == b"10.0.0.0-10.255.255.255\n"
    assert pickle.loads(pickle.dumps(s)) == s == copy.deepcopy(s)


def test_index():
    s = supernet.IPSet(["10.0.0.0/8", "192.168.0.0/16", "2001:db8::/32"])
    index = supernet.Index(s)
    del s
    assert index.match("10.1.2.3") == ipaddress.ip_network("10.0.0.0/8")
    assert index.match("2001:db8::1") == ipaddress.ip_network("2001:db8::/32")
    assert index.match("11.0.0.0") is None
    found = index.match_array(numpy.array([0x0A000001, 0x0B000000]))
    assert found["len"].tolist() == [8, 255]
    assert found["addr"][0] == 0x0A000000
    live = supernet.Inventory(["10.0.0.0/8", "10.1.0.0/16"])
    assert str(live.match("10.1.2.3")) == "10.1.0.0/16"
    assert live.match("11.0.0.0") is None


def test_route_table():
    table = supernet.RouteTable()
    table.add("0.0.0.0/0", "a", source="10.0.0.0/8", priority=10)
    table.add("172.16.0.0/12", "b", source="10.0.0.0/8", priority=20)
    table.add("172.16.0.0/12", "c")
    got = table.match("10.1.1.1", "172.16.0.1")
    assert got.row == table[0] and not got.ambiguous  # by priority, not length
    assert got.why == ["used", "later-priority", "later-table"]
    assert table.match("10.1.1.1", "172.16.0.1",
                       rule="longest-prefix").row == table[1]
    assert table.match("11.0.0.0", "9.9.9.9").row is None
    assert table.difference(table) is None
    planned = supernet.RouteTable.from_plan(
        supernet.plan("10.1.1.0/24", "172.16.1.0/24"))
    assert [r.next_hop for r in planned] == ["ipsec-connection"]
    witness = table.difference(planned)
    assert table.match(witness.source, witness.destination).row \
        == witness.ours
    assert planned.match(witness.source, witness.destination).row \
        == witness.theirs
    for text in (supernet.plan("10.1.1.0/24", "172.16.1.0/24").to_json(),
                 b"source,destination,next_hop\n"
                 b"10.1.1.0/24,172.16.1.0/24,ipsec-connection\n"):
        assert supernet.RouteTable.read(text).difference(planned) is None
    with pytest.raises(supernet.TextError) as caught:
        supernet.RouteTable.read("source,destination,next_hop\n1,2,3\n",
                                 "csv")
    assert caught.value.line == 2
    table.add("172.16.0.0/12", "d", source="10.0.0.0/8", priority=10)
    assert table.match("10.1.1.1", "172.16.0.1").ambiguous
    with pytest.raises(ValueError):
        table.add("10.0.0.0/8", "x", kind="policy")
    with pytest.raises(supernet.Error):
        table.add("10.0.0.0/8", "not a name")
    assert len(table) == 4 and table[-1].next_hop == "d"
    with pytest.raises(IndexError):
        table[4]


@pytest.mark.parametrize("version, why", [
    ("9.1.0", "is version 9.1.0"), ("0.1.0", "is version 0.1.0"),
    (None, "is not libsupernet"), ("0.2.7", "has no sn_")])
def test_another_abi_is_refused(tmp_path, version, why):
    source, library = tmp_path / "fake.c", tmp_path / "fake.so"
    source.write_text("int unused;\n" if version is None else
                      f'const char *sn_version(void) {{return "{version}";}}')
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source],
                   check=True)
    done = subprocess.run(["/usr/bin/python3", "-c", "import supernet"],
                          env=dict(os.environ, SUPERNET_LIBRARY=str(library)),
                          capture_output=True, text=True, check=False)
    assert done.returncode and why in done.stderr.splitlines()[-1]


def test_plan_from_what_is_deployed():
    old = supernet.plan("10.1.1.0/24", "192.168.1.0/24", reserve_bits=4)
    assert old.local.selector == "10.1.0.0/20"
    new = supernet.plan("10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24",
                        previous=old, sticky=True)
    assert new.local.selector == "10.1.0.0/20"
    assert json.loads(new.to_json())["change"]["steps"] == []
    moved = supernet.plan("10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24",
                          previous=old.to_json())
    assert moved.local.selector == "10.1.0.0/22"
    assert json.loads(moved.to_json())["change"]["steps"]
    assert supernet.plan("10.1.1.0/24", "192.168.1.0/24",
                         reserve_local=["10.1.7.0/24"]).local.selector \
        == "10.1.0.0/21"
    with pytest.raises(ValueError):
        supernet.plan("10.1.1.0/24", "192.168.1.0/24", sticky=True)
    with pytest.raises(supernet.TextError):
        supernet.plan("10.1.1.0/24", "192.168.1.0/24", previous="{")
