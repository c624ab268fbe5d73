"""What people hand to a set, an inventory and an index, right and wrong."""
import array
import collections.abc
import io
import ipaddress
import json
import mmap
import os
import pickle
import subprocess
import sys
import threading
import weakref

import netaddr
import numpy
import pytest

import supernet

WANT = b"10.0.0.0/24\n2001:db8::/32\n"
LINES = ["10.0.0.0/25", "10.0.0.128/25", "2001:db8::/32"]
TEXT = "\n".join(LINES)


def feed(data):
    """A path of a pipe that data comes through."""
    end, start = os.pipe()
    threading.Thread(target=lambda: (os.write(start, data),
                                     os.close(start))).start()
    return end


def test_files(tmp_path):
    path = tmp_path / "list"
    path.write_text(TEXT)
    with open(path, encoding="ascii") as text, open(path, "rb") as raw:
        for file in (text, raw, io.StringIO(TEXT), io.BytesIO(TEXT.encode())):
            assert supernet.IPSet(file).to_text() == WANT
        raw.seek(12)  # from where it stands
        assert supernet.IPSet(raw).count(4) == 128
    with pytest.raises(supernet.TextError) as caught:
        supernet.IPSet(io.StringIO("10.0.0.0/8\n" * 1_600_000 + "x"))
    assert caught.value.line == 1_600_001  # of several pieces


def test_pipes():
    class Path(os.PathLike):
        def __init__(self, name):
            self.name = name

        def __fspath__(self):
            return self.name

    end = feed(TEXT.encode())
    assert supernet.IPSet(Path(f"/dev/fd/{end}")).to_text() == WANT
    os.close(end)
    end = feed(TEXT.encode())
    with os.fdopen(end, "rb") as file:
        assert supernet.IPSet(file).to_text() == WANT


def test_paths_are_items_too(tmp_path):
    paths = [tmp_path / f"{i}.txt" for i in range(2)]
    for path, line in zip(paths, LINES[:2]):
        path.write_text(line + "\n")
    assert supernet.IPSet([*LINES[2:], *paths]).to_text() == WANT
    assert supernet.IPSet(paths).report.lines == 2
    paths[1].write_text("10.0.0.0/8\n10.0.0.0/33\n")
    with pytest.raises(supernet.TextError) as error:
        supernet.IPSet(iter(paths))
    assert str(error.value).startswith(f"{paths[1]}: line 2, column ")
    assert pickle.loads(pickle.dumps(error.value)).args == error.value.args


def test_a_file_that_has_nothing_yet():
    end, start = os.pipe()
    os.set_blocking(end, False)
    with open(end, "rb", buffering=0) as file:
        with pytest.raises(BlockingIOError):
            supernet.IPSet(file)
    os.close(start)


def test_columns():
    strings = numpy.array(LINES)
    for column in (strings, strings.astype(object), strings.astype("S"),
                   iter(LINES), (s for s in LINES), tuple(LINES),
                   json.loads(json.dumps(LINES)), dict.fromkeys(LINES)):
        assert supernet.IPSet(column).to_text() == WANT
    first = int(ipaddress.ip_address("10.0.0.0"))
    numbers = numpy.arange(first, first + 256)
    for column in (numbers, numbers.astype("u4"), numbers.astype(">u4"),
                   numbers[::-1], array.array("I", numbers.tolist())):
        assert supernet.IPSet(column).to_text() == b"10.0.0.0/24\n"
    six = numpy.zeros(2, supernet.address_dtype(6))
    six["lo"] = [2, 3]
    assert supernet.IPSet(six).to_text() == b"::2/127\n"


def test_series():
    pandas = pytest.importorskip("pandas")
    assert supernet.IPSet(pandas.Series(LINES)).to_text() == WANT
    assert supernet.IPSet(pandas.Series(LINES, dtype="string")).to_text() \
        == WANT
    assert supernet.IPSet(pandas.Series([1, 2, 3])).count(4) == 3
    assert supernet.parse(pandas.Series(["0.0.0.7"])).tolist() == [7]
    index = supernet.Index(["0.0.0.0/29"])
    assert index.match_array(pandas.Series([7, 8]))["len"].tolist() \
        == [29, 255]
    with pytest.raises(TypeError):
        supernet.IPSet(pandas.Series(["10.0.0.0/8", None]))


