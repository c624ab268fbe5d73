/*
 * stages_map.c - longest matches in maps, on one thread.
 *
 *   stages_map KIND
 *
 * KIND: table, a routing table (routing_table.h); hosts, a million of random
 * /32; with a 6 for IPv6. Addresses: uniform over the space (IPv6: over
 * 2000::/3), and inside random prefixes ("hit"). Single lookups that do not
 * wait for each other, and ("wait") those each of which needs the one before.
 * The least of several runs, because other work on the machine only adds.
 */
#include "routing_table.h"

enum { LOOKUPS = 4000000, MAP_RUNS = 7, SLICE = 20000, HOSTS = 1000000 };

struct bench {
	const char *kind;
	unsigned family;
	struct route *route;
	size_t n;
	sn_prefix4 *p4;
	sn_prefix6 *p6;
	uint32_t *value;
	sn_map *map;
	uint32_t *a4;
	sn_addr6 *a6;
	uint32_t *got;
	uint8_t *len;
	uint64_t sink;
};

static void
row(const struct bench *b, const char *stage, size_t items, double ns,
    double bytes)
{
	printf("%s,%s,%zu,", stage, b->kind, items);
	if (ns >= 0)
		printf("%.3f", ns / (double)items);
	printf(",");
	if (bytes >= 0)
		printf("%.2f", bytes / (double)items);
	printf("\n");
	fflush(stdout);
}

static void *
need(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p)
		must(SN_ENOMEM, "arrays");
	return p;
}

static struct route *
hosts(size_t *n, unsigned family)
{
	struct route *r = need(HOSTS, sizeof(*r));
	uint64_t seed = 99;

	for (size_t i = 0; i < HOSTS; i++) {
		r[i].first = stages_random(&seed);
		r[i].first = family == 4 ? r[i].first >> 32 << 32
					 : (uint64_t)1 << 61 | r[i].first >> 3;
		r[i].len = family == 4 ? 32 : 64;
		r[i].value = (uint32_t)i;
	}
	qsort(r, HOSTS, sizeof(*r), routes_by_prefix);
	*n = HOSTS;
	return r;
}

static void
prepare(struct bench *b)
{
	b->p4 = need(b->n, sizeof(*b->p4));
	b->p6 = need(b->n, sizeof(*b->p6));
	b->value = need(b->n, sizeof(*b->value));
	b->a4 = need(LOOKUPS, sizeof(*b->a4));
	b->a6 = need(LOOKUPS, sizeof(*b->a6));
	b->got = need(LOOKUPS, sizeof(*b->got));
	b->len = need(LOOKUPS, sizeof(*b->len));
	for (size_t i = 0; i < b->n; i++) {
		struct route r = b->route[i];

		b->value[i] = r.value;
		b->p4[i] = (sn_prefix4){
		    (uint32_t)(r.first >> 32), (uint8_t)r.len, {0}};
		b->p6[i] = (sn_prefix6){r.first, 0, (uint8_t)r.len, {0}};
	}
}

static sn_map *
build(struct bench *b, uint32_t flags, const sn_alloc *alloc)
{
	sn_map_options options = SN_MAP_OPTIONS_INIT;
	bool v4 = b->family == 4;
	sn_map *m;

	options.flags = flags;
	options.alloc = alloc;
	must(sn_map_new_bulk(&m, b->p4, b->value, v4 ? b->n : 0, b->p6,
		 b->value, v4 ? 0 : b->n, &options),
	    "map");
	return m;
}

static void
builds(struct bench *b)
{
	double best = 1e18;

	for (int run = 0; run < MAP_RUNS; run++) {
		double start = stages_now(), t;

		b->map = build(b, 0, NULL);
		t = stages_now() - start;
		best = t < best ? t : best;
		sn_map_free(b->map);
	}
	row(b, "map-build", b->n, best, -1);
	for (uint32_t flags = 0; flags <= SN_MAP_MERGE; flags++) {
		struct counting used;
		sn_alloc alloc = counting_alloc(&used);

		b->map = build(b, flags, &alloc);
		row(b, flags ? "map-memory-merged" : "map-memory", b->n, -1,
		    (double)used.live);
		sn_map_free(b->map);
	}
}

