/*
 * test_set_index.c - matching addresses in frozen sets against a walk over the
 * aggregates; addresses at the borders of every aggregate, both families.
 */
#include "test.h"

#include "set/set.h"

enum { MOST = 4096 };

/* The oracle: every aggregate, looked at in turn. */
static bool
walk(const sn_set *set, sn_addr a, sn_prefix *out)
{
	sn_set_iter it;

	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, out))
		if (sn_prefix_contains_addr(*out, a))
			return true;
	return false;
}

static void
compare(const sn_set *set, const sn_index *ix, sn_addr a, unsigned *hits)
{
	sn_prefix want, got;
	bool held = walk(set, a, &want);

	assert_int_equal(
	    sn_index_match(ix, a, &got), held ? SN_OK : SN_ENOTFOUND);
	if (held)
		assert_memory_equal(&want, &got, sizeof(got));
	*hits += held;
}

static void
compare_batch(
    const sn_set *set, const sn_index *ix, const uint32_t *addrs, size_t n)
{
	static sn_prefix4 out[MOST];
	static bool found[MOST];
	size_t held = 0;

	memset(out, 0xff, sizeof(out));
	for (size_t i = 0; i < n; i++) {
		sn_prefix want;

		held += walk(set, sn_addr_v4(addrs[i]), &want);
	}
	assert_int_equal(sn_index_match4(ix, addrs, n, out, found), held);
	for (size_t i = 0; i < n; i++) {
		sn_prefix want = {0, 0, SN_IPV4, 0, {0}};

		assert_int_equal(
		    walk(set, sn_addr_v4(addrs[i]), &want), found[i]);
		assert_int_equal(out[i].addr, found[i] ? want.lo : 0);
		assert_int_equal(out[i].len, found[i] ? want.len : 0);
	}
}

static void
compare_batch6(
    const sn_set *set, const sn_index *ix, const sn_addr6 *addrs, size_t n)
{
	static sn_prefix6 out[MOST];
	static bool found[MOST];
	size_t held = 0, said;

	memset(out, 0xff, sizeof(out));
	said = sn_index_match6(ix, addrs, n, out, found);
	for (size_t i = 0; i < n; i++) {
		sn_prefix want = {0, 0, SN_IPV6, 0, {0}};

		assert_int_equal(
		    walk(set, sn_addr_v6(addrs[i].hi, addrs[i].lo), &want),
		    found[i]);
		held += found[i];
		assert_int_equal(out[i].hi, found[i] ? want.hi : 0);
		assert_int_equal(out[i].lo, found[i] ? want.lo : 0);
		assert_int_equal(out[i].len, found[i] ? want.len : 0);
	}
	assert_int_equal(said, held);
}

/* One before, first, last and one after of each aggregate. */
static void
check(const sn_set *set, unsigned *hits, unsigned *misses)
{
	static uint32_t addrs[MOST];
	static sn_addr6 addrs6[MOST];
	unsigned all = 0, before = *hits;
	size_t n4 = 0, n6 = 0;
	sn_set_iter it;
	sn_index *ix;
	sn_prefix p;

	assert_int_equal(sn_index_new(&ix, set), SN_OK);
	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, &p)) {
		sn__u128 at[4] = {sn__addr_bits(sn_prefix_first(p)) - 1,
		    sn__addr_bits(sn_prefix_first(p)),
		    sn__addr_bits(sn_prefix_last(p)),
		    sn__addr_bits(sn_prefix_last(p)) + 1};

		for (unsigned i = 0; i < 4; i++) {
			sn_addr a =
			    sn__addr(p.family, at[i] & sn__top(p.family));

			compare(set, ix, a, hits);
			all++;
			if (p.family == SN_IPV4 && n4 < MOST)
				addrs[n4++] = (uint32_t)a.lo;
			if (p.family == SN_IPV6 && n6 < MOST)
				addrs6[n6++] = (sn_addr6){a.hi, a.lo};
		}
	}
	compare_batch(set, ix, addrs, n4);
	compare_batch6(set, ix, addrs6, n6);
	*misses += all - (*hits - before);
	sn_index_free(ix);
}

