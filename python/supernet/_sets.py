"""Sets of addresses, and what is made of them."""
from __future__ import annotations

import array
import bisect
import ctypes
import ipaddress
import os
from collections.abc import Iterable, Iterator
from typing import Any, Union

from ._lib import (Addr, BuilderOptions, Count, CoverOptions, CoverResult,
                   ErrorInfo, Infeasible, Prefix, Range, SetIter, TextError,
                   TextOptions, check, collect, lib, memory, through)

Address = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]
Network = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]

LENIENT, STRICT_NETWORK, SKIP_INVALID = 1, 2, 4
MASK64 = (1 << 64) - 1


def _address(value: Any) -> Address:
    return value if isinstance(
        value, (ipaddress.IPv4Address, ipaddress.IPv6Address)
    ) else ipaddress.ip_address(str(value))


def _addr(value: Address) -> Addr:
    number = int(value)
    return Addr(number >> 64, number & MASK64, value.version)


def _prefix(net: Network) -> Prefix:
    number = int(net.network_address)
    return Prefix(number >> 64, number & MASK64, net.version, net.prefixlen)


def _network(p: Prefix) -> Network:
    if p.family == 4:
        return ipaddress.IPv4Network((p.lo, p.len))
    return ipaddress.IPv6Network((p.hi << 64 | p.lo, p.len))


def to_network(value: Any) -> Network:
    """A prefix of any kind as an ipaddress network; host bits are refused."""
    if isinstance(value, (ipaddress.IPv4Network, ipaddress.IPv6Network)):
        return value
    return ipaddress.ip_network(
        str(getattr(value, "cidr", value)), strict=True)


def _ends(item: Any) -> tuple[int, int, int]:
    """(version, first, last) of an ipaddress or netaddr object or a pair."""
    if isinstance(item, (ipaddress.IPv4Interface, ipaddress.IPv6Interface)):
        item = item.network
    if isinstance(item, (ipaddress.IPv4Network, ipaddress.IPv6Network)):
        return (item.version, int(item.network_address),
                int(item.broadcast_address))
    if isinstance(item, (ipaddress.IPv4Address, ipaddress.IPv6Address)):
        return item.version, int(item), int(item)
    if isinstance(item, tuple) and len(item) == 2:
        first, last = map(_address, item)
        if first.version != last.version:
            raise TypeError(f"{first} and {last} are of two families")
        return first.version, int(first), int(last)
    if hasattr(item, "first") and hasattr(item, "last"):  # netaddr
        return item.version, int(item.first), int(item.last)
    if hasattr(item, "version") and hasattr(item, "__int__"):  # IPAddress
        return item.version, int(item), int(item)
    raise TypeError(f"neither an address nor a network: {item!r}")


def _range(item: Any) -> Range:
    """What `in` takes: the objects of _ends(), or text."""
    if isinstance(item, str):
        r, info, text = Range(), ErrorInfo(), item.encode("utf-8", "replace")
        check(lib.sn_range_parse(ctypes.byref(r), text, len(text), 0,
                                 ctypes.byref(info)), info)
        return r
    version, first, last = _ends(item)
    return Range(Addr(first >> 64, first & MASK64, version),
                 Addr(last >> 64, last & MASK64, version))


