/*
 * cmd_groups.c - aggregate and count --group-by.
 */
#include "groups.h"
#include "list.h"
#include "rows.h"

/* The list of each label. 0, or an exit code. */
static int
put_groups(struct list *l, struct groups *g)
{
	int exit_code = 0;

	for (size_t i = 0; i < groups_count(g) && !exit_code; i++) {
		sn_set *set = NULL;

		exit_code = status_exit(groups_set(g, i, &set), "labels");
		if (!exit_code)
			list_put_set(l, set, groups_label(g, i), 0);
		sn_set_free(set);
	}
	return exit_code;
}

int
aggregate_groups(const struct args *args)
{
	const struct common *c = &args->common;
	struct groups *g = NULL;
	struct list l;
	int exit_code = list_prepare(&l, c, LIST_LABELS);

	if (!exit_code)
		exit_code = groups_read(&g, c, args->file, args->files);
	for (size_t i = 0; !exit_code && i < groups_count(g); i++)
		exit_code = list_check(&l, groups_label(g, i));
	if (!exit_code)
		exit_code = list_open(&l, c->output);
	if (!exit_code) {
		exit_code = put_groups(&l, g);
		exit_code = list_close(&l, exit_code);
	}
	groups_free(g);
	list_free(&l);
	return exit_code;
}

static void
put_count(struct rows *r, const char *label, const sn_set *set)
{
	for (unsigned family = SN_IPV4; family <= SN_IPV6; family += 2) {
		char addresses[SN_COUNT_TEXT_MAX], aggregates[24];
		const char *const cell[] = {label,
		    family == SN_IPV4 ? "ipv4" : "ipv6", addresses, aggregates};
		unsigned long long n =
		    (unsigned long long)sn_set_prefix_count(set, family);

		if (!n)
			continue;
		sn_count_format(
		    addresses, sizeof(addresses), sn_set_count(set, family));
		snprintf(aggregates, sizeof(aggregates), "%llu", n);
		rows_put(r, cell);
	}
}

int
count_groups(const struct args *args)
{
	static const char *const column[] = {
	    "label", "family", "addresses", "aggregates#", NULL};
	const struct common *c = &args->common;
	struct groups *g = NULL;
	struct rows r;
	int exit_code = groups_read(&g, c, args->file, args->files);

	if (!exit_code)
		exit_code = rows_open(&r, c, "groups", column);
	for (size_t i = 0; !exit_code && i < groups_count(g); i++) {
		sn_set *set = NULL;

		r.status = r.status ? r.status : groups_set(g, i, &set);
		if (!r.status)
			put_count(&r, groups_label(g, i), set);
		sn_set_free(set);
	}
	if (!exit_code)
		exit_code = rows_close(&r);
	groups_free(g);
	return exit_code;
}
