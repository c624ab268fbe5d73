/*
 * large_sets.h - sets of thousands of prefixes, for covers.
 */
#ifndef SN_LARGE_SETS_H
#define SN_LARGE_SETS_H

#include "test.h"

/* Hosts and prefixes in clusters, so that savings differ by orders. */
static inline sn_set *
large_set(uint64_t *seed, unsigned family, size_t n)
{
	sn_builder *b;
	sn_set *set;
	sn_addr a = family == SN_IPV4 ? sn_addr_v4(0) : sn_addr_v6(0, 0);

	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	for (size_t i = 0; i < n; i++) {
		unsigned width = family == SN_IPV4 ? 32 : 128;
		sn_prefix p;

		if (family == SN_IPV6) {
			if (test_below(seed, 3) == 0)
				a.hi = test_random(seed);
			a.lo = test_random(seed);
		} else if (test_below(seed, 3) == 0) {
			a.lo = test_random(seed) & UINT32_MAX;
		} else {
			a.lo = (a.lo + test_below(seed, 5000)) & UINT32_MAX;
		}
		assert_int_equal(sn_prefix_make(&p, a,
				     width - (unsigned)test_below(seed, 9)),
		    SN_OK);
		assert_int_equal(sn_builder_add_prefix(b, p), SN_OK);
	}
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	sn_builder_free(b);
	return set;
}

/* Hosts at equal distances, some of them left out; of IPv6 too. */
static inline sn_set *
alike_set(uint64_t *seed, size_t n)
{
	unsigned step = 2 + (unsigned)test_below(seed, 6);
	unsigned holes = (unsigned)test_below(seed, 3);
	bool both = test_below(seed, 3) == 0;
	sn_builder *b;
	sn_set *set;

	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	for (size_t i = 0; i < n; i++) {
		sn_prefix p = {0, i * step, SN_IPV4, 32, {0}};

		if (holes && test_below(seed, 50) < holes)
			continue;
		assert_int_equal(sn_builder_add_prefix(b, p), SN_OK);
		p = (sn_prefix){0, i * step, SN_IPV6, 128, {0}};
		if (both)
			assert_int_equal(sn_builder_add_prefix(b, p), SN_OK);
	}
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	sn_builder_free(b);
	return set;
}

#endif
