/*
 * ike_selectors.c - traffic selectors, compared as strongSwan does.
 */
#include "vpn/ike_selectors.h"

enum { EQUAL = 5, OVERLAP = 1 }; /* what counts for an answer */

bool
sn__ts_equal(const struct sn__ts *a, const struct sn__ts *b)
{
	return a->port == b->port &&
	       a->range.first.family == b->range.first.family &&
	       !sn_addr_compare(a->range.first, b->range.first) &&
	       !sn_addr_compare(a->range.last, b->range.last);
}

bool
sn__ts_common(
    struct sn__ts *out, const struct sn__ts *a, const struct sn__ts *b)
{
	if (a->range.first.family != b->range.first.family ||
	    (a->port && b->port && a->port != b->port))
		return false;
	out->port = a->port ? a->port : b->port;
	out->range.first = sn_addr_compare(a->range.first, b->range.first) < 0
			       ? b->range.first
			       : a->range.first;
	out->range.last = sn_addr_compare(a->range.last, b->range.last) < 0
			      ? a->range.last
			      : b->range.last;
	return sn_addr_compare(out->range.first, out->range.last) <= 0;
}

bool
sn__ts_holds(const struct sn__ts *a, const struct sn__ts *b)
{
	struct sn__ts common;

	return sn__ts_common(&common, a, b) && sn__ts_equal(&common, b);
}

uint64_t
sn__ts_score(struct sn__ts_list mine, struct sn__ts_list offered)
{
	uint64_t score = 0;

	for (size_t i = 0; i < offered.n; i++)
		for (size_t k = 0; k < mine.n; k++) {
			struct sn__ts common;

			if (sn__ts_equal(&mine.ts[k], &offered.ts[i]))
				score += EQUAL * (offered.n - i);
			else if (sn__ts_common(
				     &common, &mine.ts[k], &offered.ts[i]))
				score += OVERLAP * (offered.n - i);
		}
	return score;
}

/*
 * Of the parts that @offered and each of @mine have in common, those go that
 * another one holds. As none of @mine holds another, these are cut at an end
 * of @offered, and the longest one of each end stays.
 */
bool
sn__ts_first_common(
    struct sn__ts *out, struct sn__ts_list mine, const struct sn__ts *offered)
{
	struct sn__ts longest[2]; /* that is cut at either end */
	bool any[2] = {false, false};

	for (unsigned pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < mine.n; i++) {
			struct sn__ts c;
			unsigned end;

			if (!sn__ts_common(&c, &mine.ts[i], offered))
				continue;
			end = sn_addr_compare(
				  mine.ts[i].range.first, c.range.first) != 0;
			if (sn__ts_equal(&c, &mine.ts[i])) {
				if (pass) {
					*out = c;
					return true;
				}
			} else if (pass && any[!end] &&
				   sn__ts_equal(&c, &longest[!end])) {
				*out = c;
				return true;
			} else if (!pass &&
				   (!any[!end] ||
				       sn__ts_holds(&c, &longest[!end]))) {
				longest[!end] = c;
				any[!end] = true;
			}
		}
	return false;
}

/* Adds one to @list of *@n unless it is held; those that it holds go. */
static void
add(struct sn__ts *list, uint32_t *n, const struct sn__ts *new)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < *n; i++)
		if (sn__ts_holds(&list[i], new))
			return;
	for (uint32_t i = 0; i < *n; i++)
		if (!sn__ts_holds(new, &list[i]))
			list[kept++] = list[i];
	list[kept] = *new;
	*n = kept + 1;
}

sn_status
sn__ts_end_make(struct sn__ts_end *out, const sn_ike_config *c,
    const sn_addr address[2], const sn_alloc *alloc)
{
	uint32_t used = 0;

	out->ts = sn__malloc(alloc, c->ts_n, sizeof(*out->ts));
	out->of = sn__malloc(alloc, c->children, sizeof(*out->of));
	if (!out->ts || !out->of)
		return SN_ENOMEM;
	for (size_t i = 0; i < c->children; i++)
		for (unsigned side = 0; side < 2; side++) {
			const struct sn__span *from = &c->child[i].ts[side];
			uint32_t n = 0;

			for (uint32_t k = 0; k < from->n; k++) {
				struct sn__ts ts = c->ts[from->first + k];

				if (!ts.range.first.family)
					ts.range = (sn_range){
					    address[side], address[side]};
				add(out->ts + used, &n, &ts);
			}
			out->of[i][side] = (struct sn__span){used, n};
			used += n;
		}
	return SN_OK;
}

void
sn__ts_end_clear(struct sn__ts_end *end, const sn_alloc *alloc)
{
	sn__free(alloc, end->ts);
	sn__free(alloc, end->of);
}