class IPSet:
    """An immutable set of addresses, both families, any size.

    From an iterable of strings, ipaddress or netaddr objects and (first, last)
    pairs; from text or bytes with one item a line; from a path
    (os.PathLike); or from numpy arrays (see from_array). Iteration gives the
    exact aggregates as ipaddress networks, ascending, IPv4 first.
    """

    __slots__ = ("_set",)

    def __init__(self, items: Any = (), *, threads: int = 0,
                 lenient: bool = False, strict_network: bool = False,
                 skip_invalid: bool = False, column: int = 0,
                 delimiter: str = ","):
        self._set = None
        options = TextOptions(ctypes.sizeof(TextOptions))
        options.flags = (LENIENT * lenient | STRICT_NETWORK * strict_network
                         | SKIP_INVALID * skip_invalid)
        options.column, options.delimiter = column, delimiter.encode()
        builder = _Builder(threads)
        if isinstance(items, os.PathLike):
            import mmap
            with open(items, "rb") as file:
                if os.fstat(file.fileno()).st_size:
                    with mmap.mmap(file.fileno(), 0,
                                   access=mmap.ACCESS_READ) as text:
                        builder.add_text(text, options)
        elif isinstance(items, str):
            builder.add_text(items.encode("utf-8", "replace"), options)
        elif isinstance(items, IPSet):
            check(lib.sn_builder_add_set(builder.pointer, items._set))
        elif hasattr(items, "__array_interface__"):
            builder.add_array(items)
        elif isinstance(items, (bytes, bytearray, memoryview)) or hasattr(
                items, "find"):
            builder.add_text(items, options)
        else:
            builder.add_items(items, options)
        self._set = builder.build()

    @classmethod
    def _own(cls, pointer: ctypes.c_void_p) -> IPSet:
        made = cls.__new__(cls)
        made._set = pointer
        return made

    def __del__(self) -> None:
        if getattr(self, "_set", None):
            lib.sn_set_free(self._set)

    def _combine(self, function: Any, other: Any) -> IPSet:
        if not isinstance(other, IPSet):
            return NotImplemented
        out = ctypes.c_void_p()
        check(function(ctypes.byref(out), self._set, other._set))
        return IPSet._own(out)

    def __or__(self, other: IPSet) -> IPSet:
        return self._combine(lib.sn_set_union, other)

    def __and__(self, other: IPSet) -> IPSet:
        return self._combine(lib.sn_set_intersect, other)

    def __sub__(self, other: IPSet) -> IPSet:
        return self._combine(lib.sn_set_subtract, other)

    def __xor__(self, other: IPSet) -> IPSet:
        return self._combine(lib.sn_set_symdiff, other)

    def __invert__(self) -> IPSet:
        return self.complement()

    def complement(self, within: Any = None) -> IPSet:
        """What is missing: of a prefix, or of each family that occurs."""
        out = ctypes.c_void_p()
        prefix = None if within is None else ctypes.byref(
            _prefix(to_network(within)))
        check(lib.sn_set_complement(ctypes.byref(out), self._set, prefix))
        return IPSet._own(out)

    def __contains__(self, item: Any) -> bool:
        return bool(lib.sn_set_contains_range(self._set, _range(item)))

    def issuperset(self, other: IPSet) -> bool:
        return bool(lib.sn_set_contains_set(self._set, other._set))

    def issubset(self, other: IPSet) -> bool:
        return other.issuperset(self)

    def isdisjoint(self, other: IPSet) -> bool:
        return not lib.sn_set_overlaps(self._set, other._set)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IPSet):
            return NotImplemented
        return bool(lib.sn_set_equal(self._set, other._set))

    def __hash__(self) -> int:
        it, r = SetIter(), Range()
        lib.sn_set_iter_init(ctypes.byref(it), self._set, 0)
        lib.sn_set_iter_next_range(ctypes.byref(it), ctypes.byref(r))
        return hash((self.count(4), self.count(6), len(self), bytes(r)))

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        """Copies and pickles as the text of its ranges."""
        return IPSet, (self.to_text(ranges=True),)

    def __bool__(self) -> bool:
        return bool(lib.sn_set_range_count(self._set, 0))

    def __len__(self) -> int:
        """Aggregates, not addresses: see count()."""
        return int(lib.sn_set_prefix_count(self._set, 0))

    def count(self, family: int = 0) -> int:
        """Addresses; family 4, 6, or 0 for both."""
        return int(lib.sn_set_count(self._set, family))

    def __iter__(self) -> Iterator[Network]:
        it, prefix = SetIter(), Prefix()
        lib.sn_set_iter_init(ctypes.byref(it), self._set, 0)
        while lib.sn_set_iter_next_prefix(ctypes.byref(it),
                                          ctypes.byref(prefix)):
            yield _network(prefix)

    def ranges(self) -> Iterator[tuple[Address, Address]]:
        it, r = SetIter(), Range()
        lib.sn_set_iter_init(ctypes.byref(it), self._set, 0)
        while lib.sn_set_iter_next_range(ctypes.byref(it), ctypes.byref(r)):
            kind: Any = ipaddress.IPv4Address if r.first.family == 4 \
                else ipaddress.IPv6Address
            yield (kind(r.first.hi << 64 | r.first.lo),
                   kind(r.last.hi << 64 | r.last.lo))

    def __repr__(self) -> str:
        return f"IPSet({len(self)} aggregates, {self.count()} addresses)"

    def to_text(self, *, ranges: bool = False, threads: int = 0) -> bytes:
        """One aggregate (or range) a line, as the command writes it."""
        return collect(lambda sink: lib.sn_set_write(
            self._set, int(ranges), threads, sink, None))

    def write(self, file: Any, *, ranges: bool = False,
              threads: int = 0) -> None:
        """to_text() into a binary file, without a copy in memory."""
        def take(data: int, size: int) -> None:
            view = memoryview((ctypes.c_char * size).from_address(data))
            while view:
                done = file.write(view)
                view = view[size if done is None else done:]
                size = len(view)

        through(lambda sink: lib.sn_set_write(
            self._set, int(ranges), threads, sink, None), take)

    def to_array(self, family: int) -> Any:
        """The aggregates of a family as a numpy structured array.

        IPv4: fields addr and len; IPv6: hi, lo and len. Filled by the library,
        without an object for each prefix.
        """
        import numpy
        dtype = prefix_dtype(family)
        out = numpy.empty(lib.sn_set_prefix_count(self._set, family), dtype)
        it = SetIter()
        lib.sn_set_iter_init(ctypes.byref(it), self._set, family)
        fill = lib.sn_set_iter_prefixes4 if family == 4 \
            else lib.sn_set_iter_prefixes6
        done = fill(ctypes.byref(it), out.ctypes.data, len(out))
        assert done == len(out)
        return out

    def cover(self, k: int = 0, *, max_extra: int | None = None,
              avoid: Any = None, shortest: int | tuple[int, int] = 0,
              previous: Iterable[Any] = (), churn_cost: int = 0,
              ) -> list[Network]:
        """At most k prefixes with provably the fewest extra addresses.

        max_extra instead: the fewest prefixes within so many. avoid: a set
        (or what makes one) that no prefix may touch. shortest: no prefix is
        shorter; a pair for IPv4 and IPv6. previous, churn_cost: each prefix
        dropped from the list in use or added to it costs as much as so many
        extra addresses. Raises Infeasible, whose .prefixes is the least
        number that would do.
        """
        if avoid is not None and not isinstance(avoid, IPSet):
            avoid = IPSet(avoid)
        if isinstance(shortest, int):
            shortest = (shortest, 0)
        if k < 0 or churn_cost < 0 or (max_extra or 0) < 0:
            raise ValueError("k, max_extra and churn_cost are at least 0")
        if not (0 <= shortest[0] <= 32 and 0 <= shortest[1] <= 128):
            raise ValueError(f"no such lengths: {shortest}")
        options = CoverOptions(ctypes.sizeof(CoverOptions), k)
        options.shortest4, options.shortest6 = shortest
        options.avoid = avoid._set if avoid is not None else None
        options.churn_cost = churn_cost
        if max_extra is not None:
            words = [max_extra >> 64 * i & MASK64 for i in range(4)]
            limit = Count((ctypes.c_uint64 * 4)(*words))
            options.max_extra = ctypes.pointer(limit)
        old = [_prefix(to_network(p)) for p in previous]
        old_list, out, result = ctypes.c_void_p(), ctypes.c_void_p(), \
            CoverResult()
        if old:
            check(lib.sn_prefixes_new(ctypes.byref(old_list),
                                      (Prefix * len(old))(*old), len(old),
                                      None))
            options.previous = old_list
        try:
            status = lib.sn_cover(ctypes.byref(out), ctypes.byref(result),
                                  self._set, ctypes.byref(options))
        finally:
            lib.sn_prefixes_free(old_list)
        if status == -8:
            raise Infeasible("no such cover", status, result.prefixes)
        check(status)
        n = ctypes.c_size_t()
        data = lib.sn_prefixes_data(out, ctypes.byref(n))
        nets = [_network(data[i]) for i in range(n.value)]
        lib.sn_prefixes_free(out)
        return nets


