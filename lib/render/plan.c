/*
 * plan.c - the formats of a plan, by name.
 */
#include "render/plan.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/error.h"
#include "render/device/aliyun.h"
#include "render/device/iproute2.h"
#include "render/device/nftables.h"
#include "render/device/terraform.h"
#include "render/words.h"
#include "vpn/change_part.h"

enum { SHOWS = 0, CONFIGURES = 1 };
/* What a format makes of a plan of several parts, as bits: all in one, and a
 * text for each part, one after the other, where they are of one site, or
 * of all sites; and all steps of a change in one. */
enum {
	ONE_PART = 0,
	ALL_PARTS = 1,
	EACH_PART = 2,
	EACH_SITE = 4,
	ALL_STEPS = 8
};

enum { BOTH = SN_KIND_PEER | SN_KIND_GATEWAY };

static const struct {
	const char *name;
	const char *title;
	sn__plan_renderer *render;
	unsigned configures; /* something: needs a plan that is feasible */
	unsigned parts;
	uint32_t ends; /* SN_KIND_...: whose file it can be; 0: nobody's */
} formats[] = {
    {"text", "for people: verdicts, connections, routes, advice", sn__plan_text,
	SHOWS, ALL_PARTS | EACH_PART, 0},
    {"json", "for programs: everything", sn__plan_json, SHOWS, ALL_PARTS, 0},
    {"csv", "the rows of all tables", sn__plan_csv, SHOWS, ALL_PARTS, 0},
    {"swanctl", "strongSwan's swanctl.conf of either end", sn__plan_swanctl,
	CONFIGURES, EACH_PART, BOTH},
    {"libreswan", "Libreswan's ipsec.conf of either end", sn__plan_libreswan,
	CONFIGURES, EACH_PART, BOTH},
    {"cisco-ios", "Cisco IOS and IOS XE: maps or tunnels, the peer end",
	sn__plan_cisco_ios, CONFIGURES, EACH_PART, SN_KIND_PEER},
    {"cisco-asa", "Cisco ASA: maps or tunnels, the peer end",
	sn__plan_cisco_asa, CONFIGURES, EACH_PART, SN_KIND_PEER},
    {"fortigate", "Fortinet FortiOS, the peer end", sn__plan_fortigate,
	CONFIGURES, EACH_PART, SN_KIND_PEER},
    {"junos", "set commands of Juniper SRX, the peer end", sn__plan_junos,
	CONFIGURES, EACH_PART, SN_KIND_PEER},
    {"comware", "H3C and HPE Comware V7, the peer end", sn__plan_comware,
	CONFIGURES, EACH_PART, SN_KIND_PEER},
    {"vrp", "Huawei USG, the peer end", sn__plan_vrp, CONFIGURES, EACH_PART,
	SN_KIND_PEER},
    {"terraform", "the gateway's end, for the provider of its cloud",
	sn__plan_terraform, CONFIGURES, EACH_PART | EACH_SITE | ALL_STEPS,
	SN_KIND_GATEWAY},
    {"aliyun", "the gateway's end, as a script of Alibaba Cloud's CLI",
	sn__plan_aliyun, CONFIGURES, ONE_PART, SN_KIND_GATEWAY},
    {"iproute2", "ip rule and ip route commands that decide as the gateway",
	sn__plan_iproute2, CONFIGURES, ALL_PARTS, SN_KIND_GATEWAY},
    {"nftables", "what one end translates: a table of nftables",
	sn__plan_nftables, CONFIGURES, EACH_PART, BOTH},
    {"dot", "a graph for Graphviz: the same as the picture", sn__plan_dot,
	SHOWS, ONE_PART, 0},
    {"svg", "a picture: sides, selectors, connections, routes", sn__plan_svg,
	SHOWS, ONE_PART, 0},
    {"html", "a report to read, print and hand on", sn__plan_html, SHOWS,
	ALL_PARTS, 0},
};

enum { FORMATS = sizeof(formats) / sizeof(*formats) };

const char *
sn_plan_format_name(size_t i)
{
	return i < FORMATS ? formats[i].name : NULL;
}

const char *
sn_plan_format_title(size_t i)
{
	return i < FORMATS ? formats[i].title : NULL;
}

/* The first error is why there is no plan. */
static sn_status
infeasible(const sn_plan *plan, sn_error *error)
{
	const sn_finding *why = sn__plan_error(plan);

	return sn__error_set(error, SN_EINFEASIBLE,
	    why ? why->text : sn_strerror(SN_EINFEASIBLE));
}

/* Whether part @i is of the site that was asked for. */
static bool
is_meant(const sn_plan_view *v, size_t i, const char *site)
{
	return !site || (v->parts[i].site && !strcmp(v->parts[i].site, site));
}

/* Renders the parts that are meant, one after the other. */
static sn_status
render_parts(const sn_plan *plan, size_t format, const sn_render_options *o,
    sn__out *out, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);
	sn_render_options part = *o;
	sn_status status = SN_OK;
	bool any = false;

	for (uint32_t i = 0; i < v->part_count && !status; i++) {
		sn_plan_change *change = NULL;

		if (!is_meant(v, i, o->site))
			continue;
		if (o->change)
			status = sn__change_of_part(&change, o->change, i);
		if (any && !out->status)
			sn__out_char(out, '\n');
		part.change = change;
		status = status
			     ? sn__error_set(error, status, sn_strerror(status))
			     : formats[format].render(
				   sn_plan_part(plan, i), &part, out, error);
		sn_plan_change_free(change);
		any = true;
		part.no_required_providers = 1; /* one file, one such block */
	}
	return status;
}

