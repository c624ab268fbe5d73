"""Plans: the connections and routes that join the segments of two sides."""
from __future__ import annotations

import ctypes
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, cast

from ._lib import (ErrorInfo, Owner, PlanRequest, Prefix, RenderOptions,
                   check, collect, document, lib, through)
from ._profile import Profile, _pointer
from ._types import (Action, Align, AutoRows, ChosenScheme, Document, End,
                     Fate, Ike, Network, Origin, Overlap, PlanFormat, Reason, RoutingMode, Scheme,
                     Severity, State, StepKind, Verdict)
from ._values import _prefix, bytes_into, to_network

NONE = 5  # SN_SCHEME_NONE


@dataclass(frozen=True)
class Side:
    """One side, judged. Prefixes are canonical text, ascending.

    common is the longest prefix that holds all segments, selector what one
    traffic selector has to be, extra_addresses how many addresses of it are
    in no segment. reason says why no useful supernet exists. used: the plan
    configures this selector.
    """
    segments: list[str]
    aggregates: list[str]
    common: str
    selector: str
    verdict: Verdict
    reason: Reason | None
    extra_addresses: int
    used: bool = False


@dataclass(frozen=True)
class Connection:
    """One IPsec connection with its selectors."""
    name: str
    ike: Ike
    routing_mode: RoutingMode
    local: list[str]
    peer: list[str]
    tunnels: int | None = None
    pairs: int = 1
    site: str | None = None


@dataclass(frozen=True)
class Route:
    """A route of a plan.

    source, priority and origin are those of a policy route and None in
    others; a static route has where, the table that it is in, and neither
    weight nor state.
    """
    destination: str
    next_hop: str
    action: Action
    weight: int | None = None
    state: State | None = None
    where: str | None = None
    source: str | None = None
    priority: int | None = None
    origin: Origin | None = None
    site: str | None = None


@dataclass(frozen=True)
class Alternative:
    """One scheme for the same segments.

    Either what it comes to, or why it is not possible and (where that is
    known) what would make it so. extra_share is in thousandths of all
    addresses drawn in; new_segment is what one more segment costs.
    """
    scheme: ChosenScheme
    feasible: bool
    connections: int = 0
    local_selectors: int = 0
    peer_selectors: int = 0
    rows_to_add: int = 0
    rows_to_delete: int = 0
    rows_to_publish: int = 0
    extra_addresses: int = 0
    extra_share: int = 0
    new_segment: str | None = None
    why: str | None = None
    remedy: str | None = None


@dataclass(frozen=True)
class Translation:
    """A prefix of a side ("local", "peer") and what the other side knows it
    as, translated at the "gateway" or the "peer", host bits kept."""
    side: str
    original: str
    translated: str
    at: End
    site: str | None = None


@dataclass(frozen=True)
class Proposal:
    """What both ends negotiate: one value each. Lifetimes in seconds, of
    volume in kilobytes (0: off)."""
    ike: Ike
    ike_encryption: str
    ike_integrity: str | None
    ike_dh: str
    ike_lifetime: int
    esp_encryption: str
    esp_integrity: str | None
    pfs: str
    ipsec_lifetime: int
    volume_lifetime: int
    dpd: str


@dataclass(frozen=True)
class Site:
    """One part of a plan: a site, and of it one family.

    Without sites there is no name, and with one part connection and proposal
    are the plan's.
    """
    name: str | None
    family: Literal["ipv4", "ipv6"]
    peer_device: str
    local: Side
    peer: Side
    scheme: ChosenScheme | None
    alternatives: list[Alternative]
    connection: str | None = None
    standby_of: str | None = None
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Advice:
    """What to mind; a code never changes its meaning."""
    code: str
    severity: Severity
    text: str
    site: str | None = None


