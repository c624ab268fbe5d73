"""Plans, profiles and diagnoses: the command's words, and Python's objects."""
import copy
import inspect
import io
import json
import os
import pathlib
import pickle
import re
import subprocess
from typing import get_args

import pytest

import supernet
from supernet import _types

GOLDEN = pathlib.Path(__file__).parents[2] / "tests/golden"
COMMAND = os.environ.get("SUPERNET_COMMAND")
EXAMPLES = {
    "forced": ("10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24,172.16.1.0/24", {}),
    "exact": ("10.1.0.0/24", "10.2.0.0/24", {}),
    "pairs": ("10.1.0.0/24,10.9.0.0/24", "10.2.0.0/24,10.200.0.0/24",
              {"scheme": "pairs"}),
    "destination": ("10.1.0.0/24", "10.2.0.0/24,10.200.0.0/24",
                    {"scheme": "destination"}),
    "ipv6": ("2001:db8:1::/48", "2001:db8:2::/48", {}),
    "infeasible": ("10.1.0.0/16", "10.1.0.0/16", {}),
    "nested": ("10.0.0.0/8", "10.1.0.0/16", {}),
    "translated": ("10.1.0.0/16", "10.1.0.0/16",
                   {"overlap": "nat", "nat_pool": "10.128.0.0/9"}),
    "one tunnel": ("10.1.0.0/24", "10.2.0.0/24", {"tunnels": 1}),
    "both families": ("10.1.0.0/24,fd00:1::/64", "10.2.0.0/24,fd00:2::/64",
                      {}),
}
SITES = {"local": ["10.1.1.0/24"], "auto_rows": "keep", "sites": [
    {"name": "oslo", "peer": "192.168.1.0/24", "scheme": "destination"},
    {"name": "rome", "peer": ["192.168.2.0/24", "fd00:2::/64"],
     "local": ["10.1.1.0/24", "fd00:1::/64"], "connection": "vpn-rome"}]}


@pytest.mark.skipif(not COMMAND, reason="SUPERNET_COMMAND names no command")
@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("format", supernet.plan_formats())
def test_every_format_is_the_commands(format, example):
    local, peer, options = EXAMPLES[example]
    options = {"auto_rows": "keep", **options}
    plan = supernet.plan(local, peer, **options)
    arguments = [f"--{k.replace('_', '-')}={v}" for k, v in options.items()]
    done = subprocess.run([COMMAND, "plan", "--local", local, "--peer", peer,
                           "--format", format, *arguments],
                          capture_output=True, text=True, check=False)
    if done.returncode and not done.stdout:
        with pytest.raises(supernet.Error) as caught:
            plan.render(format)
        assert str(caught.value).split(": '")[0] in done.stderr
        nothing = io.BytesIO()
        with pytest.raises(supernet.Error):
            plan.write(nothing, format)
        assert not nothing.getvalue()
        return
    assert done.returncode == (0 if plan else 1)
    # The command says in its report when and how it was made.
    said = re.sub(r'<time>.*?</time> · |<code class="command">.*?</code>\n', "",
                  done.stdout)
    assert plan.render(format) == said
    written = io.BytesIO()
    plan.write(written, format)
    assert written.getvalue().decode() == said


@pytest.mark.skipif(not COMMAND, reason="SUPERNET_COMMAND names no command")
def test_options_are_the_commands():
    shown = subprocess.run([COMMAND, "plan", "--help"], capture_output=True,
                           text=True, check=True).stdout
    own = set(re.findall(r"^  --([\w-]+)", shown.split("\n  -f,")[0], re.M))
    have = {name for call in (supernet.plan, supernet.Plan.render)
            for name in inspect.signature(call).parameters}
    # Functions of their own; reserve is three, and what is deployed previous.
    other = {"list-formats", "list-profiles", "show-profile", "from",
             "reserve"}
    assert {n.replace("-", "_") for n in own - other} <= have


@pytest.mark.skipif(not COMMAND, reason="SUPERNET_COMMAND names no command")
@pytest.mark.parametrize("format", supernet.plan_formats())
@pytest.mark.parametrize("site", [None, "oslo", "rome", "nowhere"])
def test_sites(tmp_path, format, site):
    path = tmp_path / "network.json"
    path.write_text(json.dumps(SITES))
    made = supernet.plan_from_json(SITES)
    done = subprocess.run(
        [COMMAND, "plan", path, "--format", format,
         *(["--site", site] if site else [])],
        capture_output=True, text=True, check=False)
    if done.returncode:
        with pytest.raises(supernet.Error) as caught:
            made.render(format, site=site)
        assert str(caught.value).split(": '")[0] in done.stderr
    elif format != "html":
        assert made.render(format, site=site) == done.stdout
        file = io.BytesIO()
        made.write(file, format, site=site)
        assert file.getvalue().decode() == done.stdout


