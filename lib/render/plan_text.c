/*
 * plan_text.c - a plan as a network engineer reads it: both sides with their
 * verdicts, the connections, the route tables with what to keep, delete and
 * add, and the advice, most important first.
 */
#include "render/findings.h"
#include "render/plan.h"
#include "render/words.h"
#include "vpn/block.h"

enum { WIDTH = 79, INDENT = 2, SHOWN = 20, MEASURED = 1000 };

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

/* Writes @text, then spaces up to @width, and two more. */
static void
cell(const struct text *t, const char *text, size_t width)
{
	size_t n = strlen(text);

	sn__out_text(t->out, text);
	sn__out_spaces(t->out, (n < width ? width - n : 0) + 2);
}

/* Writes the words of @text in lines of WIDTH, each indented. */
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

/* Writes the first SHOWN prefixes of a list. */
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
	char extra[SN__WORDS_MAX], common[SN_PREFIX_TEXT_MAX];

	sn__extra_words(extra, side->extra, side->selector);
	sn_prefix_format(common, sizeof(common), side->common);
	sn__out_format(t->out, "  %-11s", "verdict");
	colour(t, side->verdict == SN_VERDICT_DEFAULT_ROUTE ? "\033[33m" : "");
	sn__out_text(t->out, sn_word(SN_WORD_VERDICT, side->verdict));
	colour(t, plain);
	switch (side->verdict) {
	case SN_VERDICT_EXACT:
		sn__out_text(t->out, ": one prefix, nothing extra\n");
		break;
	case SN_VERDICT_SUPERNET:
		sn__out_format(t->out, ": %s\n", extra);
		break;
	default:
		sn__out_format(t->out, ": %s (the common supernet is %s)\n",
		    sn_word(SN_WORD_REASON, side->reason), common);
		break;
	}
}

static void
put_side(
    const struct text *t, const char *title, const sn_side *side, bool planned)
{
	heading(t, title);
	put_list(t, "segments", side->segments, side->segment_count);
	if (side->aggregate_count != side->segment_count)
		put_list(
		    t, "aggregates", side->aggregates, side->aggregate_count);
	/* A selector that nothing has is no verdict on anything. */
	if (planned && !side->used)
		return;
	put_list(t, "selector", &side->selector, 1);
	put_verdict(t, side);
}

static void
put_connection(const struct text *t, const sn_connection *c)
{
	sn__out_format(t->out, "  %s  IKE%s  %s\n", c->name,
	    sn_word(SN_WORD_IKE, c->ike),
	    sn_word(SN_WORD_MODE, c->routing_mode));
	sn__out_text(t->out, "  ");
	put_list(t, "local", c->local, c->local_count);
	sn__out_text(t->out, "  ");
	put_list(t, "peer", c->peer, c->peer_count);
}

static void
put_connections(const struct text *t, const sn_plan *plan)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_connection c = SN_CONNECTION_INIT;

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

/* The longest of the first names: rows after them may be wider. */
static void
measure_names(struct widths *w, const sn_plan *plan, const sn__block *b)
{
	uint64_t n = b->numbered ? sn__block_size(b) : 1;
	char name[SN_CONNECTION_MAX];

	for (uint64_t i = 0; i < n && i < MEASURED; i++) {
		size_t width = strlen(
		    sn_plan_connection_name(plan, b->row.next_hop + i, name));

		if (width > w->next_hop)
			w->next_hop = width;
	}
}

static void
measure(struct widths *w, const sn_plan *plan, uint32_t kind)
{
	const sn__block *b;

	for (size_t i = 0; (b = sn__plan_block(plan, i)); i++) {
		if (b->row.kind != kind)
			continue;
		measure_names(w, plan, b);
		widen(&w->source, b->sources, b->source_count);
		widen(&w->destination, b->destinations, b->destination_count);
	}
}

static const char *
action_colour(unsigned action)
{
	return action == SN_ACTION_DELETE ? "\033[31m"
	       : action == SN_ACTION_ADD  ? "\033[32m"
					  : "";
}

static void
put_row(const struct text *t, const struct widths *w, const sn_plan *plan,
    const sn_route *row)
{
	bool policy = row->kind == SN_ROUTE_POLICY;
	char text[SN_CONNECTION_MAX];

	sn__out_text(t->out, "  ");
	colour(t, action_colour(row->action));
	cell(t, sn_word(SN_WORD_ACTION, row->action), 6);
	colour(t, plain);
	if (policy) {
		sn_prefix_format(text, sizeof(text), row->source);
		cell(t, text, w->source);
	}
	sn_prefix_format(text, sizeof(text), row->destination);
	cell(t, text, w->destination);
	sn_plan_connection_name(plan, row->next_hop, text);
	if (row->kind == SN_ROUTE_STATIC) {
		sn__out_format(t->out, "%s\n", text);
		return;
	}
	cell(t, text, w->next_hop);
	sn__out_format(t->out, "%6u  ", row->weight);
	if (policy)
		sn__out_format(t->out, "%8u  ", row->priority);
	sn__out_format(t->out, "%-6s", sn_word(SN_WORD_STATE, row->state));
	if (policy)
		sn__out_format(
		    t->out, "  %s", sn_word(SN_WORD_ORIGIN, row->origin));
	sn__out_char(t->out, '\n');
}

