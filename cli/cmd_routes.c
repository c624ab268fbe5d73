/*
 * cmd_routes.c - supernet routes check|match|tidy|diff.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gateways.h"
#include "profiles.h"
#include "routes.h"
#include "supernet_text.h"
#include "table_output.h"

enum {
	OPT_TABLE = OPT_COMMAND,
	OPT_PAIRS,
	OPT_PLAN,
	OPT_FROM,
	OPT_GATEWAY,
	OPT_MAX_ROUTES,
	OPT_RESOLVE,
	OPT_GATEWAY_ID
};

static unsigned
rule_of(const struct routes *r)
{
	return r->gateway->match_rule.value > 0
		   ? (unsigned)r->gateway->match_rule.value
		   : SN_MATCH_PRIORITY;
}

/* Reads one table, and refuses a gateway that it does not have. */
static int
read_one(const struct routes *r, const char *path, sn_table **out)
{
	int exit_code = routes_read(r, path, r->form, out);

	return exit_code ? exit_code
			 : gateway_known(r->gateway_id, 1, &path, *out);
}

/* -------------------------------------------------------------- tidy */

static int
tidy(const struct routes *r, const char *path)
{
	sn_tidy_request request = SN_TIDY_REQUEST_INIT;
	sn_tidy_result result = SN_TIDY_RESULT_INIT;
	sn_table *t = NULL, *done = NULL;
	sn_status status;
	int exit_code = read_one(r, path, &t);

	if (exit_code) {
		sn_table_free(t);
		return exit_code;
	}
	request.resolve = r->resolve;
	status = sn_table_tidy(&done, &result, t, &request);
	if (status == SN_EINFEASIBLE ||
	    (status == SN_ELIMIT && result.priorities > 100)) {
		if (status == SN_ELIMIT)
			message("%s: %u priorities are needed, 100 are there",
			    path, result.priorities);
		else
			message("%s: rows %llu and %llu have equal priority, "
				"overlap and differ: see --resolve",
			    path, (unsigned long long)result.row[0] + 1,
			    (unsigned long long)result.row[1] + 1);
		exit_code = EXIT_NO;
	} else if (status) {
		exit_code = routes_exit(status, path);
	} else {
		exit_code = table_output(r->c, path, t, done);
		if (!exit_code)
			note("%llu row%s to %llu, %u priorit%s",
			    (unsigned long long)result.rows_before,
			    plural(result.rows_before),
			    (unsigned long long)result.rows_after,
			    result.priorities,
			    result.priorities == 1 ? "y" : "ies");
	}
	sn_table_free(done);
	sn_table_free(t);
	return exit_code;
}

/* ------------------------------------------------------------- match */

enum { BATCH = 1024 };

/* One packet, with what each row is to it. */
static int
match_one(const struct routes *r, const sn_table *t, sn_match_writer *w,
    const sn_packet *packet, bool *found)
{
	uint8_t *why = malloc(sn_table_size(t) + 1);
	sn_hit hit = {SN_HIT_NONE, 0};
	int exit_code;

	exit_code =
	    status_exit(why ? sn_table_explain(t, rule_of(r), packet->source,
				  packet->destination, why, &hit)
			    : SN_ENOMEM,
		"routes");
	if (!exit_code && why)
		sn_match_writer_explain(w, packet, hit, why);
	free(why);
	*found =
	    hit.outcome == SN_HIT_ROW &&
	    sn_table_left_out_before(t, packet, hit, 0) == sn_table_left_out(t);
	return exit_code;
}

struct matching {
	const sn_matcher *matcher;
	sn_match_writer *writer;
	bool found; /* a certain row for each */
};

static sn_status
on_packets(void *ctx, const sn_packet *packets, size_t n)
{
	struct matching *m = ctx;
	sn_hit hits[BATCH];

	while (n) {
		size_t part = n < BATCH ? n : BATCH;

		(void)sn_matcher_match(m->matcher, packets, part, hits);
		for (size_t i = 0; i < part; i++)
			m->found &= hits[i].outcome == SN_HIT_ROW;
		sn_match_writer_put(m->writer, packets, hits, part);
		packets += part;
		n -= part;
	}
	return SN_OK;
}

/* The packets of a text that was checked before. */
static int
match_text(const struct routes *r, const sn_table *t, sn_match_writer *w,
    const struct text *pairs, bool *found)
{
	sn_matcher *matcher = NULL;
	struct matching m = {NULL, w, true};
	sn_error error;
	int exit_code =
	    status_exit(sn_matcher_new(&matcher, t, rule_of(r)), "routes");

	m.matcher = matcher;
	if (!exit_code)
		exit_code = text_exit(pairs,
		    sn_packets_read(
			pairs->data, pairs->size, on_packets, &m, &error),
		    &error);
	sn_matcher_free(matcher);
	*found = m.found;
	return exit_code;
}

