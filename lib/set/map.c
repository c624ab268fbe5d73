/*
 * map.c - prefixes and their values, frozen: building and looking up. How it
 * is represented is said in map_steps.h, what else it keeps in map.h.
 *
 * Complexity: O(n) to build from sorted prefixes, and a few passes by digits
 * where they are not. At its peak building takes, for n prefixes, 12 n (IPv4)
 * or 24 n bytes of keys, as much again while they are sorted, and 9 or 21
 * bytes a step besides the map.
 */
#include "set/map.h"
#include "set/aggregate.h"
#include "set/set.h"

void
sn_map_free(sn_map *m)
{
	sn_alloc alloc;

	if (!m)
		return;
	alloc = m->alloc;
	sn__steps_free(&m->steps);
	sn__free(&alloc, m->label4);
	sn__free(&alloc, m->label6);
	sn__free(&alloc, m->hidden4.k);
	sn__free(&alloc, m->hidden6.k);
	sn__free(&alloc, m);
}

/* ------------------------------------------------------------ building */

/* What is sorted and cut; freed whatever comes of it. */
struct work {
	sn__map_key4 *k4;
	sn__map_key6 *k6;
	size_t n4;
	size_t n6;
	sn__steps4 s4;
	sn__steps6 s6;
};

static void
work_free(const sn_alloc *alloc, struct work *w)
{
	sn__free(alloc, w->k4);
	sn__free(alloc, w->k6);
	sn__free(alloc, w->s4.start);
	sn__free(alloc, w->s4.value);
	sn__free(alloc, w->s4.len);
	sn__free(alloc, w->s6.start);
	sn__free(alloc, w->s6.value);
	sn__free(alloc, w->s6.len);
}

/*
 * Values from SN__LISTED on cannot stand in an entry: where there is one, the
 * steps get their own numbers as values, and *label what these stand for.
 */
static sn_status
set_labels(uint32_t **label, const sn_alloc *alloc, uint32_t *value, size_t n)
{
	bool large = false;

	for (size_t i = 0; i < n; i++)
		large |= value[i] >= SN__LISTED && value[i] != SN_MAP_NONE;
	if (!large)
		return SN_OK;
	/* LCOV_EXCL_BR_START maps of 8 GB and more */
	if (n >= SN__LISTED)
		return SN_ELIMIT;
	/* LCOV_EXCL_BR_STOP */
	*label = sn__malloc(alloc, n, sizeof(**label));
	if (!*label)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		(*label)[i] = value[i];
		if (value[i] != SN_MAP_NONE)
			value[i] = (uint32_t)i;
	}
	return SN_OK;
}

#include "set/map_key4.h"
#include "set/map_impl.h"
#include "set/key_end.h"

#include "set/map_key6.h"
#include "set/map_impl.h"
#include "set/key_end.h"

/* The map of the keys in @w, which it sorts. */
static sn_status
build(sn_map **out, const sn_alloc *alloc, struct work *w, bool merge)
{
	sn_map *m = sn__calloc(alloc, 1, sizeof(*m));
	sn_status status;

	if (!m)
		return SN_ENOMEM;
	m->alloc = *alloc;
	m->steps.alloc = *alloc;
	m->merged = merge;
	status = sn__map_cut4(&w->s4, alloc, w->k4, &w->n4, merge);
	if (!status)
		status = sn__map_cut6(&w->s6, alloc, w->k6, &w->n6, merge);
	m->size4 = merge && !status ? count_aggregates4(&w->s4) : w->n4;
	m->size6 = merge && !status ? count_aggregates6(&w->s6) : w->n6;
	if (!status)
		status = set_labels(&m->label4, alloc, w->s4.value, w->s4.n);
	if (!status)
		status = set_labels(&m->label6, alloc, w->s6.value, w->s6.n);
	if (!status && !merge)
		status =
		    hide4(&m->hidden4.k, &m->hidden4.n, alloc, w->k4, w->n4);
	if (!status && !merge)
		status =
		    hide6(&m->hidden6.k, &m->hidden6.n, alloc, w->k6, w->n6);
	if (!status)
		status = sn__steps_build(&m->steps, alloc, &w->s4, &w->s6);
	if (status)
		sn_map_free(m);
	else
		*out = m;
	return status;
}

