"""What the module says of itself: examples run, and nothing is left unsaid."""
import doctest
import importlib
import inspect
import pathlib
import pkgutil
import subprocess
import sys
from typing import get_args

import pytest

import supernet
from supernet import _types

MODULES = ["supernet"] + [f"supernet.{m.name}"
                          for m in pkgutil.iter_modules(supernet.__path__)]
ROOT = pathlib.Path(__file__).parents[2]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert doctest.testmod(module).failed == 0


def test_examples_are_found():
    tried = sum(doctest.testmod(importlib.import_module(m)).attempted
                for m in MODULES)
    assert tried > 15


def public():
    for name in supernet.__all__:
        thing = getattr(supernet, name)
        if not inspect.isclass(thing) and not inspect.isroutine(thing):
            continue  # a Literal
        yield name, thing
        if inspect.isclass(thing):
            for key, value in vars(thing).items():
                if not key.startswith("_") and callable(
                        getattr(value, "__func__", value)):
                    yield f"{name}.{key}", getattr(thing, key)


def test_everything_public_is_described():
    names = [name for name, thing in public()
             if not (thing.__doc__ or "").strip()
             or thing.__doc__.startswith(f"{name}(")]  # a dataclass's own
    assert not names
    assert len(list(public())) > 60


def test_words_are_those_of_the_library():
    """Literals for type checkers, and what the library says at run time."""
    names = [n.decode() for n in map(supernet._lib.lib.sn_plan_format_name,
                                     range(99)) if n]
    assert list(supernet.plan_formats()) == names
    assert set(names) <= set(get_args(_types.PlanFormat)), \
        "python/supernet/_types.py: PlanFormat lacks a format"


def test_words_of_tables():
    """There is no list of them: what a plan has, a table may have."""
    table = supernet.RouteTable()
    table.add("172.16.0.0/12", "vpn-1", source="10.0.0.0/8")
    takes = set()
    for name in {*supernet.plan_formats(), *get_args(_types.TableFormat)}:
        try:
            table.render(name)
            takes.add(name)
        except supernet.Error:
            pass
    assert {"text", "json", "csv"} <= takes <= set(
        get_args(_types.TableFormat)), \
        "python/supernet/_types.py: TableFormat lacks a format"


@pytest.mark.parametrize("kind, words", [
    (14, _types.Verdict), (15, _types.Reason), (18, _types.RoutingMode),
    (6, _types.Action), (7, _types.Origin), (8, _types.State),
    (9, _types.Severity), (17, _types.Ike), (19, _types.StepKind),
    (20, _types.Fate), (1, _types.Sureness), (23, _types.Works),
    (16, _types.Scheme), (13, _types.Align), (5, _types.Kind),
    (4, _types.Rule)])
def test_literals_are_the_words_of_the_library(kind, words):
    assert set(supernet._lib.words(kind)) == set(get_args(words))


def test_what_is_not_needed_comes_later():
    """Aggregating does not pay for plans: neither time nor memory."""
    done = subprocess.run([sys.executable, "-c", """if True:
        import sys, supernet
        supernet.IPSet(["10.0.0.0/8"]).to_text()
        print({"dataclasses", "typing", "json", "pathlib", "supernet._plan"}
              & set(sys.modules))
        assert set(supernet.__all__) <= set(dir(supernet))
        from supernet import *
        print(plan("10.1.0.0/24", "10.2.0.0/24").scheme)
        supernet.no_such_name"""], capture_output=True, text=True,
        check=False)
    assert done.stdout == "set()\naggregate\n"
    assert "has no attribute 'no_such_name'" in done.stderr
    later = [n for names in supernet._LATER.values() for n in names]
    assert len(later) == len(set(later)) and set(later) < set(
        supernet.__all__)


def test_types_are_there_for_users(tmp_path):
    """mypy sees through the module as a user's program imports it."""
    program = tmp_path / "program.py"
    program.write_text("import supernet\n"
                       "plan = supernet.plan('10.1.0.0/24', '10.2.0.0/24')\n"
                       "reveal_type(plan.local.verdict)\n"
                       "plan.render('yaml')\n"
                       "supernet.plan('::/0', '::/0', sceme='auto')\n"
                       "reveal_type(supernet.IPSet('').cover(1).extra)\n")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary",
         f"--cache-dir={tmp_path}/cache", program], capture_output=True,
        text=True, check=False,
        env={"MYPYPATH": str(ROOT / "python"), "PATH": "/usr/bin:/bin"})
    said = done.stdout
    assert "Literal['exact'], Literal['supernet']" in said
    assert '"render" of "Plan" has incompatible type' in said
    assert 'Unexpected keyword argument "sceme"' in said
    assert "builtins.int" in said
    assert done.stdout.count("error:") == 2
