/*
 * claim.c - which connections of a gateway are a plan's, and of which part.
 */
#include "vpn/claim.h"

#include "vpn/deployed.h"
#include "vpn/pair_name.h"

sn_status
sn__claim_sides(struct sn__claim *claim, const sn_prefix *const p[2],
    const size_t n[2], const sn_alloc *alloc)
{
	sn_status status = SN_OK;

	for (unsigned s = 0; s < 2 && !status; s++)
		status =
		    sn_set_from_prefixes(&claim->side[s], p[s], n[s], alloc);
	return status;
}

void
sn__claims_free(struct sn__claim *claim, size_t n, const sn_alloc *alloc)
{
	for (size_t i = 0; claim && i < n; i++) {
		sn_set_free(claim[i].side[SN_LOCAL]);
		sn_set_free(claim[i].side[SN_PEER]);
	}
	sn__free(alloc, claim);
}

/* What is at hand: claims and connections, both by name. */
struct claiming {
	const sn_deployed *old;
	struct sn__claim *claim;
	size_t n;
	const struct sn__claim **based; /* those with a base, by it */
	size_t based_count;
	const sn_connection **named;
	uint32_t *owner; /* by place in named */
};

static int
compare_bases(const void *x, const void *y)
{
	const struct sn__claim *a = *(const struct sn__claim *const *)x;
	const struct sn__claim *b = *(const struct sn__claim *const *)y;

	return strcmp(a->base, b->base);
}

static int
compare_named(const void *x, const void *y)
{
	const sn_connection *a = *(const sn_connection *const *)x;
	const sn_connection *b = *(const sn_connection *const *)y;

	return strcmp(a->name, b->name);
}

/* The claim whose base is the first @n bytes of @name; NULL: none. */
static struct sn__claim *
find_base(const struct claiming *in, const char *name, size_t n)
{
	char base[SN_CONNECTION_MAX];
	struct sn__claim key = {.base = base};
	const struct sn__claim *k = &key, **found = NULL;

	memcpy(base, name, n);
	base[n] = '\0';
	if (in->based_count)
		found = bsearch(&k, in->based, in->based_count,
		    sizeof(*in->based), compare_bases);
	return found ? in->claim + (*found - in->claim) : NULL;
}

/* The claim that a connection's name is of: as it stands, or as the name of a
 * pair derives from it, or as 0.1 numbered them. */
static struct sn__claim *
claim_by_name(const struct claiming *in, const sn_connection *c)
{
	struct sn__claim *claim = find_base(in, c->name, strlen(c->name));

	for (const char *p = strchr(c->name, '-'); p && !claim;
	     p = strchr(p + 1, '-')) {
		size_t digits = strspn(p + 1, "0123456789");

		if ((digits && !p[1 + digits]) || sn__is_pair_suffix(p, c))
			claim = find_base(in, c->name, (size_t)(p - c->name));
	}
	return claim;
}

static bool
touches(const sn_set *set, const sn_prefix *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (sn_set_overlaps_range(set, sn_prefix_range(p[i])))
			return true;
	return false;
}

/* Whether the selectors of a connection carry segments of both sides. */
static bool
carries(const struct sn__claim *claim, const sn_connection *c)
{
	return touches(claim->side[SN_LOCAL], c->local, c->local_count) &&
	       touches(claim->side[SN_PEER], c->peer, c->peer_count);
}

static bool
row_carries(const struct sn__claim *claim, const sn_route *row)
{
	return touches(claim->side[SN_PEER], &row->destination, 1) &&
	       (row->kind != SN_ROUTE_POLICY ||
		   touches(claim->side[SN_LOCAL], &row->source, 1));
}

static void
claim_by_selectors(struct claiming *in, size_t at)
{
	const sn_connection *c = in->named[at];

	/* Selectors of everything say nothing: rows do. */
	if (c->routing_mode == SN_MODE_DESTINATION_ROUTING &&
	    in->old->connections > 1)
		return;
	for (size_t i = 0; i < in->n; i++)
		if (!in->claim[i].named && carries(&in->claim[i], c)) {
			in->owner[at] = (uint32_t)i;
			return;
		}
}

