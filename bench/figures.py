#!/usr/bin/python3
"""Prints each figure to reach, what was measured, and whether it holds.

    bench/figures.py RESULTS

Reads the CSV files that bench/run.py wrote; measures nothing itself. Writes
RESULTS/figures.csv. A figure whose parts were not measured says so. Always
exits 0: timings on a busy machine decide nothing by themselves.
"""
import csv
import math
import os
import sys

from table import pick, read

BIG = 10**7


class Figures:
    """The list of figures, each with its judgement."""

    def __init__(self, results):
        self.results = results
        self.tables = {name: read(results, name) for name in
                       ("peers", "kinds", "sets", "stages", "plan", "python",
                        "worst", "postgres")}
        self.rows = []

    def row(self, table, **want):
        return pick(self.tables[table], **want)

    def add(self, what, bound, value, unit, most=False):
        """value >= bound, or <= bound when @most."""
        if value is None:
            verdict, shown = "not measured", ""
        else:
            good = value <= bound if most else value >= bound
            verdict, shown = "pass" if good else "FAIL", f"{value:.3g}"
        self.rows.append({"figure": what, "wanted":
                          f"{'<=' if most else '>='} {bound:g} {unit}",
                          "measured": shown, "verdict": verdict})

    def ns(self, table, **want):
        row = self.row(table, **want)
        return float(row["ns_per_line"]) if row else None

    def least(self, table, **want):
        """Of our own against our own: of a virtual machine's memory the
        median tells more than of the program."""
        row = self.row(table, **want)
        return float(row["least"]) / int(row["lines"]) * 1e9 if row else None

    def stage(self, name, kind="disjoint"):
        row = self.row("stages", stage=name, kind=kind)
        return float(row["ns_per_item"]) if row and row["ns_per_item"] \
            else None

    def stage_bytes(self, name, kind="disjoint"):
        row = self.row("stages", stage=name, kind=kind)
        return float(row["bytes_per_item"]) \
            if row and row["bytes_per_item"] else None


def ratio(a, b):
    return a / b if a and b else None


def bulk(f):
    """Text in, text out, beside iprange."""
    for table, kind, text in (("peers", "mix", "shuffled prefixes"),
                              ("kinds", "hosts", "hosts"),
                              ("kinds", "sorted", "sorted prefixes")):
        theirs = f.ns(table, tool="iprange", kind=kind, lines=BIG)
        for threads, bound in ((1, 12), (2, 20)):
            mine = f.ns(table, tool=f"supernet -j {threads}", kind=kind,
                        lines=BIG)
            f.add(f"aggregate -j {threads}, 10^7 {text}: times as fast as "
                  "iprange", bound, ratio(theirs, mine), "times")
    mine = f.ns("peers", tool="supernet -j 1", kind="mix6", lines=BIG)
    f.add("aggregate -j 1, 10^7 IPv6 lines: million lines a second", 8,
          1000 / mine if mine else None, "M/s")


def flatness(f):
    """In-process, since the start of a process weighs 10^4 lines down; and
    of the whole process from 10^6 lines up."""
    for kind in ("mix", "mix6"):
        inside = {int(r["kind"].split("-")[1]): float(r["ns_per_item"])
                  for r in f.tables["stages"] if r["stage"] == "aggregate"
                  and r["kind"].split("-")[0] == kind}
        whole = {int(r["lines"]): float(r["least"]) / int(r["lines"]) * 1e9
                 for r in f.tables["peers"] if r["kind"] == kind and
                 r["tool"] == "supernet -j 1" and int(r["lines"]) >= 10**6}
        for what, ns in (("in-process", inside), ("whole process", whole)):
            few, most = (f"10^{len(str(n)) - 1}" for n in
                         (min(ns, default=1), max(ns, default=1)))
            f.add(f"aggregate -j 1, {kind}, {what}: dearest over cheapest "
                  f"line, {few} to {most} lines", 1.3,
                  max(ns.values()) / min(ns.values()) if len(ns) > 1
                  else None, "times", most=True)


