"""A gateway of Alibaba Cloud in a file, and the aliyun command that talks to it.

  aliyun_gateway.py vpc ACTION --NAME VALUE...

It takes the API's own parameters (SN_SCHEMAS/aliyun-api.json) and nothing else,
one change at a time; a change is done once the gateway was asked for its state
a few times. It refuses what the API refuses. SN_GATEWAY is the file; each
change that was taken is a line of SN_GATEWAY.log. In the file "stop" says after
how many changes the caller is interrupted.
"""
import ipaddress
import itertools
import json
import os
import pathlib
import sys

MAX_POLICY, MAX_DESTINATION, MAX_CONNECTIONS = 20, 20, 10
BUSY = 2  # questions until a change is done
OPTIONS = {"method": 1, "force": 0}


class Refused(Exception):
    """What the API says, with its code first."""


def empty(tunnels=2, **more):
    return {"tunnels": tunnels, "busy": 0, "next": 1, "changes": 0, "stop": 0,
            "conflict": 0, "connections": {}, "rows": [], "pending": [],
            "transit": False, **more}


def parse(argv, api):
    """The action and its parameters, as the API's list has them."""
    product, action, *rest = argv
    if product != "vpc" or action not in api:
        raise Refused(f"InvalidAction: {product} {action}")
    given, options = {}, set()
    while rest:
        name = rest.pop(0)
        if not name.startswith("--"):
            raise Refused(f"unexpected: {name}")
        name = name[2:]
        if name in OPTIONS:
            options.add(name)
            rest = rest[OPTIONS[name]:]
            continue
        if not rest or rest[0].startswith("--"):
            raise Refused(f"no value: {name}")
        value = rest.pop(0)
        base = name.split(".")[0]
        known = api[action].get(base)
        if known is None:
            raise Refused(f"unknown parameter: {action} {name}")
        if ("array" in known["type"]) != ("." in name):
            raise Refused(f"InvalidParameter: {name} is {known['type']}")
        if known["type"] == "boolean" and value not in ("true", "false"):
            raise Refused(f"InvalidParameter: {name} {value}")
        if known["type"] == "number" and not value.isdigit():
            raise Refused(f"InvalidParameter: {name} {value}")
        if name in given:
            raise Refused(f"given twice: {name}")
        given[name] = value
    for name, known in api[action].items():
        if known["required"] and name not in given:
            raise Refused(f"MissingParameter: {action} {name}")
    if any("." in name for name in given) and options != set(OPTIONS):
        raise Refused("numbered parameters want --method POST --force")
    return action, given


# ------------------------------------------------------------- connections

IKE = {"IkeVersion": {"ikev1", "ikev2"}, "IkeMode": {"main", "aggressive"},
       "IkeEncAlg": {"aes", "aes192", "aes256", "des", "3des"},
       "IkeAuthAlg": {"md5", "sha1", "sha256", "sha384", "sha512"},
       "IkePfs": {"group1", "group2", "group5", "group14"}}
IPSEC = {"IpsecEncAlg": IKE["IkeEncAlg"], "IpsecAuthAlg": IKE["IkeAuthAlg"],
         "IpsecPfs": IKE["IkePfs"] | {"disabled"}}


def check_phases(ike, ipsec):
    for names, values in ((IKE, ike), (IPSEC, ipsec)):
        for name, may in names.items():
            if values.get(name) not in may:
                raise Refused(f"InvalidParameter: {name} {values.get(name)}")
    for values, name in ((ike, "IkeLifetime"), (ipsec, "IpsecLifetime")):
        if not 0 <= int(values.get(name, -1)) <= 86400:
            raise Refused(f"InvalidParameter: {name}")
    key = ike.get("Psk", "")
    if not 1 <= len(key) <= 100 or " " in key:
        raise Refused("InvalidParameter: Psk")


