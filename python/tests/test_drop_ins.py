"""The functions that replace others: their own tests, and their speed."""
import importlib
import ipaddress
import timeit
import unittest

import netaddr
import pytest
from hypothesis import given, settings, strategies as st

import supernet


def least(function, items, seconds=0.02):
    """Seconds a call takes, at best."""
    timer = timeit.Timer(lambda: list(function(items)))
    once = max(timer.timeit(1), 1e-6)
    n = max(1, int(seconds / once))
    return min(timer.repeat(7, n)) / n


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
            ours = least(supernet.collapse_addresses, batch)
            assert ours <= least(ipaddress.collapse_addresses, batch)


@pytest.mark.parametrize("size", [10, 30, 100, 1000])
def test_cidr_merge_is_no_slower(size):
    for texts in lists(size):
        for batch in (texts, [netaddr.IPNetwork(t) for t in texts],
                      [netaddr.IPAddress(t.split("/")[0]) for t in texts]):
            ours = least(supernet.cidr_merge, batch)
            assert ours <= least(netaddr.cidr_merge, batch)


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


def test_the_suite_of_netaddr(monkeypatch):
    """netaddr's own tests, where they are installed, likewise."""
    try:
        suite = importlib.import_module("netaddr.tests.ip.test_cidr_v4")
    except ImportError:
        pytest.skip("netaddr's tests are not installed")
    assert suite
