"""Plans: the connections and routes that join the segments of two sides."""
from __future__ import annotations

import ctypes
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ._lib import ErrorInfo, check, collect, lib

REQUEST_ROOM = 1024


@dataclass(frozen=True)
class Side:
    segments: list[str]
    aggregates: list[str]
    common: str
    selector: str
    verdict: str
    reason: str | None
    extra_addresses: int


@dataclass(frozen=True)
class Connection:
    name: str
    ike: str
    routing_mode: str
    local: list[str]
    peer: list[str]


@dataclass(frozen=True)
class Route:
    """A policy route; source, priority and origin are None in others."""
    destination: str
    next_hop: str
    weight: int
    state: str
    action: str
    source: str | None = None
    priority: int | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Advice:
    code: str
    severity: str
    text: str


@dataclass(frozen=True)
class Plan:
    """What `supernet plan` computes; str() prints it as the command does."""
    scheme: str | None
    local: Side
    peer: Side
    connections: list[Connection]
    policy_routes: list[Route]
    destination_routes: list[Route]
    advice: list[Advice]
    _rendered: dict[str, str] = field(repr=False, compare=False,
                                      default_factory=dict)

    def __bool__(self) -> bool:
        """Whether the plan is feasible."""
        return self.scheme is not None

    def __str__(self) -> str:
        return self._rendered["text"]

    def to_json(self) -> str:
        return self._rendered["json"]

    def to_csv(self) -> str:
        return self._rendered["csv"]


def _texts(segments: Any) -> list[str]:
    if isinstance(segments, str):
        segments = segments.split(",")
    return [str(s).strip() for s in segments]


def plan(local: Iterable[Any] | str, peer: Iterable[Any] | str,
         **options: Any) -> Plan:
    """Plans one IPsec VPN.

    local, peer: prefixes as strings or networks, or "A,B,C". Options as those
    of the command: ike, gateway, peer_device, scheme, align, shortest,
    allow_public, connection, max_routes, max_connections, max_selectors.
    An infeasible plan is returned too: it is false, and its advice says why.
    """
    wanted = {"local": _texts(local), "peer": _texts(peer)}
    wanted.update((k, v) for k, v in options.items() if v is not None)
    return plan_from_json(json.dumps(wanted))


def plan_from_json(text: str | bytes) -> Plan:
    """Plans what a network.json asks for."""
    data = text.encode() if isinstance(text, str) else bytes(text)
    network, pointer, info = ctypes.c_void_p(), ctypes.c_void_p(), ErrorInfo()
    request = ctypes.create_string_buffer(REQUEST_ROOM)
    check(lib.sn_network_read(ctypes.byref(network), data, len(data),
                              ctypes.byref(info)), info)
    try:
        lib.sn_network_request(network, request)
        check(lib.sn_plan_new(ctypes.byref(pointer), request,
                              ctypes.byref(info)), info)
        try:
            rendered = {name: _render(pointer, name)
                        for name in ("text", "json", "csv")}
        finally:
            lib.sn_plan_free(pointer)
    finally:
        lib.sn_network_free(network)
    return _from_json(rendered)


def _render(pointer: ctypes.c_void_p, name: str) -> str:
    info = ErrorInfo()
    return collect(lambda sink: lib.sn_plan_render(
        pointer, name.encode(), None, sink, None,
        ctypes.byref(info))).decode()


def _from_json(rendered: dict[str, str]) -> Plan:
    got = json.loads(rendered["json"])
    for side in ("local", "peer"):
        got[side]["extra_addresses"] = int(got[side]["extra_addresses"])
    return Plan(got["scheme"], Side(**got["local"]), Side(**got["peer"]),
                [Connection(**c) for c in got["connections"]],
                [Route(**r) for r in got["policy_routes"]],
                [Route(**r) for r in got["destination_routes"]],
                [Advice(**a) for a in got["advice"]], rendered)
