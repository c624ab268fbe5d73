/*
 * test_check.c - what a check finds: a table of cases with their reasons, and
 * paths that are not symmetric against a plain look at every pair of rows.
 */
#include "routes.h"

#define HEADER "source,destination,next_hop,weight,priority,state,origin\n"

/* Findings as "code row[/other];", rows from 1, those of the plan with p. */
static void
list(const sn_check *c, char *text, size_t size)
{
	const sn_finding *f;
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < sn_check_get(c)->finding_count; i++) {
		f = &sn_check_get(c)->findings[i];
		n += (size_t)snprintf(text + n, size - n, "%s", f->code);
		if (f->row != UINT64_MAX)
			n += (size_t)snprintf(text + n, size - n, " %s%llu",
			    f->in_plan ? "p" : "",
			    (unsigned long long)f->row + 1);
		if (f->other != UINT64_MAX)
			n += (size_t)snprintf(text + n, size - n, "/%llu",
			    (unsigned long long)f->other + 1);
		n += (size_t)snprintf(text + n, size - n, ";");
	}
}

static const struct {
	const char *why;
	const char *table; /* after HEADER */
	const char *plan;  /* after HEADER; NULL: none */
	const char *want;
} cases[] = {
    {"a check of nothing is no pass", "", NULL, "no-rows;"},
    /* The gateway forbids 100.64.0.0/10 as a destination. */
    {"the forbidden range itself", "10.0.0.0/8,100.64.0.0/10,a,,,,\n", NULL,
	"destination-reserved 1;"},
    {"inside it, as a policy row and as a destination row",
	"10.0.0.0/8,100.100.1.0/24,a,,,,\n,100.127.255.255/32,a,,,,\n", NULL,
	"destination-reserved 1;destination-reserved 2;"},
    {"around it",
	"10.0.0.0/8,96.0.0.0/3,a,,,,\n11.0.0.0/8,64.0.0.0/2,a,,,,\n"
	"12.0.0.0/8,0.0.0.0/1,a,,,,\n",
	NULL,
	"destination-reserved 1;destination-reserved 2;"
	"destination-reserved 3;"},
    {"beside it, and as a source",
	"10.0.0.0/8,100.0.0.0/10,a,,,,\n10.0.0.0/8,100.128.0.0/9,a,,,,\n"
	"10.0.0.0/8,128.0.0.0/1,a,,,,\n100.64.0.0/10,172.16.0.0/12,a,,,,\n",
	NULL, ""},
    {"everything: by hand is refused, automatic is to be replaced",
	"10.0.0.0/8,0.0.0.0/0,a,,,,manual\n11.0.0.0/8,0.0.0.0/0,a,,,,auto\n"
	",0.0.0.0/0,a,,,,\n",
	NULL, "default-route-row 1;default-route-row 3;default-route-auto 2;"},
    /* The FAQ: rows of one priority, the first one wider. */
    {"equal priority, the destinations nested",
	"10.66.88.0/24,10.55.0.0/16,c4,100,10,,\n"
	"10.66.88.0/24,10.55.193.0/24,c1,100,10,,\n",
	NULL, "equal-priority-overlap 1/2;"},
    {"the more specific row first by priority",
	"10.66.88.0/24,10.55.0.0/16,c4,100,20,,\n"
	"10.66.88.0/24,10.55.193.0/24,c1,100,10,,\n",
	NULL, ""},
    {"the more specific row after the wider one: no packet gets there",
	"10.66.88.0/24,10.55.0.0/16,c4,100,10,,\n"
	"10.66.88.0/24,10.55.193.0/24,c1,100,20,,\n",
	NULL, "never-matches 2;"},
    {"equal priority and next hop: no question",
	"10.66.88.0/24,10.55.0.0/16,c1,100,10,,\n"
	"10.66.88.0/24,10.55.193.0/24,c1,100,10,,\n",
	NULL, ""},
    {"equal priority, other sources",
	"10.66.88.0/24,10.55.0.0/16,c4,100,10,,\n"
	"10.66.89.0/24,10.55.193.0/24,c1,100,10,,\n",
	NULL, ""},
    {"destination rows of equal prefixes",
	",10.55.0.0/16,c1,100,,,\n,10.55.0.0/16,c2,100,,,\n", NULL,
	"equal-prefix-rows 1/2;"},
    /* Active and standby. */
    {"an active row and its standby",
	"10.0.0.0/8,172.16.0.0/12,c1,100,10,,\n"
	"10.0.0.0/8,172.16.0.0/12,c2,0,10,,\n",
	NULL, ""},
    {"their priorities differ",
	"10.0.0.0/8,172.16.0.0/12,c1,100,10,,\n"
	"10.0.0.0/8,172.16.0.0/12,c2,0,20,,\n",
	NULL, "standby-differs 2/1;"},
    {"their destinations differ: it stands alone",
	"10.0.0.0/8,172.16.0.0/12,c1,100,10,,\n"
	"10.0.0.0/8,172.16.0.0/13,c2,0,20,,\n",
	NULL, "never-matches 2;standby-alone 2;"},
    {"the same prefixes later: there for when the first is not",
	"10.0.0.0/8,172.16.0.0/12,c1,100,10,,\n"
	"10.0.0.0/8,172.16.0.0/12,c2,100,20,,\n",
	NULL, "standby-by-priority 2/1;"},
    {"each after the best one of another next hop; of its own it is dead",
	"10.0.0.0/8,172.16.0.0/12,c1,100,40,,\n"
	"10.0.0.0/8,172.16.0.0/12,c2,100,30,,\n"
	"10.0.0.0/8,172.16.0.0/12,c1,100,10,,\n"
	"10.0.0.0/8,172.16.0.0/12,c3,100,20,,\n"
	"10.0.0.0/8,172.16.0.0/12,c1,100,15,,\n",
	NULL,
	"duplicate-row 1/5;duplicate-row 5/3;never-matches 5;"
	"standby-by-priority 1/4;standby-by-priority 2/3;"
	"standby-by-priority 4/3;"},
    {"the same prefixes, and both at once",
	"10.0.0.0/8,172.16.0.0/12,c1,100,10,,\n"
	"10.0.0.0/8,172.16.0.0/12,c2,100,10,,\n",
	NULL, "equal-priority-overlap 1/2;"},
    {"a standby alone, as a destination row", ",172.16.0.0/12,c2,0,,,\n", NULL,
	"standby-alone 1;"},
    /* Published or not. */
    {"not published; published; not known",
	"10.0.0.0/8,172.16.0.0/12,c1,100,10,normal,\n"
	"11.0.0.0/8,172.16.0.0/12,c1,100,10,published,\n"
	"12.0.0.0/8,172.16.0.0/12,c1,100,10,,\n,1.0.0.0/8,c1,,,normal,\n",
	NULL, "not-published 1;not-published 4;"},
    /* Both ways. */
    {"back by another connection",
	"10.0.0.0/8,172.16.0.0/12,c1,100,10,,\n"
	"172.16.0.0/16,10.1.0.0/16,c2,100,10,,\n",
	NULL, "asymmetric-path 1/2;"},
    {"back by the same connection",
	"10.0.0.0/8,172.16.0.0/12,c1,100,10,,\n"
	"172.16.0.0/16,10.1.0.0/16,c1,100,10,,\n",
	NULL, ""},
    {"a row that is its own way back", "10.0.0.0/8,10.0.0.0/8,c1,,,,\n", NULL,
	""},
    /* Single rows. */
    {"twice the same",
	"10.0.0.0/8,1.0.0.0/8,a,,,,\n10.0.0.0/8,1.0.0.0/8,a,,,,"
	"\n",
	NULL, "duplicate-row 2/1;"},
    {"host bits, in a source and in a destination",
	"10.0.0.1/8,1.0.0.0/8,a,,,,\n11.0.0.0/8,1.0.0.1/8,a,,,,\n", NULL,
	"host-bits 1;host-bits 2;"},
    {"priorities that the gateway does not have",
	"10.0.0.0/8,1.0.0.0/8,a,,0,,\n11.0.0.0/8,1.0.0.0/8,a,,101,,\n"
	"12.0.0.0/8,1.0.0.0/8,a,,1,,\n13.0.0.0/8,1.0.0.0/8,a,,100,,\n",
	NULL, "priority-range 1;priority-range 2;"},
    /* Against a plan. */
    {"as planned, in another order",
	"10.0.0.0/8,1.0.0.0/8,a,,,,\n10.0.0.0/8,2.0.0.0/8,b,,,,\n",
	"10.0.0.0/8,2.0.0.0/8,b,,,,\n10.0.0.0/8,1.0.0.0/8,a,,,,\n", ""},
    {"a row is missing", "10.0.0.0/8,1.0.0.0/8,a,,,,\n",
	"10.0.0.0/8,2.0.0.0/8,a,,,,\n10.0.0.0/8,1.0.0.0/8,a,,,,\n",
	"missing-row p1;"},
    {"a row is superfluous, one of another connection is not",
	"10.0.0.0/8,1.0.0.0/8,a,,,,\n10.0.0.0/8,2.0.0.0/8,b,,,,\n"
	"10.0.0.0/8,3.0.0.0/8,a,,,,\n",
	"10.0.0.0/8,1.0.0.0/8,a,,,,\n", "superfluous-row 3;"},
    {"another next hop, another priority, another kind",
	"10.0.0.0/8,1.0.0.0/8,a,,,,\n10.0.0.0/8,2.0.0.0/8,a,,11,,\n"
	",3.0.0.0/8,a,,,,\n",
	"10.0.0.0/8,1.0.0.0/8,b,,,,\n10.0.0.0/8,2.0.0.0/8,a,,10,,\n"
	"0.0.0.0/0,3.0.0.0/8,a,,,,\n",
	"missing-row p1;missing-row p2;missing-row p3;superfluous-row 1;"
	"superfluous-row 2;superfluous-row 3;"},
    {"a plan for an empty table", "", "10.0.0.0/8,1.0.0.0/8,a,,,,\n",
	"missing-row p1;"},
    {"a row that is planned once and there twice",
	"10.0.0.0/8,1.0.0.0/8,a,,,,\n10.0.0.0/8,1.0.0.0/8,a,,,,\n",
	"10.0.0.0/8,1.0.0.0/8,a,,,,\n", "duplicate-row 2/1;superfluous-row 2;"},
};