/* Whether one text is for all parts, or for the steps to them. */
static bool
holds_all(size_t format, const sn_render_options *o)
{
	unsigned one = o->change ? ALL_PARTS | ALL_STEPS : ALL_PARTS;

	return !o->site && formats[format].parts & one;
}

/* @why, and the sites' names, as many as there is space for. */
static sn_status
refuse_sites(const sn_plan_view *v, const char *why, sn_error *error)
{
	enum { SIZE = 96 };
	const char *before = NULL;
	char names[SIZE] = "";
	bool full = false;

	for (size_t i = 0; i < v->part_count && !full; i++) {
		const char *name = v->parts[i].site;
		size_t n = strlen(names);

		if (!name || (before && !strcmp(name, before)))
			continue;
		full = n + strlen(name) + strlen(", ...") * 2 >= SIZE;
		name = full ? "..." : name;
		snprintf(names + n, SIZE - n, "%s%s", before ? ", " : "", name);
		before = name;
	}
	return sn__error_format(
	    error, SN_EINVAL, "%s (%s)", why, before ? names : "it has none");
}

static size_t
count_meant(const sn_plan_view *v, const char *site)
{
	size_t n = 0;

	for (size_t i = 0; i < v->part_count; i++)
		n += is_meant(v, i, site);
	return n;
}

/* The one error of which error->text is not empty: it is the site. */
static sn_status
check_site(const sn_plan *plan, const char *site, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);

	if (!site || count_meant(v, site))
		return SN_OK;
	(void)refuse_sites(v, "the plan has no such site", error);
	if (error)
		sn__error_text(error, site, site + strlen(site));
	return SN_EINVAL;
}

/* Whether a format holds what is meant of a plan of several parts. */
static sn_status
check_parts(const sn_plan *plan, size_t format, const sn_render_options *o,
    sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);
	unsigned holds = formats[format].parts;
	const char *first = NULL, *site = o->site;
	bool several = false;
	size_t n = 0;

	for (size_t i = 0; i < v->part_count; i++) {
		const char *name = v->parts[i].site;

		if (!is_meant(v, i, site))
			continue;
		several |= first && name && strcmp(first, name) != 0;
		first = name;
		n++;
	}
	if (n == 1 || holds_all(format, o) ||
	    holds & (several ? EACH_SITE : EACH_PART))
		return SN_OK;
	if (several)
		return refuse_sites(v,
		    "the plan has several sites: say of which with --site",
		    error);
	return sn__error_set(error, SN_EINVAL,
	    "the plan has IPv4 and IPv6 parts, and this format holds one: "
	    "give the segments of one family");
}

/* What one part refuses is refused before the first byte of another. */
static sn_status
render(const sn_plan *plan, size_t format, const sn_render_options *o,
    sn__out *out, sn_error *error)
{
	const sn_plan_view *v = sn_plan_get(plan);
	sn_sink sink = out->sink;
	sn_status status;

	if (holds_all(format, o) || (!o->site && v->part_count == 1))
		return formats[format].render(plan, o, out, error);
	if (count_meant(v, o->site) == 1)
		return render_parts(plan, format, o, out, error);
	out->sink = NULL;
	status = render_parts(plan, format, o, out, error);
	sn__out_begin(out, sink, out->ctx);
	return status ? status : render_parts(plan, format, o, out, error);
}

sn_status
sn_plan_render(const sn_plan *plan, const char *format,
    const sn_render_options *options, sn_sink sink, void *ctx, sn_error *error)
{
	static const sn_render_options defaults = SN_RENDER_OPTIONS_INIT;
	const sn_render_options *o = options ? options : &defaults;
	sn_status status, end;
	sn__out *out;
	size_t i = 0;

	while (i < FORMATS && strcmp(formats[i].name, format))
		i++;
	if (i == FORMATS || o->struct_size != sizeof(*o))
		return sn__error_set(error, SN_EINVAL, "unknown format");
	status = check_site(plan, o->site, error);
	if (status)
		return status;
	if (o->end && !(formats[i].ends & o->end))
		return sn__error_format(error, SN_EINVAL,
		    formats[i].ends ? "this is no file of the %s's end"
				    : "this is of both ends, not the %s's",
		    sn_word(SN_WORD_KIND, o->end));
	if (formats[i].configures &&
	    sn_plan_get(plan)->scheme == SN_SCHEME_NONE)
		return infeasible(plan, error);
	status = check_parts(plan, i, o, error);
	if (status)
		return status;
	out = malloc(sizeof(*out));
	if (!out)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	sn__out_begin(out, sink, ctx);
	status = render(plan, i, o, out, error);
	end = status ? status : sn__out_end(out);
	free(out);
	if (end && !status)
		(void)sn__error_set(error, end, sn_strerror(end));
	return end;
}
