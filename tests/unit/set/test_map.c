/*
 * test_map.c - looking addresses up in maps, one by one and in batches, with
 * each kind of vector instructions, against a look at every prefix; tables of
 * a hundred thousand prefixes against the trie.
 */
#include "levels.h"
#include "table.h"

static void
check_single(const struct table *t, const sn_map *m, uint32_t flags,
    const sn_addr *a, size_t n, unsigned *hits)
{
	struct table_ends ends;

	table_ends(t, &ends);
	for (size_t i = 0; i < n; i++) {
		uint32_t v = 0, got = 77;
		sn_prefix p, got_p = {.len = 77};
		bool held = table_answer(t, &ends, flags, a[i], &v, &p);

		assert_int_equal(sn_map_match(m, a[i], &got, &got_p),
		    held ? SN_OK : SN_ENOTFOUND);
		assert_int_equal(got, held ? v : 77);
		assert_int_equal(got_p.len, held ? p.len : 77);
		if (held)
			assert_memory_equal(&p, &got_p, sizeof(p));
		assert_int_equal(sn_map_match(m, a[i], NULL, NULL),
		    held ? SN_OK : SN_ENOTFOUND);
		got = a[i].family == SN_IPV4
			  ? sn_map_value4(m, (uint32_t)a[i].lo)
			  : sn_map_value6(m, (sn_addr6){a[i].hi, a[i].lo});
		assert_int_equal(got, held ? v : SN_MAP_NONE);
		*hits += held;
	}
}

/* Every number of lanes: what one call answers, all of them do. */
static void
check_batches(const struct table *t, const sn_map *m, uint32_t flags,
    const sn_addr *a, size_t n)
{
	uint32_t a4[TABLE_ADDRESSES], v[TABLE_ADDRESSES], only;
	sn_addr6 a6[TABLE_ADDRESSES];
	uint8_t len[TABLE_ADDRESSES];
	struct table_ends ends;

	table_ends(t, &ends);
	for (unsigned family = SN_IPV4; family <= SN_IPV6; family += 2) {
		uint32_t value[TABLE_ADDRESSES];
		uint8_t lens[TABLE_ADDRESSES];
		size_t many = 0, held = 0, got;

		for (size_t i = 0; i < n; i++) {
			sn_prefix p = {.len = 0};

			if (a[i].family != family)
				continue;
			a4[many] = (uint32_t)a[i].lo;
			a6[many] = (sn_addr6){a[i].hi, a[i].lo};
			value[many] = SN_MAP_NONE;
			if (!table_answer(
				t, &ends, flags, a[i], &value[many], &p))
				p.len = 0;
			lens[many++] = p.len;
		}
		for (size_t k = 0; k <= many; k++) {
			bool with = k % 3 != 0;

			memset(v, 0x5a, sizeof(v));
			memset(len, 0x5a, sizeof(len));
			got =
			    family == SN_IPV4
				? sn_map_match4(m, a4, k, v, with ? len : NULL)
				: sn_map_match6(m, a6, k, v, with ? len : NULL);
			held = 0;
			for (size_t i = 0; i < k; i++)
				held += value[i] != SN_MAP_NONE;
			assert_int_equal(got, held);
			assert_memory_equal(v, value, k * sizeof(*v));
			if (with)
				assert_memory_equal(len, lens, k);
			memset(&only, 0x5a, sizeof(only));
			assert_int_equal(v[k < many ? k : many - 1],
			    k < many ? only : value[many - 1]);
		}
	}
}

static void
check_table(const struct table *t, unsigned *hits)
{
	sn_addr a[TABLE_ADDRESSES];
	size_t n = table_addresses(t, a);

	for (int level = 0; level < LEVELS; level++)
		for (uint32_t flags = 0; flags <= SN_MAP_MERGE; flags++) {
			sn_map *m;

			setenv("SUPERNET_CPU", levels[level], 1);
			m = table_map(t, flags);
			check_single(t, m, flags, a, n, hits);
			check_batches(t, m, flags, a, n);
			sn_map_free(m);
		}
	unsetenv("SUPERNET_CPU");
}

static void
random_tables(void **state)
{
	uint64_t seed = test_seed();
	unsigned hits = 0;
	struct table t;

	(void)state;
	for (unsigned i = 0; i < test_rounds(200); i++) {
		table_random(&t, &seed, false);
		check_table(&t, &hits);
	}
	assert_true(hits > test_least(20000));
}

/* The same where IPv4 is a bitmap. */
static void
filled_tables(void **state)
{
	uint64_t seed = test_seed();
	unsigned hits = 0;
	struct table t;

	(void)state;
	for (unsigned i = 0; i < test_rounds(20); i++) {
		table_random(&t, &seed, true);
		check_table(&t, &hits);
	}
	assert_true(hits > test_least(2000));
}

