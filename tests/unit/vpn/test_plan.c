/*
 * test_plan.c - plans: a table of rules, each named after the fact it stands
 * for; a large one; bad requests.
 */
#include "plan.h"
#include "sim.h"

static uint64_t
rows_of(const sn_plan *plan, uint32_t kind, uint32_t action)
{
	sn_plan_rows it;
	sn_route row;
	uint64_t n = 0;

	sn_plan_rows_init(&it, plan, kind);
	while (sn_plan_rows_next(&it, &row))
		n += row.action == action;
	return n;
}

/* -------------------------------------------------- rules, by name */

struct rule {
	const char *name; /* the fact, and why the case is here */
	const char *local, *peer;
	const char *device;
	uint32_t scheme, ike, align;
	int64_t routes, connections, selectors;
	/* expected */
	uint32_t got;
	uint64_t links, keep, remove, add, destinations;
	const char *selector[2]; /* NULL: not looked at */
	const char *advice, *no_advice;
};
#define DEF SN_LIMIT_DEFAULT

static const struct rule rules[] = {
    {"worked example 1: both sides aggregate to a /16, one row kept",
	"10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24,192.168.2.0/24", "generic",
	0, 0, SN_ALIGN_OCTET, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 1, 0, 0, 0,
	{"10.1.0.0/16", "192.168.0.0/16"}, "routes-not-published",
	"default-route-forced"},
    {"worked example 2: not adjacent forces 0.0.0.0/0 on one side only",
	"10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24,172.16.1.0/24", "generic", 0,
	0, SN_ALIGN_OCTET, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 0, 1, 2, 0,
	{"10.1.0.0/16", "0.0.0.0/0"}, "default-route-forced", "limit-exceeded"},
    {"minimal alignment: the /22 of plain arithmetic",
	"10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24", "generic", 0, 0, 0, DEF,
	DEF, DEF, SN_SCHEME_AGGREGATE, 1, 1, 0, 0, 0,
	{"10.1.0.0/22", "192.168.1.0/24"}, "extra-addresses", NULL},
    {"both sides forced is destination routing by the API: so pairs",
	"10.1.0.0/24,172.16.1.0/24", "10.2.0.0/24,192.168.1.0/24", "generic", 0,
	0, 0, DEF, DEF, DEF, SN_SCHEME_PAIRS, 4, 4, 0, 0, 0,
	{"0.0.0.0/0", "0.0.0.0/0"}, "phase1-shared", NULL},
    {"scheme 1 is recommended where the peer is route-based", "10.1.1.0/24",
	"192.168.1.0/24,172.16.1.0/24", "route-based", 0, 0, 0, DEF, DEF, DEF,
	SN_SCHEME_DESTINATION, 1, 0, 0, 0, 2, {NULL, NULL},
	"routes-not-published", "scheme-passed-over"},
    {"a peer of one SA a pair: no connection gets several selectors",
	"10.1.1.0/24,10.1.2.0/24", "192.168.1.0/24,192.168.2.0/24", "cisco",
	SN_SCHEME_AGGREGATE, 0, 0, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 1, 0,
	0, 0, {NULL, NULL}, "single-sa-peer", "several-selectors"},
    {"IKEv1 carries one pair, even where both ends could carry more",
	"10.1.1.0/24,10.1.9.0/24", "192.168.1.0/24", "strongswan",
	SN_SCHEME_AGGREGATE, SN_IKE_V1, 0, DEF, DEF, DEF, SN_SCHEME_AGGREGATE,
	1, 1, 0, 0, 0, {"10.1.0.0/20", NULL}, "ikev1-single-pair",
	"several-selectors"},
    {"IKEv2 at both ends, one SA: several selectors, nothing extra",
	"10.1.1.0/24,10.1.9.0/24", "192.168.1.0/24,172.16.0.0/24", "strongswan",
	SN_SCHEME_AGGREGATE, 0, 0, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 4, 0,
	0, 0, {NULL, NULL}, "several-selectors", "default-route-forced"},
    {"--max-selectors 1 means one supernet a side", "10.1.1.0/24,10.1.9.0/24",
	"192.168.1.0/24", "strongswan", SN_SCHEME_AGGREGATE, 0, 0, DEF, DEF, 1,
	SN_SCHEME_AGGREGATE, 1, 1, 0, 0, 0, {"10.1.0.0/20", NULL}, NULL,
	"several-selectors"},
    {"rows of several selectors stay within the route limit",
	"10.1.1.0/24,10.1.9.0/24", "192.168.1.0/24,192.168.8.0/24",
	"strongswan", SN_SCHEME_AGGREGATE, 0, 0, 3, DEF, DEF,
	SN_SCHEME_AGGREGATE, 1, 2, 0, 0, 0, {NULL, NULL}, "several-selectors",
	NULL},
    {"100.64.0.0/10 as a destination is refused outright", "10.1.0.0/24",
	"100.64.3.0/24", "generic", 0, 0, 0, DEF, DEF, DEF, SN_SCHEME_NONE, 0,
	0, 0, 0, 0, {NULL, NULL}, "supernet-touches-reserved", NULL},
    {"100.64.0.0/10 as a source is not", "100.64.3.0/24", "10.1.0.0/24",
	"generic", 0, 0, 0, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 1, 0, 0, 0,
	{"100.64.3.0/24", NULL}, NULL, "supernet-touches-reserved"},
    {"an aggregate becomes illegal though no segment touches 100.64/10",
	"10.1.0.0/24", "100.0.0.0/10,100.128.0.0/10", "generic", 0, 0, 0, DEF,
	DEF, DEF, SN_SCHEME_AGGREGATE, 1, 0, 1, 2, 0, {NULL, "0.0.0.0/0"},
	"supernet-touches-reserved", NULL},
    {"no segment is on both sides", "10.1.0.0/16", "10.1.0.0/16", "generic", 0,
	0, 0, DEF, DEF, DEF, SN_SCHEME_NONE, 0, 0, 0, 0, 0, {NULL, NULL},
	"segments-overlap", NULL},
    {"aggregation may create an overlap: check after aggregating",
	"10.0.0.0/24,10.200.0.0/24", "10.50.0.0/24", "generic",
	SN_SCHEME_AGGREGATE, 0, 0, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 0, 1,
	2, 0, {"10.0.0.0/8", "10.50.0.0/24"}, "supernet-overlaps-other-side",
	NULL},
    {"a full tunnel needs a row of 0.0.0.0/0", "10.1.0.0/24", "0.0.0.0/0",
	"generic", 0, 0, 0, DEF, DEF, DEF, SN_SCHEME_NONE, 0, 0, 0, 0, 0,
	{NULL, NULL}, "no-scheme", "segments-overlap"},
    {"and none where everything is local", "0.0.0.0/0", "10.1.0.0/24",
	"generic", 0, 0, 0, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 1, 0, 0, 0,
	{"0.0.0.0/0", "10.1.0.0/24"}, "full-tunnel", "default-route-forced"},
    {"half of the address space each", "0.0.0.0/1", "128.0.0.0/1", "generic", 0,
	0, 0, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 1, 0, 0, 0,
	{"0.0.0.0/1", "128.0.0.0/1"}, NULL, "default-route-forced"},
    {"10 connections a gateway [2021] bound N x M",
	"10.1.0.0/24,172.16.0.0/24,192.168.0.0/24",
	"10.9.0.0/24,172.20.0.0/24,192.168.9.0/24,11.0.0.0/24", "generic", 0, 0,
	0, DEF, DEF, DEF, SN_SCHEME_NONE, 0, 0, 0, 0, 0, {NULL, NULL},
	"limit-exceeded", NULL},
    {"the same with the limit raised",
	"10.1.0.0/24,172.16.0.0/24,192.168.0.0/24",
	"10.9.0.0/24,172.20.0.0/24,192.168.9.0/24,11.0.0.0/24", "generic", 0, 0,
	0, DEF, 12, DEF, SN_SCHEME_PAIRS, 12, 12, 0, 0, 0, {NULL, NULL},
	"phase1-shared", "limit-exceeded"},
    {"20 policy routes [2021]: the best table within the limit", "10.1.0.0/24",
	"172.16.1.0/24,172.16.3.0/24,192.168.1.0/24", "generic",
	SN_SCHEME_AGGREGATE, 0, 0, 2, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 0, 1, 2,
	0, {NULL, "0.0.0.0/0"}, "routes-widened", "limit-exceeded"},
    {"no row within the limit may leave private space: then none is",
	"10.1.0.0/24", "172.16.1.0/24,192.168.1.0/24", "generic",
	SN_SCHEME_AGGREGATE, 0, 0, 1, DEF, DEF, SN_SCHEME_NONE, 0, 0, 0, 0, 0,
	{NULL, "0.0.0.0/0"}, "limit-exceeded", "routes-widened"},
    {"destination routes within their limit", "10.1.0.0/24",
	"172.16.1.0/24,172.16.3.0/24,192.168.1.0/24", "route-based", 0, 0, 0, 2,
	DEF, DEF, SN_SCHEME_DESTINATION, 1, 0, 0, 0, 2, {NULL, NULL},
	"routes-widened", NULL},
    {"IPv6: the same rules, two octets a step",
	"fd00:1:0:1::/64,fd00:1:0:2::/64", "fd00:2::/64", "generic", 0, 0,
	SN_ALIGN_OCTET, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 1, 0, 0, 0,
	{"fd00:1::/48", "fd00:2::/64"}, "extra-addresses", NULL},
    {"IPv6 forced to ::/0", "fd00:1::/64", "fd00:2::/64,2001:db8::/32",
	"generic", 0, 0, 0, DEF, DEF, DEF, SN_SCHEME_AGGREGATE, 1, 0, 1, 2, 0,
	{NULL, "::/0"}, "default-route-forced", NULL},
    {"the top of the address space", "255.255.255.254/32,255.255.255.255/32",
	"10.0.0.0/24", "generic", 0, 0, 0, DEF, DEF, DEF, SN_SCHEME_AGGREGATE,
	1, 1, 0, 0, 0, {"255.255.255.254/31", NULL}, NULL, "extra-addresses"},
    {"pairs come before 0.0.0.0/0 as what the peer would send all to",
	"10.0.0.0/24,10.200.0.0/24", "10.50.0.0/24", "generic", 0, 0, 0, DEF,
	DEF, DEF, SN_SCHEME_PAIRS, 2, 2, 0, 0, 0, {NULL, NULL}, NULL,
	"default-route-forced"},
    {"lists: both ends carry all selectors in one SA",
	"10.1.1.0/24,10.1.9.0/24", "192.168.1.0/24", "strongswan",
	SN_SCHEME_LISTS, 0, 0, DEF, DEF, DEF, SN_SCHEME_LISTS, 1, 2, 0, 0, 0,
	{NULL, NULL}, NULL, "extra-addresses"},
    {"no lists where one end opens one SA a pair", "10.1.1.0/24,10.1.9.0/24",
	"192.168.1.0/24", "cisco", SN_SCHEME_LISTS, 0, 0, DEF, DEF, DEF,
	SN_SCHEME_NONE, 0, 0, 0, 0, 0, {NULL, NULL}, "scheme-infeasible", NULL},
};

