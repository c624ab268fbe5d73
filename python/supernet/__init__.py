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
from ._lib import Error, Infeasible, TextError, lib as _library
from ._index import Index
from ._live import Delta, Inventory
from ._plan import (Advice, Connection, Plan, Route, Side, plan,
                    plan_from_json)
from ._routes import Match, Row, RouteTable, Witness
from ._sets import (IPSet, aggregate, cidr_merge, collapse_addresses,
                    prefix_dtype)

__version__ = _library.sn_version().decode()
__all__ = ["Advice", "Connection", "Delta", "Error", "IPSet", "Index",
           "Infeasible", "Inventory", "Match", "Plan", "Route", "RouteTable",
           "Row", "Side", "TextError", "Witness", "aggregate", "cidr_merge",
           "collapse_addresses", "plan", "plan_from_json", "prefix_dtype"]
