/*
 * plan_csv.c - the rows of all tables as CSV, at the pace of memory.
 *
 * A block of rows is a product: sources times destinations. The text of a
 * prefix is made once and not for each row; a row is then copies of them, the
 * name of its next hop, and what all rows have in common. A column says which
 * table a row is of where there are others than policy routes; those have no
 * source and no priority.
 */
#include <stdio.h>

#include "base/alloc.h"
#include "render/plan.h"
#include "vpn/block.h"

#define HEADER "source,destination,next_hop,weight,priority,state,origin,action"

/* The parts of the rows of one destination. */
struct tail {
	uint8_t n;
	char text[SN_PREFIX_TEXT_MAX + 1]; /* ",destination," */
};

static void
put_row(sn__out *out, const char *source, size_t n, const struct tail *tail)
{
	char *p = sn__out_space(out, n + tail->n);

	memcpy(p, source, n);
	memcpy(p + n, tail->text, tail->n);
	out->n += n + tail->n;
}

/* What follows the next hop: ",100,10,normal,auto,keep\n". */
static size_t
put_rest(char *text, size_t size, const sn_route *row, bool kinds)
{
	const char *action = sn_word(SN_WORD_ACTION, row->action);
	const char *state = sn_word(SN_WORD_STATE, row->state);
	int n;

	if (row->kind == SN_ROUTE_POLICY)
		n = snprintf(text, size, ",%u,%u,%s,%s,%s%s\n", row->weight,
		    row->priority, state, sn_word(SN_WORD_ORIGIN, row->origin),
		    action, kinds ? ",policy" : "");
	else if (row->kind == SN_ROUTE_DESTINATION)
		n = snprintf(text, size, ",%u,,%s,,%s,destination\n",
		    row->weight, state, action);
	else
		n = snprintf(text, size, ",,,,,%s,static\n", action);
	return (size_t)n;
}

/* The rows of @b, a product: a row is the parts of its two prefixes, its next
 * hop and what all have in common. */
static void
put_block(sn__out *out, const sn_plan *plan, const sn__block *b,
    const struct tail *tail, bool kinds)
{
	char rest[64], source[SN_PREFIX_TEXT_MAX];
	size_t rest_n = put_rest(rest, sizeof(rest), &b->row, kinds);
	bool policy = b->row.kind == SN_ROUTE_POLICY;
	uint64_t hop = b->row.next_hop;

	for (size_t i = 0; i < b->source_count && !out->status; i++) {
		size_t n = policy ? sn_prefix_format(
					source, sizeof(source), b->sources[i])
				  : 0;

		for (size_t j = 0; j < b->destination_count; j++) {
			char *name;

			put_row(out, source, n, &tail[j]);
			name = sn__out_space(out, SN_CONNECTION_MAX);
			out->n += sn__put_connection_name(plan, hop, name);
			hop += b->numbered;
			sn__out_bytes(out, rest, rest_n);
		}
	}
}

sn_status
sn__plan_csv(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	const sn__block *b;
	bool kinds = false;

	(void)options;
	(void)error;
	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++)
		kinds |= b->row.kind != SN_ROUTE_POLICY;
	sn__out_text(out, kinds ? HEADER ",kind\n" : HEADER "\n");
	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++) {
		struct tail *tail;

		tail = calloc(b->destination_count, sizeof(*tail));
		if (!tail)
			return SN_ENOMEM;
		for (size_t j = 0; j < b->destination_count; j++) {
			size_t n = sn_prefix_format(tail[j].text + 1,
			    SN_PREFIX_TEXT_MAX, b->destinations[j]);

			tail[j].text[0] = ',';
			tail[j].text[n + 1] = ',';
			tail[j].n = (uint8_t)(n + 2);
		}
		put_block(out, plan, b, tail, kinds);
		free(tail);
	}
	return SN_OK;
}
