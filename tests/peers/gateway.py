"""The gateway's end as a strongSwan that has just what the gateway's rendered
file says: selectors, algorithms, groups and lifetimes, one connection for each
tunnel. The file is Terraform's where there is one for the gateway, its own
swanctl.conf where it is strongSwan, else the plan as JSON."""
import re

import strongswan

ENCRYPTION = {"aes": "aes128"}
GROUP = {"disabled": "", "none": "", "group1": "modp768",
         "group2": "modp1024", "group5": "modp1536", "group14": "modp2048",
         "group15": "modp3072", "group16": "modp4096", "group19": "ecp256",
         "group20": "ecp384", "group31": "x25519"}


def suite(encryption, integrity, group):
    parts = [ENCRYPTION.get(encryption, encryption), integrity, GROUP[group]]
    return "-".join(p for p in parts if p)


class End:
    """What one end of the plan is to have."""

    def __init__(self, exe, args):
        plan = strongswan.plan(exe, args, "json")
        self.tunnels = min(plan["connections"][0]["tunnels"] or 1, 2)
        self.children = [(c["local"], c["peer"]) for c in plan["connections"]]
        p = plan["proposal"]
        self.version = p["ike"][1:]
        self.ike = suite(p["ike_encryption"], p["ike_integrity"], p["ike_dh"])
        self.esp = suite(p["esp_encryption"], p["esp_integrity"], p["pfs"])
        self.own = None
        if "--gateway strongswan" in args:
            self.own = strongswan.filled(strongswan.plan(
                exe, args + " --end gateway", "swanctl"))
            return
        done = strongswan.run(exe, "plan", *args.split(), "--format",
                              "terraform", check=False)
        if not done.returncode and "alicloud" in done.stdout:
            self.read(done.stdout)

    def read(self, text):
        """What Terraform is to set; all tunnels have the same."""
        def value(key):
            found = set(re.findall(rf'^ *{key} *= "(.*)"$', text, re.M))
            if len(found) != 1:
                raise SystemExit(f"{key} of the gateway: {found}\n{text}")
            return found.pop()

        self.children = []
        for block in re.findall(r'^resource "alicloud_vpn_(?:connection|'
                                r'gateway_vpn_attachment)" .*?^}', text,
                                re.M | re.S):
            self.children.append(tuple(
                re.findall(r'"(.*?)"',
                           re.search(rf"{side}_subnet *= \[(.*?)\]", block,
                                     re.S)[1])
                for side in ("local", "remote")))
        self.version = value("ike_version")[-1]
        self.ike = suite(value("ike_enc_alg"), value("ike_auth_alg"),
                         value("ike_pfs"))
        self.esp = suite(value("ipsec_enc_alg"), value("ipsec_auth_alg"),
                         value("ipsec_pfs"))

    def conf(self, name="vpn", addresses=(strongswan.GATEWAY,
                                          strongswan.GATEWAY_2),
             leave_out=None):
        """swanctl.conf, with children NAME-TUNNEL-NUMBER."""
        if self.own:
            return self.own
        text = "connections {\n"
        for t, address in enumerate(addresses[:self.tunnels]):
            text += f""" {name}-{t} {{
  version = {self.version}
  local_addrs = {address}
  remote_addrs = {strongswan.PEER}
  proposals = {self.ike}
  dpd_delay = 2s
  dpd_timeout = 6s
  local {{ auth = psk
   id = {address} }}
  remote {{ auth = psk
   id = {strongswan.PEER} }}
  children {{
"""
            for i, (local, peer) in enumerate(self.children):
                if i != leave_out:
                    text += f"""   {name}-{t}-{i} {{
    local_ts = {",".join(local)}
    remote_ts = {",".join(peer)}
    esp_proposals = {self.esp} }}
"""
            text += "  } }\n"
        return text + "}\n"

    def names(self, name="vpn", leave_out=None):
        """Of the children, those of one tunnel after those of the other."""
        if self.own:
            return re.findall(r"^      (\S+) {$", self.own, re.M)
        return [f"{name}-{t}-{i}" for t in range(self.tunnels)
                for i in range(len(self.children)) if i != leave_out]
