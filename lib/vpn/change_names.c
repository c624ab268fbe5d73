/*
 * change_names.c - connections by name, as a change looks them up.
 */
#include "vpn/change.h"

static int
compare(const void *x, const void *y)
{
	const struct sn__named *a = x, *b = y;

	return strcmp(a->c->name, b->c->name);
}

sn_status
sn__sort_names(const sn_alloc *alloc, sn_connection *const *list, size_t n,
    struct sn__names *out)
{
	out->a = sn__malloc(alloc, n, sizeof(*out->a));
	if (!out->a)
		return SN_ENOMEM;
	out->n = n;
	for (size_t i = 0; i < n; i++)
		out->a[i] = (struct sn__named){list[i], i};
	if (n)
		qsort(out->a, n, sizeof(*out->a), compare);
	for (size_t i = 1; i < n; i++)
		if (!compare(&out->a[i - 1], &out->a[i]))
			return SN_EINVAL;
	return SN_OK;
}

size_t
sn__find_name(const struct sn__names *names, const char *name)
{
	size_t low = 0, high = names->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(names->a[middle].c->name, name);

		if (!order)
			return names->a[middle].number;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return SIZE_MAX;
}

unsigned
sn__how(const struct sn__changing *w, const char *name)
{
	size_t k = sn__find_name(&w->result_names, name);

	return k == SIZE_MAX ? (unsigned)SN__STAYS : w->how[k];
}
