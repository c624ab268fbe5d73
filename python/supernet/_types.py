"""The words that options take and results hold, and what stands for what.

The library has the lists; these are for type checkers, and the tests compare
the two.
"""
from __future__ import annotations

import ipaddress
import os
from typing import Any, Literal, Union

Address = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]
Network = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]

Ike = Literal["v1", "v2"]
Scheme = Literal["auto", "destination", "aggregate", "pairs", "lists"]
ChosenScheme = Literal["destination", "aggregate", "pairs", "lists"]
AutoRows = Literal["keep", "off"]
Overlap = Literal["refuse", "nested", "nat"]
End = Literal["gateway", "peer"]
Align = Literal["minimal", "octet"]
Verdict = Literal["exact", "supernet", "default-route"]
Reason = Literal["not-adjacent", "overlaps-other-side", "reserved",
                 "leaves-private"]
RoutingMode = Literal["protected-data-flows", "destination-routing"]
Action = Literal["keep", "delete", "add"]
Origin = Literal["auto", "manual"]
State = Literal["normal", "published"]
Severity = Literal["info", "action", "warning", "error"]
StepKind = Literal["create-connection", "modify-connection",
                   "delete-connection", "check-row", "add-row", "publish-row",
                   "delete-row"]
Fate = Literal["kept", "renegotiated", "created", "deleted"]
Sureness = Literal["unknown", "verified", "verified-old", "inferred",
                   "not-verified", "user"]
Works = Literal["works", "fails", "one-of", "partly", "not-deterministic",
                "unknown"]
Kind = Literal["policy", "destination", "bgp"]
Rule = Literal["priority", "longest-prefix", "first-created"]

# What Plan.render() takes: plan_formats() says what each is for.
PlanFormat = Literal[
    "text",
    "json",
    "csv",
    "terraform",
    "aliyun",
    "swanctl",
    "libreswan",
    "cisco-ios",
    "cisco-asa",
    "fortigate",
    "junos",
    "comware",
    "vrp",
    "iproute2",
    "nftables",
    "dot",
    "svg",
    "html",
]
# What RouteTable.render() takes.
TableFormat = Literal[
    "text",
    "json",
    "csv",
    "terraform",
    "aliyun",
    "iproute2",
    "nftables",
]
# What RouteTable.read() takes.
TableForm = Literal["auto", "csv", "provider", "plan", "terraform", "ip-rule"]

# JSON as text, as bytes, in a file, or as Python has it.
Document = Union[str, bytes, "os.PathLike[str]", "dict[str, Any]"]
