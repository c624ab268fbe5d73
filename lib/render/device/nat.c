/*
 * nat.c - what files of an end say of translations.
 */
#include "render/device/nat.h"

#include <stdlib.h>

void
sn__put_nat_file(
    sn__out *out, const sn_plan *plan, unsigned own, const char *mark)
{
	const sn_plan_view *v = sn_plan_get(plan);
	uint32_t end = own == SN_PEER ? SN_KIND_PEER : SN_KIND_GATEWAY;

	for (size_t i = 0; i < v->translation_count; i++)
		if (v->translations[i].at == end) {
			sn__out_format(out,
			    "%s\n"
			    "%s Addresses are translated at this end: the "
			    "selectors have what crosses\n"
			    "%s the tunnel, and the file of --format "
			    "nftables%s has to be loaded too.\n",
			    mark, mark, mark,
			    own == SN_PEER ? "" : " --end gateway");
			return;
		}
}

void
sn__put_nat_list(sn__out *out, const sn_plan *plan, char mark)
{
	const sn_plan_view *v = sn_plan_get(plan);
	bool any = false;

	for (size_t i = 0; i < v->translation_count; i++) {
		const sn_nat *t = &v->translations[i];
		bool own = t->side == SN_PEER;

		if (t->at != SN_KIND_PEER)
			continue;
		if (!any)
			sn__out_format(out,
			    "%c Addresses are translated at this end, and not "
			    "by this file:\n",
			    mark);
		any = true;
		sn__out_format(out, "%c   ", mark);
		sn__out_prefix(out, t->original);
		sn__out_text(
		    out, own ? " of this side is " : " of the other side is ");
		sn__out_prefix(out, t->translated);
		sn__out_text(out, own ? " there\n" : " here\n");
	}
	if (any)
		sn__out_format(out, "%c\n", mark);
}

sn_status
sn__nat_set(const sn_plan_view *v, unsigned s, bool images, sn_set **out)
{
	sn_prefix *p = calloc(v->translation_count + 1, sizeof(*p));
	size_t n = 0;
	sn_status status;

	if (!p)
		return SN_ENOMEM;
	for (size_t i = 0; i < v->translation_count; i++)
		if (v->translations[i].side == s)
			p[n++] = images ? v->translations[i].translated
					: v->translations[i].original;
	status = sn_set_from_prefixes(out, p, n, NULL);
	free(p);
	return status;
}

sn_status
sn__nat_passing(const sn_plan_view *v, unsigned s, sn_set **out)
{
	sn_set *crossing = NULL, *original = NULL;
	sn_status status = sn_set_from_prefixes(&crossing,
	    v->sides[s]->aggregates, v->sides[s]->aggregate_count, NULL);

	if (!status)
		status = sn__nat_set(v, s, false, &original);
	if (!status)
		status = sn_set_subtract(out, crossing, original);
	sn_set_free(crossing);
	sn_set_free(original);
	return status;
}
