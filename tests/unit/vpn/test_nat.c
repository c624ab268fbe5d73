/*
 * test_nat.c - images of prefixes, against all placements in universes of 16
 * addresses; and thousands of units in a second.
 */
#include "vpn/nat.h"
#include "base/bits.h"
#include "test.h"

enum { SIZE = 16, MASKS = 1 << SIZE, UNITS = 6 };

/* 16 addresses at the end of a family's space. */
struct universe {
	unsigned family;
	unsigned width;
	sn__u128 base;
};

static struct universe
universe_of(unsigned family)
{
	unsigned width = family == SN_IPV4 ? 32 : 128;

	return (struct universe){family, width, sn__top(family) - (SIZE - 1)};
}

static sn_prefix
prefix_in(const struct universe *u, unsigned at, unsigned size)
{
	return sn__prefix(u->family, u->base + at, u->width - sn__ctz32(size));
}

static unsigned
bits_of(unsigned at, unsigned size)
{
	return ((1u << size) - 1) << at;
}

/* The aggregates of a set of addresses, the largest first, then by address;
 * returns how many. */
static unsigned
blocks_of(unsigned mask, unsigned at[SIZE], unsigned size[SIZE])
{
	unsigned n = 0;

	for (unsigned s = SIZE; s; s /= 2)
		for (unsigned a = 0; a < SIZE; a += s)
			if ((mask & bits_of(a, s)) == bits_of(a, s)) {
				at[n] = a;
				size[n++] = s;
				mask &= ~bits_of(a, s);
			}
	return n;
}

/* Whether the blocks of @a come before those of @b. */
static bool
earlier(unsigned a, unsigned b)
{
	unsigned at[2][SIZE], size[2][SIZE];
	unsigned n = blocks_of(a, at[0], size[0]);

	if (blocks_of(b, at[1], size[1]) != n)
		return n < blocks_of(b, at[1], size[1]);
	for (unsigned i = 0; i < n; i++)
		if (at[0][i] != at[1][i] || size[0][i] != size[1][i])
			return size[0][i] != size[1][i]
				   ? size[0][i] > size[1][i]
				   : at[0][i] < at[1][i];
	return false;
}

/* The best set of images of all; 0: there is none. */
static unsigned
best_images(unsigned free, const unsigned *size, unsigned n)
{
	static bool can[UNITS + 1][MASKS];
	unsigned best = 0;

	memset(can, 0, sizeof(can));
	can[0][0] = true;
	for (unsigned i = 0; i < n; i++)
		for (unsigned m = 0; m < MASKS; m++)
			for (unsigned a = 0; can[i][m] && a < SIZE;
			     a += size[i]) {
				unsigned b = bits_of(a, size[i]);

				if ((free & b) == b && !(m & b))
					can[i + 1][m | b] = true;
			}
	for (unsigned m = 1; m < MASKS; m++)
		if (can[n][m] && (!best || earlier(m, best)))
			best = m;
	return best;
}

/* Each unit, largest first, into the smallest block that holds it. */
static void
fill(unsigned images, const unsigned *size, unsigned n, unsigned *at)
{
	unsigned block[SIZE], block_size[SIZE], used = 0;
	unsigned blocks = blocks_of(images, block, block_size);

	for (unsigned s = SIZE; s; s /= 2)
		for (unsigned i = 0; i < n; i++) {
			unsigned found = SIZE, in = SIZE + 1;

			for (unsigned b = 0; size[i] == s && b < blocks; b++)
				for (unsigned a = block[b];
				     block_size[b] < in &&
				     a + s <= block[b] + block_size[b];
				     a += s)
					if (!(used & bits_of(a, s))) {
						found = a;
						in = block_size[b];
					}
			if (size[i] != s)
				continue;
			at[i] = found;
			used |= bits_of(found, s);
		}
}

static sn_set *
free_set(const struct universe *u, unsigned free)
{
	sn_prefix p[SIZE];
	size_t n = 0;
	sn_set *set;

	for (unsigned a = 0; a < SIZE; a++)
		if (free & bits_of(a, 1))
			p[n++] = prefix_in(u, a, 1);
	assert_int_equal(sn_set_from_prefixes(&set, p, n, NULL), SN_OK);
	return set;
}

static void
check(const struct universe *u, unsigned free, const unsigned *size, unsigned n,
    unsigned met[3])
{
	const sn_alloc alloc = {NULL, NULL, NULL};
	sn_set *set = free_set(u, free);
	unsigned best = best_images(free, size, n), at[UNITS];
	unsigned block[SIZE], block_size[SIZE];
	sn_prefix unit[UNITS], image[UNITS];
	struct sn__nat_lack lack;

	for (unsigned i = 0; i < n; i++)
		unit[i] = sn__prefix(u->family, (sn__u128)i * SIZE,
		    u->width - sn__ctz32(size[i]));
	assert_int_equal(
	    sn__nat_place(unit, n, set, &alloc, image, &lack), SN_OK);
	sn_set_free(set);
	met[0] += !best;
	if ((lack.count == 0) != (best != 0))
		fail_msg("free %04x: lacks %d", free, (int)lack.count);
	if (!best)
		return;
	fill(best, size, n, at);
	for (unsigned i = 0; i < n; i++)
		if (sn_prefix_compare(image[i], prefix_in(u, at[i], size[i])))
			fail_msg("free %04x, unit %u of %u", free, i, size[i]);
	met[1]++;
	met[2] += blocks_of(best, block, block_size) > 1;
}

