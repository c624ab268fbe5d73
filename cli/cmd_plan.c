/*
 * cmd_plan.c - supernet plan.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "from.h"
#include "profiles.h"
#include "report.h"
#include "reserves.h"
#include "supernet_text.h"

enum {
	OPT_LOCAL = OPT_COMMAND,
	OPT_PEER,
	OPT_IKE,
	OPT_PEER_DEVICE,
	OPT_GATEWAY,
	OPT_SCHEME,
	OPT_ALIGN,
	OPT_SHORTEST,
	OPT_ALLOW_PUBLIC,
	OPT_CONNECTION,
	OPT_MAX_ROUTES,
	OPT_MAX_CONNECTIONS,
	OPT_MAX_SELECTORS,
	OPT_LIST_FORMATS,
	OPT_LIST_PROFILES,
	OPT_SHOW_PROFILE,
	OPT_FROM,
	OPT_STICKY,
	OPT_RESERVE,
	OPT_GATEWAY_ID,
	OPT_PROPOSAL,
	OPT_AUTO_ROWS,
	OPT_PUBLISH,
	OPT_ROUTES_IN_USE,
	OPT_NUMBER_BASE,
	OPT_OVERLAP,
	OPT_NAT_POOL,
	OPT_END,
	OPT_SITE,
	OPT_REPLACE,
	OPT_TUNNELS,
	OPT_NO_REQUIRED_PROVIDERS
};

struct job {
	const struct common *common;
	sn_plan_request request;
	struct segments local;
	struct segments peer;
	sn_network *network;	/* plan network.json; owns what it gave */
	sn_profile *profile[2]; /* of the user's own: gateway, peer device */
	sn_deployed *from;
	struct reserves reserves;
	struct segments pool; /* for translation */
	const char *gateway_id;
	bool no_required_providers;
	const char *site;
	uint32_t end; /* SN_KIND_...; 0: the peer's */
};

static int
limit(const char *option, const char *arg, uint64_t least, int64_t *out)
{
	uint64_t n;

	if (!parse_number(arg, INT64_MAX, &n) || n < least)
		return usage_error("plan", "%s takes a number%s: '%s'", option,
		    least ? " from 1 up" : "", arg);
	*out = (int64_t)n;
	return 0;
}

static int
shortest(const char *arg, sn_plan_request *r)
{
	uint64_t n;

	if (!parse_number(arg, 128, &n))
		return usage_error(
		    "plan", "--shortest takes 0 to 128: '%s'", arg);
	r->shortest4 = n > 32 ? 32 : (uint8_t)n;
	r->shortest6 = (uint8_t)n;
	r->shortest_given = 1;
	return 0;
}

static int
number_base(const char *arg, sn_plan_request *r)
{
	uint64_t n;

	if (!parse_number(arg, SN_NUMBER_MAX, &n) || !n)
		return usage_error("plan", "--number-base takes 1 to %d: '%s'",
		    SN_NUMBER_MAX, arg);
	r->number_base = (uint32_t)n;
	return 0;
}

static int
tunnels(const char *arg, sn_plan_request *r)
{
	uint64_t n;

	if (!parse_number(arg, 2, &n) || !n)
		return usage_error("plan", "--tunnels takes 1 or 2: '%s'", arg);
	r->tunnels = (uint32_t)n;
	return 0;
}

/* Files that are carried out leave nothing to hand work; what people fold and
 * read says what the gateway does by itself. */
static bool
is_read(const char *format)
{
	static const char *const read[] = {
	    "text", "json", "csv", "html", "svg", "dot"};

	for (size_t i = 0; i < sizeof(read) / sizeof(*read); i++)
		if (!format || !strcmp(format, read[i]))
			return true;
	return false;
}

