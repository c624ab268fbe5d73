/*
 * cmd_diagnose.c - supernet diagnose.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fix.h"
#include "report.h"
#include "segments.h"
#include "supernet_text.h"

enum {
	OPT_GATEWAY = OPT_COMMAND,
	OPT_PEER,
	OPT_TABLE,
	OPT_LOCAL,
	OPT_PEER_SEGMENTS,
	OPT_GATEWAY_ID,
	OPT_FIX
};

/* With @fix: what mends it, after the text or instead of it. */
static int
render(const struct common *c, const sn_diagnosis *d, bool fix)
{
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	const char *no_colour = getenv("NO_COLOR");
	const char *format = c->format ? c->format : "text";
	bool text = !strcmp(format, "text");
	struct output out;
	sn_status status = SN_OK;
	int exit_code = 0, closed;

	if (!fix && !text && strcmp(format, "json") != 0 &&
	    strcmp(format, "html") != 0)
		return usage_error("diagnose",
		    "--format %s needs --fix: else it is text, json or html",
		    format);
	exit_code = output_open(&out, c->output);
	if (exit_code)
		return exit_code;
	report_options(c, &o);
	o.colour =
	    !c->output && isatty(STDOUT_FILENO) && (!no_colour || !*no_colour);
	if (!fix || text)
		status = sn_diagnosis_render(d, format, &o, output_write, &out);
	if (fix && !status)
		exit_code = fix_write(&out, d, text ? NULL : format, &o);
	closed = output_close(&out, exit_code ? SN_ECANCELED : status);
	if (exit_code || closed)
		return exit_code ? exit_code : closed;
	return sn_diagnosis_get(d)->finding_count ? EXIT_NO : EXIT_DONE;
}

/* What there is to diagnose. */
struct job {
	const struct common *common;
	sn_diagnosis_request request;
	sn_configured *configured; /* both ends in one file */
	sn_ike_config *end[2];	   /* or each in its own */
	sn_network *network;	   /* which segments */
	struct segments segments[2];
	sn_table *table; /* of all --table, in order */
	const char *gateway_id;
	bool fix;
};

/* What a file is read into. */
enum what { BOTH_ENDS, GATEWAY_END, PEER_END, SEGMENTS, TABLE };

static sn_status
read_end(struct job *job, unsigned end, const struct text *t, sn_error *error)
{
	sn_status status = sn_ike_config_read(
	    &job->end[end], t->data, t->size, job->gateway_id, error);

	if (!status && end == SN_PEER)
		sn_ike_config_turn(job->end[end]);
	return status;
}

static sn_status
read_text(
    struct job *job, enum what what, const struct text *t, sn_error *error)
{
	switch (what) {
	case BOTH_ENDS:
		return sn_configured_read(
		    &job->configured, t->data, t->size, error);
	case SEGMENTS:
		return sn_network_read(&job->network, t->data, t->size, error);
	case TABLE:
		return sn_table_read_of(&job->table, t->data, t->size, NULL,
		    job->gateway_id, error);
	case GATEWAY_END:
	case PEER_END:
	default:
		return read_end(
		    job, what == GATEWAY_END ? SN_LOCAL : SN_PEER, t, error);
	}
}

/* The file's text is gone when this returns: what was read is not. */
static int
read_file(struct job *job, enum what what, const char *path)
{
	struct text t;
	sn_error error;
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	exit_code = text_exit(&t, read_text(job, what, &t, &error), &error);
	text_close(&t);
	return exit_code;
}

/* Several tables are one, in order. */
static int
read_table(struct job *job, const char *path)
{
	sn_table *before = job->table;
	int exit_code;

	job->table = NULL;
	exit_code = read_file(job, TABLE, path);
	if (!exit_code)
		note_left_out(path, sn_table_left_out(job->table));
	if (!exit_code && before) {
		exit_code =
		    status_exit(sn_table_append(before, job->table), path);
		sn_table_free(job->table);
		job->table = before;
	} else if (exit_code) {
		job->table = before;
	}
	return exit_code;
}

static int
option(struct job *job, const struct given *given)
{
	const char *arg = given->value;

	switch (given->opt->id) {
	case OPT_GATEWAY:
	case OPT_PEER:
		if (job->end[given->opt->id == OPT_PEER])
			return usage_error("diagnose", "--%s is given twice",
			    given->opt->name);
		return read_file(job,
		    given->opt->id == OPT_PEER ? PEER_END : GATEWAY_END, arg);
	case OPT_GATEWAY_ID:
		return 0; /* known before any file is read */
	case OPT_FIX:
		job->fix = true;
		return 0;
	case OPT_TABLE:
		return read_table(job, arg);
	case OPT_LOCAL:
		return segments_add(&job->segments[SN_LOCAL],
		    "--local-segments", arg, job->common);
	default:
		return segments_add(&job->segments[SN_PEER], "--peer-segments",
		    arg, job->common);
	}
}

