/*
 * plan_areas.c - whose the pairs of segments are, in a plan of several parts.
 *
 * A site's pairs are one area: its local with its peer segments. Where a site
 * stands in for another, what both have is an area of its own, and the rest of
 * each falls into areas around it.
 */
#include "vpn/parts.h"

/* Pairs of sources and destinations, as sets. */
struct region {
	sn_set *side[2];
};

/* What two parts have in common. */
struct common {
	uint32_t part[2]; /* the primary, and the one that stands in */
	struct region region;
};

static void
free_region(struct region *r)
{
	sn_set_free(r->side[SN_LOCAL]);
	sn_set_free(r->side[SN_PEER]);
	*r = (struct region){{NULL, NULL}};
}

static bool
is_empty(const struct region *r)
{
	return sn_set_is_empty(r->side[SN_LOCAL]) ||
	       sn_set_is_empty(r->side[SN_PEER]);
}

/* What tells packets of a side apart: nothing, where rows have no source and
 * another part's may be the same. */
static const sn_prefix *
told_apart(const struct sn__parts *w, uint32_t part, unsigned s, size_t *n)
{
	const struct sn__site_part *p = &w->part[part];
	const sn_plan *plan = p->plan;

	if (s == SN_LOCAL && p->lookup == SN__BY_DESTINATION && !w->apart) {
		*n = 1;
		return &plan->everything;
	}
	if (plan->scheme == SN_SCHEME_PAIRS && !p->shares) {
		*n = plan->selector_count[s];
		return plan->selectors[s];
	}
	*n = plan->side[s]->aggregate_count;
	return plan->side[s]->aggregates;
}

/* Adds an area; takes both lists, also on an error. */
static sn_status
add_area(struct sn__parts *w, uint32_t part, uint32_t owner, uint32_t weight,
    sn_prefixes *const list[2])
{
	if (!sn__grow(&w->alloc, &w->area, &w->area_capacity, w->areas,
		sizeof(*w->area))) {
		sn_prefixes_free(list[SN_LOCAL]);
		sn_prefixes_free(list[SN_PEER]);
		return SN_ENOMEM;
	}
	w->area[w->areas++] = (struct sn__area){
	    part, owner, weight, 0, {list[SN_LOCAL], list[SN_PEER]}};
	return SN_OK;
}

static sn_status
add_whole(struct sn__parts *w, uint32_t part)
{
	sn_prefixes *list[2] = {NULL, NULL};
	sn_status status = SN_OK;

	for (unsigned s = 0; s < 2 && !status; s++) {
		size_t n;
		const sn_prefix *p = told_apart(w, part, s, &n);

		status = sn_prefixes_new(&list[s], p, n, &w->alloc);
	}
	if (status) {
		sn_prefixes_free(list[SN_LOCAL]);
		return status;
	}
	return add_area(w, part, part, 100, list);
}

static sn_status
add_region(struct sn__parts *w, uint32_t part, uint32_t owner, uint32_t weight,
    const struct region *r)
{
	sn_prefixes *list[2] = {NULL, NULL};
	sn_status status = SN_OK;

	if (is_empty(r))
		return SN_OK;
	for (unsigned s = 0; s < 2 && !status; s++)
		status = sn_prefixes_from_set(&list[s], r->side[s], 0);
	if (status) {
		sn_prefixes_free(list[SN_LOCAL]);
		return status;
	}
	return add_area(w, part, owner, weight, list);
}

static sn_status
whole_region(const struct sn__parts *w, uint32_t part, struct region *out)
{
	sn_status status = SN_OK;

	*out = (struct region){{NULL, NULL}};
	for (unsigned s = 0; s < 2 && !status; s++) {
		size_t n;
		const sn_prefix *p = told_apart(w, part, s, &n);

		status = sn_set_from_prefixes(&out->side[s], p, n, &w->alloc);
	}
	return status;
}

/* What both parts of @c have. */
static sn_status
find_common(const struct sn__parts *w, struct common *c)
{
	struct region r[2] = {{{NULL, NULL}}, {{NULL, NULL}}};
	sn_status status = whole_region(w, c->part[0], &r[0]);

	if (!status)
		status = whole_region(w, c->part[1], &r[1]);
	for (unsigned s = 0; s < 2 && !status; s++)
		status = sn_set_intersect(
		    &c->region.side[s], r[0].side[s], r[1].side[s]);
	free_region(&r[0]);
	free_region(&r[1]);
	return status;
}

/* Cuts @x out of @r: what is beside it by source, and by destination. */
static sn_status
cut(const struct region *r, const struct region *x, struct region out[2])
{
	const sn_set *l = r->side[SN_LOCAL], *p = r->side[SN_PEER];
	sn_status status;

	out[0] = out[1] = (struct region){{NULL, NULL}};
	status = sn_set_subtract(&out[0].side[SN_LOCAL], l, x->side[SN_LOCAL]);
	if (!status)
		status = sn_set_intersect(&out[0].side[SN_PEER], p, p);
	if (!status)
		status = sn_set_intersect(
		    &out[1].side[SN_LOCAL], l, x->side[SN_LOCAL]);
	if (!status)
		status =
		    sn_set_subtract(&out[1].side[SN_PEER], p, x->side[SN_PEER]);
	return status;
}

/* Regions that do not overlap. */
struct regions {
	struct region *a;
	size_t n;
	size_t capacity;
};

