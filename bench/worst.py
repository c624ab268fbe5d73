"""The worst inputs that are known, each of which once took time that grew as
the square or the cube of its size."""
import os
import random


def quad(bits):
    return ".".join(str(bits >> s & 255) for s in (24, 16, 8, 0))


HEAD = "source,destination,next_hop,weight,priority\n"


def wide(n):
    """Rows of few lengths, most of which overlap."""
    r = random.Random(1)

    def prefix(lengths):
        bits, length = r.getrandbits(32), r.choice(lengths)
        return f"{quad(bits >> (32 - length) << (32 - length))}/{length}" \
            if length else "0.0.0.0/0"
    yield HEAD
    for _ in range(n):
        yield (f"{prefix((0, 1, 2, 3, 4, 24, 32))},{prefix((24, 28, 32))},"
               f"h{r.randrange(3)},100,{r.randrange(1, 90)}\n")


def chain(n):
    """Each row is looked up after the one before it."""
    yield HEAD
    for i in range(n // 2):
        inner = quad(0x0a000000 + (i << 8)) + "/24"
        yield f"0.0.0.0/0,{inner},h{i % 2},100,{2 * i + 1}\n"
        yield f"{inner},0.0.0.0/0,g{i % 2},100,{2 * i + 2}\n"


def equal(n):
    """Rows of the same prefixes: all but one are dead."""
    yield HEAD
    for i in range(n):
        yield f"10.0.0.0/8,172.16.0.0/12,h,100,{i + 1}\n"


def toggle(n):
    """One batch, in which everything comes and goes over many aggregates."""
    for i in range(n):
        yield f"+ {quad(0x0a000000 + (i << 9))}/24\n"
    yield "\n"
    for i in range(n):
        yield "+ 0.0.0.0/0\n- 0.0.0.0/0\n"


def hosts(n):
    """Every other host: all subtrees of a cover are alike."""
    for i in range(n):
        yield f"{quad(0x0a000000 + 2 * i)}\n"


def bad(n):
    for i in range(n):
        yield f"bad line {i}\n"


def sites(n):
    """Sites that all have the addresses of the gateway's side."""
    yield '{"local": "10.0.0.0/24", "overlap": "nat", '
    yield '"nat_pool": "172.16.0.0/12", "sites": [\n'
    for i in range(n):
        yield f'{{"name": "s{i}", "peer": "10.0.0.0/24"}}{",]"[i == n - 1]}\n'
    yield "}\n"


def conns(n):
    """Sections that say what others have said, and one more word."""
    yield "conn %default\n"
    for i in range(n):
        yield f" x{i}=1\n"
    for i in range(min(n, 3000)):
        yield f"conn c{i}\n also=c0\n right=192.0.2.{i & 255}\n"


def maps(n):
    """Entries that each name a list and a set of their own."""
    yield "crypto ipsec transform-set T esp-aes 256 esp-sha256-hmac\n"
    for i in range(min(n, 4000)):
        yield (f"crypto map M {i + 1} ipsec-isakmp\n set peer 192.0.2.2\n"
               f" set transform-set T\n match address A{i}\n"
               f"ip access-list extended A{i}\n permit ip 10.0.0.0 0.0.0.255"
               f" 10.{i >> 8}.{i & 255}.0 0.0.0.255\n")


DIAGNOSE = ("diagnose", "--gateway", "{}", "--peer", "{}")

# Name, rows at first, bound of the exponent, input, command.
INPUTS = (
    ("tidy, wide rows", 1000, 1.6, wide,
     ("routes", "tidy", "--resolve", "{}")),
    ("tidy, a chain", 1000, 1.6, chain, ("routes", "tidy", "--resolve", "{}")),
    ("check, wide rows", 1000, 1.6, wide, ("routes", "check", "{}")),
    ("check, ways back", 1000, 1.6, chain, ("routes", "check", "{}")),
    ("check, equal rows", 4000, 1.2, equal, ("routes", "check", "{}")),
    ("diff, wide rows", 1000, 1.6, wide, ("routes", "diff", "{}", "{}")),
    ("watch, one batch", 20000, 1.2, toggle, ("watch", "{}")),
    ("cover, equal hosts", 5000, 1.6, hosts,
     ("cover", "--max-extra", "50%", "{}")),
    ("plan, many sites", 1000, 1.2, sites, ("plan", "{}")),
    ("diagnose, ipsec.conf", 250, 1.6, conns, DIAGNOSE),
    ("diagnose, crypto maps", 250, 1.6, maps, DIAGNOSE),
    ("bad lines", 50000, 1.2, bad, ("aggregate", "--skip-invalid", "{}")),
)


def part_worst(bench):
    """Each doubled four times; the last exponent needs the whole run."""
    for name, first, bound, lines, command in INPUTS:
        for step in range(5):
            n = first << step
            path = os.path.join(bench.data, f"worst-{n}.txt")
            with open(path, "w", encoding="ascii") as out:
                out.writelines(lines(n))
            # Refused or not: the exit code is not what is measured.
            took = bench.measure(
                ["sh", "-c", '"$@" >/dev/null 2>&1; exit 0', "-", bench.exe,
                 *(word.format(path) for word in command)])
            bench.note("worst", input=name, rows=n, seconds=f"{took[0]:.4f}",
                       bound=bound)
            os.unlink(path)