/* The formats of a plan, a line each; the completions ask for them too. */
static int
list_formats(const struct job *job)
{
	char name[16]; /* padded, so that the titles stand in a column */
	struct output out;
	sn_status status = SN_OK;
	int exit_code = output_open(&out, job->common->output);

	if (exit_code)
		return exit_code;
	for (size_t i = 0; !status && sn_plan_format_name(i); i++) {
		const char *title = sn_plan_format_title(i);

		snprintf(name, sizeof(name), "%-12s ", sn_plan_format_name(i));
		status = output_write(&out, name, strlen(name));
		if (!status)
			status = output_write(&out, title, strlen(title));
		if (!status)
			status = output_write(&out, "\n", 1);
	}
	return output_close(&out, status);
}

/* The value of a word of a kind (SN_WORD_...), which the option was held
 * against already. */
static uint32_t
word_value(unsigned kind, const char *arg)
{
	unsigned value = 0;

	return sn_word_value(kind, arg, strlen(arg), &value) ? 0 : value;
}

/* A scheme by its word, or by the number that documents give it. */
static uint32_t
scheme_value(const char *arg)
{
	return *arg >= '1' && *arg <= '3' ? (uint32_t)(*arg - '0')
					  : word_value(SN_WORD_SCHEME, arg);
}

/* Options about proposals, rows and numbers. 0, or an exit code. */
static int
row_option(struct job *job, const struct given *given)
{
	const char *arg = given->value;
	sn_plan_request *r = &job->request;

	switch (given->opt->id) {
	case OPT_PROPOSAL:
		r->proposal = arg;
		return 0;
	case OPT_AUTO_ROWS:
		r->auto_rows = word_value(SN_WORD_AUTO_ROWS, arg);
		return 0;
	case OPT_PUBLISH:
		r->publish = 1;
		return 0;
	case OPT_ROUTES_IN_USE:
		if (parse_number(arg, INT64_MAX, &r->routes_in_use))
			return 0;
		return usage_error(
		    "plan", "--routes-in-use takes a number: '%s'", arg);
	case OPT_NUMBER_BASE:
		return number_base(arg, r);
	case OPT_END:
		job->end = word_value(SN_WORD_KIND, arg);
		return 0;
	case OPT_OVERLAP:
		r->overlap = word_value(SN_WORD_OVERLAP, arg);
		return 0;
	case OPT_NAT_POOL:
		return segments_add(&job->pool, "--nat-pool", arg, job->common);
	case OPT_NO_REQUIRED_PROVIDERS:
		job->no_required_providers = true;
		return 0;
	case OPT_SITE:
		job->site = arg;
		return 0;
	case OPT_REPLACE:
		r->replace = 1;
		return 0;
	case OPT_TUNNELS:
		return tunnels(arg, r);
	default:
		return 0;
	}
}

/* One option of this command. 0, or an exit code. */
static int
plan_option(struct job *job, const struct given *given)
{
	const char *arg = given->value;
	sn_plan_request *r = &job->request;

	switch (given->opt->id) {
	case OPT_LOCAL:
		return segments_add(&job->local, "--local", arg, job->common);
	case OPT_PEER:
		return segments_add(&job->peer, "--peer", arg, job->common);
	case OPT_IKE:
		r->ike = word_value(SN_WORD_IKE, arg);
		return 0;
	case OPT_PEER_DEVICE:
		return profile_option("plan", given, SN_KIND_PEER,
		    &job->profile[1], &r->peer_device);
	case OPT_GATEWAY:
		return profile_option("plan", given, SN_KIND_GATEWAY,
		    &job->profile[0], &r->gateway);
	case OPT_SCHEME:
		r->scheme = scheme_value(arg);
		return 0;
	case OPT_ALIGN:
		r->align = word_value(SN_WORD_ALIGN, arg);
		return 0;
	case OPT_SHORTEST:
		return shortest(arg, r);
	case OPT_ALLOW_PUBLIC:
		r->allow_public = 1;
		return 0;
	case OPT_CONNECTION:
		r->connection = arg;
		return 0;
	case OPT_MAX_ROUTES:
		return limit("--max-routes", arg, 0, &r->max_routes);
	case OPT_MAX_CONNECTIONS:
		return limit("--max-connections", arg, 0, &r->max_connections);
	case OPT_MAX_SELECTORS:
		return limit("--max-selectors", arg, 1, &r->max_selectors);
	case OPT_FROM:
		return from_read(&job->from, arg, job->gateway_id);
	case OPT_STICKY:
		r->sticky = 1;
		return 0;
	case OPT_RESERVE:
		return reserves_add(&job->reserves, arg, job->common, r);
	case OPT_GATEWAY_ID:
		return 0; /* known before any file is read */
	default:
		return row_option(job, given);
	}
}

