#!/usr/bin/python3
"""Measures libsupernet and its peers; writes bench/results/*.csv.

    bench/run.py BUILD RESULTS [--quick] [--scale LINES] [--only PART,...]

BUILD is the build folder (the command, and under bench/ the helpers),
RESULTS the folder of the CSV files. Parts: agree, peers, kinds, sets, stages,
real, plan, routes, match, worst, python, postgres; a part rewrites its own
tables only. A peer that is missing, or a part that this build does not offer,
is skipped with a word. See RESULTS.md.
"""
import argparse
import csv
import ipaddress
import os
import platform
import random
import shutil
import subprocess
import sys
import time

from worst import part_worst

NETADDR = ("import sys,netaddr\n"
           "for p in netaddr.cidr_merge([l.strip() for l in "
           "open(sys.argv[1])]): print(p)")
IPADDRESS = ("import sys,ipaddress as i\n"
             "n=[i.ip_network(l.strip()) for l in open(sys.argv[1])]\n"
             "for p in i.collapse_addresses(n): print(p)")
# The same for lines that are first-last, as a judge only.
IPADDRESS_RANGES = (
    "import sys,ipaddress as i\n"
    "r=[map(i.ip_address, l.strip().split('-')) for l in open(sys.argv[1])]\n"
    "n=[n for a, b in r for n in i.summarize_address_range(a, b)]\n"
    "for p in i.collapse_addresses(n): print(p)")
# The Python module: what is timed, and what makes it ready. argv: text,
# threads, array.
MODULE_READY = """import mmap, sys, time, supernet
with open(sys.argv[1], "rb") as file:
    text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
threads, out = int(sys.argv[2]), sys.stdout.buffer
"""
MODULE_ARRAYS = """import numpy
array = numpy.load(sys.argv[3], mmap_mode="r")
"""
MODULE = {
    "text to text": (MODULE_READY, "supernet.IPSet(text, threads=threads)"
                                   ".write(out, threads=threads)"),
    "text to array": (MODULE_READY + MODULE_ARRAYS,
                      "supernet.IPSet(text, threads=threads).to_array(4)"),
    "array to array": (MODULE_READY + MODULE_ARRAYS,
                       "supernet.IPSet(array, threads=threads).to_array(4)"),
}


