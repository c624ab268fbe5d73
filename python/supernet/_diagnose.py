"""What is wrong with IPsec connections as both ends have them."""
from __future__ import annotations

import ctypes
import json
from dataclasses import dataclass, field
from typing import Literal

from ._lib import (DiagnosisRequest, ErrorInfo, Owner, RenderOptions, collect,
                   document, lib)
from ._types import Document, Severity, Works


@dataclass(frozen=True)
class Cause:
    """What is wrong, or may be: what was seen, why it matters, what to do.

    connection is None where it is not about one.
    """
    code: str
    severity: Severity
    connection: str | None
    seen: str
    why: str
    what: str
    source: str | None


@dataclass(frozen=True)
class Pair:
    """Whether traffic between two segments finds its way.

    connection carries it; code is that of the cause behind it.
    after_renewal is the same for when the lifetimes of SAs have ended, and
    after_code its cause; None: not known.
    """
    local: str
    peer: str
    works: Works
    connection: str | None
    code: str | None
    after_renewal: Works | None = None
    after_code: str | None = None


@dataclass(frozen=True)
class Diagnosis:
    """What `supernet diagnose` says, and print() shows as it does.

    causes has the most important first, pairs every local segment with every
    peer segment. True where anything was found.
    """
    causes: list[Cause]
    pairs: list[Pair]
    _texts: dict[str, str] = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self.causes)

    def __str__(self) -> str:
        return self._texts["text"].removesuffix("\n")

    def to_json(self) -> str:
        """What `supernet diagnose --format json` prints."""
        return self._texts["json"]


def diagnose(source: Document) -> Diagnosis:
    """Looks for what is known to break connections of several segments.

        >>> end = {"ike": "v1", "local": ["10.1.1.0/24", "10.1.2.0/24"],
        ...        "peer": "192.168.1.0/24"}
        >>> got = diagnose({"local": end["local"], "peer": end["peer"],
        ...                 "connections": [{"name": "vco-1",
        ...                                  "gateway": end}]})
        >>> [cause.code for cause in got.causes]
        ['ikev1-several-segments']

    source is what is configured at both ends, as supernet-diagnose(1) and
    supernet_text.h describe it: JSON as text, bytes, a path or a dict. No key
    is ever asked for. TextError (a ValueError) says what is wrong with it,
    and where. O(pairs x connections x selectors).
    """
    owner, info = Owner(), ErrorInfo()
    configured = owner.read(lib.sn_configured_read, lib.sn_configured_free,
                            document(source))
    request = DiagnosisRequest(ctypes.sizeof(DiagnosisRequest))
    lib.sn_configured_request(configured, ctypes.byref(request))
    return _diagnose(owner, request, info)


def diagnose_ends(gateway: Document, peer: Document, *,
                  table: Document | None = None,
                  gateway_id: str | None = None) -> Diagnosis:
    """The same from what the devices of both ends have.

    gateway and peer are texts, bytes or paths of swanctl.conf, ipsec.conf, a
    running configuration of Cisco's, an answer of DescribeVpnConnections or
    Terraform's state; what they are shows in their content. table has the
    gateway's routes; without it they are not looked at. gateway_id chooses one
    of several gateways. The segments are those that selectors name.
    TextError (a ValueError) says what is wrong with a text, and where.
    """
    owner, info = Owner(), ErrorInfo()
    chosen = gateway_id.encode() if gateway_id is not None else None
    request = DiagnosisRequest(ctypes.sizeof(DiagnosisRequest))
    for end, source in enumerate((gateway, peer)):
        request.config[end] = owner.read(
            lib.sn_ike_config_read, lib.sn_ike_config_free, document(source),
            None if end else chosen)
    if table is not None:
        request.routes = owner.read(lib.sn_table_read_of, lib.sn_table_free,
                                    document(table), None, chosen)
    return _diagnose(owner, request, info)


def _diagnose(owner: Owner, request: DiagnosisRequest,
              info: ErrorInfo) -> Diagnosis:
    made = owner.make(lib.sn_diagnosis_new, lib.sn_diagnosis_free,
                      ctypes.byref(request), ctypes.byref(info), info=info)
    options = RenderOptions(ctypes.sizeof(RenderOptions))

    def render(name: Literal["text", "json"]) -> str:
        return collect(lambda sink: lib.sn_diagnosis_render(
            made, name.encode(), ctypes.byref(options), sink, None)).decode()

    texts = {"text": render("text"), "json": render("json")}
    got = json.loads(texts["json"])
    return Diagnosis([Cause(**f) for f in got["findings"]],
                     [Pair(**p) for p in got["pairs"]], texts)
