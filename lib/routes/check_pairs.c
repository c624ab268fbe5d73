/*
 * check_pairs.c - what is wrong between two rows: they overlap with equal rank
 * and different next hops, or one is the way back of the other by another next
 * hop. See check.c.
 */
#include "routes/check.h"
#include "routes/row_pairs.h"

static void
on_pair(void *ctx, size_t outer, size_t inner)
{
	struct sn__checking *in = ctx;
	const sn__ranked_row *a = &in->pairs[outer], *b = &in->pairs[inner];
	const sn_route *r = in->t->row;
	bool policy =
	    a->kind == SN_ROUTE_POLICY && in->rule == SN_MATCH_PRIORITY;

	/* Linux takes rules of one priority in the order of the list. */
	if (in->rules_of_linux)
		return;
	if (a->kind == b->kind && r[a->row].next_hop != r[b->row].next_hop)
		sn__found(in,
		    !policy ? SN__EQUAL_DESTINATION
		    : sn__same_packets(&r[a->row], &r[b->row])
			? SN__SAME_PREFIXES
			: SN__EQUAL_PRIORITY,
		    a->row < b->row ? a->row : b->row,
		    a->row < b->row ? b->row : a->row);
}

static int
compare_keys(const void *x, const void *y)
{
	const uint64_t *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

/* Looks at pairs of equal rank only: there may be many more of unequal ranks,
 * and nothing is wrong with those. */
static sn_status
check_ranks(struct sn__checking *in, const sn__ranked_row *row, size_t n)
{
	const sn_alloc *alloc = &in->t->alloc;
	uint64_t *key = sn__malloc(alloc, n, sizeof(*key));
	sn__ranked_row *same = sn__malloc(alloc, n, sizeof(*same));
	sn_status status = key && same ? SN_OK : SN_ENOMEM;

	for (size_t i = 0; i < n && !status; i++)
		key[i] = (uint64_t)row[i].rank << 32 | i;
	if (!status && n)
		qsort(key, n, sizeof(*key), compare_keys);
	for (size_t from = 0, to; from < n && !status; from = to) {
		for (to = from; to < n && key[to] >> 32 == key[from] >> 32;
		     to++)
			same[to - from] = row[(uint32_t)key[to]];
		in->pairs = same;
		status = sn__overlaps(alloc, same, to - from, on_pair, in);
	}
	sn__free(alloc, key);
	sn__free(alloc, same);
	return status;
}

/*
 * A pair of a row and a mirrored one, whose field standby is not 0. Two rows
 * meet twice, either of them mirrored; only the later one mirrored counts.
 */
static void
on_mirrored(void *ctx, size_t outer, size_t inner)
{
	struct sn__checking *in = ctx;
	bool swap = in->pairs[outer].standby != 0;
	const sn__ranked_row *a = &in->pairs[swap ? inner : outer];
	const sn__ranked_row *b = &in->pairs[swap ? outer : inner];
	const sn_route *r = in->t->row;

	if (a->standby != b->standby && a->row < b->row &&
	    r[a->row].next_hop != r[b->row].next_hop)
		sn__found(in, SN__ASYMMETRIC, a->row, b->row);
}

/*
 * Only rows whose destination meets a source have a way back in the table, and
 * where local and peer are apart there is none. The rows come by source, so
 * the outermost sources are found in one pass: source i is from first[i] to
 * last[i].
 */
struct sources {
	sn__u128 *first;
	sn__u128 *last;
	size_t n;
};

static void
find_sources(struct sources *s, const sn__ranked_row *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		sn__u128 last =
		    row[i].source | sn__host(row[i].family, row[i].source_len);

		if (row[i].kind != SN_ROUTE_POLICY ||
		    (s->n && row[i].source <= s->last[s->n - 1]))
			continue;
		s->first[s->n] = row[i].source;
		s->last[s->n++] = last;
	}
}

static bool
meets_source(const struct sources *s, const sn__ranked_row *row)
{
	sn__u128 last =
	    row->destination | sn__host(row->family, row->destination_len);
	size_t lo = 0, hi = s->n; /* the first that ends at or after it */

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->last[mid] < row->destination)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->n && s->first[lo] <= last;
}

/* Every policy row with a way back, and its mirror image; how many that are.
 * @both NULL: only counts. */
static size_t
mirror(sn__ranked_row *both, const struct sources *s, const sn__ranked_row *row,
    size_t n)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		if (row[i].kind != SN_ROUTE_POLICY || !meets_source(s, &row[i]))
			continue;
		if (both) {
			both[m] = both[m + 1] = row[i];
			both[m].standby = 0;
			both[m + 1].standby = 1;
			both[m + 1].source = row[i].destination;
			both[m + 1].source_len = row[i].destination_len;
			both[m + 1].destination = row[i].source;
			both[m + 1].destination_len = row[i].source_len;
		}
		m += 2;
	}
	return m;
}

static sn_status
check_mirrored(struct sn__checking *in, const sn__ranked_row *row, size_t n)
{
	const sn_alloc *alloc = &in->t->alloc;
	sn__u128 *ends = sn__malloc(alloc, 2 * n, sizeof(*ends));
	sn__ranked_row *both = NULL;
	sn_status status = SN_OK;
	struct sources s;
	size_t m;

	if (!ends)
		return SN_ENOMEM;
	s = (struct sources){ends, ends + n, 0};
	find_sources(&s, row, n);
	m = mirror(NULL, &s, row, n);
	if (m > 2) {
		both = sn__malloc(alloc, m, sizeof(*both));
		status = both ? SN_OK : SN_ENOMEM;
	}
	if (both) {
		(void)mirror(both, &s, row, n);
		sn__ranking_sort(both, m);
		in->pairs = both;
		status = sn__overlaps(alloc, both, m, on_mirrored, in);
	}
	sn__free(alloc, both);
	sn__free(alloc, ends);
	return status;
}

sn_status
sn__check_pairs(struct sn__checking *in, const sn__ranked_row *row, size_t n)
{
	sn_status status = check_ranks(in, row, n);

	/* What is not in the tables of rules may answer, too. */
	return status || in->rules_of_linux ? status
					    : check_mirrored(in, row, n);
}