/* @pairs, or NULL: the one packet. */
static int
match_table(const struct routes *r, const sn_table *t, const sn_packet *packet,
    const struct text *pairs)
{
	struct output out;
	sn_match_writer *w = NULL;
	bool found = false;
	int exit_code = output_open(&out, r->c->output), closed;
	sn_status status;

	if (exit_code)
		return exit_code;
	status =
	    sn_match_writer_new(&w, t, routes_format(r), output_write, &out);
	if (status)
		return output_close(&out, status);
	exit_code = pairs ? match_text(r, t, w, pairs, &found)
			  : match_one(r, t, w, packet, &found);
	status = sn_match_writer_end(w);
	closed = output_close(&out, exit_code ? SN_ECANCELED : status);
	if (exit_code || closed)
		return exit_code ? exit_code : closed;
	return found ? EXIT_DONE : EXIT_NO;
}

/* [FILE] SRC DST: the file, or --table. */
static int
match_packet(const struct routes *r, int n, char **arg)
{
	const char *path = r->table ? r->table : "-";
	sn_addr addr[2];
	sn_table *t = NULL;
	sn_error error;
	int exit_code;

	if (n != 2 && n != 3)
		return usage_error("routes",
		    "match takes [FILE] SOURCE DESTINATION, or --pairs FILE");
	if (n == 3 && r->table)
		return usage_error("routes",
		    "--table %s, or %s: one table at a time", r->table, arg[0]);
	if (n == 3)
		path = arg[0];
	else if (!r->table && (!strcmp(arg[0], "-") || !access(arg[0], F_OK)))
		return usage_error("routes",
		    "match takes SOURCE and DESTINATION after the table %s; "
		    "there is one address: '%s'",
		    arg[0], arg[1]);
	for (int i = 0; i < 2; i++)
		if (sn_addr_parse(&addr[i], arg[n - 2 + i],
			strlen(arg[n - 2 + i]), &error))
			return usage_error(
			    "routes", "%s: '%s'", error.message, error.text);
	if (addr[0].family != addr[1].family)
		return usage_error("routes",
		    "source and destination are of two families: '%s', '%s'",
		    arg[n - 2], arg[n - 1]);
	exit_code = read_one(r, path, &t);
	if (!exit_code)
		exit_code =
		    match_table(r, t, &(sn_packet){addr[0], addr[1]}, NULL);
	sn_table_free(t);
	return exit_code;
}

/* --pairs FILE [FILE]: nothing is written before all pairs were read. */
static int
match_pairs(const struct routes *r, int n, char **arg)
{
	const char *path = r->table ? r->table : n ? arg[0] : "-";
	struct text pairs = {0};
	sn_error error;
	sn_table *t = NULL;
	int exit_code;

	if (n > 1 || (n && r->table))
		return usage_error("routes",
		    "match takes one table, and either --pairs or SOURCE "
		    "DESTINATION: '%s'",
		    arg[n - 1]);
	if (!strcmp(path, "-") && !strcmp(r->pairs, "-"))
		return usage_error(
		    "routes", "the table and --pairs are both standard input");
	exit_code = read_one(r, path, &t);
	if (!exit_code)
		exit_code = text_open(&pairs, r->pairs);
	if (!exit_code) {
		exit_code = text_exit(&pairs,
		    sn_packets_read(pairs.data, pairs.size, NULL, NULL, &error),
		    &error);
		if (!exit_code)
			exit_code = match_table(r, t, NULL, &pairs);
		text_close(&pairs);
	}
	sn_table_free(t);
	return exit_code;
}

/* -------------------------------------------------------------- diff */

static int
diff(const struct routes *r, char **path)
{
	sn_table *a = NULL, *b = NULL;
	sn_difference found = SN_DIFFERENCE_INIT;
	int exit_code = 0;

	if (!strcmp(path[0], "-") && !strcmp(path[1], "-"))
		return usage_error("routes", "both tables are standard input");
	exit_code = routes_read(r, path[0], r->form, &a);
	if (!exit_code)
		exit_code = routes_read(r, path[1], r->form, &b);
	if (!exit_code)
		exit_code = gateway_known(r->gateway_id, 2,
		    (const char *const *)path, sn_table_size(a) ? a : b);
	if (!exit_code)
		exit_code = routes_exit(
		    sn_table_compare(&found, a, b, rule_of(r)), "routes");
	if (!exit_code)
		exit_code = difference_output(
		    r->c, path, (const sn_table *const[]){a, b}, &found);
	sn_table_free(a);
	sn_table_free(b);
	return exit_code;
}

/* ------------------------------------------------------------ options */

/* The verbs, as bits in the order of their words. */
enum { CHECK = 1, MATCH = 2, TIDY = 4, DIFF = 8 };

