/*
 * test_side.c - the verdict for one side: a table of rules with both sides of
 * each threshold, and random sides against a plain recomputation.
 */
#include "plan.h"
#include "sim.h"

struct row {
	const char *why;
	const char *segments, *other, *spare, *keep;
	unsigned align, shortest, given, allow_public, room_bits;
	unsigned verdict, reason, align_reason, room_reason;
	const char *selector, *extra;
};
enum {
	EX = SN_VERDICT_EXACT,
	SU = SN_VERDICT_SUPERNET,
	DR = SN_VERDICT_DEFAULT_ROUTE,
	OC = SN_ALIGN_OCTET,
	NOT = SN_REASON_NOT_ADJACENT,
	OTH = SN_REASON_OVERLAPS_OTHER_SIDE,
	RES = SN_REASON_FORBIDDEN,
	PRI = SN_REASON_LEAVES_PRIVATE
};

static const struct row rows[] = {
    {"one segment is itself", "10.1.1.0/24", "", "", NULL, 0, 0, 0, 0, 0, EX, 0,
	0, 0, "10.1.1.0/24", "0"},
    {"siblings merge exactly", "10.1.0.0/24,10.1.1.0/24", "", "", NULL, 0, 0, 0,
	0, 0, EX, 0, 0, 0, "10.1.0.0/23", "0"},
    {"the same segment twice is one", "10.1.0.0/24,10.1.0.0/24", "", "", NULL,
	0, 0, 0, 0, 0, EX, 0, 0, 0, "10.1.0.0/24", "0"},
    {"nested segments are the outer one", "10.1.0.0/16,10.1.5.0/24", "", "",
	NULL, 0, 0, 0, 0, 0, EX, 0, 0, 0, "10.1.0.0/16", "0"},
    {"neighbours that are no siblings", "10.1.1.0/24,10.1.2.0/24", "", "", NULL,
	0, 0, 0, 0, 0, SU, 0, 0, 0, "10.1.0.0/22", "512"},
    {"the same, by octets", "10.1.1.0/24,10.1.2.0/24", "", "", NULL, OC, 0, 0,
	0, 0, SU, 0, 0, 0, "10.1.0.0/16", "65024"},
    {"octets leave an aligned prefix alone", "10.1.1.0/24", "", "", NULL, OC, 0,
	0, 0, 0, EX, 0, 0, 0, "10.1.1.0/24", "0"},
    {"a host is aligned", "10.1.1.1/32", "", "", NULL, OC, 0, 0, 0, 0, EX, 0, 0,
	0, "10.1.1.1/32", "0"},
    {"/8 is the shortest by default", "10.0.0.0/16,10.255.0.0/16", "", "", NULL,
	0, 0, 0, 0, 0, SU, 0, 0, 0, "10.0.0.0/8", "16646144"},
    {"/7 is too short", "12.0.0.0/16,13.0.0.0/16", "", "", NULL, 0, 0, 0, 0, 0,
	DR, NOT, 0, 0, "0.0.0.0/0", "4294836224"},
    {"/7 with --shortest 7", "12.0.0.0/16,13.0.0.0/16", "", "", NULL, 0, 7, 1,
	0, 0, SU, 0, 0, 0, "12.0.0.0/7", "33423360"},
    {"--shortest 0 allows /0, which holds 100.64.0.0/10",
	"0.0.0.0/2,192.0.0.0/2", "", "", NULL, 0, 0, 1, 0, 0, DR, RES, 0, 0,
	"0.0.0.0/0", "2147483648"},
    {"an exact prefix may be shorter than the shortest", "12.0.0.0/7", "", "",
	NULL, 0, 0, 0, 0, 0, EX, 0, 0, 0, "12.0.0.0/7", "0"},
    {"everything is exact", "0.0.0.0/0", "", "", NULL, OC, 0, 0, 0, 0, EX, 0, 0,
	0, "0.0.0.0/0", "0"},
    {"the worked example: /1", "172.16.1.0/24,192.168.1.0/24", "", "", NULL, OC,
	0, 0, 0, 0, DR, NOT, NOT, 0, "0.0.0.0/0", "4294966784"},
    {"would swallow the other side", "10.0.0.0/24,10.0.3.0/24", "10.0.1.0/24",
	"", NULL, 0, 0, 0, 0, 0, DR, OTH, 0, 0, "10.0.0.0/22", "512"},
    {"the last address of it is enough", "10.0.0.0/24,10.0.3.0/24",
	"10.0.2.255/32", "", NULL, 0, 0, 0, 0, 0, DR, OTH, 0, 0, "10.0.0.0/22",
	"512"},
    {"rows are needed, yet spare and octets are not given up",
	"10.0.0.0/24,10.0.3.0/24", "10.0.1.0/24", "10.1.0.0/24", NULL, OC, 0, 0,
	0, 0, DR, OTH, OTH, OTH, "10.0.0.0/8", "16776704"},
    {"nor what is in use", "10.0.0.0/24,10.0.3.0/24", "10.0.1.0/24", "",
	"10.0.0.0/20", 0, 0, 0, 0, 0, DR, OTH, 0, 0, "10.0.0.0/20", "3584"},
    {"be it everything", "10.0.0.0/24,10.0.3.0/24", "10.0.1.0/24", "",
	"0.0.0.0/0", 0, 0, 0, 0, 0, DR, OTH, 0, 0, "0.0.0.0/0", "4294966784"},
    {"nothing useful where it is too short too", "12.0.0.0/16,13.0.0.0/16",
	"12.1.0.0/16", "", NULL, 0, 0, 0, 0, 0, DR, NOT, 0, 0, "0.0.0.0/0",
	"4294836224"},
    {"or touches what no row may", "100.0.0.0/16,100.255.0.0/16",
	"100.1.0.0/16", "", NULL, 0, 0, 0, 0, 0, DR, OTH, 0, 0, "0.0.0.0/0",
	"4294836224"},
    {"IPv6 around the other side", "fd00:1:0:1::/64,fd00:1:0:2::/64",
	"fd00:1:0:3::/64", "", NULL, 0, 0, 0, 0, 0, DR, OTH, 0, 0,
	"fd00:1::/62", "36893488147419103232"},
    {"just outside is not", "10.0.0.0/24,10.0.3.0/24", "10.0.4.0/24", "", NULL,
	0, 0, 0, 0, 0, SU, 0, 0, 0, "10.0.0.0/22", "512"},
    {"octets fall back where they would swallow", "10.1.1.0/24,10.1.2.0/24",
	"10.1.200.0/24", "", NULL, OC, 0, 0, 0, 0, SU, 0, OTH, 0, "10.1.0.0/22",
	"512"},
    {"would touch 100.64.0.0/10", "100.0.0.0/16,100.255.0.0/16", "", "", NULL,
	0, 0, 0, 0, 0, DR, RES, 0, 0, "0.0.0.0/0", "4294836224"},
    {"next to 100.64.0.0/10", "100.0.0.0/16,100.63.0.0/16", "", "", NULL, 0, 0,
	0, 0, 0, SU, 0, 0, 0, "100.0.0.0/10", "4063232"},
    {"octets fall back at 100.64.0.0/10", "100.0.0.0/16,100.63.0.0/16", "", "",
	NULL, OC, 0, 0, 0, 0, SU, 0, RES, 0, "100.0.0.0/10", "4063232"},
    {"private segments, public supernet", "172.16.0.0/16,172.32.0.0/16", "", "",
	NULL, 0, 0, 0, 0, 0, SU, 0, 0, 0, "172.0.0.0/10", "4063232"},
    {"both private, 172.16/12 isn't left", "172.16.0.0/16,172.31.0.0/16", "",
	"", NULL, 0, 0, 0, 0, 0, SU, 0, 0, 0, "172.16.0.0/12", "917504"},
    {"octets would leave 172.16/12", "172.16.0.0/16,172.31.0.0/16", "", "",
	NULL, OC, 0, 0, 0, 0, SU, 0, PRI, 0, "172.16.0.0/12", "917504"},
    {"two private blocks with --shortest 1", "172.16.1.0/24,192.168.1.0/24", "",
	"", NULL, 0, 1, 1, 0, 0, DR, PRI, 0, 0, "128.0.0.0/1", "2147483136"},
    {"the same, allowed to be public", "172.16.1.0/24,192.168.1.0/24", "", "",
	NULL, 0, 1, 1, 1, 0, SU, 0, 0, 0, "128.0.0.0/1", "2147483136"},
    {"allowed to leave it", "172.16.0.0/16,172.31.0.0/16", "", "", NULL, OC, 0,
	0, 1, 0, SU, 0, 0, 0, "172.0.0.0/8", "16646144"},
    {"IPv6 minimal", "fd00:1:0:1::/64,fd00:1:0:2::/64", "", "", NULL, 0, 0, 0,
	0, 0, SU, 0, 0, 0, "fd00:1::/62", "36893488147419103232"},
    {"IPv6 to 16 bits", "fd00:1:0:1::/64,fd00:1:0:2::/64", "", "", NULL, OC, 0,
	0, 0, 0, SU, 0, 0, 0, "fd00:1::/48", "1208888926126481755602944"},
    {"IPv6 /15 is too short", "2000::/32,2001::/32", "", "", NULL, 0, 0, 0, 0,
	0, DR, NOT, 0, 0, "::/0", "340282366762482138434845932244680310784"},
    {"IPv6 leaves fc00::/7", "fd00::/16,fc00::/16", "", "", NULL, 0, 7, 1, 0, 0,
	SU, 0, 0, 0, "fc00::/7", "2648071397852762090550553127902248960"},
    {"IPv6 everything but", "8000::/1,::/1", "", "", NULL, 0, 0, 0, 0, 0, EX, 0,
	0, 0, "::/0", "0"},
    {"the top", "255.255.255.255/32,255.255.255.252/32", "", "", NULL, 0, 0, 0,
	0, 0, SU, 0, 0, 0, "255.255.255.252/30", "2"},
    {"spare for another segment", "10.1.1.0/24", "", "10.1.6.0/24", NULL, 0, 0,
	0, 0, 0, SU, 0, 0, 0, "10.1.0.0/21", "1792"},
    {"spare in bits", "10.1.1.0/24", "", "", NULL, 0, 0, 0, 0, 2, SU, 0, 0, 0,
	"10.1.0.0/22", "768"},
    {"as much spare as breaks no rule", "10.1.1.0/24", "10.1.4.0/24", "", NULL,
	0, 0, 0, 0, 4, SU, 0, 0, OTH, "10.1.0.0/22", "768"},
    {"more bits than there are", "10.1.1.0/24", "", "", NULL, 0, 0, 0, 0, 99,
	SU, 0, 0, NOT, "10.0.0.0/8", "16776960"},
    {"a wider selector in use stays", "10.1.1.0/24", "", "", "10.1.0.0/16", 0,
	0, 0, 0, 0, SU, 0, 0, 0, "10.1.0.0/16", "65280"},
    {"one that doesn't cover goes", "10.1.1.0/24", "", "", "10.1.2.0/23", 0, 0,
	0, 0, 0, EX, 0, 0, 0, "10.1.1.0/24", "0"},
    {"one that would swallow goes", "10.1.1.0/24", "10.1.9.0/24", "",
	"10.1.0.0/16", 0, 0, 0, 0, 0, EX, 0, 0, 0, "10.1.1.0/24", "0"},
    {"one without the spare goes", "10.1.1.0/24", "", "10.2.0.0/24",
	"10.1.0.0/16", 0, 0, 0, 0, 0, SU, 0, 0, 0, "10.0.0.0/14", "261888"},
    {"0.0.0.0/0 in use does not stay", "10.1.1.0/24", "", "", "0.0.0.0/0", 0, 0,
	0, 0, 0, EX, 0, 0, 0, "10.1.1.0/24", "0"},
};