/* A network file beside two configurations says which segments. */
static int
read_operand(struct job *job, const struct args *args)
{
	static const sn_plan_request plan = SN_PLAN_REQUEST_INIT;
	sn_plan_request q = plan;
	bool ends = job->end[SN_LOCAL] || job->end[SN_PEER];
	int exit_code = 0;

	if (!ends) {
		exit_code = read_file(
		    job, BOTH_ENDS, args->files ? args->file[0] : "-");
		if (!exit_code)
			sn_configured_request(job->configured, &job->request);
		return exit_code;
	}
	if (!job->end[SN_LOCAL] || !job->end[SN_PEER])
		return usage_error(
		    "diagnose", "--gateway and --peer are needed, or neither");
	sn_ike_configs_face(job->end[SN_LOCAL], job->end[SN_PEER]);
	if (args->files)
		exit_code = read_file(job, SEGMENTS, args->file[0]);
	if (exit_code || !job->network)
		return exit_code;
	sn_network_request(job->network, &q);
	job->request.segments[SN_LOCAL] = q.local;
	job->request.segment_count[SN_LOCAL] = q.local_count;
	job->request.segments[SN_PEER] = q.peer;
	job->request.segment_count[SN_PEER] = q.peer_count;
	return 0;
}

static int
diagnose(struct job *job, const struct args *args)
{
	sn_diagnosis_request *r = &job->request;
	sn_diagnosis *d = NULL;
	sn_error error;
	sn_status status;
	int exit_code = 0;

	for (size_t i = 0; i < args->n; i++)
		if (args->given[i].opt->id == OPT_GATEWAY_ID)
			job->gateway_id = args->given[i].value;
	for (size_t i = 0; i < args->n && !exit_code; i++)
		exit_code = option(job, &args->given[i]);
	if (!exit_code)
		exit_code = read_operand(job, args);
	if (exit_code)
		return exit_code;
	for (unsigned side = 0; side < 2; side++) {
		r->config[side] = job->end[side];
		if (job->segments[side].n) {
			r->segments[side] = job->segments[side].p;
			r->segment_count[side] = job->segments[side].n;
		}
	}
	if (job->table)
		r->routes = job->table;
	if (job->fix && !r->routes)
		note("--fix: no table was given: what the steps add may be "
		     "there");
	status = sn_diagnosis_new(&d, r, &error);
	if (status == SN_ENOMEM)
		exit_code = status_exit(status, "diagnose");
	else if (status)
		exit_code = usage_error("diagnose", "%s%s%s",
		    args->files ? args->file[0] : "", args->files ? ": " : "",
		    error.message);
	else
		exit_code = render(job->common, d, job->fix);
	sn_diagnosis_free(d);
	return exit_code;
}

static int
run(struct args *args)
{
	static const sn_diagnosis_request request = SN_DIAGNOSIS_REQUEST_INIT;
	struct job job = {.common = &args->common, .request = request};
	int exit_code;

	if (args->files > 1)
		return usage_error(
		    "diagnose", "diagnose takes one file, not %d", args->files);
	exit_code = diagnose(&job, args);
	sn_configured_free(job.configured);
	sn_network_free(job.network);
	sn_table_free(job.table);
	for (unsigned side = 0; side < 2; side++) {
		sn_ike_config_free(job.end[side]);
		segments_free(&job.segments[side]);
	}
	return exit_code;
}

static const struct opt options[] = {
    OPT(OPT_GATEWAY, "gateway", "FILE",
	"what the gateway's end has: swanctl.conf, ipsec.conf, show "
	"running-config, DescribeVpnConnections, Terraform's state, a plan"),
    OPT(OPT_PEER, "peer", "FILE", "what the peer's end has"),
    OPT(OPT_TABLE, "table", "FILE",
	"the gateway's routes: a plan, JSON, CSV, ip rule"),
    OPT(OPT_GATEWAY_ID, "gateway-id", "ID",
	"the VPN gateway, where a file has several"),
    OPT(OPT_LOCAL, "local-segments", "LIST|@FILE",
	"segments A,B,C (default: those that selectors name)"),
    OPT(OPT_PEER_SEGMENTS, "peer-segments", "LIST|@FILE",
	"the same of the other side"),
    OPT(OPT_FIX, "fix", NULL,
	"also what mends it: a plan, the steps to it and the files of both "
	"ends"),
    {'f', "format", "NAME",
	"text, json, or html, a report; with --fix, that of the plan: one of "
	"supernet plan's",
	0, false, sn_plan_format_name},
    TITLE_OPTION, NO_INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};

const struct command command_diagnose = {"diagnose",
    "what is wrong with connections as they are configured",
    "diagnose [OPTIONS] [network.json]\n"
    "diagnose --gateway FILE --peer FILE [--table FILE]... [--fix] "
    "[network.json]",
    "Reads what is configured at both ends of IPsec connections and says what "
    "is wrong: selectors, IKE and IPsec parameters, DPD, lifetimes, shared "
    "phase 1, routes; and which pairs of segments work, now and when SAs have "
    "been renewed. Exits with 1 when something was found. The form of "
    "network.json is in supernet-diagnose(1); with --gateway and --peer it "
    "says which segments there are, as for plan.",
    "supernet diagnose --gateway swanctl.conf --peer their-swanctl.conf", NULL,
    options, run};
