/*
 * groups.c - things that have the same values, brought together.
 */
#include "read/groups.h"

#include <stdlib.h>
#include <string.h>

static int
compare_values(const sn__grouped *x, const sn__grouped *y)
{
	int c = 0;

	for (size_t i = 0; i < SN__GROUP_VALUES && !c; i++)
		if (x->value[i] != y->value[i])
			c = strcmp(x->value[i] ? x->value[i] : "",
			    y->value[i] ? y->value[i] : "");
	return c;
}

static int
by_value(const void *a, const void *b)
{
	const sn__grouped *x = a, *y = b;
	int c = compare_values(x, y);

	return c ? c : (x->order > y->order) - (x->order < y->order);
}

static int
by_lead(const void *a, const void *b)
{
	const sn__grouped *x = a, *y = b;
	int c = (x->lead > y->lead) - (x->lead < y->lead);

	return c ? c : (x->order > y->order) - (x->order < y->order);
}

void
sn__group(sn__grouped *g, size_t n)
{
	qsort(g, n, sizeof(*g), by_value);
	for (size_t i = 0; i < n; i++)
		g[i].lead = i && !compare_values(&g[i], &g[i - 1])
				? g[i - 1].lead
				: g[i].order;
	qsort(g, n, sizeof(*g), by_lead);
}
