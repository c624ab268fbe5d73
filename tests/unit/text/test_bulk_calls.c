/*
 * test_bulk_calls.c - how bulk text is given in and sets are written out:
 * options, columns, many calls, many threads.
 */
#include "bulk.h"

#include "set/set.h"
#include "supernet_text.h"

static bool
stop_at_third(void *ctx, const sn_error *e)
{
	(void)e;
	return ++*(unsigned *)ctx < 3;
}

static void
limits_and_stops(void **state)
{
	static const char text[] = "a\nb\nc\nd\ne\nf\n";
	sn_text_options how = SN_TEXT_OPTIONS_INIT;
	struct outcome o;
	unsigned calls = 0;
	sn_error error;
	sn_builder *b;

	(void)state;
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	memset(&o, 0, sizeof(o));
	o.stats.struct_size = sizeof(o.stats);
	how.ctx = &o;
	how.on_invalid = on_report;
	how.max_invalid = 4;
	how.first_line = 100;
	assert_int_equal(
	    sn_builder_add_text(b, text, 12, &how, &o.stats, &error),
	    SN_ESYNTAX);
	assert_int_equal(o.reports, 4);
	assert_int_equal(o.last_line, 103);
	assert_int_equal(o.stats.lines, 6);
	assert_int_equal(error.line, 100);
	how.ctx = &calls;
	how.on_invalid = stop_at_third;
	how.flags = SN_TEXT_SKIP_INVALID;
	assert_int_equal(
	    sn_builder_add_text(b, text, 12, &how, NULL, NULL), SN_ECANCELED);
	assert_int_equal(calls, 3);
	how.struct_size--;
	assert_int_equal(
	    sn_builder_add_text(b, text, 12, &how, NULL, NULL), SN_EINVAL);
	sn_builder_free(b);
}

/* What callbacks got. */
struct told {
	uint64_t bad, lenient, masked;
};

static bool
count_bad(void *ctx, const sn_error *e)
{
	struct told *t = ctx;

	assert_int_not_equal(e->status, SN_OK);
	t->bad++;
	return true;
}

static bool
count_warning(void *ctx, const sn_error *e)
{
	struct told *t = ctx;

	++*(e->status == SN_EHOSTBITS ? &t->masked : &t->lenient);
	return true;
}

static bool
pass(void *ctx, const sn_text_item *item)
{
	(void)ctx;
	(void)item;
	return true;
}

/* Bounds hold for a text of many chunks, whatever reads it. */
static void
bounds(void **state)
{
	struct text t = {NULL, 0, 0};
	sn_text_options how = SN_TEXT_OPTIONS_INIT;
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	sn_text_stats stats = SN_TEXT_STATS_INIT;
	struct told told;
	sn_builder *b;

	(void)state;
	while (t.n < 4 << 20)
		put(&t, "x\n010.0.0.1\n10.0.0.1/8\n");
	how.flags = SN_TEXT_SKIP_INVALID | SN_TEXT_LENIENT;
	how.max_invalid = 7;
	how.max_warnings = 5;
	how.max_masked = 3;
	how.on_invalid = count_bad;
	how.on_warning = count_warning;
	how.ctx = &told;
	for (unsigned threads = 0; threads <= 3; threads++) {
		options.threads = threads;
		assert_int_equal(sn_builder_new(&b, &options), SN_OK);
		memset(&told, 0, sizeof(told));
		assert_int_equal(
		    threads
			? sn_builder_add_text(b, t.p, t.n, &how, &stats, NULL)
			: sn_text_visit(t.p, t.n, &how, 0, pass, &stats, NULL),
		    SN_OK);
		assert_int_equal(told.bad, 7);
		assert_int_equal(told.lenient, 5);
		assert_int_equal(told.masked, 3);
		assert_int_equal(stats.invalid, stats.lines / 3);
		assert_int_equal(stats.warnings, stats.lines / 3);
		assert_int_equal(stats.masked, stats.lines / 3);
		sn_builder_free(b);
	}
	/* All are told of without a bound; masked ones are asked for. */
	how.max_invalid = how.max_warnings = how.max_masked = 0;
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	memset(&told, 0, sizeof(told));
	assert_int_equal(
	    sn_builder_add_text(b, t.p, t.n, &how, &stats, NULL), SN_OK);
	assert_int_equal(told.bad, stats.invalid);
	assert_int_equal(told.lenient, stats.warnings);
	assert_int_equal(told.masked, 0);
	sn_builder_free(b);
	free(t.p);
}

