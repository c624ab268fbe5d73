#!/usr/bin/python3
"""What lenient reading makes of texts, against the rules written anew.

    oracle_lenient.py LIBSUPERNET.SO [TEXTS]

Texts of every form, mutated, seeded (SN_SEED): each that is read must be
explained by one of the rules below, with the same addresses, and each that a
rule explains must be read. The rules are regular expressions and Python's
ipaddress; fails when a form was never met.
"""
import collections
import ctypes
import ipaddress
import os
import random
import re
import sys

LIB = ctypes.CDLL(os.path.abspath(sys.argv[1]))
TEXTS = int(sys.argv[2]) if len(sys.argv) > 2 else 100000
R = random.Random(int(os.environ.get("SN_SEED", "20260823"), 0))
REACHED = collections.Counter()
LENIENT, MASK_HOST = 1 << 0, 1 << 1


class Addr(ctypes.Structure):
    _fields_ = [("hi", ctypes.c_uint64), ("lo", ctypes.c_uint64),
                ("family", ctypes.c_uint8), ("reserved", ctypes.c_uint8 * 7)]


class Range(ctypes.Structure):
    _fields_ = [("first", Addr), ("last", Addr)]


# ---------------------------------------------------------------- the rules

OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
PADDED = r"(?:25[0-5]|2[0-4]\d|[01]?\d?\d)"
QUAD = rf"{OCTET}(?:\.{OCTET}){{3}}"
WIDE = rf"{PADDED}(?:\.{PADDED}){{3}}"
LEN4 = r"(?:3[0-2]|[12]?\d)"
LEN6 = r"(?:12[0-8]|1[01]\d|[1-9]?\d)"
PORT = r"(?:0|[1-9]\d{0,4})"
SIX = r"[0-9a-fA-F:]*:[0-9a-fA-F:.]*"
ZONE = r"[0-9A-Za-z._-]{1,32}"
BLANKS = r"[ \t]"


def v4(text):
    bits = 0
    for octet in text.split("."):
        bits = bits << 8 | int(octet, 10)
    return bits


def v6(text):
    """The address, or None; a scope is none here."""
    try:
        return None if "%" in text else int(ipaddress.IPv6Address(text))
    except ValueError:
        return None


def net(family, bits, length):
    host = (1 << ((32 if family == 4 else 128) - length)) - 1
    return family, bits & ~host, bits | host


def masked(family, bits, mask):
    """An address with a mask, both ways of reading it looked at."""
    width = 32 if family == 4 else 128
    top = (1 << width) - 1
    if (mask == 0 and bits) or (mask == top and not bits):
        return None
    as_mask = [n for n in range(width + 1) if mask == top ^ (top >> n)]
    as_wild = [n for n in range(width + 1)
               if family == 4 and mask == top >> n]
    # Where both fit, the mask says nothing of one host, or everything of 0.
    found = as_mask or as_wild
    return net(family, bits, found[0]) if found else None


def strict(t):
    if m := re.fullmatch(rf"({QUAD})(?:/({LEN4}))?", t):
        return net(4, v4(m[1]), int(m[2] or 32))
    if m := re.fullmatch(rf"({QUAD})/({QUAD})", t):
        for n in range(33):
            if v4(m[2]) == (2**32 - 1) ^ ((2**32 - 1) >> n):
                return net(4, v4(m[1]), n)
    if m := re.fullmatch(rf"({SIX})(?:/({LEN6}))?", t):
        bits = v6(m[1])
        return None if bits is None else net(6, bits, int(m[2] or 128))
    if m := re.fullmatch(rf"(.+?){BLANKS}*-{BLANKS}*(.+)", t):
        ends = [strict(x) if "/" not in x and "-" not in x else None
                for x in m.groups()]
        if None not in ends and ends[0][0] == ends[1][0]:
            if ends[0][1] <= ends[1][1]:
                return ends[0][0], ends[0][1], ends[1][1]
    return None


def short(t):
    if m := re.fullmatch(rf"({PADDED}(?:\.{PADDED}){{0,3}})/({LEN4})", t):
        n = m[1].count(".") + 1
        return net(4, v4(m[1]) << 8 * (4 - n), int(m[2]))


def padded(t):
    if re.fullmatch(WIDE, t):
        return net(4, v4(t), 32)


def mask4(t):
    if m := re.fullmatch(rf"({WIDE})(?:/|{BLANKS}+)({QUAD})", t):
        return masked(4, v4(m[1]), v4(m[2]))


def mask6(t):
    if m := re.fullmatch(rf"({SIX})(?:%{ZONE})?/({SIX})", t):
        bits, mask = v6(m[1]), v6(m[2])
        if bits is not None and mask is not None:
            return masked(6, bits, mask)


def stars(t):
    if m := re.fullmatch(rf"({PADDED}(?:\.{PADDED}){{0,2}})((?:\.\*)+)", t):
        n = m[1].count(".") + 1
        if n + m[2].count("*") == 4:
            return net(4, v4(m[1]) << 8 * (4 - n), 8 * n)


