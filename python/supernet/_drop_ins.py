"""What other modules offer, at the speed of this one.

Only plain objects are worked on here. Whatever else comes (subclasses, zones,
what is wrong) is left to the function that is replaced: so its answer, types
and errors are that function's own.
"""
from __future__ import annotations

import array
import ctypes
import ipaddress
import operator
import re

from ._lib import ErrorInfo, Range, SetIter, TextStats, check, lib
from ._values import MASK64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ._types import Network

_PLAIN = re.compile(r"[0-9A-Fa-f:./\n]*").fullmatch
_V4 = {ipaddress.IPv4Network, ipaddress.IPv4Address}
_V6 = {ipaddress.IPv6Network, ipaddress.IPv6Address}


class _Union:
    """The union of arrays of one family each: their aggregates."""

    def __init__(self) -> None:
        self._set = ctypes.c_void_p()
        self._builder = ctypes.c_void_p()
        check(lib.sn_builder_new(ctypes.byref(self._builder), None))

    def __del__(self) -> None:
        lib.sn_builder_free(self._builder)
        lib.sn_set_free(self._set)

    def add(self, function: Any, words: array.array[int], each: int) -> None:
        """Items of so many words each."""
        check(function(self._builder, words.buffer_info()[0],
                       len(words) // each))

    def build(self) -> None:
        check(lib.sn_builder_build(ctypes.byref(self._set), self._builder))

    def prefixes(self, family: int) -> array.array[int]:
        """Aggregates: a word each of IPv4 (addr | len << 32), three of IPv6."""
        n = int(lib.sn_set_prefix_count(self._set, family))
        out = array.array("Q", bytes(n * (8 if family == 4 else 24)))
        it = SetIter()
        lib.sn_set_iter_init(it, self._set, family)
        fill = lib.sn_set_iter_prefixes4 if family == 4 \
            else lib.sn_set_iter_prefixes6
        fill(it, out.buffer_info()[0], n)
        return out


def _collapse4(items: list[Any]) -> list[Network]:
    network = ipaddress.IPv4Network
    keys = [int(n.network_address) | n.prefixlen << 32
            if type(n) is network else int(n) | 32 << 32 for n in items]
    union = _Union()
    union.add(lib.sn_builder_add_prefixes4, array.array("Q", keys), 1)
    union.build()
    known = {k: n for k, n in zip(keys, items) if type(n) is network}
    return [known.get(k) or network((k & 0xFFFFFFFF, k >> 32))
            for k in union.prefixes(4)]


def _collapse6(items: list[Any]) -> list[Network]:
    network = ipaddress.IPv6Network
    keys = [(int(n.network_address), n.prefixlen)
            if type(n) is network else (int(n), 128) for n in items]
    union = _Union()
    union.add(lib.sn_builder_add_prefixes6, array.array(
        "Q", [w for a, n in keys for w in (a >> 64, a & MASK64, n)]), 3)
    union.build()
    known = {k: n for k, n in zip(keys, items) if type(n) is network}
    words = union.prefixes(6)
    found = zip(words[::3], words[1::3], words[2::3])
    return [known.get((hi << 64 | lo, n)) or network((hi << 64 | lo, n))
            for hi, lo, n in found]


def _has_zone(item: Any) -> bool:
    return getattr(getattr(item, "network_address", item),
                   "scope_id", None) is not None


def collapse_addresses(addresses: Iterable[Any]) -> Iterator[Network]:
    """As ipaddress.collapse_addresses, from ten items on never slower."""
    items = list(addresses)
    kinds = set(map(type, items))
    if items and kinds <= _V4:
        return iter(_collapse4(items))
    if items and kinds <= _V6 and not any(map(_has_zone, items)):
        return iter(_collapse6(items))
    return ipaddress.collapse_addresses(items)


_HOST = {4: [(1 << (32 - n)) - 1 for n in range(33)],
         6: [(1 << (128 - n)) - 1 for n in range(129)]}


class _Netaddr:
    """How netaddr's networks are looked into and made, at least cost."""

    def __init__(self) -> None:
        import netaddr  # type: ignore[import]
        self.network, self.address = netaddr.IPNetwork, netaddr.IPAddress
        self.merge = netaddr.cidr_merge
        self.modules = {4: self.network("0.0.0.0/0")._module,
                        6: self.network("::/0")._module}

    def make(self, version: int, value: int, size: int) -> Any:
        """What the constructor makes, without what it looks at first."""
        made = self.network.__new__(self.network)
        made._module = self.modules[version]
        made._value, made._prefixlen = value, size
        return made


_netaddr: list[_Netaddr] = []


def _met(items: list[Any], hosts: list[int]) -> tuple[list[Any], list[Any]]:
    """Networks in order that meet no other, and those that do.

    Two that only touch have met, too: they have a range, not an aggregate, in
    common. Any address of theirs puts them in order.
    """
    ends: list[int] = []
    groups: list[list[Any]] = []
    for item in sorted(items, key=operator.attrgetter("_value")):
        value, host = item._value, hosts[item._prefixlen]
        before, last = value - (value & host) - 1, value | host
        if not ends or ends[-1] < before:
            ends.append(last)
            groups.append([item])
            continue
        ends[-1] = max(ends[-1], last)
        groups[-1].append(item)
        while len(ends) > 1 and ends[-2] >= before:
            ends[-2:] = [ends[-1]]
            groups[-2:] = [groups[-2] + groups[-1]]
    return ([group[0] for group in groups if len(group) == 1],
            [item for group in groups if len(group) > 1 for item in group])


def _merge(n: _Netaddr, version: int, values: list[int], sizes: list[int],
           items: list[Any]) -> list[Any]:
    """Networks of one family, of which those that stay are as they came.

    items are those networks, or none of them where none has to stay.
    """
    union = _Union()
    if version == 4:
        keys: list[Any] = [v | s << 32 for v, s in zip(values, sizes)]
        union.add(lib.sn_builder_add_prefixes4, array.array("Q", keys), 1)
        union.build()
        found: Any = union.prefixes(4)
    else:
        keys = list(zip(values, sizes))
        union.add(lib.sn_builder_add_prefixes6, array.array("Q", [
            w for v, s in keys for w in (v >> 64, v & MASK64, s)]), 3)
        union.build()
        words = union.prefixes(6)
        found = [(hi << 64 | lo, s) for hi, lo, s in zip(
            words[::3], words[1::3], words[2::3])]
    known = dict(zip(keys, items))
    return [known.get(k) or (n.make(4, k & 0xFFFFFFFF, k >> 32)
                             if version == 4 else n.make(6, *k))
            for k in found]


def _merge_hosts(n: _Netaddr, version: int, values: list[int]) -> list[Any]:
    width, last = len(_HOST[version]) - 1, -2
    for value in sorted(values):
        if value - last < 2:
            return _merge(n, version, values, [width] * len(values), [])
        last = value
    return [n.make(version, value, width) for value in sorted(values)]


def _merge_text(n: _Netaddr, items: list[str]) -> list[Any] | None:
    """None: left to netaddr, for what it says or its other readings."""
    text = "\n".join(items)
    if not text.isascii() or not _PLAIN(text) \
            or text.count("\n") != len(items) - 1:
        return None
    found, info = (Range * len(items))(), ErrorInfo()
    stats = TextStats(ctypes.sizeof(TextStats))
    if lib.sn_text_place(found, len(items), text.encode(), len(text), None,
                         stats, info) or stats.items != len(items) \
            or stats.masked:
        return None
    four, six = [], []
    for r in found:
        first, last = r.first, r.last
        if first.family == 4:
            four.append((first.lo, 32 - (last.lo - first.lo).bit_length()))
        else:
            start = first.hi << 64 | first.lo
            end = last.hi << 64 | last.lo
            six.append((start, 128 - (end - start).bit_length()))
    return [network for version, pairs in ((4, four), (6, six)) if pairs
            for network in _merge(n, version, [v for v, _ in pairs],
                                  [s for _, s in pairs], [])]


def cidr_merge(addresses: Iterable[Any]) -> list[Any]:
    """As netaddr.cidr_merge, from ten items on never slower.

    As there, a network that meets no other is returned as it came, with its
    host bits.
    """
    if not _netaddr:
        _netaddr.append(_Netaddr())
    n = _netaddr[0]
    if not hasattr(addresses, "__iter__"):
        raise ValueError("A sequence or iterator is expected!")
    items = list(addresses)
    kinds = set(map(type, items))
    if kinds == {str}:
        merged = _merge_text(n, items)
        return n.merge(items) if merged is None else merged  # type: ignore
    if not items or not (kinds == {n.network} or kinds == {n.address}):
        return n.merge(items)  # type: ignore[no-any-return]
    out: list[Any] = []
    present = {item._module for item in items}
    for version, module in n.modules.items():
        if module not in present:
            continue
        mine = items if len(present) == 1 else \
            [item for item in items if item._module is module]
        if kinds == {n.address}:
            out += _merge_hosts(n, version, [i._value for i in mine])
            continue
        alone, met = _met(mine, _HOST[version])
        if met:
            alone += _merge(n, version, [i._value for i in met],
                            [i._prefixlen for i in met], met)
            alone.sort(key=operator.attrgetter("_value"))
        out += alone
    return out