static sn_table *
read_rows(const char *rows)
{
	char text[4096];
	sn_error e = {0};
	sn_table *t;

	snprintf(text, sizeof(text), HEADER "%s", rows);
	if (sn_table_read(&t, text, strlen(text), "csv", &e))
		fail_msg("%s", e.message);
	return t;
}

static void
each_case(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		sn_check_request request = SN_CHECK_REQUEST_INIT;
		sn_table *t = read_rows(cases[i].table), *plan = NULL;
		char text[4096];
		sn_check *c;

		print_message("%s\n", cases[i].why);
		if (cases[i].plan)
			plan = read_rows(cases[i].plan);
		request.plan = plan;
		request.gateway = sn_profile_find("alibaba-cloud-single");
		assert_int_equal(sn_check_new(&c, t, &request), SN_OK);
		list(c, text, sizeof(text));
		assert_string_equal(text, cases[i].want);
		assert_int_equal(
		    sn_check_get(c)->found, sn_check_get(c)->finding_count);
		sn_check_free(c);
		sn_table_free(plan);
		sn_table_free(t);
	}
}

static sn_table *
many(unsigned policy, unsigned destination, unsigned bgp)
{
	const unsigned n[] = {policy, destination, bgp};
	sn_table *t = table_with_hops();

	for (unsigned k = 0; k < 3; k++)
		for (unsigned i = 0; i < n[k]; i++) {
			sn_route r = {.kind = SN_ROUTE_POLICY + k,
			    .weight = 100,
			    .priority = 10,
			    .state = SN_STATE_PUBLISHED};

			assert_int_equal(
			    sn_prefix_make(&r.source, sn_addr_v4(10u << 24), 8),
			    SN_OK);
			assert_int_equal(
			    sn_prefix_make(&r.destination,
				sn_addr_v4(((11u + k) << 24) + i), 32),
			    SN_OK);
			assert_int_equal(sn_table_add(t, &r), SN_OK);
		}
	return t;
}

