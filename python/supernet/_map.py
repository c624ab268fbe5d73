"""Prefixes and what they stand for: which value has an address."""
from __future__ import annotations

import array
import ctypes
import ipaddress
from collections.abc import Iterator, Mapping
from typing import Any

from ._input import (LENIENT, SKIP_INVALID, STRICT_NETWORK, address_dtype,
                     listed, numbers4, one_row, place, prefix_dtype,
                     range_dtype, with_gaps)
from ._lib import (ErrorInfo, MapEntry, MapIter, MapOptions, Prefix, Range,
                   TextError, check, check_packed, lib, memory, packed)
from ._types import Network
from ._values import MASK64, _addr, _address, _ends, _network, _prefix, \
    is_one, to_network

NONE = 0xFFFFFFFF  # no value
MERGE = 1
WORDS = ctypes.sizeof(Range) // 8


class IPMap(Mapping[Network, Any]):
    """A frozen mapping of prefixes to values of any kind, by longest match.

        >>> who = IPMap({"10.0.0.0/8": "all", "10.1.0.0/16": "branch"})
        >>> who.match("10.1.2.3"), who.match("10.9.9.9"), who.match("::1")
        ('branch', 'all', None)
        >>> who.match(["10.1.2.3", "192.0.2.1"])
        ['branch', None]
        >>> list(who.covering("10.1.2.0/24"))
        [(IPv4Network('10.0.0.0/8'), 'all'), \
(IPv4Network('10.1.0.0/16'), 'branch')]

    items is a mapping, or an iterable of (prefix, value) pairs; see
    from_columns() for two columns. A prefix is text, an ipaddress or netaddr
    object, or a range, as text or a (first, last) pair, which counts as its
    prefixes. Of one that comes twice the last value counts.

    As a mapping it has the prefixes, ascending, IPv4 first: map[prefix] is the
    value of that very prefix. match() looks addresses up. With merge,
    neighbours of equal value are one prefix, and so are a prefix and what it
    holds: it answers match() alike, and its prefixes are the fewest disjoint ones
    that do.

    Equal values are kept once. Building costs O(n); a map may be shared between
    threads, and pickles with its values.
    """

    def __init__(self, items: Any = (), *, merge: bool = False):
        pairs = items.items() if isinstance(items, Mapping) else items
        prefixes, values = [], []
        for prefix, value in pairs:
            prefixes.append(prefix)
            values.append(value)
        self._build(prefixes, values, merge)

    @classmethod
    def from_columns(cls, prefixes: Any, values: Any, *,
                     merge: bool = False) -> IPMap:
        """Of two columns of one length: lists, arrays, Series.

        prefixes may be of prefix_dtype(), whose host bits are masked, or of
        range_dtype().

            >>> IPMap.from_columns(["10.0.0.0/8", "::1"], [1, 2])
            IPMap(2 prefixes, 2 values)
        """
        made = cls.__new__(cls)
        made._build(prefixes, values, merge)
        return made

    def _build(self, prefixes: Any, values: Any, merge: bool) -> None:
        self._values: list[Any] = []
        self._merged = bool(merge)
        numbers = self._number(_listed(values))
        if hasattr(prefixes, "__array_interface__") and prefixes.dtype.names:
            items = one_row(prefixes)
            words, rows = _prefix_words(_array_ends(items)) \
                if items.dtype in (range_dtype(4), range_dtype(6)) \
                else (_array_words(items), None)
        else:
            items = _listed(prefixes)
            words, rows = _prefix_words(_text_ends(items))
        count = len(items)
        if count != len(numbers):
            raise ValueError(f"{count} prefixes have {len(numbers)} values")
        if rows is not None:
            numbers = array.array("I", [numbers[row] for row in rows])
        self._freeze(words, numbers)

    def _number(self, values: list[Any]) -> array.array[int]:
        """Each value by its number: equal ones of a type have the same."""
        known: dict[Any, int] = {}
        numbers = array.array("I")
        for value in values:
            key = (value.__class__, value)
            try:
                number = known.get(key)
            except TypeError:  # not hashable: itself only
                key = (id, id(value))
                number = known.get(key)
            if number is None:
                number = known[key] = len(self._values)
                self._values.append(value)
            numbers.append(number)
        return numbers

    def _freeze(self, words: array.array[int],
                numbers: array.array[int]) -> None:
        options = MapOptions(ctypes.sizeof(MapOptions), None,
                             MERGE * self._merged)
        pointer = ctypes.c_void_p()
        check(lib.sn_map_new(ctypes.byref(pointer), words.buffer_info()[0],
                             numbers.buffer_info()[0], len(numbers),
                             ctypes.byref(options)))
        self._map = pointer

    def __del__(self) -> None:
        lib.sn_map_free(getattr(self, "_map", None))

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        """Copies and pickles as its snapshot and its values; from protocol 5
        on, which hands buffers over out of band, without a copy of it."""
        snapshot: Any = packed(lib.sn_map_pack, lib.sn_map_pack_size,
                               self._map)
        if protocol >= 5:
            import pickle
            snapshot = pickle.PickleBuffer(snapshot)
        state = {key: value for key, value in self.__dict__.items()
                 if key not in ("_map", "_values", "_merged")}
        return (_restore, (type(self), snapshot, self._values, self._merged),
                state or None)

    def match(self, addresses: Any, default: Any = None, *,
              lenient: bool = False, skip_invalid: bool = False) -> Any:
        """The value of the longest prefix that holds an address, or default.

        Of a list, a list; of an array (numpy, array) or a Series, one of
        objects, of the same shape or index: integers are IPv4 addresses in host
        order, those of address_dtype(6) are of IPv6, text and objects of
        either. What is missing (None, NaN, NA, masked) has the default.
        TextError: text that is no address, which with skip_invalid has the
        default.
        """
        if isinstance(addresses, array.array) \
                or hasattr(addresses, "__array_interface__") \
                or hasattr(addresses, "to_numpy"):
            return self._match_array(addresses, default, lenient,
                                     skip_invalid)
        if isinstance(addresses, (str, bytes)) or is_one(addresses) \
                or not hasattr(addresses, "__iter__"):
            if not lenient and not skip_invalid and not _is_missing(addresses):
                return self._match_one(addresses, default)
            return self.match([addresses], default, lenient=lenient,
                              skip_invalid=skip_invalid)[0]
        numbers = self._match_texts(list(addresses), lenient, skip_invalid)
        values = self._values
        return [default if n == NONE else values[n] for n in numbers]

    def _match_one(self, address: Any, default: Any) -> Any:
        number = ctypes.c_uint32()
        status = lib.sn_map_match(self._map, _addr(_address(address)),
                                  ctypes.byref(number), None)
        if status == -7:
            return default
        check(status)
        return self._values[number.value]

    def match_item(self, address: Any) -> tuple[Network, Any] | None:
        """The longest prefix that holds an address, and its value; or None."""
        number, found = ctypes.c_uint32(), Prefix()
        status = lib.sn_map_match(self._map, _addr(_address(address)),
                                  ctypes.byref(number), ctypes.byref(found))
        if status == -7:
            return None
        check(status)
        return _network(found), self._values[number.value]

    def _match_texts(self, addresses: list[Any], lenient: bool,
                     skip_invalid: bool) -> array.array[int]:
        """Text and objects, of either family, by the numbers of values."""
        n, missing, texts = len(addresses), [], list(addresses)
        for i, a in enumerate(addresses):
            if isinstance(a, str):
                continue
            if _is_missing(a):
                missing.append(i)
                texts[i] = "::"
            else:
                texts[i] = _text(a)
        words = _placed(texts, LENIENT * bool(lenient)
                        | SKIP_INVALID * bool(skip_invalid))
        families = array.array("B", [f & 0xFF for f in words[2::WORDS]])
        if words[0::WORDS] != words[3::WORDS] \
                or words[1::WORDS] != words[4::WORDS]:
            missing += [i for i in range(n) if words[i * WORDS:i * WORDS + 2]
                        != words[i * WORDS + 3:i * WORDS + 5]]
            if not skip_invalid:
                raise _no_item("address", missing[-1], texts)
        numbers = array.array("I", [NONE]) * n
        four = [i for i in range(n) if families[i] == 4]
        six = [i for i in range(n) if families[i] == 6]
        lows, highs = words[1::WORDS], words[0::WORDS]
        addrs = array.array("I", [lows[i] for i in four])
        self._scatter(numbers, four, addrs, lib.sn_map_match4)
        pairs = array.array("Q", [w for i in six for w in (highs[i], lows[i])])
        self._scatter(numbers, six, pairs, lib.sn_map_match6)
        for i in missing:
            numbers[i] = NONE
        return numbers

    def _scatter(self, numbers: array.array[int], places: list[int],
                 addrs: array.array[int], match: Any) -> None:
        if not places:
            return
        got = array.array("I", [0]) * len(places)
        match(self._map, addrs.buffer_info()[0], len(places),
              got.buffer_info()[0], None)
        for place, number in zip(places, got):
            numbers[place] = number

    def numbers(self, addresses: Any, *, lenient: bool = False,
                skip_invalid: bool = False) -> Any:
        """For an array of addresses one of the numbers of values, as u4.

        map.distinct[number] is the value; 2^32 - 1: there is none. It costs
        nanoseconds an address where they are numbers.
        """
        import numpy
        data, gaps = with_gaps(addresses)
        if data.dtype.kind in "OUSTf":
            if data.dtype.kind == "S":
                data = numpy.char.decode(data, "utf-8", "replace")
            if gaps is not None:
                data = data.astype(object)
                data[gaps] = None
            return numpy.array(
                self._match_texts(data.ravel().tolist(), lenient,
                                  skip_invalid),
                numpy.uint32).reshape(data.shape)
        family = 6 if data.dtype == address_dtype(6) else 4
        data = numpy.ascontiguousarray(
            numbers4(data) if family == 4 else data,
            dtype=address_dtype(family)).reshape(data.shape)
        out = numpy.full(data.shape, NONE, numpy.uint32)
        match = lib.sn_map_match4 if family == 4 else lib.sn_map_match6
        if data.size:
            match(self._map, data.ctypes.data, data.size, out.ctypes.data,
                  None)
        if gaps is not None:
            out[gaps] = NONE
        return out

    def _match_array(self, addresses: Any, default: Any, lenient: bool,
                     skip_invalid: bool) -> Any:
        import numpy
        numbers = self.numbers(addresses, lenient=lenient,
                               skip_invalid=skip_invalid)
        table = numpy.empty(len(self._values) + 1, object)
        for i, value in enumerate(self._values):
            table[i] = value
        table[-1] = default
        found = table[numpy.minimum(numbers, len(self._values))]
        if hasattr(addresses, "index") and found.ndim == 1 \
                and hasattr(addresses, "to_numpy"):
            return type(addresses)(found, index=addresses.index, dtype=object,
                                   name=addresses.name)
        return found

    @property
    def distinct(self) -> list[Any]:
        """The values, each once, in the order they came."""
        return list(self._values)

    def __getitem__(self, prefix: Any) -> Any:
        number = ctypes.c_uint32()
        status = lib.sn_map_get(self._map, _prefix(to_network(prefix)),
                                ctypes.byref(number))
        if status == -7:
            raise KeyError(prefix)
        check(status)
        return self._values[number.value]

    def __contains__(self, prefix: object) -> bool:
        """Whether this very prefix has a value."""
        return not lib.sn_map_get(self._map, _prefix(to_network(prefix)), None)

    def __len__(self) -> int:
        """Prefixes. O(1)."""
        return int(lib.sn_map_size(self._map, 0))

    def _entries(self, start: Any, *prefix: Prefix) -> Iterator[MapEntry]:
        it, entry = MapIter(), MapEntry()
        start(ctypes.byref(it), self._map, *prefix)
        while lib.sn_map_iter_next(ctypes.byref(it), ctypes.byref(entry)):
            yield entry

    def _pairs(self, start: Any, *prefix: Prefix
               ) -> Iterator[tuple[Network, Any]]:
        for e in self._entries(start, *prefix):
            yield _network(e.prefix), self._values[e.value]

    def __iter__(self) -> Iterator[Network]:
        for e in self._entries(lib.sn_map_iter_init):
            yield _network(e.prefix)

    def covered(self, prefix: Any) -> Iterator[tuple[Network, Any]]:
        """The prefixes inside one, itself included, with their values."""
        return self._pairs(lib.sn_map_iter_covered,
                           _prefix(to_network(prefix)))

    def covering(self, prefix: Any) -> Iterator[tuple[Network, Any]]:
        """The prefixes that hold one, itself included, the shortest first."""
        return self._pairs(lib.sn_map_iter_covering,
                           _prefix(to_network(prefix)))

    def __repr__(self) -> str:
        return (f"{type(self).__name__}({len(self)} prefixes, "
                f"{len(self._values)} values)")


