/*
 * table.h - tables of prefixes and values, and what a map of them must answer:
 * by looking at every prefix, so that it is obviously right.
 */
#ifndef SN_TABLE_H
#define SN_TABLE_H

#include "test.h"

#include "base/bits.h"

enum { TABLE_MOST = 64, FILLER = 70000, FILLER_VALUE = 1000 };

/* In the upper half of IPv4, every other /24: so many that IPv4 is a bitmap. */
#define FILLER_FIRST UINT32_C(0x80000000)

struct table {
	sn_prefix p[TABLE_MOST];
	uint32_t value[TABLE_MOST];
	size_t n;
	bool filled; /* the filler is there too */
};

static inline uint32_t
filler_value(uint32_t i)
{
	return FILLER_VALUE + i % 3;
}

/* The number of the filler's prefix that holds @at. */
static inline bool
in_filler(const struct table *t, sn_addr a, uint32_t *number)
{
	uint32_t at = (uint32_t)a.lo - FILLER_FIRST;

	*number = at / 512;
	return t->filled && a.family == SN_IPV4 && a.lo >= FILLER_FIRST &&
	       *number < FILLER && at / 256 % 2 == 0;
}

/* The longest match; of equal prefixes the last. */
static inline bool
table_match(
    const struct table *t, sn_addr a, uint32_t *value, sn_prefix *prefix)
{
	bool found = false;
	uint32_t number;

	for (size_t i = 0; i < t->n; i++) {
		if (!sn_prefix_contains_addr(t->p[i], a) ||
		    (found && t->p[i].len < prefix->len))
			continue;
		found = true;
		*value = t->value[i];
		*prefix = t->p[i];
	}
	if (in_filler(t, a, &number) && !(found && prefix->len > 24)) {
		found = true;
		*value = filler_value(number);
		assert_int_equal(sn_prefix_make(prefix, a, 24), SN_OK);
	}
	return found;
}

/* Where values may change: at a prefix's first address, and after its last. */
struct table_ends {
	sn_addr at[2 * TABLE_MOST];
	uint32_t value[2 * TABLE_MOST];
	bool held[2 * TABLE_MOST];
	size_t n;
};

static inline void
table_ends(const struct table *t, struct table_ends *ends)
{
	ends->n = 0;
	for (size_t i = 0; i < t->n; i++) {
		ends->at[ends->n++] = sn_prefix_first(t->p[i]);
		ends->at[ends->n++] = sn__addr(t->p[i].family,
		    (sn__addr_bits(sn_prefix_last(t->p[i])) + 1) &
			sn__top(t->p[i].family));
	}
	for (size_t i = 0; i < ends->n; i++) {
		sn_prefix any;

		ends->held[i] =
		    table_match(t, ends->at[i], &ends->value[i], &any);
	}
}

/* Whether all addresses of @p have the value @value: those that matter. */
static inline bool
table_uniform(const struct table *t, const struct table_ends *ends, sn_prefix p,
    uint32_t value)
{
	sn_prefix any;
	uint32_t v = 0;

	for (size_t i = 0; i < ends->n; i++)
		if (sn_prefix_contains_addr(p, ends->at[i]) &&
		    (!ends->held[i] || ends->value[i] != value))
			return false;
	if (t->filled && p.family == SN_IPV4 &&
	    sn_prefix_overlaps(p, sn__prefix(SN_IPV4, FILLER_FIRST, 1)) &&
	    p.len < 24)
		return false;
	return table_match(t, sn_prefix_first(p), &v, &any) && v == value;
}

/* The shortest prefix around @a in which all have its value. */
static inline bool
table_aggregate(const struct table *t, const struct table_ends *ends, sn_addr a,
    uint32_t *value, sn_prefix *prefix)
{
	if (!table_match(t, a, value, prefix))
		return false;
	for (unsigned len = 0;; len++) {
		assert_int_equal(sn_prefix_make(prefix, a, len), SN_OK);
		if (table_uniform(t, ends, *prefix, *value))
			return true;
	}
}

/* What a map with these flags must answer. */
static inline bool
table_answer(const struct table *t, const struct table_ends *ends,
    uint32_t flags, sn_addr a, uint32_t *value, sn_prefix *prefix)
{
	return flags & SN_MAP_MERGE ? table_aggregate(t, ends, a, value, prefix)
				    : table_match(t, a, value, prefix);
}

