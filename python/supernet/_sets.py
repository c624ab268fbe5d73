"""Sets of addresses, and what is made of them."""
from __future__ import annotations

import array
import bisect
import collections
import ctypes
import ipaddress
import os

from ._cover import Coverable
from ._lib import (BuilderOptions, Error, ErrorInfo, Memory, Prefix, Range, SetIter,
                   TextError, TextOptions, check, collect, lib, memory,
                   through)
from ._values import (MASK64, _ends, _network, _prefix, _range, bytes_into,
                      to_network)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ._types import Address, Network

LENIENT, STRICT_NETWORK, SKIP_INVALID = 1, 2, 4


class IPSet(Coverable):
    """An immutable set of addresses, both families, any size.

        >>> s = IPSet("10.0.0.0/25\\n10.0.0.128/25\\n2001:db8::1\\n")
        >>> list(s)[0], len(s), s.count(4), "10.0.0.7" in s
        (IPv4Network('10.0.0.0/24'), 2, 256, True)
        >>> print((s | IPSet(["10.0.1.0/24"])).to_text().decode(), end="")
        10.0.0.0/23
        2001:db8::1/128

    items is one of
      - an iterable of strings, ipaddress or netaddr objects and (first, last)
        pairs;
      - text, bytes or any buffer (bytearray, memoryview, mmap, ...) with one
        item a line, read in place;
      - a path (os.PathLike) of such text, which is mapped;
      - a numpy array with a dtype of prefix_dtype() or range_dtype(), read in
        place where it is contiguous;
      - another IPSet.

    Options for text, as those of the command: threads (0: one for each
    processor), lenient (also odd notations, through libcidr), strict_network
    (host bits are an error; they are cleared otherwise), skip_invalid (pass
    over bad lines), column and delimiter (the item is that column of CSV,
    from 1). TextError says line and column of the first bad line.

    Iteration gives the exact aggregates as ipaddress networks, ascending,
    IPv4 first; | & - ^ ~ make new sets; <= is "is contained in". Sets may be
    shared between threads. Building costs O(n), and at most 20 bytes a line
    of IPv4 beside the text; the interpreter's lock is not held meanwhile.
    """

    __slots__ = ("_set", "_kept")
    _kept: Memory  # what a snapshot lies in, if the set was made of one

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
        """What is missing: of a prefix, or of each family that occurs.

        O(n).
        """
        out = ctypes.c_void_p()
        prefix = None if within is None else ctypes.byref(
            _prefix(to_network(within)))
        check(lib.sn_set_complement(ctypes.byref(out), self._set, prefix))
        return IPSet._own(out)

    def __contains__(self, item: Any) -> bool:
        """Whether it holds an address, a network or a range. O(log n).

        item: what stands in an iterable of items, or its text.
        """
        return bool(lib.sn_set_contains_range(self._set, _range(item)))

    def issuperset(self, other: IPSet) -> bool:
        """Whether it holds all of another. O(n + m), as the next two."""
        return bool(lib.sn_set_contains_set(self._set, other._set))

    def issubset(self, other: IPSet) -> bool:
        """Whether another holds all of it."""
        return other.issuperset(self)

    def isdisjoint(self, other: IPSet) -> bool:
        """Whether they have no address in common."""
        return not lib.sn_set_overlaps(self._set, other._set)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, IPSet):
            return NotImplemented
        return bool(lib.sn_set_equal(self._set, other._set))

    def __le__(self, other: IPSet) -> bool:
        return self.issubset(other) if isinstance(other, IPSet) \
            else NotImplemented

    def __ge__(self, other: IPSet) -> bool:
        return self.issuperset(other) if isinstance(other, IPSet) \
            else NotImplemented

    def __lt__(self, other: IPSet) -> bool:
        return self <= other and self != other

    def __gt__(self, other: IPSet) -> bool:
        return self >= other and self != other

    def __hash__(self) -> int:
        it, r = SetIter(), Range()
        lib.sn_set_iter_init(ctypes.byref(it), self._set, 0)
        lib.sn_set_iter_next_range(ctypes.byref(it), ctypes.byref(r))
        return hash((self.count(4), self.count(6), len(self), bytes(r)))

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, tuple[Any]]:
        """Copies and pickles as its snapshot; from protocol 5 on, which hands
        buffers over out of band, without a copy of it in the pickle."""
        snapshot = self.to_snapshot()
        if protocol >= 5:
            import pickle
            return IPSet.from_snapshot, (pickle.PickleBuffer(snapshot),)
        return IPSet.from_snapshot, (snapshot,)

    def to_snapshot(self) -> bytes:
        """The set as bytes, as `supernet aggregate --format snapshot` writes.

        64 bytes, and 8 for each range of IPv4, 32 of IPv6. Equal sets have
        equal ones. from_snapshot() of this and all later versions takes them.
        """
        return _packed(self._set)

    @classmethod
    def union(cls, sets: Iterable[IPSet]) -> IPSet:
        """What is in any of many sets: all at once, O(n) of their ranges."""
        kept = list(sets)
        pointers = (ctypes.c_void_p * len(kept))(*(s._set for s in kept))
        out = ctypes.c_void_p()
        check(lib.sn_set_union_many(ctypes.byref(out), pointers, len(kept),
                                    None))
        return cls._own(out)

    @classmethod
    def from_snapshot(cls, data: Any) -> IPSet:
        """The set of a snapshot: bytes, any buffer, or a path, which is mapped.

        It uses the memory where it lies, which is looked at once (1.5 ns a
        range) and must not change afterwards; the set keeps it. iprange's
        binary form is read too. Error: it is cut short, altered, newer, none.
        """
        if isinstance(data, os.PathLike):
            import mmap
            with open(data, "rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) \
                    if os.fstat(file.fileno()).st_size else b""
        info, out = ErrorInfo(), ctypes.c_void_p()
        kept = Memory(data)
        status = lib.sn_set_borrow(ctypes.byref(out), kept.view.buf,
                                   kept.view.len, 1, None, ctypes.byref(info))
        if status == -3:
            raise Error(f"byte {info.offset}: {info.message.decode()}", status)
        check(status)
        made = cls._own(out)
        made._kept = kept
        return made

    def __bool__(self) -> bool:
        return bool(lib.sn_set_range_count(self._set, 0))

    def __len__(self) -> int:
        """Aggregates, not addresses: see count(). O(n)."""
        return int(lib.sn_set_prefix_count(self._set, 0))

    def count(self, family: int = 0) -> int:
        """Addresses; family 4, 6, or 0 for both. O(n)."""
        return int(lib.sn_set_count(self._set, family))

    def __iter__(self) -> Iterator[Network]:
        it, prefix = SetIter(), Prefix()
        lib.sn_set_iter_init(ctypes.byref(it), self._set, 0)
        while lib.sn_set_iter_next_prefix(ctypes.byref(it),
                                          ctypes.byref(prefix)):
            yield _network(prefix)

    def ranges(self) -> Iterator[tuple[Address, Address]]:
        """The maximal ranges as (first, last), ascending, IPv4 first."""
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
        through(lambda sink: lib.sn_set_write(
            self._set, int(ranges), threads, sink, None), bytes_into(file))

    def to_json(self) -> str:
        """What `supernet aggregate --format json` prints."""
        return self._rendered("json")

    def to_csv(self) -> str:
        """What `supernet aggregate --format csv` prints."""
        return self._rendered("csv")

    def _rendered(self, format: str) -> str:
        return collect(lambda sink: lib.sn_set_render(
            self._set, format.encode(), sink, None)).decode()

    def common(self, family: int) -> Network | None:
        """The longest prefix that holds all of a family; None: it has none."""
        found = Prefix()
        status = lib.sn_set_common(self._set, _family(family),
                                   ctypes.byref(found))
        if status == -7:
            return None
        check(status)
        return _network(found)

    def to_array(self, family: int) -> Any:
        """The aggregates of a family as a numpy array of prefix_dtype().

        IPv4: fields addr and len; IPv6: hi, lo and len. Filled by the library,
        without an object for each prefix.
        """
        import numpy
        out = numpy.empty(lib.sn_set_prefix_count(self._set, _family(family)),
                          prefix_dtype(family))
        it = SetIter()
        lib.sn_set_iter_init(ctypes.byref(it), self._set, family)
        fill = lib.sn_set_iter_prefixes4 if family == 4 \
            else lib.sn_set_iter_prefixes6
        done = fill(ctypes.byref(it), out.ctypes.data, len(out))
        assert done == len(out)
        return out

    def range_array(self, family: int) -> Any:
        """The ranges of a family as a numpy array of range_dtype().

        It is the set's own memory: nothing is copied, nothing can be written,
        and the set stays as long as the array.
        """
        import numpy
        find = lib.sn_set_ranges4 if _family(family) == 4 \
            else lib.sn_set_ranges6
        n, dtype = ctypes.c_size_t(), range_dtype(family)
        start = find(self._set, ctypes.byref(n))
        if not n.value:
            return numpy.empty(0, dtype)
        buffer = (ctypes.c_char * (n.value * dtype.itemsize)) \
            .from_address(start)
        buffer.owner = self
        out = numpy.frombuffer(buffer, dtype)
        out.flags.writeable = False
        return out


def _packed(pointer: ctypes.c_void_p) -> bytes:
    """Written into new bytes in place, which nobody else has seen yet."""
    make = ctypes.pythonapi.PyBytes_FromStringAndSize
    make.restype = ctypes.py_object
    make.argtypes = [ctypes.c_void_p, ctypes.c_ssize_t]
    out: bytes = make(None, lib.sn_set_pack_size(pointer))
    with memory(out) as view:
        at = view.buf

        def take(data: int, size: int) -> None:
            nonlocal at
            ctypes.memmove(at, data, size)
            at += size

        through(lambda sink: lib.sn_set_pack(pointer, sink, None), take)
    return out


def _family(family: int) -> int:
    if family not in (4, 6):
        raise ValueError(f"a family is 4 or 6: {family!r}")
    return family


def prefix_dtype(family: int) -> Any:
    """The numpy dtype of bulk prefixes: what IPSet() takes, to_array() gives.

    IPv4: addr and len (and 3 reserved bytes); IPv6: hi, lo and len (7).
    Numbers are in host order; host bits are masked when read.
    """
    import numpy
    if _family(family) == 4:
        return numpy.dtype([("addr", "u4"), ("len", "u1"),
                            ("reserved", "u1", 3)])
    return numpy.dtype([("hi", "u8"), ("lo", "u8"), ("len", "u1"),
                        ("reserved", "u1", 7)])


def range_dtype(family: int) -> Any:
    """The numpy dtype of bulk ranges: first and last, both included.

    IPv6: first_hi, first_lo, last_hi, last_lo.
    """
    import numpy
    if _family(family) == 4:
        return numpy.dtype([("first", "u4"), ("last", "u4")])
    return numpy.dtype([(f"{end}_{half}", "u8") for end in ("first", "last")
                        for half in ("hi", "lo")])


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
        """A structured array of prefix_dtype() or range_dtype()."""
        import numpy
        data = numpy.ascontiguousarray(data)
        if data.dtype == prefix_dtype(4):
            function = lib.sn_builder_add_prefixes4
        elif data.dtype == prefix_dtype(6):
            function = lib.sn_builder_add_prefixes6
        elif data.dtype == range_dtype(4):
            function = lib.sn_builder_add_ranges4
        elif data.dtype == range_dtype(6):
            function = lib.sn_builder_add_ranges6
        else:
            raise TypeError(f"supernet: no such array: {data.dtype}")
        check(function(self.pointer, data.ctypes.data, len(data)))

    def build(self) -> ctypes.c_void_p:
        out = ctypes.c_void_p()
        check(lib.sn_builder_build(ctypes.byref(out), self.pointer))
        return out


def aggregate(items: Any, **options: Any) -> list[Network]:
    """The union as the fewest networks. Takes what IPSet takes.

        >>> aggregate(["10.1.0.0/24", "10.1.1.0-10.1.1.255"])
        [IPv4Network('10.1.0.0/23')]

    An object for each network: for millions of them take IPSet's to_text(),
    write() or to_array().
    """
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
    union = IPSet(items)
    merged = [netaddr.IPNetwork((int(net.network_address), net.prefixlen),
                                version=net.version) for net in union]
    if all(getattr(i, "_value", i.first) == i.first for i in items):
        return merged
    # Two networks that only touch have met, too: ranges, not aggregates.
    starts = [(first.version, int(first)) for first, _ in union.ranges()]
    place = [bisect.bisect_right(starts, (i.version, i.first)) - 1
             for i in items]
    met = collections.Counter(place)
    where = {(n.version, n.first): at for at, n in enumerate(merged)}
    for i, at in zip(items, place):
        if met[at] == 1 and isinstance(i, netaddr.IPNetwork):
            merged[where[i.version, i.first]] = i
    return merged