def check_tunnels(gateway, given):
    """One tunnel with its configuration, or two, each with its own."""
    tunnels = {}
    for name, value in given.items():
        part = name.split(".")
        if part[0] == "TunnelOptionsSpecification":
            tunnels.setdefault(part[1], {})[".".join(part[2:])] = value
    if gateway["tunnels"] == 1:
        if tunnels or not given.get("CustomerGatewayId", "").startswith("cgw-"):
            raise Refused("InvalidParameter: one tunnel takes a customer "
                          "gateway of its own")
        check_phases(json.loads(given["IkeConfig"]),
                     json.loads(given["IpsecConfig"]))
        return
    if sorted(tunnels) != ["1", "2"] or "CustomerGatewayId" in given:
        raise Refused("MissingParameter: TunnelOptionsSpecification")
    role = "TunnelIndex" if gateway["transit"] else "Role"
    if [tunnels[i].get(role) for i in "12"] != (
            ["1", "2"] if gateway["transit"] else ["master", "slave"]):
        raise Refused(f"InvalidParameter: {role}")
    for tunnel in tunnels.values():
        if not tunnel.get("CustomerGatewayId", "").startswith("cgw-"):
            raise Refused("MissingParameter: CustomerGatewayId of a tunnel")
        check_phases(*({n.split(".")[1]: v for n, v in tunnel.items()
                        if n.startswith(kind)}
                       for kind in ("TunnelIkeConfig.", "TunnelIpsecConfig.")))


def selectors(text):
    return [str(ipaddress.ip_network(p)) for p in text.split(",")]


def make_connection(gateway, given):
    name = given["Name"]
    if not 1 <= len(name) <= 100 or name.startswith(("http://", "https://")):
        raise Refused("InvalidName: " + name)
    if len(gateway["connections"]) >= MAX_CONNECTIONS:
        raise Refused("Resource.QuotaFull: connections")
    check_tunnels(gateway, given)
    local, remote = (selectors(given[k]) for k in ("LocalSubnet",
                                                   "RemoteSubnet"))
    made = f"vco-{gateway['next']}"
    gateway["next"] += 1
    gateway["connections"][made] = {
        "Name": name, "LocalSubnet": ",".join(local),
        "RemoteSubnet": ",".join(remote)}
    if given.get("AutoConfigRoute", "true") == "true":
        install(gateway, made)
    return {"VpnConnectionId": made, "RequestId": "1"}


def install(gateway, made):
    """The rows that come with a connection, once the change is done."""
    c = gateway["connections"][made]
    if c["LocalSubnet"] == c["RemoteSubnet"] == "0.0.0.0/0":
        return
    for source in c["LocalSubnet"].split(","):
        for destination in c["RemoteSubnet"].split(","):
            gateway["pending"].append(
                ["vco", "-", destination, made, "100", "-", "normal"]
                if gateway["transit"] else
                ["pbr", source, destination, made, "100", "10", "normal"])


def modify_connection(gateway, given):
    c = gateway["connections"].get(given["VpnConnectionId"])
    if c is None:
        raise Refused("InvalidVpnConnectionInstanceId.NotFound")
    for key in ("LocalSubnet", "RemoteSubnet"):
        c[key] = ",".join(selectors(given[key]))


def delete_connection(gateway, given):
    gone = given["VpnConnectionId"]
    if gone not in gateway["connections"]:
        raise Refused("InvalidVpnConnectionInstanceId.NotFound")
    if any(r[3] == gone for r in gateway["rows"]):
        raise Refused("a row leads to " + gone)
    del gateway["connections"][gone]


# ------------------------------------------------------------------- rows

def key_of(kind, given):
    return [kind, given.get("RouteSource", "-"), given["RouteDest"],
            given["NextHop"]]


def find(gateway, kind, given):
    """The row that is named; by a weight or priority that it does not have,
    none."""
    key = key_of(kind, given) + [given["Weight"]]
    if kind == "pbr":
        key.append(given.get("Priority", "10"))
    for row in gateway["rows"]:
        if row[:len(key)] == key:
            return row
    raise Refused(f"VpnRouteEntry.NotFound: {key}")


