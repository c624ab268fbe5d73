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
from ._cover import Cover
from ._diagnose import Cause, Diagnosis, Pair, diagnose
from ._index import Index
from ._lib import Ambiguous, Error, Infeasible, TextError, lib as _library
from ._live import Delta, Inventory
from ._plan import (Advice, Change, Connection, Plan, Route, Side, Step, plan,
                    plan_formats, plan_from_json)
from ._profile import Fact, Profile, profiles
from ._routes import (Changes, Check, Finding, Match, Matcher, RouteTable,
                      Row, Tidied, Witness)
from ._sets import (IPSet, aggregate, cidr_merge, collapse_addresses,
                    prefix_dtype, range_dtype)
from ._types import PlanFormat, TableForm, TableFormat

__version__ = _library.sn_version().decode()
__all__ = ["Advice", "Ambiguous", "Cause", "Change", "Changes", "Check",
           "Connection", "Cover", "Delta", "Diagnosis", "Error", "Fact",
           "Finding", "IPSet", "Index", "Infeasible", "Inventory", "Match",
           "Matcher", "Pair", "Plan", "PlanFormat", "Profile", "Route",
           "RouteTable", "Row", "Side", "Step", "TableForm", "TableFormat",
           "TextError", "Tidied", "Witness", "aggregate", "cidr_merge",
           "collapse_addresses", "diagnose", "plan", "plan_formats",
           "plan_from_json", "prefix_dtype", "profiles", "range_dtype"]