def _listed(column: Any) -> list[Any]:
    if isinstance(column, (str, bytes)):
        raise TypeError("a column was expected, not text")
    return listed(column)


def _is_missing(value: Any) -> bool:
    """None, NaN, and pandas' NA, of which nothing is true or false."""
    return value is None or type(value).__name__ == "NAType" \
        or bool(value != value)


def _text(value: Any) -> str:
    """An address without what else its object has: a network, a zone."""
    address = _address(value)
    kind: Any = ipaddress.IPv4Address if address.version == 4 \
        else ipaddress.IPv6Address
    return str(kind(int(address)))


def _no_item(what: str, at: int, texts: list[str]) -> TextError:
    return TextError(f"expected one {what}", -3, at + 1, 1, texts[at][:79])


def _placed(texts: list[str], flags: int) -> array.array[int]:
    """Items as the words of sn_range; of family 0 where there is none."""
    words = array.array("Q", bytes(len(texts) * WORDS * 8))
    if not texts:
        return words
    place(words.buffer_info()[0], texts, flags)
    if not flags & SKIP_INVALID:
        for i, family in enumerate(words[2::WORDS]):
            if not family & 0xFF:
                raise _no_item("item", i, texts)
    return words


def _text_ends(prefixes: list[Any]) -> Iterator[tuple[int, int, int]]:
    """(version, first, last) of each item, which is text or an object."""
    places = [i for i, p in enumerate(prefixes) if isinstance(p, str)]
    placed = _placed([prefixes[i] for i in places], STRICT_NETWORK)
    ends: list[Any] = [None] * len(prefixes)
    for k, i in enumerate(places):
        hi, lo, family, hi2, lo2, _ = placed[k * WORDS:(k + 1) * WORDS]
        ends[i] = family & 0xFF, hi << 64 | lo, hi2 << 64 | lo2
    return (known or _ends(item) for known, item in zip(ends, prefixes))