@dataclass(frozen=True)
class Step:
    """One thing to do; the next one waits until it is done.

    Steps of connections have name, ike, routing_mode, local and peer (a
    deletion only the name), steps of rows the rest.
    """
    step: StepKind
    name: str | None = None
    ike: Ike | None = None
    routing_mode: RoutingMode | None = None
    local: list[str] | None = None
    peer: list[str] | None = None
    table: str | None = None
    source: str | None = None
    destination: str | None = None
    next_hop: str | None = None
    weight: int | None = None
    priority: int | None = None


@dataclass(frozen=True)
class Change:
    """The way from what is deployed to a plan.

    fates says of each connection, by the name it has then, what becomes of
    it. The order of the steps leaves every pair of addresses that has a path
    before and after one at each moment between, but for the renegotiation of
    a connection that is modified. The peaks are the most connections and rows
    that are there at any of these moments.
    """
    fates: dict[str, Fate]
    steps: list[Step]
    advice: list[Advice]
    peak_connections: int
    peak_policy_rows: int
    peak_destination_rows: int

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.steps)


class _Recipe(NamedTuple):
    """All that a plan was made from: it is pickled as this."""
    network: bytes
    previous: bytes | None
    gateway: str | Profile | None
    peer_device: str | Profile | None
    sticky: bool
    reserve_bits: int
    reserve_local: tuple[Network, ...]
    reserve_peer: tuple[Network, ...]
    number_base: int = 0
    tunnels: int = 0
    replace: bool = False


class _Made(NamedTuple):
    """The library's objects that a plan is made of."""
    owner: Owner
    plan: ctypes.c_void_p
    change: ctypes.c_void_p | None


@dataclass(frozen=True)
class Plan:
    """What `supernet plan` computes; print() shows it as the command does.

    False where no scheme is feasible: then scheme is None, there are no
    connections, and the advice of severity "error" says why. Sides,
    connections and routes have what crosses the tunnel: see translations.
    bypass is, by side, what stays out of it at that side's end. change is the
    way from the plan that was given as previous; None where none was. A plan
    of several sites, or of both families, has what differs in sites: its own
    scheme and proposal are None, and so are local and peer, whose type is that
    of plans with one part.
    """
    scheme: ChosenScheme | None
    local: Side
    peer: Side
    connections: list[Connection]
    policy_routes: list[Route]
    destination_routes: list[Route]
    advice: list[Advice]
    static_routes: list[Route]
    alternatives: list[Alternative]
    proposal: Proposal | None
    translations: list[Translation]
    bypass: dict[str, list[str]]
    sites: list[Site]
    change: Change | None
    _made: _Made = field(repr=False, compare=False)
    _recipe: _Recipe = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        """Whether the plan is feasible."""
        return bool(
            lib.sn_plan_get(self._made.plan).contents.scheme != NONE)

    def __reduce__(self) -> tuple[Any, tuple[_Recipe]]:
        """Copies and pickles as what it was made from."""
        return _make, (self._recipe,)

    def render(self, format: PlanFormat = "text", *, colour: bool = False,
               gateway_id: str | None = None, end: End | None = None,
               site: str | None = None, no_required_providers: bool = False,
               title: str | None = None, date: str | None = None,
               command: str | None = None) -> str:
        """The plan in any format of plan_formats(), as the command prints it.

        colour: with ANSI colours ("text" only). gateway_id stands where the
        target wants the id of the VPN gateway; a placeholder by default. end
        is whose file "swanctl", "libreswan" and "nftables" are, the peer's by
        default. site: this one of several alone, without
        the change. no_required_providers: another file of the Terraform
        project has that block. title, date and command stand in "html" as
        they are.
        ValueError: no such format. Error: the target cannot hold this plan;
        the message says why. O(rows).
        """
        options = RenderOptions(ctypes.sizeof(RenderOptions), colour,
                                no_required_providers)
        _say(options, gateway_id=gateway_id, site=site, title=title,
             date=date, command=command)
        return collect(self._writer(format, options, end)).decode()

    def write(self, file: Any, format: PlanFormat = "text", *,
              gateway_id: str | None = None, end: End | None = None,
              site: str | None = None, no_required_providers: bool = False,
              title: str | None = None, date: str | None = None,
              command: str | None = None) -> None:
        """render() into a binary file, without a copy in memory.

        A plan that the target cannot hold is refused before the first byte.
        """
        options = RenderOptions(ctypes.sizeof(RenderOptions), False,
                                no_required_providers)
        _say(options, gateway_id=gateway_id, site=site, title=title,
             date=date, command=command)
        through(self._writer(format, options, end), bytes_into(file))

    def _writer(self, format: str, options: RenderOptions,
                end: End | None) -> Any:
        if format not in plan_formats():
            raise ValueError(f"no such format: {format!r}; there are "
                             + ", ".join(plan_formats()))
        if end:
            options.end = ("gateway", "peer").index(end) + 1
        options.change = self._made.change
        info = ErrorInfo()

        def write(sink: Any) -> int:
            status = int(lib.sn_plan_render(
                self._made.plan, format.encode(), ctypes.byref(options), sink,
                None, ctypes.byref(info)))
            if status in (-2, -8):  # refused, infeasible
                check(status, info)
            return status
        return write

    def __str__(self) -> str:
        """What print() makes into what the command prints."""
        return self.render("text").removesuffix("\n")

    def to_json(self) -> str:
        """What `supernet plan --format json` prints."""
        return self.render("json")

    def to_csv(self) -> str:
        """The rows, as `supernet plan --format csv` prints them."""
        return self.render("csv")

    def change_from(self, previous: Plan | Document) -> Change:
        """The way to this plan from another, or from what is deployed.

        previous: a Plan, or a plan as JSON with the "state" of its rows.
        TextError: it cannot be read. Error: another family, this plan is not
        feasible, two connections of one name. O(n log n) for n rows and
        connections in all.
        """
        owner = Owner()
        old = owner.read(lib.sn_deployed_read, lib.sn_deployed_free,
                         _plan_text(previous))
        change = owner.make(lib.sn_plan_change_new, lib.sn_plan_change_free,
                            old, self._made.plan)
        options = RenderOptions(ctypes.sizeof(RenderOptions))
        options.change = change
        info = ErrorInfo()
        text = collect(lambda sink: lib.sn_plan_render(
            self._made.plan, b"json", ctypes.byref(options), sink, None,
            ctypes.byref(info)))
        return _change(json.loads(text)["change"], change)


