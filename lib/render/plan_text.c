/*
 * plan_text.c - a plan as a network engineer reads it: both sides with their
 * verdicts, the connections, the route tables with what to keep, delete and
 * add, and the advice, most important first.
 */
#include <stdio.h>

#include "render/plan.h"

enum { WIDTH = 79, INDENT = 2, SHOWN = 20 };

struct text {
	sn__out *out;
	bool colour;
};

static const char bold[] = "\033[1m", plain[] = "\033[0m";

static void
colour(const struct text *t, const char *code)
{
	if (t->colour)
		sn__out_text(t->out, code);
}

static void
heading(const struct text *t, const char *title)
{
	sn__out_char(t->out, '\n');
	colour(t, bold);
	sn__out_text(t->out, title);
	colour(t, plain);
	sn__out_char(t->out, '\n');
}

/* @text, then spaces up to @width, and two more. */
static void
cell(const struct text *t, const char *text, size_t width)
{
	size_t n = strlen(text);

	sn__out_text(t->out, text);
	sn__out_spaces(t->out, (n < width ? width - n : 0) + 2);
}

/* Words of @text in lines of WIDTH, each indented. */
static void
wrap(const struct text *t, const char *text, size_t indent)
{
	size_t column = 0;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (column && column + 1 + n <= WIDTH) {
			sn__out_char(t->out, ' ');
			column++;
		} else {
			if (column)
				sn__out_char(t->out, '\n');
			sn__out_spaces(t->out, indent);
			column = indent;
		}
		sn__out_bytes(t->out, text, n);
		column += n;
		text += n + strspn(text + n, " ");
	}
	sn__out_char(t->out, '\n');
}

/* A list of prefixes, the first SHOWN of them. */
static void
put_list(const struct text *t, const char *name, const sn_prefix *p, size_t n)
{
	sn__out_format(t->out, "  %-11s", name);
	for (size_t i = 0; i < n && i < SHOWN; i++) {
		sn__out_text(t->out, i ? i % 4 ? "  " : "\n             " : "");
		sn__out_prefix(t->out, p[i]);
	}
	if (n > SHOWN)
		sn__out_format(
		    t->out, "\n             and %zu more", n - SHOWN);
	sn__out_char(t->out, '\n');
}

static void
put_verdict(const struct text *t, const sn_side *side)
{
	char extra[SN_COUNT_TEXT_MAX], common[SN_PREFIX_TEXT_MAX];

	sn_count_format(extra, sizeof(extra), side->extra);
	sn_prefix_format(common, sizeof(common), side->common);
	sn__out_format(t->out, "  %-11s", "verdict");
	colour(t, side->verdict == SN_VERDICT_DEFAULT_ROUTE ? "\033[33m" : "");
	sn__out_text(t->out, sn_verdict_name(side->verdict));
	colour(t, plain);
	switch (side->verdict) {
	case SN_VERDICT_EXACT:
		sn__out_text(t->out, ": one prefix, nothing extra\n");
		break;
	case SN_VERDICT_SUPERNET:
		sn__out_format(t->out, ": %s extra addresses\n", extra);
		break;
	default:
		sn__out_format(t->out, ": %s (the common supernet is %s)\n",
		    sn_reason_name(side->reason), common);
		break;
	}
}

static void
put_side(const struct text *t, const char *title, const sn_side *side)
{
	heading(t, title);
	put_list(t, "segments", side->segments, side->segment_count);
	if (side->aggregate_count != side->segment_count)
		put_list(
		    t, "aggregates", side->aggregates, side->aggregate_count);
	put_list(t, "selector", &side->selector, 1);
	put_verdict(t, side);
}

static void
put_connection(const struct text *t, const sn_connection *c)
{
	sn__out_format(t->out, "  %s  IKE%s  %s\n", c->name,
	    sn_ike_name(c->ike), sn_mode_name(c->routing_mode));
	sn__out_text(t->out, "  ");
	put_list(t, "local", c->local, c->local_count);
	sn__out_text(t->out, "  ");
	put_list(t, "peer", c->peer, c->peer_count);
}

static void
put_connections(const struct text *t, const sn_plan *plan)
{
	uint64_t n = sn_plan_connection_count(plan);
	sn_connection c;

	heading(t, n == 1 ? "Connection" : "Connections");
	for (uint64_t i = 0; i < n && i < SHOWN; i++)
		if (!sn_plan_connection(plan, i, &c))
			put_connection(t, &c);
	if (n > SHOWN)
		sn__out_format(t->out,
		    "  and %llu more: one for each local x peer pair\n",
		    (unsigned long long)(n - SHOWN));
}

/* Widths of the columns that vary. */
struct widths {
	size_t source;
	size_t destination;
	size_t next_hop;
};

static void
widen(size_t *width, const sn_prefix *p, size_t n)
{
	for (size_t i = 0; p && i < n; i++) {
		size_t w = sn_prefix_format(NULL, 0, p[i]);

		if (w > *width)
			*width = w;
	}
}