static void
check_rule(const struct rule *t)
{
	sn_prefix local[LIST], peer[LIST];
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_plan *plan;

	r.local = local;
	r.local_count = parse_list(t->local, local);
	r.peer = peer;
	r.peer_count = parse_list(t->peer, peer);
	r.gateway = sn_profile_find("alibaba-cloud-single");
	r.peer_device = sn_profile_find(t->device);
	r.scheme = t->scheme;
	r.ike = t->ike;
	r.align = t->align;
	r.max_routes = t->routes;
	r.max_connections = t->connections;
	r.max_selectors = t->selectors;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	assert_int_equal(sn_plan_get(plan)->scheme, t->got);
	assert_int_equal(sn_plan_get(plan)->connection_count, t->links);
	assert_int_equal(
	    rows_of(plan, SN_ROUTE_POLICY, SN_ACTION_KEEP), t->keep);
	assert_int_equal(
	    rows_of(plan, SN_ROUTE_POLICY, SN_ACTION_DELETE), t->remove);
	assert_int_equal(rows_of(plan, SN_ROUTE_POLICY, SN_ACTION_ADD), t->add);
	assert_int_equal(rows_of(plan, SN_ROUTE_DESTINATION, SN_ACTION_ADD),
	    t->destinations);
	for (unsigned s = 0; s < 2; s++)
		if (t->selector[s])
			assert_int_equal(
			    sn_prefix_compare(
				sn_plan_get(plan)->sides[s]->selector,
				P(t->selector[s])),
			    0);
	if (t->advice)
		assert_true(advises(plan, t->advice));
	if (t->no_advice)
		assert_false(advises(plan, t->no_advice));
	sn_plan_free(plan);
}

