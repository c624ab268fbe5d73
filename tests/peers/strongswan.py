"""strongSwan daemons in network namespaces of their own, for the judges.

ESP is done by the daemon itself (kernel-libipsec), so that a kernel without
ESP does. Everything is removed again when the `with` block ends.
"""
import ipaddress
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

DAEMON = "/usr/sbin/charon-systemd"
GATEWAY, PEER = "192.0.2.1", "192.0.2.2"
GATEWAY_2 = "192.0.2.3"  # of the gateway's second tunnel

CONF = """charon-systemd {
  load = random nonce openssl kdf pem pkcs1 x509 pubkey hmac sha1 sha2 aes \
gcm curve25519 kernel-libipsec kernel-netlink socket-default updown vici
  install_virtual_ip = no
  retransmit_tries = 2
  retransmit_timeout = 1.0
  retransmit_base = 1.4
  delete_rekeyed_delay = 1
  filelog { log { path = %(home)s/log
                  default = 1 } }
  plugins {
    vici { socket = unix://%(home)s/vici }
    kernel-netlink { fwmark = !0x42 }
    socket-default { fwmark = 0x42 }
    kernel-libipsec { allow_peer_ts = yes }
  }
}
"""

# The plans that are judged: the worked examples and one of each scheme.
PLANS = {
    "exact": "--local 10.1.1.0/24,10.1.2.0/24 "
             "--peer 192.168.1.0/24,192.168.2.0/24 --align octet",
    "forced": "--local 10.1.1.0/24,10.1.2.0/24 "
              "--peer 192.168.1.0/24,172.16.1.0/24 --align octet",
    "minimal": "--local 10.1.1.0/24,10.1.2.0/24 "
               "--peer 192.168.1.0/24,192.168.2.0/24",
    "pairs": "--local 10.1.1.0/24,10.9.2.0/24 "
             "--peer 192.168.1.0/24,172.16.1.0/24 --scheme pairs "
             "--connection vco.a:1_b",
    "pairs-v1": "--local 10.1.1.0/24,10.9.2.0/24 --peer 192.168.1.0/24 "
                "--scheme pairs --ike v1",
    "pairs-apart": "--local 10.1.1.0/24,10.9.2.0/24 "
                   "--peer 192.168.1.0/24,172.16.1.0/24 --scheme pairs "
                   "--gateway strongswan",
    "several": "--local 10.1.1.0/24,10.1.2.0/24 "
               "--peer 192.168.1.0/24,172.16.1.0/24 --scheme aggregate "
               "--peer-device strongswan",
    "ipv6": "--local 2001:db8:1:1::/64,2001:db8:1:2::/64 "
            "--peer fd00:0:1::/64,fd00:0:2::/64 --align octet",
    "destination": "--local 10.1.1.0/24,10.1.2.0/24 "
                   "--peer 192.168.1.0/24,172.16.1.0/24 "
                   "--peer-device route-based",
}


SINGLE = " --gateway alibaba-cloud-single"
# The same with a gateway of one tunnel.
PLANS |= {f"{name}-single": args + SINGLE for name, args in PLANS.items()
          if "--gateway" not in args}


def tunnels(meant):
    """Of a connection in JSON, as far as they are set up."""
    return min(meant["tunnels"] or 1, 2)


def golden(fmt):
    """The plans of the golden cases that render as @fmt and exit with 0."""
    plans = {}
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                          "../golden")
    for name in sorted(os.listdir(folder)):
        case = os.path.join(folder, name)
        if f"-{fmt}-" not in name or os.path.exists(f"{case}/exit"):
            continue
        with open(f"{case}/cmd", encoding="ascii") as cmd:
            for args in re.findall(rf"^supernet plan (.*) --format {fmt}$",
                                   cmd.read(), re.M):
                plans[f"{name} {args}"] = args
    if len(plans) < 3:
        sys.exit(f"golden cases of {fmt}: {len(plans)}")
    return plans


def skip(why):
    print(why)
    sys.exit(77)


def run(*args, check=True):
    done = subprocess.run(args, capture_output=True, text=True, check=False,
                          timeout=60)
    if check and done.returncode:
        sys.exit(f"{' '.join(args)}: exit {done.returncode}\n"
                 f"{done.stdout}{done.stderr}")
    return done


