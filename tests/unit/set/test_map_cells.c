/*
 * test_map_cells.c - maps whose cells have lists of every length, of both
 * families, in a tree and in a bitmap, at each vector level: single lookups,
 * batches and walks, with lengths and without.
 */
#include "test.h"

#include "set/map_steps.h"

enum { CELLS = 40, MOST = 3000 };

static const sn__cpu levels[] = {
    SN__CPU_SCALAR, SN__CPU_SSE41, SN__CPU_AVX2, SN__CPU_AVX512};

/* Steps: of each cell, some within it, as many as its number says. */
struct steps {
	uint32_t start4[MOST];
	sn__u128 start6[MOST];
	uint32_t value[MOST];
	uint8_t len[MOST];
	size_t n;
};

/* @start_in: whether a cell's own start has a step. @lists: more than that. */
static void
make(struct steps *s, bool start_in, bool lists)
{
	s->n = 0;
	for (uint32_t cell = 0; cell < CELLS; cell++) {
		/* Some cells stand beside each other, others alone. */
		uint32_t place = cell * 3 - cell % 2;
		uint32_t many = lists ? cell % 3 ? cell : 1 : 0;

		for (uint32_t i = 0; i <= many; i++) {
			uint32_t inside = i * 5;

			if (i == 0 && !start_in && cell && many)
				continue;
			s->start4[s->n] = place << 8 | inside;
			s->start6[s->n] = sn__u128_make(place, inside);
			s->value[s->n] =
			    s->n % 7 == 3 ? SN_MAP_NONE : (uint32_t)s->n + 100;
			s->len[s->n] = (uint8_t)(s->n % 33);
			s->n++;
		}
	}
	/* The last address of all, and of IPv6. */
	s->start4[s->n] = lists ? UINT32_MAX : UINT32_MAX << 8;
	s->start6[s->n] = lists ? sn__u128_make(UINT64_MAX, UINT64_MAX)
				: sn__u128_make(UINT64_MAX, 0);
	s->value[s->n] = 7;
	s->len[s->n++] = 32;
}

/* Each start, and the addresses beside it; their steps. */
static size_t
addresses(const struct steps *s, uint32_t *a4, sn_addr6 *a6, size_t *step)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n && n + 2 < 2 * MOST; i++) {
		sn__u128 at = s->start6[i] - (i > 0);

		if (i > 0) {
			a4[n] = s->start4[i] - 1;
			a6[n] = (sn_addr6){sn__hi(at), sn__lo(at)};
			step[n++] = i - 1;
		}
		a4[n] = s->start4[i];
		a6[n] = (sn_addr6){sn__hi(s->start6[i]), sn__lo(s->start6[i])};
		step[n++] = i;
	}
	return n;
}

struct tried {
	uint32_t a4[2 * MOST];
	sn_addr6 a6[2 * MOST];
	size_t step[2 * MOST];
	size_t n;
};

/* The values and lengths of the first @n addresses. */
static void
check_values(const struct steps *s, const struct tried *t, size_t n,
    const uint32_t *value, const uint8_t *len, bool kept)
{
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(value[i], s->value[t->step[i]]);
		if (len)
			assert_int_equal(len[i], kept ? s->len[t->step[i]] : 0);
	}
}

static size_t
held(const struct steps *s, const struct tried *t, size_t n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += s->value[t->step[i]] != SN_MAP_NONE;
	return sum;
}

static void
check_bitmap(const struct steps *s, const struct tried *t, const sn__bitmap *b,
    sn__cpu cpu, bool kept)
{
	static uint32_t value[2 * MOST];
	static uint8_t len[2 * MOST];

	for (unsigned with = 0; with < 2; with++) {
		uint8_t *lens = with ? len : NULL;

		for (size_t n = 0; n <= t->n;
		     n = n < 70 || n == t->n ? n + 1 : t->n) {
			assert_int_equal(
			    sn__bitmap_batch(b, cpu, t->a4, n, value, lens),
			    held(s, t, n));
			check_values(s, t, n, value, lens, kept);
		}
		for (size_t i = 0; i < t->n; i++)
			value[i] = sn__bitmap_match(
			    b, cpu, t->a4[i], lens ? &lens[i] : NULL);
		check_values(s, t, t->n, value, lens, kept);
	}
}