def memory(f):
    for kind, bound in (("mix", 20), ("mix6", 40)):
        for threads in (1, 2):
            row = f.row("peers", tool=f"supernet -j {threads}", kind=kind,
                        lines=BIG)
            f.add(f"aggregate -j {threads}, {kind}, 10^7 lines: peak bytes "
                  "a line beside the mapped text", bound,
                  int(row["anonymous_kib"]) * 1024 / BIG if row else None,
                  "bytes", most=True)


def algebra(f):
    """"At the same pace": a line costs what one of aggregate does, with the
    30 % that the cost of a line may vary in all."""
    for threads in (1, 2):
        base = f.least("peers", tool=f"supernet -j {threads}", kind="mix",
                       lines=BIG)
        for name in ("count", "intersect", "subtract"):
            mine = f.least("sets", tool=f"supernet -j {threads}",
                           operation=name)
            f.add(f"{name} -j {threads}: a line's cost against aggregate",
                  1.3, ratio(mine, base), "times", most=True)


def plan(f):
    row = f.tables["plan"][0] if f.tables["plan"] else None
    f.add("plan --format csv, 10,000 x 1,000: million rows a second", 20,
          float(row["rows_per_second"]) / 1e6 if row else None, "M/s")
    f.add("plan --format csv, 10,000 x 1,000: peak memory", 64,
          int(row["anonymous_kib"]) / 1024 if row else None, "MiB",
          most=True)


def trie(f):
    budgets = (2, 10, 100, 1000, 10000, 100000)
    for kind, family in (("disjoint", "IPv4"), ("disjoint6", "IPv6")):
        for k in budgets:
            f.add(f"cover, 10^6 {family} leaves, k = {k}: "
                  "against building from text", 5,
                  ratio(f.stage(f"cover-{k}", kind),
                        f.stage("set-from-text", kind)), "times", most=True)
        peak = [f.stage_bytes(f"cover-{k}", kind) for k in budgets]
        f.add(f"cover: peak bytes an {family} leaf", 64,
              max(peak) if all(peak) else None, "bytes", most=True)
    for name in ("insert", "update", "remove"):
        f.add(f"live trie, 10^6 prefixes: {name} with delta", 1000,
              f.stage(f"trie-{name}"), "ns", most=True)
    f.add("live trie: bytes a prefix", 32, f.stage_bytes("trie-insert"),
          "bytes", most=True)
    for name, text, bound in (("trie-match", "trie, one by one", 980),
                              ("trie-match-batch", "trie, batched", 192),
                              ("index-match", "set index, one by one", 130),
                              ("index-match-batch", "set index, batched",
                               130)):
        f.add(f"lookup in 10^6 prefixes: {text}", bound, f.stage(name),
              "ns", most=True)
    f.add("set index: bytes a prefix, ranges included", 30,
          f.stage_bytes("index-memory"), "bytes", most=True)


def maps(f):
    """Longest matches in a routing table."""
    for kind, family, bounds in (
            ("table", "IPv4", (("batch-uniform", 3.2), ("batch-hit", 2.5),
                               ("single-uniform", 6), ("single-hit", 6),
                               ("wait-uniform", 40), ("wait-hit", 40))),
            ("table6", "IPv6", (("batch-uniform", 5), ("batch-hit", 5),
                                ("single-uniform", 11), ("single-hit", 11),
                                ("wait-uniform", 50), ("wait-hit", 50)))):
        for name, bound in bounds:
            f.add(f"map, {family} routing table: {name}", bound,
                  f.stage(f"map-{name}", kind), "ns", most=True)
        row = f.row("stages", stage="map-build", kind=kind)
        f.add(f"map, {family} routing table: build, sorted",
              40 if kind == "table" else 10,
              float(row["ns_per_item"]) * int(row["items"]) / 1e6
              if row else None, "ms", most=True)
    f.add("map, IPv4 routing table, merged: bytes a prefix", 9,
          f.stage_bytes("map-memory-merged", "table"), "bytes", most=True)
    f.add("map, 10^6 IPv4 hosts, merged: bytes a prefix", 28,
          f.stage_bytes("map-memory-merged", "hosts"), "bytes", most=True)
    f.add("map, IPv6 routing table: bytes a prefix", 22,
          f.stage_bytes("map-memory", "table6"), "bytes", most=True)