/* The request of network.json; what the command line gave stands. */
static int
read_network(struct job *job, const char *path)
{
	struct text t;
	sn_error error;
	sn_status status;
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	status = sn_network_read(&job->network, t.data, t.size, &error);
	exit_code = text_exit(&t, status, &error);
	if (!exit_code)
		sn_network_request(job->network, &job->request);
	text_close(&t);
	return exit_code;
}

static int
render(const struct job *job, const sn_plan *plan, const sn_plan_change *change)
{
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	const char *no_colour = getenv("NO_COLOR");
	const char *format = job->common->format ? job->common->format : "text";
	struct output out;
	sn_error error = {0};
	sn_status status;
	int exit_code;

	exit_code = output_open(&out, job->common->output);
	o.gateway_id = job->gateway_id;
	o.end = job->end;
	o.no_required_providers = job->no_required_providers;
	o.site = job->site;
	if (exit_code)
		return exit_code;
	report_options(job->common, &o);
	o.change = change;
	o.colour = !job->common->output && isatty(STDOUT_FILENO) &&
		   (!no_colour || !*no_colour);
	status = sn_plan_render(plan, format, &o, output_write, &out, &error);
	if (status == SN_EINVAL) {
		(void)output_close(&out, SN_ECANCELED);
		return *error.text ? usage_error("plan", "--site %s: %s",
					 error.text, error.message)
				   : usage_error("plan", "--format %s: %s",
					 format, error.message);
	}
	if (status == SN_EINFEASIBLE) {
		(void)output_close(&out, SN_ECANCELED);
		message("no plan is feasible: %s", error.message);
		return EXIT_NO;
	}
	exit_code = output_close(&out, status);
	if (!exit_code && sn_plan_get(plan)->scheme == SN_SCHEME_NONE)
		return EXIT_NO;
	return exit_code;
}

static bool
all_ipv4(const sn_prefix *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].family != SN_IPV4)
			return false;
	return true;
}

static int
make_plan(struct job *job)
{
	sn_plan_request *r = &job->request;
	sn_plan *plan;
	sn_plan_change *change = NULL;
	sn_error error = {0};
	sn_status status;
	int exit_code;

	if (job->local.n) {
		r->local = job->local.p;
		r->local_count = job->local.n;
	}
	if (job->peer.n) {
		r->peer = job->peer.p;
		r->peer_count = job->peer.n;
	}
	if (job->pool.n) {
		r->nat_pool = job->pool.p;
		r->nat_pool_count = job->pool.n;
	}
	if (r->shortest_given && r->shortest6 > 32 && r->local_count &&
	    all_ipv4(r->local, r->local_count))
		return usage_error("plan",
		    "--shortest of IPv4 is 0 to 32: '%u'", r->shortest6);
	exit_code = reserves_decide(&job->reserves, r);
	if (exit_code)
		return exit_code;
	if (r->sticky && !job->from)
		return usage_error("plan", "--sticky needs --from OLD.json");
	if (r->replace && !job->from)
		return usage_error("plan", "--replace needs --from FILE");
	r->previous = job->from;
	/* The rows of a connection that exists are there already. */
	if (!r->auto_rows && !is_read(job->common->format) &&
	    (!r->connection || strncmp(r->connection, "vco-", 4)))
		r->auto_rows = SN_AUTO_ROWS_OFF;
	status = sn_plan_new(&plan, r, &error);
	if (status == SN_ENOMEM)
		return status_exit(status, "plan");
	if (status)
		return usage_error("plan", "%s", error.message);
	if (job->from && sn_plan_get(plan)->scheme != SN_SCHEME_NONE)
		status = sn_plan_change_new(&change, job->from, plan);
	if (status == SN_ENOMEM)
		exit_code = status_exit(status, "plan");
	else if (status)
		exit_code = usage_error("plan", "--from: %s",
		    status == SN_EFAMILY ? "the old plan is of another family"
		    : status == SN_EINVAL
			? "two connections of the old plan have one name"
			: sn_strerror(status));
	else
		exit_code = render(job, plan, change);
	sn_plan_change_free(change);
	sn_plan_free(plan);
	return exit_code;
}