/* Forth and back over all steps; those that only end a list are in between. */
static void
walk_bitmap(const struct steps *s, const sn__bitmap *b, bool kept)
{
	sn__place p = sn__bitmap_find(b, 0);
	size_t i = 0, places = 1;

	do {
		sn__step at = sn__bitmap_read(b, &p);

		while (i + 1 < s->n && s->start4[i + 1] <= at.first)
			i++;
		assert_int_equal(at.value, s->value[i]);
		assert_int_equal(at.len, kept ? s->len[i] : 0);
		places++;
	} while (sn__bitmap_next(b, &p));
	assert_int_equal(i, s->n - 1);
	while (sn__bitmap_prev(b, &p))
		places--;
	assert_int_equal(places, 2);
	assert_int_equal(sn__bitmap_read(b, &p).first, 0);
}

static void
bitmaps(void **state)
{
	static struct steps s;
	static struct tried t;

	(void)state;
	for (unsigned form = 0; form < 8; form++) {
		bool kept = form & 1;
		sn__steps4 steps;
		sn__bitmap b;
		sn_alloc alloc = {NULL, NULL, NULL};

		make(&s, form & 2, form & 4);
		t.n = addresses(&s, t.a4, t.a6, t.step);
		steps =
		    (sn__steps4){s.start4, s.value, kept ? s.len : NULL, s.n};
		assert_int_equal(sn__bitmap_build(&b, &alloc, &steps), SN_OK);
		for (unsigned k = 0; k < 4 && levels[k] <= sn__cpu_level(); k++)
			check_bitmap(&s, &t, &b, levels[k], kept);
		walk_bitmap(&s, &b, kept);
		for (size_t i = 0; i < t.n; i++) {
			sn__place p = sn__bitmap_find(&b, t.a4[i]);

			assert_int_equal(
			    sn__bitmap_read(&b, &p).value, s.value[t.step[i]]);
		}
		sn__free(&alloc, b.block);
	}
}

/* ------------------------------------------------------------------- trees */

static void
check_tree6(const struct steps *s, const struct tried *t, const sn__btree *b,
    sn__cpu cpu, bool kept)
{
	static uint32_t value[2 * MOST];
	static uint8_t len[2 * MOST];

	for (unsigned with = 0; with < 2; with++) {
		uint8_t *lens = with ? len : NULL;

		for (size_t n = 0; n <= t->n;
		     n = n < 70 || n == t->n ? n + 1 : t->n) {
			assert_int_equal(
			    sn__btree_batch6(b, cpu, t->a6, n, value, lens),
			    held(s, t, n));
			check_values(s, t, n, value, lens, kept);
		}
		for (size_t i = 0; i < t->n; i++)
			value[i] = sn__btree_match(b, cpu, t->a6[i].hi,
			    t->a6[i].lo, lens ? &lens[i] : NULL);
		check_values(s, t, t->n, value, lens, kept);
	}
}

static void
walk_tree(const struct steps *s, const sn__btree *b, bool kept)
{
	sn__place p = sn__btree_find(b, 0);
	size_t i = 0, places = 1;

	do {
		sn__step at = sn__btree_read(b, &p);

		while (i + 1 < s->n && s->start6[i + 1] <= at.first)
			i++;
		assert_int_equal(at.value, s->value[i]);
		assert_int_equal(at.len, kept ? s->len[i] : 0);
		places++;
	} while (sn__btree_next(b, &p));
	assert_int_equal(i, s->n - 1);
	while (sn__btree_prev(b, &p))
		places--;
	assert_int_equal(places, 2);
	assert_true(sn__btree_read(b, &p).first == 0);
}

