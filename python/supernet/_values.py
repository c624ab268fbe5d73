"""Addresses and prefixes of every make, into the library's and back."""
from __future__ import annotations

import ctypes
import ipaddress

from ._lib import Addr, ErrorInfo, Prefix, Range, check, lib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from ._types import Address, Network

MASK64 = (1 << 64) - 1


def _address(value: Any) -> Address:
    """An address of any kind: of ipaddress or netaddr, or strict text."""
    if isinstance(value, (ipaddress.IPv4Address, ipaddress.IPv6Address)):
        return value
    if isinstance(value, str):
        a, info, text = Addr(), ErrorInfo(), value.encode("utf-8", "replace")
        check(lib.sn_addr_parse(a, text, len(text), info), info)
        return ipaddress.IPv4Address(a.lo) if a.family == 4 \
            else ipaddress.IPv6Address(a.hi << 64 | a.lo)
    if getattr(value, "version", 0) in (4, 6) and hasattr(value, "__int__"):
        return ipaddress.IPv4Address(int(value)) if value.version == 4 \
            else ipaddress.IPv6Address(int(value))
    raise TypeError(f"no address: {value!r}")


def is_one(value: Any) -> bool:
    """Whether it is an address, a network or a range, of whatever make: one
    item, though it may iterate over its addresses."""
    return getattr(value, "version", None) in (4, 6)


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
    if not isinstance(value, str):
        if not hasattr(value, "version"):
            raise TypeError(f"no network: {value!r}")
        value = str(getattr(value, "cidr", value)).partition("%")[0]
    p, info, text = Prefix(), ErrorInfo(), value.encode("utf-8", "replace")
    check(lib.sn_prefix_parse(p, text, len(text), 0, info), info)
    return _network(p)


def _ends(item: Any) -> tuple[int, int, int]:
    """(version, first, last) of an ipaddress or netaddr object or a pair."""
    if isinstance(item, (ipaddress.IPv4Interface, ipaddress.IPv6Interface)):
        item = item.network
    if isinstance(item, (ipaddress.IPv4Network, ipaddress.IPv6Network)):
        return (item.version, int(item.network_address),
                int(item.broadcast_address))
    if isinstance(item, (ipaddress.IPv4Address, ipaddress.IPv6Address)):
        return item.version, int(item), int(item)
    if isinstance(item, (tuple, list)) and len(item) == 2:
        first, last = map(_address, item)
        if first.version != last.version:
            raise TypeError(f"{first} and {last} are of two families")
        if int(first) > int(last):
            raise ValueError(f"{last} comes before {first}")
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


def bytes_into(file: Any) -> Callable[[int, int], None]:
    """What hands the pieces of through() to a binary file, without a copy."""
    def take(data: int, size: int) -> None:
        done = 0
        with memoryview((ctypes.c_char * size).from_address(data)) as whole:
            while done < size:
                with whole[done:] as view:
                    n = file.write(view)
                if n is None:
                    raise BlockingIOError("nothing can be written yet")
                if not 0 < n <= size - done:
                    raise OSError(f"write() of {size - done} bytes says {n}")
                done += n
    return take
