"""The shared library: found, checked, and described to ctypes.

Looked for in this order: the file that SUPERNET_LIBRARY names, the one beside
this file (a wheel carries it), the system's. Another major version is refused.
"""
from __future__ import annotations

import contextlib
import ctypes
import os
from ctypes import (CFUNCTYPE, POINTER, Structure, c_bool, c_char, c_char_p,
                    c_int, c_int32, c_int64, c_size_t, c_ssize_t, c_uint,
                    c_uint8, c_uint32, c_uint64, c_void_p, py_object)

TYPE_CHECKING = False  # typing's own would make the import a third slower
if TYPE_CHECKING:
    from typing import Any, Callable, Iterator

SONAME = "libsupernet.so.1"
MAJOR_MINOR = "0.2."


class Error(Exception):
    """The library refused something."""

    def __init__(self, message: str, status: int = 0):
        super().__init__(message)
        self.status = status

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is: what __init__() takes is not kept."""
        return _raised, (type(self), self.args, self.__dict__)


def _raised(kind: Any, args: tuple[Any, ...], state: dict[str, Any]) -> Any:
    made = kind.__new__(kind, *args)
    made.args = args
    made.__dict__.update(state)
    return made


class TextError(Error, ValueError):
    """Text that could not be read.

    line and column count from 1, columns in bytes; 0: unknown. Of an iterable
    of strings, line is the number of the string. text is what was refused,
    cut to fit.
    """

    def __init__(self, message: str, status: int, line: int, column: int,
                 text: str):
        place = f"line {line}, column {column}: " if line else ""
        shown = f": {text!r}" if text else ""
        super().__init__(f"{place}{message}{shown}", status)
        self.line, self.column, self.text = line, column, text


class Infeasible(Error):
    """No cover satisfies the constraints.

    prefixes is the least number that would do; 0: no number would.
    """

    def __init__(self, message: str, status: int, prefixes: int):
        super().__init__(message, status)
        self.prefixes = prefixes


class Ambiguous(Error):
    """Rows of a table meet where nothing says which of them decides.

    rows are the numbers of two such rows, from 0.
    """

    def __init__(self, message: str, status: int, rows: tuple[int, int]):
        super().__init__(message, status)
        self.rows = rows


class Addr(Structure):
    _fields_ = [("hi", c_uint64), ("lo", c_uint64), ("family", c_uint8),
                ("reserved", c_uint8 * 7)]


class Prefix(Structure):
    _fields_ = [("hi", c_uint64), ("lo", c_uint64), ("family", c_uint8),
                ("len", c_uint8), ("reserved", c_uint8 * 6)]


class Range(Structure):
    _fields_ = [("first", Addr), ("last", Addr)]


class Count(Structure):
    _fields_ = [("word", c_uint64 * 4)]

    def __int__(self) -> int:
        return sum(word << 64 * i for i, word in enumerate(self.word))


class ErrorInfo(Structure):
    _fields_ = [("status", c_int32), ("reserved", c_uint32),
                ("line", c_uint64), ("column", c_uint64),
                ("offset", c_uint64), ("text", c_char * 80),
                ("message", c_char * 400)]


class BuilderOptions(Structure):
    _fields_ = [("struct_size", c_size_t), ("alloc", c_void_p),
                ("threads", c_uint32), ("reserved", c_uint32)]


class TextOptions(Structure):
    _fields_ = [("struct_size", c_size_t), ("flags", c_uint32),
                ("column", c_uint32), ("second_column", c_uint32),
                ("columns_are", c_uint32), ("where_count", c_uint32),
                ("delimiter", c_char), ("reserved", c_uint8 * 3),
                ("where", c_void_p), ("comment", c_char_p),
                ("first_line", c_uint64), ("max_invalid", c_uint64),
                ("max_warnings", c_uint64), ("max_masked", c_uint64),
                ("ctx", c_void_p),
                ("on_invalid", c_void_p), ("on_warning", c_void_p),
                ("on_progress", c_void_p)]


class TextStats(Structure):
    _fields_ = [("struct_size", c_size_t), ("lines", c_uint64),
                ("items", c_uint64), ("invalid", c_uint64),
                ("masked", c_uint64), ("warnings", c_uint64),
                ("comments", c_uint64), ("empty", c_uint64)]


class MapOptions(Structure):
    _fields_ = [("struct_size", c_size_t), ("alloc", c_void_p),
                ("flags", c_uint32), ("reserved", c_uint32)]


class MapEntry(Structure):
    _fields_ = [("prefix", Prefix), ("value", c_uint32),
                ("reserved", c_uint32)]


class MapIter(Structure):
    _fields_ = [("map", c_void_p), ("state", c_uint64 * 16)]


class SetIter(Structure):
    _fields_ = [("set", c_void_p), ("state", c_uint64 * 6)]


class TemplateOptions(Structure):
    _fields_ = [("struct_size", c_size_t), ("format", c_char_p),
                ("item", c_char_p), ("separator", c_char_p),
                ("head", c_char_p), ("tail", c_char_p), ("batch", c_uint64),
                ("name", c_char_p), ("labels", c_uint32),
                ("changes", c_uint32)]


class TemplateList(Structure):
    _fields_ = [("struct_size", c_size_t), ("label", c_char_p),
                ("set", c_void_p), ("prefixes", c_void_p),
                ("addrs", c_void_p), ("count", c_size_t), ("sign", c_char),
                ("reserved", c_uint8 * 7)]


class CoverOptions(Structure):
    _fields_ = [("struct_size", c_size_t), ("max_prefixes", c_uint64),
                ("max_extra", POINTER(Count)), ("avoid", c_void_p),
                ("shortest4", c_uint8), ("shortest6", c_uint8),
                ("method", c_uint8), ("max_lengths", c_uint8),
                ("density", c_uint32),
                ("previous", c_void_p), ("churn_cost", c_uint64),
                ("weights", c_void_p), ("weight_count", c_size_t),
                ("max_prefixes4", c_uint64), ("max_prefixes6", c_uint64),
                ("max_share", POINTER(c_uint64)), ("ctx", c_void_p),
                ("on_progress", c_void_p)]


class CoverResult(Structure):
    _fields_ = [("struct_size", c_size_t), ("extra", Count), ("cost", Count),
                ("prefixes", c_uint64), ("extra4", Count), ("extra6", Count),
                ("family", c_uint32), ("reserved", c_uint32)]


class CoverPoint(Structure):
    _fields_ = [("cost", Count), ("cost4", Count), ("cost6", Count)]


class TrieChange(Structure):
    _fields_ = [("prefix", Prefix), ("value", c_uint32), ("remove", c_uint32)]


class TrieEntry(Structure):
    _fields_ = [("prefix", Prefix), ("multiplicity", c_uint64),
                ("value", c_uint32), ("reserved", c_uint32)]


class TrieIter(Structure):
    _fields_ = [("trie", c_void_p), ("bound", Prefix), ("at", Prefix),
                ("mode", c_uint32), ("after", c_bool),
                ("reserved", c_uint8 * 3)]


class Index4(Structure):
    """sn_prefix4."""
    _fields_ = [("addr", c_uint32), ("len", c_uint8),
                ("reserved", c_uint8 * 3)]


class Route(Structure):
    _fields_ = [("source", Prefix), ("destination", Prefix),
                ("kind", c_uint32), ("next_hop", c_uint32),
                ("weight", c_uint32), ("priority", c_uint32),
                ("state", c_uint32), ("origin", c_uint32),
                ("flags", c_uint32), ("action", c_uint32),
                ("where", c_uint32), ("reserved", c_uint32),
                ("line", c_uint64)]


class Hit(Structure):
    _fields_ = [("outcome", c_uint32), ("row", c_uint32)]


class Packet(Structure):
    _fields_ = [("source", Addr), ("destination", Addr)]


class Difference(Structure):
    _fields_ = [("struct_size", c_size_t),
                ("differ", c_uint32), ("rule", c_uint32),
                ("witness", Packet), ("hit", Hit * 2)]


class Weight(Structure):
    _fields_ = [("prefix", Prefix), ("cost", c_uint64)]


class CheckRequest(Structure):
    _fields_ = [("struct_size", c_size_t), ("alloc", c_void_p),
                ("gateway", c_void_p), ("plan", c_void_p),
                ("max_routes", c_int64), ("max_findings", c_uint64)]


class TidyRequest(Structure):
    _fields_ = [("struct_size", c_size_t), ("alloc", c_void_p),
                ("resolve", c_uint32), ("max_priority", c_uint32)]


class TidyResult(Structure):
    _fields_ = [("struct_size", c_size_t),
                ("rows_before", c_uint64), ("rows_after", c_uint64),
                ("priorities", c_uint32), ("reserved", c_uint32),
                ("row", c_uint64 * 2)]


class DiagnosisRequest(Structure):
    _fields_ = [("struct_size", c_size_t), ("alloc", c_void_p),
                ("gateway", c_void_p), ("peer_device", c_void_p),
                ("segments", c_void_p * 2), ("segment_count", c_size_t * 2),
                ("links", c_void_p), ("link_count", c_size_t),
                ("routes", c_void_p),
                ("psk_shared_equal", c_uint32), ("reserved", c_uint32),
                ("config", c_void_p * 2)]


class PlanRequest(Structure):
    _fields_ = [("struct_size", c_size_t), ("alloc", c_void_p),
                ("local", c_void_p), ("local_count", c_size_t),
                ("peer", c_void_p), ("peer_count", c_size_t),
                ("gateway", c_void_p), ("peer_device", c_void_p),
                ("scheme", c_uint32), ("ike", c_uint32), ("align", c_uint32),
                ("shortest4", c_uint8), ("shortest6", c_uint8),
                ("shortest_given", c_uint8), ("allow_public", c_uint8),
                ("connection", c_char_p), ("max_routes", c_int64),
                ("max_connections", c_int64), ("max_selectors", c_int64),
                ("previous", c_void_p), ("sticky", c_uint8),
                ("spare_bits", c_uint8), ("publish", c_uint8),
                ("replace", c_uint8), ("auto_rows", c_uint32),
                ("spare_local", POINTER(Prefix)),
                ("spare_local_count", c_size_t),
                ("spare_peer", POINTER(Prefix)),
                ("spare_peer_count", c_size_t), ("proposal", c_char_p),
                ("routes_in_use", c_uint64), ("number_base", c_uint32),
                ("tunnels", c_uint32), ("sites", c_void_p),
                ("site_count", c_size_t), ("nat_pool", POINTER(Prefix)),
                ("nat_pool_count", c_size_t), ("overlap", c_uint32),
                ("reserved2", c_uint32)]


class PlanView(Structure):
    _fields_ = [("struct_size", c_size_t), ("scheme", c_uint32),
                ("auto_rows", c_uint32), ("sides", c_void_p * 2),
                ("gateway", c_void_p), ("peer_device", c_void_p),
                ("connection_count", c_uint64), ("row_count", c_uint64),
                ("findings", c_void_p), ("finding_count", c_size_t),
                ("parts", c_void_p), ("part_count", c_size_t),
                ("proposal", c_void_p), ("connection", c_char_p),
                ("number_base", c_uint32), ("number_given", c_uint32),
                ("max_connections", c_int64), ("max_policy_routes", c_int64),
                ("max_destination_routes", c_int64),
                ("translations", c_void_p), ("translation_count", c_size_t),
                ("bypass", c_void_p * 2), ("bypass_count", c_size_t * 2)]


class PlanChangeView(Structure):
    _fields_ = [("struct_size", c_size_t),
                ("steps", c_void_p), ("step_count", c_size_t),
                ("fates", c_void_p), ("fate_count", c_size_t),
                ("peak_connections", c_uint64),
                ("peak_policy_rows", c_uint64),
                ("peak_destination_rows", c_uint64),
                ("findings", c_void_p), ("finding_count", c_size_t),
                ("result", c_void_p)]


class RenderOptions(Structure):
    _fields_ = [("struct_size", c_size_t), ("colour", c_uint32),
                ("no_required_providers", c_uint32),
                ("gateway_id", c_char_p),
                ("change", c_void_p), ("site", c_char_p), ("title", c_char_p),
                ("date", c_char_p), ("command", c_char_p),
                ("end", c_uint32), ("reserved", c_uint32)]


class Buffer(Structure):
    """Py_buffer: the memory of any object that has some, read-only too."""
    _fields_ = [("buf", c_void_p), ("obj", py_object), ("len", c_ssize_t),
                ("itemsize", c_ssize_t), ("readonly", c_int),
                ("ndim", c_int), ("format", c_char_p),
                ("shape", c_void_p), ("strides", c_void_p),
                ("suboffsets", c_void_p), ("internal", c_void_p)]


class Memory:
    """The bytes of any object that has some, as long as this is kept.

    The object cannot be resized or closed meanwhile.
    """

    def __init__(self, thing: Any):
        self.view = Buffer()
        ctypes.pythonapi.PyObject_GetBuffer(
            py_object(thing), ctypes.byref(self.view), c_int(0))

    def __del__(self) -> None:
        ctypes.pythonapi.PyBuffer_Release(ctypes.byref(self.view))


@contextlib.contextmanager
def memory(thing: Any) -> Iterator[Buffer]:
    """The bytes of a bytes, bytearray, memoryview, mmap or array, in place.

    While it lasts the object cannot be resized or closed.
    """
    kept = Memory(thing)
    try:
        yield kept.view
    finally:
        del kept


# A callback must not raise: it keeps what was raised for after the call.
SINK = CFUNCTYPE(c_int, c_void_p, c_void_p, c_size_t)
WARNING = CFUNCTYPE(c_bool, c_void_p, POINTER(ErrorInfo))
DELTA = CFUNCTYPE(None, c_void_p, Prefix, c_bool)
ROW_SINK = CFUNCTYPE(None, c_void_p, c_size_t)

OUT = POINTER(c_void_p)
_PROTOTYPES = {
    "sn_version": (c_char_p, []),
    "sn_strerror": (c_char_p, [c_int]),
    "sn_range_parse": (c_int, [POINTER(Range), c_char_p, c_size_t, c_uint32,
                               POINTER(ErrorInfo)]),
    "sn_builder_new": (c_int, [OUT, POINTER(BuilderOptions)]),
    "sn_builder_free": (None, [c_void_p]),
    "sn_builder_add_range": (c_int, [c_void_p, Range]),
    "sn_builder_add_set": (c_int, [c_void_p, c_void_p]),
    "sn_builder_add_prefixes4": (c_int, [c_void_p, c_void_p, c_size_t]),
    "sn_builder_add_prefixes6": (c_int, [c_void_p, c_void_p, c_size_t]),
    "sn_builder_add_ranges4": (c_int, [c_void_p, c_void_p, c_size_t]),
    "sn_builder_add_ranges6": (c_int, [c_void_p, c_void_p, c_size_t]),
    "sn_builder_add_text": (c_int, [c_void_p, c_void_p, c_size_t,
                                    POINTER(TextOptions), POINTER(TextStats),
                                    POINTER(ErrorInfo)]),
    "sn_text_place": (c_int, [c_void_p, c_size_t, c_char_p, c_size_t,
                              POINTER(TextOptions), POINTER(TextStats),
                              POINTER(ErrorInfo)]),
    "sn_text_rows": (c_size_t, [c_char_p, c_size_t, POINTER(TextOptions)]),
    "sn_addr_parse": (c_int, [POINTER(Addr), c_char_p, c_size_t,
                              POINTER(ErrorInfo)]),
    "sn_prefix_parse": (c_int, [POINTER(Prefix), c_char_p, c_size_t,
                                c_uint32, POINTER(ErrorInfo)]),
    "sn_builder_build": (c_int, [OUT, c_void_p]),
    "sn_set_free": (None, [c_void_p]),
    "sn_set_union": (c_int, [OUT, c_void_p, c_void_p]),
    "sn_set_intersect": (c_int, [OUT, c_void_p, c_void_p]),
    "sn_set_subtract": (c_int, [OUT, c_void_p, c_void_p]),
    "sn_set_symdiff": (c_int, [OUT, c_void_p, c_void_p]),
    "sn_set_complement": (c_int, [OUT, c_void_p, POINTER(Prefix)]),
    "sn_set_contains_range": (c_bool, [c_void_p, Range]),
    "sn_set_contains_set": (c_bool, [c_void_p, c_void_p]),
    "sn_set_overlaps": (c_bool, [c_void_p, c_void_p]),
    "sn_set_equal": (c_bool, [c_void_p, c_void_p]),
    "sn_set_count": (Count, [c_void_p, c_uint]),
    "sn_set_prefix_count": (c_uint64, [c_void_p, c_uint]),
    "sn_set_range_count": (c_size_t, [c_void_p, c_uint]),
    "sn_set_ranges4": (c_void_p, [c_void_p, POINTER(c_size_t)]),
    "sn_set_ranges6": (c_void_p, [c_void_p, POINTER(c_size_t)]),
    "sn_set_iter_init": (None, [POINTER(SetIter), c_void_p, c_uint]),
    "sn_set_iter_next_prefix": (c_bool, [POINTER(SetIter), POINTER(Prefix)]),
    "sn_set_iter_next_range": (c_bool, [POINTER(SetIter), POINTER(Range)]),
    "sn_set_iter_prefixes4": (c_size_t, [POINTER(SetIter), c_void_p,
                                         c_size_t]),
    "sn_set_iter_prefixes6": (c_size_t, [POINTER(SetIter), c_void_p,
                                         c_size_t]),
    "sn_set_pack": (c_int, [c_void_p, SINK, c_void_p]),
    "sn_set_pack_size": (c_uint64, [c_void_p]),
    "sn_set_union_many": (c_int, [OUT, POINTER(c_void_p), c_size_t,
                                  c_void_p]),
    "sn_set_borrow": (c_int, [OUT, c_void_p, c_size_t, c_uint32, c_void_p,
                              POINTER(ErrorInfo)]),
    "sn_set_common": (c_int, [c_void_p, c_uint, POINTER(Prefix)]),
    "sn_set_render": (c_int, [c_void_p, c_char_p, SINK, c_void_p]),
    "sn_template_new": (c_int, [POINTER(c_void_p), POINTER(TemplateOptions),
                                POINTER(ErrorInfo)]),
    "sn_template_free": (None, [c_void_p]),
    "sn_template_writer_new": (c_int, [POINTER(c_void_p), c_void_p, SINK,
                                       c_void_p]),
    "sn_template_writer_put": (None, [c_void_p, POINTER(TemplateList)]),
    "sn_template_writer_end": (c_int, [c_void_p]),
    "sn_set_write": (c_int, [c_void_p, c_uint, c_uint, SINK, c_void_p]),
    "sn_set_from_prefixes": (c_int, [OUT, c_void_p, c_size_t, c_void_p]),
    "sn_prefixes_new": (c_int, [OUT, c_void_p, c_size_t, c_void_p]),
    "sn_prefixes_free": (None, [c_void_p]),
    "sn_prefixes_data": (POINTER(Prefix), [c_void_p, POINTER(c_size_t)]),
    "sn_cover": (c_int, [OUT, c_void_p, POINTER(CoverOptions),
                         POINTER(CoverResult)]),
    "sn_cover_curve": (c_int, [c_void_p, POINTER(CoverOptions),
                               POINTER(CoverPoint), c_size_t]),
    "sn_map_new": (c_int, [OUT, c_void_p, c_void_p, c_size_t,
                           POINTER(MapOptions)]),
    "sn_map_free": (None, [c_void_p]),
    "sn_map_pack": (c_int, [c_void_p, SINK, c_void_p]),
    "sn_map_pack_size": (c_uint64, [c_void_p]),
    "sn_map_unpack": (c_int, [OUT, c_void_p, c_size_t, c_void_p,
                              POINTER(ErrorInfo)]),
    "sn_map_size": (c_uint64, [c_void_p, c_uint]),
    "sn_map_match": (c_int, [c_void_p, Addr, POINTER(c_uint32),
                             POINTER(Prefix)]),
    "sn_map_match4": (c_size_t, [c_void_p, c_void_p, c_size_t, c_void_p,
                                 c_void_p]),
    "sn_map_match6": (c_size_t, [c_void_p, c_void_p, c_size_t, c_void_p,
                                 c_void_p]),
    "sn_map_get": (c_int, [c_void_p, Prefix, POINTER(c_uint32)]),
    "sn_map_iter_init": (None, [POINTER(MapIter), c_void_p]),
    "sn_map_iter_covered": (None, [POINTER(MapIter), c_void_p, Prefix]),
    "sn_map_iter_covering": (None, [POINTER(MapIter), c_void_p, Prefix]),
    "sn_map_iter_next": (c_bool, [POINTER(MapIter), POINTER(MapEntry)]),
    "sn_index_new": (c_int, [OUT, c_void_p]),
    "sn_index_free": (None, [c_void_p]),
    "sn_index_match": (c_int, [c_void_p, Addr, POINTER(Prefix)]),
    "sn_trie_new": (c_int, [OUT, c_void_p]),
    "sn_trie_free": (None, [c_void_p]),
    "sn_trie_apply": (c_int, [c_void_p, POINTER(TrieChange), c_size_t, DELTA,
                              c_void_p, POINTER(c_size_t)]),
    "sn_trie_aggregate": (c_int, [OUT, c_void_p]),
    "sn_trie_size": (c_uint64, [c_void_p]),
    "sn_trie_multiplicity": (c_uint64, [c_void_p, Prefix]),
    "sn_trie_match": (c_int, [c_void_p, Addr, POINTER(Prefix),
                              POINTER(c_uint32)]),
    "sn_trie_iter_init": (None, [POINTER(TrieIter), c_void_p]),
    "sn_trie_iter_covered": (None, [POINTER(TrieIter), c_void_p, Prefix]),
    "sn_trie_iter_covering": (None, [POINTER(TrieIter), c_void_p, Prefix]),
    "sn_trie_iter_next": (c_bool, [POINTER(TrieIter), POINTER(TrieEntry)]),
    "sn_trie_match6": (c_size_t, [c_void_p, c_void_p, c_size_t, c_void_p,
                                  c_void_p, c_void_p]),
    "sn_index_match6": (c_size_t, [c_void_p, c_void_p, c_size_t, c_void_p,
                                   c_void_p]),
    "sn_trie_match4": (c_size_t, [c_void_p, c_void_p, c_size_t, c_void_p,
                                  c_void_p, c_void_p]),
    "sn_index_match4": (c_size_t, [c_void_p, c_void_p, c_size_t, c_void_p,
                                   c_void_p]),
    "sn_table_new": (c_int, [OUT, c_void_p]),
    "sn_table_free": (None, [c_void_p]),
    "sn_table_intern": (c_int, [c_void_p, c_char_p, c_size_t,
                                POINTER(c_uint32)]),
    "sn_table_read": (c_int, [OUT, c_void_p, c_size_t, c_char_p,
                              POINTER(ErrorInfo)]),
    "sn_table_add": (c_int, [c_void_p, POINTER(Route)]),
    "sn_table_size": (c_size_t, [c_void_p]),
    "sn_table_rows": (POINTER(Route), [c_void_p]),
    "sn_table_next_hop": (c_char_p, [c_void_p, c_uint32]),
    "sn_table_explain": (c_int, [c_void_p, c_uint, Addr, Addr, c_void_p,
                                 POINTER(Hit)]),
    "sn_table_compare": (c_int, [POINTER(Difference), c_void_p, c_void_p,
                                 c_uint]),
    "sn_plan_table": (c_int, [OUT, c_void_p]),
    "sn_table_missing": (c_int, [c_void_p, c_void_p, ROW_SINK, ROW_SINK,
                                 c_void_p]),
    "sn_table_render": (c_int, [c_void_p, c_char_p, SINK, c_void_p]),
    "sn_table_tidy": (c_int, [OUT, POINTER(TidyResult), c_void_p,
                              POINTER(TidyRequest)]),
    "sn_matcher_new": (c_int, [OUT, c_void_p, c_uint]),
    "sn_matcher_free": (None, [c_void_p]),
    "sn_matcher_match": (c_size_t, [c_void_p, c_void_p, c_size_t, c_void_p]),
    "sn_matcher_match4": (c_size_t, [c_void_p, c_void_p, c_void_p, c_size_t,
                                     c_void_p]),
    "sn_check_new": (c_int, [OUT, c_void_p, POINTER(CheckRequest)]),
    "sn_check_free": (None, [c_void_p]),
    "sn_check_render": (c_int, [c_void_p, c_void_p, c_void_p, c_char_p,
                                POINTER(RenderOptions), SINK, c_void_p]),
    "sn_word": (c_char_p, [c_uint, c_uint]),
    "sn_profile_count": (c_size_t, []),
    "sn_profile_at": (c_void_p, [c_size_t]),
    "sn_profile_find": (c_void_p, [c_char_p]),
    "sn_profile_read": (c_int, [OUT, c_char_p, c_size_t, POINTER(ErrorInfo)]),
    "sn_profile_free": (None, [c_void_p]),
    "sn_profile_render": (c_int, [c_void_p, c_char_p, SINK, c_void_p]),
    "sn_configured_read": (c_int, [OUT, c_char_p, c_size_t,
                                   POINTER(ErrorInfo)]),
    "sn_configured_free": (None, [c_void_p]),
    "sn_configured_request": (None, [c_void_p, POINTER(DiagnosisRequest)]),
    "sn_ike_config_read": (c_int, [OUT, c_char_p, c_size_t, c_char_p,
                                   POINTER(ErrorInfo)]),
    "sn_ike_config_free": (None, [c_void_p]),
    "sn_table_read_of": (c_int, [OUT, c_char_p, c_size_t, c_char_p, c_char_p,
                                 POINTER(ErrorInfo)]),
    "sn_diagnosis_new": (c_int, [OUT, POINTER(DiagnosisRequest),
                                 POINTER(ErrorInfo)]),
    "sn_diagnosis_free": (None, [c_void_p]),
    "sn_diagnosis_render": (c_int, [c_void_p, c_char_p,
                                    POINTER(RenderOptions), SINK, c_void_p]),
    "sn_network_read": (c_int, [OUT, c_char_p, c_size_t, POINTER(ErrorInfo)]),
    "sn_network_free": (None, [c_void_p]),
    "sn_network_request": (None, [c_void_p, POINTER(PlanRequest)]),
    "sn_deployed_read": (c_int, [OUT, c_char_p, c_size_t,
                                 POINTER(ErrorInfo)]),
    "sn_deployed_free": (None, [c_void_p]),
    "sn_plan_change_new": (c_int, [OUT, c_void_p, c_void_p]),
    "sn_plan_change_free": (None, [c_void_p]),
    "sn_plan_change_get": (POINTER(PlanChangeView), [c_void_p]),
    "sn_plan_get": (POINTER(PlanView), [c_void_p]),
    "sn_plan_new": (c_int, [OUT, POINTER(PlanRequest), POINTER(ErrorInfo)]),
    "sn_plan_free": (None, [c_void_p]),
    "sn_plan_render": (c_int, [c_void_p, c_char_p, POINTER(RenderOptions),
                               SINK, c_void_p, POINTER(ErrorInfo)]),
    "sn_plan_format_name": (c_char_p, [c_size_t]),
    "sn_plan_format_title": (c_char_p, [c_size_t]),
}


def _load() -> ctypes.CDLL:
    beside = os.path.join(os.path.dirname(os.path.abspath(__file__)), SONAME)
    names = [os.environ.get("SUPERNET_LIBRARY"),
             beside if os.path.exists(beside) else None, SONAME]
    for name in names:
        if not name:
            continue
        try:
            lib = ctypes.CDLL(name)
        except OSError as why:
            if name != SONAME:
                raise ImportError(f"supernet: {name}: {why}") from why
            raise ImportError(
                f"supernet: no {SONAME}: install libsupernet, or let "
                f"SUPERNET_LIBRARY name it ({why})") from why
        break
    # The version first: what another one exports says nothing.
    try:
        lib.sn_version.restype = c_char_p
        version = lib.sn_version().decode()
    except AttributeError as why:
        raise ImportError(f"supernet: {name} is not libsupernet") from why
    if not version.startswith(MAJOR_MINOR):
        raise ImportError(f"supernet: {name} is version {version}; this "
                          f"module is for {MAJOR_MINOR}x")
    for function, (result, arguments) in _PROTOTYPES.items():
        try:
            pointer = getattr(lib, function)
        except AttributeError as why:
            raise ImportError(f"supernet: {name} has no {function}") from why
        pointer.restype, pointer.argtypes = result, arguments
    return lib


lib = _load()


def words(kind: int) -> dict[Any, int]:
    """The words of a kind of enumerators (SN_WORD_...), and their values."""
    found = ((lib.sn_word(kind, value), value) for value in range(32))
    return {word.decode(): value for word, value in found if word}


def check(status: int, info: ErrorInfo | None = None) -> None:
    """Raises what a status says."""
    if not status:
        return
    if status == -1:
        raise MemoryError("supernet: out of memory")
    if info is not None and info.message:
        raise TextError(info.message.decode("utf-8", "replace"), status,
                           info.line, info.column,
                           info.text.decode("utf-8", "replace"))
    raise Error(lib.sn_strerror(status).decode(), status)


def check_packed(status: int, info: ErrorInfo) -> None:
    """Raises what a status says of a snapshot, with its place."""
    if status == -3:
        raise Error(f"byte {info.offset}: {info.message.decode()}", status)
    check(status)


def through(write: Callable[[Any], Any],
            take: Callable[[int, int], None]) -> None:
    """Hands each piece that write(sink) writes to take(address, size).

    What take() raises stops the writer and is raised here.
    """
    raised: list[BaseException] = []

    def sink(_ctx: Any, data: int, size: int) -> int:
        try:
            take(data, size)
            return 0
        except BaseException as why:  # pylint: disable=broad-except
            raised.append(why)
            return -9

    status = write(SINK(sink))
    if raised:
        raise raised[0]
    check(status)


def collect(write: Callable[[Any], Any]) -> bytes:
    """What a function writes through a sink."""
    pieces: list[bytes] = []
    through(write, lambda data, size: pieces.append(
        ctypes.string_at(data, size)))
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def document(source: Any) -> bytes:
    """The bytes of JSON: text, bytes, a file (os.PathLike), or a dict."""
    if isinstance(source, os.PathLike):
        with open(source, "rb") as file:
            return file.read()
    if isinstance(source, str):
        return source.encode("utf-8", "replace")
    if isinstance(source, dict):
        import json
        return json.dumps(source, default=str).encode()
    return bytes(memoryview(source))


class Owner:
    """Objects of the library that live and go together, newest first."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()

    def make(self, function: Any, free: Any, *arguments: Any,
             info: ErrorInfo | None = None) -> c_void_p:
        """What function(&out, ...) hands out; what it refuses is raised."""
        out = c_void_p()
        if info is not None:
            info.message = b""
        check(function(ctypes.byref(out), *arguments), info)
        self.keep(free, out)
        return out

    def keep(self, free: Any, pointer: c_void_p) -> None:
        """Frees what was made elsewhere, too."""
        self._stack.callback(free, pointer)

    def read(self, function: Any, free: Any, text: bytes,
             *arguments: Any) -> c_void_p:
        """What a reader makes of text."""
        info = ErrorInfo()
        return self.make(function, free, text, len(text), *arguments,
                         ctypes.byref(info), info=info)

    def __del__(self) -> None:
        self._stack.close()


def packed(pack: Any, pack_size: Any, pointer: c_void_p) -> bytes:
    """A snapshot, written in place into new bytes, which nobody else has seen
    yet."""
    make = ctypes.pythonapi.PyBytes_FromStringAndSize
    make.restype = py_object
    make.argtypes = [c_void_p, ctypes.c_ssize_t]
    out: bytes = make(None, pack_size(pointer))
    with memory(out) as view:
        at = view.buf

        def take(data: int, size: int) -> None:
            nonlocal at
            ctypes.memmove(at, data, size)
            at += size

        through(lambda sink: pack(pointer, sink, None), take)
    return out
