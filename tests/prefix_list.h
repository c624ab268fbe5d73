/*
 * prefix_list.h - a multiset of prefixes as a list that is searched from end
 * to end, and random prefixes that meet.
 */
#ifndef SN_PREFIX_LIST_H
#define SN_PREFIX_LIST_H

#include "test.h"

enum { LIST_MAX = 400 };

/* The oracle: prefixes in a list, each with its value and how often. */
struct list {
	sn_prefix p[LIST_MAX];
	uint32_t value[LIST_MAX];
	unsigned times[LIST_MAX];
	size_t n;
};

static inline size_t
list_find(const struct list *l, sn_prefix p)
{
	for (size_t i = 0; i < l->n; i++)
		if (!sn_prefix_compare(l->p[i], p))
			return i;
	return l->n;
}

static inline void
list_insert(struct list *l, sn_prefix p, uint32_t value)
{
	size_t i = list_find(l, p);

	if (i == l->n) {
		assert_true(l->n < LIST_MAX);
		l->p[l->n] = p;
		l->times[l->n++] = 0;
	}
	l->times[i]++;
	l->value[i] = value;
}

static inline bool
list_remove(struct list *l, sn_prefix p)
{
	size_t i = list_find(l, p);

	if (i == l->n)
		return false;
	if (--l->times[i] == 0) {
		l->n--;
		l->p[i] = l->p[l->n];
		l->value[i] = l->value[l->n];
		l->times[i] = l->times[l->n];
	}
	return true;
}

/* Prefixes that meet: few bits, at one of three places of the space. */
static inline sn_prefix
random_prefix(uint64_t *seed, unsigned family)
{
	unsigned width = family == SN_IPV4 ? 32 : 128;
	unsigned tail = 5, len = width - (unsigned)test_below(seed, tail + 1);
	uint64_t place = test_below(seed, 3), low = test_below(seed, 32);
	sn_addr a = family == SN_IPV4 ? sn_addr_v4(0) : sn_addr_v6(0, 0);
	sn_prefix p;

	if (place == 1)
		a = family == SN_IPV4 ? sn_addr_v4(0x7fffffe0)
				      : sn_addr_v6(UINT64_MAX >> 1, ~31ull);
	if (place == 2)
		a = family == SN_IPV4 ? sn_addr_v4(0xffffffe0)
				      : sn_addr_v6(UINT64_MAX, ~31ull);
	a.lo |= low;
	if (test_below(seed, 40) == 0)
		len = (unsigned)test_below(seed, width + 1);
	assert_int_equal(sn_prefix_make(&p, a, len), SN_OK);
	return p;
}

#endif
