/*
 * report_files.c - the files for each end in a report: what the formats of
 * devices write, folded.
 */
#include <stdlib.h>
#include <stdio.h>

#include "base/count.h"
#include "render/picture/report.h"
#include "render/plan.h"
#include "render/device/aliyun.h"
#include "render/device/terraform.h"

enum { FILE_MAX = 1 << 18 }; /* bytes of a file that stands in a report */

static const struct {
	const char *name;
	const char *title;
	sn__plan_renderer *render;
	unsigned end;
	const char *device; /* at that end; NULL: whatever the gateway takes */
	bool known;	    /* only where the end is known to be that */
} files[] = {
    {"terraform", "for the provider of its cloud", sn__plan_terraform, SN_LOCAL,
	NULL, false},
    {"aliyun", "a script of the Alibaba Cloud CLI", sn__plan_aliyun, SN_LOCAL,
	NULL, false},
    {"swanctl", "strongSwan's swanctl.conf", sn__plan_swanctl, SN_LOCAL,
	"strongswan", true},
    {"libreswan", "Libreswan's ipsec.conf", sn__plan_libreswan, SN_LOCAL,
	"libreswan", true},
    {"swanctl", "strongSwan's swanctl.conf", sn__plan_swanctl, SN_PEER,
	"strongswan", false},
    {"libreswan", "Libreswan's ipsec.conf", sn__plan_libreswan, SN_PEER,
	"libreswan", false},
    {"cisco-ios", "Cisco IOS and IOS XE", sn__plan_cisco_ios, SN_PEER,
	"cisco-ios", false},
    {"cisco-asa", "Cisco ASA", sn__plan_cisco_asa, SN_PEER, "cisco-asa", true},
    {"fortigate", "Fortinet FortiOS", sn__plan_fortigate, SN_PEER, "fortigate",
	true},
    {"junos", "set commands of Juniper SRX", sn__plan_junos, SN_PEER, "juniper",
	true},
    {"comware", "H3C and HPE Comware V7", sn__plan_comware, SN_PEER, "h3c",
	true},
    {"vrp", "Huawei USG", sn__plan_vrp, SN_PEER, "huawei", true},
};

enum { FILES = sizeof(files) / sizeof(*files) };

/* Whether a device that is known is of another kind than file @i. */
static bool
is_of_another(const sn_plan_view *v, size_t i)
{
	const char *name =
	    files[i].end == SN_LOCAL ? v->gateway->name : v->peer_device->name;

	return files[i].device && strcmp(name, files[i].device) &&
	       (files[i].known ||
		   (strcmp(name, "generic") && strcmp(name, "route-based")));
}

struct written {
	sn__out *to; /* NULL: only count */
	uint64_t bytes;
};

/* What renderers write has no text from outside that they did not quote. */
static sn_status
escape(void *ctx, const char *data, size_t size)
{
	struct written *w = ctx;

	w->bytes += size;
	for (size_t i = 0; w->to && i < size; i++) {
		char c = data[i];

		if (c == '&')
			sn__out_text(w->to, "&amp;");
		else if (c == '<')
			sn__out_text(w->to, "&lt;");
		else if (c == '>')
			sn__out_text(w->to, "&gt;");
		else
			sn__out_char(w->to, c);
	}
	return SN_OK;
}

/* Renders file @i through @file; its errors are those of the renderer. */
static sn_status
write_file(size_t i, const sn_plan *plan, const sn_render_options *options,
    sn__out *file, struct written *w, sn_error *error)
{
	sn_status status, end;

	sn__out_begin(file, escape, w);
	status = files[i].render(plan, options, file, error);
	end = sn__out_end(file);
	return status ? status : end;
}

/*
 * Nothing where the renderer cannot write it, and @error says why; else *any
 * becomes true.
 */
static sn_status
put_file(sn__out *out, size_t i, const sn_plan *plan,
    const sn_render_options *options, sn__out *file, bool *any, sn_error *error)
{
	struct written w = {NULL, 0};
	char more[SN__WORDS_MAX], bytes[SN__GROUPED_MAX];
	sn_status status = write_file(i, plan, options, file, &w, error);

	if (status || !w.bytes)
		return status == SN_ENOMEM ? status : SN_OK;
	*any = true;
	sn__count_grouped(bytes, sn_count_from(w.bytes));
	if (w.bytes > FILE_MAX) {
		snprintf(more, sizeof(more),
		    "%s, %s: %s bytes; --format %s writes it", files[i].name,
		    files[i].title, bytes, files[i].name);
		sn__page_paragraph(out, "note", more);
		return SN_OK;
	}
	snprintf(more, sizeof(more), "%s, %s bytes", files[i].title, bytes);
	sn__page_fold(out, files[i].name, more);
	sn__out_format(out,
	    "<pre tabindex=\"0\" role=\"group\" "
	    "aria-label=\"%s\">",
	    files[i].name);
	w.to = out;
	status = write_file(i, plan, options, file, &w, error);
	sn__out_text(out, "</pre>\n");
	sn__page_fold_end(out);
	return status;
}

sn_status
sn__report_files(
    sn__out *out, const sn_plan *plan, const sn_render_options *options)
{
	const sn_plan_view *v = sn_plan_get(plan);
	static const char *const title[] = {"At the gateway", "At the peer"};
	char why[SN__WORDS_MAX + sizeof(((sn_error *)0)->message)];
	sn_render_options o = *options;
	sn_status status = SN_OK;
	sn__out *file;

	if (!v->connection_count)
		return SN_OK;
	file = malloc(sizeof(*file));
	if (!file)
		return SN_ENOMEM;
	for (unsigned end = SN_LOCAL; end <= SN_PEER; end++) {
		sn_error error = {0};
		bool any = false;

		o.end = end == SN_LOCAL ? SN_KIND_GATEWAY : SN_KIND_PEER;
		sn__out_format(out, "<h3>%s</h3>\n", title[end]);
		for (size_t i = 0; i < FILES && !status; i++)
			if (files[i].end == end && !is_of_another(v, i))
				status = put_file(
				    out, i, plan, &o, file, &any, &error);
		if (any)
			continue;
		snprintf(why, sizeof(why),
		    "No format writes this end%s%s. The figure, the proposal "
		    "and the rows say what it needs.",
		    *error.message ? ": " : "", error.message);
		sn__page_paragraph(out, "note", why);
	}
	free(file);
	return status;
}
