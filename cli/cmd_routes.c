/*
 * cmd_routes.c - supernet routes check|match|tidy|diff.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "supernet_text.h"

enum { OPT_TABLE = OPT_COMMAND, OPT_PLAN, OPT_FROM, OPT_GATEWAY, OPT_RESOLVE };

struct routes {
	struct common c;
	const char *form;  /* of the input; NULL: find out */
	const char *table; /* match: the file */
	const char *plan;  /* check: what should be there */
	const sn_profile *gateway;
	bool resolve;
};

static int
read_table(const char *path, const char *form, sn_table **out)
{
	struct text t;
	sn_error error;
	sn_status status;
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	status = sn_table_read(out, t.data, t.size, form, &error);
	exit_code = text_exit(&t, status, &error);
	text_close(&t);
	return exit_code;
}

static unsigned
rule_of(const struct routes *r)
{
	return r->gateway->match_rule.value > 0
		   ? (unsigned)r->gateway->match_rule.value
		   : SN_MATCH_PRIORITY;
}

static const char *
format_of(const struct routes *r)
{
	return r->c.format ? r->c.format : "text";
}

/* ------------------------------------------------------------- check */

static int
check(const struct routes *r, const char *path)
{
	sn_check_request request = SN_CHECK_REQUEST_INIT;
	sn_table *t = NULL, *plan = NULL;
	sn_check *c = NULL;
	struct output out;
	int exit_code = read_table(path, r->form, &t);

	if (!exit_code && r->plan)
		exit_code = read_table(r->plan, "plan", &plan);
	request.gateway = r->gateway;
	request.plan = plan;
	if (!exit_code)
		exit_code = status_exit(sn_check_new(&c, t, &request), path);
	if (!exit_code)
		exit_code = output_open(&out, r->c.output);
	if (!exit_code && c) {
		exit_code =
		    output_close(&out, sn_check_render(c, t, plan, format_of(r),
					   output_write, &out));
		if (!exit_code && sn_check_found(c))
			exit_code = EXIT_NO;
	}
	sn_check_free(c);
	sn_table_free(plan);
	sn_table_free(t);
	return exit_code;
}

/* -------------------------------------------------------------- tidy */

static int
tidy(const struct routes *r, const char *path)
{
	sn_tidy_request request = SN_TIDY_REQUEST_INIT;
	sn_tidy_result result = {0};
	sn_table *t = NULL, *done = NULL;
	struct output out;
	sn_status status;
	int exit_code = read_table(path, r->form, &t);

	if (exit_code)
		return exit_code;
	request.resolve = r->resolve;
	status = sn_table_tidy(&done, &result, t, &request);
	if (status == SN_EINFEASIBLE || status == SN_ELIMIT) {
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
		exit_code = status_exit(status, path);
	} else {
		exit_code = output_open(&out, r->c.output);
		if (!exit_code)
			exit_code = output_close(
			    &out, sn_table_render(
				      done, format_of(r), output_write, &out));
		if (!exit_code)
			message("%llu rows to %llu, %u priorities",
			    (unsigned long long)result.rows_before,
			    (unsigned long long)result.rows_after,
			    result.priorities);
	}
	sn_table_free(done);
	sn_table_free(t);
	return exit_code;
}

/* ------------------------------------------------------------- match */

struct writer {
	struct output out;
	sn_status status;
};

__attribute__((format(printf, 2, 3))) static void
put(struct writer *w, const char *format, ...)
{
	char text[512];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n > (int)sizeof(text) - 1)
		n = (int)sizeof(text) - 1;
	if (!w->status)
		w->status = output_write(&w->out, text, (size_t)n);
}

static void
put_row(struct writer *w, const sn_table *t, size_t i, const char *word)
{
	const sn_route *r = &sn_table_rows(t)[i];
	char from[SN_PREFIX_TEXT_MAX], to[SN_PREFIX_TEXT_MAX];

	sn_prefix_format(from, sizeof(from), r->source);
	sn_prefix_format(to, sizeof(to), r->destination);
	put(w, "%s: row %zu: %s -> %s  %s  weight %u  priority %u\n", word,
	    i + 1, r->kind == SN_ROUTE_POLICY ? from : "any", to,
	    sn_table_next_hop(t, r->next_hop), r->weight, r->priority);
}

static int
match(const struct routes *r, const char *path, char **pair)
{
	struct writer w = {.status = SN_OK};
	sn_addr addr[2];
	sn_table *t = NULL;
	uint8_t *why = NULL;
	sn_hit hit = {SN_HIT_NONE, 0};
	sn_error error;
	int exit_code = 0;

	for (unsigned i = 0; i < 2; i++)
		if (sn_addr_parse(&addr[i], pair[i], strlen(pair[i]), &error))
			return usage_error(
			    "routes", "%s: '%s'", error.message, error.text);
	exit_code = read_table(path, r->form, &t);
	if (exit_code)
		return exit_code;
	why = malloc(sn_table_size(t) + 1);
	exit_code = why ? status_exit(sn_table_explain(t, rule_of(r), addr[0],
					  addr[1], why, &hit),
			      "routes")
			: status_exit(SN_ENOMEM, "routes");
	if (!exit_code)
		exit_code = output_open(&w.out, r->c.output);
	if (!exit_code && why) {
		if (hit.outcome == SN_HIT_NONE)
			put(&w, "no row matches\n");
		if (hit.outcome == SN_HIT_AMBIGUOUS)
			put(&w, "not deterministic\n");
		for (unsigned k = SN_WHY_USED; k <= SN_WHY_LATER_ROW; k++)
			for (size_t i = 0; i < sn_table_size(t); i++)
				if (why[i] == k)
					put_row(&w, t, i, sn_why_name(k));
		exit_code = output_close(&w.out, w.status);
		if (!exit_code && hit.outcome == SN_HIT_NONE)
			exit_code = EXIT_NO;
	}
	free(why);
	sn_table_free(t);
	return exit_code;
}

