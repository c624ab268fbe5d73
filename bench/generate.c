/*
 * generate.c - seeded inventories for the measurements, one item a line.
 *
 *   generate KIND LINES [SEED] > FILE
 *
 * The same arguments give the same bytes. Nothing is kept in memory, so that
 * 10^8 lines cost no more than their text: line i is a function of the seed
 * and of i alone. The library is not used: what measures it must not depend
 * on it.
 *
 *   mix        half hosts, half /24../30, uniform over the space
 *   hosts      hosts only, without a length
 *   bgp        /16../24, most of them /24, as in a routing table
 *   clustered  hosts within 1000 networks of /16
 *   nested     chains of prefixes, each within the one before
 *   duplicates each item ten times on average
 *   sorted     disjoint and ascending
 *   ranges     first-last, one to four networks of /24../30, half of them one
 * and the same with a 6 for IPv6 (/128 hosts, /48../64, /32../48, ...).
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 1 << 20, LINE_MAX = 128 };

/* An address of either family: IPv4 in the low 32 bits of lo. */
struct item {
	uint64_t hi;
	uint64_t lo;
	unsigned len;
	bool range; /* with as many networks of that length after it: */
	unsigned more;
};

struct generator {
	uint64_t lines;
	uint64_t seed;
	unsigned bits; /* 32 or 128 */
};

typedef struct item (*kind_fn)(const struct generator *g, uint64_t i);