class Bench:
    """Where things are, and what has been measured."""

    def __init__(self, build, results, quick, scale):
        self.results = results
        self.build = os.path.abspath(build)
        self.quick = quick
        self.scale = scale
        self.runs = 3 if quick else 5
        self.data = os.path.join(self.build, "bench", "data")
        self.exe = os.path.join(self.build, "supernet")
        self.rows = {}
        os.makedirs(self.data, exist_ok=True)
        os.makedirs(results, exist_ok=True)

    def tool(self, name):
        return os.path.join(self.build, "bench", name)

    def file(self, kind, lines, seed=20260823):
        """An inventory, generated once."""
        path = os.path.join(self.data, f"{kind}-{lines}-{seed}.txt")
        if not os.path.exists(path):
            with open(path + ".tmp", "wb") as out:
                subprocess.run([self.tool("generate"), kind, str(lines),
                                str(seed)], stdout=out, check=True)
            os.rename(path + ".tmp", path)
        return path

    def shuffled(self, kind, lines):
        """The lines of a generated inventory in random order."""
        path = os.path.join(self.data, f"shuffled-{kind}-{lines}.txt")
        if not os.path.exists(path):
            with open(self.file(kind, lines), "rb") as text:
                text = text.readlines()
            random.Random(1).shuffle(text)
            with open(path + ".tmp", "wb") as out:
                out.writelines(text)
            os.rename(path + ".tmp", path)
        return path

    def measure(self, command, runs=None, stdin=None, memory=False):
        """Median seconds, least seconds, resident KiB, anonymous KiB; or
        None when the command fails."""
        args = [self.tool("measure"), "-n", str(runs or self.runs)]
        if stdin:
            args += ["-i", stdin]
        if memory:
            args += ["-m"]
        done = subprocess.run(args + ["--"] + command, capture_output=True,
                              text=True, check=True)
        median, least, resident, anonymous, status = done.stdout.split()
        if int(status) not in (0, 1):
            say(f"skipped, exit status {status}: {' '.join(command)[:120]}: "
                + done.stderr.strip().split("\n")[0])
            return None
        return float(median), float(least), int(resident), int(anonymous)

    def note(self, table, **row):
        self.rows.setdefault(table, []).append(row)
        say("  " + "  ".join(f"{v}" for v in row.values()))

    def note_machine(self):
        """What the numbers were taken on."""
        def first(path, key):
            with open(path, encoding="utf-8") as text:
                return next((line.split(":", 1)[1].strip() for line in text
                             if line.startswith(key)), "?")

        def said(*command):
            if not shutil.which(command[0]):
                return "not installed"
            done = subprocess.run(command, capture_output=True, text=True,
                                  check=False)
            return (done.stdout + done.stderr).strip().split("\n")[0]
        for key, value in (
                ("date", time.strftime("%Y-%m-%d", time.gmtime())),
                ("processor", first("/proc/cpuinfo", "model name")),
                ("cores", os.cpu_count()),
                ("memory", first("/proc/meminfo", "MemTotal")),
                ("system", platform.platform()),
                ("compiler", said("cc", "--version")),
                ("supernet", said(self.exe, "--version")),
                ("iprange", said("iprange", "--version")),
                ("Python", platform.python_version()),
                ("load before", f"{os.getloadavg()[0]:.2f}")):
            self.note("machine", what=key, value=value)

    def save(self):
        for table, rows in self.rows.items():
            path = os.path.join(self.results, table + ".csv")
            with open(path, "w", newline="", encoding="ascii") as out:
                writer = csv.DictWriter(out, list(rows[0]),
                                        lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


def say(text):
    print(text, flush=True)


def have(name):
    if shutil.which(name):
        return True
    say(f"skipped: {name} is not installed")
    return False


def peer_row(bench, table, tool, command, kind, lines, threads=1, runs=None,
             stdin=None, memory=False):
    """Measures one whole process and notes it."""
    got = bench.measure(command, runs, stdin, memory)
    if not got:
        return
    size = os.path.getsize(bench.file(kind, lines))
    bench.note(table, tool=tool, kind=kind, lines=lines, threads=threads,
               seconds=f"{got[0]:.6f}", least=f"{got[1]:.6f}",
               ns_per_line=f"{got[0] / lines * 1e9:.2f}",
               text_bytes=size, resident_kib=got[2], anonymous_kib=got[3])


def ours(bench, table, kind, lines, threads, memory=False, runs=None):
    peer_row(bench, table, f"supernet -j {threads}",
             [bench.exe, "aggregate", "-j", str(threads),
              bench.file(kind, lines)],
             kind, lines, threads, memory=memory, runs=runs)


def theirs(bench, table, kind, lines):
    """Every peer that copes with this kind and this many lines."""
    path = bench.file(kind, lines)
    if not kind.endswith("6") and lines <= 10**7 and have("iprange"):
        peer_row(bench, table, "iprange", ["iprange", path], kind, lines)
    if lines <= 10**6:
        peer_row(bench, table, "libcidr (parse only)",
                 [bench.tool("libcidr_parse"), path], kind, lines,
                 runs=3)
    if lines <= 10**5:
        for tool, code in (("netaddr", NETADDR), ("ipaddress", IPADDRESS)):
            peer_row(bench, table, f"Python {tool}",
                     ["/usr/bin/python3", "-c", code, path], kind, lines,
                     runs=3 if lines < 10**5 else 1)
    if lines <= 10**4 and not kind.endswith("6") and have("aggregate"):
        slashed = path + ".slashed"
        if not os.path.exists(slashed):
            with open(path, encoding="ascii") as text, \
                    open(slashed, "w", encoding="ascii") as out:
                for line in text:
                    line = line.strip()
                    out.write(line + ("\n" if "/" in line else "/32\n"))
        peer_row(bench, table, "ISC aggregate", ["aggregate", "-q"], kind,
                 lines, runs=3, stdin=slashed)


def part_peers(bench):
    """Time a line against size, whole processes."""
    sizes = [10**4, 10**5, 10**6] + ([] if bench.quick else [10**7])
    if bench.scale > 10**7:
        sizes.append(bench.scale)
    for kind in ("mix", "mix6"):
        for lines in sizes:
            say(f"peers: {kind}, {lines} lines")
            for threads in (1, 2):
                ours(bench, "peers", kind, lines, threads,
                     memory=lines >= 10**6,
                     runs=3 if lines > 10**7 else
                     25 if lines <= 10**5 else None)
            theirs(bench, "peers", kind, lines)


def part_kinds(bench):
    """Every kind of inventory at one size."""
    lines = 10**5 if bench.quick else 10**6
    for base in ("hosts", "bgp", "clustered", "nested", "duplicates",
                 "sorted", "ranges"):
        for kind in (base, base + "6"):
            say(f"kinds: {kind}, {lines} lines")
            for threads in (1, 2):
                ours(bench, "kinds", kind, lines, threads, memory=True)
            if not kind.endswith("6") and have("iprange"):
                peer_row(bench, "kinds", "iprange",
                         ["iprange", bench.file(kind, lines)], kind, lines)
    for kind in ("mix", "mix6"):
        column_rows(bench, kind, lines)
    if bench.quick:
        return
    for kind in ("hosts", "sorted"):
        say(f"kinds: {kind}, 10000000 lines")
        for threads in (1, 2):
            ours(bench, "kinds", kind, 10**7, threads, memory=True)
        if have("iprange"):
            peer_row(bench, "kinds", "iprange",
                     ["iprange", bench.file(kind, 10**7)], kind, 10**7)


def column_rows(bench, kind, lines):
    """The items of a kind as column 2 of CSV."""
    say(f"kinds: {kind} as CSV, {lines} lines")
    path = os.path.join(bench.data, f"{kind}-{lines}.csv")
    if not os.path.exists(path):
        with open(bench.file(kind, lines), encoding="ascii") as text, \
                open(path + ".tmp", "w", encoding="ascii") as rows:
            rows.writelines(f"{i},{item.rstrip()},host-{i % 997},eth{i % 8}\n"
                            for i, item in enumerate(text))
        os.rename(path + ".tmp", path)
    for threads in (1, 2):
        got = bench.measure([bench.exe, "aggregate", "-j", str(threads),
                             "--column", "2", path], memory=True)
        if got:
            bench.note("kinds", tool=f"supernet -j {threads}",
                       kind=f"{kind} as CSV", lines=lines, threads=threads,
                       seconds=f"{got[0]:.6f}", least=f"{got[1]:.6f}",
                       ns_per_line=f"{got[0] / lines * 1e9:.2f}",
                       text_bytes=os.path.getsize(path),
                       resident_kib=got[2], anonymous_kib=got[3])


def part_sets(bench):
    """count, intersect and subtract, each on one or two files."""
    lines = 10**6 if bench.quick else 10**7
    a, b = bench.file("mix", lines), bench.file("mix", lines, 7)
    peer = have("iprange")
    for name, files, options in (
            ("count", [a], [["iprange", "--count-unique", a]]),
            ("intersect", [a, b], [["iprange", a, "--common", b]]),
            ("subtract", [a, b], [["iprange", a, "--except", b]])):
        total = lines * len(files)
        say(f"sets: {name}, {total} lines in all")
        for threads in (1, 2):
            set_row(bench, f"supernet -j {threads}", name, total, threads,
                    [bench.exe, name, "-j", str(threads)] + files)
        if peer:
            set_row(bench, "iprange", name, total, 1, options[0])


def set_row(bench, tool, name, total, threads, command):
    got = bench.measure(command)
    if got:
        bench.note("sets", tool=tool, operation=name, lines=total,
                   threads=threads, seconds=f"{got[0]:.6f}",
                   least=f"{got[1]:.6f}",
                   ns_per_line=f"{got[0] / total * 1e9:.2f}")


def part_stages(bench):
    """In-process stages; the programs print rows."""
    lines = 10**5 if bench.quick else 10**6
    jobs = [("stages_set", kind, [bench.file(kind, lines),
                                  bench.file(kind, lines, 7)])
            for kind in ("mix", "hosts", "bgp", "clustered", "sorted",
                         "ranges", "mix6", "bgp6", "ranges6")]
    sizes = [10**4, 10**5, 10**6] + ([] if bench.quick else [10**7])
    if bench.scale > 10**7:
        sizes.append(bench.scale)
    against_size(bench, [("stages_set", [f"{kind}-{n}", bench.file(kind, n)])
                         for kind in ("mix", "mix6") for n in sizes])
    jobs += [("stages_trie", f"disjoint{v}",
              [bench.shuffled(f"sorted{v}", lines)]) for v in ("", "6")]
    jobs += [("stages_map", kind, [])
             for kind in ("table", "table6", "hosts", "hosts6")]
    jobs += [("peers_map", kind, []) for kind in ("table", "table6")]
    jobs += [("stages_snapshot", f"ranges-{lines * 10}",
              [str(lines * 10), os.path.join(bench.data, "snapshot")])]
    for program, kind, files in jobs:
        for row in stage_rows(bench, program, [kind] + files):
            bench.note("stages", **row)


def against_size(bench, jobs):
    """Each size in turn, several times over, and the least of them: the speed
    of a machine changes from minute to minute by more than the cost of a line
    may change with the size."""
    least = {}
    for _ in range(1 if bench.quick else 4):
        for program, args in jobs:
            for row in stage_rows(bench, program, args):
                old = least.setdefault((row["stage"], row["kind"]), row)
                if float(row["ns_per_item"]) < float(old["ns_per_item"]):
                    least[row["stage"], row["kind"]] = row
    for row in least.values():
        bench.note("stages", **row)


def stage_rows(bench, program, args):
    """The rows that a program prints; none where it is not there."""
    if not os.path.exists(bench.tool(program)):
        say(f"skipped: {program} was not built")
        return []
    say(f"stages: {program} {args[0]}")
    done = subprocess.run([bench.tool(program)] + args,
                          stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        say(f"skipped: {program} ended with {done.returncode}")
    fields = ("stage", "kind", "items", "ns_per_item", "bytes_per_item")
    return [dict(zip(fields, line.split(",")))
            for line in done.stdout.splitlines()]


def tor_files():
    """The two country tables of tor-geoipdb as ranges, when installed."""
    for family, name in (("4", "geoip"), ("6", "geoip6")):
        path = "/usr/share/tor/" + name
        if os.path.exists(path):
            yield family, path


def part_real(bench):
    """Real inventories: country tables, and networks by operator."""
    out = []
    for family, path in tor_files():
        target = os.path.join(bench.data, "tor-geoip" + family + ".txt")
        with open(path, encoding="ascii") as text, \
                open(target, "w", encoding="ascii") as ranges:
            for line in text:
                if line[0] == "#":
                    continue
                first, last = line.split(",")[:2]
                if family == "4":
                    first, last = dotted(int(first)), dotted(int(last))
                ranges.write(f"{first}-{last}\n")
        out.append(("tor-geoip" + family, target))
    if not out:
        say("skipped: tor-geoipdb is not installed")
    out += npm_files(bench)
    for name, path in out:
        real_rows(bench, name, path)


def real_rows(bench, name, path):
    with open(path, "rb") as text:
        lines = sum(1 for _ in text)
    commands = [(f"supernet -j {j}", j, [bench.exe, "aggregate", "-j",
                                        str(j), path]) for j in (1, 2)]
    if not name.endswith("6") and have("iprange"):
        commands.append(("iprange", 1, ["iprange", path]))
    for tool, threads, command in commands:
        got = bench.measure(command)
        if got:
            bench.note("real", tool=tool, kind=name, lines=lines,
                       threads=threads, seconds=f"{got[0]:.6f}",
                       ns_per_line=f"{got[0] / lines * 1e9:.2f}")


def dotted(number):
    return ".".join(str(number >> s & 255) for s in (24, 16, 8, 0))


def npm_files(bench):
    """The npm package @ip-location-db/asn: first,last,number,name rows."""
    folder = os.path.join(bench.data, "npm")
    os.makedirs(folder, exist_ok=True)
    found = sorted(f for f in os.listdir(folder) if f.endswith(".tgz"))
    if not found and shutil.which("npm"):
        subprocess.run(["timeout", "60", "npm", "pack", "--silent",
                        "@ip-location-db/asn"], cwd=folder, check=False,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found = sorted(f for f in os.listdir(folder) if f.endswith(".tgz"))
    if not found:
        say("skipped: @ip-location-db/asn cannot be fetched here")
        return []
    subprocess.run(["tar", "xzf", found[0]], cwd=folder, check=True)
    out = []
    for family in "46":
        source = os.path.join(folder, "package", f"asn-ipv{family}.csv")
        if not os.path.exists(source):
            continue
        target = os.path.join(bench.data, f"asn-ipv{family}.txt")
        with open(source, encoding="utf-8") as rows, \
                open(target, "w", encoding="ascii") as ranges:
            for row in csv.reader(rows):
                ranges.write(f"{row[0]}-{row[1]}\n")
        out.append((f"asn-ipv{family}", target))
    return out


def part_agree(bench):
    """The same answer from everyone, byte for byte."""
    lines = 10**5 if bench.quick else 10**6
    for base in ("mix", "hosts", "bgp", "clustered", "nested", "duplicates",
                 "sorted", "ranges"):
        agree(bench, base, lines, "iprange")
        agree(bench, base + "6", 10**4, "ipaddress")
        agree(bench, base, 10**4, "ipaddress")


def agree(bench, kind, lines, judge):
    path = bench.file(kind, lines)
    if judge == "iprange":
        if not have("iprange"):
            return
        command = ["iprange", path]
    else:
        code = IPADDRESS_RANGES if kind.startswith("ranges") else IPADDRESS
        command = ["/usr/bin/python3", "-c", code, path]
    mine = listing([bench.exe, "aggregate", path])
    peers = listing(command)
    verdict = "equal" if mine == peers else "DIFFERENT"
    bench.note("agree", kind=kind, lines=lines, judge=judge,
               prefixes=len(mine), verdict=verdict)


def listing(command):
    """Output lines; hosts without their length."""
    done = subprocess.run(command, capture_output=True, text=True,
                          check=True)
    return [line.removesuffix("/32").removesuffix("/128")
            for line in done.stdout.splitlines()]


def part_plan(bench):
    """N x M rows of a plan, streamed."""
    locals_ = os.path.join(bench.data, "plan-local.txt")
    peers = os.path.join(bench.data, "plan-peer.txt")
    with open(locals_, "w", encoding="ascii") as out:
        out.writelines(f"10.{i >> 7}.{(i & 127) * 2}.0/24\n"
                       for i in range(10000))
    with open(peers, "w", encoding="ascii") as out:
        out.writelines(f"172.{16 + (i >> 7)}.{(i & 127) * 2}.0/24\n"
                       for i in range(1000))
    rows = 10000 * 1000
    command = [bench.exe, "plan", "--local", "@" + locals_, "--peer",
               "@" + peers, "--scheme", "pairs", "--max-routes", str(rows),
               "--max-connections", str(rows), "--format", "csv"]
    got = bench.measure(command, memory=True)
    if not got:
        return
    done = subprocess.Popen(command, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL)
    written = int(subprocess.run(["wc", "-l"], stdin=done.stdout,
                                 capture_output=True, check=True).stdout)
    done.wait()
    bench.note("plan", rows=rows, lines_written=written,
               seconds=f"{got[0]:.6f}",
               rows_per_second=f"{rows / got[0]:.0f}",
               anonymous_kib=got[3])


def part_routes(bench):
    sizes = [1000, 10**4] if bench.quick else [10**4, 10**5, 10**6]
    for rows in sizes:
        for row in stage_rows(bench, "stages_routes", [str(rows)]):
            bench.note("stages", **row)


def match_files(bench, lines):
    """A list, the same with labels, and a log with an address in each line,
    every other one of the list."""
    names = [os.path.join(bench.data, f"match-{name}-{lines}")
             for name in ("list", "labels", "log")]
    if os.path.exists(names[2]):
        return names
    random_ = random.Random(5)
    nets = []
    with open(names[0], "w", encoding="ascii") as plain, \
            open(names[1], "w", encoding="ascii") as labels:
        for i in range(10**5):
            length = random_.choice([16, 20, 22, 24, 24, 24, 28, 32])
            size = 1 << 32 - length
            first = random_.getrandbits(32) // size * size
            nets.append((first, size))
            text = f"{ipaddress.IPv4Address(first)}/{length}"
            plain.write(text + "\n")
            labels.write(f"{text},customer {i % 5000}\n")
    block = []
    for i in range(min(lines, 10**6)):
        first, size = random_.choice(nets) if i % 2 else (0, 1 << 32)
        at = ipaddress.IPv4Address(first + random_.randrange(size))
        block.append(f'{at} - - [10/Oct/2000:13:55:36 -0700] "GET /page{i % 997}'
                     f'.html HTTP/1.1" 200 {i % 9999} "-" "Mozilla/5.0"\n')
    with open(names[2] + ".tmp", "w", encoding="ascii") as log:
        for _ in range(lines // len(block)):
            log.writelines(block)
    os.rename(names[2] + ".tmp", names[2])
    return names


# What the map of the module, and py-radix, do with the addresses of a log.
RADIX = ("tree = radix.Radix()\n"
         "for n in nets: tree.add(n)",
         "for a in addresses: tree.search_best(a)")
IPMAP = "made = supernet.IPMap.from_columns(nets, range(len(nets)))"
LOOKUPS = {
    "py-radix, an address a call": RADIX,
    "IPMap, an address a call": (IPMAP, "for a in addresses: made.match(a)"),
    "IPMap, a list of text": (IPMAP, "made.match(addresses)"),
    "IPMap, an array of text to numbers": (
        IPMAP, "made.numbers(supernet.parse(addresses))"),
    "IPMap, an array of numbers": (
        IPMAP + "\narray = supernet.parse(addresses)", "made.match(array)"),
}


def part_match(bench):
    """Lines of a log by a list, beside grepcidr, which has to say the same;
    and maps in Python beside py-radix."""
    lines = 10**5 if bench.quick else 10**7
    plain, labels, log = match_files(bench, lines)
    stream = ["--addr", "@" + log, "--addr-column", "1"]
    say(f"match: {lines} lines")
    jobs = [("grepcidr", 1, "lines without a match",
             ["grepcidr", "-v", "-f", plain, log])] if have("grepcidr") else []
    for threads in (1, 2):
        ours_ = [bench.exe, "match", "-q", "-j", str(threads)]
        jobs += [(f"supernet -j {threads}", threads, what, ours_ + more)
                 for what, more in (
                     ("lines without a match", [plain, "-v"] + stream),
                     ("all with the aggregate", [plain] + stream),
                     ("all with a label", [labels, "--label", "2"] + stream))]
    said = {subprocess.run(job[3], stdout=subprocess.PIPE,
                           check=False).stdout
            for job in jobs if job[2] == "lines without a match"}
    for tool, threads, what, command in jobs:
        got = bench.measure(command, memory=True)
        if got:
            verdict = "" if "without" not in what else \
                "equal" if len(said) == 1 else "DIFFERENT"
            bench.note("match", tool=tool, what=what, lines=lines,
                       threads=threads, seconds=f"{got[0]:.6f}",
                       ns_per_line=f"{got[0] / lines * 1e9:.2f}",
                       anonymous_kib=got[3], verdict=verdict)
    for way, (ready, call) in LOOKUPS.items():
        module = "radix" if "radix" in ready else "supernet"
        code = (f"import sys, time, numpy, {module}\n"
                "nets = [line.strip() for line in open(sys.argv[1])]\n"
                "log = open(sys.argv[2])\n"
                "addresses = [log.readline().split()[0] "
                "for _ in range(10**5)]\n"
                f"{ready}\nstart = time.perf_counter()\n{call}\n"
                "print(time.perf_counter() - start, file=sys.stderr)")
        try:
            took = min(inside(python(bench, code) + [plain, log])
                       for _ in range(bench.runs))
        except subprocess.CalledProcessError:
            say(f"skipped: {way}")
            continue
        bench.note("match", tool="Python", what=way, lines=10**5, threads=1,
                   seconds=f"{took:.6f}",
                   ns_per_line=f"{took / 10**5 * 1e9:.2f}", anonymous_kib="",
                   verdict="")


def part_python(bench):
    """The Python module beside the command, the call alone and, text to text,
    the whole process with the start of the interpreter. The least of the runs
    in turn: on a virtual machine memory that is touched for the first time
    costs more than all the rest."""
    lines = 10**6 if bench.quick else 10**7
    path = bench.file("mix", lines)
    array = module_array(bench, path)
    for threads in (1, 2):
        say(f"python: {lines} lines, {threads} threads")
        args = [path, str(threads), array]
        ready, call = MODULE["text to text"]
        jobs = {"command": [bench.exe, "aggregate", "-j", str(threads), path],
                "process, text to text": python(bench, ready + call) + args}
        for name, (ready, call) in MODULE.items():
            jobs["call, " + name] = python(
                bench, f"{ready}start = time.perf_counter()\n{call}\n"
                "print(time.perf_counter() - start, file=sys.stderr)") + args
        took = {name: [] for name in jobs}
        for _ in range(bench.runs + 4):
            for name, job in jobs.items():
                took[name].append(inside(job) if name.startswith("call")
                                  else bench.measure(job, 1)[1])
        for way, seconds in took.items():
            bench.note("python", way=way, lines=lines, threads=threads,
                       seconds=f"{min(seconds):.6f}",
                       ns_per_line=f"{min(seconds) / lines * 1e9:.2f}")


def python(bench, code):
    """A command that runs a program with the module of this checkout."""
    module = os.path.join(os.path.dirname(os.path.dirname(
        os.path.abspath(__file__))), "python")
    return ["env", f"SUPERNET_LIBRARY={bench.build}/libsupernet.so",
            f"PYTHONPATH={module}",
            "PYTHONPYCACHEPREFIX=" + os.path.join(bench.data, "pyc"),
            "/usr/bin/python3", "-c", code]


def inside(command):
    """The seconds that a program says of itself."""
    return float(subprocess.run(command, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, check=True).stderr)


def module_array(bench, path):
    """The inventory as an array of prefixes, in a file, made once."""
    array = path + ".npy"
    if not os.path.exists(array):
        subprocess.run(python(bench, """if True:
            import numpy, socket, sys, supernet
            items = [line.strip().split("/") for line in open(sys.argv[1])]
            out = numpy.zeros(len(items), supernet.prefix_dtype(4))
            raw = b"".join(socket.inet_aton(item[0]) for item in items)
            out["addr"] = numpy.frombuffer(raw, ">u4")
            out["len"] = [int(item[1]) if item[1:] else 32 for item in items]
            numpy.save(sys.argv[2], out)""") + [path, array], check=True)
    return array


def part_postgres(bench):
    """The extension beside SQL, on a server that lives as long as this."""
    lines = 10**5 if bench.quick else 10**7
    say(f"postgres: {lines} rows")
    top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    done = subprocess.run(
        [f"{top}/postgres/test/run", f"{bench.build}/postgres/stage",
         bench.exe, f"{top}/bench/postgres.py", bench.file("mix", lines),
         str(bench.runs)], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        say(f"skipped: it ended with {done.returncode}")
    for line in done.stdout.splitlines():
        if line.count(";") == 2:
            job, rows, seconds = line.split(";")
            bench.note("postgres", job=job, lines=rows, seconds=seconds,
                       ns_per_line=f"{float(seconds) / int(rows) * 1e9:.2f}")


PARTS = {"agree": part_agree, "peers": part_peers, "kinds": part_kinds,
         "sets": part_sets, "stages": part_stages, "real": part_real,
         "plan": part_plan, "routes": part_routes,
         "match": part_match, "worst": part_worst, "python": part_python,
         "postgres": part_postgres}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("results")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--scale", type=int, default=10**7)
    parser.add_argument("--only", default=",".join(PARTS))
    args = parser.parse_args()
    bench = Bench(args.build, args.results, args.quick, args.scale)
    bench.note_machine()
    for name in args.only.split(","):
        PARTS[name](bench)
        bench.save()
    return any(row["verdict"] not in ("equal", "")
               for table in ("agree", "match")
               for row in bench.rows.get(table, []))


if __name__ == "__main__":
    sys.exit(main())
