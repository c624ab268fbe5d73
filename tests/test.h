/*
 * test.h - what every test includes: cmocka, whose header needs others
 * before it, a seeded generator, and an allocator that fails on demand.
 */
#ifndef SN_TEST_H
#define SN_TEST_H

/* clang-format off */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supernet.h"

/* The prefix that @text is. */
static inline sn_prefix
P(const char *text)
{
	sn_prefix p;

	assert_int_equal(
	    sn_prefix_parse(&p, text, strlen(text), 0, NULL), SN_OK);
	return p;
}

/* SN_SEED in the environment, else a fixed number; printed once. */
static inline uint64_t
test_seed(void)
{
	const char *s = getenv("SN_SEED");
	uint64_t seed = s ? strtoull(s, NULL, 0) : 20260823u;

	print_message("SN_SEED=%" PRIu64 "\n", seed);
	return seed;
}

/* Rounds of a random test: fewer where each costs more (valgrind). */
static inline unsigned
test_rounds(unsigned full)
{
	return getenv("SN_TEST_QUICK") ? full / 20 + 1 : full;
}

/* What a random test must have met: less where it made fewer rounds. */
static inline unsigned
test_least(unsigned full)
{
	return getenv("SN_TEST_QUICK") ? full / 50 : full;
}

/* splitmix64: every state is good, every run repeatable. */
static inline uint64_t
test_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static inline uint64_t
test_below(uint64_t *state, uint64_t n)
{
	return test_random(state) % n;
}

/*
 * An allocator whose call number @fail_at (from 1; 0: never) fails, once.
 * @live counts blocks, so that a test can see that nothing leaked.
 */
struct test_alloc {
	uint64_t calls;
	uint64_t fail_at;
	int64_t live;
};

static inline void *
test_alloc_realloc(void *ctx, void *old, size_t size)
{
	struct test_alloc *a = ctx;
	void *p;

	if (++a->calls == a->fail_at)
		return NULL;
	p = realloc(old, size);
	if (p && !old)
		a->live++;
	return p;
}

static inline void
test_alloc_free(void *ctx, void *ptr)
{
	struct test_alloc *a = ctx;

	if (ptr)
		a->live--;
	free(ptr);
}

static inline sn_alloc
test_alloc_init(struct test_alloc *a, uint64_t fail_at)
{
	sn_alloc alloc = {a, test_alloc_realloc, test_alloc_free};

	*a = (struct test_alloc){0, fail_at, 0};
	return alloc;
}

#endif
