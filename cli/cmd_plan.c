/*
 * cmd_plan.c - supernet plan.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "profiles.h"
#include "segments.h"
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
	OPT_GATEWAY_ID
};

struct job {
	struct common common;
	sn_plan_request request;
	struct segments local;
	struct segments peer;
	sn_network *network;	/* plan network.json; owns what it gave */
	sn_profile *profile[2]; /* of the user's own: gateway, peer device */
	sn_deployed *from;
	struct segments reserve[2]; /* by side */
	struct segments undecided;  /* for the side that each is nearest to */
	const char *gateway_id;
	bool list_formats;
	bool show;	       /* profiles: */
	const char *show_name; /* this one; NULL: the list */
};

static int
choice(const char *option, const char *arg, const char *const *name,
    uint32_t first, uint32_t *out)
{
	char all[256] = "";
	size_t used = 0;

	for (uint32_t i = 0; name[i]; i++) {
		if (!strcmp(arg, name[i])) {
			*out = first + i;
			return 0;
		}
		if (used < sizeof(all))
			used += (size_t)snprintf(all + used, sizeof(all) - used,
			    "%s%s", i ? ", " : "", name[i]);
	}
	return usage_error("plan", "%s is one of %s: '%s'", option, all, arg);
}

static int
scheme(const char *arg, uint32_t *out)
{
	static const char *const name[] = {
	    "auto", "destination", "aggregate", "pairs", NULL};

	if (strlen(arg) == 1 && *arg >= '1' && *arg <= '3') {
		*out = (uint32_t)(*arg - '0');
		return 0;
	}
	return choice("--scheme", arg, name, SN_SCHEME_AUTO, out);
}