def plan_formats() -> dict[str, str]:
    """What Plan.render() takes, and what each format is for.

        >>> plan_formats()["json"]
        'for programs: everything'
    """
    found: dict[str, str] = {}
    while True:
        name = lib.sn_plan_format_name(len(found))
        if name is None:
            return found
        found[name.decode()] = lib.sn_plan_format_title(len(found)).decode()


def _say(options: RenderOptions, **texts: str | None) -> None:
    for name, text in texts.items():
        if text is not None:
            setattr(options, name, text.encode())


def _texts(segments: Any) -> list[str]:
    if isinstance(segments, str):
        segments = segments.split(",")
    return [str(s).strip() for s in segments]


def _plan_text(plan: Plan | Document) -> bytes:
    return document(plan.to_json() if isinstance(plan, Plan) else plan)


def plan(local: Iterable[Any] | str, peer: Iterable[Any] | str, *,
         ike: Ike | None = None, gateway: str | Profile | None = None,
         peer_device: str | Profile | None = None,
         scheme: Scheme | None = None, align: Align | None = None,
         shortest: int | None = None, allow_public: bool | None = None,
         connection: str | None = None, max_routes: int | None = None,
         max_connections: int | None = None, max_selectors: int | None = None,
         proposal: str | None = None, auto_rows: AutoRows | None = None,
         publish: bool | None = None, routes_in_use: int | None = None,
         overlap: Overlap | None = None,
         nat_pool: Iterable[Any] | str | None = None,
         number_base: int = 0, tunnels: int = 0,
         previous: Plan | Document | None = None, sticky: bool = False,
         replace: bool = False, reserve_bits: int = 0, reserve_local: Iterable[Any] = (),
         reserve_peer: Iterable[Any] = ()) -> Plan:
    """Plans one IPsec VPN.

        >>> got = plan("10.1.1.0/24,10.1.2.0/24", ["192.168.1.0/24"])
        >>> got.scheme, got.local.selector, got.local.extra_addresses
        ('aggregate', '10.1.0.0/22', 512)
        >>> [route.destination for route in got.policy_routes]
        ['192.168.1.0/24']

    local, peer: prefixes as strings or networks, or "A,B,C"; of both families,
    each is planned, and the plan has its parts in sites.
    The options are those of the command, and so are their defaults: ike
    ("v2"), gateway ("alibaba-cloud") and peer_device ("generic"), each a name
    or a Profile, scheme ("auto"), align ("minimal"), shortest (prefix length,
    8 or for IPv6 16), allow_public (False), connection (the next hop,
    "ipsec-connection"), and the limits max_routes, max_connections and
    max_selectors (the profile's). proposal ("default") is what both ends
    negotiate, "legacy", or as "aes256-sha256-group14,28800,3600"; auto_rows
    ("keep") says whether the gateway installs rows by itself, publish (False)
    whether the plan's own are published; routes_in_use are rows of other
    connections, which count against the limits; numbers of a device's file
    begin at number_base (0: a number that follows from the name); a connection
    has tunnels (1 or 2; 0: those of the gateway). overlap
    says what becomes of addresses that both sides have: "nested", "refuse", or
    "nat", which finds others for them in nat_pool.

    previous is the plan that is deployed (or its JSON): the plan then has a
    change, which text and JSON show too. sticky keeps its selectors while
    they still do; replace deletes connections that the plan does not know.
    Selectors are reserve_bits shorter than needed, and cover the prefixes of
    reserve_local and reserve_peer too, where that breaks no rule.

    A plan that is not feasible is returned as well: it is false, and its
    advice says why. TextError (a ValueError): a segment or an option that is
    none, no segments, two families. O(n log n) for n segments; each row
    becomes an object, so that local x peer aggregates in pairs cost as much.
    """
    wanted: dict[str, Any] = {"local": _texts(local), "peer": _texts(peer)}
    given = {"ike": ike, "scheme": scheme, "align": align,
             "shortest": shortest, "allow_public": allow_public,
             "connection": connection, "max_routes": max_routes,
             "max_connections": max_connections,
             "max_selectors": max_selectors, "proposal": proposal,
             "auto_rows": auto_rows, "publish": publish,
             "routes_in_use": routes_in_use, "overlap": overlap,
             "nat_pool": None if nat_pool is None else _texts(nat_pool)}
    wanted.update((k, v) for k, v in given.items() if v is not None)
    if not 0 <= reserve_bits <= 128:
        raise ValueError(f"reserve_bits is 0 to 128: {reserve_bits}")
    if not 0 <= number_base <= 32767:
        raise ValueError(f"number_base is 1 to 32767: {number_base}")
    if tunnels not in (0, 1, 2):
        raise ValueError(f"tunnels is 1 or 2: {tunnels}")
    if (sticky or replace) and previous is None:
        raise ValueError("sticky and replace need previous")
    return _make(_Recipe(
        document(wanted), None if previous is None else _plan_text(previous),
        gateway, peer_device, sticky, reserve_bits,
        tuple(to_network(p) for p in reserve_local),
        tuple(to_network(p) for p in reserve_peer), number_base, tunnels,
        replace))


