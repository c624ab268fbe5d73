/*
 * check_pairs.c - what is wrong between two rows: they overlap with equal rank
 * and different next hops, or one is the way back of the other by another next
 * hop. See check.c.
 *
 * First each row is asked whether there is such another one (row_best.h); only
 * those are looked at in pairs. Where they are so many that the pairs would
 * take long, it ends with as many as were looked at: at least one is found.
 */
#include "routes/check.h"
#include "routes/row_best.h"
#include "routes/row_pairs.h"

enum { LOOKS = 1 << 20, LOOKS_A_ROW = 64 };

/* Whether a pair may be looked at. */
static bool
look(struct sn__checking *in)
{
	return in->looks && in->looks--;
}

static bool
on_pair(void *ctx, size_t outer, size_t inner)
{
	struct sn__checking *in = ctx;
	const sn__ranked_row *a = &in->pairs[outer], *b = &in->pairs[inner];
	const sn_route *r = in->t->row;
	bool policy =
	    a->kind == SN_ROUTE_POLICY && in->rule == SN_MATCH_PRIORITY;

	/* Linux takes rules of one priority in the order of the list. */
	if (in->rules_of_linux)
		return true;
	if (!look(in))
		return false;
	if (a->kind == b->kind && r[a->row].next_hop != r[b->row].next_hop)
		sn__found(in,
		    !policy ? SN__EQUAL_DESTINATION
		    : sn__same_packets(&r[a->row], &r[b->row])
			? SN__SAME_PREFIXES
			: SN__EQUAL_PRIORITY,
		    a->row < b->row ? a->row : b->row,
		    a->row < b->row ? b->row : a->row);
	return true;
}

/* What @each finds among @row[0, n), of which @two is one pair. */
static sn_status
find_pairs(struct sn__checking *in, const sn__ranked_row *row, size_t n,
    const sn__ranked_row two[2], sn__on_pair *each)
{
	uint64_t before = sn__found_so_far(in);
	sn_status status;

	in->looks = LOOKS + LOOKS_A_ROW * (uint64_t)n;
	in->pairs = row;
	status = sn__overlaps(&in->t->alloc, row, n, each, in);
	if (status || sn__found_so_far(in) > before)
		return status;
	in->looks = 1;
	in->pairs = two;
	(void)each(in, 0, 1);
	return SN_OK;
}

/*
 * Of those of @row[0, n) that meet one of another next hop: what @each finds.
 * Where @mirrored, a mirrored row and one that is not have to meet.
 */
static sn_status
check_meeting(struct sn__checking *in, sn__ranked_row *row, size_t n,
    bool mirrored, sn__on_pair *each)
{
	sn__ranked_row two[2] = {{.kind = 0}};
	sn_status status;
	size_t kept = 0;
	sn__bests b;

	for (size_t i = 0; i < n; i++)
		row[i].target = in->t->row[row[i].row].next_hop;
	status = sn__bests_init(&b, &in->t->alloc, row, n);
	if (status)
		return status;
	for (size_t i = 0; i < n && !status; i++)
		if (!mirrored || !row[i].standby)
			status = sn__bests_add(&b, i, 0);
	for (size_t i = 0; i < n && !status; i++) {
		uint32_t value, other = SN__ROW_NONE;

		if (!mirrored || row[i].standby)
			other = sn__bests_other(&b, i, &value);
		if (other == SN__ROW_NONE)
			continue;
		in->meets[row[i].row] = 1;
		two[0] = row[row[i].row < row[other].row ? i : other];
		two[1] = row[row[i].row < row[other].row ? other : i];
		two[0].standby = 0;
	}
	sn__bests_free(&b);
	for (size_t i = 0; i < n; i++)
		if (in->meets[row[i].row])
			row[kept++] = row[i];
	for (size_t i = 0; i < kept; i++)
		in->meets[row[i].row] = 0;
	if (status || !kept)
		return status;
	two[1].standby = 1;
	return find_pairs(in, row, kept, two, each);
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
		if (to - from > 1)
			status =
			    check_meeting(in, same, to - from, false, on_pair);
	}
	sn__free(alloc, key);
	sn__free(alloc, same);
	return status;
}

/*
 * A pair of a row and a mirrored one, whose field standby is not 0. Two rows
 * meet twice, either of them mirrored; only the later one mirrored counts.
 */
static bool
on_mirrored(void *ctx, size_t outer, size_t inner)
{
	struct sn__checking *in = ctx;
	bool swap = in->pairs[outer].standby != 0;
	const sn__ranked_row *a = &in->pairs[swap ? inner : outer];
	const sn__ranked_row *b = &in->pairs[swap ? outer : inner];
	const sn_route *r = in->t->row;

	if (!look(in))
		return false;
	if (a->standby != b->standby && a->row < b->row &&
	    r[a->row].next_hop != r[b->row].next_hop)
		sn__found(in, SN__ASYMMETRIC, a->row, b->row);
	return true;
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
		status = check_meeting(in, both, m, true, on_mirrored);
	}
	sn__free(alloc, both);
	sn__free(alloc, ends);
	return status;
}

sn_status
sn__check_pairs(struct sn__checking *in, const sn__ranked_row *row, size_t n)
{
	sn_status status = SN_ENOMEM;

	in->meets = sn__calloc(&in->t->alloc, in->t->rows, 1);
	if (in->meets)
		status = check_ranks(in, row, n);
	/* What is not in the tables of rules may answer, too. */
	if (!status && !in->rules_of_linux)
		status = check_mirrored(in, row, n);
	sn__free(&in->t->alloc, in->meets);
	return status;
}