static void
check_row(const struct row *t)
{
	sn_prefix segments[LIST], other[LIST], spare[LIST], keep;
	sn_prefix reserved = P("100.64.0.0/10");
	sn_side_options o = SN_SIDE_OPTIONS_INIT;
	char text[SN_COUNT_TEXT_MAX];
	size_t n = parse_list(t->segments, segments);
	sn_set *set;
	sn_side *side;

	assert_int_equal(sn_set_from_prefixes(
			     &set, other, parse_list(t->other, other), NULL),
	    SN_OK);
	o.other_side = set;
	o.spare = spare;
	o.spare_count = parse_list(t->spare, spare);
	o.spare_bits = (uint8_t)t->room_bits;
	o.align = t->align;
	o.shortest4 = o.shortest6 = (uint8_t)t->shortest;
	o.shortest_given = (uint8_t)t->given;
	o.allow_public = (uint8_t)t->allow_public;
	o.forbidden = &reserved;
	o.forbidden_count = 1;
	if (t->keep) {
		keep = P(t->keep);
		o.keep = &keep;
	}
	assert_int_equal(sn_side_judge(&side, segments, n, &o, NULL), SN_OK);
	sn_prefix_format(text, sizeof(text), side->selector);
	assert_string_equal(text, t->selector);
	assert_int_equal(side->verdict, t->verdict);
	assert_int_equal(side->reason, t->reason);
	assert_int_equal(side->align_reason, t->align_reason);
	assert_int_equal(side->spare_reason, t->room_reason);
	sn_count_format(text, sizeof(text), side->extra);
	assert_string_equal(text, t->extra);
	sn_side_free(side);
	sn_set_free(set);
}