static int
option(struct routes *r, const struct given *given)
{
	const char *arg = given->value;
	uint64_t n;

	switch (given->opt->id) {
	case OPT_TABLE:
		r->table = arg;
		return 0;
	case OPT_PAIRS:
		r->pairs = arg;
		return 0;
	case OPT_PLAN:
		r->plan = arg;
		return 0;
	case OPT_FROM:
		r->form = arg;
		return 0;
	case OPT_RESOLVE:
		r->resolve = true;
		return 0;
	case OPT_MAX_ROUTES:
		if (!parse_number(arg, INT64_MAX, &n))
			return usage_error(
			    "routes", "--max-routes takes a number: '%s'", arg);
		r->max_routes = (int64_t)n;
		return 0;
	case OPT_GATEWAY_ID:
		r->gateway_id = arg;
		return 0;
	case OPT_GATEWAY:
		r->gateway_given = true;
		return profile_option(
		    "routes", given, SN_KIND_GATEWAY, &r->own, &r->gateway);
	default:
		return 0;
	}
}

static int
do_verb(const struct routes *r, unsigned verb, int n, char **arg)
{
	const char *path = n ? arg[0] : "-";

	switch (verb) {
	case CHECK:
		return routes_check(r, n, arg);
	case MATCH:
		return r->pairs ? match_pairs(r, n, arg)
				: match_packet(r, n, arg);
	case DIFF:
		return n == 2 ? diff(r, arg)
			      : usage_error("routes",
				    "diff takes two files, not %d", n);
	case TIDY:
	default:
		if (rule_of(r) != SN_MATCH_PRIORITY)
			return usage_error("routes",
			    "tidy assigns priorities, by which the gateway %s "
			    "does not match",
			    r->gateway->name);
		return n > 1 ? usage_error(
				   "routes", "tidy takes one file, not %d", n)
			     : tidy(r, path);
	}
}

static int
run(struct args *args)
{
	struct routes r = {.c = &args->common,
	    .gateway = sn_profile_find("alibaba-cloud"),
	    .max_routes = SN_LIMIT_DEFAULT};
	int exit_code = 0;

	for (size_t i = 0; i < args->n && !exit_code; i++)
		exit_code = option(&r, &args->given[i]);
	if (!exit_code)
		exit_code = do_verb(&r, args->verb, args->files, args->file);
	sn_profile_free(r.own);
	return exit_code;
}

/* clang-format off */
static const struct opt routes_options[] = {
	OPT(OPT_FROM, "from", "auto|csv|provider|plan|terraform|ip-rule",
	    "the form of the tables (default auto: found out)"),
	{OPT_GATEWAY, "gateway", "NAME|@FILE",
	    "whose rules hold (default alibaba-cloud); @FILE (or NAME.json): a "
	    "profile of one's own", 0, false, gateway_word},
	OPT(OPT_GATEWAY_ID, "gateway-id", "ID",
	    "the VPN gateway, where a file has rows of several"),
	{OPT_PLAN, "plan", "FILE",
	    "check: what should be there, a plan as JSON", CHECK, false, NULL},
	{OPT_MAX_ROUTES, "max-routes", "N",
	    "check: instead of the profile's limits", CHECK, false, NULL},
	{OPT_TABLE, "table", "FILE", "match: the table", MATCH, false, NULL},
	{OPT_PAIRS, "pairs", "FILE",
	    "match: \"SRC DST\" or \"SRC,DST\" a line", MATCH, false, NULL},
	{OPT_RESOLVE, "resolve", NULL,
	    "tidy: of rows of equal priority that overlap the more specific "
	    "one wins", TIDY, false, NULL},
	{'f', "format", "text|json|csv|html",
	    "check: for people or programs (default text); html: a report",
	    CHECK, false, NULL},
	{OPT_TITLE, "title", "TEXT", "check: the title of the report", CHECK,
	    false, NULL},
	{'f', "format", "text|json|csv",
	    "match: the same, without a report", MATCH, false, NULL},
	{'f', "format", "text|json|csv|aliyun",
	    "diff: also a script that leads from A to B", DIFF, false, NULL},
	{'f', "format", "text|json|csv|iproute2|terraform|aliyun",
	    "tidy: also scripts that make the rows, and terraform", TIDY,
	    false, NULL},
	NO_INPUT_OPTIONS, OUTPUT_OPTION, LAST_OPTIONS};
/* clang-format on */

const struct command command_routes = {"routes",
    "check, match, tidy and compare route tables",
    "routes check [--plan PLAN] [OPTIONS] [FILE...]\n"
    "routes match [--table FILE | FILE] [OPTIONS] SRC DST\n"
    "routes match --pairs FILE [OPTIONS] [TABLE]\n"
    "routes tidy [--resolve] [OPTIONS] [FILE]\n"
    "routes diff [OPTIONS] A B",
    "Reads tables of policy and destination routes. check says what is wrong; "
    "match which row a packet uses, and why not the others; tidy writes fewer "
    "rows with the same decisions; diff the rows to delete and to add from A "
    "to B, and a packet they treat differently. Exits with 1 with findings, "
    "where a packet has no row or more than one may be used, where tidy finds "
    "no such table, and where tables differ.",
    "supernet routes match --table table.csv 10.1.2.3 192.168.1.1",
    "check|match|tidy|diff", routes_options, run};
