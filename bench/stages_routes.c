/*
 * stages_routes.c - route tables: check, equivalence, matching, on one thread.
 *
 *   stages_routes ROWS
 *
 * Tables of that many rows are made with a fixed seed, of these kinds:
 *   rows-N    sources in 10.0.0.0/8, destinations in 11.0.0.0/8, most of them
 *             /24, some longer, some shorter, one in a thousand /8 to /15; the
 *             more specific row has the smaller priority; one row in ten is a
 *             destination row
 *   random-N  the same with random priorities, which run against length; at
 *             most 10^5 rows
 *   sites-N   each source /24 to a hundred destination /24, all of one
 *             priority: what plans write
 * Equivalence compares the table with the same rows in another order, which
 * takes the whole walk. Packets are drawn from the prefixes of random rows.
 */
#include "stages.h"
#include "supernet_routes.h"

enum { HOPS = 50, PACKETS = 2000000 };

static sn_prefix
prefix(uint32_t net, unsigned len, uint64_t bits)
{
	sn_prefix p;

	must(sn_prefix_make(
		 &p, sn_addr_v4(net << 24 | (uint32_t)(bits & 0xffffff)), len),
	    "prefix");
	return p;
}

static unsigned
length(uint64_t *seed)
{
	unsigned at = (unsigned)(stages_random(seed) % 1000);

	if (at == 0)
		return 8 + (unsigned)(stages_random(seed) % 8);
	if (at < 100)
		return 16 + (unsigned)(stages_random(seed) % 4);
	if (at < 300)
		return 20 + (unsigned)(stages_random(seed) % 4);
	return at < 800 ? 24 : 25 + (unsigned)(stages_random(seed) % 4);
}

static sn_route
mixed_row(uint64_t *seed)
{
	unsigned s = length(seed), d = length(seed);
	uint64_t bits = stages_random(seed);
	sn_route r = {.kind = SN_ROUTE_POLICY,
	    .source = prefix(10, s, bits),
	    .destination = prefix(11, d, bits >> 24),
	    .next_hop = (uint32_t)(bits >> 48) % HOPS,
	    .weight = 100,
	    .priority = 65 - (s + d)};

	if (bits >> 54 == 0 || (bits >> 54) % 10 == 0) {
		r.kind = SN_ROUTE_DESTINATION;
		r.priority = 0;
	}
	return r;
}

static sn_route
site_row(size_t i)
{
	return (sn_route){.kind = SN_ROUTE_POLICY,
	    .source = prefix(10, 24, (uint64_t)(i / 100) << 8),
	    .destination = prefix(11, 24, (uint64_t)(i % 100) << 8),
	    .next_hop = (uint32_t)(i / 100) % HOPS,
	    .weight = 100,
	    .priority = 10};
}

static sn_table *
new_table(void)
{
	sn_table *t;
	char name[32];
	uint32_t number;

	must(sn_table_new(&t, NULL), "table");
	for (unsigned i = 0; i < HOPS; i++) {
		snprintf(name, sizeof(name), "vco-%u", i);
		must(sn_table_intern(t, name, strlen(name), &number), "hop");
	}
	return t;
}

static const char *const kinds[] = {"rows", "sites", "random"};
enum { ROWS, SITES, RANDOM, KINDS };

static sn_table *
make(size_t n, unsigned kind)
{
	sn_table *t = new_table();
	uint64_t seed = 20260823;

	for (size_t i = 0; i < n; i++) {
		sn_route r = kind == SITES ? site_row(i) : mixed_row(&seed);

		if (kind == RANDOM && r.priority)
			r.priority = 1 + (uint32_t)stages_random(&seed) % 100;
		must(sn_table_add(t, &r), "row");
	}
	return t;
}

/* The same rows in another order. */
static sn_table *
shuffled(const sn_table *t)
{
	size_t n = sn_table_size(t);
	uint32_t *order = malloc(n * sizeof(*order));
	sn_table *out = new_table();
	uint64_t seed = 7;

	if (!order)
		must(SN_ENOMEM, "order");
	for (size_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	for (size_t i = n; i > 1; i--) {
		size_t j = stages_random(&seed) % i;
		uint32_t swap = order[j];

		order[j] = order[i - 1];
		order[i - 1] = swap;
	}
	for (size_t i = 0; i < n; i++)
		must(sn_table_add(out, &sn_table_rows(t)[order[i]]), "row");
	free(order);
	return out;
}

static void
check(const sn_table *t, const char *kind, int runs)
{
	struct timing time = {0};

	for (int i = 0; i < runs; i++) {
		sn_check *c;

		timing_start(&time);
		must(sn_check_new(&c, t, NULL), "check");
		timing_stop(&time);
		sn_check_free(c);
	}
	stages_row("routes-check", kind, sn_table_size(t), &time, -1);
}

static void
equal(const sn_table *t, const char *kind, int runs)
{
	struct timing time = {0};
	sn_table *other = shuffled(t);

	for (int i = 0; i < runs; i++) {
		sn_difference d = SN_DIFFERENCE_INIT;

		timing_start(&time);
		must(sn_table_compare(&d, t, other, 0), "compare");
		timing_stop(&time);
		must(d.differ ? SN_EINVAL : SN_OK, "equal tables");
	}
	sn_table_free(other);
	stages_row("routes-equal", kind, sn_table_size(t), &time, -1);
}

static void
match(const sn_table *t, const char *kind, int runs)
{
	struct timing build = {0}, time = {0};
	uint32_t *source = malloc(PACKETS * sizeof(*source));
	uint32_t *destination = malloc(PACKETS * sizeof(*destination));
	sn_hit *hit = malloc(PACKETS * sizeof(*hit));
	uint64_t seed = 3;
	sn_matcher *m;

	if (!source || !destination || !hit)
		must(SN_ENOMEM, "packets");
	for (size_t i = 0; i < PACKETS; i++) {
		const sn_route *r =
		    &sn_table_rows(t)[stages_random(&seed) % sn_table_size(t)];
		uint64_t bits = stages_random(&seed);

		source[i] = (uint32_t)r->source.lo | (uint32_t)(bits & 15);
		destination[i] =
		    (uint32_t)r->destination.lo | (uint32_t)(bits >> 60);
	}
	for (int i = 0; i < runs; i++) {
		timing_start(&build);
		must(sn_matcher_new(&m, t, 0), "matcher");
		timing_stop(&build);
		timing_start(&time);
		if (sn_matcher_match4(m, source, destination, PACKETS, hit) !=
		    PACKETS)
			must(SN_EINVAL, "every packet has a row");
		timing_stop(&time);
		sn_matcher_free(m);
	}
	stages_row("routes-matcher", kind, sn_table_size(t), &build, -1);
	stages_row("routes-match", kind, PACKETS, &time, -1);
	free(source);
	free(destination);
	free(hit);
}

int
main(int argc, char **argv)
{
	size_t rows = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	int runs = rows > 100000 ? 3 : STAGES_RUNS;

	if (rows == 0)
		return 2;
	for (unsigned k = 0; k < (rows > 100000 ? RANDOM : KINDS); k++) {
		sn_table *t = make(rows, k);
		char kind[32];

		snprintf(kind, sizeof(kind), "%s-%zu", kinds[k], rows);
		check(t, kind, runs);
		equal(t, kind, runs);
		match(t, kind, runs);
		sn_table_free(t);
	}
	return 0;
}