static void
verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		print_message("  %s\n", rows[i].why);
		check_row(&rows[i]);
	}
}

/* ------------------------------------------------------------- random */

static bool
private4(uint32_t first, uint32_t last)
{
	return (first >> 24 == 10 && last >> 24 == 10) ||
	       (first >> 20 == 0xac1 && last >> 20 == 0xac1) ||
	       (first >> 16 == 0xc0a8 && last >> 16 == 0xc0a8);
}

struct span {
	uint32_t first, last;
};

static struct span
span(sn_prefix p)
{
	return (struct span){
	    (uint32_t)sn_prefix_first(p).lo, (uint32_t)sn_prefix_last(p).lo};
}

static bool
meets_reserved(struct span c)
{
	return c.first <= 0x647fffff && c.last >= 0x64400000;
}

/* The rules again, by plain arithmetic on IPv4 numbers. */
static unsigned
plain_reason(struct span c, unsigned len, unsigned shortest, const sn_prefix *p,
    size_t n, const sn_prefix *other, size_t m)
{
	bool all_private = true;

	if (len < shortest)
		return NOT;
	for (size_t i = 0; i < m; i++)
		if (span(other[i]).first <= c.last &&
		    span(other[i]).last >= c.first)
			return OTH;
	if (meets_reserved(c))
		return RES;
	for (size_t i = 0; i < n; i++)
		all_private &= private4(span(p[i]).first, span(p[i]).last);
	return all_private && !private4(c.first, c.last) ? PRI : 0;
}