def last_octet(t):
    if m := re.fullmatch(
            rf"({WIDE}){BLANKS}*-{BLANKS}*({PADDED})", t):
        first = v4(m[1])
        last = first & ~255 | int(m[2], 10)
        return (4, first, last) if first <= last else None


def wide_range(t):
    if m := re.fullmatch(rf"({WIDE}){BLANKS}*-{BLANKS}*({WIDE})", t):
        first, last = v4(m[1]), v4(m[2])
        return (4, first, last) if first <= last else None


NUMBER = r"(?:0|[1-9]\d{0,9})"


def number_range(t):
    if m := re.fullmatch(rf"({NUMBER}){BLANKS}*-{BLANKS}*({NUMBER})", t):
        first, last = int(m[1]), int(m[2])
        if first <= last < 2**32 and last >= 2**24 - 1:
            return 4, first, last


def number(t):
    if re.fullmatch(NUMBER, t) and 2**24 <= int(t) < 2**32:
        return net(4, int(t), 32)


def in_hex(t):
    if m := re.fullmatch(rf"(0[xX][0-9a-fA-F]{{1,8}})(?:/({LEN4}))?", t):
        if int(m[1], 16) >= 2**24:
            return net(4, int(m[1], 16), int(m[2] or 32))
    part = rf"(?:0[xX][0-9a-fA-F]{{1,2}}|{OCTET})"
    if m := re.fullmatch(rf"({part}(?:\.{part}){{3}})(?:/({LEN4}))?", t):
        if "x" in m[1].lower():
            bits = 0
            for p in m[1].split("."):
                bits = bits << 8 | int(p, 16 if "x" in p.lower() else 10)
            return net(4, bits, int(m[2] or 32))


def port4(t):
    if m := re.fullmatch(rf"({WIDE}):({PORT})", t):
        return net(4, v4(m[1]), 32) if int(m[2]) < 65536 else None


def brackets(t):
    if m := re.fullmatch(
            rf"\[({SIX})(?:%{ZONE})?\](?::({PORT})|/({LEN6}))?", t):
        bits = v6(m[1])
        if bits is not None and int(m[2] or 0) < 65536:
            return net(6, bits, int(m[3] or 128))


def zone(t):
    if m := re.fullmatch(rf"({SIX})%{ZONE}(?:/({LEN6}))?", t):
        bits = v6(m[1])
        return None if bits is None else net(6, bits, int(m[2] or 128))


def reverse4(t):
    m = re.fullmatch(rf"({OCTET}(?:\.{OCTET}){{0,3}})\.in-addr\.arpa\.?", t,
                     re.I)
    if m:
        octets = m[1].split(".")[::-1]
        bits = v4(".".join(octets)) << 8 * (4 - len(octets))
        return net(4, bits, 8 * len(octets))


def classless(t):
    m = re.fullmatch(rf"({OCTET})([/-])({OCTET})\.({OCTET})\.({OCTET})\."
                     rf"({OCTET})\.in-addr\.arpa\.?", t, re.I)
    if m:
        base = v4(f"{m[6]}.{m[5]}.{m[4]}.0")
        if m[2] == "/":
            ok = 24 <= int(m[3]) <= 32
            return net(4, base + int(m[1]), int(m[3])) if ok else None
        first, last = base + int(m[1]), base + int(m[3])
        return (4, first, last) if first <= last else None


def reverse6(t):
    m = re.fullmatch(r"([0-9a-f](?:\.[0-9a-f]){0,31})\.ip6\.arpa\.?", t, re.I)
    if m:
        nibbles = m[1].split(".")[::-1]
        bits = int("".join(nibbles).ljust(32, "0"), 16)
        return net(6, bits, 4 * len(nibbles))


def policy(t):
    m = re.fullmatch(r"([0-9a-z.]+)\.rpz-ip((?:\.[^.]{1,63})*)\.?", t,
                     re.I | re.S)
    if not m or len(t) > 255:
        return None
    labels = m[1].split(".")
    if not all(0 < len(x) < 64 for x in labels):
        return None
    if len(t.rstrip(".").split(".")) > 34 or t.endswith(".."):
        return None
    if "arpa" == t.rstrip(".").split(".")[-1].lower():
        return None
    if re.fullmatch(rf"{LEN4}(?:\.{OCTET}){{4}}", m[1]):
        bits, length = v4(".".join(labels[:0:-1])), int(labels[0])
        return None if length == 0 and bits else net(4, bits, length)
    if not re.fullmatch(LEN6, labels[0]):
        return None
    groups = [x.lower() for x in labels[:0:-1]]
    if groups.count("zz") > 1 or len(groups) > 8:
        return None
    if not all(re.fullmatch("[0-9a-f]{1,4}|zz", x) for x in groups):
        return None
    if "zz" in groups:
        at = groups.index("zz")
        missing = 9 - len(groups)
        groups[at:at + 1] = ["0"] * missing
    if len(groups) != 8:
        return None
    bits = int("".join(g.rjust(4, "0") for g in groups), 16)
    return None if labels[0] == "0" and bits else net(6, bits, int(labels[0]))


