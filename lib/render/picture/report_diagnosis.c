/*
 * report_diagnosis.c - the report of a diagnosis: where packets between pairs
 * of segments stop, what to change, and what is at both ends.
 */
#include <stdio.h>

#include "base/plural.h"
#include "render/picture/report.h"
#include "render/quote.h"

enum {
	PAIRS = 4096, /* that are looked at */
	KINDS = 32,   /* of pairs that fare alike */
	OPEN = 8      /* connections in sight */
};

/* Where a packet passes, in order. */
static const char *const stages[] = {
    "local segment", "routes", "negotiation", "selectors", "peer segment"};

enum { ROUTES = 1, NEGOTIATION, SELECTORS, STAGES = 5 };

/* Pairs that fare alike, and the first of them. */
struct kind {
	sn_pair first;
	uint64_t pairs;
};

struct kinds {
	struct kind kind[KINDS];
	size_t n;
	uint64_t looked_at;
	uint64_t work;
	uint64_t fail;
};

/* The stage that the code of a finding is about. */
static unsigned
stage_of(const char *code)
{
	static const struct {
		const char *code;
		unsigned stage;
	} known[] = {
	    {"segments-overlap", 0},
	    {"route-missing", ROUTES},
	    {"equal-priority-overlap", ROUTES},
	    {"route-to-other-connection", ROUTES},
	    {"routes-not-published", ROUTES},
	    {"next-hop-unknown", ROUTES},
	    {"routes-not-looked-at", ROUTES},
	    {"destination-reserved", ROUTES},
	    {"too-many-rows", ROUTES},
	    {"not-loaded", NEGOTIATION},
	    {"no-connection-for-address", NEGOTIATION},
	    {"ike-version-mismatch", NEGOTIATION},
	    {"mode-mismatch", NEGOTIATION},
	    {"identity-mismatch", NEGOTIATION},
	    {"psk-mismatch", NEGOTIATION},
	    {"key-by-address", NEGOTIATION},
	    {"phase1-shared", NEGOTIATION},
	    {"phase1-differs", NEGOTIATION},
	    {"algorithm-mismatch", NEGOTIATION},
	    {"pfs-mismatch", NEGOTIATION},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!strcmp(known[i].code, code))
			return known[i].stage;
	return SELECTORS;
}

static bool
is_alike(const sn_pair *a, const sn_pair *b)
{
	return a->works == b->works && a->after_renewal == b->after_renewal &&
	       (a->code && b->code ? !strcmp(a->code, b->code)
				   : a->code == b->code);
}

static sn_status
sort_pairs(struct kinds *k, const sn_diagnosis *d)
{
	uint64_t n = sn_diagnosis_get(d)->pair_count;
	sn_pair pair = SN_PAIR_INIT;

	memset(k, 0, sizeof(*k));
	for (; k->looked_at < n && k->looked_at < PAIRS; k->looked_at++) {
		sn_status status = sn_diagnosis_pair(d, k->looked_at, &pair);
		size_t i = 0;

		if (status)
			return status;
		k->work += pair.works == SN_PAIR_WORKS;
		k->fail += pair.works == SN_PAIR_FAILS;
		while (i < k->n && !is_alike(&k->kind[i].first, &pair))
			i++;
		if (i == KINDS)
			i = KINDS - 1;
		if (i == k->n) {
			k->kind[i].first = pair;
			k->n++;
		}
		k->kind[i].pairs++;
	}
	return SN_OK;
}

/* Stage @i, of which the packet stops, or may, at @at. */
static void
put_stage(sn__out *out, const sn_pair *pair, unsigned i, unsigned at)
{
	const char *class = "passed", *more = "";

	if (i == at) {
		bool fails = pair->works == SN_PAIR_FAILS;

		class = fails ? "stopped" : "unsure";
		more = fails ? ": stops here" : ": not certain";
	} else if (i > at || (i == ROUTES && pair->row == UINT64_MAX)) {
		/* It does not get there, or no row is known. */
		class = "beyond";
	}
	sn__out_format(
	    out, "<li class=\"%s\">%s%s</li>", class, stages[i], more);
}

/* The stages, up to where the packet stops. */
static void
put_path(sn__out *out, const sn_pair *pair)
{
	unsigned at = pair->works == SN_PAIR_WORKS ? STAGES
		      : pair->code		   ? stage_of(pair->code)
						   : SELECTORS;

	sn__out_text(out, "<ol class=\"path\">");
	for (unsigned i = 0; i < STAGES; i++)
		put_stage(out, pair, i, at);
	sn__out_text(out, "</ol>\n");
}

