#!/usr/bin/python3
"""Searches for the input of a command that makes it work most a byte.

    tests/work.py SUPERNET SECONDS [WORD]

Hill climbing over inputs that are described by a few numbers: lists of
prefixes at some distance, of some lengths, in some order; tables and changes of
such. Each description is measured at SMALL bytes of input, by the processor
time of the process. What is dearest of each command is then measured at SIZES:
none may take more than LIMIT seconds, and NS_OUT nanoseconds for each byte that
it writes. WORD: only commands that hold it. The seed is fixed; what is found
depends on the machine, because time does.
"""
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time

SMALL, SIZES = 100_000, (125_000, 250_000, 500_000, 1_000_000)
LIMIT, NS_OUT, STUCK = 2, 20, 20

# {a}, {b}: lists; {t}, {u}: tables; {w}: changes; {p}: pairs; {n}: lines of a.
COMMANDS = (
    "aggregate {a} {b}", "count {a}", "complement {a}",
    "intersect {a} {b}", "subtract {a} {b}", "symdiff {a} {b}",
    "diff {a} {b}", "match {a} --addr @{b}",
    "match {a} --addr @{b} --addr-column 1",
    "match {c} --label 2 --addr @{b}", "watch {w}", "watch --unbuffered {w}",
    "cover -k {n/2} {a}", "cover -k {n/9} {a}", "cover -k 2 {a} {b}",
    "cover -k {n/3} {a} {b}", "cover --max-extra {n/4} {a}",
    "cover --max-extra 20% {a} {b}", "cover --density 60% {a}",
    "cover --lengths 4 {a}", "cover --curve 50 {a}",
    "cover -k {n/4} --avoid {b} {a}",
    "cover -k {n/4} --previous {b} --churn-cost 3 {a}",
    "cover -k {n/4} --weight {c} {a}",
    "plan --local @{a} --peer @{b} --max-selectors 1000000"
    " --max-connections 1000000 --max-routes 1000000",
    "plan --local @{a} --peer @{b} --allow-public",
    "plan --local @{a} --peer @{b} --overlap nat --nat-pool 172.16.0.0/12",
    "routes check {t}", "routes check --format json {t}",
    "routes tidy {t}", "routes tidy --resolve {t}", "routes diff {t} {u}",
    "routes match --pairs {p} {t}",
)
LENGTHS = (0, 1, 2, 3, 4, 8, 12, 16, 17, 20, 22, 23, 24, 25, 26, 28, 29, 30,
           31, 32, 32, 32, 32)


class Pattern:
    """Prefix i is at base + i * step, i modulo a cycle; lengths take turns."""

    def __init__(self, rng):
        self.base = rng.choice((0, 0x0a000000, 0x0a000000, 0xac100000))
        self.step = 1 << rng.randrange(26)
        self.cycle = rng.choice((1 << 40, 1 << 40, 1, 2, 100, 1000))
        self.length = [rng.choice(LENGTHS) for _ in range(rng.randint(1, 4))]
        self.order = rng.choice(("up", "up", "down", "any"))

    def change(self, rng):
        """Another one, one number of which is different."""
        new = Pattern(rng)
        keep = rng.choice(("base", "step", "cycle", "length", "order",
                           "near"))
        for name, value in vars(self).items():
            if name != keep:
                setattr(new, name, value)
        if keep == "near":
            new.step = max(1, self.step + rng.choice((-1, 1, self.step)))
        return new

    def lines(self, n, six, rng):
        out = []
        for i in range(n):
            length = self.length[i % len(self.length)]
            at = (self.base + i % self.cycle * self.step) % (1 << 32)
            at = at >> 32 - length << 32 - length
            if six:
                out.append(f"2001:db8::{at >> 16:x}:{at & 65535:x}"
                           f"/{length + 96}")
            else:
                out.append(".".join(str(at >> s & 255)
                                    for s in (24, 16, 8, 0)) + f"/{length}")
        if self.order == "down":
            out.reverse()
        elif self.order == "any":
            rng.shuffle(out)
        return out