/* The limits of the profile, of one's own profile, and given ones. */
static void
limits(void **state)
{
	static const char own[] =
	    "{\"name\":\"mine\",\"base\":\"alibaba-cloud\","
	    "\"kind\":[\"gateway\"],"
	    "\"policy_routes\":{\"value\":2,\"source\":\"ticket 7\","
	    "\"date\":\"2026-11\"},\"destination_routes\":null}";
	static const char policy[] = "policy-limit-exceeded;";
	static const char destination[] = "destination-limit-exceeded;";
	static const struct {
		unsigned rows[3];
		bool own;
		int64_t most;
		const char *want;
	} all[] = {
	    {{20, 20, 50}, false, SN_LIMIT_DEFAULT, ""},
	    {{21, 20, 0}, false, SN_LIMIT_DEFAULT, policy},
	    {{20, 21, 0}, false, SN_LIMIT_DEFAULT, destination},
	    {{21, 0, 0}, false, 21, ""},
	    {{3, 2, 9}, false, 2, policy},
	    {{1, 0, 0}, false, 0, policy},
	    {{2, 99, 0}, true, SN_LIMIT_DEFAULT, ""},
	    {{3, 99, 0}, true, SN_LIMIT_DEFAULT, policy},
	    {{3, 99, 0}, true, 98, destination},
	};
	sn_profile *mine;
	sn_check *c;

	(void)state;
	assert_int_equal(sn_profile_read(&mine, own, strlen(own), NULL), SN_OK);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		sn_check_request request = SN_CHECK_REQUEST_INIT;
		sn_table *t =
		    many(all[i].rows[0], all[i].rows[1], all[i].rows[2]);
		char text[4096];

		request.gateway = all[i].own ? mine : NULL;
		request.max_routes = all[i].most;
		assert_int_equal(sn_check_new(&c, t, &request), SN_OK);
		list(c, text, sizeof(text));
		assert_string_equal(text, all[i].want);
		/* A limit is told with its source; a given one has none. */
		if (*all[i].want && all[i].most == SN_LIMIT_DEFAULT)
			assert_string_equal(sn_check_get(c)->findings[0].source,
			    all[i].own ? "ticket 7"
				       : sn_profile_find("alibaba-cloud")
					     ->policy_routes.source);
		else if (*all[i].want)
			assert_string_equal(
			    sn_check_get(c)->findings[0].source, "");
		sn_check_free(c);
		sn_table_free(t);
	}
	sn_profile_free(mine);
}

