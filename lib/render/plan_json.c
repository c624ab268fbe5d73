/*
 * plan_json.c - a plan as JSON, version 1. Keys, their order and their
 * meaning are a contract; counts are decimal strings because they pass 2^53.
 */
#include "render/findings.h"
#include "render/plan.h"
#include "render/words.h"

static void
put_side(sn__json *j, const char *key, const sn_side *side)
{
	if (!side) {
		sn__json_string(j, key, NULL);
		return;
	}
	sn__json_open(j, key, '{', false);
	sn__json_prefixes(j, "segments", side->segments, side->segment_count);
	sn__json_prefixes(
	    j, "aggregates", side->aggregates, side->aggregate_count);
	sn__json_prefix(j, "common", side->common);
	sn__json_prefix(j, "selector", side->selector);
	sn__json_string(j, "verdict", sn_word(SN_WORD_VERDICT, side->verdict));
	sn__json_string(j, "reason", sn_word(SN_WORD_REASON, side->reason));
	sn__json_count(j, "extra_addresses", side->extra);
	sn__json_bool(j, "used", side->used != 0);
	sn__json_close(j, '}');
}

/* Whose connection @i is, in a plan of sites. */
static void
put_site(sn__json *j, const sn_plan *plan, uint64_t i)
{
	const sn_plan_view *v = sn_plan_get(plan);

	if (!v->parts[0].site)
		return;
	sn__json_string(j, "site", v->parts[sn_plan_part_of(plan, i)].site);
}

static void
put_connections(sn__json *j, const sn_plan *plan)
{
	sn_connection c = SN_CONNECTION_INIT;

	sn__json_open(j, "connections", '[', false);
	for (uint64_t i = 0; i < sn_plan_get(plan)->connection_count; i++) {
		if (sn_plan_connection(plan, i, &c) || j->out->status)
			break;
		sn__json_open(j, NULL, '{', true);
		sn__json_string(j, "name", c.name);
		sn__json_string(j, "ike", sn_word(SN_WORD_IKE, c.ike));
		sn__json_string(
		    j, "routing_mode", sn_word(SN_WORD_MODE, c.routing_mode));
		sn__json_prefixes(j, "local", c.local, c.local_count);
		sn__json_prefixes(j, "peer", c.peer, c.peer_count);
		if (c.tunnels)
			sn__json_number(j, "tunnels", c.tunnels);
		else
			sn__json_string(j, "tunnels", NULL);
		sn__json_number(j, "pairs", c.pairs);
		put_site(j, plan, i);
		sn__json_close(j, '}');
	}
	sn__json_close(j, ']');
}

static void
put_row(sn__json *j, const sn_plan *plan, const sn_route *row)
{
	bool policy = row->kind == SN_ROUTE_POLICY;
	char name[SN_CONNECTION_MAX];

	sn__json_open(j, NULL, '{', true);
	if (policy)
		sn__json_prefix(j, "source", row->source);
	sn__json_prefix(j, "destination", row->destination);
	sn__json_string(
	    j, "next_hop", sn_plan_connection_name(plan, row->next_hop, name));
	if (row->kind == SN_ROUTE_STATIC) {
		sn__json_string(
		    j, "where", sn__bit_word(SN_WORD_ROWS, row->where));
		sn__json_string(
		    j, "action", sn_word(SN_WORD_ACTION, row->action));
		put_site(j, plan, row->next_hop);
		sn__json_close(j, '}');
		return;
	}
	sn__json_number(j, "weight", row->weight);
	if (policy)
		sn__json_number(j, "priority", row->priority);
	sn__json_string(j, "state", sn_word(SN_WORD_STATE, row->state));
	if (policy)
		sn__json_string(
		    j, "origin", sn_word(SN_WORD_ORIGIN, row->origin));
	sn__json_string(j, "action", sn_word(SN_WORD_ACTION, row->action));
	put_site(j, plan, row->next_hop);
	sn__json_close(j, '}');
}

static void
put_rows(sn__json *j, const sn_plan *plan, const char *key, uint32_t kind)
{
	sn_plan_rows it;
	sn_route row;

	sn__json_open(j, key, '[', false);
	sn_plan_rows_init(&it, plan, kind);
	while (!j->out->status && sn_plan_rows_next(&it, &row))
		put_row(j, plan, &row);
	sn__json_close(j, ']');
}

static void
put_alternative(sn__json *j, const sn_alternative *a)
{
	sn__json_open(j, NULL, '{', true);
	sn__json_string(j, "scheme", sn_word(SN_WORD_SCHEME, a->scheme));
	sn__json_bool(j, "feasible", a->feasible != 0);
	if (a->feasible) {
		sn__json_number(j, "connections", a->connections);
		sn__json_number(j, "local_selectors", a->selectors[SN_LOCAL]);
		sn__json_number(j, "peer_selectors", a->selectors[SN_PEER]);
		sn__json_number(j, "rows_to_add", a->rows_to_add);
		sn__json_number(j, "rows_to_delete", a->rows_to_delete);
		sn__json_number(j, "rows_to_publish", a->rows_to_publish);
		sn__json_count(j, "extra_addresses", a->extra);
		sn__json_number(j, "extra_share", a->extra_share);
		sn__json_string(
		    j, "new_segment", sn_word(SN_WORD_GROWTH, a->new_segment));
	} else {
		sn__json_string(j, "why", a->why);
		sn__json_string(j, "remedy", *a->remedy ? a->remedy : NULL);
	}
	sn__json_close(j, '}');
}