/* Nothing; everything; the first and the last address; both. */
static void
ends_of_the_space(void **state)
{
	static const char *const text[] = {"0.0.0.0/0", "::/0", "0.0.0.0/32",
	    "255.255.255.255/32", "::/128",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "0.0.0.255/32",
	    "255.255.255.0/32", "::ffff:ffff:ffff:ffff/128",
	    "ffff:ffff:ffff:ffff::/128"};
	struct table t = {.n = 0};
	unsigned hits = 0, step = 1024 / test_rounds(1024);

	(void)state;
	check_table(&t, &hits);
	assert_int_equal(hits, 0);
	for (unsigned some = 0; some < 1 << 10; some += step) {
		t.n = 0;
		for (unsigned i = 0; i < 10; i++)
			if (some >> i & 1) {
				t.value[t.n] = i;
				t.p[t.n++] = P(text[i]);
			}
		check_table(&t, &hits);
	}
}

/* Maps of the two forms of arrays, in any order, are the same map. */
static void
bulk_forms(void **state)
{
	uint64_t seed = test_seed();
	struct table t;

	(void)state;
	for (unsigned i = 0; i < test_rounds(200); i++) {
		sn_prefix4 p4[TABLE_MOST];
		sn_prefix6 p6[TABLE_MOST];
		uint32_t v4[TABLE_MOST], v6[TABLE_MOST];
		size_t n4 = 0, n6 = 0, n;
		sn_addr a[TABLE_ADDRESSES];
		unsigned hits = 0;
		sn_map *m;

		table_random(&t, &seed, false);
		for (size_t k = 0; k < t.n; k++) {
			sn_prefix p = t.p[k];
			/* Host bits are cleared. */
			sn__u128 at =
			    sn__prefix_bits(p) |
			    (test_random(&seed) & sn__host(p.family, p.len));

			if (p.family == SN_IPV4) {
				v4[n4] = t.value[k];
				p4[n4++] =
				    (sn_prefix4){(uint32_t)at, p.len, {0}};
			} else {
				v6[n6] = t.value[k];
				p6[n6++] = (sn_prefix6){
				    sn__hi(at), sn__lo(at), p.len, {0}};
			}
		}
		assert_int_equal(
		    sn_map_new_bulk(&m, p4, v4, n4, p6, v6, n6, NULL), SN_OK);
		n = table_addresses(&t, a);
		check_single(&t, m, 0, a, n, &hits);
		sn_map_free(m);
	}
}

/* Lists of all lengths in one /24 and one /64: each address its own value. */
static void
crowded_cells(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= 256; n += n < 40 ? 1 : 27) {
		static uint32_t a4[300], v[300], value[512];
		static sn_addr6 a6[300];
		static sn_prefix p[512];
		sn_map *m;

		for (unsigned i = 0; i < n; i++) {
			value[i] = value[n + i] = i;
			p[i] = sn__prefix(SN_IPV4, 0x0a000000 + i, 32);
			p[n + i] = sn__prefix(
			    SN_IPV6, sn__u128_make(5, (uint64_t)i << 40), 128);
		}
		for (unsigned i = 0; i < 300; i++) {
			a4[i] = 0x0a000000 + i;
			a6[i] = (sn_addr6){5, (uint64_t)i << 40};
		}
		assert_int_equal(
		    sn_map_new(&m, p, value, (size_t)n * 2, NULL), SN_OK);
		assert_int_equal(sn_map_match4(m, a4, 300, v, NULL), n);
		for (unsigned i = 0; i < 300; i++)
			assert_int_equal(v[i], i < n ? i : SN_MAP_NONE);
		assert_int_equal(sn_map_match6(m, a6, 300, v, NULL), n);
		for (unsigned i = 0; i < 300; i++)
			assert_int_equal(v[i], i < n ? i : SN_MAP_NONE);
		sn_map_free(m);
	}
}

/* ------------------------------------------------------------ large tables */

enum { LARGE = 150000 };

static sn_prefix
large_prefix(uint64_t *seed, unsigned family)
{
	static const uint8_t len4[] = {24, 24, 24, 24, 22, 23, 21, 20, 16, 32,
	    29, 12},
			     len6[] = {48, 48, 48, 32, 40, 44, 36, 64, 128, 29};
	uint64_t r = test_random(seed);
	unsigned len =
	    family == SN_IPV4 ? len4[r % sizeof(len4)] : len6[r % sizeof(len6)];
	sn__u128 at = sn__u128_make(
	    0x2000000000000000 | test_random(seed) >> 3, test_random(seed));

	/* Many in few /32s. */
	if (r >> 32 & 1)
		at = sn__u128_make(0x2a00000000000000 + (r >> 60 << 32) +
				       (sn__hi(at) & 0xffffffff),
		    sn__lo(at));
	return sn__prefix(
	    family, family == SN_IPV4 ? sn__lo(at) >> 32 : at, len);
}

