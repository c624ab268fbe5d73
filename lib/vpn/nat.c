/*
 * nat.c - prefixes of equal size in place of others (images), in as few
 * aggregates as there can be.
 *
 * Sizes are powers of two, and so is what each of them can lie in. Of what is
 * at least as large as 2^j let U, B and C be the total sizes of the units, of
 * the aggregates of their images (blocks) and of the free prefixes. Blocks of
 * some sizes fit in the free space, and the units in the blocks, exactly when
 * U <= B <= C for each j, and all of them together have the size S of the
 * units. The number of blocks is S minus the sum of B / 2^j over j >= 1, so
 * each B is to be as large as it can be: the smaller of C and of S rounded
 * down to a multiple of 2^j. No B of one j gets in the way of another, so the
 * sizes follow from the largest on, with no search.
 *
 * Any placement of blocks does, from the largest on: what is left of a free
 * prefix is a multiple of what comes next. The same holds for units in blocks.
 */
#include "vpn/nat.h"

#include "base/bits.h"

enum { LENGTHS = 129 };

/* A free prefix or a block; what is left of it begins at @first. */
struct space {
	sn__u128 first;
	sn__u128 last;
	unsigned len;
	bool spent;
};

struct spaces {
	struct space *a;
	size_t n;
};

/* A unit, and where it stands in the caller's list. */
struct unit {
	sn_prefix p;
	size_t i;
};

/* How many prefixes there are of each length. */
struct tally {
	uint64_t n[LENGTHS];
};

static struct space
space_of(sn_prefix p)
{
	sn__u128 first = sn__prefix_bits(p);

	return (struct space){
	    first, first | sn__host(p.family, p.len), p.len, false};
}

/* Takes the first prefix of @len bits of what is left. */
static sn_prefix
cut(struct space *s, unsigned family, unsigned len)
{
	sn_prefix p = sn__prefix(family, s->first, len);
	sn__u128 last = s->first | sn__host(family, len);

	s->spent = last == s->last;
	s->first = last + 1;
	return p;
}

/* The longest first come last; equal lengths by address. */
static int
compare_units(const void *pa, const void *pb)
{
	const struct unit *a = pa, *b = pb;

	if (a->p.len != b->p.len)
		return a->p.len < b->p.len ? -1 : 1;
	return sn_prefix_compare(a->p, b->p);
}

static sn_status
collect_free(const sn_set *free, unsigned family, const sn_alloc *alloc,
    struct spaces *out, struct tally *tally)
{
	sn_set_iter it;
	sn_prefix p;

	out->n = 0;
	out->a = sn__malloc(
	    alloc, (size_t)sn_set_prefix_count(free, family), sizeof(*out->a));
	if (!out->a)
		return SN_ENOMEM;
	sn_set_iter_init(&it, free, family);
	while (sn_set_iter_next_prefix(&it, &p)) {
		out->a[out->n++] = space_of(p);
		tally->n[p.len]++;
	}
	return SN_OK;
}

/*
 * How many blocks of each length there are: see above. All is counted in
 * prefixes of the length at hand, so that no number passes that of the units,
 * but for the free space, which may.
 */
static void
choose_blocks(const struct tally *unit, const struct tally *free,
    unsigned width, struct tally *block, struct sn__nat_lack *lack)
{
	uint64_t left = 0;    /* of the free space */
	uint64_t surplus = 0; /* of blocks so far over units so far */
	struct tally whole;   /* units of that length and longer make up */

	whole.n[width] = unit->n[width];
	for (unsigned len = width; len-- > 0;)
		whole.n[len] = unit->n[len] + whole.n[len + 1] / 2;
	for (unsigned len = 0; len <= width; len++) {
		uint64_t want = whole.n[len] - 2 * surplus;

		left = left > UINT64_MAX / 4 ? UINT64_MAX / 2
					     : 2 * left + free->n[len];
		block->n[len] = want < left ? want : left;
		left -= block->n[len];
		surplus = 2 * surplus + block->n[len];
		if (surplus < unit->n[len]) {
			lack->count = unit->n[len] - surplus;
			lack->len = len;
			return;
		}
		surplus -= unit->n[len];
	}
}

/* Cuts the blocks out of the free prefixes, in ascending order of both. */
static void
place_blocks(const struct tally *block, unsigned family,
    const struct spaces *free, struct spaces *out)
{
	for (unsigned len = 0; len <= sn__width(family); len++) {
		uint64_t n = block->n[len];

		for (struct space *s = free->a; n; s++)
			/* NOLINTNEXTLINE(*uninitialized.Branch): there are n */
			for (; n && !s->spent && s->len <= len; n--)
				out->a[out->n++] =
				    space_of(cut(s, family, len));
	}
}

/* Cuts the images of @unit, sorted, out of the blocks. The last of @open is
 * the smallest block so far that is not spent, at the lowest address. */
static void
place_units(const struct unit *unit, size_t n, const struct spaces *block,
    struct space **open, sn_prefix *image)
{
	size_t opened = 0, next = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned len = unit[i].p.len;

		while (next < block->n && block->a[next].len <= len) {
			size_t end = next;

			while (end < block->n &&
			       block->a[end].len == block->a[next].len)
				end++;
			for (size_t k = end; k-- > next;)
				open[opened++] = &block->a[k];
			next = end;
		}
		/* NOLINTNEXTLINE(*core.CallAndMessage): blocks are enough */
		image[unit[i].i] = cut(open[opened - 1], unit[i].p.family, len);
		opened -= open[opened - 1]->spent;
	}
}

/* Places the units, which are sorted. */
static sn_status
place(const struct unit *unit, size_t n, const struct tally *tally,
    const sn_set *free, const sn_alloc *alloc, sn_prefix *image,
    struct sn__nat_lack *lack)
{
	unsigned family = unit[0].p.family;
	struct tally free_tally = {{0}}, block_tally = {{0}};
	struct spaces space = {NULL, 0}, block = {NULL, 0};
	struct space **open = sn__malloc(alloc, n, sizeof(struct space *));
	sn_status status =
	    open ? collect_free(free, family, alloc, &space, &free_tally)
		 : SN_ENOMEM;

	/* There are no more blocks than units: those would do as blocks. */
	if (!status) {
		block.a = sn__malloc(alloc, n, sizeof(*block.a));
		status = block.a ? SN_OK : SN_ENOMEM;
	}
	if (!status)
		choose_blocks(
		    tally, &free_tally, sn__width(family), &block_tally, lack);
	if (!status && !lack->count) {
		place_blocks(&block_tally, family, &space, &block);
		place_units(unit, n, &block, open, image);
	}
	sn__free(alloc, space.a);
	sn__free(alloc, block.a);
	sn__free(alloc, open);
	return status;
}

sn_status
sn__nat_place(const sn_prefix *unit, size_t n, const sn_set *free,
    const sn_alloc *alloc, sn_prefix *image, struct sn__nat_lack *lack)
{
	struct tally tally = {{0}};
	struct unit *sorted;
	sn_status status;

	*lack = (struct sn__nat_lack){0, 0};
	if (!n)
		return SN_OK;
	sorted = sn__malloc(alloc, n, sizeof(*sorted));
	if (!sorted)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		sorted[i] = (struct unit){unit[i], i};
		tally.n[unit[i].len]++;
	}
	qsort(sorted, n, sizeof(*sorted), compare_units);
	status = place(sorted, n, &tally, free, alloc, image, lack);
	sn__free(alloc, sorted);
	return status;
}
