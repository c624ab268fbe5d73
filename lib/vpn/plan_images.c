/*
 * plan_images.c - what the translation of one part of a plan must not touch of
 * the others: their segments, and their images.
 */
#include "vpn/deployed.h"
#include "vpn/parts.h"

#include <stdio.h>

sn_status
sn__take_segments(struct sn__parts *w)
{
	size_t n = 0, at = 0;
	sn_prefix *p;
	sn_status status;

	for (size_t i = 0; i < w->parts; i++)
		n += w->part[i].request.local_count +
		     w->part[i].request.peer_count;
	p = sn__malloc(&w->alloc, n, sizeof(*p));
	if (!p)
		return SN_ENOMEM;
	for (size_t i = 0; i < w->parts; i++) {
		const sn_plan_request *r = &w->part[i].request;

		memcpy(p + at, r->local, r->local_count * sizeof(*p));
		at += r->local_count;
		memcpy(p + at, r->peer, r->peer_count * sizeof(*p));
		at += r->peer_count;
	}
	status = sn_set_from_prefixes(&w->taken, p, n, &w->alloc);
	sn__free(&w->alloc, p);
	return status;
}

/* Adds @p to what no image may touch, or takes it away. */
static sn_status
change(struct sn__parts *w, const sn_prefix *p, size_t n, bool back)
{
	sn_set *these = NULL, *all = NULL;
	sn_status status = sn_set_from_prefixes(&these, p, n, &w->alloc);

	if (!status)
		status = back ? sn_set_subtract(&all, w->taken, these)
			      : sn_set_union(&all, w->taken, these);
	sn_set_free(these);
	if (status)
		return status;
	sn_set_free(w->taken);
	w->taken = all;
	return SN_OK;
}

/* The same with the images of a part. */
static sn_status
change_images(struct sn__parts *w, const sn_plan *plan, bool back)
{
	sn_prefix *p;
	sn_status status;

	if (!plan || !plan->nats)
		return SN_OK;
	p = sn__malloc(&w->alloc, plan->nats, sizeof(*p));
	if (!p)
		return SN_ENOMEM;
	for (size_t i = 0; i < plan->nats; i++)
		p[i] = plan->nat[i].translated;
	status = change(w, p, plan->nats, back);
	sn__free(&w->alloc, p);
	return status;
}

bool
sn__has_images(const struct sn__site_part *p)
{
	return p->used && p->used->nats;
}

sn_status
sn__take_images(struct sn__parts *w, struct sn__site_part *p)
{
	for (size_t i = 0; p->site && i < p->plan->nats; i++)
		snprintf(p->plan->nat[i].site, sizeof(p->plan->nat[i].site),
		    "%s", p->site->name);
	return change_images(w, p->plan, false);
}

sn_status
sn__forget_part(struct sn__parts *w, struct sn__site_part *p)
{
	sn_status status = change_images(w, p->plan, true);

	sn_plan_free(p->plan);
	p->plan = NULL;
	p->again = false;
	p->among.taken = w->taken;
	return status;
}

sn_status
sn__keep_images(struct sn__site_part *p, const sn_deployed *from)
{
	const char *site = p->site ? p->site->name : "";
	sn_status status = SN_OK;

	for (size_t i = 0; i < from->nats && !status; i++)
		if (!*from->nat[i].site || !strcmp(from->nat[i].site, site))
			status = sn_deployed_add_nat(p->used, &from->nat[i]);
	return status;
}