static void
free_regions(const sn_alloc *alloc, struct regions *list)
{
	for (size_t i = 0; i < list->n; i++)
		free_region(&list->a[i]);
	sn__free(alloc, list->a);
}

/* Takes a region, unless it is empty. */
static sn_status
append(const sn_alloc *alloc, struct regions *list, struct region r)
{
	if (is_empty(&r)) {
		free_region(&r);
		return SN_OK;
	}
	if (!sn__grow(
		alloc, &list->a, &list->capacity, list->n, sizeof(*list->a))) {
		free_region(&r);
		return SN_ENOMEM;
	}
	list->a[list->n++] = r;
	return SN_OK;
}

/* Cuts @x out of all regions of a list. */
static sn_status
cut_all(const sn_alloc *alloc, struct regions *list, const struct region *x)
{
	struct regions rest = {NULL, 0, 0};
	sn_status status = SN_OK;

	for (size_t i = 0; i < list->n && !status; i++) {
		struct region out[2];

		status = cut(&list->a[i], x, out);
		for (unsigned k = 0; k < 2; k++)
			if (status)
				free_region(&out[k]);
			else
				status = append(alloc, &rest, out[k]);
	}
	free_regions(alloc, list);
	*list = rest;
	return status;
}

/* The areas of a part of which others have some. */
static sn_status
add_rest(struct sn__parts *w, uint32_t part, const struct common *c, size_t n)
{
	struct regions list = {NULL, 0, 0};
	struct region whole;
	sn_status status = whole_region(w, part, &whole);

	if (status)
		free_region(&whole);
	else
		status = append(&w->alloc, &list, whole);
	for (size_t i = 0; i < n && !status; i++)
		if (c[i].part[0] == part || c[i].part[1] == part)
			status = cut_all(&w->alloc, &list, &c[i].region);
	for (size_t i = 0; i < list.n && !status; i++)
		status = add_region(w, part, part, 100, &list.a[i]);
	free_regions(&w->alloc, &list);
	return status;
}

/* What each part that stands in for another has in common with it. */
static sn_status
find_all_common(struct sn__parts *w, struct common *c, size_t *n)
{
	sn_status status = SN_OK;

	*n = 0;
	for (uint32_t i = 0; i < w->parts && !status; i++) {
		if (w->part[i].primary == UINT32_MAX)
			continue;
		c[*n].part[0] = w->part[i].primary;
		c[*n].part[1] = i;
		status = find_common(w, &c[(*n)++]);
	}
	return status;
}

/* A common area is one of each part: the other's rows have weight 0. */
static sn_status
add_common(struct sn__parts *w, const struct common *c)
{
	uint32_t owner = (uint32_t)w->parts + w->shared;
	sn_status status = add_region(w, c->part[0], owner, 100, &c->region);

	if (!status)
		status = add_region(w, c->part[1], owner, 0, &c->region);
	w->shared++;
	return status;
}

/* Finds whether rows of both kinds are there, and no two parts have a
 * destination in common that is looked up without a source. */
static sn_status
find_apart(struct sn__parts *w)
{
	sn_count sum = sn_count_from(0);
	bool policy = false;
	sn_set *all = NULL;
	sn_prefix *p;
	size_t n = 0;
	sn_status status;

	for (size_t i = 0; i < w->parts; i++) {
		policy |= w->part[i].lookup == SN__BY_POLICY;
		n += w->part[i].plan->side[SN_PEER]->aggregate_count;
	}
	w->apart = false;
	if (!policy)
		return SN_OK;
	p = sn__malloc(&w->alloc, n, sizeof(*p));
	if (!p)
		return SN_ENOMEM;
	n = 0;
	for (size_t i = 0; i < w->parts; i++) {
		const sn_side *s = w->part[i].plan->side[SN_PEER];

		if (w->part[i].lookup != SN__BY_DESTINATION)
			continue;
		memcpy(p + n, s->aggregates, s->aggregate_count * sizeof(*p));
		n += s->aggregate_count;
		sum = sn_count_add(
		    sum, sn__list_size(s->aggregates, s->aggregate_count));
	}
	status = sn_set_from_prefixes(&all, p, n, &w->alloc);
	sn__free(&w->alloc, p);
	if (!status)
		w->apart = !sn_count_compare(sum, sn_set_count(all, 0));
	sn_set_free(all);
	return status;
}

sn_status
sn__find_areas(struct sn__parts *w)
{
	struct common *c = sn__calloc(&w->alloc, w->parts, sizeof(*c));
	size_t n = 0;
	sn_status status = c ? find_apart(w) : SN_ENOMEM;

	if (!status)
		status = find_all_common(w, c, &n);
	for (uint32_t i = 0; i < w->parts && !status; i++)
		status =
		    w->part[i].shares ? add_rest(w, i, c, n) : add_whole(w, i);
	for (size_t i = 0; i < n && !status; i++)
		status = add_common(w, &c[i]);
	for (size_t i = 0; i < n; i++)
		free_region(&c[i].region);
	sn__free(&w->alloc, c);
	return status;
}

void
sn__free_areas(struct sn__parts *w)
{
	for (size_t i = 0; i < w->areas; i++) {
		sn_prefixes_free(w->area[i].list[SN_LOCAL]);
		sn_prefixes_free(w->area[i].list[SN_PEER]);
	}
	sn__free(&w->alloc, w->area);
	w->area = NULL;
	w->areas = w->area_capacity = 0;
	w->shared = 0;
}