static void
rules_of_the_documents(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		print_message("  %s\n", rules[i].name);
		check_rule(&rules[i]);
	}
}

/* The automatic row: weight 100, priority 10, not published. */
static void
automatic_rows_as_documented(void **state)
{
	sn_prefix l = P("10.1.0.0/24"), p = P("10.2.0.0/24");
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	char name[SN_CONNECTION_MAX];
	sn_plan_rows it;
	sn_route row;
	sn_plan *plan;

	(void)state;
	r.local = &l;
	r.peer = &p;
	r.local_count = r.peer_count = 1;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	sn_plan_rows_init(&it, plan, 0);
	assert_true(sn_plan_rows_next(&it, &row));
	assert_int_equal(row.weight, 100);
	assert_int_equal(row.priority, 10);
	assert_int_equal(row.state, SN_STATE_NORMAL);
	assert_int_equal(row.origin, SN_ORIGIN_AUTO);
	assert_string_equal(sn_plan_connection_name(plan, row.next_hop, name),
	    "ipsec-connection");
	sn_plan_free(plan);
}

/* -------------------------------------------------------------- scale */

static void
ten_thousand_segments(void **state)
{
	enum { N = 10000 };
	sn_prefix *l = calloc(N, sizeof(*l)), *p = calloc(N, sizeof(*p));
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_connection c = SN_CONNECTION_INIT;
	sn_plan *plan;

	(void)state;
	for (uint32_t i = 0; i < N; i++) {
		assert_int_equal(sn_prefix_make(&l[i],
				     sn_addr_v4(0x0a000000 + (i << 9)), 24),
		    SN_OK);
		assert_int_equal(sn_prefix_make(&p[i],
				     sn_addr_v4(0xac100000 + (i << 7)), 26),
		    SN_OK);
	}
	r.local = l;
	r.peer = p;
	r.local_count = r.peer_count = N;
	r.max_routes = r.max_connections = SN_LIMIT_NONE;
	r.scheme = SN_SCHEME_PAIRS;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	assert_int_equal(sn_plan_get(plan)->connection_count, (uint64_t)N * N);
	assert_int_equal(
	    sn_plan_connection(plan, (uint64_t)N * N - 1, &c), SN_OK);
	assert_string_equal(
	    c.name, "ipsec-connection-10-78-30-0-24-172-35-135-128-26");
	assert_int_equal(sn_prefix_compare(c.local[0], l[N - 1]), 0);
	assert_int_equal(
	    sn_plan_connection(plan, (uint64_t)N * N, &c), SN_ENOTFOUND);
	sn_plan_free(plan);
	r.scheme = SN_SCHEME_AGGREGATE;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	assert_int_equal(sn_plan_get(plan)->scheme, SN_SCHEME_AGGREGATE);
	sn_plan_free(plan);
	free(l);
	free(p);
}

