/*
 * report_check.c - the report of a check: findings by what they say, each with
 * its rows, and all rows that were looked at.
 */
#include <stdio.h>

#include "base/plural.h"
#include "render/picture/report.h"

static const sn__page_column columns[] = {
    {"Row", "number"},
    {"Kind", ""},
    {"Source", "mono"},
    {"Destination", "mono"},
    {"Next hop", "mono"},
    {"Weight", "number"},
    {"Priority", "number"},
    {"State", ""},
};

enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

static bool
put_row(sn__page_table *t, const sn_table *of, uint64_t i, const char *class)
{
	const sn_route *r = &sn_table_rows(of)[i];
	bool policy = r->kind == SN_ROUTE_POLICY;

	if (!sn__page_row(t, class))
		return false;
	sn__page_cell_number(t, i + 1);
	sn__page_cell_text(t, sn_word(SN_WORD_ROUTE, r->kind));
	sn__page_cell_prefixes(t, &r->source, policy);
	sn__page_cell_prefixes(t, &r->destination, 1);
	sn__page_cell_text(t, sn_table_next_hop(of, r->next_hop));
	sn__page_cell_number(t, r->weight);
	if (policy)
		sn__page_cell_number(t, r->priority);
	else
		sn__page_cell(t);
	sn__page_cell_text(t, r->state ? sn_word(SN_WORD_STATE, r->state) : "");
	return true;
}

/* Whether two findings say the same of different rows. */
static bool
is_same(const sn_finding *a, const sn_finding *b)
{
	return !strcmp(a->code, b->code) && !strcmp(a->text, b->text) &&
	       a->in_plan == b->in_plan;
}

/* @n findings that say the same, with their rows. */
static void
put_group(sn__out *out, const sn_finding *f, size_t n, const sn_table *of)
{
	char caption[64];
	uint64_t rows = 0;
	sn__page_table t;

	sn__page_finding_begin(out, f, 0);
	for (size_t i = 0; i < n; i++)
		rows +=
		    0u + (f[i].row != UINT64_MAX) + (f[i].other != UINT64_MAX);
	if (rows && of) {
		/* Captions of groups differ in the finding that is meant. */
		snprintf(caption, sizeof(caption), "Rows of %.40s", f->code);
		sn__page_table_begin(&t, out, caption, columns, COLUMNS, rows);
		for (size_t i = 0; i < n; i++) {
			bool two = f[i].other != UINT64_MAX;

			if (f[i].row == UINT64_MAX ||
			    !put_row(&t, of, f[i].row, two ? "first" : ""))
				break;
			if (two && !put_row(&t, of, f[i].other, ""))
				break;
		}
		sn__page_table_end(&t, "json");
	}
	sn__page_finding_end(out);
}

static void
put_findings(sn__out *out, const sn_check_view *v, const sn_table *t,
    const sn_table *plan)
{
	size_t n;

	if (!v->finding_count)
		return;
	sn__page_section(out, "What to change");
	sn__out_text(out, "<ul class=\"findings wide\">\n");
	for (size_t i = 0; i < v->finding_count; i += n) {
		const sn_finding *f = &v->findings[i];

		n = 1;
		while (i + n < v->finding_count && is_same(f, f + n))
			n++;
		put_group(out, f, n, f->in_plan ? plan : t);
	}
	sn__out_text(out, "</ul>\n");
	if (v->found > v->finding_count) {
		sn__out_text(out, "<p class=\"note\">and ");
		sn__page_grouped(out, v->found - v->finding_count);
		sn__out_text(out, " more findings</p>\n");
	}
}

void
sn__report_check(sn__out *out, const sn_check *check, const sn_table *t,
    const sn_table *plan, const sn_render_options *options)
{
	const sn_check_view *v = sn_check_get(check);
	const sn_finding *f = v->findings;
	uint64_t n = sn_table_size(t), found[SN_SEVERITY_ERROR + 1];
	char sentence[SN__WORDS_MAX];
	sn__page_table all;

	for (uint32_t s = SN_SEVERITY_INFO; s <= SN_SEVERITY_ERROR; s++)
		found[s] = sn__page_count(f, v->finding_count, s);
	if (v->found)
		snprintf(sentence, sizeof(sentence),
		    "%llu thing%s found in %llu row%s%s.",
		    (unsigned long long)v->found,
		    v->found == 1 ? " was" : "s were", (unsigned long long)n,
		    sn__plural(n), plan ? ", compared with a plan" : "");
	else
		snprintf(sentence, sizeof(sentence),
		    "Nothing was found in %llu row%s%s.", (unsigned long long)n,
		    sn__plural(n), plan ? ", compared with a plan" : "");
	sn__page_begin(out, options,
	    &(sn__page_head){"Check of routes", "Route table", sentence,
		found[SN_SEVERITY_ERROR] > 0, "",
		{
		    {"row", "rows", n, ""},
		    {"error", "errors", found[SN_SEVERITY_ERROR], "error"},
		    {"warning", "warnings", found[SN_SEVERITY_WARNING],
			"warning"},
		    {"other finding", "other findings",
			found[SN_SEVERITY_ACTION] + found[SN_SEVERITY_INFO],
			""},
		}});
	put_findings(out, v, t, plan);
	if (n) {
		sn__page_section(out, "All rows");
		sn__page_table_begin(&all, out, "All rows that were looked at",
		    columns, COLUMNS, n);
		for (uint64_t i = 0; i < n && put_row(&all, t, i, ""); i++)
			;
		sn__page_table_end(&all, "json");
	}
	sn__page_end(out);
}
