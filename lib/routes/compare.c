/*
 * compare.c - whether two tables decide alike, with a packet where they do not;
 * and the rows that just one of them has.
 */
#include "routes/source_walk.h"

/* Numbers for the next hops of both tables by name. */
struct names {
	sn_table *all;
	uint32_t *hop[2];
};

static void
free_names(struct names *names, const sn_alloc *alloc)
{
	sn__free(alloc, names->hop[0]);
	sn__free(alloc, names->hop[1]);
	sn_table_free(names->all);
}

static sn_status
join_names(
    struct names *names, const sn_table *const table[2], const sn_alloc *alloc)
{
	sn_status status = sn_table_new(&names->all, alloc);

	for (unsigned t = 0; t < 2 && !status; t++) {
		names->hop[t] =
		    sn__malloc(alloc, table[t]->names, sizeof(*names->hop[t]));
		if (!names->hop[t])
			status = SN_ENOMEM;
		for (size_t i = 0; i < table[t]->names && !status; i++)
			status = sn_table_intern(names->all, table[t]->name[i],
			    strlen(table[t]->name[i]), &names->hop[t][i]);
	}
	return status;
}

/* The rows of one family. */
static size_t
part(const sn__ranking *r, bool v4, const sn__ranked_row **row)
{
	*row = v4 ? r->row : r->row + r->v4;
	return v4 ? r->v4 : r->n - r->v4;
}

static sn_status
compare_family(sn_difference *out, const sn__ranking *r,
    const sn__targets *targets, bool v4)
{
	const sn__ranked_row *row[2];
	size_t n[2];
	sn__u128 witness[2];
	unsigned family = v4 ? SN_IPV4 : SN_IPV6;
	bool differ;
	sn_status status;

	for (unsigned t = 0; t < 2; t++)
		n[t] = part(&r[t], v4, &row[t]);
	status = sn__walk_compare(
	    &targets->alloc, row, n, targets->n, &differ, witness);
	if (!status && differ) {
		out->differ = 1;
		out->witness.source = sn__addr(family, witness[0]);
		out->witness.destination = sn__addr(family, witness[1]);
	}
	return status;
}

/* What each table does with the witness. */
static sn_status
explain(sn_difference *out, const sn_table *const table[2], unsigned rule,
    const sn_alloc *alloc)
{
	sn_status status = SN_OK;

	for (unsigned t = 0; t < 2 && !status; t++) {
		uint8_t *why = sn__malloc(alloc, table[t]->rows, 1);

		if (!why)
			return SN_ENOMEM;
		status = sn_table_explain(table[t], rule, out->witness.source,
		    out->witness.destination, why, &out->hit[t]);
		sn__free(alloc, why);
	}
	return status;
}

sn_status
sn_table_compare(
    sn_difference *out, const sn_table *a, const sn_table *b, unsigned rule)
{
	const sn_table *const table[2] = {a, b};
	sn_alloc alloc = a->alloc;
	struct names names = {NULL, {NULL, NULL}};
	sn__targets targets = {.alloc = alloc};
	sn__ranking r[2] = {{.row = NULL}, {.row = NULL}};
	sn_difference found = SN_DIFFERENCE_INIT;
	sn_status status;

	if (!sn__rule_known(rule) || out->struct_size != sizeof(*out))
		return SN_EINVAL;
	found.rule = rule;
	status = join_names(&names, table, &alloc);
	if (!status)
		targets.n = (uint32_t)names.all->names;
	for (unsigned t = 0; t < 2 && !status; t++)
		status = sn__ranking_init(
		    &r[t], table[t], rule, &targets, names.hop[t]);
	if (!status)
		status = compare_family(&found, r, &targets, true);
	if (!status && !found.differ)
		status = compare_family(&found, r, &targets, false);
	if (!status && found.differ)
		status = explain(&found, table, rule, &alloc);
	for (unsigned t = 0; t < 2; t++) {
		r[t].alloc = alloc;
		sn__ranking_free(&r[t]);
	}
	sn__map_free(&targets.pair, &alloc);
	free_names(&names, &alloc);
	if (!status)
		*out = found;
	return status;
}

sn_status
sn_table_missing(const sn_table *a, const sn_table *b, sn_row_sink only_a,
    sn_row_sink only_b, void *ctx)
{
	uint32_t *x = sn__table_sorted(a, &a->alloc);
	uint32_t *y = sn__table_sorted(b, &a->alloc);
	size_t i = 0, j = 0;

	if (!x || !y) {
		sn__free(&a->alloc, x);
		sn__free(&a->alloc, y);
		return SN_ENOMEM;
	}
	while (i < a->rows || j < b->rows) {
		int order = i == a->rows ? 1
			    : j == b->rows
				? -1
				: sn__compare_routes_of(
				      a, &a->row[x[i]], b, &b->row[y[j]]);

		if (order < 0)
			only_a(ctx, x[i]);
		if (order > 0)
			only_b(ctx, y[j]);
		i += order <= 0;
		j += order >= 0;
	}
	sn__free(&a->alloc, x);
	sn__free(&a->alloc, y);
	return SN_OK;
}