/* ----------------------------------------------------------- bad input */

static void
refused(const sn_plan_request *r, const char *why)
{
	sn_plan *plan;
	sn_error error;

	assert_int_equal(sn_plan_new(&plan, r, &error), SN_EINVAL);
	if (!strstr(error.message, why))
		fail_msg("%s", error.message);
}

/* Values of options that mean nothing, one by one. */
static void
out_of_range(sn_plan_request r)
{
	sn_plan_request q = r;

	q.max_selectors = 0;
	refused(&q, "max_selectors");
	q = r;
	q.max_routes = -5;
	refused(&q, "max_routes");
	q = r;
	q.max_connections = -3;
	refused(&q, "max_connections");
	q = r;
	q.shortest4 = 200;
	refused(&q, "shortest");
	q = r;
	q.shortest6 = 129;
	refused(&q, "shortest");
	q = r;
	q.auto_rows = 3;
	refused(&q, "automatic");
	q = r;
	q.number_base = SN_NUMBER_MAX + 1;
	refused(&q, "number base");
	q = r;
	q.proposal = "aes512-sha256-group14";
	refused(&q, "IKE encryption");
	q.proposal = "aes256-sha256-group19";
	refused(&q, "alibaba-cloud does not take group19");
	q.proposal = "default,86401";
	refused(&q, "0 to 86400");
	q.proposal = "default,3600,1,1";
	refused(&q, "two lifetimes");
	q.gateway = sn_profile_find("aws");
	q.proposal = "default,86400";
	refused(&q, "aws takes an IKE lifetime of 900 to 28800");
	q.gateway = sn_profile_find("gcp");
	q.ike = SN_IKE_V1;
	q.proposal = "aes256-sha256-group14";
	refused(&q, "both ends take aes128");
}