def routes(f):
    for rows, bound in ((10**5, 0.5), (10**6, 5)):
        for stage, text in (("routes-check", "overlapping pairs"),
                            ("routes-equal", "equivalence of two tables")):
            row = f.row("stages", stage=stage, kind=f"rows-{rows}")
            f.add(f"{text}, {rows:,} rows", bound,
                  float(row["ns_per_item"]) * rows / 1e9 if row else None,
                  "s", most=True)
        row = f.row("stages", stage="routes-match", kind=f"rows-{rows}")
        f.add(f"routes match batched, {rows:,} rows: million packets a "
              "second", 1, 1000 / float(row["ns_per_item"]) if row else None,
              "M/s")


def python(f):
    """The module makes no object of a prefix: it costs what the command does."""
    for threads in (1, 2):
        command = f.ns("python", way="command", threads=threads)
        for way in ("text to text", "text to array", "array to array"):
            f.add(f"Python, 10^7 prefixes, {threads} threads, {way}: the call "
                  "against the command", 1.2,
                  ratio(f.ns("python", way=f"call, {way}", threads=threads),
                        command),
                  "times", most=True)


def worst(f):
    """The worst known inputs, doubled four times."""
    table = f.tables["worst"]
    for name in dict.fromkeys(row["input"] for row in table):
        rows = [row for row in table if row["input"] == name]
        first, last = rows[0], rows[-1]
        times = float(last["seconds"]) / float(first["seconds"])
        f.add(f"{name}, doubled four times: exponent of its size",
              float(first["bound"]),
              math.log(times) / math.log(int(last["rows"])
                                         / int(first["rows"])),
              "", most=True)


def snapshots(f):
    for stage, text, bound in (
            ("snapshot-borrow", "a mapped snapshot of 10^7 ranges is a set",
             0.1), ("snapshot-verify", "all of it is verified", 20)):
        row = f.row("stages", stage=stage, kind=f"ranges-{BIG}")
        f.add(text, bound,
              float(row["ns_per_item"]) / 1e6 if row else None, "ms",
              most=True)


def postgres(f):
    def job(name):
        return f.ns("postgres", job=name, lines=BIG)
    for suffix in ("", ", 2 workers"):
        f.add(f"PostgreSQL, 10^7 rows to cidr[]{suffix}, against the scan", 2,
              ratio(job("supernet_agg" + suffix), job("scan" + suffix)),
              "times", most=True)
    for peer in ("range_agg", "window SQL with ip4r"):
        f.add(f"PostgreSQL, 10^7 rows, {peer} against supernet_agg", 20,
              ratio(job(peer), job("supernet_agg")), "times")
    contains, scan = job("contains"), job("scan")
    f.add("PostgreSQL, @> of a stored set, a row", 0.5,
          (contains - scan) / 1000 if contains and scan else None, "us",
          most=True)


def main():
    f = Figures(sys.argv[1])
    for part in (bulk, flatness, memory, algebra, plan, trie, maps, routes,
                 worst, snapshots, postgres, python):
        part(f)
    width = max(len(row["figure"]) for row in f.rows)
    for row in f.rows:
        print(f"{row['verdict']:12}  {row['figure']:{width}}  "
              f"{row['wanted']:>14}  {row['measured']}")
    with open(os.path.join(f.results, "figures.csv"), "w", newline="",
              encoding="ascii") as out:
        writer = csv.DictWriter(out, list(f.rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(f.rows)
    count = {v: sum(row["verdict"] == v for row in f.rows)
             for v in ("pass", "FAIL", "not measured")}
    print(f"{count['pass']} reached, {count['FAIL']} missed, "
          f"{count['not measured']} not measured")


if __name__ == "__main__":
    main()
