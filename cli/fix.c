/*
 * fix.c - what mends a diagnosis, as a plan with the steps to it.
 */
#include "fix.h"

#include <string.h>

#include "supernet_text.h"

struct fix {
	sn_plan_request request;
	sn_deployed *was;
	sn_plan *plan;
	sn_plan_change *change;
};

/* What there is may not do any more, nor its proposal: without it then. */
static sn_status
make_plan(struct fix *f, sn_error *error)
{
	sn_plan_request *r = &f->request;
	sn_status status = sn_plan_new(&f->plan, r, error);

	if (status == SN_EINVAL && r->proposal) {
		r->proposal = NULL;
		status = sn_plan_new(&f->plan, r, error);
	}
	if (!status && sn_plan_get(f->plan)->scheme == SN_SCHEME_NONE) {
		sn_plan_free(f->plan);
		f->plan = NULL;
		r->sticky = 0;
		status = sn_plan_new(&f->plan, r, error);
	}
	return status;
}

static int
make(struct fix *f, const sn_diagnosis *d, const char *format)
{
	sn_error error = {0};
	sn_status status = sn_diagnosis_fix(&f->was, &f->request, d);

	/* Terraform adds no rows that may have come by themselves. */
	if (format && !strcmp(format, "terraform"))
		f->request.auto_rows = SN_AUTO_ROWS_OFF;
	if (status == SN_EINVAL)
		return usage_error("diagnose",
		    "--fix: a row's next hop is no name of a connection");
	if (!status && (!f->request.local_count || !f->request.peer_count))
		return usage_error("diagnose",
		    "--fix needs segments, which no selector names: "
		    "--local-segments and --peer-segments");
	if (!status)
		status = make_plan(f, &error);
	if (status && status != SN_ENOMEM)
		return usage_error("diagnose", "--fix: %s", error.message);
	if (!status && sn_plan_get(f->plan)->scheme != SN_SCHEME_NONE)
		status = sn_plan_change_new(&f->change, f->was, f->plan);
	return status_exit(status, "diagnose --fix");
}

static sn_status
put(struct output *out, const char *text)
{
	return output_write(out, text, strlen(text));
}

static bool
is_format(const char *name)
{
	const char *one;

	for (size_t i = 0; (one = sn_plan_format_name(i)); i++)
		if (!strcmp(one, name))
			return true;
	return false;
}

/* The format of a device's file; NULL: there is none of its own. */
static const char *
device_format(const sn_profile *end)
{
	static const struct {
		const char *name;
		const char *format;
	} formats[] = {{"strongswan", "swanctl"}, {"juniper", "junos"},
	    {"h3c", "comware"}, {"huawei", "vrp"}};
	const char *format = end->name;

	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (!strcmp(end->name, formats[i].name))
			format = formats[i].format;
	return is_format(format) ? format : NULL;
}

/* The file of an end after the text, or why there is none. */
static sn_status
put_file(struct output *out, const struct fix *f, const char *end,
    const sn_profile *profile, const char *format,
    const sn_render_options *options)
{
	sn_error error = {0};
	sn_status status;

	if (!format) {
		note("--fix: no file for %s at the %s's end: see --format",
		    profile->name, end);
		return SN_OK;
	}
	status = put(out, "\nFile of the ");
	if (!status)
		status = put(out, end);
	if (!status)
		status = put(out, "'s end (");
	if (!status)
		status = put(out, format);
	if (!status)
		status = put(out, ")\n");
	if (!status)
		status = sn_plan_render(
		    f->plan, format, options, output_write, out, &error);
	if (status != SN_EINVAL && status != SN_EINFEASIBLE)
		return status;
	return put(out, error.message) || put(out, "\n") ? SN_EIO : SN_OK;
}

static int
write_all(struct output *out, const struct fix *f, const char *format,
    sn_render_options *options)
{
	const sn_profile *g = f->request.gateway, *p = f->request.peer_device;
	sn_error error = {0};
	sn_status status = SN_OK;

	options->change = f->change;
	if (!format)
		status = put(out, "\nFrom here to what works\n\n");
	if (!status)
		status = sn_plan_render(f->plan, format ? format : "text",
		    options, output_write, out, &error);
	if (!status && !format && f->change) {
		options->end = SN_KIND_GATEWAY;
		status = put_file(out, f, "gateway", g,
		    g->provider == SN_PROVIDER_ALIBABA ? "aliyun"
						       : device_format(g),
		    options);
		options->end = SN_KIND_PEER;
		if (!status)
			status = put_file(
			    out, f, "peer", p, device_format(p), options);
	}
	if (status == SN_EINVAL || status == SN_EINFEASIBLE)
		return usage_error("diagnose", "--fix --format %s: %s",
		    format ? format : "text", error.message);
	return status_exit(status, "diagnose --fix");
}

int
fix_write(struct output *out, const sn_diagnosis *d, const char *format,
    const sn_render_options *options)
{
	static const sn_plan_request request = SN_PLAN_REQUEST_INIT;
	struct fix f = {.request = request};
	sn_render_options o = *options;
	int exit_code = make(&f, d, format);

	if (!exit_code)
		exit_code = write_all(out, &f, format, &o);
	sn_plan_change_free(f.change);
	sn_plan_free(f.plan);
	sn_deployed_free(f.was);
	return exit_code;
}
