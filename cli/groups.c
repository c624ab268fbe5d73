/*
 * groups.c - the items of files by label: for millions of labels.
 *
 * Items are kept as they come, 12 bytes for IPv4 and 40 for IPv6, and sorted by
 * label when all are read, which takes two passes.
 */
#include <stdlib.h>
#include <string.h>

#include "groups.h"
#include "labels.h"

struct item4 {
	uint32_t label;
	sn_range4 range;
};

struct item6 {
	uint32_t label;
	sn_range6 range;
};

struct groups {
	struct labels labels;
	struct item4 *item4;
	size_t n4, capacity4;
	struct item6 *item6;
	size_t n6, capacity6;
	/* When all are read. */
	uint32_t *order; /* of labels */
	sn_range4 *range4;
	sn_range6 *range6;
	size_t *end4, *end6; /* of each label's ranges */
	sn_builder *builder;
};

static bool
take(void *ctx, const char *name, const sn_text_item *item)
{
	struct groups *g = ctx;
	sn_addr first = item->range.first, last = item->range.last;
	uint32_t label;

	(void)name;
	if (!labels_take(&g->labels, item, &label))
		return false;
	if (first.family == SN_IPV4) {
		if (!array_fits(
			&g->item4, &g->capacity4, g->n4, 1, sizeof(*g->item4)))
			return false;
		g->item4[g->n4++] = (struct item4){
		    label, {(uint32_t)first.lo, (uint32_t)last.lo}};
		return true;
	}
	if (!array_fits(&g->item6, &g->capacity6, g->n6, 1, sizeof(*g->item6)))
		return false;
	g->item6[g->n6++] =
	    (struct item6){label, {first.hi, first.lo, last.hi, last.lo}};
	return true;
}

static int
by_text(const void *a, const void *b, void *ctx)
{
	const struct groups *g = ctx;
	const uint32_t *i = a, *j = b;

	return strcmp(labels_text(&g->labels, *i), labels_text(&g->labels, *j));
}

/* Sorts items by label: after it, end[i] is where those of label i end. */
static bool
sort(struct groups *g)
{
	size_t n = g->labels.n, at4 = 0, at6 = 0;

	g->order = calloc(n + 1, sizeof(*g->order));
	g->end4 = calloc(n + 1, sizeof(*g->end4));
	g->end6 = calloc(n + 1, sizeof(*g->end6));
	g->range4 = calloc(g->n4 + 1, sizeof(*g->range4));
	g->range6 = calloc(g->n6 + 1, sizeof(*g->range6));
	if (!g->order || !g->end4 || !g->end6 || !g->range4 || !g->range6)
		return false;
	for (size_t i = 0; i < g->n4; i++)
		g->end4[g->item4[i].label]++;
	for (size_t i = 0; i < g->n6; i++)
		g->end6[g->item6[i].label]++;
	for (size_t i = 0; i < n; i++) {
		size_t n4 = g->end4[i], n6 = g->end6[i];

		g->order[i] = (uint32_t)i;
		g->end4[i] = at4;
		g->end6[i] = at6;
		at4 += n4;
		at6 += n6;
	}
	for (size_t i = 0; i < g->n4; i++)
		g->range4[g->end4[g->item4[i].label]++] = g->item4[i].range;
	for (size_t i = 0; i < g->n6; i++)
		g->range6[g->end6[g->item6[i].label]++] = g->item6[i].range;
	free(g->item4);
	free(g->item6);
	g->item4 = NULL;
	g->item6 = NULL;
	qsort_r(g->order, n, sizeof(*g->order), by_text, g);
	return true;
}

int
groups_read(
    struct groups **out, const struct common *c, char *const *path, int n)
{
	struct groups *g = calloc(1, sizeof(*g));
	sn_builder_options bo = SN_BUILDER_OPTIONS_INIT;
	int exit_code;

	*out = g;
	if (!g)
		return status_exit(SN_ENOMEM, "labels");
	labels_begin(&g->labels);
	exit_code = read_items(c, path, n, take, g);
	if (exit_code)
		return exit_code;
	bo.threads = 1;
	if (!sort(g))
		return status_exit(SN_ENOMEM, "labels");
	return status_exit(sn_builder_new(&g->builder, &bo), "labels");
}

void
groups_free(struct groups *g)
{
	if (!g)
		return;
	labels_free(&g->labels);
	free(g->item4);
	free(g->item6);
	free(g->order);
	free(g->range4);
	free(g->range6);
	free(g->end4);
	free(g->end6);
	sn_builder_free(g->builder);
	free(g);
}

size_t
groups_count(const struct groups *g)
{
	return g->labels.n;
}

const char *
groups_label(const struct groups *g, size_t i)
{
	return labels_text(&g->labels, g->order[i]);
}

sn_status
groups_set(struct groups *g, size_t i, sn_set **out)
{
	uint32_t label = g->order[i];
	size_t from4 = label ? g->end4[label - 1] : 0;
	size_t from6 = label ? g->end6[label - 1] : 0;
	sn_status status = sn_builder_add_ranges4(
	    g->builder, g->range4 + from4, g->end4[label] - from4);

	if (!status)
		status = sn_builder_add_ranges6(
		    g->builder, g->range6 + from6, g->end6[label] - from6);
	return status ? status : sn_builder_build(out, g->builder);
}
