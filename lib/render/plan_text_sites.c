/*
 * plan_text_sites.c - a plan of several sites as text: what they come to, and
 * a line for each.
 */
#include <stdio.h>

#include "render/plan_text.h"
#include "render/words.h"

enum { ROWS_SHOWN = 100 };

static void
put_total(
    const struct sn__lines *t, const char *what, uint64_t n, int64_t limit)
{
	if (!n)
		return;
	sn__out_format(t->out, "  %-20s %8llu", what, (unsigned long long)n);
	if (limit >= 0)
		sn__out_format(t->out, "  of %lld", (long long)limit);
	sn__out_char(t->out, '\n');
}

static void
put_totals(
    const struct sn__lines *t, const sn_plan *plan, const sn_plan_view *v)
{
	uint64_t rows[4], policy;

	sn__heading(t, "Totals");
	put_total(
	    t, v->parts[0].site ? "sites" : "families", sn__plan_sites(v), -1);
	put_total(t, "connections", v->connection_count, v->max_connections);
	sn__action_totals(rows, plan, SN_ROUTE_POLICY);
	policy = rows[0] - rows[SN_ACTION_DELETE];
	put_total(t, "policy routes", policy, v->max_policy_routes);
	sn__action_totals(rows, plan, SN_ROUTE_DESTINATION);
	put_total(t, "destination routes", rows[0], v->max_destination_routes);
	sn__action_totals(rows, plan, SN_ROUTE_STATIC);
	put_total(t, "static routes", rows[0], -1);
}

static bool
same_segments(const sn_side *a, const sn_side *b)
{
	if (a->segment_count != b->segment_count)
		return false;
	for (size_t i = 0; i < a->segment_count; i++)
		if (sn_prefix_compare(a->segments[i], b->segments[i]))
			return false;
	return true;
}

/* The local side of each family, if its sites have the same. */
static void
put_common_side(const struct sn__lines *t, const sn_plan_view *v)
{
	static const unsigned families[] = {SN_IPV4, SN_IPV6};
	bool any = false;

	for (size_t f = 0; f < 2; f++) {
		const sn_side *first = NULL;
		bool same = true;

		for (size_t i = 0; i < v->part_count && same; i++) {
			const sn_part *p = &v->parts[i];

			if (p->family != families[f])
				continue;
			first = first ? first : p->sides[SN_LOCAL];
			same = same_segments(first, p->sides[SN_LOCAL]);
		}
		if (!first)
			continue;
		if (!any)
			sn__heading(t, "Local side");
		any = true;
		if (same)
			sn__put_list(t, "segments", first->segments,
			    first->segment_count);
		else
			sn__out_text(
			    t->out, "  each site has its own: --site NAME\n");
	}
}

/* The cells of the line of one part. */
struct line {
	char cell[7][SN__WORDS_MAX];
};

static void
selector_cell(char out[SN__WORDS_MAX], const sn_plan *plan, uint64_t n)
{
	sn_connection c = SN_CONNECTION_INIT;

	out[0] = '\0';
	if (n == 1 && !sn_plan_connection(plan, 0, &c) && c.peer_count == 1)
		sn_prefix_format(out, SN__WORDS_MAX, c.peer[0]);
	else if (n == 1)
		snprintf(out, SN__WORDS_MAX, "%zu x %zu", c.local_count,
		    c.peer_count);
	else if (n)
		snprintf(out, SN__WORDS_MAX, "one a connection");
}

static void
make_line(struct line *out, const sn_plan *plan, const sn_part *p)
{
	const sn_alternative *a = NULL;
	bool feasible = p->scheme != SN_SCHEME_NONE;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < p->alternative_count; i++)
		if (p->alternatives[i].scheme == p->scheme)
			a = &p->alternatives[i];
	snprintf(out->cell[0], SN__WORDS_MAX, "%s",
	    p->site ? p->site : p->connection);
	snprintf(out->cell[1], SN__WORDS_MAX, "%s",
	    feasible ? sn_word(SN_WORD_SCHEME, p->scheme) : "none");
	selector_cell(out->cell[2], plan,
	    feasible ? sn_plan_get(plan)->connection_count : 0);
	if (a) {
		sn__count_words(out->cell[3], a->extra);
		snprintf(out->cell[4], SN__WORDS_MAX, "%llu",
		    (unsigned long long)a->connections);
		snprintf(out->cell[5], SN__WORDS_MAX, "%llu",
		    (unsigned long long)sn_plan_get(plan)->row_count);
	}
	snprintf(out->cell[6], SN__WORDS_MAX, "%s%s%s%s%s",
	    p->family == SN_IPV6 ? "IPv6" : "",
	    p->family == SN_IPV6 && (p->standby_of || !feasible) ? ", " : "",
	    p->standby_of ? "standby of " : "",
	    p->standby_of ? p->standby_of : "",
	    feasible	    ? ""
	    : p->standby_of ? ", not feasible"
			    : "not feasible");
}

static void
put_line(
    const struct sn__lines *t, const struct line *line, const size_t width[7])
{
	unsigned last = 6;

	while (!*line->cell[last])
		last--;
	sn__out_text(t->out, "  ");
	for (unsigned i = 0; i < last; i++)
		sn__cell(t, line->cell[i], width[i]);
	sn__out_format(t->out, "%s\n", line->cell[last]);
}

static void
put_sites(const struct sn__lines *t, const sn_plan *plan, const sn_plan_view *v)
{
	struct line titles = {{"SITE", "SCHEME", "SELECTOR", "EXTRA",
	    "CONNECTIONS", "ROWS", "NOTE"}};
	size_t width[7] = {0};
	struct line line;

	if (!v->parts[0].site)
		snprintf(titles.cell[0], SN__WORDS_MAX, "NAME");
	line = titles;
	for (size_t i = 0; i <= v->part_count; i++) {
		for (unsigned k = 0; k < 7; k++)
			if (strlen(line.cell[k]) > width[k])
				width[k] = strlen(line.cell[k]);
		if (i < v->part_count)
			make_line(&line, sn_plan_part(plan, i), &v->parts[i]);
	}
	sn__heading(t, v->parts[0].site ? "Sites" : "Families");
	put_line(t, &titles, width);
	for (size_t i = 0; i < v->part_count; i++) {
		make_line(&line, sn_plan_part(plan, i), &v->parts[i]);
		put_line(t, &line, width);
	}
}

void
sn__put_parts(const struct sn__lines *t, const sn_plan *plan)
{
	const sn_plan_view *v = sn_plan_get(plan);

	sn__out_format(t->out, "  (gateway %s", v->gateway->name);
	if (!v->parts[0].site)
		sn__out_format(
		    t->out, ", peer %s", v->parts[0].peer_device->name);
	sn__out_text(t->out, ")\n");
	put_totals(t, plan, v);
	put_common_side(t, v);
	put_sites(t, plan, v);
	sn__put_tables(t, plan, ROWS_SHOWN);
}