/* Those of the only part; none of several. */
static void
put_alternatives(sn__json *j, const sn_part *part)
{
	sn__json_open(j, "alternatives", '[', false);
	for (size_t i = 0; part && i < part->alternative_count; i++)
		put_alternative(j, &part->alternatives[i]);
	sn__json_close(j, ']');
}

static void
put_proposal(sn__json *j, const sn_proposal *p)
{
	if (!p) {
		sn__json_string(j, "proposal", NULL);
		return;
	}
	sn__json_open(j, "proposal", '{', false);
	sn__json_string(j, "ike", sn_word(SN_WORD_IKE, p->ike));
	sn__json_string(j, "ike_encryption",
	    sn__bit_word(SN_WORD_ENCRYPTION, p->ike_encryption));
	sn__json_string(j, "ike_integrity",
	    sn__bit_word(SN_WORD_INTEGRITY, p->ike_integrity));
	sn__json_string(j, "ike_dh", sn_word(SN_WORD_GROUP, p->ike_dh));
	sn__json_signed(j, "ike_lifetime", p->ike_lifetime);
	sn__json_string(j, "esp_encryption",
	    sn__bit_word(SN_WORD_ENCRYPTION, p->esp_encryption));
	sn__json_string(j, "esp_integrity",
	    sn__bit_word(SN_WORD_INTEGRITY, p->esp_integrity));
	sn__json_string(j, "pfs", sn_word(SN_WORD_GROUP, p->pfs));
	sn__json_signed(j, "ipsec_lifetime", p->ipsec_lifetime);
	sn__json_signed(j, "volume_lifetime", p->volume_lifetime);
	sn__json_string(j, "dpd", sn_word(SN_WORD_DPD, p->dpd));
	sn__json_close(j, '}');
}

/* What a part of several has, and the only one of a plan has at its top. */
static void
put_more(sn__json *j, const sn_part *p)
{
	sn__json_string(j, "connection", p->connection);
	sn__json_string(j, "standby_of", p->standby_of);
	put_proposal(j, p->proposal);
}

static void
put_translation(sn__json *j, const sn_nat *t, const char *site)
{
	sn__json_open(j, NULL, '{', true);
	sn__json_string(j, "side", sn_word(SN_WORD_SIDE, t->side));
	sn__json_prefix(j, "original", t->original);
	sn__json_prefix(j, "translated", t->translated);
	sn__json_string(j, "at", sn_word(SN_WORD_KIND, t->at));
	if (site)
		sn__json_string(j, "site", site);
	sn__json_close(j, '}');
}

/* Those of all parts. */
static void
put_translations(sn__json *j, const sn_plan *plan)
{
	const sn_plan *part;

	sn__json_open(j, "translations", '[', false);
	for (size_t i = 0; (part = sn_plan_part(plan, i)) != NULL; i++) {
		const sn_plan_view *v = sn_plan_get(part);

		for (size_t k = 0; k < v->translation_count; k++)
			put_translation(
			    j, &v->translations[k], v->parts[0].site);
	}
	sn__json_close(j, ']');
}

/* What stays out of the tunnel at each side's end. */
static void
put_bypass(sn__json *j, const sn_plan_view *v)
{
	sn__json_open(j, "bypass", '{', false);
	for (unsigned s = 0; s < 2; s++)
		sn__json_prefixes(j, sn_word(SN_WORD_SIDE, s), v->bypass[s],
		    v->bypass_count[s]);
	sn__json_close(j, '}');
}

static void
put_parts(sn__json *j, const sn_plan_view *v)
{
	sn__json_open(j, "sites", '[', false);
	for (size_t i = 0; i < v->part_count; i++) {
		const sn_part *p = &v->parts[i];

		sn__json_open(j, NULL, '{', false);
		sn__json_string(j, "name", p->site);
		sn__json_string(
		    j, "family", p->family == SN_IPV6 ? "ipv6" : "ipv4");
		sn__json_string(j, "peer_device", p->peer_device->name);
		put_side(j, "local", p->sides[SN_LOCAL]);
		put_side(j, "peer", p->sides[SN_PEER]);
		sn__json_string(
		    j, "scheme", sn_word(SN_WORD_SCHEME, p->scheme));
		put_alternatives(j, p);
		if (p->site || v->part_count > 1)
			put_more(j, p);
		sn__json_close(j, '}');
	}
	sn__json_close(j, ']');
}

sn_status
sn__plan_json(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);
	sn__json j;

	(void)error;
	sn__json_begin(&j, out);
	sn__json_open(&j, NULL, '{', false);
	sn__json_number(&j, "version", 1);
	sn__json_string(&j, "scheme",
	    v->scheme == SN_SCHEME_AUTO ? NULL
					: sn_word(SN_WORD_SCHEME, v->scheme));
	put_side(&j, "local", v->sides[SN_LOCAL]);
	put_side(&j, "peer", v->sides[SN_PEER]);
	put_connections(&j, plan);
	put_rows(&j, plan, "policy_routes", SN_ROUTE_POLICY);
	put_rows(&j, plan, "destination_routes", SN_ROUTE_DESTINATION);
	sn__findings_json(&j, "advice", v->findings, v->finding_count);
	put_rows(&j, plan, "static_routes", SN_ROUTE_STATIC);
	put_alternatives(&j, v->part_count == 1 ? &v->parts[0] : NULL);
	put_proposal(&j, v->proposal);
	put_translations(&j, plan);
	put_parts(&j, v);
	if (v->bypass_count[SN_LOCAL] || v->bypass_count[SN_PEER])
		put_bypass(&j, v);
	if (v->number_given)
		sn__json_number(&j, "number_base", v->number_base);
	if (options->change)
		sn__change_json(options->change, &j);
	sn__json_close(&j, '}');
	sn__json_end(&j);
	return SN_OK;
}
