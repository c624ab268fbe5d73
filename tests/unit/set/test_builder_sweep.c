/*
 * test_builder_sweep.c - what a builder sweeps before its end: the same set
 * as in one go, in memory that follows the result.
 */
#include "test.h"

#include "set/builder.h"
#include "set/set.h"

enum { ITEMS = 20000, ROUNDS = 60, BATCH = 10000 };

/* An item of either family, dense enough to merge, nest and repeat. */
static sn_range
item(uint64_t *seed, unsigned span)
{
	unsigned family = test_below(seed, 2) ? SN_IPV6 : SN_IPV4;
	sn__u128 first = test_below(seed, span);
	sn__u128 more = test_below(seed, 3) ? 0 : test_below(seed, 9);

	if (family == SN_IPV6 && test_below(seed, 2))
		first = first * 3 << 64;
	return (sn_range){
	    sn__addr(family, first), sn__addr(family, first + more)};
}

static sn_builder *
builder(unsigned threads, size_t full, const sn_alloc *alloc)
{
	sn_builder_options o = SN_BUILDER_OPTIONS_INIT;
	sn_builder *b;

	o.threads = threads;
	o.alloc = alloc;
	assert_int_equal(sn_builder_new(&b, &o), SN_OK);
	if (full)
		b->full = b->limit = full;
	return b;
}

/* Adds @n items as text, in calls of any size. */
static void
add_text(sn_builder *b, const sn_range *r, size_t n, uint64_t *seed)
{
	size_t size = 0, line = SN_RANGE_TEXT_MAX + 1;
	char *text = malloc(n * line + 1);

	assert_non_null(text);
	for (size_t i = 0; i < n; i++) {
		size += sn_range_format(text + size, line, r[i]);
		text[size++] = '\n';
		if (i + 1 < n && test_below(seed, 5000))
			continue;
		assert_int_equal(
		    sn_builder_add_text(b, text, size, NULL, NULL, NULL),
		    SN_OK);
		size = 0;
	}
	free(text);
}

/* Adds @n items in one of the other ways. */
static void
add_other(sn_builder *b, const sn_range *r, size_t n, bool whole)
{
	sn_builder *part = builder(1, 0, NULL);
	sn_set *set;

	for (size_t i = 0; i < n; i++)
		assert_int_equal(
		    sn_builder_add_range(whole ? part : b, r[i]), SN_OK);
	assert_int_equal(sn_builder_build(&set, part), SN_OK);
	assert_int_equal(sn_builder_add_set(b, set), SN_OK);
	sn_set_free(set);
	sn_builder_free(part);
}

/* Any split, and any number of threads, swept as often as you like, give the
 * same set. */
static void
any_split(void **state)
{
	sn_range *r = malloc(ITEMS * sizeof(*r));
	uint64_t seed = test_seed();

	(void)state;
	assert_non_null(r);
	for (int round = 0; round < (int)test_rounds(ROUNDS); round++) {
		size_t keys = 1 + test_below(&seed, round % 2 ? 50 : 9000);
		unsigned span = 100 + (unsigned)test_below(&seed, 300000);
		size_t i, n;
		sn_builder *whole = builder(1, SIZE_MAX, NULL);
		sn_builder *b =
		    builder(1 + (unsigned)test_below(&seed, 3), keys, NULL);
		sn_set *one, *many;
		const char *why;

		for (i = 0; i < ITEMS; i++)
			r[i] = item(&seed, span);
		add_other(whole, r, ITEMS, false);
		for (i = 0; i < ITEMS; i += n) {
			n = 1 + test_below(&seed, 9000);
			n = n < ITEMS - i ? n : ITEMS - i;
			if (test_below(&seed, 3))
				add_text(b, r + i, n, &seed);
			else
				add_other(
				    b, r + i, n, test_below(&seed, 2) == 0);
		}
		assert_int_equal(sn_builder_build(&one, whole), SN_OK);
		assert_int_equal(sn_builder_build(&many, b), SN_OK);
		assert_true(sn__set_check(many, &why));
		assert_true(sn_set_equal(one, many));
		sn_set_free(one);
		sn_set_free(many);
		sn_builder_free(whole);
		sn_builder_free(b);
	}
	free(r);
}

/* Where memory is out for a sweep, what was added waits on. */
static void
no_memory(void **state)
{
	(void)state;
	for (uint64_t fail_at = 1; fail_at < 200; fail_at++) {
		struct test_alloc a = {0, 0, 0};
		sn_alloc alloc = {&a, test_alloc_realloc, test_alloc_free};
		sn_builder *b = builder(1, 20, &alloc);
		sn_builder *whole = builder(1, SIZE_MAX, NULL);
		uint64_t seed = 1;
		sn_set *set, *want;

		a.fail_at = a.calls + fail_at;
		for (int i = 0; i < 200; i++) {
			sn_range r = item(&seed, 300);
			sn_status status = sn_builder_add_range(b, r);

			if (status == SN_ENOMEM)
				status = sn_builder_add_range(b, r);
			assert_int_equal(status, SN_OK);
			assert_int_equal(sn_builder_add_range(whole, r), SN_OK);
		}
		if (sn_builder_build(&set, b) == SN_ENOMEM)
			assert_int_equal(sn_builder_build(&set, b), SN_OK);
		assert_int_equal(sn_builder_build(&want, whole), SN_OK);
		assert_true(sn_set_equal(set, want));
		sn_set_free(set);
		sn_set_free(want);
		sn_builder_free(b);
		sn_builder_free(whole);
		assert_int_equal(a.live, 0);
	}
}

