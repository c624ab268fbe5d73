/*
 * prefixes.c - ordered lists of prefixes, and the way to and from sets.
 */
#include "set/prefixes.h"

#include "set/set.h"

static int
compare(const void *a, const void *b)
{
	return sn_prefix_compare(*(const sn_prefix *)a, *(const sn_prefix *)b);
}

sn_prefixes *
sn__prefixes_make(size_t n, const sn_alloc *alloc)
{
	sn_alloc keep = sn__alloc_keep(alloc);
	sn_prefixes *list = sn__calloc(&keep, 1, sizeof(*list));

	if (!list)
		return NULL;
	list->alloc = keep;
	list->p = sn__malloc(&keep, n, sizeof(*list->p));
	if (!list->p) {
		sn__free(&keep, list);
		return NULL;
	}
	return list;
}

sn_status
sn_prefixes_new(
    sn_prefixes **out, const sn_prefix *p, size_t n, const sn_alloc *alloc)
{
	sn_prefixes *list;

	for (size_t i = 0; i < n; i++)
		if (!sn__prefix_valid(p[i]))
			return SN_EINVAL;
	list = sn__prefixes_make(n, alloc);
	if (!list)
		return SN_ENOMEM;
	if (n)
		memcpy(list->p, p, n * sizeof(*p));
	list->n = n;
	qsort(list->p, n, sizeof(*list->p), compare);
	*out = list;
	return SN_OK;
}

void
sn_prefixes_free(sn_prefixes *list)
{
	sn_alloc alloc;

	if (!list)
		return;
	alloc = list->alloc;
	sn__free(&alloc, list->p);
	sn__free(&alloc, list);
}

const sn_prefix *
sn_prefixes_data(const sn_prefixes *list, size_t *n)
{
	*n = list->n;
	return list->p;
}

sn_status
sn_prefixes_from_set(sn_prefixes **out, const sn_set *s, unsigned family)
{
	size_t n = (size_t)sn_set_prefix_count(s, family);
	sn_prefixes *list = sn__prefixes_make(n, &s->alloc);
	sn_set_iter it;

	if (!list)
		return SN_ENOMEM;
	sn_set_iter_init(&it, s, family);
	while (list->n < n && sn_set_iter_next_prefix(&it, &list->p[list->n]))
		list->n++;
	*out = list;
	return SN_OK;
}

sn_status
sn_set_from_prefixes(
    sn_set **out, const sn_prefix *p, size_t n, const sn_alloc *alloc)
{
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	sn_builder *b = NULL;
	sn_status status;

	options.alloc = alloc;
	options.threads = 1;
	status = sn_builder_new(&b, &options);
	for (size_t i = 0; !status && i < n; i++)
		status = sn_builder_add_prefix(b, p[i]);
	if (!status)
		status = sn_builder_build(out, b);
	sn_builder_free(b);
	return status;
}
