"""A live inventory: changes in, changes of the aggregates out."""
from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterable
from typing import Any, NamedTuple

from ._lib import DELTA, Prefix, TrieChange, check, lib, memory
from ._sets import IPSet, prefix_dtype
from ._types import Network
from ._values import _addr, _address, _network, _prefix, to_network


class Delta(NamedTuple):
    """What a change did to the aggregates, each list ascending."""
    removed: list[Network]
    added: list[Network]


class Inventory:
    """A multiset of prefixes whose exact aggregates are kept current.

        >>> live = Inventory(["10.0.0.0/25"])
        >>> live.insert("10.0.0.128/25")
        Delta(removed=[IPv4Network('10.0.0.0/25')], \
added=[IPv4Network('10.0.0.0/24')])

    A prefix that was added twice has to be removed twice. apply() makes all
    of its changes or none, and nets what they do. It may be shared between
    threads.
    """

    def __init__(self, prefixes: Iterable[Any] = ()):
        self._lock = threading.Lock()
        self._trie = ctypes.c_void_p()
        check(lib.sn_trie_new(ctypes.byref(self._trie), None))
        self.apply(insert=prefixes)

    def __del__(self) -> None:
        lib.sn_trie_free(getattr(self, "_trie", None))

    def apply(self, insert: Iterable[Any] = (),
              remove: Iterable[Any] = ()) -> Delta:
        """Inserts and removes prefixes: all of them, or none.

        KeyError names a prefix that is not there to be removed; ValueError: a
        prefix that is none, or has host bits. O(w) for each of w bits, and
        the delta.
        """
        changes = [TrieChange(_prefix(to_network(p)), 0, 0) for p in insert]
        changes += [TrieChange(_prefix(to_network(p)), 0, 1) for p in remove]
        delta, bad = Delta([], []), ctypes.c_size_t()
        copies: list[tuple[bytes, bool]] = []
        raised: list[BaseException] = []

        def note(_ctx: Any, prefix: Prefix, added: bool) -> None:
            try:
                copies.append((bytes(prefix), added))
            except BaseException as why:  # pylint: disable=broad-except
                raised.append(why)

        with self._lock:
            status = lib.sn_trie_apply(
                self._trie, (TrieChange * len(changes))(*changes), len(changes),
                DELTA(note), None, ctypes.byref(bad))
        if status == -7:
            raise KeyError(str(_network(changes[bad.value].prefix)))
        check(status)
        if raised:
            raise raised[0]
        for raw, added in copies:
            net = _network(Prefix.from_buffer_copy(raw))
            (delta.added if added else delta.removed).append(net)
        return delta

    def insert(self, prefix: Any) -> Delta:
        """Adds one more of a prefix."""
        return self.apply(insert=[prefix])

    def remove(self, prefix: Any) -> Delta:
        """Takes one of a prefix away; KeyError when there is none."""
        return self.apply(remove=[prefix])

    def __contains__(self, prefix: Any) -> bool:
        return self.multiplicity(prefix) > 0

    def multiplicity(self, prefix: Any) -> int:
        """How often a prefix is there."""
        net = _prefix(to_network(prefix))
        with self._lock:
            return int(lib.sn_trie_multiplicity(self._trie, net))

    def __len__(self) -> int:
        """Distinct prefixes."""
        return int(lib.sn_trie_size(self._trie))

    def match(self, address: Any) -> Network | None:
        """The longest prefix that holds an address, or None. O(w)."""
        found, wanted = Prefix(), _addr(_address(address))
        with self._lock:
            status = lib.sn_trie_match(self._trie, wanted,
                                       ctypes.byref(found), None)
        if status == -7:
            return None
        check(status)
        return _network(found)

    def match_array(self, addresses: Any) -> Any:
        """For a numpy array of IPv4 numbers (host order), one of prefixes.

        Of prefix_dtype(4); len is 255 where no prefix holds the address.
        """
        import numpy
        numbers = numpy.ascontiguousarray(addresses, dtype=numpy.uint32)
        out = numpy.zeros(numbers.shape, prefix_dtype(4))
        found = numpy.zeros(numbers.shape, numpy.bool_)
        if numbers.size:
            with memory(numbers) as view, self._lock:
                lib.sn_trie_match4(self._trie, view.buf, numbers.size,
                                   out.ctypes.data, None, found.ctypes.data)
        out["len"][~found] = 255
        return out

    def aggregates(self) -> IPSet:
        """The exact aggregates as they are now. O(n)."""
        out = ctypes.c_void_p()
        with self._lock:
            check(lib.sn_trie_aggregate(ctypes.byref(out), self._trie))
        return IPSet._own(out)