static void
addresses(struct bench *b, bool hit)
{
	uint64_t seed = 3;

	for (size_t i = 0; i < LOOKUPS; i++) {
		uint64_t at = stages_random(&seed);
		struct route r = b->route[stages_random(&seed) % b->n];

		if (hit)
			at = r.first | (at & (route_size(r.len) - 1));
		else if (b->family == 6)
			at = (uint64_t)1 << 61 | at >> 3;
		b->a4[i] = (uint32_t)(at >> 32);
		b->a6[i] = (sn_addr6){at, stages_random(&seed)};
	}
}

static void
batch(struct bench *b, size_t i, uint8_t *len)
{
	b->sink +=
	    b->family == 4
		? sn_map_match4(b->map, b->a4 + i, SLICE, b->got + i, len)
		: sn_map_match6(b->map, b->a6 + i, SLICE, b->got + i, len);
}

static void
run_batch(struct bench *b, size_t i)
{
	batch(b, i, NULL);
}

static void
run_batch_lens(struct bench *b, size_t i)
{
	batch(b, i, b->len + i);
}

/* One call a lookup; @wait: the address depends on the value before. */
static inline void
single(struct bench *b, size_t i, bool wait)
{
	uint32_t value = 0;

	for (size_t end = i + SLICE; i < end; i++) {
		uint32_t mix = wait ? value & 1 : 0;

		if (b->family == 4)
			value = sn_map_value4(b->map, b->a4[i] ^ mix);
		else
			value = sn_map_value6(
			    b->map, (sn_addr6){b->a6[i].hi ^ mix, b->a6[i].lo});
		b->sink += value;
	}
}

static void
run_single(struct bench *b, size_t i)
{
	single(b, i, false);
}

static void
run_wait(struct bench *b, size_t i)
{
	single(b, i, true);
}

static void
run_match(struct bench *b, size_t i)
{
	for (size_t end = i + SLICE; i < end; i++) {
		sn_addr a = b->family == 4
				? sn_addr_v4(b->a4[i])
				: sn_addr_v6(b->a6[i].hi, b->a6[i].lo);
		sn_prefix p;
		uint32_t value;

		if (!sn_map_match(b->map, a, &value, &p))
			b->sink += value + p.len;
	}
}

/*
 * The lookups are timed by slices, and the least time of each is taken, so
 * that what the machine does besides does not count.
 */
static void
lookups(struct bench *b, bool hit)
{
	static const struct {
		const char *name;
		void (*run)(struct bench *b, size_t i);
	} form[] = {{"batch", run_batch}, {"batch-lens", run_batch_lens},
	    {"single", run_single}, {"wait", run_wait}, {"match", run_match}};
	char name[64];

	addresses(b, hit);
	for (size_t f = 0; f < sizeof(form) / sizeof(*form); f++) {
		static double best[LOOKUPS / SLICE];
		double sum = 0;

		for (int run = 0; run < MAP_RUNS; run++)
			for (size_t i = 0; i < LOOKUPS; i += SLICE) {
				double start = stages_now(), t;

				form[f].run(b, i);
				t = stages_now() - start;
				if (run == 0 || t < best[i / SLICE])
					best[i / SLICE] = t;
			}
		for (size_t i = 0; i < LOOKUPS / SLICE; i++)
			sum += best[i];
		snprintf(name, sizeof(name), "map-%s-%s", form[f].name,
		    hit ? "hit" : "uniform");
		row(b, name, LOOKUPS, sum, -1);
	}
}

int
main(int argc, char **argv)
{
	struct bench b = {0};
	size_t len = argc == 2 ? strlen(argv[1]) : 0;

	if (len == 0)
		return 2;
	b.kind = argv[1];
	b.family = b.kind[len - 1] == '6' ? 6 : 4;
	b.route = !strncmp(b.kind, "hosts", 5) ? hosts(&b.n, b.family)
					       : routing_table(b.family, &b.n);
	prepare(&b);
	builds(&b);
	b.map = build(&b, 0, NULL);
	lookups(&b, false);
	lookups(&b, true);
	sn_map_free(b.map);
	return b.sink == 0;
}