def create_row(gateway, kind, given):
    destination = ipaddress.ip_network(given["RouteDest"])
    if given["Weight"] not in ("0", "100"):
        raise Refused("InvalidWeight")
    if not 1 <= int(given.get("Priority", "10")) <= 100:
        raise Refused("InvalidPriority")
    if destination.prefixlen == 0 and (
            kind != "pbr" or gateway["tunnels"] == 1):
        raise Refused("InvalidRouteDest: 0.0.0.0/0 is not supported")
    if destination.overlaps(ipaddress.ip_network("100.64.0.0/10")) and (
            kind == "vco" or gateway["tunnels"] == 1):
        raise Refused("InvalidRouteDest: touches 100.64.0.0/10")
    if given["NextHop"] not in gateway["connections"]:
        raise Refused("InvalidNextHop: " + given["NextHop"])
    key = key_of(kind, given)
    if any(r[:4] == key for r in gateway["rows"]):
        raise Refused(f"VpnRouteEntry.AlreadyExists: {key}")
    most = MAX_POLICY if kind == "pbr" else MAX_DESTINATION
    if sum(r[0] == kind for r in gateway["rows"]) >= most:
        raise Refused("Resource.QuotaFull: rows")
    published = given.get("PublishVpc") == "true"
    gateway["pending"].append(
        key + [given["Weight"],
               given.get("Priority", "10") if kind == "pbr" else "-",
               "published" if published else "normal"])


def delete_row(gateway, kind, given):
    row = find(gateway, kind, given)
    gateway["rows"].remove(row)
    if row[6] == "published":  # a publication has no source
        for other in gateway["rows"]:
            if other[2] == row[2]:
                other[6] = "normal"


def alter_row(gateway, kind, given):
    row = find(gateway, kind, given)
    row[4] = given.get("NewWeight", row[4])
    if kind == "pbr":
        row[5] = given.get("NewPriority", row[5])


def publish_row(gateway, given):
    key = [given["RouteType"], given["RouteDest"], given["NextHop"]]
    found = [r for r in gateway["rows"] if [r[0], r[2], r[3]] == key]
    if not found:
        raise Refused(f"VpnRouteEntry.NotFound: {key}")
    state = "published" if given["PublishVpc"] == "true" else "normal"
    if all(r[6] == state for r in found):
        raise Refused(f"it is {state} already: {key}")
    for row in found:
        row[6] = state


CHANGES = {
    "CreateVpnConnection": make_connection,
    "CreateVpnAttachment": make_connection,
    "ModifyVpnConnectionAttribute": modify_connection,
    "DeleteVpnConnection": delete_connection,
    "PublishVpnRouteEntry": publish_row,
    "CreateVpnPbrRouteEntry": lambda g, p: create_row(g, "pbr", p),
    "CreateVpnRouteEntry": lambda g, p: create_row(g, "dbr", p),
    "CreateVcoRouteEntry": lambda g, p: create_row(g, "vco", p),
    "DeleteVpnPbrRouteEntry": lambda g, p: delete_row(g, "pbr", p),
    "DeleteVpnRouteEntry": lambda g, p: delete_row(g, "dbr", p),
    "DeleteVcoRouteEntry": lambda g, p: delete_row(g, "vco", p),
    "ModifyVpnPbrRouteEntryAttribute": lambda g, p: alter_row(g, "pbr", p),
    "ModifyVpnRouteEntryWeight": lambda g, p: alter_row(g, "dbr", p),
    "ModifyVcoRouteEntryWeight": lambda g, p: alter_row(g, "vco", p),
}


# --------------------------------------------------------------- matching

def decide(rows, source, destination):
    """The next hops that a packet may take."""
    best, hops = None, set()
    for kind, src, dst, hop, weight, priority, _ in rows:
        net = ipaddress.ip_network(dst)
        if destination not in net or weight == "0" or (
                kind == "pbr" and source not in ipaddress.ip_network(src)):
            continue
        rank = (0, int(priority)) if kind == "pbr" else (1, -net.prefixlen)
        if best is None or rank < best:
            best, hops = rank, {hop}
        elif rank == best:
            hops.add(hop)
    return hops


def packets(*tables):
    ends = [set(), set()]
    for row in itertools.chain(*tables):
        for side in (0, 1):
            if row[1 + side] != "-":
                net = ipaddress.ip_network(row[1 + side])
                ends[side] |= {net[0], net[-1]}
    ends[0] = ends[0] or {ipaddress.ip_address("10.0.0.1")}
    return itertools.product(*ends)


# -------------------------------------------------------------- questions

