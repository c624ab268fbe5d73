#!/usr/bin/python3
"""Measures the PostgreSQL extension and its peers, on the server that the
environment names.

    bench/postgres.py LIST RUNS     a line of CSV a job: job, rows, seconds

LIST has a prefix of IPv4 a line. Seconds are the least of RUNS of one session,
as the server tells them; without parallel workers, without JIT.
"""
import re
import subprocess
import sys

SETTINGS = ("SET work_mem = '2GB'; SET jit = off; "
            "SET max_parallel_workers_per_gather = {}; ")
# Ranges that overlap or touch, joined: what SQL does without an extension for
# sets, and with ip4r's ranges.
WINDOW = """SELECT count(*) FROM (SELECT min(lo), max(hi) FROM (
  SELECT lo, hi, sum(opens) OVER (ORDER BY lo, hi) AS island FROM (
    SELECT lo, hi, CASE WHEN lo <= 1 + max(hi) OVER (ORDER BY lo, hi
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
      THEN 0 ELSE 1 END AS opens
    FROM (SELECT lower(r) - ip4 '0.0.0.0' AS lo, upper(r) - ip4 '0.0.0.0' AS hi
      FROM bench_ip4r) a) b) c GROUP BY island) d"""
JOBS = (  # name, workers, SQL, runs at most
    ("scan", 0, "SELECT count(net) FROM bench", 9),
    ("supernet_agg", 0, "SELECT cardinality(supernet_agg(net)) FROM bench", 9),
    ("scan, 2 workers", 2, "SELECT count(net) FROM bench", 9),
    ("supernet_agg, 2 workers", 2,
     "SELECT cardinality(supernet_agg(net)) FROM bench", 9),
    ("contains", 0,
     "SELECT count(*) FROM bench, bench_set WHERE s @> net", 3),
    ("range_agg", 0, "SELECT range_agg(r) IS NULL FROM bench_range", 1),
    ("window SQL with ip4r", 0, WINDOW, 1),
)


def psql(*sql):
    words = [word for text in sql for word in ("-c", text)]
    return subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v",
                           "ON_ERROR_STOP=1", *words], check=True, text=True,
                          stdout=subprocess.PIPE).stdout


def main():
    path, runs = sys.argv[1], int(sys.argv[2])
    psql("CREATE EXTENSION supernet", "CREATE EXTENSION ip4r",
         "CREATE UNLOGGED TABLE bench (net cidr)")
    with open(path, "rb") as text:
        subprocess.run(["psql", "-X", "-q", "-c", "COPY bench FROM STDIN"],
                       stdin=text, check=True)
    psql("CREATE UNLOGGED TABLE bench_ip4r AS SELECT net::ip4r AS r FROM bench",
         "CREATE UNLOGGED TABLE bench_range AS SELECT int8range("
         "net - inet '0.0.0.0', broadcast(net) - inet '0.0.0.0' + 1) AS r "
         "FROM bench",
         "CREATE UNLOGGED TABLE bench_set AS SELECT ipset_agg(net) AS s "
         "FROM bench", "VACUUM ANALYZE")
    rows = psql("SELECT count(*) FROM bench").strip()
    for name, workers, sql, most in JOBS:
        said = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"],
            input=SETTINGS.format(workers) + "\n\\timing on\n"
            + f"{sql};\n" * min(runs, most), text=True, check=True,
            stdout=subprocess.PIPE).stdout
        times = [float(ms) for ms in re.findall(r"^Time: ([\d.]+) ms", said,
                                                re.M)]
        print(f"{name};{rows};{min(times) / 1000:.6f}", flush=True)


main()