def plan(exe, args, fmt):
    done = run(exe, "plan", *args.split(), "--format", fmt)
    return json.loads(done.stdout) if fmt == "json" else done.stdout


def filled(text, first=GATEWAY, second=GATEWAY_2):
    """The rendered file with what it leaves to the user; the other end is to
    begin."""
    for name, value in (("vpn-gateway.example", first),
                        ("vpn-gateway-2.example", second),
                        ("peer-device.example", PEER)):
        if name not in text and value != second:
            sys.exit(f"the rendered file has no {name}")
        text = text.replace(name, value)
    return re.sub(r"start_action = (trap|start)$",
                  "start_action = none", text, flags=re.M)


class Daemon:
    """charon in the namespace @ns, in a folder of its own."""

    def __init__(self, folder, ns):
        self.ns = ns
        self.home = os.path.join(folder, ns)
        os.mkdir(self.home)
        self.conf = os.path.join(self.home, "strongswan.conf")
        with open(self.conf, "w", encoding="ascii") as out:
            out.write(CONF % {"home": self.home})
        with open(os.path.join(self.home, "out"), "wb") as out:
            self.process = subprocess.Popen(
                ["ip", "netns", "exec", ns, DAEMON], stdout=out, stderr=out,
                env=dict(os.environ, STRONGSWAN_CONF=self.conf))
        for _ in range(100):
            if os.path.exists(os.path.join(self.home, "vici")):
                return
            time.sleep(0.1)
        self.stop()
        with open(os.path.join(self.home, "out"), encoding="ascii") as text:
            skip(f"charon does not start here: {text.read()[-200:]}")

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def swanctl(self, command, *args, check=True):
        return run("env", f"STRONGSWAN_CONF={self.conf}", "ip", "netns",
                   "exec", self.ns, "swanctl", command, "--uri",
                   f"unix://{self.home}/vici", *args, check=check)

    def load(self, text, check=True):
        """Loads a configuration; what swanctl said."""
        path = os.path.join(self.home, "swanctl.conf")
        with open(path, "w", encoding="ascii") as out:
            out.write(text)
        done = self.swanctl("--load-all", "--file", path, "--noprompt",
                            check=check)
        return done.returncode, done.stdout + done.stderr


class Pair:
    """Two namespaces, joined by a link, with a daemon in each."""

    def __enter__(self):
        for tool in (DAEMON, "swanctl", "ip", "ping"):
            if not shutil.which(tool):
                skip(f"{tool} is not installed")
        self.folder = tempfile.mkdtemp()
        self.names = [f"sn{os.getpid()}{side}" for side in "ab"]
        self.daemons = []
        a, b = self.names
        if run("ip", "netns", "add", a, check=False).returncode:
            shutil.rmtree(self.folder)
            skip("no network namespaces here")
        try:
            run("ip", "netns", "add", b)
            run("ip", "link", "add", "veth0", "netns", a, "type", "veth",
                "peer", "name", "veth0", "netns", b)
            for ns, address in ((a, GATEWAY), (a, GATEWAY_2), (b, PEER)):
                run("ip", "-n", ns, "address", "add", f"{address}/24", "dev",
                    "veth0")
            for ns in (a, b):
                for device in ("lo", "veth0"):
                    run("ip", "-n", ns, "link", "set", device, "up")
                self.daemons.append(Daemon(self.folder, ns))
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for daemon in self.daemons:
            daemon.stop()
        for name in self.names:
            run("ip", "netns", "delete", name, check=False)
        shutil.rmtree(self.folder)

    def address(self, side, address):
        length = ipaddress.ip_address(address).max_prefixlen
        run("ip", "-n", self.names[side], "address", "replace",
            f"{address}/{length}", "dev", "lo")

    def through_tunnel(self, side, nets):
        """Only policies decide: all of @nets goes to the daemon's device."""
        ns = self.names[side]
        run("ip", "-n", ns, "rule", "add", "pref", "100", "not", "fwmark",
            "0x42", "lookup", "100")
        for net in nets:
            run("ip", "-n", ns, "route", "add", net, "dev", "ipsec0", "table",
                "100")

    def ping(self, source, destination):
        return run("ip", "netns", "exec", self.names[0], "ping", "-n", "-c1",
                   "-W1", "-I", source, destination,
                   check=False).returncode == 0


def host(prefix):
    """The first host address of a segment."""
    return str(ipaddress.ip_network(prefix)[1])