static void
all_placements(void **state)
{
	uint64_t seed = test_seed();
	unsigned met[3] = {0};

	(void)state;
	for (unsigned round = 0; round < test_rounds(600); round++) {
		struct universe u = universe_of(round % 2 ? SN_IPV4 : SN_IPV6);
		unsigned n = 1 + (unsigned)test_below(&seed, UNITS);
		unsigned size[UNITS], free = 0;

		for (unsigned i = 0; i < n; i++)
			size[i] = 1u << test_below(&seed, 1 + 3 * (i < 2));
		for (unsigned a = 0; a < SIZE; a += 2)
			free |= (test_below(&seed, 4) ? 3u : 1u) *
				bits_of(a, 1) * (test_below(&seed, 6) != 0);
		check(&u, free, size, n, met);
	}
	assert_true(met[0] >= test_least(20));
	assert_true(met[1] >= test_least(200));
	assert_true(met[2] >= test_least(50));
}

/* What is said to be lacking is enough. */
static void
lacking(void **state)
{
	const sn_alloc alloc = {NULL, NULL, NULL};
	struct universe u = universe_of(SN_IPV4);
	static const unsigned size[] = {4, 4, 2, 1};
	sn_prefix unit[4], image[4];
	struct sn__nat_lack lack;
	sn_set *set = free_set(&u, 0x00f3);

	(void)state;
	for (unsigned i = 0; i < 4; i++)
		unit[i] = prefix_in(&u, 0, size[i]);
	assert_int_equal(
	    sn__nat_place(unit, 4, set, &alloc, image, &lack), SN_OK);
	assert_int_equal(lack.count, 1);
	assert_int_equal(lack.len, 30);
	sn_set_free(set);
	set = free_set(&u, 0x0ff3);
	assert_int_equal(
	    sn__nat_place(unit, 4, set, &alloc, image, &lack), SN_OK);
	assert_int_equal(lack.count, 1);
	assert_int_equal(lack.len, 32);
	assert_int_equal(
	    sn__nat_place(unit, 0, set, &alloc, image, &lack), SN_OK);
	assert_int_equal(lack.count, 0);
	sn_set_free(set);
}

/* 200,000 units in free space of 100,000 prefixes. */
static void
many(void **state)
{
	enum { N = 200000 };
	const sn_alloc alloc = {NULL, NULL, NULL};
	sn_prefix *unit = malloc(N * sizeof(*unit));
	sn_prefix *image = malloc(N * sizeof(*image));
	sn_set *set, *images;
	struct sn__nat_lack lack;

	(void)state;
	assert_true(unit && image);
	for (uint32_t i = 0; i < N / 2; i++)
		unit[i] = sn__prefix(SN_IPV4, 0x0a000000u + 16 * i, 29);
	assert_int_equal(sn_set_from_prefixes(&set, unit, N / 2, NULL), SN_OK);
	for (uint32_t i = 0; i < N; i++)
		unit[i] = sn__prefix(SN_IPV4, 0x40000000u + 8 * i, 30);
	assert_int_equal(
	    sn__nat_place(unit, N, set, &alloc, image, &lack), SN_OK);
	assert_int_equal(lack.count, 0);
	assert_int_equal(sn_set_from_prefixes(&images, image, N, NULL), SN_OK);
	assert_true(sn_set_equal(set, images));
	sn_set_free(images);
	sn_set_free(set);
	free(unit);
	free(image);
}

/* Nothing is left where memory ends. */
static void
no_memory(void **state)
{
	struct universe u = universe_of(SN_IPV6);
	sn_set *set = free_set(&u, 0xffff);
	sn_prefix unit[2] = {prefix_in(&u, 0, 4), prefix_in(&u, 4, 2)};
	sn_prefix image[2];
	struct sn__nat_lack lack;
	struct test_alloc a;
	sn_alloc alloc;
	sn_status status = SN_ENOMEM;

	(void)state;
	for (uint64_t at = 1; status; at++) {
		alloc = test_alloc_init(&a, at);
		status = sn__nat_place(unit, 2, set, &alloc, image, &lack);
		assert_int_equal(a.live, 0);
		assert_true(status == SN_OK || status == SN_ENOMEM);
	}
	assert_true(a.calls >= 4);
	sn_set_free(set);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_placements),
	    cmocka_unit_test(lacking),
	    cmocka_unit_test(many),
	    cmocka_unit_test(no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
