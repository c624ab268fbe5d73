"""What sets are made of: text, files, objects, arrays and columns."""
from __future__ import annotations

import array
import ctypes
import mmap
import os
import stat
import sys

from ._lib import (BuilderOptions, ErrorInfo, Range, TextError, TextOptions,
                   TextStats, WARNING, check, lib, memory)
from ._values import MASK64, _ends, is_one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, NamedTuple
else:
    from collections import namedtuple

LENIENT, STRICT_NETWORK, SKIP_INVALID = 1, 2, 4
PIECE = 1 << 24  # of a file that cannot be mapped
SHOWN = 10


class TextWarning(UserWarning):
    """Text was read leniently, or lines of it were skipped."""


if TYPE_CHECKING:
    class Report(NamedTuple):
        """What the text of a set held."""
        lines: int
        items: int
        invalid: int
        masked: int
        lenient: int
        notes: tuple[str, ...]
else:
    Report = namedtuple("Report", "lines items invalid masked lenient notes")
    Report.__doc__ = """What the text of a set held.

    Lines; those that were an item; bad ones that were skipped; prefixes whose
    host bits were cleared; lenient readings. notes: what was said of the first
    bad line and the first ten lenient readings.
    """


def _family(family: int) -> int:
    if family not in (4, 6):
        raise ValueError(f"a family is 4 or 6: {family!r}")
    return family


def _threads(threads: int) -> int:
    if not 0 <= threads <= 1024:
        raise ValueError(f"threads are 0 to 1024: {threads}")
    return threads


def prefix_dtype(family: int) -> Any:
    """The numpy dtype of bulk prefixes: what IPSet() takes, to_array() gives.

    IPv4: addr and len (and 3 reserved bytes); IPv6: hi, lo and len (7).
    Numbers are in host order; host bits are masked when read.
    """
    import numpy
    if _family(family) == 4:
        return numpy.dtype([("addr", "u4"), ("len", "u1"),
                            ("reserved", "u1", 3)])
    return numpy.dtype([("hi", "u8"), ("lo", "u8"), ("len", "u1"),
                        ("reserved", "u1", 7)])


def range_dtype(family: int) -> Any:
    """The numpy dtype of bulk ranges: first and last, both included.

    IPv6: first_hi, first_lo, last_hi, last_lo.
    """
    import numpy
    if _family(family) == 4:
        return numpy.dtype([("first", "u4"), ("last", "u4")])
    return numpy.dtype([(f"{end}_{half}", "u8") for end in ("first", "last")
                        for half in ("hi", "lo")])


def address_dtype(family: int) -> Any:
    """The numpy dtype of addresses: numbers in host order; IPv6: hi and lo."""
    import numpy
    if _family(family) == 4:
        return numpy.dtype("u4")
    return numpy.dtype([("hi", "u8"), ("lo", "u8")])


def with_gaps(data: Any) -> tuple[Any, Any]:
    """An array of any make as numpy's, and where something is missing: what a
    MaskedArray masks, NA among pandas' integers. None: nowhere."""
    import numpy
    gaps: Any = None
    kind: Any = getattr(data, "dtype", None)
    if isinstance(data, numpy.ma.MaskedArray):
        gaps = data.mask[kind.names[0]] if kind.names else data.mask
        gaps = gaps | numpy.zeros(data.shape, numpy.bool_)
        data = data.data
    elif hasattr(kind, "numpy_dtype") and kind.kind in "iu":
        gaps = numpy.asarray(data.isna())
        data = data.to_numpy(dtype=kind.numpy_dtype, na_value=0)
    elif hasattr(data, "to_numpy"):
        data = data.to_numpy()
    return numpy.asarray(data), \
        gaps if gaps is not None and gaps.any() else None


def _one_dimension(n: int) -> None:
    if n != 1:
        raise ValueError(f"an array of one dimension was expected, not {n}")


def without_gaps(data: Any) -> Any:
    """An array of any make as numpy's; ValueError: something is missing."""
    data, gaps = with_gaps(data)
    if gaps is not None:
        raise ValueError(f"item {gaps.argmax() + 1} is missing")
    return data


def one_row(data: Any) -> Any:
    """A numpy array, a Series or a column as a numpy array of one dimension."""
    data = without_gaps(data)
    _one_dimension(data.ndim)
    return data