/* How far a long text has got, as reported. */
struct progress {
	unsigned calls;
	unsigned stop_at; /* 0: never */
	uint64_t done;
	uint64_t bytes;
};

static bool
on_progress(void *ctx, uint64_t done, uint64_t bytes)
{
	struct progress *p = ctx;

	assert_true(done >= p->done && done <= bytes);
	p->done = done;
	p->bytes = bytes;
	return ++p->calls != p->stop_at;
}

static void
progress_and_cancel(void **state)
{
	struct text t = {NULL, 0, 0};
	sn_text_options how = SN_TEXT_OPTIONS_INIT;
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	struct progress p;
	sn_builder *b;
	sn_set *s;

	(void)state;
	while (t.n < 4 << 20)
		put(&t, "10.0.0.0/8\n2001:db8::/32\n");
	how.on_progress = on_progress;
	how.ctx = &p;
	for (unsigned threads = 1; threads <= 3; threads++) {
		options.threads = threads;
		assert_int_equal(sn_builder_new(&b, &options), SN_OK);
		p = (struct progress){0, 0, 0, 0};
		assert_int_equal(
		    sn_builder_add_text(b, t.p, t.n, &how, NULL, NULL), SN_OK);
		assert_true(p.calls > 0);
		assert_int_equal(p.bytes, t.n);
		assert_int_equal(p.done, t.n);
		sn_builder_free(b);
		/* Stopped at once: nothing is added. */
		assert_int_equal(sn_builder_new(&b, &options), SN_OK);
		p = (struct progress){0, 1, 0, 0};
		assert_int_equal(
		    sn_builder_add_text(b, t.p, t.n, &how, NULL, NULL),
		    SN_ECANCELED);
		assert_int_equal(p.calls, 1);
		assert_int_equal(sn_builder_build(&s, b), SN_OK);
		assert_true(sn_set_is_empty(s));
		sn_set_free(s);
		sn_builder_free(b);
	}
	free(t.p);
}

static void
columns(void **state)
{
	static const struct {
		const char *text;
		char delimiter;
		unsigned column;
		const char *want; /* NULL: refused */
		unsigned error_column;
	} table[] = {
	    {"a,10.0.0.0/8,b", ',', 2, "10.0.0.0/8", 0},
	    {"10.0.0.0/8,b", ',', 1, "10.0.0.0/8", 0},
	    {"a, 10.0.0.0/8 ", ',', 2, "10.0.0.0/8", 0},
	    {"a,\"10.0.0.0/8\",b", ',', 2, "10.0.0.0/8", 0},
	    {"\"a,\"\"b\",10.0.0.0/8", ',', 2, "10.0.0.0/8", 0},
	    {"a;10.0.0.0/8\r", ';', 2, "10.0.0.0/8", 0},
	    {"\t10.0.0.0/8", '\t', 2, "10.0.0.0/8", 0},
	    {"a\t\t10.0.0.0/8\t", '\t', 3, "10.0.0.0/8", 0},
	    {"a,b", ',', 3, NULL, 4},
	    {"a,10.0.0.0/99,b", ',', 2, NULL, 12},
	    {"a,?,b", ',', 2, NULL, 3},
	    {"\"unclosed,10.0.0.0/8", ',', 2, NULL, 21},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		sn_text_options how = SN_TEXT_OPTIONS_INIT;
		char buf[SN_PREFIX_TEXT_MAX];
		sn_prefix p;
		sn_builder *b;
		sn_error e;
		sn_set *s;
		int status;

		how.column = table[i].column;
		how.delimiter = table[i].delimiter;
		assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
		status = sn_builder_add_text(
		    b, table[i].text, strlen(table[i].text), &how, NULL, &e);
		if (table[i].want) {
			assert_int_equal(status, SN_OK);
			assert_int_equal(sn_builder_build(&s, b), SN_OK);
			assert_int_equal(sn_set_common(s, SN_IPV4, &p), SN_OK);
			sn_prefix_format(buf, sizeof(buf), p);
			assert_string_equal(buf, table[i].want);
			sn_set_free(s);
		} else {
			assert_int_equal(status, SN_ESYNTAX);
			assert_int_equal(e.column, table[i].error_column);
		}
		sn_builder_free(b);
	}
}

