/*
 * plan_limit.c - the best lists of prefixes within limits, and what is said
 * where none is.
 *
 * One side: the cover of at most k prefixes with the fewest extra addresses,
 * by sn_cover(). Both sides, at most R rows: kL * kP <= R, and the extra
 * address pairs |L'| * |P'| - |L| * |P| are to be fewest. Since |L| and |P|
 * are given, that is the least product of the two covers' sizes; the least
 * size for each k comes from sn_cover_curve(), falls with k, and so for each
 * kL the best kP is the largest that the limit leaves: O(R) products.
 *
 * A prefix of such a list keeps the rules that a selector keeps (side.c): it
 * holds nothing of the other side and nothing forbidden, does not leave
 * private space where all segments are in it, and is not shorter than what is
 * acceptable. So a plan within a limit is worse only in extra addresses.
 */
#include <stdio.h>

#include "base/plural.h"
#include "vpn/plan.h"

/* The most prefixes of a side whose covers are compared: more than anyone
 * writes as rows by hand. */
enum { CURVE_MAX = 4096 };

static sn_cover_options
cover_options(const struct sn__planning *in, unsigned s)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	const sn_plan_request *r = in->request;
	const sn_side *side = in->plan->side[s];
	bool v4 = side->common.family == SN_IPV4;
	unsigned shortest = v4 ? r->shortest4 : r->shortest6;

	if (!shortest && !r->shortest_given)
		shortest = v4 ? SN_SHORTEST4_DEFAULT : SN_SHORTEST6_DEFAULT;
	/* An aggregate that is shorter was asked for, and so is allowed. */
	for (size_t i = 0; i < side->aggregate_count; i++)
		if (side->aggregates[i].len < shortest)
			shortest = side->aggregates[i].len;
	/* The lists replace a row of length 0, so they hold none. */
	o.shortest4 = o.shortest6 = shortest ? (uint8_t)shortest : 1;
	o.avoid = in->avoid[s];
	return o;
}

sn_status
sn__best_list(struct sn__planning *in, unsigned s, uint64_t k,
    sn_prefixes **list, uint64_t *least)
{
	sn_cover_options o = cover_options(in, s);
	sn_cover_result result = SN_COVER_RESULT_INIT;
	sn_status status;

	*list = NULL;
	*least = sn_set_prefix_count(in->set[s], 0);
	if (k >= *least)
		return sn_prefixes_from_set(list, in->set[s], 0);
	o.max_prefixes = k ? k : 1;
	status = sn_cover(list, in->set[s], &o, &result);
	if (status && status != SN_EINFEASIBLE)
		return status;
	*least = status ? result.prefixes : 1;
	if (k == 0) {
		sn_prefixes_free(*list);
		*list = NULL;
	}
	return SN_OK;
}

/* Sizes of the best covers with at most 1..n prefixes of one side. */
struct curve {
	sn_count *size; /* all bits set: there is none */
	size_t n;
};

static const sn_count none = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};

static sn_status
make_curve(struct sn__planning *in, unsigned s, int64_t most, struct curve *c)
{
	sn_cover_options o = cover_options(in, s);
	sn_count size = sn_set_count(in->set[s], 0);
	sn_cover_point *point;
	sn_status status;

	c->n = (size_t)sn_set_prefix_count(in->set[s], 0);
	if (most >= 0 && (uint64_t)most < c->n)
		c->n = (size_t)most;
	if (c->n > CURVE_MAX)
		c->n = CURVE_MAX;
	c->size = sn__malloc(&in->plan->alloc, c->n, sizeof(*c->size));
	if (!c->size)
		return SN_ENOMEM;
	if (!c->n)
		return SN_OK;
	point = sn__malloc(&in->plan->alloc, c->n, sizeof(*point));
	if (!point)
		return SN_ENOMEM;
	status = sn_cover_curve(in->set[s], &o, point, c->n);
	for (size_t i = 0; i < c->n && !status; i++) {
		c->size[i] = point[i].cost;
		if (sn_count_compare(c->size[i], none))
			c->size[i] = sn_count_add(c->size[i], size);
	}
	sn__free(&in->plan->alloc, point);
	return status;
}

