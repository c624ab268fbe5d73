/*
 * report_plan.c - a plan as a page to read, to print and to hand on: what it
 * comes to, the figure, what to do, what each scheme would be, the files of
 * both ends, and the rows.
 */
#include <stdio.h>

#include "base/error.h"
#include "base/plural.h"
#include "render/picture/report.h"
#include "render/plan.h"

/* The rows of all kinds with @action. */
static uint64_t
rows_to(const sn_plan *plan, unsigned action)
{
	uint64_t total[4], n = 0;

	for (uint32_t kind = SN_ROUTE_POLICY; kind <= SN_ROUTE_STATIC; kind++) {
		sn__action_totals(total, plan, kind);
		n += total[action];
	}
	return n;
}

/* What the plan comes to, in a sentence. */
static void
sentence(char *out, size_t size, const sn_plan *plan)
{
	static const char *const how[] = {
	    [SN_SCHEME_DESTINATION] = "routes decide what goes through it",
	    [SN_SCHEME_AGGREGATE] = "with one selector a side",
	    [SN_SCHEME_PAIRS] = "one for each pair of selectors",
	    [SN_SCHEME_LISTS] = "with the exact lists of both sides",
	};
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_finding *why = sn__plan_error(plan);
	unsigned long long n = v->connection_count;
	size_t local = 0, peer = 0;

	if (!n) {
		snprintf(
		    out, size, "No plan is feasible. %s", why ? why->text : "");
		return;
	}
	for (size_t i = 0; i < v->part_count; i++) {
		local += v->parts[i].sides[SN_LOCAL]->segment_count;
		peer += v->parts[i].sides[SN_PEER]->segment_count;
	}
	if (v->part_count > 1 && v->parts[0].site) {
		snprintf(out, size,
		    "%llu connection%s lead%s to %zu site%s with %zu "
		    "segment%s.",
		    n, sn__plural(n), n == 1 ? "s" : "", sn__plan_sites(v),
		    sn__plural(sn__plan_sites(v)), peer, sn__plural(peer));
		return;
	}
	snprintf(out, size,
	    "%llu connection%s join%s %zu local segment%s and %zu peer "
	    "segment%s, %s.%s",
	    n, sn__plural(n), n == 1 ? "s" : "", local, sn__plural(local), peer,
	    sn__plural(peer),
	    v->part_count > 1 ? "IPv4 and IPv6 apart" : how[v->scheme],
	    v->part_count == 1 &&
		    v->sides[SN_PEER]->verdict == SN_VERDICT_DEFAULT_ROUTE &&
		    v->sides[SN_PEER]->used
		? " No useful supernet holds the peer's segments: rows decide "
		  "what is sent there."
		: "");
}

static void
name_of(char out[SN__WORDS_MAX], const sn_profile *p)
{
	sn__shorten(out, SN__WORDS_MAX, *p->title ? p->title : p->name, 60);
}

static void
put_head(sn__out *out, const sn_plan *plan, const sn_render_options *options)
{
	const sn_plan_view *v = sn_plan_get(plan);
	char gateway[SN__WORDS_MAX], peer[SN__WORDS_MAX];
	char title[2 * SN__WORDS_MAX + 32], about[2 * SN__WORDS_MAX + 32];
	char words[4 * SN__WORDS_MAX];
	const sn_finding *why = sn__plan_error(plan);
	sn__page_head head = {"VPN plan", title, words, why != NULL, about,
	    {
		{"connection", "connections", v->connection_count, ""},
		{"route to add", "routes to add", rows_to(plan, SN_ACTION_ADD),
		    "add"},
		{"route to delete", "routes to delete",
		    rows_to(plan, SN_ACTION_DELETE), "delete"},
		{why ? "error" : "warning", why ? "errors" : "warnings",
		    sn__page_count(v->findings, v->finding_count,
			why ? SN_SEVERITY_ERROR : SN_SEVERITY_WARNING),
		    why ? "error" : "warning"},
	    }};

	sn__shorten(gateway, sizeof(gateway), v->gateway->name, 60);
	sentence(words, sizeof(words), plan);
	if (v->part_count > 1 && v->parts[0].site) {
		snprintf(title, sizeof(title), "VPN between %s and %zu site%s",
		    gateway, sn__plan_sites(v), sn__plural(sn__plan_sites(v)));
		name_of(gateway, v->gateway);
		snprintf(about, sizeof(about), "Gateway: %s", gateway);
	} else {
		sn__shorten(
		    peer, sizeof(peer), v->parts[0].peer_device->name, 60);
		snprintf(title, sizeof(title), "VPN between %s and %s", gateway,
		    peer);
		name_of(gateway, v->gateway);
		name_of(peer, v->parts[0].peer_device);
		snprintf(about, sizeof(about), "Gateway: %s. Peer: %s", gateway,
		    peer);
	}
	sn__page_begin(out, options, &head);
}

static void
put_connections(sn__out *out, const sn_plan *plan)
{
	static const sn__page_column columns[] = {
	    {"Name", "mono"},
	    {"Local", "mono many"},
	    {"Peer", "mono many"},
	};
	uint64_t n = sn_plan_get(plan)->connection_count;
	sn_connection c = SN_CONNECTION_INIT;
	sn__page_table t;

	if (n < 2)
		return;
	sn__page_section(out, "Connections");
	sn__page_table_begin(&t, out, "Each with its selectors", columns,
	    sizeof(columns) / sizeof(*columns), n);
	for (uint64_t i = 0; i < n; i++) {
		if (sn_plan_connection(plan, i, &c) || !sn__page_row(&t, ""))
			break;
		sn__page_cell_text(&t, c.name);
		sn__page_cell_prefixes(&t, c.local, c.local_count);
		sn__page_cell_prefixes(&t, c.peer, c.peer_count);
	}
	sn__page_table_end(&t, "json");
}

/* Findings of at least @least and at most @most severity, if there are some. */
static void
put_findings(sn__out *out, const char *title, const sn_plan_view *v,
    uint32_t least, uint32_t most)
{
	uint64_t n = 0;

	for (uint32_t s = least; s <= most; s++)
		n += sn__page_count(v->findings, v->finding_count, s);
	if (!n)
		return;
	sn__page_section(out, title);
	sn__page_findings(out, v->findings, v->finding_count, least, most);
}

sn_status
sn__plan_html(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);
	sn_status status;

	put_head(out, plan, options);
	if (v->part_count == 1)
		sn__report_sides(out, plan);
	else
		sn__report_sites(out, plan);
	put_findings(
	    out, "What to do", v, SN_SEVERITY_ACTION, SN_SEVERITY_ERROR);
	if (options->change)
		sn__report_change(out, options->change);
	sn__report_schemes(out, plan);
	if (v->part_count == 1 && v->connection_count)
		sn__page_section(out, "What to configure");
	status = v->part_count == 1
		     ? sn__report_files(out, plan, options)
		     : sn__report_sites_files(out, plan, options);
	if (status)
		return sn__error_set(error, status, sn_strerror(status));
	if (v->connection_count && v->proposal)
		sn__report_proposal(out, v->proposal);
	sn__report_rows(out, plan, SN_ROUTE_POLICY, "csv");
	sn__report_rows(out, plan, SN_ROUTE_DESTINATION, "csv");
	sn__report_rows(out, plan, SN_ROUTE_STATIC, "csv");
	put_connections(out, plan);
	put_findings(
	    out, "Good to know", v, SN_SEVERITY_INFO, SN_SEVERITY_INFO);
	sn__page_end(out);
	return SN_OK;
}