def test_parts_of_a_plan():
    made = supernet.plan_from_json(SITES)
    assert made and made.scheme is None and made.local is None
    assert [(s.name, s.family, s.scheme, s.connection)
            for s in made.sites] == [
        ("oslo", "ipv4", "destination", "oslo"),
        ("rome", "ipv4", "aggregate", "vpn-rome"),
        ("rome", "ipv6", "aggregate", "vpn-rome-v6")]
    assert made.sites[2].peer.selector == "fd00:2::/64"
    assert made.sites[0].proposal.ike_dh == "group14"
    assert [c.site for c in made.connections] == ["oslo", "rome", "rome"]
    assert copy.copy(made) == made
    assert pickle.loads(pickle.dumps(made)) == made
    both = supernet.plan(*EXAMPLES["both families"][:2])
    assert [s.name for s in both.sites] == [None, None]
    one = supernet.plan("10.1.0.0/24", "10.2.0.0/24")
    assert [s.scheme for s in one.sites] == [one.scheme]


def test_options_of_renderers():
    made = supernet.plan("10.1.0.0/24", "10.2.0.0/24")
    assert "required_providers" in made.render("terraform")
    assert "required_providers" not in made.render(
        "terraform", no_required_providers=True)
    page = made.render("html", title="A <title>", date="today",
                       command="by hand")
    for text in ("<title>A &lt;title&gt;", "today", "by hand"):
        assert text in page


def test_replace_and_tunnels():
    old = supernet.plan("10.1.0.0/24", "10.2.0.0/24", connection="old",
                        tunnels=1)
    assert old.connections[0].tunnels == 1
    for replace in (False, True):
        new = supernet.plan("10.3.0.0/24", "10.4.0.0/24", connection="new",
                            previous=old, replace=replace)
        assert ("delete-connection" in {s.step for s in new.change.steps}) \
            == replace
    with pytest.raises(ValueError, match="need previous"):
        supernet.plan("10.1.0.0/24", "10.2.0.0/24", replace=True)
    with pytest.raises(ValueError, match="tunnels"):
        supernet.plan("10.1.0.0/24", "10.2.0.0/24", tunnels=-1)


def test_shared_addresses():
    plan = supernet.plan("10.1.0.0/16", "10.1.0.0/16", overlap="nat",
                         nat_pool=["10.128.0.0/9"], gateway="azure",
                         peer_device="strongswan")
    assert [(t.side, t.translated, t.at) for t in plan.translations] == [
        ("local", "10.128.0.0/16", "gateway"),
        ("peer", "10.129.0.0/16", "peer")]
    assert "10.129.0.0/16 : 10.1.0.0/16" in plan.render("nftables")
    assert "10.128.0.0/16 : 10.1.0.0/16" in plan.render("nftables",
                                                        end="gateway")
    nested = supernet.plan("10.0.0.0/8", "10.1.0.0/16")
    assert nested.bypass == {"local": [], "peer": ["10.1.0.0/16"]}
    assert not supernet.plan("10.0.0.0/8", "10.1.0.0/16", overlap="refuse")


def test_formats_are_refused_by_name():
    plan = supernet.plan("10.1.0.0/24", "10.2.0.0/24")
    with pytest.raises(ValueError, match="text, json, csv"):
        plan.render("yaml")
    assert "\x1b[" in plan.render(colour=True)
    assert "\x1b[" not in plan.render()

    class Full:
        def write(self, _data):
            raise OSError(28, "no space")

    with pytest.raises(OSError, match="no space"):
        plan.write(Full())


def test_words_of_plans():
    """What a plan says is what its types promise."""
    for local, peer, options in EXAMPLES.values():
        plan = supernet.plan(local, peer, **options)
        got = json.loads(plan.to_json())
        assert {plan.scheme, *(s.scheme for s in plan.sites)} <= {
            None, *get_args(_types.ChosenScheme)}
        for side in (s for part in plan.sites for s in (part.local, part.peer)):
            assert side.verdict in get_args(_types.Verdict)
            assert side.reason is None or side.reason in get_args(
                _types.Reason)
        rows = plan.policy_routes + plan.destination_routes
        assert [r.destination for r in rows] == \
            [r["destination"] for r in got["policy_routes"]
             + got["destination_routes"]]
        for row in rows:
            assert row.action in get_args(_types.Action)
            assert row.state in get_args(_types.State)
        assert all(a.severity in get_args(_types.Severity)
                   for a in plan.advice)
        assert all(c.routing_mode in get_args(_types.RoutingMode)
                   for c in plan.connections)


def test_plans_are_copied_and_kept():
    mine = supernet.Profile.read({"name": "mine", "base": "alibaba-cloud",
                                  "policy_routes": 2})
    old = supernet.plan("10.1.1.0/24", "192.168.1.0/24")
    new = supernet.plan("10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24",
                        previous=old, gateway=mine, reserve_bits=1)
    for again in (copy.deepcopy(new), pickle.loads(pickle.dumps(new))):
        assert again == new and str(again) == str(new)
        assert again.change == new.change
    del mine, old
    assert json.loads(new.render("json"))["change"]["steps"]