static void
put_head(const struct text *t, const struct widths *w, uint32_t kind)
{
	bool policy = kind == SN_ROUTE_POLICY;

	sn__out_text(t->out, "  ");
	cell(t, "ACTION", 6);
	if (policy)
		cell(t, "SOURCE", w->source);
	cell(t, "DESTINATION", w->destination);
	if (kind == SN_ROUTE_STATIC) {
		sn__out_text(t->out, "NEXT HOP\n");
		return;
	}
	cell(t, "NEXT HOP", w->next_hop);
	sn__out_format(t->out, "WEIGHT  %s%s\n", policy ? "PRIORITY  " : "",
	    policy ? "STATE   ORIGIN" : "STATE");
}

static void
put_table(const struct text *t, const sn_plan *plan, uint32_t kind)
{
	struct widths w = {6, 11, 8};
	bool any = false;
	sn_plan_rows it;
	sn_route row;

	measure(&w, plan, kind);
	sn_plan_rows_init(&it, plan, kind);
	while (!t->out->status && sn_plan_rows_next(&it, &row)) {
		if (!any) {
			heading(t, sn__rows_title(plan, kind));
			put_head(t, &w, kind);
		}
		any = true;
		put_row(t, &w, plan, &row);
	}
}

/* Prefixes of each side that stand for others. */
static void
put_translations(const struct text *t, const sn_plan_view *v)
{
	char text[SN_PREFIX_TEXT_MAX];
	size_t width[2] = {8, 10};

	if (!v->translation_count)
		return;
	for (size_t i = 0; i < v->translation_count; i++) {
		widen(&width[0], &v->translations[i].original, 1);
		widen(&width[1], &v->translations[i].translated, 1);
	}
	heading(t, "Translations");
	sn__out_text(t->out, "  SIDE   ");
	cell(t, "ORIGINAL", width[0]);
	cell(t, "TRANSLATED", width[1]);
	sn__out_text(t->out, "AT\n");
	for (size_t i = 0; i < v->translation_count; i++) {
		const sn_nat *nat = &v->translations[i];

		sn__out_spaces(t->out, INDENT);
		cell(t, sn_word(SN_WORD_SIDE, nat->side), 5);
		sn_prefix_format(text, sizeof(text), nat->original);
		cell(t, text, width[0]);
		sn_prefix_format(text, sizeof(text), nat->translated);
		cell(t, text, width[1]);
		sn__out_format(t->out, "%s\n", sn_word(SN_WORD_KIND, nat->at));
	}
}

/* What stays out of the tunnel at the end of each side. */
static void
put_bypass(const struct text *t, const sn_plan_view *v)
{
	if (!v->bypass_count[SN_LOCAL] && !v->bypass_count[SN_PEER])
		return;
	heading(t, "Not through the tunnel, at the end of each side");
	for (unsigned s = 0; s < 2; s++)
		if (v->bypass_count[s])
			put_list(t, sn_word(SN_WORD_SIDE, s), v->bypass[s],
			    v->bypass_count[s]);
}

static void
put_proposal(const struct text *t, const sn_proposal *p)
{
	char words[SN__WORDS_MAX];

	heading(t, "Proposal, for both ends");
	sn__proposal_words(words, p);
	sn__out_format(t->out, "  %s\n", words);
}

/* All schemes side by side; the plan's has a star. */
static void
put_alternatives(const struct text *t, const sn_part *part, unsigned scheme)
{
	char words[4 * SN__WORDS_MAX];

	if (part->alternative_count)
		heading(t, "Schemes");
	for (size_t i = 0; i < part->alternative_count; i++) {
		const sn_alternative *a = &part->alternatives[i];

		sn__out_format(t->out, "%c %s\n",
		    a->scheme == scheme ? '*' : ' ',
		    sn_word(SN_WORD_SCHEME, a->scheme));
		sn__alternative_words(words, sizeof(words), a);
		wrap(t, words, (size_t)2 * INDENT);
	}
}

static void
put_advice(const struct text *t, const sn_plan_view *v)
{
	heading(t, "Advice");
	for (size_t i = 0; i < v->finding_count; i++) {
		const sn_finding *a = &v->findings[i];

		sn__out_text(t->out, "  ");
		colour(t, sn__severity_colour(a->severity));
		sn__out_text(t->out, sn_word(SN_WORD_SEVERITY, a->severity));
		colour(t, plain);
		sn__out_format(t->out, ": %s\n", a->code);
		wrap(t, a->text, (size_t)2 * INDENT);
	}
}

sn_status
sn__plan_text(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	static const uint32_t kinds[] = {
	    SN_ROUTE_POLICY, SN_ROUTE_DESTINATION, SN_ROUTE_STATIC};
	struct text t = {out, options->colour != 0};
	const sn_plan_view *v = sn_plan_get(plan);

	(void)error;
	colour(&t, bold);
	if (v->scheme == SN_SCHEME_NONE)
		sn__out_text(out, "No plan is feasible");
	else
		sn__out_format(
		    out, "Scheme %s", sn_word(SN_WORD_SCHEME, v->scheme));
	colour(&t, plain);
	sn__out_format(out, "  (gateway %s, peer %s)\n", v->gateway->name,
	    v->peer_device->name);
	put_side(&t, "Local side", v->sides[SN_LOCAL], v->connection_count);
	put_side(&t, "Peer side", v->sides[SN_PEER], v->connection_count);
	put_translations(&t, v);
	if (v->connection_count)
		put_connections(&t, plan);
	put_bypass(&t, v);
	if (v->connection_count && v->proposal)
		put_proposal(&t, v->proposal);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		put_table(&t, plan, kinds[i]);
	put_alternatives(&t, &v->parts[0], v->scheme);
	put_advice(&t, v);
	if (options->change) {
		heading(&t, "Change");
		sn__change_text(options->change, out);
	}
	return SN_OK;
}
