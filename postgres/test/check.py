#!/usr/bin/python3
"""Holds the extension to what the command says, and makes queries break off.

    postgres/test/check.py SUPERNET

The server is the one that the environment names (PGHOST, PGPORT, ...).
"""
import os
import random
import re
import signal
import subprocess
import sys
import time

SUPERNET = os.path.realpath(sys.argv[1])
SEED = int(os.environ.get("SN_SEED", "20260823"))
DATABASE = "supernet_check"


def psql(sql, database=DATABASE, check=True, data=None):
    """What psql prints for some SQL; with check=False its errors instead."""
    done = subprocess.run(
        ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d",
         database, "-c", sql], input=data, capture_output=True, text=True,
        check=False)
    if check and done.returncode:
        sys.exit(f"check: {sql[:200]}\n{done.stderr}")
    return done.stdout.strip() if check else done.stderr


def command(*words, text):
    return subprocess.run([SUPERNET, *words], input=text, text=True,
                          capture_output=True, check=True).stdout


def holds(what, truth):
    if not truth:
        sys.exit(f"check: FAILED: {what}")
    print(f"check: {what}")


def prefixes(rng, count, families):
    """Clustered, so that some nest, some touch and some are far apart."""
    for _ in range(count):
        if rng.choice(families) == 4:
            length = rng.choice((0 if rng.random() < .0001 else 20, 24, 25, 28,
                                 32, 30, 31))
            address = (10 << 24) + rng.getrandbits(18) if rng.random() < .7 \
                else rng.getrandbits(32)
            address = address >> 32 - length << 32 - length
            yield "%d.%d.%d.%d/%d" % (address >> 24, address >> 16 & 255,
                                      address >> 8 & 255, address & 255,
                                      length)
        else:
            length = rng.choice((40, 48, 56, 64, 127, 128))
            address = 0x20010db8 << 96 | rng.getrandbits(16) << 80 | (
                rng.getrandbits(80) if length > 64 else rng.getrandbits(16)
                << 64)
            address = address >> 128 - length << 128 - length
            yield ":".join("%x" % (address >> 112 - 16 * i & 0xffff)
                           for i in range(8)) + f"/{length}"


def same_as_the_command(rng):
    """Aggregates, sets, algebra: byte-equal, whatever the workers."""
    for families in ((4,), (6,), (4, 6)):
        for count in (0, 1, 50, 20000, 120000):
            rows = list(prefixes(rng, count, families))
            text = "".join(row + "\n" for row in rows)
            psql("DROP TABLE IF EXISTS rows; CREATE TABLE rows (net cidr) "
                 "WITH (parallel_workers = 2, autovacuum_enabled = off); "
                 "COPY rows FROM STDIN", data=text)
            want = command("aggregate", text=text)
            for workers in (0, 1, 2):
                got = psql(
                    "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; "
                    "SET min_parallel_table_scan_size = 0; "
                    f"SET max_parallel_workers_per_gather = {workers}; "
                    "SELECT unnest(supernet_agg(net)) FROM rows")
                set_got = psql(
                    "SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; "
                    "SET min_parallel_table_scan_size = 0; "
                    f"SET max_parallel_workers_per_gather = {workers}; "
                    "SELECT prefixes((SELECT ipset_agg(net) FROM rows))")
                # The command writes ::1/128 where cidr does so too.
                if got != want.strip() or set_got != want.strip():
                    sys.exit(f"check: FAILED: {count} rows of {families}, "
                             f"{workers} workers, SN_SEED={SEED}")
    print("check: the same as the command for IPv4, IPv6 and both, with 0, 1 "
          "and 2 workers")


def algebra(rng):
    for _ in range(20):
        a, b = ("\n".join(prefixes(rng, 200, (4, 6))) for _ in range(2))
        with open("a.txt", "w", encoding="ascii") as file:
            file.write(a)
        with open("b.txt", "w", encoding="ascii") as file:
            file.write(b)
        for sign, verb in (("|", "aggregate"), ("&", "intersect"),
                           ("-", "subtract"), ("#", "symdiff")):
            want = command(verb, "a.txt", "b.txt", text="")
            got = psql(f"SELECT prefixes(ipset '{a}' {sign} ipset '{b}')")
            if got != want.strip():
                sys.exit(f"check: FAILED: {sign}, SN_SEED={SEED}")
    print("check: | & - # as the command has them")


