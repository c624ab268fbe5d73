"""Plans, profiles and diagnoses: the command's words, and Python's objects."""
import copy
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
    "infeasible": ("10.0.0.0/8", "10.1.0.0/16", {}),
}


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
        assert str(caught.value).split(": ''")[0] in done.stderr
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
        assert plan.scheme is None or plan.scheme in get_args(
            _types.ChosenScheme)
        for side in (plan.local, plan.peer):
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
        supernet.plan("10.0.0.0/8", "10.0.0.0/9").change_from(old)


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
