/*
 * peers_map.c - longest matches in the same routing table by sn_map and by the
 * libraries of DPDK and by libmaxminddb, in turn, on one thread, with the same
 * addresses.
 *
 *   peers_map table|table6
 *
 * Rows as of stages_map.c, named by who answers. rte_fib is asked for its
 * vector instructions, which it does not use by itself. rte_lpm keeps 24 bits
 * of a value, the others all 32. rte_lpm is told its longest prefixes first,
 * which it takes faster than any other order. Their memory is in small pages,
 * as sn_map's is in huge ones where the kernel gives them: as a user gets it
 * who sets nothing up.
 */
#include "mmdb.h"

#include <arpa/inet.h>
#include <maxminddb.h>
#include <rte_eal.h>
#include <rte_fib.h>
#include <rte_fib6.h>
#include <rte_lpm.h>

enum { LOOKUPS = 4000000, RUNS = 9, SLICE = 20000, TBL8 = 1 << 16 };

struct bench {
	const char *kind;
	struct route *route;
	size_t n;
	sn_map *map;
	struct rte_lpm *lpm;
	struct rte_fib *fib;
	struct rte_fib6 *fib6;
	MMDB_s mmdb;
	uint32_t *a4;
	sn_addr6 *a6;
	uint8_t (*bytes)[16];
	uint32_t *got;
	uint64_t *next;
};

static void *
need(const void *p)
{
	void *given;

	if (!p)
		must(SN_ENOMEM, "peers");
	memcpy(&given, &p, sizeof(p));
	return given;
}

static void
build_map(struct bench *b, bool v4)
{
	sn_prefix4 *p4 = need(calloc(b->n, sizeof(*p4)));
	sn_prefix6 *p6 = need(calloc(b->n, sizeof(*p6)));
	uint32_t *value = need(calloc(b->n, sizeof(*value)));

	for (size_t i = 0; i < b->n; i++) {
		struct route r = b->route[i];

		p4[i].addr = (uint32_t)(r.first >> 32);
		p6[i].hi = r.first;
		p4[i].len = p6[i].len = (uint8_t)r.len;
		value[i] = r.value;
	}
	must(sn_map_new_bulk(&b->map, p4, value, v4 ? b->n : 0, p6, value,
		 v4 ? 0 : b->n, NULL),
	    "map");
	free(p4);
	free(p6);
	free(value);
}

static void
build_peers4(struct bench *b)
{
	struct rte_lpm_config lpm = {(uint32_t)b->n + 1, TBL8, 0};
	struct rte_fib_conf fib = {.type = RTE_FIB_DIR24_8,
	    .default_nh = SN_MAP_NONE >> 1,
	    .max_routes = (int)b->n + 1,
	    .dir24_8 = {RTE_FIB_DIR24_8_4B, TBL8}};

	b->lpm = need(rte_lpm_create("lpm", 0, &lpm));
	b->fib = need(rte_fib_create("fib", 0, &fib));
	(void)rte_fib_select_lookup(
	    b->fib, RTE_FIB_LOOKUP_DIR24_8_VECTOR_AVX512);
	for (unsigned len = 32; len > 0; len--)
		for (size_t i = 0; i < b->n; i++) {
			struct route r = b->route[i];
			uint32_t at = (uint32_t)(r.first >> 32);

			if (r.len == len &&
			    (rte_lpm_add(b->lpm, at, (uint8_t)len, r.value) ||
				rte_fib_add(b->fib, at, (uint8_t)len, r.value)))
				must(SN_ELIMIT, "peers");
		}
}

static void
to_bytes(uint8_t bytes[16], uint64_t hi, uint64_t lo)
{
	for (int i = 0; i < 8; i++) {
		bytes[i] = (uint8_t)(hi >> (56 - 8 * i));
		bytes[8 + i] = (uint8_t)(lo >> (56 - 8 * i));
	}
}

