"""Address sets at memory speed, and plans for IPsec VPNs of many segments.

    >>> import supernet
    >>> [str(n) for n in supernet.aggregate(["10.1.0.0/24", "10.1.1.0/24"])]
    ['10.1.0.0/23']
    >>> plan = supernet.plan("10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24",
    ...                      align="octet")
    >>> plan.local.selector
    '10.1.0.0/16'

Everything is computed by libsupernet through ctypes, which releases the
interpreter's lock while it runs.
"""
from __future__ import annotations

from ._cover import Cover
from ._lib import Ambiguous, Error, Infeasible, TextError, lib as _library
from ._drop_ins import cidr_merge, collapse_addresses
from ._input import (Report, TextWarning, address_dtype, parse, prefix_dtype,
                     range_dtype)
from ._sets import IPSet, aggregate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._diagnose import (Cause, Diagnosis, Pair, diagnose,
                            diagnose_ends)
    from ._index import Index
    from ._live import Delta, Inventory
    from ._map import IPMap
    from ._plan import (Advice, Alternative, Change, Connection, Plan,
                        Proposal, Route, Side, Site, Step, Translation, plan,
                        plan_formats, plan_from_json)
    from ._profile import Fact, Profile, profiles
    from ._routes import (Changes, Check, Finding, Match, Matcher, RouteTable,
                          Row, Tidied, Witness)
    from ._types import PlanFormat, TableForm, TableFormat

# What is not about sets comes when it is first asked for: a program that only
# aggregates starts in half the time.
_LATER = {
    "_diagnose": ("Cause", "Diagnosis", "Pair", "diagnose",
                  "diagnose_ends"),
    "_index": ("Index",),
    "_live": ("Delta", "Inventory"),
    "_map": ("IPMap",),
    "_plan": ("Advice", "Alternative", "Change", "Connection", "Plan",
              "Proposal", "Route", "Side", "Site", "Step", "Translation",
              "plan", "plan_formats", "plan_from_json"),
    "_profile": ("Fact", "Profile", "profiles"),
    "_routes": ("Changes", "Check", "Finding", "Match", "Matcher",
                "RouteTable", "Row", "Tidied", "Witness"),
    "_types": ("PlanFormat", "TableForm", "TableFormat"),
}


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            from importlib import import_module
            value = getattr(import_module(f".{module}", __name__), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


__version__ = _library.sn_version().decode()
__all__ = ["Advice", "Alternative", "Ambiguous", "Cause", "Change", "Changes",
           "Check", "Connection", "Cover", "Delta", "Diagnosis", "Error",
           "Fact", "Finding", "IPMap", "IPSet", "Index", "Infeasible", "Inventory",
           "Match", "Matcher", "Pair", "Plan", "PlanFormat", "Profile",
           "Proposal", "Report", "Route", "RouteTable", "Row", "Side", "Site",
           "Step", "TableForm", "TableFormat", "TextError", "TextWarning", "Tidied",
           "Translation", "Witness", "address_dtype", "aggregate", "cidr_merge",
           "collapse_addresses", "diagnose", "diagnose_ends", "parse", "plan",
           "plan_formats",
           "plan_from_json", "prefix_dtype", "profiles", "range_dtype"]
