/*
 * nat_pool.c - addresses that are free to stand for others.
 */
#include "vpn/nat_pool.h"

#include <stdio.h>

#include "vpn/special.h"

static sn_status
add(sn_set **set, const sn_prefix *p, size_t n, const sn_alloc *alloc)
{
	sn_set *more = NULL, *both = NULL;
	sn_status status = sn_set_from_prefixes(&more, p, n, alloc);

	if (!status)
		status = sn_set_union(&both, *set, more);
	sn_set_free(more);
	if (status)
		return status;
	sn_set_free(*set);
	*set = both;
	return SN_OK;
}

/* Adds what the request keeps, the gateway forbids, and no host has. */
static sn_status
add_kept(sn_set **set, const sn_plan_request *r, const sn_profile *gateway,
    const sn_alloc *alloc)
{
	size_t n;
	const sn_prefix *special = sn__special_space(&n);
	sn_status status = add(set, special, n, alloc);

	if (!status)
		status = add(set, r->spare_local, r->spare_local_count, alloc);
	if (!status)
		status = add(set, r->spare_peer, r->spare_peer_count, alloc);
	return status ? status
		      : add(set, gateway->forbidden, gateway->forbidden_count,
			    alloc);
}

sn_status
sn__nat_used(const struct sn__planning *in, sn_set *const set[2], sn_set **out)
{
	const sn_alloc *alloc = &in->plan->alloc;
	sn_set *used = NULL;
	sn_status status = sn_set_union(&used, set[SN_LOCAL], set[SN_PEER]);
	sn_set *own = used;

	if (!status && in->among) {
		status = sn_set_union(&used, own, in->among->taken);
		sn_set_free(own);
		used = status ? NULL : used;
	}
	if (!status)
		status = add_kept(&used, in->request, in->plan->gateway, alloc);
	if (status) {
		sn_set_free(used);
		return status;
	}
	*out = used;
	return SN_OK;
}

sn_status
sn__nat_units(
    sn_prefixes **out, sn_set *const set[2], unsigned s, const sn_alloc *alloc)
{
	size_t n = 0;
	sn_prefix *p = sn__malloc(
	    alloc, (size_t)sn_set_prefix_count(set[s], 0), sizeof(*p));
	sn_status status;
	sn_set_iter it;
	sn_prefix q;

	if (!p)
		return SN_ENOMEM;
	sn_set_iter_init(&it, set[s], 0);
	while (sn_set_iter_next_prefix(&it, &q))
		if (sn_set_overlaps_range(set[!s], sn_prefix_range(q)))
			p[n++] = q;
	status = sn_prefixes_new(out, p, n, alloc);
	sn__free(alloc, p);
	return status;
}

/* The longest prefix length that has as many addresses as all units. */
static unsigned
length_of(const sn_prefix *const unit[2], const size_t n[2], unsigned family)
{
	unsigned len = sn__width(family);
	sn_count all = sn_count_from(0);

	for (unsigned s = 0; s < 2; s++)
		all = sn_count_add(all, sn__list_size(unit[s], n[s]));
	while (len && sn_count_compare(
			  sn_prefix_size(sn__prefix(family, 0, len)), all) < 0)
		len--;
	return len;
}

/* The last prefix of @len bits in @free, of the first private space that has
 * one. */
static bool
find_last(const sn_set *free, unsigned family, unsigned len, sn_prefix *out)
{
	size_t spaces;
	const sn_prefix *space = sn__private_space(&spaces);
	bool found = false;

	for (size_t i = 0; i < spaces && !found; i++) {
		sn_set_iter it;
		sn_prefix p;

		sn_set_iter_init(&it, free, family);
		while (sn_set_iter_next_prefix(&it, &p)) {
			sn__u128 last =
			    sn__prefix_bits(p) | sn__host(family, p.len);

			if (p.len > len || !sn_prefix_contains(space[i], p))
				continue;
			*out = sn__prefix(family, last, len);
			found = true;
		}
	}
	return found;
}

sn_status
sn__nat_example(char out[SN__EXAMPLE], const sn_prefix *const unit[2],
    const size_t n[2], const sn_set *used, const sn_alloc *alloc)
{
	unsigned family = unit[SN_LOCAL][0].family;
	unsigned len = length_of(unit, n, family);
	char text[SN_PREFIX_TEXT_MAX];
	size_t spaces;
	const sn_prefix *space = sn__private_space(&spaces);
	sn_set *private = NULL, *free = NULL;
	sn_prefix found;
	sn_status status = sn_set_from_prefixes(&private, space, spaces, alloc);

	if (!status)
		status = sn_set_subtract(&free, private, used);
	if (!status && find_last(free, family, len, &found)) {
		sn_prefix_format(text, sizeof(text), found);
		snprintf(out, SN__EXAMPLE, "for example %s", text);
	} else if (!status) {
		snprintf(out, SN__EXAMPLE,
		    "which needs a /%u, and private space has none free", len);
	}
	sn_set_free(private);
	sn_set_free(free);
	return status;
}

sn_status
sn__nat_example_for(char out[SN__EXAMPLE], sn_prefix p, const sn_set *taken,
    const sn_plan_request *r, const sn_alloc *alloc)
{
	const sn_prefix *unit[2] = {&p, NULL};
	const size_t n[2] = {1, 0};
	sn_set *used = NULL;
	sn_status status = sn_set_union(&used, taken, taken);

	if (!status)
		status = add_kept(&used, r, r->gateway, alloc);
	if (!status)
		status = sn__nat_example(out, unit, n, used, alloc);
	sn_set_free(used);
	return status;
}