/* splitmix64's finaliser: a hash of seed, line and purpose. */
static uint64_t
hash(const struct generator *g, uint64_t i, uint64_t purpose)
{
	uint64_t z =
	    g->seed + i * 0x9e3779b97f4a7c15u + purpose * 0xd1342543de82ef95u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* Clears the host bits. */
static struct item
masked(const struct generator *g, struct item it)
{
	unsigned host = g->bits - it.len;

	if (host >= 64) {
		it.lo = 0;
		it.hi = host >= 128 ? 0 : it.hi >> (host - 64) << (host - 64);
	} else {
		it.lo = it.lo >> host << host;
	}
	return it;
}

/* A uniform address; for IPv6 within the global unicast 2000::/3. */
static struct item
anywhere(const struct generator *g, uint64_t i)
{
	if (g->bits == 32)
		return (struct item){0, hash(g, i, 1) >> 32, 32, false, 0};
	return (struct item){0x2000000000000000u | hash(g, i, 1) >> 3,
	    hash(g, i, 2), 128, false, 0};
}

static struct item
mix(const struct generator *g, uint64_t i)
{
	struct item it = anywhere(g, i);
	uint64_t r = hash(g, i, 3);

	if (r & 1)
		return it;
	it.len = g->bits == 32 ? 24 + (unsigned)((r >> 8) % 7)
			       : 48 + (unsigned)((r >> 8) % 17);
	return masked(g, it);
}

static struct item
hosts(const struct generator *g, uint64_t i)
{
	return anywhere(g, i);
}

static struct item
bgp(const struct generator *g, uint64_t i)
{
	struct item it = anywhere(g, i);
	uint64_t r = hash(g, i, 3);
	unsigned longest = g->bits == 32 ? 24 : 48;

	it.len =
	    r % 10 < 6
		? longest
		: longest - (unsigned)((r >> 8) % (g->bits == 32 ? 9 : 17));
	return masked(g, it);
}

static struct item
clustered(const struct generator *g, uint64_t i)
{
	uint64_t r = hash(g, i, 3), network = hash(g, r % 1000, 4);

	if (g->bits == 32)
		return (struct item){
		    0, (network & 0xffff) << 16 | (r >> 48), 32, false, 0};
	return (struct item){0x2000000000000000u | network >> 3,
	    (r >> 40) & 0xffff, 128, false, 0};
}

/* Chains short enough that the outermost links leave most of the space. */
static struct item
nested(const struct generator *g, uint64_t i)
{
	uint64_t r = hash(g, i, 3), chains = g->lines / 16 + 1;
	struct item it = anywhere(g, r % chains);
	unsigned top = g->bits == 32 ? 24 : 48;

	while (g->bits == 32 && top > 8 && chains < (uint64_t)1 << (top - 3))
		top--;
	it.len = top + (unsigned)((r >> 40) % (g->bits - top + 1));
	return masked(g, it);
}

static struct item
duplicates(const struct generator *g, uint64_t i)
{
	return mix(g, hash(g, i, 5) % (g->lines / 10 + 1));
}

/* Line i lies in slot i of as many equal slots as there are lines. */
static struct item
sorted(const struct generator *g, uint64_t i)
{
	uint64_t space = g->bits == 32 ? (uint64_t)1 << 32 : (uint64_t)1 << 61;
	uint64_t slot = space / g->lines, size = 1;
	unsigned host = 0;
	uint64_t at, room;

	while (size * 2 <= slot / 2 && host < (hash(g, i, 3) & 7)) {
		size *= 2;
		host++;
	}
	room = slot / size - 1; /* whole blocks of @size within the slot */
	at = i * slot + size - 1;
	at = at / size * size;
	at += (room > 1 ? hash(g, i, 1) % (room - 1) : 0) * size;
	if (g->bits == 32)
		return (struct item){0, at, 32 - host, false, 0};
	return (struct item){0x2000000000000000u | at, 0, 64 - host, false, 0};
}

/* Of IPv6 too the networks are those of mix: /48../64. */
static struct item
ranges(const struct generator *g, uint64_t i)
{
	struct item it = anywhere(g, i);
	uint64_t r = hash(g, i, 3);

	it.len = g->bits == 32 ? 24 + (unsigned)((r >> 8) % 7)
			       : 48 + (unsigned)((r >> 8) % 17);
	it.range = true;
	it.more = r & 1 ? 0 : 1 + (unsigned)((r >> 32) % 3);
	return masked(g, it);
}

/* The last address of a range. */
static struct item
last_of(const struct generator *g, const struct item *it)
{
	uint64_t n = (uint64_t)it->more + 1, last;

	if (g->bits == 128)
		return (struct item){it->hi + (n << (64 - it->len)) - 1,
		    UINT64_MAX, 128, false, 0};
	last = it->lo + (n << (32 - it->len)) - 1;
	return (struct item){
	    0, last > UINT32_MAX ? UINT32_MAX : last, 32, false, 0};
}

static char *
put_decimal(char *p, unsigned n)
{
	if (n >= 100)
		*p++ = (char)('0' + n / 100);
	if (n >= 10)
		*p++ = (char)('0' + n / 10 % 10);
	*p++ = (char)('0' + n % 10);
	return p;
}

static char *
put_hex(char *p, unsigned n)
{
	int shift = n >= 0x1000 ? 12 : n >= 0x100 ? 8 : n >= 0x10 ? 4 : 0;

	for (; shift >= 0; shift -= 4)
		*p++ = "0123456789abcdef"[n >> shift & 15];
	return p;
}

/* Eight groups, or as many as are needed and "::" for the zeros at the end. */
static char *
put_v6(char *p, const struct item *it)
{
	unsigned group[8], n = 8;

	for (unsigned i = 0; i < 8; i++)
		group[i] = (unsigned)((i < 4 ? it->hi : it->lo) >>
					  (48 - 16 * (i & 3)) &
				      0xffff);
	while (n > 0 && group[n - 1] == 0)
		n--;
	if (n == 7)
		n = 8;
	for (unsigned i = 0; i < n; i++) {
		if (i)
			*p++ = ':';
		p = put_hex(p, group[i]);
	}
	if (n < 8) {
		*p++ = ':';
		*p++ = ':';
	}
	return p;
}

/* An address and the byte that follows it. */
static char *
put_addr(char *p, const struct generator *g, const struct item *it, char then)
{
	if (g->bits == 32)
		for (int shift = 24; shift >= 0; shift -= 8) {
			p = put_decimal(p, (unsigned)(it->lo >> shift & 255));
			*p++ = shift ? '.' : then;
		}
	else {
		p = put_v6(p, it);
		*p++ = then;
	}
	return p;
}

static char *
put_line(char *p, const struct generator *g, const struct item *it)
{
	struct item last;

	if (it->range) {
		last = last_of(g, it);
		p = put_addr(p, g, it, '-');
		return put_addr(p, g, &last, '\n');
	}
	if (it->len == g->bits)
		return put_addr(p, g, it, '\n');
	p = put_addr(p, g, it, '/');
	p = put_decimal(p, it->len);
	*p++ = '\n';
	return p;
}

static const struct kind {
	const char *name;
	kind_fn make;
} kinds[] = {{"mix", mix}, {"hosts", hosts}, {"bgp", bgp},
    {"clustered", clustered}, {"nested", nested}, {"duplicates", duplicates},
    {"sorted", sorted}, {"ranges", ranges}};

/* The generator of "NAME" or "NAME6". */
static kind_fn
find_kind(const char *name, unsigned *bits)
{
	size_t len = strlen(name);

	*bits = len > 0 && name[len - 1] == '6' ? 128 : 32;
	len -= *bits == 128;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strlen(kinds[i].name) == len &&
		    !strncmp(kinds[i].name, name, len))
			return kinds[i].make;
	return NULL;
}

int
main(int argc, char **argv)
{
	static char buffer[BUFFER + LINE_MAX];
	struct generator g = {0, 20260823, 32};
	kind_fn make = argc > 2 ? find_kind(argv[1], &g.bits) : NULL;
	char *p = buffer;

	if (!make || (g.lines = strtoull(argv[2], NULL, 10)) == 0) {
		fputs("usage: generate KIND LINES [SEED]\n", stderr);
		return 2;
	}
	if (argc > 3)
		g.seed = strtoull(argv[3], NULL, 0);
	for (uint64_t i = 0; i < g.lines; i++) {
		struct item it = make(&g, i);

		p = put_line(p, &g, &it);
		if (p - buffer >= BUFFER) {
			fwrite(buffer, 1, (size_t)(p - buffer), stdout);
			p = buffer;
		}
	}
	fwrite(buffer, 1, (size_t)(p - buffer), stdout);
	return fflush(stdout) || ferror(stdout) ? 3 : 0;
}
