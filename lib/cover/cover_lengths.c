/*
 * cover_lengths.c - a set exactly, in prefixes of few different lengths.
 *
 * Blocks of one length that lie in the set are as many as its aggregates of
 * that length and shorter make: n(l) = sum of 2^(l - len). With lengths
 * l1 < l2 < ... < lk the fewest prefixes take each block of l1, then the blocks
 * of l2 that are in none of those, and so on:
 *   n(l1) + n(l2) - n(l1) 2^(l2 - l1) + n(l3) - n(l2) 2^(l3 - l2) + ...
 * The last length has to be the longest of an aggregate. So the best lengths
 * are the shortest path from any first length to that one in at most k - 1
 * steps; ties: fewest lengths, then the shortest ones.
 */
#include "base/count.h"
#include "cover/cover.h"
#include "set/prefixes.h"
#include "set/set.h"

enum { LENGTHS = 129, LIST_MAX = 1 << 27 };

/* One family. */
struct lengths {
	const sn_set *set;
	unsigned family;
	unsigned shortest;
	unsigned longest;
	sn_count blocks[LENGTHS]; /* n(l), for l from shortest to longest */
	/* The fewest prefixes in @k + 1 lengths that end with l, and the
	 * length before. */
	sn_count best[LENGTHS];
	uint8_t before[LENGTHS][LENGTHS];
	bool use[LENGTHS];
	sn_count need;
};

static void
count_blocks(struct lengths *f)
{
	sn_set_iter it;
	sn_prefix p;

	f->longest = f->shortest;
	sn_set_iter_init(&it, f->set, f->family);
	while (sn_set_iter_next_prefix(&it, &p)) {
		unsigned at = p.len > f->shortest ? p.len : f->shortest;

		f->longest = at > f->longest ? at : f->longest;
		f->blocks[at] = sn_count_add(f->blocks[at],
		    sn__count_left(sn_count_from(1), at - p.len));
	}
	for (unsigned l = f->shortest + 1; l <= f->longest; l++)
		f->blocks[l] = sn_count_add(f->blocks[l],
		    sn_count_add(f->blocks[l - 1], f->blocks[l - 1]));
}

/* Blocks of length @to that are in no block of length @from. */
static sn_count
step(const struct lengths *f, unsigned from, unsigned to)
{
	return sn_count_sub(
	    f->blocks[to], sn__count_left(f->blocks[from], to - from));
}

/* Marks the lengths of the shortest path found, of @k + 1 lengths. */
static void
use_path(struct lengths *f, unsigned k)
{
	unsigned at = f->longest;

	memset(f->use, 0, sizeof(f->use));
	f->use[at] = true;
	while (k) {
		at = f->before[k--][at];
		f->use[at] = true;
	}
}

static void
choose(struct lengths *f, unsigned most)
{
	memcpy(f->best, f->blocks, sizeof(f->best));
	f->need = f->best[f->longest];
	use_path(f, 0);
	for (unsigned k = 1; k < most && k <= f->longest - f->shortest; k++) {
		/* From the longest down: best[] of shorter ones is of k. */
		for (unsigned l = f->longest; l >= f->shortest + k; l--) {
			bool any = false;

			for (unsigned from = f->shortest + k - 1; from < l;
			     from++) {
				sn_count n = sn_count_add(
				    f->best[from], step(f, from, l));

				if (any && sn_count_compare(n, f->best[l]) >= 0)
					continue;
				f->best[l] = n;
				f->before[k][l] = (uint8_t)from;
				any = true;
			}
		}
		if (sn_count_compare(f->best[f->longest], f->need) < 0) {
			f->need = f->best[f->longest];
			use_path(f, k);
		}
	}
}

/* An aggregate in the lengths used, ascending. */
static void
put(const struct lengths *f, sn_prefixes *list, sn_prefix p)
{
	unsigned len = p.len > f->shortest ? p.len : f->shortest;
	sn__u128 at = sn__prefix_bits(p);
	sn__u128 last = at | sn__host(f->family, p.len);

	while (!f->use[len])
		len++;
	for (;;) {
		sn__u128 end = at | sn__host(f->family, len);

		list->p[list->n++] = sn__prefix(f->family, at, len);
		if (end == last)
			return;
		at = end + 1;
	}
}

static void
lengths_make(struct lengths *f, const sn_set *set, unsigned family,
    const sn_cover_options *o)
{
	memset(f, 0, sizeof(*f));
	f->set = set;
	f->family = family;
	f->shortest = family == SN_IPV4 ? o->shortest4 : o->shortest6;
	count_blocks(f);
	choose(f, o->max_lengths);
}

sn_status
sn__cover_lengths(sn_prefixes **out, uint64_t *need, const sn_set *set,
    const sn_cover_options *o, uint64_t most)
{
	struct lengths *f = sn__malloc(&set->alloc, 2, sizeof(*f));
	sn_prefixes *list = NULL;
	sn_status status = SN_OK;
	sn_count sum;

	if (!f)
		return SN_ENOMEM;
	lengths_make(&f[0], set, SN_IPV4, o);
	lengths_make(&f[1], set, SN_IPV6, o);
	sum = sn_count_add(f[0].need, f[1].need);
	*need = sn__count_length(sum) > 64 ? UINT64_MAX : sum.word[0];
	if (*need > most)
		status = SN_EINFEASIBLE;
	else if (*need > LIST_MAX)
		status = SN_ELIMIT;
	if (!status)
		list = sn__prefixes_make((size_t)*need, &set->alloc);
	if (!status && !list)
		status = SN_ENOMEM;
	for (unsigned i = 0; i < 2 && !status; i++) {
		sn_set_iter it;
		sn_prefix p;

		sn_set_iter_init(&it, set, f[i].family);
		while (sn_set_iter_next_prefix(&it, &p))
			put(&f[i], list, p);
	}
	sn__free(&set->alloc, f);
	*out = list;
	return status;
}
