/*
 * test_template_sets.c - whole sets through templates: the bytes of the writer
 * of bulk text, whatever the batches.
 */
#include "bulk.h"

#include "supernet_text.h"

/* A random set of both families. */
static sn_set *
random_set(uint64_t *random)
{
	sn_builder *b;
	sn_set *set;
	unsigned n = (unsigned)test_below(random, 3000);

	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	for (unsigned i = 0; i < n; i++) {
		bool v6 = test_below(random, 2);
		sn_addr a =
		    v6 ? sn_addr_v6(test_random(random) & test_random(random),
			     test_below(random, 3) ? 0 : test_random(random))
		       : sn_addr_v4((uint32_t)test_random(random));
		sn_prefix p;

		assert_int_equal(sn_prefix_make(&p, a,
				     v6 ? 12 + (unsigned)test_below(random, 117)
					: 8 + (unsigned)test_below(random, 25)),
		    SN_OK);
		assert_int_equal(sn_builder_add_prefix(b, p), SN_OK);
	}
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	sn_builder_free(b);
	return set;
}

/* @set through a template. */
static void
render(const sn_template_options *options, const sn_set *set, struct text *out)
{
	sn_template_list list = SN_TEMPLATE_LIST_INIT;
	sn_template_writer *w;
	sn_template *t;

	list.set = set;
	assert_int_equal(sn_template_new(&t, options, NULL), SN_OK);
	assert_int_equal(sn_template_writer_new(&w, t, collect, out), SN_OK);
	sn_template_writer_put(w, &list);
	assert_int_equal(sn_template_writer_end(w), SN_OK);
	sn_template_free(t);
}

static void
like_the_writer(void **state)
{
	uint64_t random = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(60); round++) {
		sn_set *set = random_set(&random);
		sn_template_options o = SN_TEMPLATE_OPTIONS_INIT;
		struct text want = {0}, got = {0};
		bool ranges = round % 3 == 0;

		put(&want, "");
		put(&got, "");
		assert_int_equal(
		    sn_set_write(set,
			ranges ? SN_WRITE_RANGES : SN_WRITE_PREFIXES, 1,
			collect, &want),
		    SN_OK);
		if (ranges)
			o.format = "ranges";
		else
			o.item = round % 2 ? "%p\n" : "%a/%n\n";
		o.batch = test_below(&random, 2) ? test_below(&random, 900) : 0;
		render(&o, set, &got);
		assert_string_equal(got.p, want.p);
		free(want.p);
		free(got.p);
		sn_set_free(set);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(like_the_writer)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