/*
 * A table whose prefixes crowd around a few places, so that they nest, touch,
 * and share cells; values are few, so that neighbours have equal ones. With
 * the filler its IPv4 prefixes are in the lower half.
 */
static inline void
table_random(struct table *t, uint64_t *seed, bool filled)
{
	sn__u128 place[4];
	unsigned places = 1 + (unsigned)test_below(seed, 4);
	unsigned near = 1 + (unsigned)test_below(seed, 20);
	uint32_t values = 1 + (uint32_t)test_below(seed, 6);

	t->filled = filled;
	t->n = test_below(seed, test_below(seed, 4) ? 20 : TABLE_MOST);
	for (unsigned i = 0; i < places; i++) {
		place[i] = sn__u128_make(test_random(seed), test_random(seed));
		if (test_below(seed, 3) == 0)
			place[i] = test_below(seed, 2) ? 0 : ~(sn__u128)0;
	}
	for (size_t i = 0; i < t->n; i++) {
		unsigned family = test_below(seed, 2) ? SN_IPV4 : SN_IPV6;
		unsigned width = sn__width(family);
		sn__u128 at = place[test_below(seed, places)];
		unsigned cut = (unsigned)test_below(seed, width + 1);
		unsigned len = test_below(seed, 8)
				   ? width - (unsigned)test_below(seed, near)
				   : (unsigned)test_below(seed, width + 1);

		at ^= test_random(seed) % 64;
		if (test_below(seed, 4) == 0)
			at ^= sn__host(family, cut) + 1;
		at &= sn__top(family);
		if (family == SN_IPV4 && filled) {
			at &= ~FILLER_FIRST;
			len = len ? len : 1;
		}
		t->p[i] = sn__prefix(family, at, len);
		t->value[i] = (uint32_t)test_below(seed, values);
		if (values == 6 && test_below(seed, 2))
			t->value[i] = UINT32_MAX - 1 - t->value[i];
	}
}

/* The map of it. */
static inline sn_map *
table_map(const struct table *t, uint32_t flags)
{
	static sn_prefix p[TABLE_MOST + FILLER];
	static uint32_t value[TABLE_MOST + FILLER];
	sn_map_options options = SN_MAP_OPTIONS_INIT;
	size_t n = 0;
	sn_map *m;

	options.flags = flags;
	for (uint32_t i = 0; t->filled && i < FILLER; i++) {
		value[n] = filler_value(i);
		p[n++] = sn__prefix(SN_IPV4, FILLER_FIRST + i * 512, 24);
	}
	for (size_t i = 0; i < t->n; i++) {
		value[n] = t->value[i];
		p[n++] = t->p[i];
	}
	assert_int_equal(sn_map_new(&m, p, value, n, &options), SN_OK);
	return m;
}

/* The ends of the spaces, and the ends of all prefixes and one further. */
static inline size_t
table_addresses(const struct table *t, sn_addr *out)
{
	size_t n = 0;

	for (unsigned family = SN_IPV4; family <= SN_IPV6; family += 2) {
		out[n++] = sn__addr(family, 0);
		out[n++] = sn__addr(family, sn__top(family));
		out[n++] = sn__addr(family, sn__top(family) / 2);
		out[n++] = sn__addr(family, sn__top(family) / 2 + 1);
	}
	for (uint32_t i = 0; t->filled && i < 4; i++)
		out[n++] = sn_addr_v4(
		    FILLER_FIRST + i * 255 + (i & 1) * 512 * (FILLER - 1));
	for (size_t i = 0; i < t->n; i++) {
		sn__u128 first = sn__prefix_bits(t->p[i]);
		sn__u128 last = sn__addr_bits(sn_prefix_last(t->p[i]));
		sn__u128 at[4] = {first - 1, first, last, last + 1};
		unsigned family = t->p[i].family;

		for (unsigned k = 0; k < 4; k++)
			out[n++] = sn__addr(family, at[k] & sn__top(family));
	}
	return n;
}
enum { TABLE_ADDRESSES = 4 * TABLE_MOST + 12 };

#endif