/* What there is to choose from, where that was asked; else NULL. */
static const struct given *
asked(const struct args *args)
{
	for (size_t i = 0; i < args->n; i++) {
		int id = args->given[i].opt->id;

		if (id == OPT_LIST_FORMATS || id == OPT_LIST_PROFILES ||
		    id == OPT_SHOW_PROFILE)
			return &args->given[i];
	}
	return NULL;
}

/* Whether what should be a file is a segment, and no file has its name. */
static bool
is_segment(const char *word)
{
	size_t n = strcspn(word, ",");
	sn_range range;

	return !sn_range_parse(&range, word, n, 0, NULL) && access(word, F_OK);
}

/* network.json first: the options win over it, wherever it stands. */
static int
run_job(struct job *job, const struct args *args)
{
	static const sn_plan_request request = SN_PLAN_REQUEST_INIT;
	const struct given *question = asked(args);
	int exit_code = 0;

	job->request = request;
	if (question && question->opt->id == OPT_LIST_FORMATS)
		return list_formats(job);
	if (question)
		return profiles_show(job->common, question);
	if (args->files > 1)
		return usage_error(
		    "plan", "plan takes one network file, not %d", args->files);
	for (size_t i = 0; i < args->n; i++)
		if (args->given[i].opt->id == OPT_GATEWAY_ID)
			job->gateway_id = args->given[i].value;
	if (args->files && is_segment(args->file[0]))
		return usage_error("plan",
		    "segments of a side have commas between, or stand in "
		    "@FILE: '%s'",
		    args->file[0]);
	if (args->files)
		exit_code = read_network(job, args->file[0]);
	for (size_t i = 0; i < args->n && !exit_code; i++)
		exit_code = plan_option(job, &args->given[i]);
	return exit_code ? exit_code : make_plan(job);
}

static int
run(struct args *args)
{
	struct job job;
	int exit_code;

	memset(&job, 0, sizeof(job));
	job.common = &args->common;
	exit_code = run_job(&job, args);
	segments_free(&job.local);
	segments_free(&job.peer);
	reserves_free(&job.reserves);
	segments_free(&job.pool);
	sn_profile_free(job.profile[0]);
	sn_profile_free(job.profile[1]);
	sn_deployed_free(job.from);
	sn_network_free(job.network);
	return exit_code;
}

