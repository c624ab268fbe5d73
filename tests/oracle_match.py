#!/usr/bin/python3
"""Lines of a stream by a list, against what every single address says.

    tests/oracle_match.py SUPERNET RUNS
"""
import csv
import io
import ipaddress
import random
import subprocess
import sys
import tempfile

LABELS = ["a", "b c", 'q"q', "x,y", "", "-", "two\nlines"]
BASES = [ipaddress.ip_address("10.0.0.0"), ipaddress.ip_address("2001:db8::")]
SIZE = 16


def item(rng):
    """(text, its first address, its last) in one of two small universes."""
    base = rng.choice(BASES)
    first = rng.randrange(SIZE)
    size = 1 << rng.randrange(5)
    if rng.random() < 0.6:
        first = first // size * size
        return (f"{base + first}/{base.max_prefixlen + 1 - size.bit_length()}",
                base + first, base + first + size - 1)
    last = rng.randrange(first, SIZE)
    text = f"{base + first}-{base + last}" if last > first \
        else str(base + first)
    return text, base + first, base + last


def values(listed, by_label):
    """What each address has: its label, or the aggregate that holds it."""
    prefixes = {}
    for (_, first, last), label in listed:
        for net in ipaddress.summarize_address_range(first, last):
            prefixes[net] = label
    if not by_label:
        prefixes = {net: str(net) for version in (4, 6)
                    for net in ipaddress.collapse_addresses(
                        n for n in prefixes if n.version == version)}
    longest_last = sorted(prefixes, key=lambda net: net.prefixlen)
    return {at: prefixes[net] for net in longest_last for at in net}


def answer(value, first, last):
    """(what is written, whether it counts as a match)"""
    found = [value.get(ipaddress.ip_address(first + i))
             for i in range(int(last) - int(first) + 1)]
    if None not in found:
        return (found[0] if len(set(found)) == 1 else "several"), True
    return ("partly" if any(v is not None for v in found) else ""), False


def try_once(supernet, folder, seed):
    rng = random.Random(seed)
    listed = [(item(rng), rng.choice(LABELS))
              for _ in range(rng.randrange(1, 12))]
    queries = [item(rng) for _ in range(rng.choice([1, 5, 300]))]
    with open(f"{folder}/list", "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([net[0], label] for net, label in listed)
    rows = [[f"row {i}", query[0], 'say "hello", world']
            for i, query in enumerate(queries)]
    log = io.StringIO(newline="")
    end = rng.choice(["\n", "\r\n"])
    csv.writer(log, lineterminator=end).writerows(rows)
    by_label, invert = rng.random() < 0.7, rng.random() < 0.2
    command = [supernet, "match", "-q", f"{folder}/list", "--column", "1",
               "--addr", "@-", "--addr-column", "2",
               "-j", str(rng.randrange(1, 5))]
    command += ["--label", "2"] * by_label + ["-v"] * invert
    done = subprocess.run(command, input=log.getvalue().encode(),
                          capture_output=True, check=False)
    value = values(listed, by_label)
    answers = [answer(value, *query[1:]) for query in queries]
    want = [row if invert else row + [said.replace("\n", "?")]
            for row, (said, matches) in zip(rows, answers)
            if not (invert and matches)]
    got = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
    status = int(not all(matches for _, matches in answers))
    if (got, done.returncode) == (want, status):
        return True
    print(f"match: seed {seed}: {' '.join(command)}: exit {done.returncode}, "
          f"not {status}; {done.stderr.decode()}")
    for a, b in zip(got, want):
        if a != b:
            print(f"  {a}, not {b}")
    return False


def main():
    supernet, runs = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        good = sum(try_once(supernet, folder, seed) for seed in range(runs))
    print(f"match: {good} of {runs} runs as every address says")
    return good < runs


if __name__ == "__main__":
    sys.exit(main())