static void
random_sets(void **state)
{
	uint64_t rng = test_seed();
	unsigned hits = 0, misses = 0;

	(void)state;
	for (unsigned i = 0; i < test_rounds(300); i++) {
		bool dense = i % 4 == 0;
		unsigned n = (unsigned)test_below(&rng, dense ? 300 : 30);
		sn_builder *b;
		sn_set *set;

		assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
		for (unsigned j = 0; j < n; j++) {
			bool v6 = test_below(&rng, 3) == 0;
			/* Dense: all but one in ten in one slice. */
			bool near = dense && test_below(&rng, 10);
			uint64_t hi = near ? 1 : test_random(&rng);
			uint64_t lo = test_random(&rng) >> (near ? 52 : 0);
			sn_addr a =
			    v6 ? sn_addr_v6(hi, lo) : sn_addr_v4((uint32_t)lo);
			unsigned bits = near ? 4 : v6 ? 128 : 32;
			sn_prefix p;

			assert_int_equal(
			    sn_prefix_make(&p, a,
				(v6 ? 128 : 32) -
				    (unsigned)test_below(&rng, bits / 2)),
			    SN_OK);
			assert_int_equal(sn_builder_add_prefix(b, p), SN_OK);
		}
		assert_int_equal(sn_builder_build(&set, b), SN_OK);
		check(set, &hits, &misses);
		sn_set_free(set);
		sn_builder_free(b);
	}
	print_message("%u held, %u not\n", hits, misses);
	assert_true(hits > 100 && misses > 100);
}

static void
ends_of_the_space(void **state)
{
	static const char *const text[] = {"", "0.0.0.0/0\n::/0\n",
	    ("0.0.0.0\n255.255.255.255\n::\n"
	     "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff\n"),
	    "0.0.0.1-255.255.255.254\n"};
	unsigned hits = 0, misses = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(text) / sizeof(*text); i++) {
		uint32_t ends[2] = {0, UINT32_MAX};
		sn_builder *b;
		sn_index *ix;
		sn_set *set;

		assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
		assert_int_equal(sn_builder_add_text(b, text[i],
				     strlen(text[i]), NULL, NULL, NULL),
		    SN_OK);
		assert_int_equal(sn_builder_build(&set, b), SN_OK);
		check(set, &hits, &misses);
		assert_int_equal(sn_index_new(&ix, set), SN_OK);
		compare_batch(set, ix, ends, 2);
		sn_index_free(ix);
		sn_set_free(set);
		sn_builder_free(b);
	}
	sn_index_free(NULL);
}

/*
 * Slices of the index that hold many ranges: hosts with gaps, crowded far
 * from a lone one at the other end of the span; a span of few addresses.
 */
static void
crowded(void **state)
{
	static const char *const lone[] = {"0.0.0.0\n::\n",
	    ("255.255.255.255\n"
	     "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff\n"),
	    ""};
	unsigned hits = 0, misses = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(lone) / sizeof(*lone); i++) {
		sn_builder *b;
		sn_set *set;

		assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
		assert_int_equal(sn_builder_add_text(b, lone[i],
				     strlen(lone[i]), NULL, NULL, NULL),
		    SN_OK);
		for (uint32_t j = 0; j < 300; j++) {
			uint32_t at = j * 2 + j % 3;

			assert_int_equal(
			    sn_builder_add_addr(b, sn_addr_v4(0x0a000000 + at)),
			    SN_OK);
			assert_int_equal(sn_builder_add_addr(b,
					     sn_addr_v6(0x2a00ull << 48, at)),
			    SN_OK);
		}
		assert_int_equal(sn_builder_build(&set, b), SN_OK);
		assert_true(sn_set_range_count(set, SN_IPV4) > 100);
		check(set, &hits, &misses);
		sn_set_free(set);
		sn_builder_free(b);
	}
	assert_true(hits > 1000 && misses > 500);
}

/* The borrowed arrays are the ranges that the iterator gives. */
static void
arrays(void **state)
{
	static const char text[] = "10.0.0.0/8\n255.255.255.255\n::/1\n";
	sn_set_iter it;
	sn_builder *b;
	sn_range r;
	sn_set *set;
	size_t n4, n6;

	(void)state;
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	assert_int_equal(
	    sn_builder_add_text(b, text, sizeof(text) - 1, NULL, NULL, NULL),
	    SN_OK);
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	sn_set_iter_init(&it, set, 0);
	assert_non_null(sn_set_ranges4(set, &n4));
	for (size_t i = 0; i < n4; i++) {
		sn_range4 r4 = sn_set_ranges4(set, &n4)[i];

		assert_true(sn_set_iter_next_range(&it, &r));
		assert_int_equal(r4.first, r.first.lo);
		assert_int_equal(r4.last, r.last.lo);
		assert_int_equal(
		    sn_range_size(r).word[0], (uint64_t)r4.last - r4.first + 1);
	}
	assert_int_equal(n4, 2);
	assert_non_null(sn_set_ranges6(set, &n6));
	assert_int_equal(n6, 1);
	assert_true(sn_set_iter_next_range(&it, &r));
	assert_int_equal(r.last.hi, UINT64_MAX >> 1);
	assert_int_equal(sn_range_size(r).word[1], UINT64_C(1) << 63);
	assert_false(sn_set_iter_next_range(&it, &r));
	sn_set_free(set);
	sn_builder_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_sets),
	    cmocka_unit_test(ends_of_the_space),
	    cmocka_unit_test(crowded),
	    cmocka_unit_test(arrays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