RULES = [strict, short, padded, mask4, mask6, stars, last_octet, wide_range,
         number_range, number, in_hex, port4, brackets, zone, reverse4,
         classless, reverse6, policy]


def explain(t):
    for rule in RULES:
        found = rule(t)
        if found:
            return rule.__name__, found
    return None, None


# ---------------------------------------------------------------- the texts

def octet():
    return R.choice(["0", "1", "10", "255", "128", "256", "008", "026", "40",
                     str(R.randrange(256)), str(R.randrange(256))])


def quad():
    if R.random() < 0.15:
        return R.choice(["0.0.0.0", "255.255.255.255", "10.0.0.5"])
    return ".".join(octet() for _ in range(4))


def mask():
    n = R.randrange(33)
    bits = (2**32 - 1) >> n
    if R.random() < 0.5:
        bits ^= 2**32 - 1
    return str(ipaddress.IPv4Address(bits))


def six():
    if R.random() < 0.3:
        return R.choice(["::", "fe80::1", "::ffff:192.0.2.1", "2001:db8::"])
    return str(ipaddress.IPv6Address(R.getrandbits(128) & R.getrandbits(128)
                                     & R.getrandbits(128)))


def length(most):
    return str(R.choice([0, 8, 16, 24, most, most + 1, R.randrange(most + 1)]))


def integer():
    return str(R.choice([0, 10, 2**24 - 1, 2**24, 2**32 - 1, 2**32,
                         R.randrange(2**32)]))


def labels(n):
    return ".".join(octet() for _ in range(n))


FORMS = [
    lambda: f"{quad()}/{length(32)}",
    lambda: f"{six()}/{length(128)}",
    lambda: f"{quad()} - {quad()}",
    lambda: f"{labels(R.randrange(1, 5))}/{length(32)}",
    quad,
    lambda: f"{quad()}{R.choice(['/', ' ', '  '])}{mask()}",
    lambda: f"{six()}/{ipaddress.IPv6Address((2**128 - 1) ^ ((2**128 - 1) >> R.randrange(129)))}",
    lambda: labels(R.randrange(1, 4)) + ".*" * R.randrange(1, 4),
    lambda: f"{quad()}-{octet()}",
    lambda: f"{integer()}-{integer()}",
    integer,
    lambda: hex(R.randrange(2**32)) + R.choice(["", "/8"]),
    lambda: ".".join(R.choice([octet(), hex(R.randrange(256))])
                     for _ in range(4)),
    lambda: f"{quad()}:{R.choice([0, 80, 65535, 65536])}",
    lambda: f"[{six()}]{R.choice(['', ':443', '/32', ':99999'])}",
    lambda: f"{six()}%eth0{R.choice(['', '/64'])}",
    lambda: f"{labels(R.randrange(1, 6))}.in-addr.arpa{R.choice(['', '.'])}",
    lambda: f"{octet()}{R.choice('/-')}{length(32)}.{labels(3)}.in-addr.arpa",
    lambda: ".".join(R.choice("0123456789abcdef")
                     for _ in range(R.randrange(1, 34))) + ".ip6.arpa",
    lambda: f"{length(32)}.{labels(4)}.rpz-ip{R.choice(['', '.example.com.'])}",
    lambda: f"{length(128)}.{R.choice(['zz', '1.zz', 'zz.db8.2001', '8.zz.1'])}.rpz-ip",
]
BYTES = "0123456789abcdefxzipr.:/-*[]% \t"


def mutate(t):
    for _ in range(R.choice([0, 0, 1, 1, 2, 3])):
        at = R.randrange(len(t) + 1)
        kind = R.randrange(4)
        if kind == 0:
            t = t[:at] + R.choice(BYTES) + t[at:]
        elif kind == 1:
            t = t[:at] + t[at + 1:]
        elif kind == 2:
            t = t[:at] + R.choice(BYTES) + t[at + 1:]
        else:
            to = R.randrange(len(t) + 1)
            t = t[:at] + t[min(at, to):max(at, to)] + t[at:]
    return t


def read(t):
    out = Range()
    data = t.encode()
    if LIB.sn_range_parse(ctypes.byref(out), data, ctypes.c_size_t(len(data)),
                          LENIENT | MASK_HOST, None):
        return None
    first, last = out.first, out.last
    return first.family, first.hi << 64 | first.lo, last.hi << 64 | last.lo


def main():
    for i in range(TEXTS):
        t = mutate(R.choice(FORMS)())
        rule, want = explain(t)
        got = read(t)
        if got != want:
            sys.exit(f"oracle_lenient: {t!r}: read as {got}, but the rule "
                     f"{rule} says {want}")
        REACHED[rule] += 1
    missed = [r.__name__ for r in RULES if not REACHED[r.__name__]]
    if missed or not REACHED[None]:
        sys.exit(f"oracle_lenient: never met: {missed}")
    print(f"oracle_lenient: {TEXTS} texts, {TEXTS - REACHED[None]} read, each "
          f"by one of {len(RULES)} rules")


main()
