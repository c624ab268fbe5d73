#!/usr/bin/python3
"""Draws bench/results/*.svg and writes bench/RESULTS.md from the CSV files.

    bench/report.py RESULTS

RESULTS.md is written beside the folder RESULTS.
"""
import os
import shutil
import subprocess
import sys

from table import read

HEAD = """# Measurements

Made by `make bench`; every table and picture comes from the CSV files in
`results/`, none is typed by hand. To repeat: `make bench` on a quiet machine
(about eight minutes), `make bench SCALE=100000000` with 10^8 lines,
`make bench QUICK=1` for a look, `make bench-figures` for the judgements.

How: inventories are generated with a fixed seed (`generate.c`; what each kind
holds stands at its top). Whole processes are timed from fork to exit with
output to /dev/null, text in the page cache, median of 5 after a run that is not
counted (`measure.c`); where two of our own are held against each other, the
least of the 5.
*anonymous* is the peak of memory that is not the mapped text, sampled.
Stages are timed in-process, median of 5, or 3 where one takes long; where the
cost of a line is held against the size, the least of four such medians, sizes
in turn. Every peer reads the same file; `libcidr (parse only)` is its own parse in a loop,
without a set. Answers are compared byte for byte under "Agreement".
"""

PLOT = """set terminal svg size 860,520 background "white" font "sans,13"
set output "{results}/{name}.svg"
set title "{title}"
set logscale xy
set xlabel "lines"
set ylabel "nanoseconds a line, whole process"
set format x "10^{{%L}}"
set grid
set key outside right top
plot {curves}
"""


def markdown(rows, columns):
    """A table of the named columns; title: key."""
    out = ["| " + " | ".join(columns) + " |",
           "|" + "|".join(" --- " for _ in columns) + "|"]
    for row in rows:
        out.append("| " + " | ".join(str(row[key]) for key in
                                     columns.values()) + " |")
    return "\n".join(out) + "\n"


def plot(results, rows, kind, title):
    """Time a line against size, one curve a tool. False without gnuplot."""
    if not shutil.which("gnuplot") or not rows:
        return False
    tools = list(dict.fromkeys(r["tool"] for r in rows if r["kind"] == kind))
    blocks, curves = [], []
    for i, tool in enumerate(tools):
        data = "\n".join(f"{r['lines']} {r['ns_per_line']}" for r in rows
                         if r["tool"] == tool and r["kind"] == kind)
        blocks.append(f"$d{i} << EOD\n{data}\nEOD\n")
        curves.append(f'$d{i} using 1:2 with linespoints lw 2 pt 7 ps 0.6 '
                      f'title "{tool}"')
    script = PLOT.format(results=results, name="peers-" + kind, title=title,
                         curves=", ".join(curves))
    subprocess.run(["gnuplot"], input="".join(blocks) + script, text=True,
                   check=True)
    return True


def derived(rows):
    """Adds columns for people."""
    for row in rows:
        row["ms"] = f"{float(row['seconds']) * 1000:.1f}"
        if row.get("anonymous_kib"):
            anonymous = int(row["anonymous_kib"])
            row["bytes"] = (f"{anonymous * 1024 / int(row['lines']):.1f}"
                            if anonymous else "")
    return rows


WHOLE = {"tool": "tool", "kind": "kind", "lines": "lines", "ms": "ms",
         "ns a line": "ns_per_line"}


def sections(results):
    """(title, words, rows, columns) in the order of the page."""
    memory = WHOLE | {"anonymous bytes a line": "bytes"}
    return (
        ("Machine", "", read(results, "machine"),
         {"what": "what", "value": "value"}),
        ("Figures", "What was asked for, and what came out.",
         read(results, "figures"),
         {"figure": "figure", "wanted": "wanted", "measured": "measured",
          "verdict": "verdict"}),
        ("Against size",
         "![IPv4](results/peers-mix.svg)\n\n![IPv6](results/peers-mix6.svg)",
         derived(read(results, "peers")), memory),
        ("Kinds of inventory", "", derived(read(results, "kinds")), memory),
        ("Real inventories", "Countries of tor-geoipdb, and networks by "
         "operator of the npm package @ip-location-db/asn: ranges.",
         derived(read(results, "real")), WHOLE),
        ("Set commands", "Lines of both files together.",
         derived(read(results, "sets")),
         {"tool": "tool", "operation": "operation", "lines": "lines",
          "ms": "ms", "ns a line": "ns_per_line"}),
        ("Stages", "In-process, one thread. parse and build per line, "
         "aggregate (the whole way, text to text) per line, algebra per range read, iterate and write per prefix, covers per "
         "leaf, routes-check and routes-equal per row, lookups each.",
         read(results, "stages"),
         {"stage": "stage", "kind": "kind", "items": "items",
          "ns": "ns_per_item", "bytes": "bytes_per_item"}),
        ("Plan rows", "10,000 x 1,000 pairs as CSV.", read(results, "plan"),
         {"rows": "rows", "rows a second": "rows_per_second",
          "anonymous KiB": "anonymous_kib"}),
        ("Lines of a log", "A log by a list of 100,000 prefixes, in one run: "
         "grepcidr, and `match --addr @log --addr-column 1`. In Python, "
         "100,000 addresses of that log.",
         derived(read(results, "match")),
         {"tool": "tool", "what": "what", "lines": "lines", "ms": "ms",
          "ns a line": "ns_per_line", "anonymous KiB": "anonymous_kib",
          "answers": "verdict"}),
        ("Python", "The module beside the command, text to text and to "
         "numpy's arrays: the call alone, each in a fresh process, and the "
         "whole process with the start of the interpreter.",
         derived(read(results, "python")),
         {"way": "way", "lines": "lines", "threads": "threads", "ms": "ms",
          "ns a line": "ns_per_line"}),
        ("PostgreSQL", "10^7 rows of cidr: the extension, the scan alone, and "
         "what SQL does without it; no parallel workers, no JIT.",
         derived(read(results, "postgres")),
         {"job": "job", "rows": "lines", "ms": "ms",
          "ns a row": "ns_per_line"}),
        ("Agreement", "", read(results, "agree"),
         {"kind": "kind", "lines": "lines", "judge": "judge",
          "prefixes": "prefixes", "verdict": "verdict"}))


def main():
    results = sys.argv[1]
    rows = read(results, "peers")
    if not (plot(results, rows, "mix", "Aggregate IPv4 text") and
            plot(results, rows, "mix6", "Aggregate IPv6 text")):
        print("no picture: gnuplot is not installed, or nothing measured")
    page = os.path.join(os.path.dirname(os.path.abspath(results)),
                        "RESULTS.md")
    with open(page, "w", encoding="ascii") as out:
        out.write(HEAD)
        for title, words, rows, columns in sections(results):
            if rows:
                out.write(f"\n## {title}\n\n" + (words + "\n\n" if words
                                                 else ""))
                out.write(markdown(rows, columns))
    print(f"wrote {page}")


if __name__ == "__main__":
    main()
