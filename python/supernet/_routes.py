"""Tables of routes, matched as gateways match them."""
from __future__ import annotations

import contextlib
import ctypes
import json
import os
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from . import _lib
from ._input import numbers4, without_gaps
from ._lib import (ROW_SINK, Ambiguous, CheckRequest, Difference, Error,
                   ErrorInfo, Hit, Owner, Packet, Prefix, TidyRequest,
                   TidyResult, check, collect, document, lib, memory, words)
from ._plan import Plan, _plan_text
from ._profile import Profile, _pointer
from ._types import (Address, Kind, Network, Origin, Rule, Severity, State,
                     TableForm, TableFormat)
from ._values import _addr, _address, _network, _prefix, to_network

# By their SN_WORD_... of supernet_profile.h.
KINDS = words(5)
RULES = words(4)
STATES: dict[Any, int] = {None: 0, **words(8)}
ORIGINS: dict[Any, int] = {None: 0, **words(7)}
OUTCOMES = words(10)
WHYS = words(11)


def _name(names: dict[Any, int], number: int) -> Any:
    return next(n for n, i in names.items() if i == number)


@dataclass(frozen=True)
class Row:
    """A row of a table; source and priority are None but in policy rows.

    weight is 100 (active) or 0 (standby); of policy rows the smallest
    priority decides. state and origin are None where they are not known.
    line is where the row was read, from 1; it does not count when rows are
    compared.
    """
    kind: Kind
    source: Network | None
    destination: Network
    next_hop: str
    weight: int = 100
    priority: int | None = None
    state: State | None = None
    origin: Origin | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Match:
    """What a table does with a packet.

    row: what is used, None where nothing matches; ambiguous: rows of other
    next hops may be used as well. why: for each row of the table, what it is
    to the packet ("used", "later-priority", ...); empty where a Matcher was
    asked.
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


@dataclass(frozen=True)
class Finding:
    """Something in a table that is wrong, or may be.

    rows are the numbers of the rows it is about, from 0; in_plan: the first
    of them is a row of the plan's table.
    """
    code: str
    severity: Severity
    text: str
    source: str | None
    rows: tuple[int, ...]
    in_plan: bool


@dataclass(frozen=True)
class Check:
    """What check() found: most important first, then by code and row.

    found counts all there are, of which findings may be the first ones;
    print() shows them as `supernet routes check` does. False: nothing found.
    """
    findings: list[Finding]
    found: int
    _texts: dict[str, str] = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self.found)

    def __str__(self) -> str:
        return self._texts["text"].removesuffix("\n")

    def to_json(self) -> str:
        """What `supernet routes check --format json` prints."""
        return self._texts["json"]

    def to_csv(self) -> str:
        """A line for each finding, as `supernet routes check --format csv`."""
        return self._texts["csv"]


class Tidied(NamedTuple):
    """Fewer rows with the same decisions; priorities counts those in use."""
    table: RouteTable
    rows_before: int
    rows_after: int
    priorities: int


class Changes(NamedTuple):
    """The rows that just one of two tables has, in order of their prefixes."""
    removed: list[Row]
    added: list[Row]


class RouteTable:
    """Rows in delivery order: policy, destination and BGP routes.

        >>> table = RouteTable()
        >>> table.add("172.16.0.0/12", "vpn-1", source="10.0.0.0/8")
        >>> table.match("10.1.1.1", "172.16.0.1").row.next_hop
        'vpn-1'

    rule, where one is taken, is "priority" (policy rows by the smallest
    priority, never by length), "longest-prefix" or "first-created". Policy
    rows come before destination rows, those before BGP rows. A table may be
    shared between threads; rows can only be added.
    """

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._own(Owner())
        self._table = self._owner.make(lib.sn_table_new, lib.sn_table_free,
                                       None)
        for row in rows:
            self.add(row.destination, row.next_hop, source=row.source,
                     kind=row.kind, weight=row.weight, priority=row.priority,
                     state=row.state, origin=row.origin)

    def _own(self, owner: Owner) -> None:
        self._owner, self._lock = owner, threading.Lock()

    @classmethod
    def _of(cls, owner: Owner, pointer: Any) -> RouteTable:
        table = cls.__new__(cls)
        table._own(owner)
        table._table = pointer
        return table

    def __reduce__(self) -> tuple[Any, tuple[list[Row]]]:
        """Copies and pickles as its rows."""
        return type(self), (list(self),)

    @classmethod
    def read(cls, text: Any, format: TableForm = "auto") -> RouteTable:
        """A table from str, bytes, a path, or any buffer, read in place.

        Formats: "csv", "provider" (answers of its API), "plan" (JSON),
        "terraform", "ip-rule"; "auto" finds out which. TextError says line
        and column of what cannot be read. O(size).
        """
        if isinstance(text, (str, os.PathLike)):
            text = document(text)
        owner, info = Owner(), ErrorInfo()
        with memory(text) as view:
            return cls._of(owner, owner.make(
                lib.sn_table_read, lib.sn_table_free, view.buf, view.len,
                format.encode(), ctypes.byref(info), info=info))

    @classmethod
    def from_plan(cls, plan: Plan) -> RouteTable:
        """The rows that a plan leaves in force. O(rows)."""
        owner = Owner()
        return cls._of(owner, owner.make(
            lib.sn_plan_table, lib.sn_table_free, plan._made.plan))

    def add(self, destination: Any, next_hop: str, *, source: Any = None,
            kind: Kind | None = None, weight: int = 100,
            priority: int | None = None, state: State | None = None,
            origin: Origin | None = None) -> None:
        """Adds a row at the end; with a source, a policy row.

        The priority is 10 where none is given. ValueError, Error: a row that
        no table can have.
        """
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
        row.weight = weight
        if kind == "policy":
            row.priority = 10 if priority is None else priority
        name, number = next_hop.encode(), ctypes.c_uint32()
        with self._lock:
            check(lib.sn_table_intern(self._table, name, len(name),
                                      ctypes.byref(number)))
            row.next_hop = number.value
            check(lib.sn_table_add(self._table, ctypes.byref(row)))

    def __len__(self) -> int:
        return int(lib.sn_table_size(self._table))

    def __getitem__(self, i: int) -> Row:
        with self._lock:
            size = len(self)
            i = i + size if i < 0 else i
            if not 0 <= i < size:
                raise IndexError(i)
            row = _lib.Route.from_buffer_copy(
                lib.sn_table_rows(self._table)[i])
            name = lib.sn_table_next_hop(self._table, row.next_hop)
        policy = row.kind == KINDS["policy"]
        return Row(_name(KINDS, row.kind),
                   _network(row.source) if policy else None,
                   _network(row.destination), name.decode(), row.weight,
                   row.priority if policy else None,
                   _name(STATES, row.state), _name(ORIGINS, row.origin),
                   row.line or None)

    def __iter__(self) -> Iterator[Row]:
        return (self[i] for i in range(len(self)))

    def render(self, format: TableFormat = "text") -> str:
        """The rows as text, in a form that read() takes, or another.

        Error: no such format, or one that cannot hold these rows.
        """
        with self._lock:
            return collect(lambda sink: lib.sn_table_render(
                self._table, format.encode(), sink, None)).decode()

    def __str__(self) -> str:
        return self.render().removesuffix("\n")

    def _row(self, hit: Hit) -> Row | None:
        return self[hit.row] if hit.outcome else None

    def match(self, source: Any, destination: Any,
              rule: Rule = "priority") -> Match:
        """Which row a packet takes, and why each other row is not it.

        Looks at every row: for many packets take matcher().
        """
        hit, packet = Hit(), (_addr(_address(source)),
                              _addr(_address(destination)))
        with self._lock:
            size = len(self)
            why = (ctypes.c_uint8 * max(size, 1))()
            check(lib.sn_table_explain(self._table, RULES[rule], *packet, why,
                                       ctypes.byref(hit)))
        return Match(self._row(hit), hit.outcome == OUTCOMES["ambiguous"],
                     [_name(WHYS, w) for w in why[:size]])

    def matcher(self, rule: Rule = "priority") -> Matcher:
        """The rows as they are now, made ready for many packets.

        O(n log n) time, O(n) memory.
        """
        return Matcher(self, rule)

    def check(self, *, gateway: str | Profile = "alibaba-cloud",
              plan: Plan | RouteTable | None = None,
              max_routes: int | None = None,
              max_findings: int = 1000) -> Check:
        """What is wrong with the rows, as `supernet routes check` says it.

        plan: what should be there. max_routes instead of the gateway's limit
        of rows. max_findings are kept of each code. O(n log n + pairs of
        overlapping rows).
        """
        owner = Owner()
        request = CheckRequest(ctypes.sizeof(CheckRequest), None,
                               _pointer(owner, gateway, "gateway"))
        request.max_routes = -2 if max_routes is None else max_routes
        request.max_findings = max_findings
        if isinstance(plan, Plan):
            plan = type(self).read(_plan_text(plan), "plan")
        other = plan._table if plan is not None else None
        request.plan = other
        with self._lock:
            made = owner.make(lib.sn_check_new, lib.sn_check_free, self._table,
                              ctypes.byref(request))
            texts = {name: collect(lambda sink, name=name:  # type: ignore
                                   lib.sn_check_render(
                                       made, self._table, other, name.encode(),
                                       None, sink, None)).decode()
                     for name in ("text", "json", "csv")}
        got = json.loads(texts["json"])
        return Check([Finding(f["code"], f["severity"], f["text"],
                              f["source"] or None,
                              tuple(n - 1 for n in f["row_numbers"]),
                              f["in_plan"]) for f in got["findings"]],
                     int(got["found"]), texts)

    def tidy(self, *, resolve: bool = False,
             max_priority: int = 100) -> Tidied:
        """A table with the same decisions and fewer rows, by "priority".

        resolve: where rows of equal priority and different next hops meet,
        the more specific one wins; Ambiguous is raised otherwise, and its
        .rows are two of them. Priorities are assigned from 1; Error: more
        than max_priority are needed. Proved to decide as this table does on
        every packet before it is returned.
        """
        request = TidyRequest(ctypes.sizeof(TidyRequest), None, resolve,
                              max_priority)
        owner, out, result = Owner(), ctypes.c_void_p(), TidyResult(ctypes.sizeof(TidyResult))
        with self._lock:
            status = lib.sn_table_tidy(ctypes.byref(out), ctypes.byref(result),
                                       self._table, ctypes.byref(request))
        if status == -8:
            rows = (result.row[0], result.row[1])
            raise Ambiguous(f"rows {rows[0]} and {rows[1]} have equal "
                            "priority, overlap and differ: see resolve",
                            status, rows)
        if status == -11:
            raise Error(f"{result.priorities} priorities are needed, "
                        f"{max_priority} are there", status)
        check(status)
        owner.keep(lib.sn_table_free, out)
        return Tidied(type(self)._of(owner, out), result.rows_before,
                      result.rows_after, result.priorities)

    def diff(self, other: RouteTable) -> Changes:
        """The rows to remove and to add to make another table of this one.

        Rows are told apart by kind, prefixes, next hop, weight and priority.
        O(n log n). See difference() for what the tables decide.
        """
        removed: list[int] = []
        added: list[int] = []
        with self._both(other):
            check(lib.sn_table_missing(
                self._table, other._table,
                ROW_SINK(lambda _, row: removed.append(row)),
                ROW_SINK(lambda _, row: added.append(row)), None))
        return Changes([self[i] for i in removed], [other[i] for i in added])

    @contextlib.contextmanager
    def _both(self, other: RouteTable) -> Iterator[None]:
        """Locks two tables, which may be one, always in the same order."""
        with contextlib.ExitStack() as locked:
            for table in sorted({self, other}, key=id):
                locked.enter_context(table._lock)
            yield

    def difference(self, other: RouteTable,
                   rule: Rule = "priority") -> Witness | None:
        """A packet that both decide differently; None: there is none.

        Exact, over all packets. O(n log n) for tables whose better rows are
        the more specific ones; more where priorities run against that.
        """
        found = Difference(ctypes.sizeof(Difference))
        with self._both(other):
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


class Matcher:
    """The rows of a table as they were, ready for many packets.

        >>> table = RouteTable()
        >>> table.add("172.16.0.0/12", "vpn-1", source="10.0.0.0/8")
        >>> table.matcher().match("10.1.1.1", "172.16.0.1").row.next_hop
        'vpn-1'
    """

    def __init__(self, table: RouteTable, rule: Rule = "priority") -> None:
        self._table, self._owner, self._rule = table, Owner(), rule
        with table._lock:
            self._matcher = self._owner.make(
                lib.sn_matcher_new, lib.sn_matcher_free, table._table,
                RULES[rule])

    def __reduce__(self) -> tuple[Any, tuple[RouteTable, Rule]]:
        """Copies and pickles as its table, and is made anew."""
        return type(self), (self._table, self._rule)

    def match(self, source: Any, destination: Any) -> Match:
        """Which row a packet takes, without saying why. O(s log n), s being
        the sources nested around it."""
        hit = Hit()
        packet = Packet(_addr(_address(source)), _addr(_address(destination)))
        if packet.source.family != packet.destination.family:
            raise ValueError(f"two families: {source}, {destination}")
        lib.sn_matcher_match(self._matcher, ctypes.byref(packet), 1,
                             ctypes.byref(hit))
        return Match(self._table._row(hit),
                     hit.outcome == OUTCOMES["ambiguous"], [])

    def match_array(self, sources: Any, destinations: Any) -> Any:
        """For two numpy arrays of IPv4 numbers, an array of hits.

        Its fields: outcome (0: no row, 1: row is used, 2: it is the first of
        several that may be used) and row, the number in the table.
        """
        import numpy
        pair = [numbers4(without_gaps(a)) for a in (sources, destinations)]
        if pair[0].shape != pair[1].shape:
            raise ValueError("as many sources as destinations are needed")
        out = numpy.zeros(pair[0].shape, [("outcome", "u4"), ("row", "u4")])
        if out.size:
            with memory(pair[0]) as source, memory(pair[1]) as destination:
                lib.sn_matcher_match4(self._matcher, source.buf,
                                      destination.buf, out.size,
                                      out.ctypes.data)
        return out
