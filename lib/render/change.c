/*
 * change.c - the way from what is deployed to a plan, as text and JSON.
 */
#include "render/findings.h"
#include "render/plan.h"

static void
put_step(sn__out *out, const sn_step *s)
{
	const sn_route *row = s->row;

	sn__out_text(out, sn_word(SN_WORD_STEP, s->kind));
	sn__out_char(out, ' ');
	if (s->connection) {
		sn__out_text(out, s->connection->name);
		if (s->kind == SN_STEP_DELETE_CONNECTION)
			return;
		sn__out_text(out, "  local ");
		sn__out_prefixes(
		    out, s->connection->local, s->connection->local_count);
		sn__out_text(out, "  peer ");
		sn__out_prefixes(
		    out, s->connection->peer, s->connection->peer_count);
		return;
	}
	if (row->kind == SN_ROUTE_POLICY) {
		sn__out_prefix(out, row->source);
		sn__out_text(out, " -> ");
	}
	sn__out_prefix(out, row->destination);
	sn__out_format(out, "  via %s", s->next_hop);
	if (row->kind == SN_ROUTE_POLICY)
		sn__out_format(out, "  priority %u", row->priority);
}

void
sn__change_text(const sn_plan_change *change, sn__out *out)
{
	const sn_plan_change_view *v = sn_plan_change_get(change);

	for (size_t i = 0; i < v->fate_count; i++)
		sn__out_format(out, "  %-12s  %s\n",
		    sn_word(SN_WORD_FATE, v->fates[i].fate),
		    v->fates[i].connection->name);
	for (size_t i = 0; i < v->step_count; i++) {
		sn__out_format(out, "  %3zu. ", i + 1);
		put_step(out, &v->steps[i]);
		sn__out_char(out, '\n');
	}
}

static void
put_connection(sn__json *j, const sn_connection *c)
{
	sn__json_string(j, "name", c->name);
	sn__json_string(j, "ike", sn_word(SN_WORD_IKE, c->ike));
	sn__json_string(
	    j, "routing_mode", sn_word(SN_WORD_MODE, c->routing_mode));
	sn__json_prefixes(j, "local", c->local, c->local_count);
	sn__json_prefixes(j, "peer", c->peer, c->peer_count);
}

static void
put_row(sn__json *j, const sn_step *s)
{
	const sn_route *row = s->row;
	bool policy = row->kind == SN_ROUTE_POLICY;

	sn__json_string(j, "table", sn_word(SN_WORD_ROUTE, row->kind));
	if (policy)
		sn__json_prefix(j, "source", row->source);
	sn__json_prefix(j, "destination", row->destination);
	sn__json_string(j, "next_hop", s->next_hop);
	sn__json_number(j, "weight", row->weight);
	if (policy)
		sn__json_number(j, "priority", row->priority);
}

void
sn__change_json(const sn_plan_change *change, sn__json *j)
{
	const sn_plan_change_view *v = sn_plan_change_get(change);

	sn__json_open(j, "change", '{', false);
	sn__json_open(j, "connections", '[', false);
	for (size_t i = 0; i < v->fate_count; i++) {
		sn__json_open(j, NULL, '{', true);
		sn__json_string(j, "name", v->fates[i].connection->name);
		sn__json_string(
		    j, "fate", sn_word(SN_WORD_FATE, v->fates[i].fate));
		sn__json_close(j, '}');
	}
	sn__json_close(j, ']');
	sn__json_open(j, "steps", '[', false);
	for (size_t i = 0; i < v->step_count; i++) {
		const sn_step *s = &v->steps[i];

		sn__json_open(j, NULL, '{', true);
		sn__json_string(j, "step", sn_word(SN_WORD_STEP, s->kind));
		if (s->connection)
			put_connection(j, s->connection);
		else
			put_row(j, s);
		sn__json_close(j, '}');
	}
	sn__json_close(j, ']');
	sn__findings_json(j, "advice", v->findings, v->finding_count);
	sn__json_close(j, '}');
}
