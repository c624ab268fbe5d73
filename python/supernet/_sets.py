"""Sets of addresses, and what is made of them."""
from __future__ import annotations

import collections.abc
import ctypes
import ipaddress
import os

from ._cover import Coverable
from ._input import (Builder, Report, _family, _threads, prefix_dtype,
                     range_dtype)
from ._lib import (ErrorInfo, Memory, Prefix, Range, SetIter, TemplateList,
                   TemplateOptions, check, check_packed, collect, lib, packed,
                   through)
from ._values import (MASK64, _network, _prefix, _range, bytes_into, is_one,
                      to_network)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, TypeVar

    from ._types import Address, Network

    Self = TypeVar("Self", bound="IPSet")


class IPSet(Coverable):
    """An immutable set of addresses, both families, any size.

        >>> s = IPSet("10.0.0.0/25\\n10.0.0.128/25\\n2001:db8::1\\n")
        >>> list(s)[0], len(s), s.count(4), "10.0.0.7" in s
        (IPv4Network('10.0.0.0/24'), 2, 256, True)
        >>> print((s | IPSet(["10.0.1.0/24"])).to_text().decode(), end="")
        10.0.0.0/23
        2001:db8::1/128

    items is one of
      - an iterable of strings, ipaddress or netaddr objects, (first, last)
        pairs, as tuples or lists, and paths of files as below; or one such
        object;
      - text, bytes or any buffer (bytearray, memoryview, mmap) with one item
        a line, read in place;
      - a path (os.PathLike) of such text, which is mapped, or read where it is
        a pipe or a device; an open file, from where it stands;
      - an array of one dimension (numpy, pandas, array): prefix_dtype() and
        range_dtype(), read in place where it is contiguous; address_dtype(6);
        integers, which are IPv4 addresses; text; objects;
      - another IPSet.

    Options for text, as those of the command: threads (0: one for each
    processor), lenient (also odd notations, through libcidr), strict_network
    (host bits are an error; they are cleared otherwise), skip_invalid (pass
    over bad lines), column and delimiter (the item is that column of CSV,
    from 1). TextError says line and column of the first bad line. report
    counts what the text held; a TextWarning says that something was skipped
    or read leniently.

    Iteration gives the exact aggregates as ipaddress networks, ascending,
    IPv4 first; | & - ^ ~ make new sets; <= is "is contained in". Sets may be
    shared between threads. Building costs O(n), and at most 20 bytes a line
    of IPv4 beside the text; the interpreter's lock is not held meanwhile.
    """

    __slots__ = ("_set", "_kept", "report", "__weakref__")
    __array_ufunc__ = None  # array | set: of the set, not of each element
    _kept: Memory  # what a snapshot lies in, if the set was made of one
    report: Report | None  # None: it was not made of text

    def __init__(self, items: Any = (), *, threads: int = 0,
                 lenient: bool = False, strict_network: bool = False,
                 skip_invalid: bool = False, column: int = 0,
                 delimiter: str = ","):
        self._set = None
        builder = Builder(threads, lenient=lenient,
                          strict_network=strict_network,
                          skip_invalid=skip_invalid, column=column,
                          delimiter=delimiter)
        if isinstance(items, IPSet):
            other: IPSet = items
            check(lib.sn_builder_add_set(builder.pointer, other._set))
        else:
            builder.add(items)
        self._set = builder.build()
        self.report = builder.report()

    @classmethod
    def _own(cls: type[Self], pointer: ctypes.c_void_p) -> Self:
        made = cls.__new__(cls)
        made._set = pointer
        made.report = None
        return made

    def __del__(self) -> None:
        if getattr(self, "_set", None):
            lib.sn_set_free(self._set)

    def _combine(self: Self, function: Any, other: Any,
                 swapped: bool = False) -> Self:
        if not isinstance(other, IPSet):
            if not isinstance(other, collections.abc.Iterable) \
                    and not is_one(other):
                return NotImplemented
            other = IPSet(other)
        out = ctypes.c_void_p()
        a: Any = other if swapped else self
        b: Any = self if swapped else other
        check(function(ctypes.byref(out), a._set, b._set))
        return self._own(out)

    def __or__(self: Self, other: Any) -> Self:
        return self._combine(lib.sn_set_union, other)

    def __and__(self: Self, other: Any) -> Self:
        return self._combine(lib.sn_set_intersect, other)

    def __sub__(self: Self, other: Any) -> Self:
        return self._combine(lib.sn_set_subtract, other)

    def __xor__(self: Self, other: Any) -> Self:
        return self._combine(lib.sn_set_symdiff, other)

    __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

    def __rsub__(self: Self, other: Any) -> Self:
        return self._combine(lib.sn_set_subtract, other, swapped=True)

    def union(*sets: Any) -> Any:
        """It and others, or (of the class) many sets: all at once.

            >>> IPSet(["10.0.0.0/25"]).union(["10.0.0.128/25"], ["::1"])
            IPSet(2 aggregates, 257 addresses)
            >>> IPSet.union([IPSet(["10.0.0.0/25"]), IPSet(["10.0.0.128/25"])])
            IPSet(1 aggregates, 256 addresses)

        Each is a set or what makes one. O(n) of their ranges.
        """
        kind: Any = type(sets[0]) if isinstance(sets[0], IPSet) else IPSet
        if not isinstance(sets[0], IPSet):
            (sets,) = sets
        kept = [s if isinstance(s, IPSet) else IPSet(s) for s in sets]
        pointers = (ctypes.c_void_p * len(kept))(*(s._set for s in kept))
        out = ctypes.c_void_p()
        check(lib.sn_set_union_many(ctypes.byref(out), pointers, len(kept),
                                    None))
        return kind._own(out)

    def intersection(self: Self, *others: Any) -> Self:
        """What is in it and in each of others, which are sets or make one."""
        result: Any = self
        for other in others:
            result = result & other
        return result  # type: ignore[no-any-return]

    def difference(self: Self, *others: Any) -> Self:
        """What is in it and in none of others."""
        result: Any = self
        for other in others:
            result = result - other
        return result  # type: ignore[no-any-return]

    def symmetric_difference(self: Self, other: Any) -> Self:
        """What is in just one of the two."""
        result: Self = self ^ other
        return result

    def __invert__(self: Self) -> Self:
        return self.complement()

    def complement(self: Self, within: Any = None) -> Self:
        """What is missing: of a prefix, or of each family that occurs.

        O(n).
        """
        out = ctypes.c_void_p()
        prefix = None if within is None else ctypes.byref(
            _prefix(to_network(within)))
        check(lib.sn_set_complement(ctypes.byref(out), self._set, prefix))
        return self._own(out)

    def __contains__(self, item: Any) -> bool:
        """Whether it holds an address, a network or a range. O(log n).

        item: what stands in an iterable of items, or its text.
        """
        return bool(lib.sn_set_contains_range(self._set, _range(item)))

    def issuperset(self, other: Any) -> bool:
        """Whether it holds all of another. O(n + m), as the next two."""
        kept = _as_set(other)
        return bool(lib.sn_set_contains_set(self._set, kept._set))

    def issubset(self, other: Any) -> bool:
        """Whether another holds all of it."""
        return _as_set(other).issuperset(self)

    def isdisjoint(self, other: Any) -> bool:
        """Whether they have no address in common."""
        kept = _as_set(other)
        return not lib.sn_set_overlaps(self._set, kept._set)

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

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """Copies and pickles as its snapshot; from protocol 5 on, which hands
        buffers over out of band, without a copy of it in the pickle."""
        snapshot: Any = self.to_snapshot()
        if protocol >= 5:
            import pickle
            snapshot = pickle.PickleBuffer(snapshot)
        return (_restore, (type(self), snapshot, self.report),
                getattr(self, "__dict__", None) or None)

    def to_snapshot(self) -> bytes:
        """The set as bytes, as `supernet aggregate --format snapshot` writes.

        64 bytes, and 8 for each range of IPv4, 32 of IPv6. Equal sets have
        equal ones. from_snapshot() of this and all later versions takes them.
        """
        return packed(lib.sn_set_pack, lib.sn_set_pack_size, self._set)

    @classmethod
    def from_snapshot(cls: type[Self], data: Any) -> Self:
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
        check_packed(lib.sn_set_borrow(
            ctypes.byref(out), kept.view.buf, kept.view.len, 1, None,
            ctypes.byref(info)), info)
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
        return int(lib.sn_set_count(self._set, family and _family(family)))

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
        return (f"{type(self).__name__}({len(self)} aggregates, "
                f"{self.count()} addresses)")

    def to_text(self, *, ranges: bool = False, threads: int = 0) -> bytes:
        """One aggregate (or range) a line, as the command writes it."""
        return collect(self._writer(ranges, threads))

    def write(self, file: Any, *, ranges: bool = False,
              threads: int = 0) -> None:
        """to_text() into a binary file, without a copy in memory."""
        through(self._writer(ranges, threads), bytes_into(file))

    def _writer(self, ranges: bool, threads: int) -> Any:
        checked = _threads(threads)
        return lambda sink: lib.sn_set_write(self._set, int(bool(ranges)),
                                             checked, sink, None)

    def to_json(self) -> str:
        """What `supernet aggregate --format json` prints."""
        return self._rendered("json")

    def to_csv(self) -> str:
        """What `supernet aggregate --format csv` prints."""
        return self._rendered("csv")

    def render(self, format: str | None = None, *,
               template: str | None = None, head: str | None = None,
               tail: str | None = None, separator: str | None = None,
               batch: int = 0, name: str | None = None) -> bytes:
        """The aggregates by a template, as the command's --format, --template
        and so on write them: see supernet-lists(1)."""
        options = TemplateOptions(ctypes.sizeof(TemplateOptions))
        if not 0 <= batch <= MASK64:
            raise ValueError(f"no such number of prefixes: {batch}")
        options.batch = batch
        for field, text in (("format", format), ("item", template),
                            ("head", head), ("tail", tail),
                            ("separator", separator), ("name", name)):
            if text is not None:
                if "\0" in text:
                    raise ValueError(f"{field}: a NUL is written \\0")
                setattr(options, field, text.encode())
        made, info = ctypes.c_void_p(), ErrorInfo()
        status = lib.sn_template_new(ctypes.byref(made),
                                     ctypes.byref(options), ctypes.byref(info))
        check(status, info)
        try:
            return collect(lambda sink: self._through(made, sink))
        finally:
            lib.sn_template_free(made)

    def _through(self, template: ctypes.c_void_p, sink: Any) -> int:
        writer = ctypes.c_void_p()
        status = lib.sn_template_writer_new(ctypes.byref(writer), template,
                                            sink, None)
        if status:
            return int(status)
        one = TemplateList(ctypes.sizeof(TemplateList))
        one.set = self._set
        lib.sn_template_writer_put(writer, ctypes.byref(one))
        return int(lib.sn_template_writer_end(writer))

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
        return numpy.frombuffer(memoryview(buffer).toreadonly(), dtype)


collections.abc.Set.register(IPSet)


def _as_set(other: Any) -> IPSet:
    return other if isinstance(other, IPSet) else IPSet(other)


def _restore(cls: Any, snapshot: Any, report: Report | None) -> IPSet:
    made: IPSet = cls.from_snapshot(snapshot)
    made.report = report
    return made


def aggregate(items: Any, **options: Any) -> list[Network]:
    """The union as the fewest networks. Takes what IPSet takes.

        >>> aggregate(["10.1.0.0/24", "10.1.1.0-10.1.1.255"])
        [IPv4Network('10.1.0.0/23')]

    An object for each network: for millions of them take IPSet's to_text(),
    write() or to_array().
    """
    return list(IPSet(items, **options))
