/*
 * plan_text.c - a plan as a network engineer reads it: both sides with their
 * verdicts, the connections, the route tables with what to keep, delete and
 * add, and the advice, most important first.
 */
#include <stdio.h>

#include "base/plural.h"
#include "render/findings.h"
#include "render/plan_text.h"
#include "render/words.h"

enum { SHOWN = 20 }; /* connections */
enum { ROWS_SHOWN = 1000 };

static void
put_verdict(const struct sn__lines *t, const sn_side *side)
{
	char extra[SN__WORDS_MAX], common[SN_PREFIX_TEXT_MAX];

	sn__extra_words(extra, side->extra, side->selector);
	sn_prefix_format(common, sizeof(common), side->common);
	sn__out_format(t->out, "  %-11s", "verdict");
	sn__colour(
	    t, side->verdict == SN_VERDICT_DEFAULT_ROUTE ? "\033[33m" : "");
	sn__out_text(t->out, sn_word(SN_WORD_VERDICT, side->verdict));
	sn__colour(t, sn__plain);
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
put_side(const struct sn__lines *t, const char *title, const sn_side *side,
    bool planned)
{
	sn__heading(t, title);
	sn__put_list(t, "segments", side->segments, side->segment_count);
	if (side->aggregate_count != side->segment_count)
		sn__put_list(
		    t, "aggregates", side->aggregates, side->aggregate_count);
	/* A selector that nothing has is no verdict on anything. */
	if (planned && !side->used)
		return;
	sn__put_list(t, "selector", &side->selector, 1);
	put_verdict(t, side);
}

static void
put_connection(const struct sn__lines *t, const sn_connection *c)
{
	sn__out_format(t->out, "  %s  IKE%s  %s\n", c->name,
	    sn_word(SN_WORD_IKE, c->ike),
	    sn_word(SN_WORD_MODE, c->routing_mode));
	sn__out_text(t->out, "  ");
	sn__put_list(t, "local", c->local, c->local_count);
	sn__out_text(t->out, "  ");
	sn__put_list(t, "peer", c->peer, c->peer_count);
}

static void
put_connections(const struct sn__lines *t, const sn_plan *plan)
{
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_connection c = SN_CONNECTION_INIT;

	sn__heading(t, n == 1 ? "Connection" : "Connections");
	for (uint64_t i = 0; i < n && i < SHOWN; i++)
		if (!sn_plan_connection(plan, i, &c))
			put_connection(t, &c);
	if (n > SHOWN)
		sn__out_format(t->out,
		    "  and %llu more: one for each local x peer pair\n",
		    (unsigned long long)(n - SHOWN));
}

static void
widen(size_t *width, sn_prefix p)
{
	size_t w = sn_prefix_format(NULL, 0, p);

	if (w > *width)
		*width = w;
}

/* Prefixes of each side that stand for others. */
static void
put_translations(const struct sn__lines *t, const sn_plan_view *v)
{
	char text[SN_PREFIX_TEXT_MAX];
	size_t width[2] = {8, 10};

	if (!v->translation_count)
		return;
	for (size_t i = 0; i < v->translation_count; i++) {
		widen(&width[0], v->translations[i].original);
		widen(&width[1], v->translations[i].translated);
	}
	sn__heading(t, "Translations");
	sn__out_text(t->out, "  SIDE   ");
	sn__cell(t, "ORIGINAL", width[0]);
	sn__cell(t, "TRANSLATED", width[1]);
	sn__out_text(t->out, "AT\n");
	for (size_t i = 0; i < v->translation_count; i++) {
		const sn_nat *nat = &v->translations[i];

		sn__out_spaces(t->out, SN__INDENT);
		sn__cell(t, sn_word(SN_WORD_SIDE, nat->side), 5);
		sn_prefix_format(text, sizeof(text), nat->original);
		sn__cell(t, text, width[0]);
		sn_prefix_format(text, sizeof(text), nat->translated);
		sn__cell(t, text, width[1]);
		sn__out_format(t->out, "%s\n", sn_word(SN_WORD_KIND, nat->at));
	}
}

/* What stays out of the tunnel at the end of each side. */
static void
put_bypass(const struct sn__lines *t, const sn_plan_view *v)
{
	if (!v->bypass_count[SN_LOCAL] && !v->bypass_count[SN_PEER])
		return;
	sn__heading(t, "Not through the tunnel, at the end of each side");
	for (unsigned s = 0; s < 2; s++)
		if (v->bypass_count[s])
			sn__put_list(t, sn_word(SN_WORD_SIDE, s), v->bypass[s],
			    v->bypass_count[s]);
}

static void
put_proposal(const struct sn__lines *t, const sn_proposal *p)
{
	char words[SN__WORDS_MAX];

	sn__heading(t, "Proposal, for both ends");
	sn__proposal_words(words, p);
	sn__out_format(t->out, "  %s\n", words);
}

/* All schemes side by side; the plan's has a star. */
static void
put_alternatives(
    const struct sn__lines *t, const sn_part *part, unsigned scheme)
{
	char words[4 * SN__WORDS_MAX];

	if (part->alternative_count)
		sn__heading(t, "Schemes");
	for (size_t i = 0; i < part->alternative_count; i++) {
		const sn_alternative *a = &part->alternatives[i];

		sn__out_format(t->out, "%c %s\n",
		    a->scheme == scheme ? '*' : ' ',
		    sn_word(SN_WORD_SCHEME, a->scheme));
		sn__alternative_words(words, sizeof(words), a);
		sn__wrap(t, words, (size_t)2 * SN__INDENT);
	}
}

static void
put_finding(const struct sn__lines *t, const sn_finding *f, const char *whose)
{
	sn__out_text(t->out, "  ");
	sn__colour(t, sn__severity_colour(f->severity));
	sn__out_text(t->out, sn_word(SN_WORD_SEVERITY, f->severity));
	sn__colour(t, sn__plain);
	sn__out_format(t->out, ": %s%s\n", f->code, whose);
	sn__wrap(t, f->text, (size_t)2 * SN__INDENT);
}

/* How many findings from @i on are of its code, about other sites. */
static size_t
count_others(const sn_plan_view *v, size_t i)
{
	const sn_finding *f = &v->findings[i];
	size_t others = 0;

	for (size_t k = i + 1; k < v->finding_count; k++) {
		const sn_finding *g = &v->findings[k];

		others += g->subject && g->code == f->code &&
			  strcmp(g->subject, f->subject) != 0;
	}
	return others;
}

static bool
is_among(const char *const *seen, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (seen[i] == code)
			return true;
	return false;
}

enum { CODES = 128 }; /* more than there are */

/* The findings; those of one code about several sites are one, with the text
 * of the first. */
static void
put_advice(const struct sn__lines *t, const sn_plan_view *v)
{
	const char *seen[CODES];
	char whose[SN__WORDS_MAX];
	size_t codes = 0, others;

	sn__heading(t, "Advice");
	for (size_t i = 0; i < v->finding_count; i++) {
		const sn_finding *f = &v->findings[i];

		if (f->subject && is_among(seen, codes, f->code))
			continue;
		others = f->subject ? count_others(v, i) : 0;
		if (f->subject && codes < CODES)
			seen[codes++] = f->code;
		whose[0] = '\0';
		if (others)
			snprintf(whose, sizeof(whose),
			    "  (site %s, and %zu more like it)", f->subject,
			    others);
		else if (f->subject)
			snprintf(
			    whose, sizeof(whose), "  (site %s)", f->subject);
		put_finding(t, f, whose);
	}
}

/* ---------------------------------------------------------------- plan */

/* What a plan of one part says, up to its advice. */
static void
put_part(const struct sn__lines *t, const sn_plan *plan, const sn_plan_view *v)
{
	sn__out_format(t->out, "  (gateway %s, peer %s)\n", v->gateway->name,
	    v->peer_device->name);
	put_side(t, "Local side", v->sides[SN_LOCAL], v->connection_count);
	put_side(t, "Peer side", v->sides[SN_PEER], v->connection_count);
	put_translations(t, v);
	if (v->connection_count)
		put_connections(t, plan);
	put_bypass(t, v);
	if (v->connection_count && v->proposal)
		put_proposal(t, v->proposal);
	sn__put_tables(t, plan, ROWS_SHOWN);
	put_alternatives(t, &v->parts[0], v->scheme);
}

sn_status
sn__plan_text(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	struct sn__lines t = {out, options->colour != 0};
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_plan_change_view *c;
	bool one = v->part_count == 1;

	(void)error;
	sn__colour(&t, sn__bold);
	if (v->scheme == SN_SCHEME_NONE)
		sn__out_text(out, "No plan is feasible");
	else if (one)
		sn__out_format(
		    out, "Scheme %s", sn_word(SN_WORD_SCHEME, v->scheme));
	else if (v->parts[0].site)
		sn__out_format(out, "%zu site%s", sn__plan_sites(v),
		    sn__plural(sn__plan_sites(v)));
	else
		sn__out_text(out, "IPv4 and IPv6");
	sn__colour(&t, sn__plain);
	if (one)
		put_part(&t, plan, v);
	else
		sn__put_parts(&t, plan);
	put_advice(&t, v);
	if (options->change) {
		sn__heading(&t, "Change");
		sn__change_text(options->change, out);
		c = sn_plan_change_get(options->change);
		for (size_t i = 0; i < c->finding_count; i++)
			put_finding(&t, &c->findings[i], "");
	}
	return SN_OK;
}