static void
check_large(const sn_map *m, const sn_trie *t, const sn_prefix *p, size_t n)
{
	static uint32_t a4[4 * LARGE], v[4 * LARGE];
	static sn_addr6 a6[4 * LARGE];
	static sn_addr a[4 * LARGE];
	static uint8_t len[4 * LARGE];
	unsigned family = p[0].family;
	size_t many = 0, held = 0, got;

	for (size_t i = 0; i < n; i++) {
		sn__u128 first = sn__prefix_bits(p[i]);
		sn__u128 last = sn__addr_bits(sn_prefix_last(p[i]));
		sn__u128 at[4] = {first - 1, first, last, last + 1};

		for (unsigned k = 0; k < 4; k++) {
			a[many] = sn__addr(family, at[k] & sn__top(family));
			a4[many] = (uint32_t)a[many].lo;
			a6[many] = (sn_addr6){a[many].hi, a[many].lo};
			many++;
		}
	}
	got = family == SN_IPV4 ? sn_map_match4(m, a4, many, v, len)
				: sn_map_match6(m, a6, many, v, len);
	for (size_t i = 0; i < many; i++) {
		sn_prefix q = {.len = 0};
		uint32_t value = SN_MAP_NONE;

		held += sn_trie_match(t, a[i], &q, &value) == SN_OK;
		assert_int_equal(v[i], value);
		assert_int_equal(len[i], q.len);
	}
	assert_int_equal(got, held);
}

static void
large_tables(void **state)
{
	static sn_prefix p[LARGE];
	static uint32_t value[LARGE];
	size_t n = test_rounds(LARGE);
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned family = SN_IPV4; family <= SN_IPV6; family += 2) {
		sn_trie *t;
		sn_map *m;

		assert_int_equal(sn_trie_new(&t, NULL), SN_OK);
		for (size_t i = 0; i < n; i++) {
			p[i] = large_prefix(&seed, family);
			value[i] = (uint32_t)i;
			assert_int_equal(
			    sn_trie_insert(t, p[i], value[i]), SN_OK);
		}
		assert_int_equal(sn_map_new(&m, p, value, n, NULL), SN_OK);
		assert_int_equal(sn_map_size(m, 0), sn_trie_size(t));
		assert_int_equal(sn_map_size(m, family), sn_trie_size(t));
		assert_int_equal(sn_map_size(m, 10 - family), 0);
		check_large(m, t, p, n);
		sn_map_free(m);
		sn_trie_free(t);
	}
}

static void
refused(void **state)
{
	sn_map_options bad = SN_MAP_OPTIONS_INIT;
	sn_prefix p = P("10.0.0.0/8"), host_bits = p, family = p;
	sn_prefix4 p4 = {0, 33, {0}};
	sn_prefix6 p6 = {0, 0, 129, {0}};
	uint32_t none = SN_MAP_NONE, one = 1;
	sn_map *m = NULL;

	(void)state;
	host_bits.lo |= 1;
	family.family = 5;
	assert_int_equal(sn_map_new(&m, &host_bits, &one, 1, NULL), SN_EINVAL);
	assert_int_equal(sn_map_new(&m, &family, &one, 1, NULL), SN_EINVAL);
	assert_int_equal(sn_map_new(&m, &p, &none, 1, NULL), SN_EINVAL);
	assert_int_equal(
	    sn_map_new_bulk(&m, &p4, &one, 1, NULL, NULL, 0, NULL), SN_EINVAL);
	assert_int_equal(
	    sn_map_new_bulk(&m, NULL, NULL, 0, &p6, &one, 1, NULL), SN_EINVAL);
	p4.len = 0;
	p6.len = 0;
	assert_int_equal(
	    sn_map_new_bulk(&m, &p4, &none, 1, NULL, NULL, 0, NULL), SN_EINVAL);
	assert_int_equal(
	    sn_map_new_bulk(&m, NULL, NULL, 0, &p6, &none, 1, NULL), SN_EINVAL);
	bad.flags = 1u << 31;
	assert_int_equal(sn_map_new(&m, &p, &one, 1, &bad), SN_EINVAL);
	bad.flags = 0;
	bad.struct_size = 1;
	assert_int_equal(sn_map_new(&m, &p, &one, 1, &bad), SN_EINVAL);
	assert_int_equal(
	    sn_map_new_bulk(&m, &p4, &one, 1, NULL, NULL, 0, &bad), SN_EINVAL);
	assert_null(m);
	assert_int_equal(sn_map_new(&m, &p, &one, 1, NULL), SN_OK);
	/* No address of a family. */
	assert_int_equal(
	    sn_map_match(m, (sn_addr){0, 0x0a000000, 5, {0}}, NULL, NULL),
	    SN_ENOTFOUND);
	assert_int_equal(
	    sn_map_match(m, (sn_addr){1, 0x0a000000, SN_IPV4, {0}}, NULL, NULL),
	    SN_ENOTFOUND);
	sn_map_free(m);
	sn_map_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_tables),
	    cmocka_unit_test(filled_tables),
	    cmocka_unit_test(ends_of_the_space),
	    cmocka_unit_test(bulk_forms),
	    cmocka_unit_test(crowded_cells),
	    cmocka_unit_test(large_tables),
	    cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
