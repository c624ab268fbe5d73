/*
 * row_rank.c - the ranks and targets of rows; see row_rank.h.
 */
#include "routes/row_rank.h"

int
sn__compare_prefixes(const void *x, const void *y)
{
	const sn__prefix_key *a = x, *b = y;

	SN__COMPARE(a->first, b->first);
	SN__COMPARE(a->len, b->len);
	return 0;
}

/* Ranks after those of every priority and every row number. */
#define RANK_DESTINATION UINT32_C(0x80000000)
#define RANK_BGP	 UINT32_C(0x80001000)
enum { LENGTHS = 129 };

bool
sn__rule_known(unsigned rule)
{
	return rule <= SN_MATCH_FIRST_CREATED;
}

uint32_t
sn__rank(const sn_route *row, uint32_t number, unsigned rule)
{
	uint32_t d = 128u - row->destination.len, s = 128u - row->source.len;

	if (row->kind == SN_ROUTE_DESTINATION)
		return RANK_DESTINATION + d;
	if (row->kind == SN_ROUTE_BGP)
		return RANK_BGP + d;
	if (rule == SN_MATCH_LONGEST_PREFIX)
		return d * LENGTHS + s;
	return rule == SN_MATCH_FIRST_CREATED ? number : row->priority;
}

static int
compare(const void *x, const void *y)
{
	const sn__ranked_row *a = x, *b = y;

	SN__COMPARE(a->family, b->family);
	SN__COMPARE(a->source, b->source);
	SN__COMPARE(a->source_len, b->source_len);
	SN__COMPARE(a->destination, b->destination);
	SN__COMPARE(a->destination_len, b->destination_len);
	SN__COMPARE(a->kind, b->kind);
	SN__COMPARE(
	    b->standby, a->standby); /* until pair_up(): its weight is not 0 */
	SN__COMPARE(a->row, b->row);
	return 0;
}

void
sn__ranking_sort(sn__ranked_row *row, size_t n)
{
	if (n)
		qsort(row, n, sizeof(*row), compare);
}

static bool
same_prefixes(const sn__ranked_row *a, const sn__ranked_row *b)
{
	return a->family == b->family && a->source == b->source &&
	       a->source_len == b->source_len &&
	       a->destination == b->destination &&
	       a->destination_len == b->destination_len && a->kind == b->kind;
}

/*
 * Rows [from, to) have the same prefixes, active ones first: keeps those that
 * take part, from *out on, with their standby.
 */
static sn_status
pair_up(
    sn__ranking *r, size_t *out, size_t from, size_t to, sn__targets *targets)
{
	sn__ranked_row standby = {.row = SN__ROW_NONE};
	bool active = r->row[from].standby != 0;
	size_t end = from;

	while (end < to && (r->row[end].standby != 0) == active)
		end++;
	if (end < to)
		standby = r->row[end];
	for (size_t i = from; i < end; i++) {
		sn__ranked_row row = r->row[i];

		row.standby = standby.row;
		if (standby.row != SN__ROW_NONE &&
		    standby.target != row.target) {
			uint64_t key =
			    (uint64_t)row.target << 32 | standby.target;

			if (!sn__map_get(&targets->pair, &targets->alloc, key,
				targets->n, &row.target))
				return SN_ENOMEM;
			targets->n += row.target == targets->n;
		}
		r->row[(*out)++] = row;
	}
	return SN_OK;
}

static sn_status
pair_all(sn__ranking *r, sn__targets *targets)
{
	size_t out = 0, from = 0, to;
	sn_status status = SN_OK;

	r->v4 = 0;
	for (; from < r->n && !status; from = to) {
		for (to = from + 1; to < r->n; to++)
			if (!same_prefixes(&r->row[from], &r->row[to]))
				break;
		status = pair_up(r, &out, from, to, targets);
		if (out && r->row[out - 1].family == SN_IPV4)
			r->v4 = out;
	}
	r->n = out;
	return status;
}

sn_status
sn__ranking_init(sn__ranking *r, const sn_table *t, unsigned rule,
    sn__targets *targets, const uint32_t *hop)
{
	sn_status status;

	if (!sn__rule_known(rule))
		return SN_EINVAL;
	*r = (sn__ranking){.alloc = targets->alloc};
	r->row = sn__malloc(&r->alloc, t->rows, sizeof(*r->row));
	if (!r->row)
		return SN_ENOMEM;
	for (size_t i = 0; i < t->rows; i++) {
		const sn_route *row = &t->row[i];

		r->row[r->n++] = (sn__ranked_row){
		    .source = sn__prefix_bits(row->source),
		    .destination = sn__prefix_bits(row->destination),
		    .source_len = row->source.len,
		    .destination_len = row->destination.len,
		    .family = row->destination.family,
		    .kind = (uint8_t)row->kind,
		    .rank = sn__rank(row, (uint32_t)i, rule),
		    .target = hop ? hop[row->next_hop] : row->next_hop,
		    .row = (uint32_t)i,
		    .standby = row->weight != 0,
		};
	}
	sn__ranking_sort(r->row, r->n);
	status = pair_all(r, targets);
	if (status)
		sn__ranking_free(r);
	return status;
}

void
sn__ranking_free(sn__ranking *r)
{
	sn__free(&r->alloc, r->row);
	r->row = NULL;
}
