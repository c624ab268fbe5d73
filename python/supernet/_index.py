"""Which aggregate of a set holds an address."""
from __future__ import annotations

import ctypes
from typing import Any

from ._lib import Prefix, check, lib, memory
from ._sets import IPSet, prefix_dtype
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
        """For a numpy array of IPv4 numbers (host order), one of prefixes.

        Of prefix_dtype(4); len is 255 where no aggregate holds the address.
        """
        import numpy
        numbers = numpy.ascontiguousarray(addresses, dtype=numpy.uint32)
        out = numpy.zeros(numbers.shape, prefix_dtype(4))
        found = numpy.zeros(numbers.shape, numpy.bool_)
        if numbers.size:
            with memory(numbers) as view:
                lib.sn_index_match4(self._index, view.buf, numbers.size,
                                    out.ctypes.data, found.ctypes.data)
        out["len"][~found] = 255
        return out
