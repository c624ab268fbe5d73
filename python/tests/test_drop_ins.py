"""The functions that replace others: their own tests, and their speed."""
import ipaddress
import os
import subprocess
import sys
import time
import timeit
import unittest

import netaddr
import pytest
from hypothesis import given, settings, strategies as st

import supernet


def no_slower(ours, theirs, items):
    """Whether one takes no more processor time than the other, at best: in
    turns, since the speed of a machine changes, and again where it is close."""
    timers = [timeit.Timer(lambda f=f: list(f(items)), timer=time.process_time)
              for f in (ours, theirs)]
    n = max(1, 2000 // len(items))
    best = [9e9, 9e9]
    for _ in range(40):
        best = [min(b, t.timeit(n)) for b, t in zip(best, timers)]
        if best[0] < best[1] * .7:
            break
    return best[0] <= best[1]


def lists(size):
    apart = [f"10.{i >> 7 & 255}.{i << 1 & 255}.0/24" for i in range(size)]
    dense = [f"10.{i >> 8 & 255}.{i & 255}.0/24" for i in range(size)]
    six = [f"2001:db8:{i << 1 & 65535:x}::/48" for i in range(size)]
    return apart, dense, six


@pytest.mark.parametrize("size", [10, 30, 100, 1000])
def test_collapse_addresses_is_no_slower(size):
    for texts in lists(size):
        items = [ipaddress.ip_network(t) for t in texts]
        for batch in (items, [n.network_address for n in items]):
            assert no_slower(supernet.collapse_addresses,
                             ipaddress.collapse_addresses, batch)


@pytest.mark.parametrize("size", [10, 30, 100, 1000])
def test_cidr_merge_is_no_slower(size):
    for texts in lists(size):
        for batch in (texts, [netaddr.IPNetwork(t) for t in texts],
                      [netaddr.IPAddress(t.split("/")[0]) for t in texts]):
            assert no_slower(supernet.cidr_merge, netaddr.cidr_merge, batch)


def test_host_bits_are_no_slower():
    # A few of many meet, and the rest stays as it came.
    items = [netaddr.IPNetwork(f"10.{i >> 7}.{i << 1 & 255}.7/24")
             for i in range(10_000)] + [netaddr.IPNetwork("10.9.9.9/24")]
    assert no_slower(supernet.cidr_merge, netaddr.cidr_merge, items)


class Own(ipaddress.IPv4Network):
    pass


def test_types_and_zones():
    zoned = [ipaddress.ip_address("fe80::1%eth0"),
             ipaddress.ip_address("fe80::2%eth1")]
    own = [Own("10.0.0.0/24"), Own("10.9.0.0/24")]
    for items in (zoned, [ipaddress.ip_network("fe80::%1/64")], own,
                  [ipaddress.ip_interface("10.0.0.1/24")], []):
        ours = list(supernet.collapse_addresses(items))
        want = list(ipaddress.collapse_addresses(items))
        assert ours == want and list(map(repr, ours)) == list(map(repr, want))
        assert list(map(type, ours)) == list(map(type, want))


text = st.sampled_from([
    "10.0.0.0/24", "10.0.0.5/24", "10.0.0.7", "10.0.1.0/24", "10/8", "x", "",
    "10.0.0.0-10.0.0.4", "10.0.0.0/0.0.0.255", "10.0.0.0/255.0.0.0", "::1",
    "2001:db8::/32", "2001:db8::1/32", " 10.0.0.1", "10.0.0.1 # a", "0x7f.1"])


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(text, text.map(
    lambda t: netaddr.IPAddress("10.0.0.9") if "/" not in t
    else netaddr.IPNetwork("10.0.0.0/25"))), max_size=6))
def test_cidr_merge_reads_what_netaddr_reads(items):
    try:
        want = netaddr.cidr_merge(items)
    except Exception as why:  # pylint: disable=broad-except
        with pytest.raises(type(why)):
            supernet.cidr_merge(items)
    else:
        assert list(map(repr, supernet.cidr_merge(items))) \
            == list(map(repr, want))


def test_the_suite_of_ipaddress(monkeypatch):
    """CPython's own tests with our function in its place."""
    suite = pytest.importorskip("test.test_ipaddress")
    own = ipaddress.collapse_addresses
    monkeypatch.setattr("supernet._drop_ins.ipaddress.collapse_addresses",
                        own)
    calls = []

    def ours(addresses):
        calls.append(1)
        with monkeypatch.context() as inside:
            inside.setattr(ipaddress, "collapse_addresses", own)
            return supernet.collapse_addresses(addresses)

    monkeypatch.setattr(ipaddress, "collapse_addresses", ours)
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromModule(suite).run(result)
    assert result.testsRun > 200 and calls
    assert not result.failures and not result.errors


PATCHED = """
import sys
import netaddr
import netaddr.ip.sets
import pytest
import supernet
calls = []
def ours(addresses):
    calls.append(1)
    return supernet.cidr_merge(addresses)
supernet.cidr_merge([])  # keeps netaddr's own for what it leaves to it
for module in (netaddr, netaddr.ip, netaddr.ip.sets):
    if hasattr(module, "cidr_merge"):
        module.cidr_merge = ours
wrong = pytest.main(["-q", "-p", "no:cacheprovider", *sys.argv[1:]])
sys.exit(wrong or not calls)
"""


def test_the_suite_of_netaddr(tmp_path):
    """netaddr's own tests, which Debian does not install, likewise: those of
    the folder that NETADDR_TESTS names."""
    folder = os.environ.get("NETADDR_TESTS")
    if not folder:
        folder = tmp_path  # at least one test, so that this cannot rot
        (tmp_path / "test_right.py").write_text(
            "from netaddr import cidr_merge, IPNetwork\n"
            "def test():\n"
            "    assert cidr_merge(['10.0.0.0/25', '10.0.0.128/25']) \\\n"
            "        == [IPNetwork('10.0.0.0/24')]\n")
    run = [sys.executable, "-c", PATCHED, str(folder)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stdout + done.stderr