/* clang-format off */
static const struct opt options[] = {
	OPT(OPT_LOCAL, "local", "LIST|@FILE",
	    "segments A,B,C; @FILE: one a line"),
	OPT(OPT_PEER, "peer", "LIST|@FILE", "the same of the other side"),
	OPT(OPT_IKE, "ike", "v1|v2", "default v2"),
	{OPT_GATEWAY, "gateway", "NAME|@FILE",
	    "default alibaba-cloud; @FILE (or NAME.json): a profile of one's "
	    "own, in JSON", 0, false, gateway_word},
	{OPT_PEER_DEVICE, "peer-device", "NAME|@FILE", "default generic", 0,
	    false, peer_word},
	OPT(OPT_SCHEME, "scheme",
	    "auto|destination|aggregate|pairs|lists|1|2|3",
	    "how the sides are joined (default auto): see supernet-plan(1)"),
	OPT(OPT_ALIGN, "align", "minimal|octet",
	    "how supernets are rounded (default minimal)"),
	OPT(OPT_SHORTEST, "shortest", "N",
	    "the shortest acceptable supernet (default 8, IPv6 16)"),
	OPT(OPT_ALLOW_PUBLIC, "allow-public", NULL,
	    "supernets may leave private space"),
	OPT(OPT_CONNECTION, "connection", "ID",
	    "next hop (default ipsec-connection)"),
	OPT(OPT_MAX_ROUTES, "max-routes", "N",
	    "at most N routes, instead of the profile's limit"),
	OPT(OPT_MAX_CONNECTIONS, "max-connections", "N",
	    "at most N connections, instead of the profile's limit"),
	OPT(OPT_MAX_SELECTORS, "max-selectors", "N",
	    "at most N selectors a side, instead of the profile's limit"),
	OPT(OPT_FROM, "from", "FILE",
	    "also the steps from what FILE says is there: a plan, answers of "
	    "DescribeVpnConnections and of its routes, Terraform's state"),
	OPT(OPT_STICKY, "sticky", NULL,
	    "keep its selectors while they still do"),
	OPT(OPT_RESERVE, "reserve", "BITS|[local:|peer:]PREFIX",
	    "selectors BITS shorter than needed, or that cover PREFIX, too"),
	OPT(OPT_PROPOSAL, "proposal", "NAME",
	    "default, legacy, or as aes256-sha256-group14[,SECONDS,SECONDS]: "
	    "what both ends negotiate, and the lifetimes of IKE and IPsec"),
	OPT(OPT_AUTO_ROWS, "auto-rows", "keep|off",
	    "the rows that the gateway installs by itself (default keep; off "
	    "for terraform, aliyun and devices)"),
	OPT(OPT_PUBLISH, "publish", NULL, "publish the plan's own rows"),
	OPT(OPT_ROUTES_IN_USE, "routes-in-use", "N",
	    "rows of other connections, which count against the limits"),
	OPT(OPT_NUMBER_BASE, "number-base", "N",
	    "numbers of a device's file begin at N, 1 to 32767 (default: from "
	    "the connection's name)"),
	OPT(OPT_OVERLAP, "overlap", "refuse|nested|nat",
	    "addresses that both sides have: refused, told apart by nested "
	    "segments (default), or translated"),
	OPT(OPT_NAT_POOL, "nat-pool", "PREFIX",
	    "where --overlap nat finds addresses to translate to"),
	OPT(OPT_END, "end", "gateway|peer",
	    "whose file, for swanctl, libreswan and nftables (default peer)"),
	OPT(OPT_TUNNELS, "tunnels", "N",
	    "tunnels of a connection, 1 or 2 (default: the gateway's)"),
	OPT(OPT_SITE, "site", "NAME",
	    "only this one of several sites, in full"),
	OPT(OPT_REPLACE, "replace", NULL,
	    "--from: delete connections that the plan does not know, too"),
	OPT(OPT_GATEWAY_ID, "gateway-id", "ID",
	    "the VPN gateway, for terraform and aliyun, and of those in "
	    "--from"),
	OPT(OPT_NO_REQUIRED_PROVIDERS, "no-required-providers", NULL,
	    "for terraform: another file of the project has that block"),
	OPT(OPT_LIST_FORMATS, "list-formats", NULL, "what --format takes"),
	OPT(OPT_LIST_PROFILES, "list-profiles", NULL,
	    "the gateways and peers that are known"),
	{OPT_SHOW_PROFILE, "show-profile", "NAME|@FILE",
	    "what is known, with sources", 0, false, profile_word},
	{'f', "format", "NAME", "text, json, csv or another (--list-formats)",
	    0, false, sn_plan_format_name},
	TITLE_OPTION,
	INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
/* clang-format on */

const struct command command_plan = {"plan",
    "the connections and routes that join two sides",
    "plan --local LIST|@FILE --peer LIST|@FILE [OPTIONS]\n"
    "plan [OPTIONS] network.json\n"
    "plan --list-formats | --list-profiles | --show-profile NAME",
    "Plans one IPsec VPN between the segments of two sides, or of a gateway "
    "and several sites: selectors, connections, policy routes, and what to "
    "mind. Exits with 1 when no plan is feasible.",
    "supernet plan --local 10.1.1.0/24,10.1.2.0/24 --peer 192.168.1.0/24", NULL,
    options, run};