def test_change():
    old = supernet.plan("10.1.1.0/24", "192.168.1.0/24")
    new = supernet.plan("10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24")
    assert new.change is None
    change = new.change_from(old)
    assert change
    assert change == new.change_from(old.to_json()) \
        == new.change_from(json.loads(old.to_json()))
    assert change == supernet.plan(
        "10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24", previous=old).change
    assert list(change.fates.values()) == ["renegotiated"]
    assert [s.step for s in change.steps][0] == "modify-connection"
    assert change.steps[0].local == [new.local.selector]
    assert (change.peak_connections, change.peak_policy_rows,
            change.peak_destination_rows) == (1, 2, 0)
    assert not old.change_from(old) and old.change_from(old).fates
    for kind, words in ((change.steps, _types.StepKind),):
        assert {s.step for s in kind} <= set(get_args(words))
    golden = json.loads((GOLDEN / "plan-change-json/old.json").read_text())
    assert new.change_from(golden).steps
    with pytest.raises(supernet.TextError):
        new.change_from("[")
    with pytest.raises(supernet.Error):
        supernet.plan("::/64", "2001::/64").change_from(old)
    with pytest.raises(supernet.Error):
        supernet.plan("10.0.0.0/8", "10.0.0.0/8").change_from(old)


def test_network_json(tmp_path):
    asked = {"local": ["10.1.0.0/24"], "peer": "10.2.0.0/24", "ike": "v1",
             "scheme": "pairs"}
    path = tmp_path / "network.json"
    path.write_text(json.dumps(asked))
    plans = [supernet.plan_from_json(source) for source in
             (asked, json.dumps(asked), json.dumps(asked).encode(), path)]
    assert all(p == plans[0] for p in plans)
    assert plans[0].connections[0].ike == "v1"
    with pytest.raises(supernet.TextError) as caught:
        supernet.plan_from_json('{"local": "10.1.0.0/24",\n "peer": "x"}')
    assert caught.value.line == 2
    with pytest.raises(supernet.TextError, match="expected"):
        supernet.plan("10.1.0.0/24", "10.2.0.0/24", scheme="best")
    with pytest.raises(supernet.TextError, match="has no segments$"):
        supernet.plan([], "10.2.0.0/24")


def test_profiles():
    known = supernet.profiles()
    golden = (GOLDEN / "plan-profiles/stdout").read_text()
    for name in ("alibaba-cloud", "generic"):
        assert str(known[name]) in golden
    for profile in known.values():
        assert json.loads(profile.to_json())["name"] == profile.name
        assert all(f.sureness in get_args(_types.Sureness)
                   for f in profile.facts.values())
    assert known["alibaba-cloud"].forbidden == ()
    assert known["alibaba-cloud-single"].forbidden == ("100.64.0.0/10",)
    path = GOLDEN / "plan-profile-own/mine.json"
    mine = supernet.Profile.read(path)
    assert mine.facts["policy_routes"] == supernet.Fact(
        3, "user", "our ticket 7", "2026-01")
    assert str(mine) in (GOLDEN / "plan-profile-own/stdout").read_text()
    peers = "192.168.1.0/24,172.16.1.0/24,192.168.9.0/24,172.31.0.0/24"
    assert supernet.plan("10.1.1.0/24", peers)
    tight = supernet.plan("10.1.1.0/24", peers, gateway=mine,
                          scheme="aggregate")
    assert "routes-widened" in {a.code for a in tight.advice}
    with pytest.raises(ValueError, match="of no gateway"):
        supernet.plan("10.1.1.0/24", "10.2.0.0/24", gateway="cisco")
    with pytest.raises(ValueError, match="strongswan"):
        supernet.plan("10.1.1.0/24", "10.2.0.0/24", peer_device="vendor")
    with pytest.raises(TypeError):
        supernet.plan("10.1.1.0/24", "10.2.0.0/24", gateway=7)
    with pytest.raises(supernet.TextError):
        supernet.Profile.read({"name": "x", "sa_model": "none"})


@pytest.mark.parametrize("case", ["diagnose-json", "diagnose-clean",
                                  "diagnose-cisco"])
def test_diagnose(case):
    path = GOLDEN / case / "network.json"
    got = supernet.diagnose(path)
    assert (GOLDEN / case / "stdout").read_text() in (f"{got}\n",
                                                           got.to_json())
    again = json.loads(got.to_json())
    assert got == supernet.diagnose(json.loads(path.read_text()))
    assert [c.code for c in got.causes] == [f["code"]
                                           for f in again["findings"]]
    assert bool(got) == bool(again["findings"])
    assert all(p.works in get_args(_types.Works) for p in got.pairs)


def test_diagnose_refuses():
    for wrong in ("{", {}, {"connections": []}, {"no": "key"}):
        with pytest.raises(supernet.TextError):
            supernet.diagnose(wrong)
