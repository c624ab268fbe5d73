"""Tables of routes, matched as gateways match them."""
from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from . import _lib
from ._lib import (Difference, ErrorInfo, Hit, Prefix, check, lib,
                   memory)
from ._plan import Plan
from ._sets import Address, Network, _addr, _address, _network, _prefix, \
    to_network

KINDS = {"policy": 1, "destination": 2, "bgp": 3}
RULES = {"priority": 1, "longest-prefix": 2, "first-created": 3}
STATES = {None: 0, "normal": 1, "published": 2}
ORIGINS = {None: 0, "auto": 1, "manual": 2}
OUTCOMES = (None, "row", "ambiguous")


def _name(names: dict[Any, int], number: int) -> Any:
    return next(n for n, i in names.items() if i == number)


@dataclass(frozen=True)
class Row:
    """A row of a table; source and priority are None but in policy rows."""
    kind: str
    source: Network | None
    destination: Network
    next_hop: str
    weight: int = 100
    priority: int | None = None
    state: str | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Match:
    """What a table does with a packet.

    row: what is used, None where nothing matches; ambiguous: rows of other
    next hops may be used as well. why: for each row of the table, what it is
    to the packet ("used", "later-priority", ...).
    """
    row: Row | None
    ambiguous: bool
    why: list[str]


@dataclass(frozen=True)
class Witness:
    """A packet that two tables treat differently, and how each does."""
    source: Address
    destination: Address
    ours: Row | None
    theirs: Row | None


class RouteTable:
    """Rows in delivery order: policy, destination and BGP routes.

    rule, where one is taken, is "priority" (policy rows by the smallest
    priority, never by length), "longest-prefix" or "first-created".
    """

    def __init__(self) -> None:
        self._table = ctypes.c_void_p()
        check(lib.sn_table_new(ctypes.byref(self._table), None))

    def __del__(self) -> None:
        lib.sn_table_free(getattr(self, "_table", None))

    @classmethod
    def read(cls, text: Any, format: str = "auto") -> RouteTable:
        """A table from str, bytes or any buffer.

        Formats: "csv", "provider" (answers of its API), "plan" (JSON),
        "terraform", "ip-rule"; "auto" finds out which.
        """
        if isinstance(text, str):
            text = text.encode("utf-8", "replace")
        out, info = ctypes.c_void_p(), ErrorInfo()
        with memory(text) as view:
            check(lib.sn_table_read(ctypes.byref(out), view.buf, view.len,
                                    format.encode(), ctypes.byref(info)), info)
        table = cls.__new__(cls)
        table._table = out
        return table

    @classmethod
    def from_plan(cls, plan: Plan) -> RouteTable:
        """The rows that a plan leaves in force."""
        table = cls()
        for route in plan.policy_routes + plan.destination_routes:
            if route.action != "delete":
                table.add(route.destination, route.next_hop,
                          source=route.source, weight=route.weight,
                          priority=route.priority, state=route.state,
                          origin=route.origin)
        return table

    def add(self, destination: Any, next_hop: str, *, source: Any = None,
            kind: str | None = None, weight: int = 100,
            priority: int | None = None, state: str | None = None,
            origin: str | None = None) -> None:
        """Adds a row at the end; with a source, a policy row."""
        if kind is None:
            kind = "destination" if source is None else "policy"
        if (kind == "policy") != (source is not None):
            raise ValueError("policy rows have a source, others have none")
        if not (0 <= weight <= 100 and 0 <= (priority or 0) < 2**31):
            raise ValueError(f"weight {weight}, priority {priority}")
        row = _lib.Route()
        row.destination = _prefix(to_network(destination))
        row.source = row.destination if source is None \
            else _prefix(to_network(source))
        row.kind, row.state, row.origin = \
            KINDS[kind], STATES[state], ORIGINS[origin]
        row.weight, row.priority = weight, priority or 0
        name, number = next_hop.encode(), ctypes.c_uint32()
        check(lib.sn_table_intern(self._table, name, len(name),
                                  ctypes.byref(number)))
        row.next_hop = number.value
        check(lib.sn_table_add(self._table, ctypes.byref(row)))

    def __len__(self) -> int:
        return int(lib.sn_table_size(self._table))

    def __getitem__(self, i: int) -> Row:
        i = i + len(self) if i < 0 else i
        if not 0 <= i < len(self):
            raise IndexError(i)
        row = lib.sn_table_rows(self._table)[i]
        policy = row.kind == KINDS["policy"]
        return Row(_name(KINDS, row.kind),
                   _network(row.source) if policy else None,
                   _network(row.destination),
                   lib.sn_table_next_hop(self._table, row.next_hop).decode(),
                   row.weight, row.priority if policy else None,
                   _name(STATES, row.state), _name(ORIGINS, row.origin))

    def __iter__(self) -> Iterator[Row]:
        return (self[i] for i in range(len(self)))

    def _row(self, hit: Hit) -> Row | None:
        return self[hit.row] if hit.outcome else None

    def match(self, source: Any, destination: Any,
              rule: str = "priority") -> Match:
        """Which row a packet takes, and why each other row is not it."""
        hit, why = Hit(), (ctypes.c_uint8 * max(len(self), 1))()
        check(lib.sn_table_explain(
            self._table, RULES[rule], _addr(_address(source)),
            _addr(_address(destination)), why, ctypes.byref(hit)))
        return Match(self._row(hit), OUTCOMES[hit.outcome] == "ambiguous",
                     [lib.sn_why_name(w).decode()
                      for w in why[:len(self)]])

    def difference(self, other: RouteTable,
                   rule: str = "priority") -> Witness | None:
        """A packet that both decide differently; None: there is none."""
        found = Difference()
        check(lib.sn_table_compare(ctypes.byref(found), self._table,
                                   other._table, RULES[rule]))
        if not found.differ:
            return None

        def address(a: _lib.Addr) -> Address:
            return _network(Prefix(a.hi, a.lo, a.family,
                                   32 if a.family == 4 else 128))[0]

        return Witness(address(found.witness.source),
                       address(found.witness.destination),
                       self._row(found.hit[0]), other._row(found.hit[1]))
