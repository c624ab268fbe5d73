/*
 * diagnose_segments.c - the segments of both sides: those that are given, or
 * those that the selectors of both ends name.
 */
#include "base/bits.h"
#include "vpn/diagnose.h"

/* Segments of a side that selectors name: so many are looked at. */
enum { NAMED_MAX = 256 };

/* Prefixes, each once; those of IPv4 first. */
struct list {
	sn_prefix *p;
	size_t n;
	size_t n4;
	size_t capacity;
};

static sn_status
add_prefix(struct list *list, const sn_alloc *alloc, sn_prefix p)
{
	size_t at = p.family == SN_IPV4 ? list->n4 : list->n;

	for (size_t i = 0; i < list->n; i++)
		if (!sn_prefix_compare(list->p[i], p))
			return SN_OK;
	if (!sn__grow(
		alloc, &list->p, &list->capacity, list->n, sizeof(*list->p)))
		return SN_ENOMEM;
	memmove(list->p + at + 1, list->p + at, (list->n - at) * sizeof(p));
	list->p[at] = p;
	list->n++;
	list->n4 += p.family == SN_IPV4;
	return SN_OK;
}

/* The prefixes of a range, in order; everything is no segment. */
static sn_status
add_range(struct list *list, const sn_alloc *alloc, sn_range r)
{
	sn_builder *builder = NULL;
	sn_set *set = NULL;
	sn_set_iter it;
	sn_prefix p;
	const sn_builder_options how = {
	    .struct_size = sizeof(how), .alloc = alloc};
	sn_status status = sn_builder_new(&builder, &how);

	if (!status)
		status = sn_builder_add_range(builder, r);
	if (!status)
		status = sn_builder_build(&set, builder);
	sn_builder_free(builder);
	if (status)
		return status;
	sn_set_iter_init(&it, set, 0);
	while (!status && sn_set_iter_next_prefix(&it, &p))
		if (p.len > 0)
			status = add_prefix(list, alloc, p);
	sn_set_free(set);
	return status;
}

static sn_status
named_segments(struct sn__diagnosing *in, unsigned side, struct list *list)
{
	const sn_alloc *alloc = &in->d->alloc;
	sn_status status = SN_OK;

	for (unsigned e = 0; e < 2; e++) {
		const sn_ike_config *c = in->request->config[e];

		for (size_t i = 0; i < c->children; i++) {
			/* The peer's own local side is our peer side. */
			const struct sn__span *of =
			    &c->child[i].ts[e == SN_LOCAL ? side : !side];

			/* What stays out of the tunnel names no segments. */
			if (c->child[i].pass)
				continue;

			for (uint32_t k = 0;
			     k < of->n && !status && list->n < NAMED_MAX; k++) {
				sn_range r = c->ts[of->first + k].range;

				if (r.first.family)
					status = add_range(list, alloc, r);
			}
		}
	}
	return status;
}

/* Segments that have none of their family at the other side. */
static sn_status
note_alone(struct sn__diagnosing *in)
{
	const sn_diagnosis *d = in->d;
	sn_status status = SN_OK;

	for (unsigned side = 0; side < 2 && !status; side++) {
		size_t n4 = d->segment_count4[side];
		size_t n6 = d->segment_count[side] - n4;
		size_t others4 = d->segment_count4[!side];
		size_t others6 = d->segment_count[!side] - others4;

		if (!d->segment_count[side])
			status = sn__diagnosis_note(in->d,
			    "pairs were not looked at: no segments of the %s "
			    "side were given, and no selector names any",
			    sn_word(SN_WORD_SIDE, side));
		else if (d->segment_count[!side] &&
			 ((n4 && !others4) || (n6 && !others6)))
			status = sn__diagnosis_note(in->d,
			    "IPv%d segments of the %s side were not looked at: "
			    "the other side has none",
			    n4 && !others4 ? 4 : 6,
			    sn_word(SN_WORD_SIDE, side));
	}
	return status;
}

sn_status
sn__segments_of_ends(struct sn__diagnosing *in)
{
	const sn_diagnosis_request *r = in->request;
	sn_diagnosis *d = in->d;
	sn_status status = SN_OK;

	for (unsigned side = 0; side < 2 && !status; side++) {
		struct list list = {NULL, 0, 0, 0};

		for (size_t i = 0; i < r->segment_count[side] && !status; i++)
			status =
			    add_prefix(&list, &d->alloc, r->segments[side][i]);
		if (!status && !r->segment_count[side])
			status = named_segments(in, side, &list);
		if (!status && !r->segment_count[side] && list.n >= NAMED_MAX)
			status = sn__diagnosis_note(d,
			    "more segments than the first %d that selectors of "
			    "the %s side name were not looked at",
			    NAMED_MAX, sn_word(SN_WORD_SIDE, side));
		d->segments[side] = list.p;
		d->segment_count[side] = list.n;
		d->segment_count4[side] = list.n4;
		if (!status)
			status = sn_set_from_prefixes(
			    &in->segments[side], list.p, list.n, &d->alloc);
	}
	return status ? status : note_alone(in);
}