static void
random_sides(void **state)
{
	uint64_t seed = test_seed();
	unsigned met[5] = {0}, supernets = 0;
	sn_prefix reserved = P("100.64.0.0/10");

	(void)state;
	for (unsigned round = test_rounds(20000); round--;) {
		sn_prefix p[8], other[4];
		size_t n = sim_segments(&seed, SN_IPV4, p, 8);
		size_t m = sim_segments(&seed, SN_IPV4, other, 4);
		sn_side_options o = SN_SIDE_OPTIONS_INIT;
		struct span c = span(p[0]);
		unsigned len = 32, reason;
		uint32_t mask = UINT32_MAX;
		sn_set *set;
		sn_side *side;

		for (size_t i = 1; i < n; i++) {
			struct span s = span(p[i]);

			c.first = s.first < c.first ? s.first : c.first;
			c.last = s.last > c.last ? s.last : c.last;
		}
		while ((c.first & mask) != (c.last & mask)) {
			mask <<= 1;
			len--;
		}
		c.first &= mask;
		c.last = c.first | ~mask;
		assert_int_equal(
		    sn_set_from_prefixes(&set, other, m, NULL), SN_OK);
		o.other_side = set;
		o.forbidden = &reserved;
		o.forbidden_count = 1;
		o.shortest4 = (uint8_t)test_below(&seed, 2);
		assert_int_equal(sn_side_judge(&side, p, n, &o, NULL), SN_OK);
		reason = plain_reason(
		    c, len, o.shortest4 ? o.shortest4 : 8, p, n, other, m);
		assert_int_equal(side->common.len, len);
		assert_int_equal(side->common.lo, c.first);
		if (side->verdict != SN_VERDICT_EXACT) {
			assert_int_equal(side->reason, reason);
			assert_int_equal(side->selector.len,
			    side->aggregate_count > 1 &&
				    (reason == NOT || meets_reserved(c))
				? 0
				: len);
			supernets += !reason;
			met[reason]++;
		}
		sn_side_free(side);
		sn_set_free(set);
	}
	print_message("supernet %u, not-adjacent %u, other side %u, reserved "
		      "%u, private %u\n",
	    supernets, met[NOT], met[OTH], met[RES], met[PRI]);
	assert_true(supernets > test_least(50) && met[NOT] > test_least(50) &&
		    met[OTH] > test_least(50) && met[RES] > test_least(5) &&
		    met[PRI] > test_least(50));
}

static void
bad_sides(void **state)
{
	sn_prefix four = P("10.0.0.0/24"), six = P("fd00::/64"), bad = four;
	sn_prefix mixed[2] = {four, six};
	sn_side_options o = SN_SIDE_OPTIONS_INIT;
	sn_side *side;

	(void)state;
	assert_int_equal(sn_side_judge(&side, NULL, 0, NULL, NULL), SN_EINVAL);
	assert_int_equal(
	    sn_side_judge(&side, mixed, 2, NULL, NULL), SN_EFAMILY);
	bad.lo |= 1;
	assert_int_equal(sn_side_judge(&side, &bad, 1, NULL, NULL), SN_EINVAL);
	o.spare = &six;
	o.spare_count = 1;
	assert_int_equal(sn_side_judge(&side, &four, 1, &o, NULL), SN_EFAMILY);
	o.spare_count = 0;
	o.align = 2;
	assert_int_equal(sn_side_judge(&side, &four, 1, &o, NULL), SN_EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(verdicts),
	    cmocka_unit_test(random_sides),
	    cmocka_unit_test(bad_sides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