def test_integers_that_may_be_missing():
    pandas = pytest.importorskip("pandas")
    index, live = supernet.Index(["0.0.0.0/29"]), supernet.Inventory(
        {"0.0.0.0/29": 5})
    full = pandas.Series([1, 2], dtype="UInt32")
    assert supernet.IPSet(full).count(4) == 2
    assert index.match_array(full)["len"].tolist() == [29, 29]
    for some in (pandas.Series([7, None], dtype="Int64"),
                 numpy.ma.MaskedArray([7, 1], [False, True]),
                 supernet.parse(["0.0.0.7", "x"], skip_invalid=True)):
        assert index.match_array(some)["len"].tolist() == [29, 255]
        got, values = live.match_values(some)
        assert got["addr"].tolist() == [0, 0]
        assert values.tolist() == [5, 0]
        with pytest.raises(ValueError, match="item 2 is missing"):
            supernet.IPSet(some)
    six = supernet.parse(["x", "::1"], 6, skip_invalid=True)
    assert supernet.Index(["::/0"]).match_array(six)["len"].tolist() \
        == [255, 0]
    with pytest.raises(ValueError, match="item 1 is missing"):
        supernet.IPSet(six)
    assert supernet.parse(numpy.ma.MaskedArray(["x", "0.0.0.7"], [1, 0]),
                          skip_invalid=True).tolist() == [None, 7]


def test_one_object_is_one_item():
    for one, n in ((ipaddress.ip_network("2001:db8::/32"), 1 << 96),
                   (ipaddress.ip_address("10.0.0.1"), 1),
                   (ipaddress.ip_interface("10.0.0.1/30"), 4),
                   (netaddr.IPNetwork("10.0.0.0/8"), 1 << 24),
                   (netaddr.IPRange("10.0.0.1", "10.0.0.9"), 9),
                   (netaddr.IPAddress("::1"), 1)):
        s = supernet.IPSet(one)
        assert s.count() == n
        assert s | one == s.union(one) == s  # not of its hosts
        assert (s - one).count() == 0 and s.issubset(one)
        assert supernet.Index(one).match(next(iter(s))[0])
    assert supernet.IPSet("10.0.0.0/8").cover(1, avoid=ipaddress.ip_network(
        "11.0.0.0/8"))


def test_lines_as_files_give_them(tmp_path):
    path = tmp_path / "list"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode() + b"\r\n")
    with open(path, encoding="ascii", newline="") as file:
        lines = file.readlines()
    assert supernet.IPSet(lines).to_text() == WANT
    assert supernet.IPSet(line for line in lines).to_text() == WANT
    for wrong in ("::1\n\n", "::1\n::2\n", "\n::1"):
        with pytest.raises(supernet.TextError, match="line 2, column [14]"):
            supernet.IPSet(["::1\n", wrong])


class Slow:
    """A stream that gives a few bytes at a time."""

    def __init__(self, data):
        self.data = data

    def read(self, _):
        piece, self.data = self.data[:3], self.data[3:]
        return piece


def test_rows_of_several_lines():
    text = b'"a\nb",10.0.0.1\n"c""\nd",10.0.0.2\n"\n",10.0.0.3'
    for file in (io.BytesIO(text), Slow(text)):
        assert supernet.IPSet(file, column=2).count() == 3
    with pytest.raises(supernet.TextError) as caught:
        supernet.IPSet(Slow(text + b"\n4,x"), column=2)
    assert caught.value.line == 7


def test_pairs_as_json_has_them():
    pairs = json.loads('[["10.0.0.0", "10.0.0.255"], ["2001:db8::", '
                       '"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"]]')
    assert supernet.IPSet(pairs).to_text() == WANT


@pytest.mark.parametrize("wrong, error", [
    (5, TypeError), (None, TypeError), ([5], TypeError), ([True], TypeError),
    ([b"10.0.0.0/8"], TypeError), ([["10.0.0.0"]], TypeError),
    ([("10.0.0.9", "10.0.0.1")], ValueError),
    ([["10.0.0.9", "10.0.0.1"]], ValueError),
    ([("10.0.0.9", 7)], TypeError), ([("10.0.0.01", "10.0.0.9")], ValueError),
    (numpy.array([-1]), ValueError), (numpy.array([1 << 32]), ValueError),
    (numpy.array([1.0]), TypeError), (numpy.array([True]), TypeError),
    (numpy.array([[1, 2]]), ValueError), (numpy.array([LINES]), ValueError),
    (numpy.zeros((2, 2), supernet.prefix_dtype(4)), ValueError),
    (numpy.array(5), ValueError), (array.array("d", [1.0]), TypeError)])