def _array_ends(ranges: Any) -> Iterator[tuple[int, int, int]]:
    """The same of an array of range_dtype()."""
    for row, words in enumerate(ranges.tolist(), 1):
        version, first, last = (4, *words) if len(words) == 2 else (
            6, words[0] << 64 | words[1], words[2] << 64 | words[3])
        if first > last:
            raise ValueError(f"item {row}: the last address comes before the "
                             "first")
        yield version, first, last


def _prefix_words(ends: Iterator[tuple[int, int, int]]
                  ) -> tuple[array.array[int], list[int]]:
    """The words of sn_prefix, and which item each of them is of."""
    words, rows = array.array("Q"), []
    for i, (version, first, last) in enumerate(ends):
        size = first ^ last
        if size & (size + 1) or first & size:
            parts = _summary(version, first, last)
        else:
            parts = [(first, (32 if version == 4 else 128)
                      - size.bit_length())]
        for at, length in parts:
            words.extend((at >> 64, at & MASK64, version | length << 8))
            rows.append(i)
    return words, rows


def _summary(version: int, first: int, last: int) -> list[tuple[int, int]]:
    """A range as (address, length) of its prefixes."""
    kind: Any = ipaddress.IPv4Address if version == 4 \
        else ipaddress.IPv6Address
    return [(int(net.network_address), net.prefixlen) for net in
            ipaddress.summarize_address_range(kind(first), kind(last))]