class Input:
    """Patterns of two lists, and of what else is in tables and changes."""

    def __init__(self, rng):
        self.a, self.b = Pattern(rng), Pattern(rng)
        self.hops = rng.choice((1, 2, 3, 1000))
        self.priorities = rng.choice((1, 2, 90, 1 << 40))
        self.undo = rng.choice((0, 1, 2))
        self.six = rng.choice(((False, False), (False, False), (True, True),
                               (False, True)))

    def change(self, rng):
        new = Input(rng)
        kept = rng.choice(("a", "b", "hops", "priorities", "undo", "six", "a",
                           "b"))
        for name, value in vars(self).items():
            if name != kept:
                setattr(new, name, value)
        if kept in "ab" and rng.random() < 0.8:
            setattr(new, kept, getattr(self, kept).change(rng))
        return new

    def table(self, a, b, turn):
        yield "source,destination,next_hop,weight,priority\n"
        for i, (source, to) in enumerate(zip(a, b)):
            yield (f"{source},{to},h{(i + turn) % self.hops},100,"
                   f"{i % self.priorities + 1}\n")

    def write(self, folder, size, names):
        """The files of @names; of as many lines as make @size bytes, about."""
        rng, n = random.Random(1), size // 20
        a = self.a.lines(n, self.six[0], rng)
        b = self.b.lines(n, self.six[1], rng)
        half = n // 2
        files = {
            "a": (line + "\n" for line in a),
            "b": (line + "\n" for line in b),
            "c": (f"{line}\t{i % 50 + 1}\n" for i, line in enumerate(a)),
            "t": self.table(a[:half], b[:half], 0),
            "u": self.table(a[:half], b[half:], 1),
            "p": (f"{x.split('/')[0]} {y.split('/')[0]}\n"
                  for x, y in zip(a[half:], b[half:])),
            "w": (f"{'+-'[self.undo and i % 2]} {line}\n" for i, line in
                  enumerate(x for x in a for _ in range(self.undo or 1))),
        }
        for name in names:
            with open(os.path.join(folder, name), "w", encoding="ascii") as f:
                f.writelines(files[name])
        return n


def measure(exe, command, given, folder, size):
    """Processor seconds, and bytes that are written."""
    names = re.findall("{(.)}", command)
    n = given.write(folder, size, names)
    words = [word.format(**{x: os.path.join(folder, x) for x in names})
             if "{n" not in word else str(max(2, n // int(word[3:-1])))
             for word in command.split()]
    out = os.path.join(folder, "out")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(out, "wb") as f:
        try:
            subprocess.run([exe, *words], stdout=f, stderr=f, check=False,
                           timeout=60)
        except subprocess.TimeoutExpired:
            pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime -
            before.ru_stime, os.path.getsize(out))


def climb(exe, command, seconds, rng, folder):
    """The dearest input that is found; after STUCK tries a new beginning."""
    end = time.monotonic() + seconds
    best = (-1.0, None)
    while time.monotonic() < end:
        at, misses = (-1.0, Input(rng)), 0
        while misses < STUCK and time.monotonic() < end:
            given = at[1].change(rng)
            took, wrote = measure(exe, command, given, folder, SMALL)
            score = took - wrote * NS_OUT * 1e-9
            if score > at[0]:
                at, misses = (score, given), 0
            else:
                misses += 1
        best = max(best, at, key=lambda x: x[0])
    return best[1]


def main(exe, seconds, word=""):
    commands = [c for c in COMMANDS if word in c]
    rng = random.Random(20260823)
    bad = 0
    for command in commands:
        with tempfile.TemporaryDirectory() as folder:
            given = climb(exe, command, float(seconds) / len(commands), rng,
                          folder)
            slow = False
            took = []
            for size in SIZES:
                spent, wrote = measure(exe, command, given, folder, size)
                took.append(f"{spent:.2f}")
                slow |= spent > LIMIT + wrote * NS_OUT * 1e-9
            bad += slow
            print(f"{'SLOW ' if slow else ''}{command}: {' '.join(took)} s, "
                  f"{wrote} bytes out", flush=True)
            if slow:
                print(vars(given.a), vars(given.b), given.hops,
                      given.priorities, given.undo, given.six, flush=True)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