def test_what_is_refused(wrong, error):
    with pytest.raises(error):
        supernet.IPSet(wrong)


@pytest.mark.parametrize("wrong", [
    ("10.0.0.9", "10.0.0.1"), ("10.0.0.01", "10.0.0.9"), 5])
def test_the_item_that_is_refused_is_named(wrong):
    items = ["10.0.0.1", ("10.0.0.1", "10.0.0.2"), ("::1", "::2"), wrong]
    with pytest.raises((TypeError, ValueError), match="^item 4: "):
        supernet.IPSet(items)


@pytest.mark.parametrize("options", [
    {"threads": -1}, {"threads": 1 << 32}, {"column": -1},
    {"column": 1 << 32}, {"delimiter": "::"}, {"delimiter": ""},
    {"delimiter": "\0"}, {"delimiter": "\u00e9"}])
def test_options_out_of_range(options):
    with pytest.raises(ValueError):
        supernet.IPSet(LINES, **options)


def test_numbers_out_of_range():
    s = supernet.IPSet(LINES)
    for wrong in (lambda: s.count(5), lambda: s.to_text(threads=-1),
                  lambda: s.write(io.BytesIO(), threads=1025),
                  lambda: s.render(template="%p", batch=-1),
                  lambda: s.cover(k=(1 << 64) + 1),
                  lambda: s.cover(k4=1 << 64, k6=1),
                  lambda: s.cover(max_extra=1 << 256)):
        with pytest.raises(ValueError):
            wrong()


def test_the_strict_grammar_everywhere():
    s = supernet.IPSet(["10.0.0.0/8"])
    index, live = supernet.Index(s), supernet.Inventory(["10.0.0.0/8"])
    for bad in ("010.0.0.1", "fe80::1%1", " 10.0.0.1", "10.1", "167772161",
                167772161, None, 10.5):
        for read in (index.match, live.match, lambda x: live.insert(x),
                     s.complement if bad is not None else index.match):
            with pytest.raises((ValueError, TypeError)):
                read(bad)
    assert live.insert("10.0.0.0/255.0.0.0") == ([], [])  # as text has it
    assert str(index.match(netaddr.IPAddress("10.0.0.1"))) == "10.0.0.0/8"
    with pytest.raises(ValueError):
        s.cover(1, previous=["10.0.0.1/8"])


def test_parse():
    got = supernet.parse(numpy.array(["10.0.0.1", "192.168.0.1"]))
    assert got.dtype == numpy.uint32
    assert got.tolist() == [0x0A000001, 0xC0A80001]
    six = supernet.parse(["::1", "2001:db8::"], 6)
    assert six.tolist() == [(0, 1), (0x20010db8 << 32, 0)]
    both = supernet.parse(["10.0.0.0/30", "1.2.3.4-1.2.3.9"], ranges=True)
    assert both.tolist() == [(0x0A000000, 0x0A000003),
                             (0x01020304, 0x01020309)]
    assert supernet.parse([]).tolist() == []
    assert not supernet.IPSet(numpy.array([]))  # which numpy makes of floats
    for texts, line in ((["10.0.0.1", "10.0.0.0/24"], 2), (["::1"], 1),
                        (["10.0.0.1", "x"], 2), (["10.0.0.1\n10.0.0.2"], 1),
                        (["", "10.0.0.1"], 1)):
        with pytest.raises(supernet.TextError) as caught:
            supernet.parse(texts)
        assert caught.value.line == line
    with pytest.raises(TypeError):
        supernet.parse(["10.0.0.1", None])
    some = supernet.parse(["10.0.0.1", "x", None, "::1", "10.0.0.2"],
                          skip_invalid=True)
    assert some.mask.tolist() == [False, True, True, True, False]
    assert some.compressed().tolist() == [0x0A000001, 0x0A000002]