static void
put_kind(sn__out *out, const struct kind *k)
{
	const sn_pair *p = &k->first;
	const char *works = sn_word(SN_WORD_PAIR, p->works);

	sn__out_format(
	    out, "<li><p><span class=\"badge %s\">%s</span> <b>", works, works);
	sn__page_grouped(out, k->pairs);
	sn__out_format(out, " pair%s</b>%s <span class=\"mono\">",
	    sn__plural(k->pairs), k->pairs == 1 ? ":" : ", first");
	sn__out_prefix(out, p->local);
	sn__out_text(out, " \xe2\x80\x93 ");
	sn__out_prefix(out, p->peer);
	sn__out_text(out, "</span>");
	if (p->connection) {
		sn__out_text(out, " by ");
		sn__put_xml(out, p->connection);
	}
	if (p->code) {
		sn__out_text(out, " <code>");
		sn__put_xml(out, p->code);
		sn__out_text(out, "</code>");
	}
	sn__out_text(out, "</p>\n");
	put_path(out, p);
	if (p->after_renewal && p->after_renewal != p->works) {
		sn__out_format(out,
		    "<p class=\"note\">After renewal of the "
		    "SAs: %s",
		    sn_word(SN_WORD_PAIR, p->after_renewal));
		if (p->after_code) {
			sn__out_text(out, ", <code>");
			sn__put_xml(out, p->after_code);
			sn__out_text(out, "</code>");
		}
		sn__out_text(out, "</p>\n");
	}
	sn__out_text(out, "</li>\n");
}

static void
put_kinds(sn__out *out, const struct kinds *k, uint64_t pairs)
{
	sn__page_section(out, "Where packets stop");
	sn__out_text(out, "<ul class=\"findings wide\">\n");
	for (size_t i = 0; i < k->n; i++)
		put_kind(out, &k->kind[i]);
	sn__out_text(out, "</ul>\n");
	if (pairs > k->looked_at) {
		sn__out_text(out, "<p class=\"note\">The first ");
		sn__page_grouped(out, k->looked_at);
		sn__out_text(out, " of ");
		sn__page_grouped(out, pairs);
		sn__out_text(out, " pairs; --format json has them all</p>\n");
	}
}

/* The values of one connection; returns how many. */
static size_t
put_connection(sn__out *out, const sn_end_value *v, size_t n, bool fold)
{
	static const sn__page_column columns[] = {
	    {"Value", ""},
	    {"At the gateway", "mono many"},
	    {"At the peer", "mono many"},
	};
	sn__page_table t;
	size_t count = 0;

	while (count < n && !strcmp(v[count].connection, v->connection))
		count++;
	if (fold) {
		sn__page_fold(out, v->connection, "");
	} else {
		sn__out_text(out, "<h3>");
		sn__put_xml(out, v->connection);
		sn__out_text(out, "</h3>\n");
	}
	sn__page_table_begin(&t, out, v->connection, columns,
	    sizeof(columns) / sizeof(*columns), count);
	for (size_t i = 0; i < count; i++) {
		bool both = v[i].at[0] && v[i].at[1];
		bool differs = both && strcmp(v[i].what, "connection") &&
			       strcmp(v[i].at[0], v[i].at[1]);

		if (!sn__page_row(&t, differs ? "differs" : ""))
			break;
		sn__page_cell_text(&t, v[i].what);
		for (unsigned e = 0; e < 2; e++)
			sn__page_cell_text(
			    &t, v[i].at[e] ? v[i].at[e] : "\xe2\x80\x93");
	}
	sn__page_table_end(&t, "json");
	if (fold)
		sn__page_fold_end(out);
	return count;
}

static void
put_ends(sn__out *out, const sn_diagnosis_view *v)
{
	size_t shown = 0;

	if (!v->value_count)
		return;
	sn__page_section(out, "What is at both ends");
	for (size_t i = 0; i < v->value_count; shown++)
		i += put_connection(
		    out, &v->values[i], v->value_count - i, shown >= OPEN);
}

static void
put_notes(sn__out *out, const sn_diagnosis_view *v)
{
	if (!v->note_count)
		return;
	sn__page_section(out, "What was not looked at");
	sn__out_text(out, "<ul>\n");
	for (size_t i = 0; i < v->note_count; i++) {
		sn__out_text(out, "<li>");
		sn__put_xml(out, v->notes[i]);
		sn__out_text(out, "</li>\n");
	}
	sn__out_text(out, "</ul>\n");
}

sn_status
sn__report_diagnosis(sn__out *out, const sn_diagnosis *diagnosis,
    const sn_render_options *options)
{
	const sn_diagnosis_view *v = sn_diagnosis_get(diagnosis);
	struct kinds k;
	char sentence[SN__WORDS_MAX];
	sn_status status = sort_pairs(&k, diagnosis);

	if (status)
		return status;
	snprintf(sentence, sizeof(sentence),
	    "%llu of %llu pair%s of segments work%s; %zu thing%s found.",
	    (unsigned long long)k.work, (unsigned long long)k.looked_at,
	    sn__plural(k.looked_at), k.work == 1 ? "s" : "", v->finding_count,
	    v->finding_count == 1 ? " was" : "s were");
	sn__page_begin(out, options,
	    &(sn__page_head){"Diagnosis of a VPN", "VPN as it is configured",
		sentence, k.fail > 0, "",
		{
		    {"pair works", "pairs work", k.work, "add"},
		    {"pair fails", "pairs fail", k.fail, "error"},
		    {"pair is not certain", "pairs are not certain",
			k.looked_at - k.work - k.fail, "warning"},
		    {"finding", "findings", v->finding_count, ""},
		}});
	put_kinds(out, &k, v->pair_count);
	if (v->finding_count) {
		sn__page_section(out, "What to change");
		sn__page_findings(out, v->findings, v->finding_count,
		    SN_SEVERITY_INFO, SN_SEVERITY_ERROR);
	}
	put_ends(out, v);
	put_notes(out, v);
	sn__page_end(out);
	return SN_OK;
}
