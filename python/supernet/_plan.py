"""Plans: the connections and routes that join the segments of two sides."""
from __future__ import annotations

import contextlib
import ctypes
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ._lib import (ErrorInfo, PlanRequest, Prefix, RenderOptions, check,
                   collect, lib)
from ._sets import _prefix, to_network

NONE = 4  # SN_SCHEME_NONE


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


def plan(local: Iterable[Any] | str, peer: Iterable[Any] | str, *,
         previous: Plan | str | bytes | None = None, sticky: bool = False,
         reserve_bits: int = 0, reserve_local: Iterable[Any] = (),
         reserve_peer: Iterable[Any] = (), **options: Any) -> Plan:
    """Plans one IPsec VPN.

    local, peer: prefixes as strings or networks, or "A,B,C". Options as those
    of the command: ike, gateway, peer_device, scheme, align, shortest,
    allow_public, connection, max_routes, max_connections, max_selectors.
    An infeasible plan is returned too: it is false, and its advice says why.

    previous is the plan that is deployed (or its JSON): text and JSON then
    have the steps from it. sticky keeps its selectors while they still do.
    Selectors are reserve_bits shorter than needed, and cover the prefixes of
    reserve_local and reserve_peer too, where that breaks no rule.
    """
    wanted = {"local": _texts(local), "peer": _texts(peer)}
    wanted.update((k, v) for k, v in options.items() if v is not None)
    if not 0 <= reserve_bits <= 128:
        raise ValueError(f"reserve_bits is 0 to 128: {reserve_bits}")
    if sticky and previous is None:
        raise ValueError("sticky needs previous")
    request = PlanRequest()
    request.sticky, request.reserve_bits = sticky, reserve_bits
    # The arrays have to live as long as the request.
    rooms = [[_prefix(to_network(p)) for p in side]
             for side in (reserve_local, reserve_peer)]
    arrays = [(Prefix * len(room))(*room) for room in rooms]
    request.reserve_local, request.reserve_peer = arrays
    request.reserve_local_count, request.reserve_peer_count = map(len, rooms)
    if isinstance(previous, Plan):
        previous = previous.to_json()
    return _plan(json.dumps(wanted), request, previous)


def plan_from_json(text: str | bytes) -> Plan:
    """Plans what a network.json asks for."""
    return _plan(text, PlanRequest(), None)


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else bytes(text)


def _plan(text: str | bytes, room: PlanRequest,
          previous: str | bytes | None) -> Plan:
    data, info = _bytes(text), ErrorInfo()
    with contextlib.ExitStack() as owned:
        def make(function: Any, free: Any, *arguments: Any) -> ctypes.c_void_p:
            out = ctypes.c_void_p()
            info.message = b""
            status = function(ctypes.byref(out), *arguments)
            check(status, info)
            owned.callback(free, out)
            return out

        network = make(lib.sn_network_read, lib.sn_network_free, data,
                       len(data), ctypes.byref(info))
        request = _request(network, room)
        if previous is not None:
            old = _bytes(previous)
            request.previous = make(lib.sn_deployed_read, lib.sn_deployed_free,
                                    old, len(old), ctypes.byref(info))
        pointer = make(lib.sn_plan_new, lib.sn_plan_free,
                       ctypes.byref(request), ctypes.byref(info))
        options = RenderOptions(ctypes.sizeof(RenderOptions))
        if previous is not None and lib.sn_plan_scheme(pointer) != NONE:
            options.change = make(lib.sn_plan_change_new,
                                  lib.sn_plan_change_free, request.previous,
                                  pointer)
        rendered = {name: _render(pointer, name, options)
                    for name in ("text", "json", "csv")}
    return _from_json(rendered)


def _request(network: ctypes.c_void_p, room: PlanRequest) -> PlanRequest:
    """What a network.json asks for, with room and stickiness."""
    request = PlanRequest(ctypes.sizeof(PlanRequest))
    lib.sn_network_request(network, ctypes.byref(request))
    for name in ("sticky", "reserve_bits", "reserve_local", "reserve_peer",
                 "reserve_local_count", "reserve_peer_count"):
        setattr(request, name, getattr(room, name))
    return request


def _render(pointer: ctypes.c_void_p, name: str,
            options: RenderOptions) -> str:
    info = ErrorInfo()
    return collect(lambda sink: lib.sn_plan_render(
        pointer, name.encode(), ctypes.byref(options), sink, None,
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