def listed(column: Any) -> list[Any]:
    """A column as a list, in which what is missing stays None, NA or NaN."""
    _one_dimension(getattr(column, "ndim", 1))
    kind = getattr(getattr(column, "dtype", None), "kind", "mM")
    # Of times, tolist() may have numbers.
    items: list[Any] = list(column) if kind in "mM" else column.tolist()
    return items


def numbers4(data: Any) -> Any:
    """An integer array as IPv4 addresses; ValueError: one is none."""
    import numpy
    if data.size and data.dtype.kind not in "iu":
        raise TypeError(f"supernet: no addresses: {data.dtype}")
    if data.size and (data.min() < 0 or data.max() > 0xFFFFFFFF):
        raise ValueError("a number is no IPv4 address: below 0 or above "
                         "2^32 - 1")
    return numpy.ascontiguousarray(data, dtype=numpy.uint32)


def lines_of(strings: list[str]) -> bytes:
    """Strings as one text, each a line of it, with or without its line end;
    TextError: one has more."""
    text = "\n".join(strings)
    if text.count("\n") != max(len(strings) - 1, 0):
        strings = [s[:-1] if s.endswith("\n") else s for s in strings]
        for line, bad in enumerate(strings, 1):
            if "\n" in bad:
                raise TextError("one item was expected", -3, line,
                                bad.index("\n") + 1, bad[:79])
        text = "\n".join(strings)
    return text.encode("utf-8", "replace")