static void
trees(void **state)
{
	static struct steps s;
	static struct tried t;

	(void)state;
	for (unsigned form = 0; form < 8; form++) {
		bool kept = form & 1;
		sn_alloc alloc = {NULL, NULL, NULL};
		sn__steps6 steps;
		sn__btree b = {0};

		make(&s, form & 2, form & 4);
		t.n = addresses(&s, t.a4, t.a6, t.step);
		steps =
		    (sn__steps6){s.start6, s.value, kept ? s.len : NULL, s.n};
		assert_int_equal(sn__btree_build(&b, &alloc, &steps), SN_OK);
		for (unsigned k = 0; k < 4 && levels[k] <= sn__cpu_level(); k++)
			check_tree6(&s, &t, &b, levels[k], kept);
		walk_tree(&s, &b, kept);
		for (size_t i = 0; i < t.n; i++) {
			sn__place p = sn__btree_find(
			    &b, sn__u128_make(t.a6[i].hi, t.a6[i].lo));

			assert_int_equal(
			    sn__btree_read(&b, &p).value, s.value[t.step[i]]);
		}
		sn__free(&alloc, b.block);
	}
}

static void
check_tree4(const struct steps *s, const struct tried *t, const sn__btree *b,
    sn__cpu cpu, bool kept)
{
	static uint32_t value[2 * MOST];
	static uint8_t len[2 * MOST];

	for (unsigned with = 0; with < 2; with++) {
		uint8_t *lens = with ? len : NULL;

		for (size_t n = 0; n <= t->n;
		     n = n < 70 || n == t->n ? n + 1 : t->n) {
			assert_int_equal(
			    sn__btree_batch4(b, cpu, t->a4, n, value, lens),
			    held(s, t, n));
			check_values(s, t, n, value, lens, kept);
		}
	}
}

/* IPv4 in a tree: each address is a cell, which has no list. */
static void
trees_of_ipv4(void **state)
{
	static struct steps s;
	static struct tried t;

	(void)state;
	for (unsigned form = 0; form < 8; form++) {
		bool kept = form & 1;
		sn_alloc alloc = {NULL, NULL, NULL};
		sn__steps6 steps;
		sn__btree b = {0};

		make(&s, form & 2, form & 4);
		t.n = addresses(&s, t.a4, t.a6, t.step);
		for (size_t i = 0; i < s.n; i++)
			s.start6[i] = sn__u128_make(s.start4[i], 0);
		steps =
		    (sn__steps6){s.start6, s.value, kept ? s.len : NULL, s.n};
		assert_int_equal(sn__btree_build(&b, &alloc, &steps), SN_OK);
		for (unsigned k = 0; k < 4 && levels[k] <= sn__cpu_level(); k++)
			check_tree4(&s, &t, &b, levels[k], kept);
		sn__free(&alloc, b.block);
	}
}

/* In a tree with lists an IPv4 address is one whose lower half is 0. */
static void
starts_of_cells(void **state)
{
	static struct steps s;
	static struct tried t;

	(void)state;
	for (unsigned form = 0; form < 4; form++) {
		bool kept = form & 1;
		sn_alloc alloc = {NULL, NULL, NULL};
		sn__steps6 steps;
		sn__btree b = {0};

		make(&s, form & 2, true);
		steps =
		    (sn__steps6){s.start6, s.value, kept ? s.len : NULL, s.n};
		assert_int_equal(sn__btree_build(&b, &alloc, &steps), SN_OK);
		t.n = 3 * CELLS;
		for (uint32_t i = 0; i < t.n; i++) {
			size_t k = 0;

			while (k + 1 < s.n &&
			       s.start6[k + 1] <= sn__u128_make(i, 0))
				k++;
			t.a4[i] = i;
			t.step[i] = k;
		}
		for (unsigned k = 0; k < 4 && levels[k] <= sn__cpu_level(); k++)
			check_tree4(&s, &t, &b, levels[k], kept);
		sn__free(&alloc, b.block);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bitmaps),
	    cmocka_unit_test(trees),
	    cmocka_unit_test(trees_of_ipv4),
	    cmocka_unit_test(starts_of_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