def bytes_travel():
    """Binary COPY both ways, a snapshot of the command, and altered ones."""
    psql("CREATE TABLE sets AS SELECT ipset_agg(net) AS s FROM rows "
         "UNION ALL SELECT '' UNION ALL SELECT '10.0.0.0/24,::1'; "
         "CREATE TABLE again (s ipset)")
    subprocess.run("psql -X -q -d {0} -c 'COPY sets TO STDOUT (FORMAT binary)' "
                   "| psql -X -q -d {0} -c 'COPY again FROM STDIN (FORMAT "
                   "binary)'".format(DATABASE), shell=True, check=True)
    holds("binary COPY brings all sets back", psql(
        "SELECT count(*) FROM again JOIN sets USING (s)") == "3")
    snapshot = subprocess.run(
        [SUPERNET, "aggregate", "--format", "snapshot", "-"],
        input=b"10.0.0.0/24\n::1\n", capture_output=True, check=True).stdout
    holds("ipset_send() writes what the command does", psql(
        "SELECT encode(ipset_send('10.0.0.0/24,::1'), 'hex')")
        == snapshot.hex())

    def receive(value):
        head = b"PGCOPY\n\xff\r\n\0" + bytes(8)
        data = head + b"\0\1" + len(value).to_bytes(4, "big") + value + \
            b"\xff\xff"
        return subprocess.run(
            ["psql", "-X", "-q", "-d", DATABASE, "-c",
             "COPY again FROM STDIN (FORMAT binary)"], input=data,
            capture_output=True, check=False).stderr.decode()
    holds("a snapshot of the command is received", receive(snapshot) == "")
    for at, byte, why in ((12, 3, "version 2"), (40, 0, "checksum"),
                          (70, 255, "checksum"), (64, 255, "checksum")):
        bad = bytearray(snapshot)
        bad[at] ^= byte or 1
        if why not in receive(bytes(bad)):
            sys.exit(f"check: FAILED: byte {at} altered: {receive(bad)}")
    for size in (0, 7, 20, len(snapshot) - 1):
        said = receive(snapshot[:size])
        if "invalid binary ipset" not in said:
            sys.exit(f"check: FAILED: {size} bytes: {said}")
    print("check: altered, newer and cut snapshots are refused")


def dump_and_restore():
    psql("DROP DATABASE IF EXISTS supernet_again", "postgres")
    psql("CREATE DATABASE supernet_again", "postgres")
    dump = subprocess.run(["pg_dump", DATABASE], capture_output=True,
                          check=True).stdout
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d",
                    "supernet_again"], input=dump, stdout=subprocess.DEVNULL,
                   check=True)
    ask = "SELECT s FROM sets ORDER BY s"
    holds("dump and restore keep all sets",
          psql(ask) == psql(ask, "supernet_again"))


def fetched_once():
    """Stored sets that take turns are read once each, as far as work_mem has
    a place for them."""
    psql("CREATE TABLE sides AS SELECT g, ipset_agg(inet '10.0.0.0' + g "
         "* 16777216::bigint + i * 2) AS s FROM generate_series(0, 3) g, "
         "generate_series(1, 40000) i GROUP BY g; "
         "CREATE TABLE asked AS SELECT inet '10.0.0.0' + i * 33554 AS a "
         "FROM generate_series(1, 2000) i; ANALYZE asked")
    for ask in ("s @> a", "a <@ s", "s && a"):
        said = psql(
            "SET max_parallel_workers_per_gather = 0; "
            "SET enable_mergejoin = off; SET work_mem = '8MB'; EXPLAIN "
            f"(ANALYZE, BUFFERS, TIMING OFF) SELECT FROM asked, sides WHERE {ask}")
        blocks = sum(map(int, re.search(
            r"shared (?:hit=(\d+))?(?: read=(\d+))?", said).groups("0")))
        if not 100 < blocks < 3000:
            sys.exit(f"check: FAILED: {ask} reads {blocks} blocks\n{said}")
    print("check: stored sets that take turns are read once each")


def break_off():
    """A query that is cancelled, and a server process that is killed."""
    psql("CREATE TABLE large AS SELECT inet '0.0.0.0' + (i * 1103515245 % "
         "4294967296) AS net FROM generate_series(1, 3000000::bigint) i")
    slow = ("SELECT pg_backend_pid(); SELECT count(*) FROM large, LATERAL "
            "(SELECT ipset_agg(l.net) FROM large l "
            "WHERE l.net <> large.net) q")
    # Of equal hosts it takes minutes: see cover_solve.c.
    cover = ("SELECT pg_backend_pid(); SELECT cover(ipset_agg(inet "
             "'10.0.0.0' + 4 * i), 100000) FROM "
             "generate_series(1, 300000::bigint) i")
    for slow, end in ((cover, "SELECT pg_cancel_backend({})"),
                      (slow, "SELECT pg_cancel_backend({})"),
                      (slow, "SELECT pg_terminate_backend({})"),
                      (slow, signal.SIGKILL)):
        query = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-d", DATABASE],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)
        query.stdin.write(slow.replace(";", ";\n", 1) + ";\n")
        query.stdin.flush()
        pid = query.stdout.readline().strip()
        time.sleep(1)
        start = time.monotonic()
        if end == signal.SIGKILL:
            # The cluster is ours: see `run`.
            subprocess.run(["kill", "-KILL", pid], check=True)
        else:
            psql(end.format(pid), "postgres")
        query.communicate(timeout=60)
        took = time.monotonic() - start
        for _ in range(100):
            if "1" == subprocess.run(
                    ["psql", "-X", "-A", "-t", "-d", DATABASE, "-c",
                     "SELECT 1"], capture_output=True, text=True,
                    check=False).stdout.strip():
                break
            time.sleep(.2)
        name = "kill -KILL" if end == signal.SIGKILL else end.split("(")[0][7:]
        holds(f"{name} ends a query, and the server goes on", took < 10)
    holds("what was stored is there",
          psql("SELECT count(*) FROM sets") == "3")