static void
build_peers6(struct bench *b)
{
	struct rte_fib6_conf fib = {.type = RTE_FIB6_TRIE,
	    .default_nh = SN_MAP_NONE >> 1,
	    .max_routes = (int)b->n + 1,
	    .trie = {RTE_FIB6_TRIE_4B, 1 << 19}};
	uint8_t ip[16];

	b->fib6 = need(rte_fib6_create("fib6", 0, &fib));
	(void)rte_fib6_select_lookup(
	    b->fib6, RTE_FIB6_LOOKUP_TRIE_VECTOR_AVX512);
	for (size_t i = 0; i < b->n; i++) {
		to_bytes(ip, b->route[i].first, 0);
		if (rte_fib6_add(b->fib6, ip, (uint8_t)b->route[i].len,
			b->route[i].value))
			must(SN_ELIMIT, "peers");
	}
}

static void
build_mmdb(struct bench *b, bool v4)
{
	char path[] = "/tmp/supernet-XXXXXX";
	int file = mkstemp(path);

	if (file < 0)
		must(SN_EIO, path);
	close(file);
	mmdb_write(path, b->route, b->n, v4 ? 4 : 6);
	if (MMDB_open(path, MMDB_MODE_MMAP, &b->mmdb) != MMDB_SUCCESS)
		must(SN_EIO, path);
	unlink(path);
}

static void
addresses(struct bench *b, bool v4, bool hit)
{
	uint64_t seed = 3;

	for (size_t i = 0; i < LOOKUPS; i++) {
		uint64_t at = stages_random(&seed);
		struct route r = b->route[stages_random(&seed) % b->n];

		if (hit)
			at = r.first | (at & (route_size(r.len) - 1));
		else if (!v4)
			at = (uint64_t)1 << 61 | at >> 3;
		b->a4[i] = (uint32_t)(at >> 32);
		b->a6[i] = (sn_addr6){at, stages_random(&seed)};
		to_bytes(b->bytes[i], b->a6[i].hi, b->a6[i].lo);
	}
}

static void
map4(struct bench *b, size_t i)
{
	sn_map_match4(b->map, b->a4 + i, SLICE, b->got + i, NULL);
}

static void
map6(struct bench *b, size_t i)
{
	sn_map_match6(b->map, b->a6 + i, SLICE, b->got + i, NULL);
}

static void
lpm(struct bench *b, size_t i)
{
	rte_lpm_lookup_bulk(b->lpm, b->a4 + i, b->got + i, SLICE);
}

static void
fib(struct bench *b, size_t i)
{
	(void)rte_fib_lookup_bulk(b->fib, b->a4 + i, b->next + i, SLICE);
}

static void
fib6(struct bench *b, size_t i)
{
	(void)rte_fib6_lookup_bulk(b->fib6, b->bytes + i, b->next + i, SLICE);
}

/* One address a call, as it has no other. */
static uint64_t
mmdb_value(const struct bench *b, const struct sockaddr *at)
{
	static const char *const path[] = {NULL};
	int error;
	MMDB_lookup_result_s found = MMDB_lookup_sockaddr(&b->mmdb, at, &error);
	MMDB_entry_data_s data;

	return found.found_entry && MMDB_aget_value(&found.entry, &data,
					path) == MMDB_SUCCESS
		   ? data.uint32
		   : SN_MAP_NONE >> 1;
}

static void
mmdb4(struct bench *b, size_t i)
{
	struct sockaddr_in at = {.sin_family = AF_INET};

	for (size_t end = i + SLICE; i < end; i++) {
		at.sin_addr.s_addr = htonl(b->a4[i]);
		b->next[i] = mmdb_value(b, (struct sockaddr *)&at);
	}
}

static void
mmdb6(struct bench *b, size_t i)
{
	struct sockaddr_in6 at = {.sin6_family = AF_INET6};

	for (size_t end = i + SLICE; i < end; i++) {
		memcpy(&at.sin6_addr, b->bytes[i], 16);
		b->next[i] = mmdb_value(b, (struct sockaddr *)&at);
	}
}

