/*
 * routes_check.c - supernet routes check, and how the verbs read tables.
 */
#include "gateways.h"
#include "report.h"
#include "routes.h"

#include <inttypes.h>
#include <string.h>

#include "supernet_text.h"

int
routes_read(
    const struct routes *r, const char *path, const char *form, sn_table **out)
{
	struct text t;
	sn_error error;
	sn_status status;
	int exit_code = text_open(&t, path);

	if (exit_code)
		return exit_code;
	status =
	    sn_table_read_of(out, t.data, t.size, form, r->gateway_id, &error);
	exit_code = text_exit(&t, status, &error);
	if (!exit_code)
		note_left_out(t.name, sn_table_left_out(*out));
	text_close(&t);
	return exit_code;
}

int
routes_exit(sn_status status, const char *what)
{
	if (status != SN_ELIMIT)
		return status_exit(status, what);
	message("%s: rows of thousands of sources cross rows to thousands of "
		"destinations, in more ways than are looked at",
	    what);
	return EXIT_USAGE;
}

const char *
routes_format(const struct routes *r)
{
	return r->c->format ? r->c->format : "text";
}

/* Text and JSON say it themselves; a row of CSV is a finding. */
static void
csv_more(const struct routes *r, const sn_check *c)
{
	const sn_check_view *v = sn_check_get(c);
	uint64_t more = v->found - v->finding_count;

	if (more && !strcmp(routes_format(r), "csv"))
		note("%" PRIu64 " more finding%s not listed", more,
		    more == 1 ? " is" : "s are");
}

/* Several files are one table, in order. */
static int
read_tables(const struct routes *r, int n, char **path, sn_table **out)
{
	int exit_code = routes_read(r, n ? path[0] : "-", r->form, out);

	for (int i = 1; i < n && !exit_code; i++) {
		sn_table *more = NULL;

		exit_code = routes_read(r, path[i], r->form, &more);
		if (!exit_code)
			exit_code =
			    status_exit(sn_table_append(*out, more), path[i]);
		sn_table_free(more);
	}
	return exit_code;
}

/* One gateway's tables. *found: something was. */
static int
check_gateway(const struct routes *r, int n, char **path, const sn_table *plan,
    struct output *out, bool *found)
{
	sn_check_request request = SN_CHECK_REQUEST_INIT;
	sn_table *t = NULL;
	sn_check *c = NULL;
	sn_render_options o = SN_RENDER_OPTIONS_INIT;
	int exit_code = read_tables(r, n, path, &t);

	if (!exit_code)
		exit_code = gateway_known(
		    r->gateway_id, n, (const char *const *)path, t);
	report_options(r->c, &o);
	/* Rules of Linux bring their own rules. */
	request.gateway =
	    r->gateway_given || !t || !sn_table_is_linux(t) ? r->gateway : NULL;
	request.plan = plan;
	request.max_routes = r->max_routes;
	if (!exit_code)
		exit_code = routes_exit(
		    sn_check_new(&c, t, &request), n ? path[0] : "-");
	if (!exit_code && c) {
		exit_code =
		    status_exit(sn_check_render(c, t, plan, routes_format(r),
				    &o, output_write, out),
			"routes");
		csv_more(r, c);
		*found |= sn_check_get(c)->found > 0;
	}
	sn_check_free(c);
	sn_table_free(t);
	return exit_code;
}

/* Several gateways are several tables. */
static int
check_each(const struct routes *r, int n, char **path, const sn_table *plan,
    struct output *out, bool *found)
{
	sn_table *names = NULL;
	struct routes one = *r;
	int exit_code =
	    r->gateway_id ? 0
			  : gateways_find(n, (const char *const *)path, &names);

	if (!exit_code && (!names || !sn_table_next_hop(names, 1)))
		exit_code = check_gateway(r, n, path, plan, out, found);
	else if (!exit_code && strcmp(routes_format(r), "text") != 0)
		/* One document in another form has one gateway. */
		exit_code = gateways_refuse(NULL, names);
	else
		for (uint32_t i = 0; !exit_code; i++) {
			const char *name = sn_table_next_hop(names, i);
			sn_status status;

			if (!name)
				break;
			one.gateway_id = name;
			status = output_write(out, "gateway ", 8);
			if (!status)
				status = output_write(out, name, strlen(name));
			if (!status)
				status = output_write(out, ":\n", 2);
			exit_code = status_exit(status, "routes");
			if (!exit_code)
				exit_code = check_gateway(
				    &one, n, path, plan, out, found);
		}
	sn_table_free(names);
	return exit_code;
}

int
routes_check(const struct routes *r, int n, char **path)
{
	sn_table *plan = NULL;
	struct output out;
	bool found = false;
	int exit_code = 0, closed;

	if (r->plan)
		exit_code = routes_read(r, r->plan, "plan", &plan);
	if (!exit_code)
		exit_code = output_open(&out, r->c->output);
	if (!exit_code) {
		exit_code = check_each(r, n, path, plan, &out, &found);
		closed = output_close(&out, exit_code ? SN_ECANCELED : SN_OK);
		exit_code = exit_code ? exit_code : closed;
	}
	sn_table_free(plan);
	return exit_code ? exit_code : found ? EXIT_NO : EXIT_DONE;
}