/* -------------------------------------------------------------- diff */

struct diff {
	struct writer w;
	const sn_table *a;
	const sn_table *b;
	bool rows;
};

static void
on_delete(void *ctx, size_t row)
{
	struct diff *d = ctx;

	d->rows = true;
	put_row(&d->w, d->a, row, "delete");
}

static void
on_add(void *ctx, size_t row)
{
	struct diff *d = ctx;

	d->rows = true;
	put_row(&d->w, d->b, row, "add");
}

static const char *
hit_name(const sn_table *t, sn_hit hit)
{
	return hit.outcome == SN_HIT_NONE ? "no row"
	       : hit.outcome == SN_HIT_AMBIGUOUS
		   ? "not deterministic"
		   : sn_table_next_hop(t, sn_table_rows(t)[hit.row].next_hop);
}

static int
diff(const struct routes *r, char **path)
{
	sn_table *a = NULL, *b = NULL;
	struct diff d = {.rows = false};
	sn_difference found = {0};
	char from[SN_ADDR_TEXT_MAX], to[SN_ADDR_TEXT_MAX];
	int exit_code = read_table(path[0], r->form, &a);

	if (!exit_code)
		exit_code = read_table(path[1], r->form, &b);
	if (!exit_code)
		exit_code = status_exit(
		    sn_table_compare(&found, a, b, rule_of(r)), "routes");
	if (!exit_code)
		exit_code = output_open(&d.w.out, r->c.output);
	if (!exit_code) {
		sn_status status;

		d.a = a;
		d.b = b;
		status = sn_table_missing(a, b, on_delete, on_add, &d);
		sn_addr_format(from, sizeof(from), found.witness.source);
		sn_addr_format(to, sizeof(to), found.witness.destination);
		if (found.differ)
			put(&d.w, "decisions differ: %s -> %s: %s, then %s\n",
			    from, to, hit_name(a, found.hit[0]),
			    hit_name(b, found.hit[1]));
		else
			put(&d.w, "decisions are the same for all packets\n");
		exit_code =
		    output_close(&d.w.out, status ? status : d.w.status);
		if (!exit_code && (found.differ || d.rows))
			exit_code = EXIT_NO;
	}
	sn_table_free(a);
	sn_table_free(b);
	return exit_code;
}

/* ------------------------------------------------------------ options */

static int
option(struct routes *r, int opt, const char *arg)
{
	switch (opt) {
	case OPT_TABLE:
		r->table = arg;
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
	case OPT_GATEWAY:
		r->gateway = sn_profile_find(arg);
		return r->gateway
			   ? 0
			   : usage_error("routes",
				 "--gateway: no such profile: '%s'", arg);
	default:
		return common_option(&r->c, opt, arg);
	}
}

static int
run(const struct routes *r, const char *verb, int n, char **arg)
{
	bool is_match = !strcmp(verb, "match"), is_diff = !strcmp(verb, "diff");
	bool rows = !strcmp(verb, "tidy");

	if (strcmp(format_of(r), "text") &&
	    (is_match || is_diff || strcmp(format_of(r), "json")) &&
	    (!rows || strcmp(format_of(r), "csv")))
		return usage_error("routes",
		    "--format: routes %s does not write '%s'", verb,
		    r->c.format);
	if (is_diff)
		return n == 2 ? diff(r, arg)
			      : usage_error("routes", "diff takes two files");
	if (is_match && (n == 3 || n == 2))
		return match(r,
		    n == 3     ? arg[0]
		    : r->table ? r->table
			       : "-",
		    arg + n - 2);
	if (is_match)
		return usage_error("routes", "match takes [FILE] SRC DST");
	if (n > 1)
		return usage_error("routes", "%s takes one file", verb);
	if (!strcmp(verb, "check"))
		return check(r, n ? arg[0] : "-");
	return rows
		   ? tidy(r, n ? arg[0] : "-")
		   : usage_error("routes",
			 "expected check, match, tidy or diff, not '%s'", verb);
}

int
cmd_routes(int argc, char **argv)
{
	static const struct option options[] = {COMMON_LONG,
	    {"table", required_argument, NULL, OPT_TABLE},
	    {"plan", required_argument, NULL, OPT_PLAN},
	    {"from", required_argument, NULL, OPT_FROM},
	    {"gateway", required_argument, NULL, OPT_GATEWAY},
	    {"resolve", no_argument, NULL, OPT_RESOLVE}, {NULL, 0, NULL, 0}};
	struct routes r = {.gateway = sn_profile_find("alibaba-cloud")};
	int opt, exit_code = 0;

	common_init(&r.c, argv[0]);
	while (!exit_code && (opt = getopt_long(argc, argv, COMMON_SHORT,
				  options, NULL)) != -1) {
		if (opt == 'h')
			return show_usage("routes");
		exit_code = option(&r, opt, optarg);
		if (exit_code < 0)
			exit_code = usage_hint("routes");
	}
	if (exit_code)
		return exit_code;
	if (optind == argc)
		return usage_error(
		    "routes", "expected check, match, tidy or diff");
	return run(&r, argv[optind], argc - optind - 1, argv + optind + 1);
}