def _array_words(data: Any) -> array.array[int]:
    """An array of prefix_dtype() as the words of sn_prefix; bits masked."""
    import numpy
    if data.dtype not in (prefix_dtype(4), prefix_dtype(6)):
        raise TypeError(f"supernet: no prefixes: {data.dtype}")
    four = data.dtype == prefix_dtype(4)
    length = data["len"].astype(numpy.uint64)
    if len(data) and length.max() > (32 if four else 128):
        raise ValueError(f"a prefix length is 0 to {32 if four else 128}: "
                         f"{length.max()}")
    out = numpy.zeros((len(data), 3), numpy.uint64)
    # Bits of the upper and the lower word that belong to the prefix.
    kept = [length + numpy.uint64(32)] if four else [
        numpy.maximum(length, 64) - numpy.uint64(64),
        numpy.minimum(length, 64)]
    for column, name, bits in zip((1, 0), ("addr",) if four else ("lo", "hi"),
                                  kept):
        every = numpy.uint64(MASK64)
        host = numpy.where(bits > 0, every >> numpy.minimum(bits, 63), every)
        host = numpy.where(bits == 64, numpy.uint64(0), host)
        out[:, column] = data[name].astype(numpy.uint64) & ~host
    out[:, 2] = length << numpy.uint64(8) | numpy.uint64(4 if four else 6)
    words = array.array("Q")
    words.frombytes(out.tobytes())
    return words


def _restore(cls: Any, snapshot: Any, values: list[Any],
             merged: bool) -> IPMap:
    made: IPMap = cls.__new__(cls)
    made._values, made._merged = values, merged
    info, pointer = ErrorInfo(), ctypes.c_void_p()
    with memory(snapshot) as view:
        check_packed(lib.sn_map_unpack(
            ctypes.byref(pointer), view.buf, view.len, None,
            ctypes.byref(info)), info)
    made._map = pointer
    return made
