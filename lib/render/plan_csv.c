/*
 * plan_csv.c - the policy-route rows as CSV, at the pace of memory.
 *
 * A block of routes is a product: sources times destinations. Everything
 * behind the source is the same for every source but for a running number, so
 * it is made once for each destination; a row is then two copies.
 */
#include <stdio.h>

#include "base/alloc.h"
#include "render/plan.h"

#define HEADER \
 "source,destination,next_hop,weight,priority,state,origin,action\n"

/* The parts of the rows of one destination. */
struct tail {
	uint8_t n;
	char text[SN_PREFIX_TEXT_MAX + 1]; /* ",destination," */
};

static void
put_row(sn__out *out, const char *source, size_t n, const struct tail *tail)
{
	char *p = sn__out_room(out, n + tail->n);

	memcpy(p, source, n);
	memcpy(p + n, tail->text, tail->n);
	out->n += n + tail->n;
}

/* The next hop and all behind it: "hop,100,10,normal,auto,keep\n". */
static size_t
put_rest(char *text, size_t size, const sn_route_block *b)
{
	int n = snprintf(text, size, ",%u,%u,%s,%s,%s\n", b->weight,
	    b->priority, sn_state_name(b->state), sn_origin_name(b->origin),
	    sn_action_name(b->action));

	return (size_t)n;
}

static void
put_block(sn__out *out, const sn_route_block *b, const struct tail *tail)
{
	char rest[64], hop[SN_NAME_MAX + 2], source[SN_PREFIX_TEXT_MAX];
	size_t rest_n = put_rest(rest, sizeof(rest), b);
	size_t hop_n = (size_t)snprintf(
	    hop, sizeof(hop), "%s%s", b->next_hop, b->number_from ? "-" : "");
	uint64_t number = b->number_from;

	for (size_t i = 0; i < b->source_count && !out->status; i++) {
		size_t n =
		    sn_prefix_format(source, sizeof(source), b->sources[i]);

		for (size_t j = 0; j < b->destination_count; j++) {
			put_row(out, source, n, &tail[j]);
			sn__out_bytes(out, hop, hop_n);
			if (b->number_from)
				sn__out_number(out, number++);
			sn__out_bytes(out, rest, rest_n);
		}
	}
}

sn_status
sn__plan_csv(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	(void)options;
	(void)error;
	sn__out_text(out, HEADER);
	for (size_t i = 0; i < sn_plan_policy_block_count(plan); i++) {
		const sn_route_block *b = sn_plan_policy_block(plan, i);
		struct tail *tail = calloc(b->destination_count, sizeof(*tail));

		if (!tail)
			return SN_ENOMEM;
		for (size_t j = 0; j < b->destination_count; j++) {
			size_t n = sn_prefix_format(tail[j].text + 1,
			    SN_PREFIX_TEXT_MAX, b->destinations[j]);

			tail[j].text[0] = ',';
			tail[j].text[n + 1] = ',';
			tail[j].n = (uint8_t)(n + 2);
		}
		put_block(out, b, tail);
		free(tail);
	}
	return SN_OK;
}
