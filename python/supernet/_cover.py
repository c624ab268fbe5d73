"""Covers: at most so many prefixes, with the fewest extra addresses."""
from __future__ import annotations

import ctypes
from collections.abc import Mapping

from ._lib import (Count, CoverOptions, CoverPoint, CoverResult, Infeasible,
                   Owner, Prefix, Weight, check, lib)
from ._values import MASK64, _network, _prefix, to_network

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ._types import Network
    _Networks = list[Network]
else:
    _Networks = list

INFEASIBLE = (1 << 256) - 1


class Cover(_Networks):
    """The prefixes of a cover, ascending, IPv4 first: a list with a price.

    extra is how many addresses are covered that are not in the set, extra4
    and extra6 those of each family; cost is what was made least: that with the
    prices of weights, plus the churn. Where both families occur, an address of
    the one whose common prefix is smaller counts as many as make them equal.
    """
    extra: int = 0
    extra4: int = 0
    extra6: int = 0
    cost: int = 0


def _millionths(share: float, most: float) -> int:
    if not 0 <= share <= most:
        raise ValueError(f"no such share: {share}")
    return round(share * 1_000_000)


def _count(number: int) -> Count:
    if number >= 1 << 256:
        raise ValueError(f"no such number of addresses: {number}")
    return Count((ctypes.c_uint64 * 4)(
        *[number >> 64 * i & MASK64 for i in range(4)]))


class Coverable:
    """What an IPSet can do with covers."""

    __slots__ = ()
    _set: Any

    def _cover_options(self, owner: Owner, avoid: Any,
                       shortest: int | tuple[int, int], previous: Any,
                       churn_cost: int, weights: Any) -> CoverOptions:
        if isinstance(shortest, int):
            shortest = (shortest, 0)
        if not (0 <= shortest[0] <= 32 and 0 <= shortest[1] <= 128):
            raise ValueError(f"no such lengths: {shortest}")
        if not 0 <= churn_cost <= MASK64:
            raise ValueError(f"no such cost: {churn_cost}")
        options = CoverOptions(ctypes.sizeof(CoverOptions))
        options.shortest4, options.shortest6 = shortest
        if avoid is not None:
            options.kept = avoid if isinstance(avoid, type(self)) \
                else type(self)(avoid)  # type: ignore[call-arg]
            options.avoid = options.kept._set
        options.churn_cost = churn_cost
        old = [_prefix(to_network(p)) for p in previous]
        if old:
            options.previous = owner.make(
                lib.sn_prefixes_new, lib.sn_prefixes_free,
                (Prefix * len(old))(*old), len(old), None)
        if isinstance(weights, Mapping):
            weights = weights.items()
        priced = []
        for prefix, cost in weights:
            if not 0 <= cost <= MASK64:
                raise ValueError(f"no such cost: {cost}")
            priced.append(Weight(_prefix(to_network(prefix)), cost))
        options.prices = (Weight * len(priced))(*priced)
        options.weights = ctypes.addressof(options.prices)
        options.weight_count = len(priced)
        return options

    def cover(self, k: int = 0, *, k4: int = 0, k6: int = 0,
              max_extra: int | None = None, max_share: float | None = None,
              density: float = 0, lengths: int = 0, avoid: Any = None, 
              shortest: int | tuple[int, int] = 0,
              previous: Iterable[Any] = (), churn_cost: int = 0,
              weights: Mapping[Any, int] | Iterable[tuple[Any, int]] = (),
              ) -> Cover:
        """At most k prefixes with provably the fewest extra addresses.

            >>> import supernet
            >>> s = supernet.IPSet(["10.0.0.0/24", "10.0.2.0/24"])
            >>> got = s.cover(1)
            >>> got, got.extra
            ([IPv4Network('10.0.0.0/22')], 512)

        Of a set of both families, an extra address costs its share of the
        common prefix of its family. Instead of k: k4, k6: as many of each
        family; one that is not given stays exact. max_extra: the fewest
        prefixes within so many addresses; max_share: of each family within
        that share of its own (0.05: 5 %). density: the fewest of which each
        is input for at least that share. lengths: exact, in so many different
        lengths of each family. avoid: a set (or what makes one) that no prefix may touch. shortest:
        no prefix is shorter; a pair for IPv4 and IPv6. weights: prefixes and
        what an extra address in each costs, instead of 1; the longest match
        wins. previous, churn_cost: each prefix dropped from the list in use
        or added to it costs as much as so many extra addresses.

        Infeasible (its .prefixes is the least number that would do); Error:
        nothing is asked for, or what does not go together, a prefix priced
        twice, too large. O(n log n) time and about 62 bytes an aggregate of
        IPv4.
        """
        if min(k, k4, k6, max_extra or 0, lengths) < 0 or lengths > 129 \
                or max(k, k4, k6) > MASK64:
            raise ValueError("numbers of prefixes, addresses and lengths are "
                             "at least 0, prefixes below 2^64, and lengths at "
                             "most 129")
        owner = Owner()
        options = self._cover_options(owner, avoid, shortest, previous,
                                      churn_cost, weights)
        options.max_prefixes = k
        options.max_prefixes4, options.max_prefixes6 = k4, k6
        options.density = _millionths(density, 1)
        options.max_lengths = lengths
        if max_share is not None:
            share = ctypes.c_uint64(_millionths(max_share, 1e9))
            options.max_share = ctypes.pointer(share)
        if max_extra is not None:
            limit = _count(max_extra)
            options.max_extra = ctypes.pointer(limit)
        out = ctypes.c_void_p()
        result = CoverResult(ctypes.sizeof(CoverResult))
        status = lib.sn_cover(ctypes.byref(out), self._set,
                              ctypes.byref(options), ctypes.byref(result))
        if status == -8:
            raise Infeasible("no such cover", status, result.prefixes)
        check(status)
        try:
            n = ctypes.c_size_t()
            data = lib.sn_prefixes_data(out, ctypes.byref(n))
            cover = Cover(_network(data[i]) for i in range(n.value))
        finally:
            lib.sn_prefixes_free(out)
        cover.extra, cover.cost = int(result.extra), int(result.cost)
        cover.extra4, cover.extra6 = int(result.extra4), int(result.extra6)
        return cover

    def cover_curve(self, n: int, *, avoid: Any = None,
                    shortest: int | tuple[int, int] = 0,
                    previous: Iterable[Any] = (), churn_cost: int = 0,
                    weights: (Mapping[Any, int]
                              | Iterable[tuple[Any, int]]) = (),
                    ) -> list[int | None]:
        """The least cost with at most 1, 2, ... n prefixes.

            >>> import supernet
            >>> supernet.IPSet(["10.0.0.0/24", "10.0.2.0/24"]).cover_curve(3)
            [512, 0, 0]

        None where so few cannot do. Options and errors as cover()'s. O(n x
        aggregates) time.
        """
        if n < 0:
            raise ValueError(f"n is at least 0: {n}")
        owner = Owner()
        options = self._cover_options(owner, avoid, shortest, previous,
                                      churn_cost, weights)
        points = (CoverPoint * n)()
        if n:
            check(lib.sn_cover_curve(self._set, ctypes.byref(options), points,
                                     n))
        numbers = (int(point.cost) for point in points)
        return [None if c == INFEASIBLE else c for c in numbers]
