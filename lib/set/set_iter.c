/*
 * set_iter.c - walking a frozen set as ranges or as its exact aggregates.
 *
 * The state of an iterator is the index of the current range in each family
 * and how much of it has been given out; the split of a range into the fewest
 * prefixes takes, from the left, the largest that is aligned and fits. That
 * is minimal because every aggregate is a maximal prefix inside the set.
 */
#include "set/set.h"

enum { AT4 = 0, AT6 = 1, NEXT_HI = 2, NEXT_LO = 3, PARTLY = 4 };

void
sn_set_iter_init(sn_set_iter *it, const sn_set *s, unsigned family)
{
	memset(it, 0, sizeof(*it));
	it->set = s;
	it->state[AT4] = family == SN_IPV6 ? s->n4 : 0;
	it->state[AT6] = family == SN_IPV4 ? s->n6 : 0;
}

/* The rest of the current range. */
static bool
current(const sn_set_iter *it, sn_range *out)
{
	const sn_set *s = it->set;
	sn__u128 first, last;
	unsigned family;

	if (it->state[AT4] < s->n4) {
		sn_range4 r = s->ranges4[it->state[AT4]];

		family = SN_IPV4;
		first = r.first;
		last = r.last;
	} else if (it->state[AT6] < s->n6) {
		sn_range6 r = s->ranges6[it->state[AT6]];

		family = SN_IPV6;
		first = sn__first6(r);
		last = sn__last6(r);
	} else {
		return false;
	}
	if (it->state[PARTLY])
		first = sn__u128_make(it->state[NEXT_HI], it->state[NEXT_LO]);
	*out = (sn_range){sn__addr(family, first), sn__addr(family, last)};
	return true;
}

static void
next_range(sn_set_iter *it)
{
	it->state[it->state[AT4] < it->set->n4 ? AT4 : AT6]++;
	it->state[PARTLY] = 0;
}

bool
sn_set_iter_next_range(sn_set_iter *it, sn_range *out)
{
	if (!current(it, out))
		return false;
	next_range(it);
	return true;
}

#include "base/width4.h"
#include "set/set_iter_impl.h"
#include "base/width_end.h"

#include "base/width6.h"
#include "set/set_iter_impl.h"
#include "base/width_end.h"

bool
sn_set_iter_next_prefix(sn_set_iter *it, sn_prefix *out)
{
	if (it->state[AT4] < it->set->n4)
		next_prefix4(it, out);
	else if (it->state[AT6] < it->set->n6)
		next_prefix6(it, out);
	else
		return false;
	return true;
}

/* As sn_set_iter_next_prefix(), for millions: in 32 bits, without calls. */
size_t
sn_set_iter_prefixes4(sn_set_iter *it, sn_prefix4 *out, size_t capacity)
{
	const sn_range4 *r = it->set->ranges4;
	size_t at = (size_t)it->state[AT4], n4 = it->set->n4, n = 0;
	bool partly = it->state[PARTLY];
	uint32_t next = (uint32_t)it->state[NEXT_LO];

	if (at == n4)
		return 0;
	for (; n < capacity && at < n4; n++) {
		uint32_t last = r[at].last, first = partly ? next : r[at].first;
		unsigned len;

		if (is_prefix4(first, last)) {
			/* last - first is the host bits; no branch for 0. */
			len = sn__clz64((uint64_t)(last - first) << 1 | 1) - 31;
			partly = false;
			at++;
		} else {
			len = sn__lead32(first, last);
			next = first + sn__host32(len) + 1;
			partly = true;
		}
		out[n] = (sn_prefix4){first, (uint8_t)len, {0}};
	}
	it->state[AT4] = at;
	it->state[NEXT_HI] = 0;
	it->state[NEXT_LO] = next;
	it->state[PARTLY] = partly;
	return n;
}

size_t
sn_set_iter_prefixes6(sn_set_iter *it, sn_prefix6 *out, size_t capacity)
{
	size_t n = 0;

	it->state[AT4] = it->set->n4;
	for (; n < capacity && it->state[AT6] < it->set->n6; n++) {
		sn_prefix p;

		next_prefix6(it, &p);
		out[n] = (sn_prefix6){p.hi, p.lo, p.len, {0}};
	}
	return n;
}

static unsigned
bits_set(sn__u128 n)
{
	return (unsigned)(__builtin_popcountll(sn__hi(n)) +
			  __builtin_popcountll(sn__lo(n)));
}

/*
 * How many prefixes a range splits into, without making them: at the highest
 * bit in which first and last differ the range falls into a left part, which
 * ends where a block of that size ends, and a right part, which begins where
 * one begins. Each is the sum of one power of two for each bit of its size.
 */
static unsigned
split_count(sn__u128 first, sn__u128 last)
{
	unsigned high = 128 - sn__clz128(first ^ last);
	sn__u128 mask = high ? sn__host128(128 - high + 1) : 0;
	/* Their sizes, less one; at most 2^127. */
	sn__u128 left = mask - (first & mask), right = last & mask;

	if (high == 0)
		return 1;
	/* Both parts are whole blocks: together one prefix. */
	if (left == mask && right == mask)
		return 1;
	return bits_set(left + 1) + bits_set(right + 1);
}

static unsigned
split_count4(sn_range4 r)
{
	return is_prefix4(r.first, r.last) ? 1 : split_count(r.first, r.last);
}

uint64_t
sn_set_prefix_count(const sn_set *s, unsigned family)
{
	uint64_t n = 0;

	if (family != SN_IPV6)
		for (size_t i = 0; i < s->n4; i++)
			n += split_count4(s->ranges4[i]);
	if (family != SN_IPV4)
		for (size_t i = 0; i < s->n6; i++)
			n += split_count(sn__first6(s->ranges6[i]),
			    sn__last6(s->ranges6[i]));
	return n;
}