def plan_from_json(source: Document) -> Plan:
    """Plans what a network.json asks for: text, bytes, a path or a dict.

    It has the keys "local", "peer" and those of plan()'s options that the
    command has, from "ike" to "max_selectors", or "sites" in place of "peer";
    TextError says what is wrong, and where.
    """
    return _make(_Recipe(document(source), None, None, None, False, 0, (),
                         ()))


def _make(recipe: _Recipe) -> Plan:
    owner, info = Owner(), ErrorInfo()
    request = PlanRequest(ctypes.sizeof(PlanRequest))
    network = owner.read(lib.sn_network_read, lib.sn_network_free,
                         recipe.network)
    lib.sn_network_request(network, ctypes.byref(request))
    if recipe.gateway is not None:
        request.gateway = _pointer(owner, recipe.gateway, "gateway")
    if recipe.peer_device is not None:
        request.peer_device = _pointer(owner, recipe.peer_device, "peer")
    request.number_base, request.tunnels = recipe.number_base, recipe.tunnels
    request.replace = recipe.replace
    request.sticky, request.spare_bits = recipe.sticky, recipe.reserve_bits
    # The arrays have to live as long as the request.
    arrays = [(Prefix * len(spare))(*map(_prefix, spare))
              for spare in (recipe.reserve_local, recipe.reserve_peer)]
    request.spare_local, request.spare_peer = arrays
    request.spare_local_count, request.spare_peer_count = map(len, arrays)
    if recipe.previous is not None:
        request.previous = owner.read(
            lib.sn_deployed_read, lib.sn_deployed_free, recipe.previous)
    pointer = owner.make(lib.sn_plan_new, lib.sn_plan_free,
                         ctypes.byref(request), ctypes.byref(info), info=info)
    options, change = RenderOptions(ctypes.sizeof(RenderOptions)), None
    if recipe.previous is not None and \
            lib.sn_plan_get(pointer).contents.scheme != NONE:
        change = owner.make(lib.sn_plan_change_new, lib.sn_plan_change_free,
                            request.previous, pointer)
    options.change = change
    text = collect(lambda sink: lib.sn_plan_render(
        pointer, b"json", ctypes.byref(options), sink, None,
        ctypes.byref(info)))
    return _from_json(json.loads(text), _Made(owner, pointer, change), recipe)