static void
bad_requests(void **state)
{
	sn_prefix four = P("10.0.0.0/24"), six = P("fd00::/64");
	sn_prefix mixed[2] = {four, six};
	char longest[SN_NAME_MAX + 2];
	static const char *const names[] = {
	    "", "-a", ".a", "a b", "a;b", "a\"", "$(x)", "a\nb", "\xc3\xa4"};
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_error error;
	sn_plan *plan;

	(void)state;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "local"));
	r.local = r.peer = &four;
	r.local_count = r.peer_count = 1;
	r.peer = &six;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EFAMILY);
	/* What has nothing to talk to is left out, and that is said. */
	r.peer = mixed;
	r.peer_count = 2;
	r.local = &six;
	mixed[1] = P("fd01::/64");
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_OK);
	assert_string_equal(
	    sn_plan_get(plan)->findings->code, "family-left-out");
	sn_plan_free(plan);
	r.local = &four;
	r.peer = &four;
	r.peer_count = 1;
	r.spare_local = &six;
	r.spare_local_count = 1;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EFAMILY);
	r.spare_local_count = 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		r.connection = names[i];
		assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	}
	memset(longest, 'a', sizeof(longest));
	longest[SN_NAME_MAX + 1] = '\0';
	r.connection = longest;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	longest[SN_NAME_MAX] = '\0';
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	assert_non_null(strstr(error.message, "at most 100 bytes"));
	longest[100] = '\0';
	r.scheme = SN_SCHEME_NONE;
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_EINVAL);
	r.scheme = 0;
	out_of_range(r);
	assert_int_equal(sn_plan_new(&plan, &r, &error), SN_OK);
	sn_plan_free(plan);
	r.struct_size--;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_of_the_documents),
	    cmocka_unit_test(automatic_rows_as_documented),
	    cmocka_unit_test(ten_thousand_segments),
	    cmocka_unit_test(bad_requests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
