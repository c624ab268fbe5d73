/*
 * plan.c - the formats of a plan, by name.
 */
#include "render/plan.h"

#include "base/alloc.h"
#include "base/error.h"
#include "render/device/aliyun.h"
#include "render/device/iproute2.h"
#include "render/device/nftables.h"
#include "render/device/terraform_alicloud.h"
#include "render/words.h"

enum { SHOWS = 0, CONFIGURES = 1 };

static const struct {
	const char *name;
	const char *title;
	sn__plan_renderer *render;
	unsigned configures; /* something: needs a plan that is feasible */
} formats[] = {
    {"text", "for people: verdicts, connections, routes, advice", sn__plan_text,
	SHOWS},
    {"json", "for programs: everything", sn__plan_json, SHOWS},
    {"csv", "the policy-route rows", sn__plan_csv, SHOWS},
    {"swanctl", "strongSwan's swanctl.conf of the peer end", sn__plan_swanctl,
	CONFIGURES},
    {"libreswan", "Libreswan's ipsec.conf of the peer end", sn__plan_libreswan,
	CONFIGURES},
    {"cisco-ios", "crypto ACLs and maps of Cisco IOS, the peer end",
	sn__plan_cisco_ios, CONFIGURES},
    {"terraform", "the gateway's end for provider aliyun/alicloud",
	sn__plan_terraform, CONFIGURES},
    {"aliyun", "the same as a script of the Alibaba Cloud CLI", sn__plan_aliyun,
	CONFIGURES},
    {"iproute2", "ip rule and ip route commands that decide as the gateway",
	sn__plan_iproute2, CONFIGURES},
    {"nftables", "what one end translates: a table of nftables",
	sn__plan_nftables, CONFIGURES},
    {"dot", "a graph for Graphviz: the same as the picture", sn__plan_dot,
	SHOWS},
    {"svg", "a picture: sides, selectors, connections, routes", sn__plan_svg,
	SHOWS},
    {"html", "a report to read and print, with the picture", sn__plan_html,
	SHOWS},
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
	if (formats[i].configures &&
	    sn_plan_get(plan)->scheme == SN_SCHEME_NONE)
		return infeasible(plan, error);
	out = malloc(sizeof(*out));
	if (!out)
		return sn__error_set(error, SN_ENOMEM, sn_strerror(SN_ENOMEM));
	sn__out_begin(out, sink, ctx);
	status = formats[i].render(plan, o, out, error);
	end = status ? status : sn__out_end(out);
	free(out);
	if (end && !status)
		(void)sn__error_set(error, end, sn_strerror(end));
	return end;
}
