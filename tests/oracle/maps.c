/* Maps, batched and single, against a look at each prefix. */
#include "levels.h"
#include "table.h"

#include "drive.h"

static bool
want(const struct table *t, const struct table_ends *ends, uint32_t flags,
    sn_addr a, uint32_t *value, uint8_t *len)
{
	sn_prefix p;
	bool held = table_answer(t, ends, flags, a, value, &p);

	*value = held ? *value : SN_MAP_NONE;
	*len = held ? p.len : 0;
	return held;
}

static void
single(const sn_map *m, sn_addr a, bool held, uint32_t value, uint8_t len)
{
	uint32_t got = SN_MAP_NONE;
	sn_prefix p = {.len = 0};

	assert_int_equal(
	    sn_map_match(m, a, &got, &p), held ? SN_OK : SN_ENOTFOUND);
	assert_int_equal(got, value);
	assert_int_equal(p.len, len);
	got = a.family == SN_IPV4 ? sn_map_value4(m, (uint32_t)a.lo)
				  : sn_map_value6(m, (sn_addr6){a.hi, a.lo});
	assert_int_equal(got, value);
}

static void
family(const struct table *t, const sn_map *m, uint32_t flags, unsigned which,
    const sn_addr *a, size_t n)
{
	uint32_t value[TABLE_ADDRESSES], got[TABLE_ADDRESSES];
	uint32_t a4[TABLE_ADDRESSES];
	sn_addr6 a6[TABLE_ADDRESSES];
	uint8_t len[TABLE_ADDRESSES], lens[TABLE_ADDRESSES];
	size_t many = 0, held = 0;
	struct table_ends ends;

	table_ends(t, &ends);
	for (size_t i = 0; i < n; i++) {
		bool is;

		if (a[i].family != which)
			continue;
		is = want(t, &ends, flags, a[i], &value[many], &len[many]);
		single(m, a[i], is, value[many], len[many]);
		a4[many] = (uint32_t)a[i].lo;
		a6[many++] = (sn_addr6){a[i].hi, a[i].lo};
		held += is;
	}
	for (unsigned with = 0; with < 2; with++) {
		uint8_t *l = with ? lens : NULL;

		assert_int_equal(which == SN_IPV4
				     ? sn_map_match4(m, a4, many, got, l)
				     : sn_map_match6(m, a6, many, got, l),
		    held);
		assert_memory_equal(got, value, many * sizeof(*got));
	}
	assert_memory_equal(lens, len, many);
}

static void
one_case(uint64_t *seed)
{
	uint32_t flags = test_below(seed, 4) ? 0 : SN_MAP_MERGE;
	sn_addr a[TABLE_ADDRESSES];
	struct table t;
	size_t n;
	sn_map *m;

	/* Now and then with so many that IPv4 is a bitmap, which takes long. */
	table_random(&t, seed, test_below(seed, 400) == 0);
	n = table_addresses(&t, a);
	setenv("SUPERNET_CPU", levels[test_below(seed, LEVELS)], 1);
	m = table_map(&t, flags);
	family(&t, m, flags, SN_IPV4, a, n);
	family(&t, m, flags, SN_IPV6, a, n);
	sn_map_free(m);
}