static void
measure(struct widths *w, const sn_route_block *b)
{
	char number[24];
	uint64_t last =
	    b->number_from + b->source_count * b->destination_count - 1;
	size_t hop = strlen(b->next_hop);

	if (b->number_from)
		hop += 1 + (size_t)snprintf(number, sizeof(number), "%llu",
			       (unsigned long long)last);
	widen(&w->source, b->sources, b->source_count);
	widen(&w->destination, b->destinations, b->destination_count);
	if (hop > w->next_hop)
		w->next_hop = hop;
}

static const char *
action_colour(unsigned action)
{
	return action == SN_ACTION_DELETE ? "\033[31m"
	       : action == SN_ACTION_ADD  ? "\033[32m"
					  : "";
}

static void
put_row(const struct text *t, const struct widths *w, const sn_route_block *b,
    size_t row)
{
	char text[SN_NAME_MAX + 32];

	sn__out_text(t->out, "  ");
	colour(t, action_colour(b->action));
	cell(t, sn_action_name(b->action), 6);
	colour(t, plain);
	if (b->sources) {
		sn_prefix_format(
		    text, sizeof(text), b->sources[row / b->destination_count]);
		cell(t, text, w->source);
	}
	sn_prefix_format(
	    text, sizeof(text), b->destinations[row % b->destination_count]);
	cell(t, text, w->destination);
	if (b->number_from)
		snprintf(text, sizeof(text), "%s-%llu", b->next_hop,
		    (unsigned long long)(b->number_from + row));
	cell(t, b->number_from ? text : b->next_hop, w->next_hop);
	sn__out_format(t->out, "%6u  ", b->weight);
	if (b->sources)
		sn__out_format(t->out, "%8u  ", b->priority);
	sn__out_format(t->out, "%-6s", sn_state_name(b->state));
	if (b->sources)
		sn__out_format(t->out, "  %s", sn_origin_name(b->origin));
	sn__out_char(t->out, '\n');
}

typedef const sn_route_block *block_at(const sn_plan *plan, size_t i);

static void
put_table(
    const struct text *t, const char *title, const sn_plan *plan, block_at *at)
{
	struct widths w = {6, 11, 8};
	const sn_route_block *b;
	bool policy = false;

	if (!at(plan, 0))
		return;
	for (size_t i = 0; (b = at(plan, i)); i++) {
		measure(&w, b);
		policy |= b->sources != NULL;
	}
	heading(t, title);
	sn__out_text(t->out, "  ");
	cell(t, "ACTION", 6);
	if (policy)
		cell(t, "SOURCE", w.source);
	cell(t, "DESTINATION", w.destination);
	cell(t, "NEXT HOP", w.next_hop);
	sn__out_format(t->out, "WEIGHT  %s%s\n", policy ? "PRIORITY  " : "",
	    policy ? "STATE   ORIGIN" : "STATE");
	for (size_t i = 0; (b = at(plan, i)); i++)
		for (size_t row = 0;
		     row < b->source_count * b->destination_count &&
		     !t->out->status;
		     row++)
			put_row(t, &w, b, row);
}

static const char *
severity_colour(unsigned severity)
{
	switch (severity) {
	case SN_SEVERITY_ERROR:
		return "\033[31m";
	case SN_SEVERITY_WARNING:
		return "\033[33m";
	case SN_SEVERITY_ACTION:
		return "\033[36m";
	default:
		return "";
	}
}

static void
put_advice(const struct text *t, const sn_plan *plan)
{
	heading(t, "Advice");
	for (size_t i = 0; i < sn_plan_advice_count(plan); i++) {
		const sn_finding *a = sn_plan_advice(plan, i);

		sn__out_text(t->out, "  ");
		colour(t, severity_colour(a->severity));
		sn__out_text(t->out, sn_severity_name(a->severity));
		colour(t, plain);
		sn__out_format(t->out, ": %s\n", a->code);
		wrap(t, a->text, (size_t)2 * INDENT);
	}
}

sn_status
sn__plan_text(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	struct text t = {out, options->colour != 0};
	unsigned scheme = sn_plan_scheme(plan);

	(void)error;
	colour(&t, bold);
	if (scheme == SN_SCHEME_NONE)
		sn__out_text(out, "No plan is feasible");
	else
		sn__out_format(out, "Scheme %s", sn_scheme_name(scheme));
	colour(&t, plain);
	sn__out_format(out, "  (gateway %s, peer %s)\n",
	    sn_plan_gateway(plan)->name, sn_plan_peer_device(plan)->name);
	put_side(&t, "Local side", sn_plan_side(plan, SN_LOCAL));
	put_side(&t, "Peer side", sn_plan_side(plan, SN_PEER));
	if (sn_plan_connection_count(plan))
		put_connections(&t, plan);
	put_table(&t, "Policy routes", plan, sn_plan_policy_block);
	put_table(&t, "Destination routes", plan, sn_plan_destination_block);
	put_advice(&t, plan);
	if (options->change) {
		heading(&t, "Change");
		sn__change_text(options->change, out);
	}
	return SN_OK;
}