/* Rows tell whose a connection for everything is. */
static void
claim_by_rows(struct claiming *in)
{
	const sn_table *t = in->old->table;

	for (size_t k = 0; k < sn_table_size(t) && in->old->connections; k++) {
		const sn_route *row = &sn_table_rows(t)[k];
		sn_connection key = SN_CONNECTION_INIT;
		const sn_connection *c = &key, **found;
		const char *hop = sn_table_next_hop(t, row->next_hop);

		if (strlen(hop) >= sizeof(key.name))
			continue;
		memcpy(key.name, hop, strlen(hop) + 1);
		found = bsearch(&c, in->named, in->old->connections,
		    sizeof(*in->named), compare_named);
		if (!found || in->owner[found - in->named] != SN__UNCLAIMED)
			continue;
		for (size_t i = 0; i < in->n; i++)
			if (!in->claim[i].named &&
			    row_carries(&in->claim[i], row))
				in->owner[found - in->named] = (uint32_t)i;
	}
}

static void
claim_all(struct claiming *in)
{
	bool unnamed = false;

	for (size_t at = 0; at < in->old->connections; at++) {
		struct sn__claim *claim = claim_by_name(in, in->named[at]);

		in->owner[at] =
		    claim ? (uint32_t)(claim - in->claim) : SN__UNCLAIMED;
		if (claim)
			claim->named = true;
	}
	for (size_t i = 0; i < in->n; i++)
		/* NOLINTNEXTLINE(*core.NullDereference): there are n */
		unnamed |= !in->claim[i].named;
	for (size_t at = 0; unnamed && at < in->old->connections; at++)
		if (in->owner[at] == SN__UNCLAIMED)
			claim_by_selectors(in, at);
	if (unnamed)
		claim_by_rows(in);
}

/* Sorts claims and connections by name; false: out of memory. */
static bool
sort_names(struct claiming *in, const sn_alloc *alloc)
{
	size_t n = in->old->connections;

	in->based = sn__malloc(alloc, in->n, sizeof(*in->based));
	in->named = sn__malloc(alloc, n, sizeof(*in->named));
	in->owner = sn__malloc(alloc, n, sizeof(*in->owner));
	if (!in->based || !in->named || !in->owner)
		return false;
	for (size_t i = 0; i < in->n; i++)
		if (in->claim[i].base)
			in->based[in->based_count++] = &in->claim[i];
	if (in->based_count)
		qsort(in->based, in->based_count, sizeof(*in->based),
		    compare_bases);
	for (size_t i = 0; i < n; i++)
		in->named[i] = in->old->connection[i];
	if (n)
		qsort(in->named, n, sizeof(*in->named), compare_named);
	return true;
}

sn_status
sn__claim_connections(const sn_deployed *old, struct sn__claim *claim, size_t n,
    const sn_alloc *alloc, uint32_t *owner)
{
	struct claiming in = {.old = old, .claim = claim, .n = n};
	bool sorted = sort_names(&in, alloc);

	if (sorted && in.named && in.owner)
		claim_all(&in);
	for (size_t i = 0; sorted && i < old->connections; i++) {
		const sn_connection *c = old->connection[i], **found;

		/* NOLINTNEXTLINE(*core.NonNullParamChecker): it is sorted */
		found = bsearch(&c, in.named, old->connections,
		    sizeof(*in.named), compare_named);
		/* NOLINTNEXTLINE(*core.NullDereference): it is there */
		owner[i] = in.owner[found - in.named];
	}
	sn__free(alloc, in.based);
	sn__free(alloc, in.named);
	sn__free(alloc, in.owner);
	return sorted ? SN_OK : SN_ENOMEM;
}