/* A profile's own facts are told with their own source. */
static void
own_facts(void **state)
{
	static const char own[] =
	    "{\"name\":\"mine\",\"base\":\"alibaba-cloud\","
	    "\"kind\":[\"gateway\"],\"forbidden\":[\"1.0.0.0/8\"],"
	    "\"manual_default\":true,\"publish\":false}";
	sn_check_request request = SN_CHECK_REQUEST_INIT;
	sn_table *t = read_rows("10.0.0.0/8,1.2.0.0/16,a,,,normal,\n"
				"10.0.0.0/8,100.64.0.0/10,a,,,normal,\n"
				"11.0.0.0/8,0.0.0.0/0,a,,,normal,\n");
	sn_profile *mine;
	sn_check *c;
	char text[4096];

	(void)state;
	assert_int_equal(sn_profile_read(&mine, own, strlen(own), NULL), SN_OK);
	request.gateway = mine;
	assert_int_equal(sn_check_new(&c, t, &request), SN_OK);
	list(c, text, sizeof(text));
	assert_string_equal(text, "destination-reserved 1;");
	assert_string_equal(
	    sn_check_get(c)->findings[0].source, mine->forbidden_fact.source);
	sn_check_free(c);
	sn_profile_free(mine);
	sn_table_free(t);
}