static void
byte_order_mark(void **state)
{
	struct text t = {NULL, 0, 0};
	sn_text_options how = SN_TEXT_OPTIONS_INIT;
	sn_builder *b;

	(void)state;
	put(&t, "\xef\xbb\xbf");
	for (int i = 0; i < 20000; i++)
		put(&t, "10.0.0.0/8\n");
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	assert_int_equal(
	    sn_builder_add_text(b, t.p, 14, &how, NULL, NULL), SN_OK);
	assert_int_equal(
	    sn_builder_add_text(b, t.p, t.n, &how, NULL, NULL), SN_OK);
	/* In the middle of a stream it is not one. */
	how.first_line = 2;
	assert_int_equal(
	    sn_builder_add_text(b, t.p, t.n, &how, NULL, NULL), SN_ESYNTAX);
	sn_builder_free(b);
	free(t.p);
}

static sn_status
full_disk(void *ctx, const char *data, size_t size)
{
	(void)data;
	(void)size;
	return ++*(unsigned *)ctx > 2 ? SN_EIO : SN_OK;
}

/* Items of both families: shuffled, sorted, clustered, by @round. */
struct items {
	sn_range4 *r4;
	sn_prefix6 *p6;
	unsigned n;
};

static void
make_items(struct items *it, uint64_t *rng, unsigned round)
{
	for (unsigned i = 0; i < it->n; i++) {
		uint32_t a = (uint32_t)test_random(rng);
		uint64_t b = test_random(rng);

		if (round % 3 == 1) {
			a = 4u * i;
			b = (uint64_t)i << 20;
		} else if (round % 3 == 2) {
			a = 0x0a000000 | (a & 0xfffff);
			b = 0x20010db800000000 | (b & 0xffff) << 16;
		}
		it->r4[i].first = a;
		it->r4[i].last = a + (uint32_t)test_below(rng, 5);
		if (it->r4[i].last < a)
			it->r4[i].last = UINT32_MAX;
		it->p6[i].hi = b;
		it->p6[i].lo = round % 2 ? test_random(rng) : 0;
		it->p6[i].len = (uint8_t)(40 + test_below(rng, 89));
	}
	/* One of each that reaches over the parts of several threads. */
	it->r4[it->n / 2].last = UINT32_MAX - 5;
	it->p6[it->n / 3].len = 1;
}

static sn_set *
build(const struct items *it, unsigned threads)
{
	sn_builder_options o = SN_BUILDER_OPTIONS_INIT;
	const char *why;
	sn_builder *b;
	sn_set *s;

	o.threads = threads;
	assert_int_equal(sn_builder_new(&b, &o), SN_OK);
	assert_int_equal(sn_builder_add_ranges4(b, it->r4, it->n), SN_OK);
	assert_int_equal(sn_builder_add_prefixes6(b, it->p6, it->n), SN_OK);
	assert_int_equal(sn_builder_build(&s, b), SN_OK);
	if (!sn__set_check(s, &why))
		fail_msg("%s", why);
	sn_builder_free(b);
	return s;
}

/*
 * Each number of threads writes the same bytes, and reading them back gives
 * the same set. A sink that fails stops every number of them.
 */
static void
same_bytes_for_all_threads(void **state)
{
	static const unsigned threads[] = {1, 2, 7};
	uint64_t rng = test_seed();
	struct items it = {NULL, NULL, test_rounds(400000)};

	(void)state;
	it.r4 = calloc(it.n, sizeof(*it.r4));
	it.p6 = calloc(it.n, sizeof(*it.p6));
	assert_true(it.r4 && it.p6);
	for (unsigned round = 0; round < 6; round++) {
		struct text want = {NULL, 0, 0};
		sn_set *first;

		make_items(&it, &rng, round);
		first = build(&it, 1);
		assert_int_equal(
		    sn_set_write(first, round % 2, 1, collect, &want), SN_OK);
		for (int i = 0; i < 3; i++) {
			struct text got = {NULL, 0, 0};
			sn_set *s = build(&it, threads[i]);
			unsigned calls = 0;
			int status = sn_set_write(
			    s, round % 2, threads[i], collect, &got);

			assert_int_equal(status, SN_OK);
			assert_int_equal(got.n, want.n);
			assert_memory_equal(got.p, want.p, got.n);
			assert_true(sn_set_equal(s, first));
			status =
			    sn_set_write(s, 0, threads[i], full_disk, &calls);
			assert_int_equal(status, calls > 2 ? SN_EIO : SN_OK);
			free(got.p);
			sn_set_free(s);
		}
		struct outcome back = read_text(want.p, want.n, "avx512", 2, 0);
		assert_int_equal(back.status, SN_OK);
		assert_true(sn_set_equal(back.set, first));
		sn_set_free(back.set);
		sn_set_free(first);
		free(want.p);
	}
	free(it.r4);
	free(it.p6);
}

