"""Copies, pickles and other processes: nothing is shared, nothing is lost."""
import copy
import gc
import multiprocessing
import pickle

import pytest

import supernet

NETS = ["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"]


def copies(thing):
    yield copy.copy(thing)
    yield copy.deepcopy(thing)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        yield pickle.loads(pickle.dumps(thing, protocol))


class Mine(supernet.IPSet):
    pass


class Stock(supernet.Inventory):
    pass


class Lookup(supernet.Index):
    pass


def test_sets():
    s = Mine(NETS)
    s.label = "a"
    for other in copies(s):
        assert type(other) is Mine and other == s and other.label == "a"
        assert other.report == s.report


def test_inventories():
    live = Stock({"10.0.0.0/8": 7, "10.1.0.0/16": 8})
    live.insert("10.0.0.0/8", 9)
    live.name = "a"
    for other in copies(live):
        assert type(other) is Stock and other.name == "a"
        assert list(other.items()) == list(live.items())
        assert other.multiplicity("10.0.0.0/8") == 2
        other.remove("10.1.0.0/16")
        assert "10.1.0.0/16" in live
        del other
        gc.collect()
        assert live.match("10.0.0.1") is not None


def test_indexes():
    index = Lookup(NETS)
    index.name = "a"
    for other in copies(index):
        assert type(other) is Lookup and other.name == "a"
        assert str(other.match("10.0.0.1")) == "10.0.0.0/8"
        del other
        gc.collect()
        assert str(index.match("10.0.0.1")) == "10.0.0.0/8"


def errors():
    for wrong in (lambda: supernet.IPSet("x"),
                  lambda: supernet.IPSet(NETS).cover(1, avoid=["10.0.0.0/8"]),
                  lambda: supernet.IPSet(NETS).cover(),
                  lambda: supernet.IPSet(["10.0.0.0/24", "10.0.2.0/24"]).cover(
                      1, shortest=24)):
        with pytest.raises(supernet.Error) as caught:
            wrong()
        yield caught.value
    yield supernet.Ambiguous("two", -5, (1, 2))


def test_errors():
    for error in errors():
        for other in copies(error):
            assert type(other) is type(error)
            assert str(other) == str(error)
            assert vars(other) == vars(error)


def raise_there(text):
    return supernet.IPSet(text).count()


def test_errors_of_other_processes():
    with multiprocessing.Pool(1) as pool:
        assert pool.apply(raise_there, ("10.0.0.0/31",)) == 2
        with pytest.raises(supernet.TextError) as caught:
            pool.apply_async(raise_there, ("10.0.0.0/33",)).get(60)
    assert (caught.value.line, caught.value.column) == (1, 10)


def test_everything_else():
    plan = supernet.plan("10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24")
    table = supernet.RouteTable.from_plan(plan)
    matcher = table.matcher()
    cover = supernet.IPSet(NETS).cover(3)
    end = {"ike": "v1", "local": ["10.1.1.0/24", "10.1.2.0/24"],
           "peer": "192.168.1.0/24"}
    found = supernet.diagnose({
        "local": end["local"], "peer": end["peer"],
        "connections": [{"name": "vco-1", "gateway": end}]})
    for thing in (plan, supernet.profiles()["alibaba-cloud"], cover, found):
        for other in copies(thing):
            assert other == thing and vars(other).keys() == vars(thing).keys()
    for other in copies(table):
        assert list(other) == list(table)
    for other in copies(matcher):
        assert other.match("10.1.1.1", "192.168.1.1") \
            == matcher.match("10.1.1.1", "192.168.1.1")