static const struct form {
	const char *name;
	void (*run)(struct bench *b, size_t i);
	bool v4;
} forms[] = {{"map", map4, true}, {"rte_lpm", lpm, true},
    {"rte_fib", fib, true}, {"libmaxminddb", mmdb4, true}, {"map", map6, false},
    {"rte_fib6", fib6, false}, {"libmaxminddb", mmdb6, false}};
enum { FORMS = sizeof(forms) / sizeof(*forms) };

/*
 * All addresses by each in turn, several times. The least time of each slice
 * counts; between two of them so much memory is read that it is not at hand.
 */
static void
lookups(struct bench *b, bool v4, bool hit)
{
	static double best[FORMS][LOOKUPS / SLICE];

	addresses(b, v4, hit);
	for (int run = 0; run < RUNS; run++)
		for (size_t f = 0; f < FORMS; f++)
			for (size_t i = 0; i < LOOKUPS && forms[f].v4 == v4;
			     i += SLICE) {
				double start = stages_now(), t;

				forms[f].run(b, i);
				t = stages_now() - start;
				if (run == 0 || t < best[f][i / SLICE])
					best[f][i / SLICE] = t;
			}
	for (size_t f = 0; f < FORMS; f++) {
		double sum = 0;

		for (size_t i = 0; i < LOOKUPS / SLICE; i++)
			sum += best[f][i];
		if (forms[f].v4 == v4)
			printf("peer-%s-batch-%s,%s,%d,%.3f,\n", forms[f].name,
			    hit ? "hit" : "uniform", b->kind, LOOKUPS,
			    sum / LOOKUPS);
	}
}

/* All say the same, or their times mean nothing. */
static void
agree(struct bench *b, bool v4, void (*peer)(struct bench *b, size_t i))
{
	for (size_t i = 0; i < LOOKUPS; i += SLICE) {
		peer(b, i);
		if (v4)
			map4(b, i);
		else
			map6(b, i);
	}
	for (size_t i = 0; i < LOOKUPS; i++)
		if ((b->got[i] == SN_MAP_NONE ? SN_MAP_NONE >> 1 : b->got[i]) !=
		    b->next[i])
			must(SN_EINVAL, "the peers agree");
}

int
main(int argc, char **argv)
{
	static char args[][32] = {"peers_map", "--no-huge", "-m", "4096",
	    "--no-pci", "--no-shconf", "-l", "0", "--no-telemetry",
	    "--log-level=1", "--force-max-simd-bitwidth=512"};
	enum { ARGS = sizeof(args) / sizeof(*args) };
	char *eal[ARGS];
	bool v4 = argc == 2 && !strcmp(argv[1], "table");
	struct bench b = {0};

	for (int i = 0; i < ARGS; i++)
		eal[i] = args[i];
	if (argc != 2 || rte_eal_init(ARGS, eal) < 0)
		return 2;
	b.kind = argv[1];
	b.route = routing_table(v4 ? 4 : 6, &b.n);
	b.a4 = need(calloc(LOOKUPS, sizeof(*b.a4)));
	b.a6 = need(calloc(LOOKUPS, sizeof(*b.a6)));
	b.bytes = need(calloc(LOOKUPS, sizeof(*b.bytes)));
	b.got = need(calloc(LOOKUPS, sizeof(*b.got)));
	b.next = need(calloc(LOOKUPS, sizeof(*b.next)));
	build_map(&b, v4);
	build_mmdb(&b, v4);
	if (v4)
		build_peers4(&b);
	else
		build_peers6(&b);
	lookups(&b, v4, false);
	agree(&b, v4, v4 ? fib : fib6);
	agree(&b, v4, v4 ? mmdb4 : mmdb6);
	lookups(&b, v4, true);
	agree(&b, v4, v4 ? fib : fib6);
	agree(&b, v4, v4 ? mmdb4 : mmdb6);
	return 0;
}
