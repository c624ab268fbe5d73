"""A live inventory: changes in, changes of the aggregates out."""
from __future__ import annotations

import array
import ctypes
import threading
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ._input import match_array, one_row, prefix_dtype
from ._lib import (DELTA, Prefix, TrieChange, TrieEntry, TrieIter, check,
                   lib)
from ._sets import IPSet
from ._types import Network
from ._values import _addr, _address, _network, _prefix, to_network


class Delta(NamedTuple):
    """What a change did to the aggregates, each list ascending."""
    removed: list[Network]
    added: list[Network]


_NO_DELTA: Any = DELTA(0)  # NULL: nobody is told


class _Changes:
    """Insertions, then removals, as an array of sn_trie_change."""

    def __init__(self, insert: Any, remove: Any = ()):
        words = array.array("Q")
        self._add(words, insert, 0)
        if isinstance(remove, Mapping):
            raise TypeError("what is removed has no values")
        self._add(words, remove, 1 << 32)
        self.n = len(words) * 8 // ctypes.sizeof(TrieChange)
        self._kept = words
        self.pointer = ctypes.cast(words.buffer_info()[0],
                                   ctypes.POINTER(TrieChange))

    @staticmethod
    def _add(words: array.array[int], prefixes: Any, remove: int) -> None:
        if hasattr(prefixes, "__array_interface__") and prefixes.dtype.names:
            words.frombytes(_rows(one_row(prefixes), remove))
            return
        if isinstance(prefixes, (str, bytes)):
            raise TypeError("an iterable of prefixes was expected, not text")
        pairs = prefixes.items() if isinstance(prefixes, Mapping) \
            else ((p, 0) for p in prefixes)
        for prefix, value in pairs:
            if not 0 <= value < 1 << 32:
                raise ValueError(f"values are 0 to 2^32 - 1: {value}")
            p = _prefix(to_network(prefix))
            words.extend((p.hi, p.lo, p.family | p.len << 8, value | remove))


def _rows(data: Any, remove: int) -> bytes:
    """An array of prefix_dtype() as such changes."""
    import numpy
    if data.dtype not in (prefix_dtype(4), prefix_dtype(6)):
        raise TypeError(f"supernet: no prefixes: {data.dtype}")
    family = 4 if data.dtype == prefix_dtype(4) else 6
    out = numpy.zeros((len(data), 4), numpy.uint64)
    out[:, 0] = 0 if family == 4 else data["hi"]
    out[:, 1] = data["addr"] if family == 4 else data["lo"]
    out[:, 2] = data["len"].astype(numpy.uint64) << numpy.uint64(8)
    out[:, 2] |= numpy.uint64(family)
    out[:, 3] = remove
    return out.tobytes()


def _restore(cls: Any, changes: bytes) -> Inventory:
    made: Inventory = cls.__new__(cls)
    Inventory.__init__(made)
    loaded = _Changes(())
    loaded._kept.frombytes(changes)
    loaded.n = len(changes) // ctypes.sizeof(TrieChange)
    loaded.pointer = ctypes.cast(loaded._kept.buffer_info()[0],
                                 ctypes.POINTER(TrieChange))
    made._change(loaded, None)
    return made


