/* What route tables decide, compared and tidied, against a look at each row. */
#include "routes.h"

#include "drive.h"

static void
match(const sn_table *t, unsigned rule, struct universe u)
{
	sn_matcher *m;

	assert_int_equal(sn_matcher_new(&m, t, rule), SN_OK);
	for (unsigned i = 0; i < SIDE * SIDE; i++) {
		sn_packet p = {
		    universe_addr(u, i / SIDE), universe_addr(u, i % SIDE)};
		struct decision want = decide(t, rule, p.source, p.destination);
		sn_hit hit;

		assert_int_equal(sn_matcher_match(m, &p, 1, &hit), want.any);
		assert_int_equal(hit.outcome, !want.any ? SN_HIT_NONE
					      : want.ambiguous
						  ? SN_HIT_AMBIGUOUS
						  : SN_HIT_ROW);
		assert_int_equal(hit.row, want.row);
	}
	sn_matcher_free(m);
}

static void
compare(const sn_table *a, const sn_table *b, unsigned rule, struct universe u)
{
	sn_difference d = SN_DIFFERENCE_INIT;

	assert_int_equal(sn_table_compare(&d, a, b, rule), SN_OK);
	assert_int_equal(d.differ, !same_decisions(a, b, rule, u));
	if (d.differ)
		assert_false(same_on(
		    a, b, rule, d.witness.source, d.witness.destination));
}

static void
tidy(const sn_table *t, struct universe u)
{
	sn_table *out;
	sn_status status = sn_table_tidy(&out, NULL, t, NULL);

	assert_int_equal(
	    status, tidied_alike(t, t, u) ? SN_OK : SN_EINFEASIBLE);
	if (status)
		return;
	assert_true(tidied_alike(t, out, u));
	assert_true(sn_table_size(out) <= sn_table_size(t));
	sn_table_free(out);
}

static void
one_case(uint64_t *seed)
{
	struct universe u = {
	    test_below(seed, 2) ? SN_IPV4 : SN_IPV6, test_below(seed, 2), 0};
	struct mix mix = {1 + (unsigned)test_below(seed, 14),
	    1 + (unsigned)test_below(seed, test_below(seed, 2) ? 4 : 20),
	    test_below(seed, 2), test_below(seed, 2)};
	unsigned rule = 1 + (unsigned)test_below(seed, 3);
	sn_table *a, *b;

	if (test_below(
		seed, 2)) /* one short of the family: it has an outside */
		u.shift =
		    (unsigned)test_below(seed, sn__width(u.family) - BITS);
	a = random_table(u, &mix, seed);
	b = changed_table(a, u, &mix, seed);
	match(a, rule, u);
	compare(a, b, rule, u);
	tidy(b, u);
	sn_table_free(a);
	sn_table_free(b);
}