def test_what_was_skipped_is_said():
    with pytest.warns(supernet.TextWarning, match="2 lines skipped") as said:
        s = supernet.IPSet("10.0.0.1/8\nx\ny\n", skip_invalid=True)
    assert said[0].filename == __file__
    assert s.report[:5] == (3, 1, 2, 1, 0)
    assert s.report.notes[0].startswith("line 2: ")
    with pytest.warns(supernet.TextWarning, match="1 read leniently"):
        s = supernet.IPSet(["10.0.0.0/8", "172.16/12"], lenient=True)
    assert s.report.lenient == 1 and "read as" in s.report.notes[0]
    odd = ["10.0.0.1", "010.0.0.2", "010.0.0.3"]
    who = supernet.IPMap({"10.0.0.0/8": 1})
    for read in (lambda: supernet.parse(odd, lenient=True),
                 lambda: who.match(odd, lenient=True),
                 lambda: who.match(numpy.array(odd), lenient=True),
                 lambda: supernet.aggregate(odd, lenient=True)):
        with pytest.warns(supernet.TextWarning, match="2 (of 3 items )?read "
                          "leniently") as said:
            read()
        assert len(said) == 1 and said[0].filename == __file__
    assert supernet.IPSet(LINES).report == (3, 3, 0, 0, 0, ())
    assert supernet.IPSet([ipaddress.ip_network("::/0")]).report is None


def test_a_set_of_the_language():
    s = supernet.IPSet(LINES)
    assert isinstance(s, collections.abc.Set)
    assert weakref.ref(s)() is s
    more = s | ["10.0.1.0/24"]
    assert more == ["10.0.1.0/24"] | s == s.union(["10.0.1.0/24"])
    assert s.union(["10.0.1.0/24"], ("::1",)) == supernet.IPSet(
        [*LINES, "10.0.1.0/24", "::1"])
    assert supernet.IPSet.union([s, more]) == more
    assert s & ["10.0.0.7"] == ["10.0.0.7"] & s == supernet.IPSet(["10.0.0.7"])
    assert ["10.0.0.0/8"] - s == supernet.IPSet(["10.0.0.0/8"]) - s
    assert s - ["10.0.0.0/8"] == s.difference(["0.0.0.0/0"])
    assert s ^ LINES == supernet.IPSet() == s.intersection(["1.1.1.1"])
    assert s.symmetric_difference(["::/0"]).count(4) == 256
    assert s.issubset(["0.0.0.0/0", "::/0"]) and s.isdisjoint(["1.1.1.1"])
    assert s.issuperset(LINES)
    column = numpy.array(["10.0.1.0/24", "::1"])  # as a whole, not each of it
    assert column | s == s | column == s.union(column)
    assert column - s == supernet.IPSet(column)
    for wrong in (5, None):
        with pytest.raises(TypeError):
            s | wrong  # pylint: disable=pointless-statement
        assert s != wrong


def test_subclasses_are_kept():
    class Mine(supernet.IPSet):
        pass

    s = Mine(LINES)
    for made in (s | LINES, s & s, s - s, s ^ s, ~s, s.complement("::/0"),
                 s.union(s), s.intersection(s), LINES | s,
                 Mine.from_snapshot(s.to_snapshot())):
        assert type(made) is Mine
    assert repr(s).startswith("Mine(")


def test_write_keeps_no_view():
    s = supernet.IPSet(LINES)

    class Keeps:
        views = []

        def write(self, data):
            self.views.append(data)
            return len(data)

    s.write(Keeps())
    with pytest.raises(ValueError):  # released: nothing dangles
        bytes(Keeps.views[0])

    class Full:
        def write(self, _data):
            return None

    with pytest.raises(BlockingIOError):
        s.write(Full())

    class Wrong:
        def __init__(self, count):
            self.counts = iter([count] * 9)

        def write(self, _data):
            return next(self.counts)

    for count in (0, -1, len(WANT) + 1):
        with pytest.raises(OSError, match=f"says {count}"):
            s.write(Wrong(count))

    class Slow(io.RawIOBase):
        out = b""

        def write(self, data):
            self.out += bytes(data[:3])
            return min(3, len(data))

    slow = Slow()
    s.write(slow)
    assert slow.out == WANT