class Builder:
    """What becomes of items of any kind on their way into a set."""

    def __init__(self, threads: int = 0, *, lenient: bool = False,
                 strict_network: bool = False, skip_invalid: bool = False,
                 column: int = 0, delimiter: str = ","):
        self.pointer = ctypes.c_void_p()
        if not 0 <= column <= 1_000_000:
            raise ValueError(f"columns are 1 to 1000000: {column}")
        if len(delimiter) != 1 or not "\0" < delimiter < "\x7f":
            raise ValueError(f"a delimiter is one character of ASCII: "
                             f"{delimiter!r}")
        self._text = TextOptions(ctypes.sizeof(TextOptions))
        self._text.flags = (LENIENT * bool(lenient)
                            | STRICT_NETWORK * bool(strict_network)
                            | SKIP_INVALID * bool(skip_invalid))
        self._text.column = column
        self._text.delimiter = delimiter.encode()
        self._text.max_warnings = SHOWN
        self._stats: list[int] | None = None
        self._notes: list[str] = []
        if lenient:
            self._note = WARNING(self._on_warning)
            self._text.on_warning = ctypes.cast(self._note, ctypes.c_void_p)
        options = BuilderOptions(ctypes.sizeof(BuilderOptions), None,
                                 _threads(threads))
        check(lib.sn_builder_new(ctypes.byref(self.pointer),
                                 ctypes.byref(options)))

    def __del__(self) -> None:
        lib.sn_builder_free(self.pointer)

    def _on_warning(self, _ctx: Any, info: Any) -> bool:
        if len(self._notes) < SHOWN:
            self._notes.append(_said(info[0]))
        return True

    def add_text(self, text: Any) -> int:
        """A buffer of any kind, which is not copied. Returns its lines."""
        info, stats = ErrorInfo(), TextStats(ctypes.sizeof(TextStats))
        with memory(text) as view:
            check(lib.sn_builder_add_text(
                self.pointer, view.buf, view.len, ctypes.byref(self._text),
                ctypes.byref(stats), ctypes.byref(info)), info)
        got = [stats.lines, stats.items, stats.invalid, stats.masked,
               stats.warnings]
        if stats.invalid and not (self._stats and self._stats[2]):
            self._notes.insert(0, _said(info))
        self._stats = [a + b for a, b in zip(self._stats or [0] * 5, got)]
        return int(stats.lines)

    def report(self) -> Report | None:
        """What all text held; None: there was none."""
        if self._stats is None:
            return None
        lines, items, invalid, masked, lenient = self._stats
        if invalid or lenient:
            _warn(f"{invalid} lines skipped, {lenient} read leniently; "
                  f"{self._notes[0]}")
        return Report(lines, items, invalid, masked, lenient,
                      tuple(self._notes))

    def add(self, items: Any) -> None:
        """Whatever IPSet() takes, but for sets."""
        if isinstance(items, os.PathLike):
            self._add_path(items)
        elif isinstance(items, str):
            self.add_text(items.encode("utf-8", "replace"))
        elif isinstance(items, (bytes, bytearray, memoryview, mmap.mmap)):
            self.add_text(items)
        elif isinstance(items, array.array):
            self._add_row(one_row(items))
        elif hasattr(items, "__array_interface__") \
                or hasattr(items, "to_numpy"):
            self._add_row(one_row(items))
        elif hasattr(items, "read"):
            self._add_file(items)
        else:
            self.add_items([items] if is_one(items) else items)

    def _add_path(self, path: Any) -> None:
        with open(path, "rb") as file:
            try:
                self._add_opened(file)
            except TextError as error:
                error.args = (f"{os.fsdecode(path)}: {error.args[0]}",
                              *error.args[1:])
                raise

    def _add_opened(self, file: Any) -> None:
        """A file of the system: mapped, or read where that cannot be."""
        about = os.fstat(file.fileno())
        if stat.S_ISREG(about.st_mode) and about.st_size:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
                self.add_text(text)
        else:
            self._add_file(file)

    def _add_file(self, file: Any) -> None:
        """What read() gives, text or bytes, in pieces of whole rows."""
        rest, done = b"", False
        self._text.first_line = 1
        while not done:
            piece = file.read(PIECE)
            if piece is None:
                raise BlockingIOError("nothing can be read yet")
            if isinstance(piece, str):
                piece = piece.encode("utf-8", "replace")
            done = not piece
            rest += piece
            end = len(rest) if done else lib.sn_text_rows(
                rest, len(rest), ctypes.byref(self._text))
            if end or done:
                self._text.first_line += self.add_text(rest[:end])
                rest = rest[end:]

    def add_items(self, items: Iterable[Any]) -> None:
        """Strings go to the library as one text, objects as two arrays, and
        what is in files by itself."""
        strings: list[str] = []
        four, six = array.array("I"), array.array("Q")
        for item in items:
            if isinstance(item, str):
                strings.append(item)
                continue
            if isinstance(item, os.PathLike):
                self._add_path(item)
                continue
            try:
                version, first, last = _ends(item)
            except (TypeError, ValueError) as error:
                n = 1 + len(strings) + len(four) // 2 + len(six) // 4
                error.args = f"item {n}: {error}", *error.args[1:]
                raise
            if version == 4:
                four.extend((first, last))
            else:
                six.extend((first >> 64, first & MASK64,
                            last >> 64, last & MASK64))
        if four:
            check(lib.sn_builder_add_ranges4(
                self.pointer, four.buffer_info()[0], len(four) // 2))
        if six:
            check(lib.sn_builder_add_ranges6(
                self.pointer, six.buffer_info()[0], len(six) // 4))
        if strings:
            self.add_text(lines_of(strings))

    def _add_row(self, data: Any) -> None:
        """An array: prefixes, ranges, addresses, text or objects."""
        import numpy
        if not data.size:  # of floats, where nothing said of what
            return
        functions = {
            prefix_dtype(4): lib.sn_builder_add_prefixes4,
            prefix_dtype(6): lib.sn_builder_add_prefixes6,
            range_dtype(4): lib.sn_builder_add_ranges4,
            range_dtype(6): lib.sn_builder_add_ranges6}
        if data.dtype == address_dtype(6):
            data = numpy.rec.fromarrays(
                [data["hi"], data["lo"]] * 2, dtype=range_dtype(6))
        if data.dtype.kind == "S":
            data = numpy.char.decode(data, "utf-8", "replace")
        if data.dtype.kind in "UOT":
            self.add_items(data.tolist())
            return
        if data.dtype.kind in "iu":
            number = numbers4(data)
            data = numpy.empty(len(number), range_dtype(4))
            data["first"] = data["last"] = number
        if data.dtype not in functions:
            raise TypeError(f"supernet: no such array: {data.dtype}")
        data = numpy.ascontiguousarray(data)
        check(functions[data.dtype](self.pointer, data.ctypes.data,
                                    len(data)))

    def build(self) -> ctypes.c_void_p:
        out = ctypes.c_void_p()
        check(lib.sn_builder_build(ctypes.byref(out), self.pointer))
        return out


def _said(info: Any) -> str:
    message = info.message.decode("utf-8", "replace")
    text = info.text.decode("utf-8", "replace")
    return f"line {info.line}: {message}: {text!r}"


def _warn(message: str) -> None:
    """A TextWarning at the line that called this module."""
    import warnings
    level, frame = 1, sys._getframe()
    while frame.f_back and frame.f_globals["__name__"].startswith(
            __package__ + "."):
        level, frame = level + 1, frame.f_back
    warnings.warn(message, TextWarning, stacklevel=level)


def place(found: int, strings: list[str], flags: int) -> None:
    """Each string, read, in its place at the address found: sn_text_place()."""
    text, info = lines_of(strings), ErrorInfo()
    options = TextOptions(ctypes.sizeof(TextOptions))
    stats = TextStats(ctypes.sizeof(TextStats))
    options.flags = flags
    check(lib.sn_text_place(found, len(strings), text, len(text),
                            ctypes.byref(options), ctypes.byref(stats),
                            ctypes.byref(info)), info)
    if stats.warnings:
        _warn(f"{stats.warnings} of {len(strings)} items read leniently")


def parse(texts: Any, family: int = 4, *, ranges: bool = False,
          lenient: bool = False, skip_invalid: bool = False) -> Any:
    """An array (list, Series, ...) of text as an array of numbers.

        >>> parse(["10.0.0.1", "192.168.0.1"]).tolist()
        [167772161, 3232235521]

    Addresses of one family, as address_dtype(family) has them: what
    match_array() takes. ranges: of prefixes and ranges too, as
    range_dtype(family). TextError: one is bad, of the other family, or (but
    for ranges) more than one address. With skip_invalid such places are masked
    in a numpy.ma.MaskedArray. TextWarning: some were read leniently. O(n), 48 bytes each beside the result.
    """
    import numpy
    _family(family)
    strings = [s.decode("utf-8", "replace") if isinstance(s, bytes) else s
               for s in listed(texts)]
    for i, s in enumerate(strings, 1):
        if not isinstance(s, str):
            if not skip_invalid:
                raise TypeError(f"item {i} is no text: {s!r}")
            strings[i - 1] = "-"
    found = numpy.zeros((len(strings), 6), numpy.uint64)
    assert found.itemsize * 6 == ctypes.sizeof(Range)
    place(found.ctypes.data, strings, LENIENT * bool(lenient)
          | SKIP_INVALID * bool(skip_invalid))
    bad = (found[:, 2] & numpy.uint64(0xFF)) != family
    if not ranges:
        bad |= (found[:, 0] != found[:, 3]) | (found[:, 1] != found[:, 4])
    if bad.any() and not skip_invalid:
        i = int(bad.argmax())
        raise TextError(f"expected {'a range' if ranges else 'one address'} "
                        f"of IPv{family}", -3, i + 1, 1, strings[i][:79])
    out = numpy.zeros(len(strings),
                      range_dtype(family) if ranges else address_dtype(family))
    halves = [1, 4] if family == 4 else [0, 1, 3, 4]
    if out.dtype.names is None:
        out[:] = found[:, 1]
    else:
        for name, half in zip(out.dtype.names, halves):
            out[name] = found[:, half]
    if not skip_invalid:
        return out
    return numpy.ma.MaskedArray(out, bad)  # type: ignore[no-untyped-call]


def match_array(addresses: Any, match4: Any, match6: Any,
                ) -> tuple[Any, Any]:
    """What match4(in, n, out, found) or match6 says of an array of addresses.

    (prefixes, values), of the array's shape; len is 255 where there is none,
    and where the address is missing.
    """
    import numpy
    data, gaps = with_gaps(addresses)
    family = 6 if data.dtype == address_dtype(6) else 4
    if family == 4:
        data = numbers4(data)
    data = numpy.ascontiguousarray(data, dtype=address_dtype(family))
    out = numpy.zeros(data.shape, prefix_dtype(family))
    values = numpy.zeros(data.shape, numpy.uint32)
    found = numpy.zeros(data.shape, numpy.bool_)
    if data.size:
        (match4 if family == 4 else match6)(
            data.ctypes.data, data.size, out.ctypes.data, values.ctypes.data,
            found.ctypes.data)
    if gaps is not None:
        out[gaps] = values[gaps] = found[gaps] = 0
    out["len"][~found] = 255
    return out, values