def page(given, outer, inner, items):
    size, number = int(given["PageSize"]), int(given["PageNumber"])
    if size > 50:
        raise Refused("InvalidParameter: PageSize")
    part = items[(number - 1) * size:number * size]
    return {"PageNumber": number, "PageSize": size, "TotalCount": len(items),
            "RequestId": "a \"quoted\" {text}, [1]: 2",
            outer: {inner: part} if inner else part}


def row_answer(row):
    kind, source, destination, hop, weight, priority, state = row
    answer = {"CreateTime": 1, "NextHop": hop, "RouteDest": destination,
              "NextHopTunnelIdList": {"NextHopTunnelIdList": ["tun-1"]},
              "Weight": int(weight), "State": state}
    if kind == "pbr":
        answer.update(RouteSource=source, Priority=int(priority))
    return answer


def describe(gateway, action, given):
    def of(kind):
        return [row_answer(r) for r in gateway["rows"] if r[0] == kind]

    if action == "DescribeVpnGateway":
        return {"VpnGatewayId": given["VpnGatewayId"], "Name": "a b",
                "Status": "updating" if gateway["busy"] else "active"}
    if action == "DescribeVpnConnection":
        return {"VpnConnectionId": given["VpnConnectionId"],
                "TunnelOptionsSpecification": {"TunnelOptions": [
                    {"State": "active"}]},
                "State": "updating" if gateway["busy"] else "attached"}
    if action == "DescribeVpnConnections":
        of_gateway = "" if gateway["transit"] else "vpn-1"
        return page(given, "VpnConnections", "VpnConnection", [
            {"IkeConfig": {"Psk": "x"}, "VpnConnectionId": i,
             "VpnGatewayId": of_gateway, **c}
            for i, c in gateway["connections"].items()])
    if action == "DescribeVpnPbrRouteEntries":
        return page(given, "VpnPbrRouteEntries", "VpnPbrRouteEntry", of("pbr"))
    if action == "DescribeVpnRouteEntries":
        return page(given, "VpnRouteEntries", "VpnRouteEntry", of("dbr"))
    if action == "DescribeVcoRouteEntries":
        return page(given, "VcoRouteEntries", "", [
            row_answer(r) for r in gateway["rows"]
            if r[3] == given["VpnConnectionId"]])
    raise Refused("not modelled: " + action)


def settle(gateway):
    """A question: what was begun comes nearer to its end."""
    if gateway["busy"]:
        gateway["busy"] -= 1
    if not gateway["busy"]:
        gateway["rows"] += gateway["pending"]
        gateway["pending"] = []


def act(gateway, action, given, log):
    """Takes one change, or refuses it. Whether the caller is interrupted."""
    if gateway["busy"]:
        raise Refused("VpnGateway.Configuring")
    gateway["conflict"] = (gateway["conflict"] + 1) % 4
    if gateway["conflict"] == 2:
        raise Refused("TaskConflict: another one was first")
    answer = CHANGES[action](gateway, given) or {"RequestId": "1"}
    gateway["busy"] = BUSY
    gateway["changes"] += 1
    with open(log, "a", encoding="utf-8") as out:
        json.dump({"action": action, "rows": gateway["rows"] +
                   gateway["pending"]}, out)
        out.write("\n")
    if gateway["changes"] == gateway["stop"]:
        raise Refused("interrupted")
    return answer


def main():
    path = pathlib.Path(os.environ["SN_GATEWAY"])
    api = json.loads((pathlib.Path(os.environ["SN_SCHEMAS"]) /
                      "aliyun-api.json").read_text(encoding="utf-8"))["actions"]
    gateway = json.loads(path.read_text(encoding="utf-8"))
    answer = None
    try:
        action, given = parse(sys.argv[1:], api)
        if action in CHANGES:
            answer = act(gateway, action, given, str(path) + ".log")
        else:
            settle(gateway)
            answer = describe(gateway, action, given)
    except Refused as refused:
        print("ERROR:", refused, file=sys.stderr)
    path.write_text(json.dumps(gateway), encoding="utf-8")
    if answer is None:
        sys.exit(1)
    print(json.dumps(answer, indent="\t"))


if __name__ == "__main__":
    main()