def test_mapped_text(tmp_path):
    path = tmp_path / "list"
    path.write_text(TEXT)
    with open(path, "rb") as file, mmap.mmap(
            file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        assert supernet.IPSet(text).to_text() == WANT


def test_inventories_have_values():
    live = supernet.Inventory({"10.0.0.0/8": 7, "10.1.0.0/16": 8,
                               "2001:db8::/32": 9})
    assert live["10.0.0.0/8"] == 7
    live.insert("10.0.0.0/8", 5)
    assert live["10.0.0.0/8"] == 5 and live.multiplicity("10.0.0.0/8") == 2
    assert list(map(str, live)) == ["10.0.0.0/8", "10.1.0.0/16",
                                    "2001:db8::/32"]
    assert [v for _, v in live.items()] == [5, 8, 9]
    assert live.match_value("10.1.2.3")[1] == 8
    assert live.match_value("11.0.0.0") is None
    assert list(map(str, live.covered("10.0.0.0/9"))) == ["10.1.0.0/16"]
    assert list(map(str, live.covering("10.1.0.0/24"))) == [
        "10.0.0.0/8", "10.1.0.0/16"]
    with pytest.raises(KeyError):
        live["10.2.0.0/16"]  # pylint: disable=pointless-statement
    for wrong, error in (({"10.0.0.0/8": -1}, ValueError),
                         ({"10.0.0.0/8": 1 << 32}, ValueError),
                         ("10.0.0.0/8", TypeError), ([5], TypeError),
                         (numpy.zeros(2, supernet.range_dtype(4)), TypeError)):
        with pytest.raises(error):
            supernet.Inventory(wrong)
    with pytest.raises(TypeError):
        live.apply(remove={"10.0.0.0/8": 1})


INTERRUPTED = """
import sys, supernet
live, told = supernet.Inventory(), []
def trace(frame, event, _):
    if frame.f_code.co_name == "note" and event == "call":
        for call in (lambda: live.insert("10.0.0.0/8"), lambda: list(live)):
            try:
                call()
            except RuntimeError as error:
                told.append(str(error))
sys.settrace(trace)
live.insert("10.0.0.0/9")
sys.settrace(None)
assert len(told) == 2 and "in use" in told[0], told
assert [str(n) for n in live] == ["10.0.0.0/9"]
"""


def test_what_interrupts_an_inventory_does_not_wait_for_it():
    subprocess.run([sys.executable, "-c", INTERRUPTED], check=True, timeout=20)


@pytest.mark.parametrize("family, width", [(4, 32), (6, 128)])
def test_inventories_load_arrays(family, width):
    s = supernet.IPSet([f"10.{i}.0.0/17" for i in range(256)]
                       + [f"2001:db8:{i:x}::/49" for i in range(256)])
    array_ = s.to_array(family)
    live = supernet.Inventory(array_)
    assert list(live) == [n for n in s if n.max_prefixlen == width]
    live.apply(remove=array_[:200])
    assert len(live) == 56
    array_["len"] = width + 1
    with pytest.raises(supernet.Error):
        supernet.Inventory(array_)


def test_batches_of_both_families():
    nets = ["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "2001:db8:1::/48"]
    live, index = supernet.Inventory(dict(zip(nets, range(4)))), \
        supernet.Index(nets)
    six = supernet.parse(["2001:db8::1", "2001:db8:1::1", "::1"], 6)
    got, values = live.match_values(six)
    assert got["len"].tolist() == [32, 48, 255]
    assert values.tolist() == [2, 3, 0]
    assert got["hi"][1] == 0x20010DB800010000
    assert index.match_array(six)["len"].tolist() == [32, 32, 255]
    four = supernet.parse(["10.0.0.1", "10.1.0.1", "11.0.0.1"])
    assert live.match_values(four)[1].tolist() == [0, 1, 0]
    assert live.match_array(four.reshape(3, 1))["len"].tolist() \
        == [[8], [16], [255]]
    for wrong in ([-1], [1 << 32]):
        with pytest.raises(ValueError):
            index.match_array(numpy.array(wrong))
    for wrong in ([1.5], [True]):
        with pytest.raises(TypeError):
            live.match_array(numpy.array(wrong))
    assert index.match_array(numpy.array([], "u4")).size == 0