def _advice(got: list[dict[str, Any]]) -> list[Advice]:
    return [Advice(**a) for a in got]


def _change(got: dict[str, Any], change: Any) -> Change:
    view = lib.sn_plan_change_get(change).contents
    return Change({c["name"]: c["fate"] for c in got["connections"]},
                  [Step(**s) for s in got["steps"]], _advice(got["advice"]),
                  view.peak_connections, view.peak_policy_rows,
                  view.peak_destination_rows)


def _alternative(got: dict[str, Any]) -> Alternative:
    got["extra_addresses"] = int(got.get("extra_addresses", 0))
    return Alternative(**got)


def _side(got: dict[str, Any] | None) -> Side:
    if got is None:
        return cast(Side, None)  # see Plan
    got["extra_addresses"] = int(got["extra_addresses"])
    return Side(**got)


def _proposal(got: dict[str, Any] | None) -> Proposal | None:
    return None if got is None else Proposal(**got)


def _site(got: dict[str, Any]) -> Site:
    made: dict[str, Any] = {
        "local": _side(got["local"]), "peer": _side(got["peer"]),
        "alternatives": [_alternative(a) for a in got["alternatives"]],
        "proposal": _proposal(got.get("proposal"))}
    return Site(**{**got, **made})


def _from_json(got: dict[str, Any], made: _Made, recipe: _Recipe) -> Plan:
    return Plan(got["scheme"], _side(got["local"]), _side(got["peer"]),
                [Connection(**c) for c in got["connections"]],
                [Route(**r) for r in got["policy_routes"]],
                [Route(**r) for r in got["destination_routes"]],
                _advice(got["advice"]),
                [Route(**r) for r in got["static_routes"]],
                [_alternative(a) for a in got["alternatives"]],
                _proposal(got["proposal"]),
                [Translation(**t) for t in got["translations"]],
                got.get("bypass", {"local": [], "peer": []}),
                [_site(s) for s in got.get("sites", [])],
                _change(got["change"], made.change) if made.change else None,
                made, recipe)
