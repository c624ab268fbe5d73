"""Which aggregate of a set holds an address."""
from __future__ import annotations

import ctypes
from typing import Any

from ._lib import Prefix, check, lib
from ._input import match_array
from ._sets import IPSet
from ._types import Network
from ._values import _addr, _address, _network


class Index:
    """A frozen set made ready for many look-ups, also from many threads.

        >>> Index(IPSet(["10.0.0.0/8"])).match("10.1.2.3")
        IPv4Network('10.0.0.0/8')
    """

    def __init__(self, items: Any):
        # The index borrows the set, which therefore has to stay.
        self._index = ctypes.c_void_p()
        self._items = items if isinstance(items, IPSet) else IPSet(items)
        check(lib.sn_index_new(ctypes.byref(self._index), self._items._set))

    def __del__(self) -> None:
        lib.sn_index_free(getattr(self, "_index", None))

    def match(self, address: Any) -> Network | None:
        """The aggregate that holds an address, or None. O(log n)."""
        found = Prefix()
        status = lib.sn_index_match(self._index, _addr(_address(address)),
                                    ctypes.byref(found))
        if status == -7:
            return None
        check(status)
        return _network(found)

    def match_array(self, addresses: Any) -> Any:
        """For an array of addresses one of prefixes, of the same shape.

        Integers are IPv4 addresses in host order; of IPv6, address_dtype(6).
        The result is of prefix_dtype(); len is 255 where no aggregate holds
        the address.
        """
        def match4(data: int, n: int, out: int, _: int, found: int) -> None:
            lib.sn_index_match4(self._index, data, n, out, found)

        def match6(data: int, n: int, out: int, _: int, found: int) -> None:
            lib.sn_index_match6(self._index, data, n, out, found)

        return match_array(addresses, match4, match6)[0]

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies and pickles as its set, and is made anew."""
        return type(self), (self._items,), {
            k: v for k, v in self.__dict__.items()
            if k not in ("_index", "_items")} or None