static bool
options_valid(const sn_map_options *options)
{
	return !options || (options->struct_size == sizeof(*options) &&
			       !(options->flags & ~(uint32_t)SN_MAP_MERGE));
}

/* Keys for @n4 and @n6 prefixes. */
static sn_status
work_new(struct work *w, const sn_alloc *alloc, size_t n4, size_t n6)
{
	*w = (struct work){.n4 = n4, .n6 = n6};
	w->k4 = sn__alloc_large(alloc, n4, sizeof(*w->k4));
	w->k6 = sn__alloc_large(alloc, n6, sizeof(*w->k6));
	return w->k4 && w->k6 ? SN_OK : SN_ENOMEM;
}

sn_status
sn_map_new(sn_map **out, const sn_prefix *prefix, const uint32_t *value,
    size_t n, const sn_map_options *options)
{
	sn_alloc alloc = sn__alloc_keep(options ? options->alloc : NULL);
	size_t n4 = 0, at4 = 0, at6 = 0;
	struct work w;
	sn_status status;

	if (!options_valid(options))
		return SN_EINVAL;
	for (size_t i = 0; i < n; i++) {
		if (!sn__prefix_valid(prefix[i]) || value[i] == SN_MAP_NONE)
			return SN_EINVAL;
		n4 += prefix[i].family == SN_IPV4;
	}
	status = work_new(&w, &alloc, n4, n - n4);
	for (size_t i = 0; !status && i < n; i++) {
		sn_prefix p = prefix[i];

		if (p.family == SN_IPV4)
			w.k4[at4++] =
			    (sn__map_key4){(uint32_t)p.lo, value[i], p.len};
		else
			w.k6[at6++] =
			    (sn__map_key6){p.hi, p.lo, value[i], p.len};
	}
	if (!status)
		status = build(
		    out, &alloc, &w, options && options->flags & SN_MAP_MERGE);
	work_free(&alloc, &w);
	return status;
}

sn_status
sn_map_new_bulk(sn_map **out, const sn_prefix4 *prefix4, const uint32_t *value4,
    size_t n4, const sn_prefix6 *prefix6, const uint32_t *value6, size_t n6,
    const sn_map_options *options)
{
	sn_alloc alloc = sn__alloc_keep(options ? options->alloc : NULL);
	struct work w;
	sn_status status;

	if (!options_valid(options))
		return SN_EINVAL;
	for (size_t i = 0; i < n4; i++)
		if (prefix4[i].len > 32 || value4[i] == SN_MAP_NONE)
			return SN_EINVAL;
	for (size_t i = 0; i < n6; i++)
		if (prefix6[i].len > 128 || value6[i] == SN_MAP_NONE)
			return SN_EINVAL;
	status = work_new(&w, &alloc, n4, n6);
	for (size_t i = 0; !status && i < n4; i++)
		w.k4[i] =
		    (sn__map_key4){prefix4[i].addr & sn__mask32(prefix4[i].len),
			value4[i], prefix4[i].len};
	for (size_t i = 0; !status && i < n6; i++) {
		sn__u128 mask = sn__mask128(prefix6[i].len);

		w.k6[i] = (sn__map_key6){prefix6[i].hi & sn__hi(mask),
		    prefix6[i].lo & sn__lo(mask), value6[i], prefix6[i].len};
	}
	if (!status)
		status = build(
		    out, &alloc, &w, options && options->flags & SN_MAP_MERGE);
	work_free(&alloc, &w);
	return status;
}

uint64_t
sn_map_size(const sn_map *m, unsigned family)
{
	return (family != SN_IPV6 ? m->size4 : 0) +
	       (family != SN_IPV4 ? m->size6 : 0);
}

/* -------------------------------------------------------------- lookup */

