/*
 * cmd_plan.c - supernet plan.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	OPT_LIST_PROFILES,
	OPT_SHOW_PROFILE
};

struct job {
	struct common common;
	sn_plan_request request;
	struct segments local;
	struct segments peer;
	sn_network *network; /* plan network.json; owns what it gave */
};

static int
choice(const char *option, const char *arg, const char *const *name,
    uint32_t first, uint32_t *out)
{
	char all[256] = "";

	for (uint32_t i = 0; name[i]; i++) {
		if (!strcmp(arg, name[i])) {
			*out = first + i;
			return 0;
		}
		strcat(all, i ? ", " : "");
		strcat(all, name[i]);
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
profile(
    const char *option, const char *arg, uint32_t kind, const sn_profile **out)
{
	const sn_profile *p = sn_profile_find(arg);

	if (!p || !(p->kind & kind))
		return usage_error("plan",
		    "%s: no such profile: '%s' (supernet plan "
		    "--list-profiles)",
		    option, arg);
	*out = p;
	return 0;
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

static const char *
sure_text(const sn_fact *f, char text[96])
{
	snprintf(text, 96, "%s%s%s", sn_sureness_name(f->sure),
	    *f->date ? ", " : "", f->date);
	return text;
}

static void
show_fact(const char *name, const sn_fact *f, const char *const *word)
{
	char sure[96];

	if (f->sure == SN_SURE_UNKNOWN)
		printf("  %-20s unknown\n", name);
	else if (word)
		printf("  %-20s %s  (%s; %s)\n", name, word[f->value],
		    sure_text(f, sure), f->source);
	else
		printf("  %-20s %lld  (%s; %s)\n", name, (long long)f->value,
		    sure_text(f, sure), f->source);
}

static int
show_profile(const char *name)
{
	static const char *const yes_no[] = {"no", "yes"};
	static const char *const sa[] = {
	    "", "one for all selectors", "one for each pair"};
	static const char *const rule[] = {
	    "", "by priority", "longest prefix", "first created"};
	const sn_profile *p = sn_profile_find(name);

	if (!p)
		return usage_error("plan", "no such profile: '%s'", name);
	printf("%s: %s\n", p->name, p->title);
	show_fact("local selectors", &p->local_selectors, NULL);
	show_fact("peer selectors", &p->peer_selectors, NULL);
	show_fact("policy routes", &p->policy_routes, NULL);
	show_fact("destination routes", &p->destination_routes, NULL);
	show_fact("connections", &p->connections, NULL);
	show_fact("SAs", &p->sa_model, sa);
	show_fact("route-based", &p->route_based, yes_no);
	show_fact("match rule", &p->match_rule, rule);
	show_fact("manual 0.0.0.0/0", &p->manual_default, yes_no);
	show_fact("automatic routes", &p->auto_routes, yes_no);
	for (uint32_t i = 0; i < p->forbidden_count; i++) {
		char text[SN_PREFIX_TEXT_MAX];

		sn_prefix_format(text, sizeof(text), p->forbidden[i]);
		printf("  %-20s %s  (%s)\n", "forbidden", text,
		    p->forbidden_fact.source);
	}
	return EXIT_DONE;
}

static int
list_profiles(void)
{
	const sn_profile *p;

	for (size_t i = 0; (p = sn_profile_at(i)); i++)
		printf("%-15s %s%s  %s\n", p->name,
		    p->kind & SN_KIND_GATEWAY ? "gateway" : "       ",
		    p->kind & SN_KIND_PEER ? " peer" : "     ", p->title);
	return EXIT_DONE;
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
    {"list-profiles", no_argument, NULL, OPT_LIST_PROFILES},
    {"show-profile", required_argument, NULL, OPT_SHOW_PROFILE},
    {NULL, 0, NULL, 0}};

/* One option of this command. 0, or an exit code. */
static int
plan_option(struct job *job, int opt, const char *arg)
{
	static const char *const ike[] = {"v1", "v2", NULL};
	static const char *const align[] = {"minimal", "octet", NULL};
	sn_plan_request *r = &job->request;

	switch (opt) {
	case OPT_LOCAL:
		return segments_add(&job->local, "--local", arg);
	case OPT_PEER:
		return segments_add(&job->peer, "--peer", arg);
	case OPT_IKE:
		return choice("--ike", arg, ike, SN_IKE_V1, &r->ike);
	case OPT_PEER_DEVICE:
		return profile(
		    "--peer-device", arg, SN_KIND_PEER, &r->peer_device);
	case OPT_GATEWAY:
		return profile("--gateway", arg, SN_KIND_GATEWAY, &r->gateway);
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
	if (status == SN_ENOMEM)
		exit_code = status_exit(status, t.name);
	else if (status) {
		text_error(t.name, &error, "");
		exit_code = EXIT_USAGE;
	} else
		sn_network_request(job->network, &job->request);
	text_close(&t);
	return exit_code;
}

static int
render(const struct job *job, const sn_plan *plan)
{
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	const char *no_colour = getenv("NO_COLOR");
	const char *format = job->common.format ? job->common.format : "text";
	struct output out;
	sn_error error = {0};
	sn_status status;
	int exit_code = output_open(&out, job->common.output);

	if (exit_code)
		return exit_code;
	o.colour = !job->common.output && isatty(STDOUT_FILENO) &&
		   (!no_colour || !*no_colour);
	status = sn_plan_render(plan, format, &o, output_write, &out, &error);
	if (status == SN_EINVAL) {
		(void)output_close(&out, status);
		return usage_error(
		    "plan", "--format %s: %s", format, error.message);
	}
	exit_code = output_close(&out, status);
	if (!exit_code && sn_plan_scheme(plan) == SN_SCHEME_NONE)
		return EXIT_NO;
	return exit_code;
}

static bool
known_format(const char *format)
{
	const char *name;

	for (size_t i = 0; (name = sn_plan_format_name(i)); i++)
		if (!strcmp(name, format))
			return true;
	return false;
}

static int
make_plan(struct job *job)
{
	sn_plan_request *r = &job->request;
	sn_plan *plan;
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
	status = sn_plan_new(&plan, r, &error);
	if (status == SN_ENOMEM)
		return status_exit(status, "plan");
	if (status)
		return usage_error("plan", "%s", error.message);
	exit_code = render(job, plan);
	sn_plan_free(plan);
	return exit_code;
}

/* Options first, so that they win over network.json wherever they stand. */
static int
run_job(struct job *job, int argc, char **argv)
{
	static const sn_plan_request request = SN_PLAN_REQUEST_INIT;
	int opt, exit_code = 0, file = 0;

	job->request = request;
	while (getopt_long(argc, argv, COMMON_SHORT, options, NULL) != -1)
		continue;
	file = optind;
	if (argc - file > 1)
		return usage_error("plan", "one network file at most");
	if (argc - file == 1)
		exit_code = read_network(job, argv[file]);
	optind = 0;
	opterr = 0;
	while (!exit_code && (opt = getopt_long(argc, argv, COMMON_SHORT,
				  options, NULL)) != -1) {
		if (opt == 'h')
			return show_usage("plan");
		if (opt == OPT_LIST_PROFILES)
			return list_profiles();
		if (opt == OPT_SHOW_PROFILE)
			return show_profile(optarg);
		exit_code = common_option(&job->common, opt, optarg);
		if (exit_code < 0)
			exit_code = plan_option(job, opt, optarg);
	}
	if (!exit_code && job->common.format &&
	    !known_format(job->common.format))
		exit_code = usage_error("plan",
		    "--format: no such format: "
		    "'%s'",
		    job->common.format);
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
	sn_network_free(job.network);
	return exit_code;
}