/* What a citation says switches no check off, and no other citation. */
static void
cited_otherwise(void **state)
{
	sn_check_request request = SN_CHECK_REQUEST_INIT;
	sn_table *t = read_rows("10.0.0.0/8,1.0.0.0/8,a,,0,,\n");
	sn_profile moved = *sn_profile_find("alibaba-cloud");
	sn_check *c;
	char text[4096];

	(void)state;
	moved.match_rule.source = "another address of the same page";
	request.gateway = &moved;
	assert_int_equal(sn_check_new(&c, t, &request), SN_OK);
	list(c, text, sizeof(text));
	assert_string_equal(text, "priority-range 1;");
	assert_string_not_equal(sn_check_get(c)->findings[0].source, "");
	sn_check_free(c);
	moved.provider = SN_PROVIDER_NONE;
	assert_int_equal(sn_check_new(&c, t, &request), SN_OK);
	assert_int_equal(sn_check_get(c)->found, 0);
	sn_check_free(c);
	sn_table_free(t);
}

/* As many of a kind are kept as was asked for; all are counted. */
static void
kept(void **state)
{
	sn_check_request request = SN_CHECK_REQUEST_INIT;
	sn_table *t = many(50, 0, 0), *plan = many(0, 50, 0);
	sn_check *c;

	(void)state;
	request.plan = plan;
	request.max_findings = 3;
	assert_int_equal(sn_check_new(&c, t, &request), SN_OK);
	assert_int_equal(sn_check_get(c)->found, 101);
	assert_int_equal(sn_check_get(c)->finding_count, 7);
	sn_check_free(c);
	request.max_routes = SN_LIMIT_DEFAULT - 1;
	assert_int_equal(sn_check_new(&c, t, &request), SN_EINVAL);
	request.max_routes = 1;
	request.struct_size--; /* of another version */
	assert_int_equal(sn_check_new(&c, t, &request), SN_EINVAL);
	sn_table_free(plan);
	sn_table_free(t);
}

static void
asymmetric(void **state)
{
	uint64_t seed = test_seed();
	unsigned all = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(3000); round++) {
		struct universe u = {
		    round & 1 ? SN_IPV4 : SN_IPV6, round & 2, 0};
		struct mix mix = {
		    1 + (unsigned)test_below(&seed, 12), 9, false, round & 4};
		sn_table *t = random_table(u, &mix, &seed);
		const sn_route *r = sn_table_rows(t);
		char want[4096] = "", got[4096] = "";
		const sn_finding *f;
		size_t n = 0, m = 0;
		sn_check *c;

		for (unsigned i = 0; i < sn_table_size(t); i++)
			for (unsigned j = i + 1; j < sn_table_size(t); j++)
				if (r[i].kind == SN_ROUTE_POLICY &&
				    r[j].kind == SN_ROUTE_POLICY &&
				    r[i].next_hop != r[j].next_hop &&
				    sn_prefix_overlaps(
					r[i].source, r[j].destination) &&
				    sn_prefix_overlaps(
					r[i].destination, r[j].source))
					n += (size_t)snprintf(want + n,
					    sizeof(want) - n, "%u/%u ", i, j);
		assert_int_equal(sn_check_new(&c, t, NULL), SN_OK);
		for (size_t i = 0; i < sn_check_get(c)->finding_count; i++) {
			f = &sn_check_get(c)->findings[i];
			if (!strcmp(f->code, "asymmetric-path"))
				m += (size_t)snprintf(got + m, sizeof(got) - m,
				    "%u/%u ", (unsigned)f->row,
				    (unsigned)f->other);
		}
		assert_string_equal(got, want);
		all += n != 0;
		sn_check_free(c);
		sn_table_free(t);
	}
	assert_true(all > test_rounds(3000) / 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_case),
	    cmocka_unit_test(limits),
	    cmocka_unit_test(own_facts),
	    cmocka_unit_test(cited_otherwise),
	    cmocka_unit_test(kept),
	    cmocka_unit_test(asymmetric),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