sn__run
sn__map_run(const sn_map *m, unsigned family, sn__u128 at)
{
	sn__place p = sn__steps_find(&m->steps, family, at), q = p;
	sn__step here = sn__steps_read(&m->steps, family, &p);
	sn__run run = {here.first, sn__top(family), here.value};

	/* At most two borders of cells cut a run. */
	while (sn__steps_prev(&m->steps, family, &p)) {
		sn__step s = sn__steps_read(&m->steps, family, &p);

		if (s.value != here.value)
			break;
		run.first = s.first;
	}
	while (sn__steps_next(&m->steps, family, &q)) {
		sn__step s = sn__steps_read(&m->steps, family, &q);

		if (s.value == here.value)
			continue;
		run.last = s.first - 1;
		break;
	}
	return run;
}

/* The length of the aggregate of a run that holds @at. */
static uint8_t
merged_len(const sn_map *m, unsigned family, sn__u128 at)
{
	sn__run run = sn__map_run(m, family, at);

	return (uint8_t)sn__aggregate_len(family, run.first, run.last, at);
}

sn_status
sn_map_match(const sn_map *m, sn_addr addr, uint32_t *value, sn_prefix *prefix)
{
	sn__u128 at = sn__addr_bits(addr);
	uint32_t found = SN_MAP_NONE;
	uint8_t len = 0;

	if (addr.family == SN_IPV4 && at <= UINT32_MAX)
		found = sn__steps_match4(&m->steps, (uint32_t)at, &len);
	else if (addr.family == SN_IPV6)
		found =
		    sn__steps_match6(&m->steps, sn__hi(at), sn__lo(at), &len);
	if (found == SN_MAP_NONE)
		return SN_ENOTFOUND;
	if (value)
		*value = sn__map_value(m, addr.family, found);
	if (prefix && m->merged)
		len = merged_len(m, addr.family, at);
	if (prefix)
		sn__prefix_put(prefix, addr.family, at, len);
	return SN_OK;
}

uint32_t
sn_map_value4(const sn_map *m, uint32_t addr)
{
	uint32_t value = sn__steps_match4(&m->steps, addr, NULL);

	return sn__map_value(m, SN_IPV4, value);
}

uint32_t
sn_map_value6(const sn_map *m, sn_addr6 addr)
{
	uint32_t value;

	/* The last call of a function is a jump, which counts here. */
	if (!m->label6)
		return sn__steps_match6(&m->steps, addr.hi, addr.lo, NULL);
	value = sn__steps_match6(&m->steps, addr.hi, addr.lo, NULL);
	return sn__map_value(m, SN_IPV6, value);
}

/* What the steps do not say: lengths in merged maps, and large values. */
static void
complete(const sn_map *m, unsigned family, const void *addrs, size_t n,
    uint32_t *values, uint8_t *lens)
{
	const uint32_t *addr4 = addrs;
	const sn_addr6 *addr6 = addrs;

	for (size_t i = 0; lens && m->merged && i < n; i++) {
		sn__u128 at = family == SN_IPV4
				  ? addr4[i]
				  : sn__u128_make(addr6[i].hi, addr6[i].lo);

		lens[i] =
		    values[i] == SN_MAP_NONE ? 0 : merged_len(m, family, at);
	}
	if (family == SN_IPV4 ? m->label4 : m->label6)
		for (size_t i = 0; i < n; i++)
			values[i] = sn__map_value(m, family, values[i]);
}

size_t
sn_map_match4(const sn_map *m, const uint32_t *addrs, size_t n,
    uint32_t *values, uint8_t *lens)
{
	size_t held = sn__steps_batch4(
	    &m->steps, addrs, n, values, m->merged ? NULL : lens);

	if ((lens && m->merged) || m->label4)
		complete(m, SN_IPV4, addrs, n, values, lens);
	return held;
}

size_t
sn_map_match6(const sn_map *m, const sn_addr6 *addrs, size_t n,
    uint32_t *values, uint8_t *lens)
{
	size_t held = sn__steps_batch6(
	    &m->steps, addrs, n, values, m->merged ? NULL : lens);

	if ((lens && m->merged) || m->label6)
		complete(m, SN_IPV6, addrs, n, values, lens);
	return held;
}