def memory():
    """A million groups, and the memory of what was cancelled within one
    session: both from the server itself."""
    said = psql(
        "SET work_mem = '2GB'; SET hash_mem_multiplier = 1; "
        "SET enable_sort = off; SET max_parallel_workers_per_gather = 0; "
        "SET statement_timeout = 0; "
        "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT g, ipset_agg(net) "
        "FROM (SELECT i % 1000000 AS g, inet '10.0.0.0' + i AS net FROM "
        "generate_series(1, 2000000) i) q GROUP BY g")
    used = int(re.search(r"Memory Usage: (\d+)kB", said)[1])
    holds(f"a million groups take {used >> 10} MB", used < 1 << 20
          and "Disk" not in said)
    # Comparisons of a sort share one context.
    said = psql(
        "SET work_mem = '256MB'; SET max_parallel_workers_per_gather = 0; "
        "SELECT count(*) FROM (SELECT ipset(inet '10.0.0.0' "
        "+ i * 7919 % 1000003) AS s FROM generate_series(1, 300000::bigint) i "
        "ORDER BY s OFFSET 0) q; SELECT pg_read_file('/proc/self/status')")
    peak = int(re.search(r"VmHWM:\s*(\d+) kB", said)[1])
    holds(f"a sort of 300000 sets takes {peak >> 10} MB at most",
          peak < 600 << 10)
    # The same session, after queries that end in the middle.
    script = "SET statement_timeout = 400;\n" + (
        "SELECT length(ipset_agg(net)::text) FROM large, "
        "generate_series(1, 9);\n" * 5) + (
        "SELECT supernet_plan('{10.1.1.0/24}', '{10.2.0.0/24}', "
        "'{\"scheme\": 1}');\n" * 1000) + (
        "SELECT sum(total_bytes) FROM pg_backend_memory_contexts;\n"
        "SELECT pg_backend_pid() \\gset\n"
        "SELECT pg_read_file('/proc/self/statm');\n")
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-d", DATABASE],
                          input=script, capture_output=True, text=True,
                          check=False)
    total, pages = done.stdout.strip().split("\n")[-2:]
    holds("queries that end in the middle leave nothing",
          done.stderr.count("statement timeout") == 5
          and done.stderr.count("supernet:") == 1000
          and int(total) < 16 << 20
          and (int(pages.split()[1]) - int(pages.split()[2])) * 4096
          < 100 << 20)


def too_large():
    """A value beyond 1 GB is refused before its memory is asked for."""
    said = psql(
        "SET max_parallel_workers_per_gather = 0; "
        "SELECT cidrs(ipset '0.0.0.0/0' - ipset '0.0.0.0/32' | "
        "(SELECT ipset_agg(set_masklen(inet '2001:db8::' + i * 2, 128)) FROM "
        "generate_series(1, 40000000::bigint) i)) IS NULL", check=False)
    holds("an ipset over 1 GB is an error", "would have" in said
          and "of at most" in said)


def updates():
    """Each version that was ever shipped updates to the newest."""
    stuck = psql(
        "SELECT v.version FROM pg_available_extension_versions v JOIN "
        "pg_available_extensions e USING (name) WHERE name = 'supernet' AND "
        "v.version <> e.default_version AND NOT EXISTS (SELECT FROM "
        "pg_extension_update_paths('supernet') p WHERE p.source = v.version "
        "AND p.target = e.default_version AND p.path IS NOT NULL)")
    holds("all versions update to the newest", stuck == "")


def readme():
    """What it shows of NetBox is what the tests run, and what they print."""
    here = os.path.dirname(os.path.abspath(__file__))

    def text(name):
        with open(f"{here}/{name}", encoding="utf-8") as file:
            return file.read()
    shown = re.findall(r"^```(?:sql)?\n(.*?)^```", text("../README.md")
                       .split("## NetBox")[1], re.S | re.M)
    expected = text("expected/netbox.out")
    holds("the README shows what the tests run", len(shown) == 2 and all(
        part in expected for piece in shown for part in piece.split("\n\n")))


def main():
    rng = random.Random(SEED)
    stage = os.environ.get("SUPERNET_STAGE")
    if stage:
        os.chdir(stage)
    psql(f"DROP DATABASE IF EXISTS {DATABASE}", "postgres")
    psql(f"CREATE DATABASE {DATABASE}", "postgres")
    psql("CREATE EXTENSION supernet")
    updates()
    readme()
    same_as_the_command(rng)
    algebra(rng)
    bytes_travel()
    dump_and_restore()
    fetched_once()
    break_off()
    memory()
    too_large()


main()