class Inventory:
    """A multiset of prefixes whose exact aggregates are kept current.

        >>> live = Inventory(["10.0.0.0/25"])
        >>> live.insert("10.0.0.128/25")
        Delta(removed=[IPv4Network('10.0.0.0/25')], \
added=[IPv4Network('10.0.0.0/24')])

    prefixes: an iterable of them, a mapping of prefixes to values, or an array
    of prefix_dtype(). Iteration gives the distinct ones.

    A prefix that was added twice has to be removed twice. apply() makes all
    of its changes or none, and nets what they do. It may be shared between
    threads; a signal handler that interrupts a call gets RuntimeError.
    """

    def __init__(self, prefixes: Any = ()):
        self._lock: Any = threading.RLock()
        self._trie = ctypes.c_void_p()
        check(lib.sn_trie_new(ctypes.byref(self._trie), None))
        self._change(_Changes(prefixes), None)

    def __del__(self) -> None:
        lib.sn_trie_free(getattr(self, "_trie", None))

    def _alone(self) -> Any:
        """The lock; a signal handler cannot wait for what it interrupted."""
        if self._lock._is_owned():
            raise RuntimeError("the inventory is in use, by what was "
                               "interrupted to ask for it")
        return self._lock

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies and pickles with multiplicities and values."""
        with self._alone():
            entries = list(self._entries(lib.sn_trie_iter_init))
        words: list[int] = []
        for e in entries:
            words += [e.prefix.hi, e.prefix.lo,
                      e.prefix.family | e.prefix.len << 8,
                      e.value] * e.multiplicity
        return (_restore, (type(self), array.array("Q", words).tobytes()),
                {k: v for k, v in self.__dict__.items()
                 if k not in ("_lock", "_trie")} or None)

    def _change(self, changes: _Changes, delta: Any) -> None:
        bad = ctypes.c_size_t()
        with self._alone():
            status = lib.sn_trie_apply(
                self._trie, changes.pointer, changes.n,
                _NO_DELTA if delta is None else DELTA(delta),
                None, ctypes.byref(bad))
        if status == -7:
            raise KeyError(str(_network(changes.pointer[bad.value].prefix)))
        check(status)

    def apply(self, insert: Any = (), remove: Any = ()) -> Delta:
        """Inserts and removes prefixes: all of them, or none.

        Each is an iterable of prefixes, an array of prefix_dtype(), or, of
        what is inserted, a mapping of prefixes to values, which are numbers
        below 2^32. KeyError names a prefix that is not there to be removed;
        ValueError: a prefix that is none, or has host bits. O(w) for each of
        w bits, and the delta.
        """
        changes = _Changes(insert, remove)
        delta = Delta([], [])
        copies: list[tuple[bytes, bool]] = []
        raised: list[BaseException] = []

        def note(_ctx: Any, prefix: Prefix, added: bool) -> None:
            try:
                copies.append((bytes(prefix), added))
            except BaseException as why:  # pylint: disable=broad-except
                raised.append(why)

        self._change(changes, note)
        if raised:
            raise raised[0]
        for raw, added in copies:
            net = _network(Prefix.from_buffer_copy(raw))
            (delta.added if added else delta.removed).append(net)
        return delta

    def insert(self, prefix: Any, value: int = 0) -> Delta:
        """Adds one more of a prefix; its value, below 2^32, is the last given.
        """
        return self.apply(insert={prefix: value})

    def remove(self, prefix: Any) -> Delta:
        """Takes one of a prefix away; KeyError when there is none."""
        return self.apply(remove=[prefix])

    def __contains__(self, prefix: Any) -> bool:
        return self.multiplicity(prefix) > 0

    def multiplicity(self, prefix: Any) -> int:
        """How often a prefix is there."""
        net = _prefix(to_network(prefix))
        with self._alone():
            return int(lib.sn_trie_multiplicity(self._trie, net))

    def __len__(self) -> int:
        """Distinct prefixes."""
        return int(lib.sn_trie_size(self._trie))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)} prefixes)"

    def _entries(self, begin: Any, *arguments: Any) -> Iterator[TrieEntry]:
        it = TrieIter()
        begin(ctypes.byref(it), self._trie, *arguments)
        while True:
            entry = TrieEntry()
            if not lib.sn_trie_iter_next(ctypes.byref(it),
                                         ctypes.byref(entry)):
                return
            yield entry

    def _listed(self, begin: Any, *arguments: Any) -> list[TrieEntry]:
        with self._alone():
            return list(self._entries(begin, *arguments))

    def __iter__(self) -> Iterator[Network]:
        """The distinct prefixes as they are now, ascending, IPv4 first."""
        return (_network(e.prefix) for e in self._listed(
            lib.sn_trie_iter_init))

    def items(self) -> Iterator[tuple[Network, int]]:
        """(prefix, value) of each, as iteration gives them."""
        return ((_network(e.prefix), e.value) for e in self._listed(
            lib.sn_trie_iter_init))

    def covered(self, prefix: Any) -> list[Network]:
        """Those inside a prefix, itself included, ascending."""
        return [_network(e.prefix) for e in self._listed(
            lib.sn_trie_iter_covered, _prefix(to_network(prefix)))]

    def covering(self, prefix: Any) -> list[Network]:
        """Those that hold a prefix, itself included, the shortest first."""
        return [_network(e.prefix) for e in self._listed(
            lib.sn_trie_iter_covering, _prefix(to_network(prefix)))]

    def __getitem__(self, prefix: Any) -> int:
        """The value of a prefix; KeyError: it is not there."""
        wanted = _prefix(to_network(prefix))
        for e in reversed(self._listed(lib.sn_trie_iter_covering, wanted)):
            if e.prefix.len == wanted.len:
                return int(e.value)
        raise KeyError(str(prefix))

    def match(self, address: Any) -> Network | None:
        """The longest prefix that holds an address, or None. O(w)."""
        found = self.match_value(address)
        return found[0] if found else None

    def match_value(self, address: Any) -> tuple[Network, int] | None:
        """That prefix and its value."""
        found, wanted = Prefix(), _addr(_address(address))
        value = ctypes.c_uint32()
        with self._alone():
            status = lib.sn_trie_match(self._trie, wanted, ctypes.byref(found),
                                       ctypes.byref(value))
        if status == -7:
            return None
        check(status)
        return _network(found), value.value

    def match_array(self, addresses: Any) -> Any:
        """For an array of addresses one of prefixes, of the same shape.

        Integers are IPv4 addresses in host order; of IPv6, address_dtype(6).
        The result is of prefix_dtype(); len is 255 where no prefix holds the
        address.
        """
        return self.match_values(addresses)[0]

    def match_values(self, addresses: Any) -> tuple[Any, Any]:
        """match_array() and an array of the values, 0 where there is none."""
        def match4(data: int, n: int, out: int, values: int,
                   found: int) -> None:
            lib.sn_trie_match4(self._trie, data, n, out, values, found)

        def match6(data: int, n: int, out: int, values: int,
                   found: int) -> None:
            lib.sn_trie_match6(self._trie, data, n, out, values, found)

        with self._alone():
            return match_array(addresses, match4, match6)

    def aggregates(self) -> IPSet:
        """The exact aggregates as they are now. O(n)."""
        out = ctypes.c_void_p()
        with self._alone():
            check(lib.sn_trie_aggregate(ctypes.byref(out), self._trie))
        return IPSet._own(out)