static int
limit(const char *option, const char *arg, int64_t *out)
{
	uint64_t n;

	if (!parse_number(arg, INT64_MAX, &n))
		return usage_error(
		    "plan", "%s takes a number: '%s'", option, arg);
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

/* One profile, or (NULL) the list of all. */
static int
show_profiles(const struct job *job, const char *name)
{
	const char *format = job->common.format ? job->common.format : "text";
	const sn_profile *p = NULL;
	sn_profile *own = NULL;
	struct output out;
	sn_status status;
	int exit_code = 0;

	if (name)
		exit_code = profile_option("plan", "--show-profile", name,
		    SN_KIND_GATEWAY | SN_KIND_PEER, &own, &p);
	if (!exit_code && strcmp(format, "text") && strcmp(format, "json"))
		exit_code =
		    usage_error("plan", "profiles have --format text and json");
	if (!exit_code)
		exit_code = output_open(&out, job->common.output);
	if (!exit_code) {
		status = sn_profile_render(p, format, output_write, &out);
		exit_code = output_close(&out, status);
	}
	sn_profile_free(own);
	return exit_code;
}

/* The formats of a plan, a line each; the completions ask for them too. */
static int
list_formats(const struct job *job)
{
	char name[16]; /* padded, so that the titles stand in a column */
	struct output out;
	sn_status status = SN_OK;
	int exit_code = output_open(&out, job->common.output);

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

static const struct option options[] = {COMMON_LONG,
    {"local", required_argument, NULL, OPT_LOCAL},
    {"peer", required_argument, NULL, OPT_PEER},
    {"ike", required_argument, NULL, OPT_IKE},
    {"peer-device", required_argument, NULL, OPT_PEER_DEVICE},
    {"gateway", required_argument, NULL, OPT_GATEWAY},
    {"scheme", required_argument, NULL, OPT_SCHEME},
    {"align", required_argument, NULL, OPT_ALIGN},
    {"shortest", required_argument, NULL, OPT_SHORTEST},
    {"allow-public", no_argument, NULL, OPT_ALLOW_PUBLIC},
    {"connection", required_argument, NULL, OPT_CONNECTION},
    {"max-routes", required_argument, NULL, OPT_MAX_ROUTES},
    {"max-connections", required_argument, NULL, OPT_MAX_CONNECTIONS},
    {"max-selectors", required_argument, NULL, OPT_MAX_SELECTORS},
    {"list-formats", no_argument, NULL, OPT_LIST_FORMATS},
    {"list-profiles", no_argument, NULL, OPT_LIST_PROFILES},
    {"show-profile", required_argument, NULL, OPT_SHOW_PROFILE},
    {"from", required_argument, NULL, OPT_FROM},
    {"sticky", no_argument, NULL, OPT_STICKY},
    {"reserve", required_argument, NULL, OPT_RESERVE},
    {"gateway-id", required_argument, NULL, OPT_GATEWAY_ID},
    {NULL, 0, NULL, 0}};

static int
read_from(struct job *job, const char *path)
{
	struct text t;
	sn_error error;
	sn_status status;
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	sn_deployed_free(job->from);
	job->from = NULL;
	status = sn_deployed_read(&job->from, t.data, t.size, &error);
	exit_code = text_exit(&t, status, &error);
	text_close(&t);
	return exit_code;
}

/* PREFIX, local:PREFIX, peer:PREFIX, or a number of bits. */
static int
reserve(struct job *job, const char *arg)
{
	uint64_t bits;

	if (parse_number(arg, 128, &bits)) {
		job->request.spare_bits = (uint8_t)bits;
		return 0;
	}
	if (!strncmp(arg, "local:", 6))
		return segments_add(&job->reserve[SN_LOCAL], "--reserve",
		    arg + 6, &job->common.text);
	if (!strncmp(arg, "peer:", 5))
		return segments_add(&job->reserve[SN_PEER], "--reserve",
		    arg + 5, &job->common.text);
	return segments_add(
	    &job->undecided, "--reserve", arg, &job->common.text);
}

/* How long a prefix @p shares with the nearest of the segments. */
static unsigned
nearness(sn_prefix p, const sn_prefix *segment, size_t n)
{
	unsigned best = 0;
	sn_prefix common;

	for (size_t i = 0; i < n; i++)
		if (!sn_prefix_common(&common, p, segment[i]) &&
		    common.len >= best)
			best = common.len;
	return best;
}

/* Gives the undecided reserves to the side whose segments are nearer. */
static int
decide_reserves(struct job *job)
{
	sn_plan_request *r = &job->request;
	char text[SN_PREFIX_TEXT_MAX];

	for (size_t i = 0; i < job->undecided.n; i++) {
		sn_prefix p = job->undecided.p[i];
		unsigned l = nearness(p, r->local, r->local_count);
		unsigned q = nearness(p, r->peer, r->peer_count);
		int exit_code;

		sn_prefix_format(text, sizeof(text), p);
		if (l == q)
			return usage_error("plan",
			    "--reserve %s is as near to one side as to the "
			    "other: say local:%s or peer:%s",
			    text, text, text);
		exit_code =
		    segments_add(&job->reserve[l > q ? SN_LOCAL : SN_PEER],
			"--reserve", text, &job->common.text);
		if (exit_code)
			return exit_code;
	}
	r->spare_local = job->reserve[SN_LOCAL].p;
	r->spare_local_count = job->reserve[SN_LOCAL].n;
	r->spare_peer = job->reserve[SN_PEER].p;
	r->spare_peer_count = job->reserve[SN_PEER].n;
	return 0;
}

/* One option of this command. 0, or an exit code. */
static int
plan_option(struct job *job, int opt, const char *arg)
{
	static const char *const ike[] = {"v1", "v2", NULL};
	static const char *const align[] = {"minimal", "octet", NULL};
	sn_plan_request *r = &job->request;

	switch (opt) {
	case OPT_LOCAL:
		return segments_add(
		    &job->local, "--local", arg, &job->common.text);
	case OPT_PEER:
		return segments_add(
		    &job->peer, "--peer", arg, &job->common.text);
	case OPT_IKE:
		return choice("--ike", arg, ike, SN_IKE_V1, &r->ike);
	case OPT_PEER_DEVICE:
		return profile_option("plan", "--peer-device", arg,
		    SN_KIND_PEER, &job->profile[1], &r->peer_device);
	case OPT_GATEWAY:
		return profile_option("plan", "--gateway", arg, SN_KIND_GATEWAY,
		    &job->profile[0], &r->gateway);
	case OPT_SCHEME:
		return scheme(arg, &r->scheme);
	case OPT_ALIGN:
		return choice(
		    "--align", arg, align, SN_ALIGN_MINIMAL, &r->align);
	case OPT_SHORTEST:
		return shortest(arg, r);
	case OPT_ALLOW_PUBLIC:
		r->allow_public = 1;
		return 0;
	case OPT_CONNECTION:
		r->connection = arg;
		return 0;
	case OPT_MAX_ROUTES:
		return limit("--max-routes", arg, &r->max_routes);
	case OPT_MAX_CONNECTIONS:
		return limit("--max-connections", arg, &r->max_connections);
	case OPT_MAX_SELECTORS:
		return limit("--max-selectors", arg, &r->max_selectors);
	case OPT_FROM:
		return read_from(job, arg);
	case OPT_STICKY:
		r->sticky = 1;
		return 0;
	case OPT_RESERVE:
		return reserve(job, arg);
	case OPT_GATEWAY_ID:
		job->gateway_id = arg;
		return 0;
	default:
		break;
	}
	return usage_hint("plan");
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
	const char *format = job->common.format ? job->common.format : "text";
	struct output out;
	sn_error error = {0};
	sn_status status;
	int exit_code = output_open(&out, job->common.output);

	o.gateway_id = job->gateway_id;
	if (exit_code)
		return exit_code;
	o.change = change;
	o.colour = !job->common.output && isatty(STDOUT_FILENO) &&
		   (!no_colour || !*no_colour);
	status = sn_plan_render(plan, format, &o, output_write, &out, &error);
	if (status == SN_EINVAL) {
		(void)output_close(&out, SN_ECANCELED);
		return usage_error(
		    "plan", "--format %s: %s", format, error.message);
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

/* 0, or an exit code, having said where the formats are. */
static int
check_format(const char *format)
{
	const char *name;

	for (size_t i = 0; (name = sn_plan_format_name(i)); i++)
		if (!format || !strcmp(name, format))
			return 0;
	return usage_error("plan",
	    "--format: no such format: '%s' (supernet plan --list-formats)",
	    format);
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
	if (r->shortest_given && r->shortest6 > 32 && r->local_count &&
	    r->local[0].family == SN_IPV4)
		return usage_error("plan",
		    "--shortest of IPv4 is 0 to 32: '%u'", r->shortest6);
	exit_code = decide_reserves(job);
	if (exit_code)
		return exit_code;
	if (r->sticky && !job->from)
		return usage_error("plan", "--sticky needs --from OLD.json");
	r->previous = job->from;
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

/*
 * Twice through the options: the common ones first, for they say how to read
 * files; then network.json, and the others, which win over it.
 */
static int
run_job(struct job *job, int argc, char **argv)
{
	static const sn_plan_request request = SN_PLAN_REQUEST_INIT;
	int opt, exit_code = 0, file = 0;

	job->request = request;
	while ((opt = next_option(argc, argv, COMMON_SHORT, options)) != -1) {
		if (opt == 'h')
			return show_usage("plan");
		/* These say how the files of the others are read. */
		exit_code = opt == '?'
				? usage_hint("plan")
				: common_option(&job->common, opt, optarg);
		if (exit_code > 0)
			return exit_code;
	}
	exit_code = 0;
	file = optind;
	if (argc - file > 1)
		return usage_error("plan", "one network file at most");
	if (argc - file == 1)
		exit_code = read_network(job, argv[file]);
	optind = 0;
	while (!exit_code &&
	       (opt = next_option(argc, argv, COMMON_SHORT, options)) != -1) {
		if (opt == OPT_LIST_PROFILES || opt == OPT_SHOW_PROFILE) {
			job->show = true;
			job->show_name = optarg;
			continue;
		}
		if (opt == OPT_LIST_FORMATS) {
			job->list_formats = true;
			continue;
		}
		exit_code = common_option(&job->common, opt, optarg);
		if (exit_code < 0)
			exit_code = plan_option(job, opt, optarg);
	}
	if (!exit_code && job->list_formats)
		return list_formats(job);
	if (!exit_code && job->show)
		return show_profiles(job, job->show_name);
	if (!exit_code)
		exit_code = check_format(job->common.format);
	return exit_code ? exit_code : make_plan(job);
}

int
cmd_plan(int argc, char **argv)
{
	struct job job;
	int exit_code;

	memset(&job, 0, sizeof(job));
	common_init(&job.common, argv[0]);
	exit_code = run_job(&job, argc, argv);
	segments_free(&job.local);
	segments_free(&job.peer);
	segments_free(&job.reserve[SN_LOCAL]);
	segments_free(&job.reserve[SN_PEER]);
	segments_free(&job.undecided);
	sn_profile_free(job.profile[0]);
	sn_profile_free(job.profile[1]);
	sn_deployed_free(job.from);
	sn_network_free(job.network);
	return exit_code;
}
