/*
 * change_part.c - what of a change is about one part of its plan.
 */
#include "vpn/change_part.h"

#include "vpn/change.h"

/* Takes all findings but those about connections of other parts: of those that
 * renegotiate, each has one, in their order. */
static sn_status
take_findings(sn_plan_change *out, const sn_plan_change *change, uint32_t part)
{
	sn_status status = SN_OK;
	size_t fate = 0;

	for (size_t i = 0; i < change->advice.n && !status; i++) {
		const sn_finding *f = &change->advice.a[i];

		if (!strcmp(f->code, SN__RENEGOTIATES)) {
			while (change->fate[fate].fate != SN_FATE_RENEGOTIATED)
				fate++;
			if (change->fate[fate++].part != part)
				continue;
		}
		status = sn__finding_add(&out->advice, f);
	}
	if (!status && !out->steps && change->steps)
		status = sn__say_nothing_to_do(out);
	return status;
}

sn_status
sn__change_of_part(
    sn_plan_change **out, const sn_plan_change *change, uint32_t part)
{
	const sn_alloc *a = &change->alloc;
	sn_plan_change *c = sn__calloc(a, 1, sizeof(*c));
	sn_status status = SN_ENOMEM;

	if (!c)
		return status;
	c->alloc = c->advice.alloc = *a;
	c->view = change->view;
	c->step = sn__malloc(a, change->steps, sizeof(*c->step));
	c->fate = sn__malloc(a, change->fates, sizeof(*c->fate));
	if (c->step && c->fate) {
		for (size_t i = 0; i < change->steps; i++)
			if (change->step[i].part == part)
				c->step[c->steps++] = change->step[i];
		for (size_t i = 0; i < change->fates; i++)
			if (change->fate[i].part == part)
				c->fate[c->fates++] = change->fate[i];
		status = take_findings(c, change, part);
	}
	if (status) {
		sn_plan_change_free(c);
		return status;
	}
	sn__change_show(c);
	*out = c;
	return SN_OK;
}
