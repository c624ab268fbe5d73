/*
 * plan_json.c - a plan as JSON, version 1. Keys, their order and their
 * meaning are a contract; counts are decimal strings because they pass 2^53.
 */
#include <stdio.h>

#include "render/json.h"
#include "render/plan.h"

enum { NAME_ROOM = SN_NAME_MAX + 24 };

static void
put_prefixes(sn__json *j, const char *key, const sn_prefix *p, size_t n)
{
	sn__json_key(j, key);
	sn__json_open(j, '[', true);
	for (size_t i = 0; i < n; i++)
		sn__json_prefix(j, p[i]);
	sn__json_close(j, ']');
}

static void
put_side(sn__json *j, const char *key, const sn_side *side)
{
	sn__json_key(j, key);
	sn__json_open(j, '{', false);
	put_prefixes(j, "segments", side->segments, side->segment_count);
	put_prefixes(j, "aggregates", side->aggregates, side->aggregate_count);
	sn__json_key(j, "common");
	sn__json_prefix(j, side->common);
	sn__json_key(j, "selector");
	sn__json_prefix(j, side->selector);
	sn__json_key(j, "verdict");
	sn__json_string(j, sn_verdict_name(side->verdict));
	sn__json_key(j, "reason");
	sn__json_string(j, sn_reason_name(side->reason));
	sn__json_key(j, "extra_addresses");
	sn__json_count(j, side->extra);
	sn__json_close(j, '}');
}

static void
put_connections(sn__json *j, const sn_plan *plan)
{
	sn_connection c;

	sn__json_key(j, "connections");
	sn__json_open(j, '[', false);
	for (uint64_t i = 0; i < sn_plan_connection_count(plan); i++) {
		if (sn_plan_connection(plan, i, &c) || j->out->status)
			break;
		sn__json_open(j, '{', true);
		sn__json_key(j, "name");
		sn__json_string(j, c.name);
		sn__json_key(j, "ike");
		sn__json_string(j, sn_ike_name(c.ike));
		sn__json_key(j, "routing_mode");
		sn__json_string(j, sn_mode_name(c.routing_mode));
		put_prefixes(j, "local", c.local, c.local_count);
		put_prefixes(j, "peer", c.peer, c.peer_count);
		sn__json_close(j, '}');
	}
	sn__json_close(j, ']');
}

static void
put_row(sn__json *j, const sn_route_block *b, size_t row)
{
	const sn_prefix *to = &b->destinations[row % b->destination_count];
	char name[NAME_ROOM];

	sn__json_open(j, '{', true);
	if (b->sources) {
		sn__json_key(j, "source");
		sn__json_prefix(j, b->sources[row / b->destination_count]);
	}
	sn__json_key(j, "destination");
	sn__json_prefix(j, *to);
	sn__json_key(j, "next_hop");
	if (b->number_from) {
		snprintf(name, sizeof(name), "%s-%llu", b->next_hop,
		    (unsigned long long)(b->number_from + row));
		sn__json_string(j, name);
	} else {
		sn__json_string(j, b->next_hop);
	}
	sn__json_key(j, "weight");
	sn__json_number(j, b->weight);
	if (b->sources) {
		sn__json_key(j, "priority");
		sn__json_number(j, b->priority);
	}
	sn__json_key(j, "state");
	sn__json_string(j, sn_state_name(b->state));
	if (b->sources) {
		sn__json_key(j, "origin");
		sn__json_string(j, sn_origin_name(b->origin));
	}
	sn__json_key(j, "action");
	sn__json_string(j, sn_action_name(b->action));
	sn__json_close(j, '}');
}

static void
put_rows(sn__json *j, const sn_route_block *b)
{
	size_t rows = b->source_count * b->destination_count;

	for (size_t row = 0; row < rows && !j->out->status; row++)
		put_row(j, b, row);
}

void
sn__json_advice(sn__json *j, const sn_finding *a)
{
	sn__json_open(j, '{', true);
	sn__json_key(j, "code");
	sn__json_string(j, a->code);
	sn__json_key(j, "severity");
	sn__json_string(j, sn_severity_name(a->severity));
	sn__json_key(j, "text");
	sn__json_string(j, a->text);
	sn__json_close(j, '}');
}

static void
put_advice(sn__json *j, const sn_plan *plan)
{
	sn__json_key(j, "advice");
	sn__json_open(j, '[', false);
	for (size_t i = 0; i < sn_plan_advice_count(plan); i++)
		sn__json_advice(j, sn_plan_advice(plan, i));
	sn__json_close(j, ']');
}

sn_status
sn__plan_json(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	sn__json j;

	(void)error;
	sn__json_begin(&j, out);
	sn__json_open(&j, '{', false);
	sn__json_key(&j, "version");
	sn__json_number(&j, 1);
	sn__json_key(&j, "scheme");
	sn__json_string(&j, sn_scheme_name(sn_plan_scheme(plan)));
	put_side(&j, "local", sn_plan_side(plan, SN_LOCAL));
	put_side(&j, "peer", sn_plan_side(plan, SN_PEER));
	put_connections(&j, plan);
	sn__json_key(&j, "policy_routes");
	sn__json_open(&j, '[', false);
	for (size_t i = 0; i < sn_plan_policy_block_count(plan); i++)
		put_rows(&j, sn_plan_policy_block(plan, i));
	sn__json_close(&j, ']');
	sn__json_key(&j, "destination_routes");
	sn__json_open(&j, '[', false);
	for (size_t i = 0; i < sn_plan_destination_block_count(plan); i++)
		put_rows(&j, sn_plan_destination_block(plan, i));
	sn__json_close(&j, ']');
	put_advice(&j, plan);
	if (options->change) {
		sn__json_key(&j, "change");
		sn__change_json(options->change, &j);
	}
	sn__json_close(&j, '}');
	sn__json_end(&j);
	return SN_OK;
}
