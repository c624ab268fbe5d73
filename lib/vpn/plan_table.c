/*
 * plan_table.c - the blocks of a table of several parts: the rows of each part
 * with the numbers that they have got, and those of all parts.
 */
#include "vpn/parts.h"

/* A growing list of blocks. */
struct list {
	sn_alloc alloc;
	sn__block *a;
	size_t n;
	size_t capacity;
};

static sn_status
append(struct list *list, const sn__block *b)
{
	if (!sn__grow(&list->alloc, &list->a, &list->capacity, list->n,
		sizeof(*list->a)))
		return SN_ENOMEM;
	list->a[list->n++] = *b;
	return SN_OK;
}

/* An automatic row needs another number than the gateway gives it. */
static bool
gives_way(const sn__block *b, uint32_t number)
{
	return b->row.origin == SN_ORIGIN_AUTO && number &&
	       number != b->row.priority;
}

/* Appends rows of one number: those to delete, or those that are in force. */
static sn_status
append_rows(
    struct list *list, sn__block b, uint32_t number, bool gone, bool publish)
{
	bool own = gives_way(&b, number);

	if (gone) {
		b.row.action = SN_ACTION_DELETE;
		return own ? append(list, &b) : SN_OK;
	}
	if (number)
		b.row.priority = number;
	if (own) {
		b.row.action = SN_ACTION_ADD;
		b.row.origin = SN_ORIGIN_MANUAL;
		b.row.state = publish ? SN_STATE_PUBLISHED : SN_STATE_NORMAL;
	}
	return append(list, &b);
}

/* How many rows from @at on have the number of the first. */
static size_t
run_of(const uint32_t *number, size_t at, size_t end)
{
	size_t i = at;

	while (i < end && number[i] == number[at])
		i++;
	return i - at;
}

/* Appends a block in runs of one number: whole, or by source. */
static sn_status
append_block(struct sn__parts *w, struct list *list,
    const struct sn__owned_block *o, bool gone)
{
	const sn__block *b = &o->block;
	const uint32_t *number = w->number + o->first;
	bool publish = w->part[o->part].plan->publish;
	size_t n = (size_t)sn__block_size(b), m = b->destination_count;
	sn_status status = SN_OK;

	if (run_of(number, 0, n) == n)
		return append_rows(list, *b, number[0], gone, publish);
	for (size_t at = 0, run; at < n && !status; at += run) {
		sn__block part = *b;

		run = run_of(number, at, at - at % m + m);
		part.sources = &b->sources[at / m];
		part.source_count = 1;
		part.destinations = &b->destinations[at % m];
		part.destination_count = run;
		part.row.next_hop += b->numbered ? (uint32_t)at : 0;
		status = append_rows(list, part, number[at], gone, publish);
	}
	return status;
}

/* The rows that go: what the plan of the part says, and, where others share
 * its segments, all that the gateway installs. */
static sn_status
append_gone(struct list *list, const struct sn__site_part *p)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < p->plan->block_count && !status; i++) {
		sn__block b = p->plan->block[i];

		if (b.row.action != SN_ACTION_DELETE &&
		    !(p->shares && b.row.origin == SN_ORIGIN_AUTO))
			continue;
		b.row.action = SN_ACTION_DELETE;
		status = append(list, &b);
	}
	return status;
}

static sn_status
settle_part(struct sn__parts *w, uint32_t i)
{
	const struct sn__site_part *p = &w->part[i];
	struct list list = {.alloc = w->alloc};
	sn_status status = append_gone(&list, p);

	for (unsigned pass = 0; pass < 2; pass++)
		for (size_t k = p->first_block;
		     k < p->end_block && p->lookup != SN__BY_SELECTORS &&
		     !status;
		     k++)
			status =
			    append_block(w, &list, &w->block[k], pass == 0);
	if (!status && !list.a)
		list.a = sn__malloc(&w->alloc, 1, sizeof(*list.a));
	if (!list.a || status) {
		sn__free(&w->alloc, list.a);
		return SN_ENOMEM;
	}
	p->plan->settled = list.a;
	p->plan->settled_count = list.n;
	sn__plan_finish(p->plan);
	return SN_OK;
}

/* The rows of all parts, by kind. */
static sn_status
settle_whole(struct sn__parts *w)
{
	static const uint32_t kinds[] = {
	    SN_ROUTE_POLICY, SN_ROUTE_DESTINATION, SN_ROUTE_STATIC};
	struct list list = {.alloc = w->alloc};
	sn_status status = SN_OK;

	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; i < w->parts; i++) {
			const sn_plan *plan = w->part[i].plan;

			for (size_t j = 0; j < plan->settled_count && !status;
			     j++) {
				sn__block b = plan->settled[j];

				b.row.next_hop += (uint32_t)w->plan->first[i];
				if (b.row.kind == kinds[k])
					status = append(&list, &b);
			}
		}
	w->plan->settled = list.a;
	w->plan->settled_count = list.n;
	return status;
}

/* The whole keeps the lists of areas, where rows point into them. */
static sn_status
hold_areas(struct sn__parts *w)
{
	sn_plan *plan = w->plan;

	plan->held = sn__malloc(&w->alloc, 2 * w->areas, sizeof(sn_prefixes *));
	if (!plan->held)
		return SN_ENOMEM;
	for (size_t i = 0; i < w->areas; i++)
		for (unsigned s = 0; s < 2; s++) {
			plan->held[plan->helds++] = w->area[i].list[s];
			w->area[i].list[s] = NULL;
		}
	return SN_OK;
}

sn_status
sn__make_table(struct sn__parts *w)
{
	sn_status status = SN_OK;

	for (uint32_t i = 0; i < w->parts && !status; i++)
		status = settle_part(w, i);
	if (!status)
		status = settle_whole(w);
	return status ? status : hold_areas(w);
}
