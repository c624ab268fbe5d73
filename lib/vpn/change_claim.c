/*
 * change_claim.c - what of a gateway is not the plan's: connections that carry
 * nothing of its segments and have none of its names, with their rows. They
 * are left alone, as part of what the plan leaves, unless they are to go.
 */
#include "vpn/change.h"
#include "vpn/claim.h"

#include <stdio.h>

enum { NAMED = 3 }; /* connections that are named in a sentence */

/* What each part of the plan claims. NULL: out of memory. */
static struct sn__claim *
make_claims(const sn_plan *plan, size_t n)
{
	struct sn__claim *claim = sn__calloc(&plan->alloc, n, sizeof(*claim));
	sn_status status = SN_OK;

	for (size_t i = 0; claim && i < n && !status; i++) {
		const sn_plan *part = sn_plan_part(plan, i);
		const sn_prefix *p[2];
		size_t count[2];

		for (unsigned s = 0; s < 2; s++) {
			p[s] = part->side[s]->aggregates;
			count[s] = part->side[s]->aggregate_count;
		}
		claim[i].base = part->connection;
		status = sn__claim_sides(&claim[i], p, count, &plan->alloc);
	}
	if (status) {
		sn__claims_free(claim, n, &plan->alloc);
		return NULL;
	}
	return claim;
}

static sn_status
claim(struct sn__changing *w)
{
	size_t n = sn_plan_get(w->plan)->part_count;
	const sn_alloc *a = &w->change->alloc;
	struct sn__claim *list = make_claims(w->plan, n);
	sn_status status = list ? SN_OK : SN_ENOMEM;

	if (!status)
		status = sn__claim_connections(w->old, list, n, a, w->owner);
	sn__claims_free(list, n, a);
	return status;
}

/* Leaves a connection alone: it is part of what there is afterwards. */
static sn_status
leave(struct sn__changing *w, const sn_connection *c, char *text, size_t size)
{
	size_t used = strlen(text);
	char peer[SN_PREFIX_TEXT_MAX];

	sn_prefix_format(peer, sizeof(peer), c->peer[0]);
	if (w->left++ < NAMED)
		snprintf(text + used, size - used, "%s%s, which carries %s%s",
		    used ? "; " : "", c->name, peer,
		    c->peer_count > 1 ? " and more" : "");
	return sn_deployed_add_connection(w->new, c);
}

/* Whether the rows to @next_hop are the plan's: it has such a connection now,
 * or had. */
static bool
is_ours(const struct sn__changing *w, const struct sn__names *planned,
    const char *next_hop)
{
	size_t old = sn__find_name(&w->old_names, next_hop);

	return old == SIZE_MAX ? sn__find_name(planned, next_hop) != SIZE_MAX
			       : w->owner[old] != SN__UNCLAIMED;
}

/* Leaves rows alone; *lost: one of those whose connection is not known. */
static sn_status
leave_rows(struct sn__changing *w, const sn_route **lost)
{
	const sn_table *t = w->old->table;
	struct sn__names planned = {NULL, 0};
	sn_status status = sn__sort_names(
	    &w->change->alloc, w->new->connection, w->planned, &planned);

	for (size_t i = 0; i < sn_table_size(t) && !status; i++) {
		const sn_route *row = &sn_table_rows(t)[i];
		const char *hop = sn_table_next_hop(t, row->next_hop);

		if (is_ours(w, &planned, hop))
			continue;
		status = sn_deployed_add_row(w->new, row, hop);
		if (sn__find_name(&w->old_names, hop) == SIZE_MAX)
			*lost = row;
	}
	sn__free(&w->change->alloc, planned.a);
	return status;
}

sn_status
sn__change_claim(struct sn__changing *w)
{
	char text[NAMED * (SN_CONNECTION_MAX + SN_PREFIX_TEXT_MAX + 32)] = "";
	char more[48] = "";
	const sn_route *lost = NULL;
	sn_status status;

	w->planned = w->new->connections;
	w->owner = sn__calloc(
	    &w->change->alloc, w->old->connections, sizeof(*w->owner));
	if (!w->owner)
		return SN_ENOMEM;
	status = claim(w);
	if (status || w->plan->replace)
		return status;
	for (size_t i = 0; i < w->old->connections && !status; i++)
		if (w->owner[i] == SN__UNCLAIMED)
			status =
			    leave(w, w->old->connection[i], text, sizeof(text));
	if (!status)
		status = leave_rows(w, &lost);
	if (!status && lost)
		status = sn__advise(&w->change->advice, "left-alone",
		    SN_SEVERITY_INFO, "",
		    "There are rows to %s, which is no connection here or of "
		    "the plan: left alone.",
		    sn_table_next_hop(w->old->table, lost->next_hop));
	if (status || !w->left)
		return status;
	if (w->left > NAMED)
		snprintf(more, sizeof(more), "; and %zu more", w->left - NAMED);
	return sn__advise(&w->change->advice, "left-alone", SN_SEVERITY_INFO,
	    "",
	    "Not of this plan, and left alone: %s%s. --replace deletes what "
	    "the plan does not have.",
	    text, more);
}
