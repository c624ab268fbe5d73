/*
 * table_output.c - the tables that tidy and diff of routes write.
 */
#include <string.h>

#include "supernet_text.h"
#include "table_output.h"

static const char *
format_of(const struct common *c)
{
	return c->format ? c->format : "text";
}

/* The rest of an output, after what became of it. */
static int
end(const struct common *c, struct output *out, const char *path,
    sn_status status)
{
	if (status == SN_EINVAL)
		message("%s: %s cannot say these rows: supernet-routes(1) "
			"tells what it can",
		    path, format_of(c));
	return output_close(out, status == SN_EINVAL ? SN_ECANCELED : status);
}

/* What is there already is not made again by a script, which takes it away
 * where it is not needed. */
static sn_status
render(const struct common *c, const sn_table *t, const sn_table *done,
    struct output *out)
{
	sn_difference found = SN_DIFFERENCE_INIT;

	if (strcmp(format_of(c), "aliyun"))
		return sn_table_render(done, format_of(c), output_write, out);
	return sn_table_diff_render(
	    t, done, &found, "aliyun", output_write, out, NULL);
}

int
table_output(const struct common *c, const char *path, const sn_table *t,
    const sn_table *done)
{
	struct output out;
	int exit_code = output_open(&out, c->output);

	if (exit_code)
		return exit_code;
	return end(c, &out, path, render(c, t, done, &out));
}

int
difference_output(const struct common *c, char *const path[2],
    const sn_table *const table[2], const sn_difference *found)
{
	struct output out;
	uint64_t rows = 0;
	sn_status status;
	int exit_code = output_open(&out, c->output);

	if (exit_code)
		return exit_code;
	status = sn_table_diff_render(
	    table[0], table[1], found, format_of(c), output_write, &out, &rows);
	exit_code = end(c, &out, path[1], status);
	if (!exit_code && (found->differ || rows))
		exit_code = EXIT_NO;
	return exit_code;
}