/*
 * All addresses of a block, each by itself, shuffled: ranges that touch at
 * every border between bins and threads become one.
 */
static void
touching_over_all_borders(void **state)
{
	enum { N = 1 << 18 };
	struct items it = {
	    calloc(N, sizeof(sn_range4)), calloc(N, sizeof(sn_prefix6)), N};

	(void)state;
	assert_true(it.r4 && it.p6);
	for (uint32_t i = 0; i < N; i++) {
		uint32_t a = i * 2654435761u % N;

		it.r4[i] = (sn_range4){0xfffc0000 + a, 0xfffc0000 + a};
		it.p6[i] = (sn_prefix6){UINT64_MAX, UINT64_MAX - a, 128, {0}};
	}
	for (unsigned threads = 1; threads <= 7; threads++) {
		sn_set *s = build(&it, threads);

		assert_int_equal(sn_set_range_count(s, SN_IPV4), 1);
		assert_int_equal(sn_set_range_count(s, SN_IPV6), 1);
		assert_int_equal(sn_set_prefix_count(s, 0), 2);
		sn_set_free(s);
	}
	free(it.r4);
	free(it.p6);
}

/* A sink so slow that every other thread runs as far ahead as it may. */
static sn_status
collect_slowly(void *ctx, const char *data, size_t size)
{
	usleep(300);
	return collect(ctx, data, size);
}

static void
slow_sink(void **state)
{
	struct items it = {NULL, NULL, 300000};
	struct text fast = {NULL, 0, 0}, slow = {NULL, 0, 0};
	uint64_t rng = test_seed();
	sn_set *s;

	(void)state;
	it.r4 = calloc(it.n, sizeof(*it.r4));
	it.p6 = calloc(it.n, sizeof(*it.p6));
	assert_true(it.r4 && it.p6);
	make_items(&it, &rng, 1);
	s = build(&it, 2);
	assert_int_equal(
	    sn_set_write(s, SN_WRITE_PREFIXES, 1, collect, &fast), SN_OK);
	assert_int_equal(
	    sn_set_write(s, SN_WRITE_PREFIXES, 3, collect_slowly, &slow),
	    SN_OK);
	assert_int_equal(fast.n, slow.n);
	assert_memory_equal(fast.p, slow.p, slow.n);
	free(fast.p);
	free(slow.p);
	free(it.r4);
	free(it.p6);
	sn_set_free(s);
}

/* The set does not depend on the order or the number of the calls. */
static void
many_small_calls(void **state)
{
	uint64_t rng = test_seed();
	struct text t = {NULL, 0, 0};
	sn_builder *b;
	sn_set *whole, *parts;

	(void)state;
	for (unsigned i = 0; i < 30000; i++)
		put_line(&t, &rng, (unsigned)test_below(&rng, LAYOUTS), false);
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	assert_int_equal(
	    sn_builder_add_text(b, t.p, t.n, NULL, NULL, NULL), SN_OK);
	assert_int_equal(sn_builder_build(&whole, b), SN_OK);
	for (size_t at = 0; at < t.n;) {
		size_t n = (size_t)1 << test_below(&rng, 18);

		n = n < t.n - at ? n : t.n - at;
		while (at + n < t.n && t.p[at + n - 1] != '\n')
			n++;
		assert_int_equal(
		    sn_builder_add_text(b, t.p + at, n, NULL, NULL, NULL),
		    SN_OK);
		at += n;
	}
	assert_int_equal(sn_builder_build(&parts, b), SN_OK);
	assert_true(sn_set_equal(whole, parts));
	sn_set_free(whole);
	sn_set_free(parts);
	sn_builder_free(b);
	free(t.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(limits_and_stops),
	    cmocka_unit_test(bounds),
	    cmocka_unit_test(progress_and_cancel),
	    cmocka_unit_test(columns),
	    cmocka_unit_test(byte_order_mark),
	    cmocka_unit_test(same_bytes_for_all_threads),
	    cmocka_unit_test(touching_over_all_borders),
	    cmocka_unit_test(slow_sink),
	    cmocka_unit_test(many_small_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