/* The fewest prefixes whose best cover is as small as that of @k. */
static size_t
fewest(const struct curve *c, size_t k)
{
	while (k > 1 && !sn_count_compare(c->size[k - 1], c->size[k - 2]))
		k--;
	return k;
}

/* Of equally good pairs the one of fewer rows, then of fewer local prefixes. */
static bool
best_pair(const struct curve c[2], int64_t rows, size_t k[2])
{
	sn_count best = none;

	for (size_t a = 1; a <= c[SN_LOCAL].n; a++) {
		size_t b = c[SN_PEER].n;
		sn_count pairs;
		int order;

		if (rows >= 0 && (uint64_t)rows / a < b)
			b = (size_t)((uint64_t)rows / a);
		if (b == 0)
			break;
		if (!sn_count_compare(c[SN_LOCAL].size[a - 1], none) ||
		    !sn_count_compare(c[SN_PEER].size[b - 1], none))
			continue;
		b = fewest(&c[SN_PEER], b);
		pairs = sn_count_mul(
		    c[SN_LOCAL].size[a - 1], c[SN_PEER].size[b - 1]);
		order = sn_count_compare(pairs, best);
		if (order > 0 || (order == 0 && a * b >= k[0] * k[1]))
			continue;
		best = pairs;
		k[SN_LOCAL] = a;
		k[SN_PEER] = b;
	}
	return sn_count_compare(best, none) != 0;
}

sn_status
sn__best_table(struct sn__planning *in, const int64_t most[2], int64_t rows,
    sn_prefixes *list[2], bool *found)
{
	struct curve c[2] = {{NULL, 0}, {NULL, 0}};
	size_t k[2] = {1, 1};
	uint64_t least;
	sn_status status = SN_OK;

	*found = false;
	list[SN_LOCAL] = list[SN_PEER] = NULL;
	for (unsigned s = 0; s < 2 && !status; s++) {
		int64_t n = rows >= 0 && (most[s] < 0 || rows < most[s])
				? rows
				: most[s];

		status = make_curve(in, s, n, &c[s]);
	}
	if (!status && c[SN_LOCAL].n && c[SN_PEER].n)
		*found = best_pair(c, rows, k);
	for (unsigned s = 0; s < 2 && !status && *found; s++)
		status = sn__best_list(in, s, k[s], &list[s], &least);
	if (status)
		for (unsigned s = 0; s < 2; s++) {
			sn_prefixes_free(list[s]);
			list[s] = NULL;
		}
	sn__free(&in->plan->alloc, c[SN_LOCAL].size);
	sn__free(&in->plan->alloc, c[SN_PEER].size);
	return status;
}

sn_count
sn__list_size(const sn_prefix *p, size_t n)
{
	sn_count size = sn_count_from(0);

	for (size_t i = 0; i < n; i++)
		size = sn_count_add(size, sn_prefix_size(p[i]));
	return size;
}

void
sn__limit_age(char age[SN__AGE], int64_t limit, const sn_fact *fact)
{
	age[0] = '\0';
	if (fact && fact->value == limit && fact->sure == SN_SURE_OLD)
		snprintf(
		    age, SN__AGE, " (of %s, may have changed)", fact->date);
}

sn_status
sn__limit_exceeded(struct sn__planning *in, const char *what, uint64_t needed,
    int64_t limit, const sn_fact *fact)
{
	char age[SN__AGE];

	sn__limit_age(age, limit, fact);
	snprintf(in->why, sizeof(in->why),
	    "it needs %llu %s%s, and the limit is %lld%s.",
	    (unsigned long long)needed, what, sn__plural(needed),
	    (long long)limit, age);
	/* What a document says for good is no quota. */
	if (!fact || fact->value != limit || fact->sure != SN_SURE_VERIFIED)
		snprintf(in->remedy, sizeof(in->remedy),
		    "a limit of %llu %s%s: have the quota raised.",
		    (unsigned long long)needed, what, sn__plural(needed));
	return sn__advise(&in->plan->advice, "limit-exceeded", SN_SEVERITY_INFO,
	    fact ? fact->source : "",
	    "%llu %s%s %s needed, and the limit is %lld%s.",
	    (unsigned long long)needed, what, sn__plural(needed),
	    sn__are(needed), (long long)limit, age);
}
