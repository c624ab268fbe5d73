/*
 * test_bulk_write.c - sets as text where memory ends, or the sink wants no
 * more, in each form, for each family and with several threads.
 */
#include "bulk.h"

#include "set/set.h"

enum { RANGES = 5000 };

/* Memory that ends after so many more allocations; -1: never. */
static void *
counted(void *ctx, void *old, size_t size)
{
	long *left = ctx;

	if (__atomic_load_n(left, __ATOMIC_SEQ_CST) >= 0 &&
	    __atomic_fetch_sub(left, 1, __ATOMIC_SEQ_CST) <= 0) {
		__atomic_store_n(left, 0, __ATOMIC_SEQ_CST);
		return NULL;
	}
	return realloc(old, size);
}

static void
release(void *ctx, void *p)
{
	(void)ctx;
	free(p);
}

/* Ranges that are many prefixes each: no block's text fits at first. */
static sn_set *
wide(unsigned family, const sn_alloc *alloc)
{
	sn_builder_options o = SN_BUILDER_OPTIONS_INIT;
	sn_builder *b;
	sn_set *s;

	o.alloc = alloc;
	assert_int_equal(sn_builder_new(&b, &o), SN_OK);
	for (unsigned i = 0; i < RANGES; i++) {
		sn__u128 first = (sn__u128)i << 16 | 1;
		sn_range r = {
		    sn__addr(family, first), sn__addr(family, first + 0xfffc)};

		assert_int_equal(sn_builder_add_range(b, r), SN_OK);
	}
	assert_int_equal(sn_builder_build(&s, b), SN_OK);
	sn_builder_free(b);
	return s;
}

static void
memory_ends(void **state)
{
	(void)state;
	for (unsigned family = SN_IPV4; family <= SN_IPV6;
	     family += SN_IPV6 - SN_IPV4)
		for (unsigned form = 0; form < 4; form++) {
			unsigned as =
			    form & 1 ? SN_WRITE_RANGES : SN_WRITE_PREFIXES;
			unsigned threads = form & 2 ? 3 : 1;
			long left = -1;
			sn_alloc alloc = {&left, counted, release};
			sn_set *s = wide(family, &alloc);
			struct text whole = {NULL, 0, 0};
			sn_status status = SN_ENOMEM;
			unsigned fails = 0;

			assert_int_equal(
			    sn_set_write(s, as, threads, collect, &whole),
			    SN_OK);
			for (long n = 0; status && n < 100; n++) {
				struct text t = {NULL, 0, 0};

				left = n;
				status =
				    sn_set_write(s, as, threads, collect, &t);
				fails += status == SN_ENOMEM;
				if (!status)
					assert_string_equal(t.p, whole.p);
				free(t.p);
			}
			assert_int_equal(status, SN_OK);
			assert_true(fails >= 1);
			left = -1;
			free(whole.p);
			sn_set_free(s);
		}
}

struct stop {
	unsigned pieces;
	unsigned at;
};

static sn_status
stop_at(void *ctx, const char *data, size_t size)
{
	struct stop *s = ctx;

	assert_true(size && data[size - 1] == '\n');
	return ++s->pieces == s->at ? SN_ECANCELED : SN_OK;
}

static void
sink_stops(void **state)
{
	sn_set *s = wide(SN_IPV6, NULL);

	(void)state;
	for (unsigned threads = 1; threads < 4; threads++)
		for (unsigned at = 1; at <= 6; at++) {
			struct stop stop = {0, at};
			bool stops = at <= (RANGES + 1023) / 1024;

			assert_int_equal(sn_set_write(s, SN_WRITE_PREFIXES,
					     threads, stop_at, &stop),
			    stops ? SN_ECANCELED : SN_OK);
			assert_int_equal(stop.pieces, stops ? at : at - 1);
		}
	assert_int_equal(sn_set_write(s, 77, 1, stop_at, NULL), SN_EINVAL);
	sn_set_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(memory_ends),
	    cmocka_unit_test(sink_stops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
