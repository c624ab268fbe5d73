/*
 * set_index.c - which aggregate of a frozen set holds an address.
 *
 * A step function, see map_steps.h: its value is the number of the range that
 * holds an address. The aggregate inside the range follows from the address by
 * itself, see aggregate.h.
 *
 * Complexity: O(n) to build; a lookup is that of a map, and one load of the
 * range. Up to 26 bytes a range beside the set.
 */
#include "set/aggregate.h"
#include "set/map_steps.h"
#include "set/set.h"

enum { CHUNK = 128 };

struct sn_index {
	sn__steps steps;
	const sn_set *set;
};

void
sn_index_free(sn_index *ix)
{
	sn_alloc alloc;

	if (!ix)
		return;
	alloc = ix->steps.alloc;
	sn__steps_free(&ix->steps);
	sn__free(&alloc, ix);
}

/* A step for each range and for each gap. */
static sn_status
cut4(sn__steps4 *steps, const sn_alloc *alloc, const sn_range4 *r, size_t n)
{
	size_t at = 0;

	steps->start = sn__alloc_large(alloc, 2 * n + 1, sizeof(*steps->start));
	steps->value = sn__alloc_large(alloc, 2 * n + 1, sizeof(*steps->value));
	if (!steps->start || !steps->value)
		return SN_ENOMEM;
	if (n == 0 || r[0].first > 0) {
		steps->start[at] = 0;
		steps->value[at++] = SN_MAP_NONE;
	}
	for (size_t i = 0; i < n; i++) {
		steps->start[at] = r[i].first;
		steps->value[at++] = (uint32_t)i;
		if (r[i].last == UINT32_MAX)
			break;
		steps->start[at] = r[i].last + 1;
		steps->value[at++] = SN_MAP_NONE;
	}
	steps->n = at;
	return SN_OK;
}

static sn_status
cut6(sn__steps6 *steps, const sn_alloc *alloc, const sn_range6 *r, size_t n)
{
	size_t at = 0;

	steps->start = sn__alloc_large(alloc, 2 * n + 1, sizeof(*steps->start));
	steps->value = sn__alloc_large(alloc, 2 * n + 1, sizeof(*steps->value));
	if (!steps->start || !steps->value)
		return SN_ENOMEM;
	if (n == 0 || sn__first6(r[0]) > 0) {
		steps->start[at] = 0;
		steps->value[at++] = SN_MAP_NONE;
	}
	for (size_t i = 0; i < n; i++) {
		steps->start[at] = sn__first6(r[i]);
		steps->value[at++] = (uint32_t)i;
		if (!~sn__last6(r[i]))
			break;
		steps->start[at] = sn__last6(r[i]) + 1;
		steps->value[at++] = SN_MAP_NONE;
	}
	steps->n = at;
	return SN_OK;
}

sn_status
sn_index_new(sn_index **out, const sn_set *s)
{
	const sn_alloc *alloc = &s->alloc;
	sn__steps4 s4 = {NULL, NULL, NULL, 0};
	sn__steps6 s6 = {NULL, NULL, NULL, 0};
	sn_index *ix;
	sn_status status;

	/* LCOV_EXCL_BR_START sets of 16 GB and more */
	if (s->n4 >= SN__LISTED || s->n6 >= SN__LISTED)
		return SN_ELIMIT;
	/* LCOV_EXCL_BR_STOP */
	ix = sn__calloc(alloc, 1, sizeof(*ix));
	if (!ix)
		return SN_ENOMEM;
	ix->set = s;
	status = cut4(&s4, alloc, s->ranges4, s->n4);
	if (!status)
		status = cut6(&s6, alloc, s->ranges6, s->n6);
	if (!status)
		status = sn__steps_build(&ix->steps, alloc, &s4, &s6);
	sn__free(alloc, s4.start);
	sn__free(alloc, s4.value);
	sn__free(alloc, s6.start);
	sn__free(alloc, s6.value);
	if (status)
		sn__free(alloc, ix);
	else
		*out = ix;
	return status;
}

static inline unsigned
len4(const sn_index *ix, uint32_t range, uint32_t at)
{
	sn_range4 r = ix->set->ranges4[range];

	return sn__aggregate_len32(r.first, r.last, at);
}

sn_status
sn_index_match(const sn_index *ix, sn_addr addr, sn_prefix *out)
{
	sn__u128 at = sn__addr_bits(addr);
	uint32_t i = SN_MAP_NONE;
	unsigned len;

	if (addr.family == SN_IPV4 && at <= UINT32_MAX)
		i = sn__steps_match4(&ix->steps, (uint32_t)at, NULL);
	else if (addr.family == SN_IPV6)
		i = sn__steps_match6(&ix->steps, at, NULL);
	if (i == SN_MAP_NONE)
		return SN_ENOTFOUND;
	if (addr.family == SN_IPV4) {
		len = len4(ix, i, (uint32_t)at);
	} else {
		sn_range6 r = ix->set->ranges6[i];

		len = sn__aggregate_len128(sn__first6(r), sn__last6(r), at);
	}
	*out = sn__prefix(addr.family, at, len);
	return SN_OK;
}

size_t
sn_index_match4(
    const sn_index *ix, const uint32_t *addrs, size_t n, sn_prefix4 *out)
{
	uint32_t range[CHUNK];
	size_t held = 0;

	for (size_t from = 0; from < n; from += CHUNK) {
		size_t many = n - from < CHUNK ? n - from : CHUNK;

		held += sn__steps_batch4(
		    &ix->steps, addrs + from, many, range, NULL);
		for (size_t i = 0; i < many; i++)
			if (range[i] != SN_MAP_NONE)
				__builtin_prefetch(
				    &ix->set->ranges4[range[i]]);
		for (size_t i = 0; i < many; i++) {
			uint32_t at = addrs[from + i], host = 0;
			unsigned len = 255;

			if (range[i] != SN_MAP_NONE) {
				len = len4(ix, range[i], at);
				host = sn__host32(len);
			}
			out[from + i] =
			    (sn_prefix4){at & ~host, (uint8_t)len, {0}};
		}
	}
	return held;
}
