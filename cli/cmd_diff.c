/*
 * cmd_diff.c - supernet diff: what turns one list into another.
 */
#include <string.h>

#include "groups.h"
#include "list.h"
#include "segments.h"

enum { OPT_ELEMENTS = OPT_COMMAND };

struct diff {
	struct list list;
	bool elements; /* aggregates that one list has and the other lacks */
	bool differs;
};

/* What @a has and @b lacks, or the other way round. */
static sn_status
put_side(struct diff *d, const sn_set *a, const sn_set *b, const char *label,
    char sign)
{
	sn_set *rest = NULL;
	sn_status status = sn_set_subtract(&rest, a, b);

	if (!status && !sn_set_is_empty(rest)) {
		list_put_set(&d->list, rest, label, sign);
		d->differs = true;
	}
	sn_set_free(rest);
	return status;
}

/* The aggregates of @a that are none of @b. 0, or an exit code. */
static int
elements(struct segments *out, const sn_set *a, const sn_set *b)
{
	sn_set_iter i, j;
	sn_prefix p, q;
	bool more;
	int exit_code = 0;

	sn_set_iter_init(&i, a, 0);
	sn_set_iter_init(&j, b, 0);
	more = sn_set_iter_next_prefix(&j, &q);
	while (!exit_code && sn_set_iter_next_prefix(&i, &p)) {
		while (more && sn_prefix_compare(q, p) < 0)
			more = sn_set_iter_next_prefix(&j, &q);
		if (!more || sn_prefix_compare(q, p))
			exit_code = segments_add_prefix(out, p);
	}
	return exit_code;
}

static int
put_elements(struct diff *d, const sn_set *a, const sn_set *b,
    const char *label, char sign)
{
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	struct segments s = {NULL, 0, 0};
	int exit_code = elements(&s, a, b);

	list.label = label;
	list.sign = sign;
	list.prefixes = s.p;
	list.count = s.n;
	if (!exit_code && s.n) {
		list_put(&d->list, &list);
		d->differs = true;
	}
	segments_free(&s);
	return exit_code;
}

static int
put_change(struct diff *d, const sn_set *a, const sn_set *b, const char *label)
{
	sn_status status;
	int exit_code;

	if (d->elements) {
		exit_code = put_elements(d, a, b, label, '-');
		return exit_code ? exit_code
				 : put_elements(d, b, a, label, '+');
	}
	status = put_side(d, a, b, label, '-');

	if (!status)
		status = put_side(d, b, a, label, '+');
	return status_exit(status, "diff");
}

static int
diff_sets(struct diff *d, const struct args *args)
{
	sn_set *a = NULL, *b = NULL;
	int exit_code = read_set(&a, &args->common, args->file, 1);

	if (!exit_code)
		exit_code = read_set(&b, &args->common, args->file + 1, 1);
	if (!exit_code)
		exit_code = list_open(&d->list, args->common.output);
	if (!exit_code) {
		exit_code = put_change(d, a, b, NULL);
		exit_code = list_close(&d->list, exit_code);
	}
	sn_set_free(a);
	sn_set_free(b);
	return exit_code;
}

/* The items of a label, or nothing. */
static sn_status
set_of(struct groups *g, size_t i, bool there, sn_set **out)
{
	return there ? groups_set(g, i, out)
		     : sn_set_from_text(out, "", 0, NULL, NULL);
}

/* The labels of both, in their order. */
static int
put_labels(struct diff *d, struct groups *a, struct groups *b)
{
	size_t i = 0, j = 0, n = groups_count(a), m = groups_count(b);
	int exit_code = 0;

	while ((i < n || j < m) && !exit_code) {
		int order =
		    i == n   ? 1
		    : j == m ? -1
			     : strcmp(groups_label(a, i), groups_label(b, j));
		sn_set *of_a = NULL, *of_b = NULL;
		sn_status status = set_of(a, i, order <= 0, &of_a);

		if (!status)
			status = set_of(b, j, order >= 0, &of_b);
		exit_code = status ? status_exit(status, "diff")
				   : put_change(d, of_a, of_b,
					 order <= 0 ? groups_label(a, i)
						    : groups_label(b, j));
		sn_set_free(of_a);
		sn_set_free(of_b);
		i += order <= 0;
		j += order >= 0;
	}
	return exit_code;
}

static int
diff_groups(struct diff *d, const struct args *args)
{
	struct groups *g[2] = {NULL, NULL};
	int exit_code = 0;

	for (int k = 0; k < 2 && !exit_code; k++) {
		exit_code =
		    groups_read(&g[k], &args->common, args->file + k, 1);
		for (size_t i = 0; !exit_code && i < groups_count(g[k]); i++)
			exit_code = list_check(&d->list, groups_label(g[k], i));
	}
	if (!exit_code)
		exit_code = list_open(&d->list, args->common.output);
	if (!exit_code) {
		exit_code = put_labels(d, g[0], g[1]);
		exit_code = list_close(&d->list, exit_code);
	}
	groups_free(g[0]);
	groups_free(g[1]);
	return exit_code;
}

static int
diff(struct args *args)
{
	const struct common *c = &args->common;
	struct diff d = {.elements = args->n > 0, .differs = false};
	int exit_code;

	if (args->files != 2)
		return usage_error(
		    "diff", "diff takes two files, not %d", args->files);
	exit_code = list_prepare(
	    &d.list, c, LIST_CHANGES | (c->group_by ? LIST_LABELS : 0));
	if (!exit_code && sn_template_by_element(d.list.made))
		d.elements = true;
	if (!exit_code)
		exit_code =
		    c->group_by ? diff_groups(&d, args) : diff_sets(&d, args);
	list_free(&d.list);
	return exit_code ? exit_code : d.differs ? EXIT_NO : EXIT_DONE;
}

/* clang-format off */
static const struct opt options[] = {
	OPT(OPT_ELEMENTS, "elements", NULL,
	    "aggregates of A that are none of B, and the other way round, for "
	    "what holds A as a list; templates of devices do so"),
	LIST_OPTIONS, GROUP_OPTION, INPUT_OPTIONS, OUTPUT_OPTION,
	LAST_OPTIONS};
/* clang-format on */

const struct command command_diff = {"diff", "what turns one list into another",
    "diff [OPTIONS] A B",
    "Writes '- PREFIX' for what A has and B lacks, and '+ PREFIX' for what B "
    "has and A lacks, as aggregates: what turns A into B. Exits with 1 when "
    "they differ.\n" ITEMS,
    "supernet diff yesterday.txt today.txt", NULL, options, diff};