def prefix_dtype(family: int) -> Any:
    """The numpy dtype of the library's bulk prefixes."""
    import numpy
    if family == 4:
        return numpy.dtype([("addr", "<u4"), ("len", "u1"),
                            ("reserved", "u1", 3)])
    return numpy.dtype([("hi", "<u8"), ("lo", "<u8"), ("len", "u1"),
                        ("reserved", "u1", 7)])


class _Builder:
    def __init__(self, threads: int = 0):
        options = BuilderOptions(ctypes.sizeof(BuilderOptions), None, threads)
        self.pointer = ctypes.c_void_p()
        check(lib.sn_builder_new(ctypes.byref(self.pointer),
                                 ctypes.byref(options)))

    def __del__(self) -> None:
        lib.sn_builder_free(self.pointer)

    def add_text(self, text: Any, options: TextOptions) -> None:
        """A buffer of any kind, which is not copied."""
        info = ErrorInfo()
        with memory(text) as view:
            check(lib.sn_builder_add_text(
                self.pointer, view.buf, view.len, ctypes.byref(options), None,
                ctypes.byref(info)), info)

    def add_items(self, items: Iterable[Any], options: TextOptions) -> None:
        """Strings go to the library as one text, objects as two arrays."""
        strings: list[str] = []
        four, six = array.array("I"), array.array("Q")
        for item in items:
            if isinstance(item, str):
                strings.append(item)
                continue
            version, first, last = _ends(item)
            if version == 4:
                four.extend((first, last))
            else:
                six.extend((first >> 64, first & MASK64,
                            last >> 64, last & MASK64))
        text = "\n".join(strings)
        if text.count("\n") != max(len(strings) - 1, 0):
            line, bad = next((i, s) for i, s in enumerate(strings, 1)
                             if "\n" in s)
            raise TextError("one item was expected", -3, line,
                            bad.index("\n") + 1, bad[:79])
        if four:
            check(lib.sn_builder_add_ranges4(
                self.pointer, four.buffer_info()[0], len(four) // 2))
        if six:
            check(lib.sn_builder_add_ranges6(
                self.pointer, six.buffer_info()[0], len(six) // 4))
        self.add_text(text.encode("utf-8", "replace"), options)

    def add_array(self, data: Any) -> None:
        """A structured array: addr, len / hi, lo, len / first, last."""
        import numpy
        data = numpy.ascontiguousarray(data)
        names = data.dtype.names or ()
        if data.dtype == prefix_dtype(4):
            function = lib.sn_builder_add_prefixes4
        elif data.dtype == prefix_dtype(6):
            function = lib.sn_builder_add_prefixes6
        elif names == ("first", "last") and data.dtype.itemsize == 8:
            function = lib.sn_builder_add_ranges4
        elif names == ("first_hi", "first_lo", "last_hi", "last_lo") \
                and data.dtype.itemsize == 32:
            function = lib.sn_builder_add_ranges6
        else:
            raise TypeError(f"supernet: no such array: {data.dtype}")
        check(function(self.pointer, data.ctypes.data, len(data)))

    def build(self) -> ctypes.c_void_p:
        out = ctypes.c_void_p()
        check(lib.sn_builder_build(ctypes.byref(out), self.pointer))
        return out


def aggregate(items: Any, **options: Any) -> list[Network]:
    """The union as the fewest networks. Takes what IPSet takes."""
    return list(IPSet(items, **options))


def collapse_addresses(addresses: Iterable[Any]) -> Iterator[Network]:
    """As ipaddress.collapse_addresses: one family, the same networks."""
    items = list(addresses)
    for a, b in zip(items, items[1:]):
        if a.version != b.version:
            raise TypeError(f"{b} and {a} are not of the same version")
    return iter(IPSet(items))


def cidr_merge(addresses: Iterable[Any]) -> list[Any]:
    """As netaddr.cidr_merge: a list of netaddr.IPNetwork.

    As there, a network that meets no other is returned as it came, with its
    host bits.
    """
    import netaddr  # type: ignore[import]
    if not hasattr(addresses, "__iter__"):
        raise ValueError("A sequence or iterator is expected!")
    items = [a if isinstance(a, (netaddr.IPNetwork, netaddr.IPRange))
             else netaddr.IPNetwork(a) for a in addresses]
    merged = [netaddr.IPNetwork((int(net.network_address), net.prefixlen),
                                version=net.version) for net in IPSet(items)]
    if all(getattr(i, "_value", i.first) == i.first for i in items):
        return merged
    where = {(n.version, n.first, n.last): at for at, n in enumerate(merged)}
    starts = [(n.version, n.first) for n in merged]
    met = [0] * len(merged)
    for i in items:
        met[bisect.bisect_right(starts, (i.version, i.first)) - 1] += 1
    for i in items:
        at = where.get((i.version, i.first, i.last))
        if at is not None and met[at] == 1 and isinstance(
                i, netaddr.IPNetwork):
            merged[at] = i
    return merged