/* What is allocated, and the most that was. */
struct counted {
	size_t bytes;
	size_t peak;
};

static void *
counted_realloc(void *ctx, void *old, size_t size)
{
	struct counted *c = ctx;
	size_t *p = old ? (size_t *)old - 2 : NULL;

	c->bytes += size - (p ? *p : 0);
	c->peak = c->bytes > c->peak ? c->bytes : c->peak;
	p = realloc(p, size + 2 * sizeof(*p));
	assert_non_null(p);
	*p = size;
	return p + 2;
}

static void
counted_free(void *ctx, void *old)
{
	struct counted *c = ctx;

	if (!old)
		return;
	c->bytes -= *((size_t *)old - 2);
	free((size_t *)old - 2);
}

/* A stream: item @i of it; and the bytes that a range of it may take. */
struct stream {
	const char *name;
	uint64_t (*number)(uint64_t i); /* of a place with a gap after it */
	size_t items;
	unsigned kind; /* 4: IPv4; 6: prefixes of IPv6; 7: ranges */
	size_t allowed;
};

static uint64_t
mix(uint64_t i)
{
	i = (i ^ (i >> 30)) * 0xbf58476d1ce4e5b9u;
	i = (i ^ (i >> 27)) * 0x94d049bb133111ebu;
	return i ^ (i >> 31);
}

static uint64_t
distinct(uint64_t i)
{
	return i * 2654435761u % (1u << 30);
}

static uint64_t
few(uint64_t i)
{
	return distinct(mix(i) % 20000);
}

static uint64_t
each_thrice(uint64_t i)
{
	return distinct(mix(i) % 1500000);
}

static uint64_t
then_again(uint64_t i)
{
	return distinct(i < 1500000 ? i : mix(i) % 1500000);
}

static uint64_t
dense(uint64_t i)
{
	return i / 2;
}

static void
feed(sn_builder *b, const struct stream *s, uint64_t from)
{
	static sn_range4 r4[BATCH];
	static sn_range6 r6[BATCH];
	static sn_prefix6 p6[BATCH];
	sn_status status;

	for (size_t j = 0; j < BATCH; j++) {
		uint64_t at = s->number(from + j);

		r4[j] = (sn_range4){(uint32_t)at * 4,
		    (uint32_t)at * 4 + (s->number == dense ? 7 : 0)};
		r6[j] =
		    sn__range6((sn__u128)at << 64, ((sn__u128)at << 64) + 5);
		p6[j] = (sn_prefix6){at * 4, 0, 64, {0}};
	}
	status = s->kind == 4	? sn_builder_add_ranges4(b, r4, BATCH)
		 : s->kind == 6 ? sn_builder_add_prefixes6(b, p6, BATCH)
				: sn_builder_add_ranges6(b, r6, BATCH);
	assert_int_equal(status, SN_OK);
}

/* 32 MiB, and a constant for each range of the result. */
static void
memory(void **state)
{
	static const struct stream stream[] = {
	    {"distinct", distinct, 6000000, 4, 28},
	    {"few", few, 6000000, 4, 28},
	    {"each thrice", each_thrice, 6000000, 4, 28},
	    {"distinct, then again", then_again, 6000000, 4, 28},
	    {"dense", dense, 6000000, 4, 28},
	    {"few prefixes", few, 3000000, 6, 64},
	    {"distinct prefixes", distinct, 3000000, 6, 64},
	    {"few ranges", few, 2000000, 7, 72},
	    {"distinct ranges", distinct, 2000000, 7, 72},
	    {"ranges, then again", then_again, 3000000, 7, 72},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(stream) / sizeof(*stream); i++) {
		struct counted c = {0, 0};
		sn_alloc alloc = {&c, counted_realloc, counted_free};
		sn_builder *b = builder(1, 0, &alloc);
		const struct stream *s = &stream[i];
		size_t bound, n = test_rounds((unsigned)s->items);
		sn_set *set;

		for (size_t at = 0; at < n; at += BATCH)
			feed(b, s, at);
		assert_int_equal(sn_builder_build(&set, b), SN_OK);
		n = sn_set_range_count(set, 0);
		bound = ((size_t)32 << 20) + n * s->allowed;
		if (c.peak > bound)
			fail_msg(
			    "%s: %zu bytes for %zu ranges", s->name, c.peak, n);
		sn_set_free(set);
		sn_builder_free(b);
		assert_int_equal(c.bytes, 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_split),
	    cmocka_unit_test(no_memory),
	    cmocka_unit_test(memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
