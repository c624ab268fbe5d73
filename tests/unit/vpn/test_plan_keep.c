/*
 * test_plan_keep.c - what a new plan keeps of the selectors in use, and when it
 * must not; and what can be put on record as deployed.
 *
 * Connections are written LOCAL,... > PEER,... with ; between them.
 */
#include "test.h"

#include "supernet_vpn.h"

enum { MOST = 8 };

struct list {
	sn_prefix p[MOST];
	size_t n;
};

struct connections {
	struct list side[MOST][2];
	size_t n;
};

static void
read_list(struct list *list, char *text)
{
	list->n = 0;
	for (char *p = strtok(text, ", "); p; p = strtok(NULL, ", ")) {
		assert_true(list->n < MOST);
		assert_int_equal(
		    sn_prefix_parse(&list->p[list->n++], p, strlen(p), 0, NULL),
		    SN_OK);
	}
}

static struct list
list_of(const char *text)
{
	char copy[256];
	struct list list;

	snprintf(copy, sizeof(copy), "%s", text);
	read_list(&list, copy);
	return list;
}

static void
read_connections(struct connections *c, const char *text)
{
	c->n = 0;
	while (*text) {
		size_t n = strcspn(text, ";"), local = strcspn(text, ">");
		char part[256];

		assert_true(c->n < MOST && local < n && n < sizeof(part));
		snprintf(part, sizeof(part), "%.*s", (int)local, text);
		read_list(&c->side[c->n][SN_LOCAL], part);
		snprintf(part, sizeof(part), "%.*s", (int)(n - local - 1),
		    text + local + 1);
		read_list(&c->side[c->n++][SN_PEER], part);
		text += n + (text[n] == ';');
	}
}

static sn_connection
connection(size_t i, uint32_t mode, const struct list side[2])
{
	sn_connection c = {.struct_size = sizeof(sn_connection),
	    .ike = SN_IKE_V2,
	    .routing_mode = mode,
	    .local = side[SN_LOCAL].p,
	    .local_count = side[SN_LOCAL].n,
	    .peer = side[SN_PEER].p,
	    .peer_count = side[SN_PEER].n};

	snprintf(c.name, sizeof(c.name), "c-%zu", i + 1);
	return c;
}

static sn_deployed *
deployed(const char *text, uint32_t mode)
{
	struct connections c;
	sn_deployed *d;

	read_connections(&c, text);
	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	for (size_t i = 0; i < c.n; i++) {
		sn_connection each = connection(i, mode, c.side[i]);

		assert_int_equal(sn_deployed_add_connection(d, &each), SN_OK);
	}
	return d;
}

#define ONE   "10.1.0.0/16 > 172.16.0.0/16,192.168.0.0/16"
#define NOW   "10.1.1.0/24", "172.16.1.0/24,192.168.1.0/24,192.168.3.0/24"
#define EXACT "10.1.1.0/24 > 172.16.1.0/24,192.168.1.0/24,192.168.3.0/24"
#define PAIRS "10.1.0.0/24 > 172.16.0.0/24; 10.1.0.0/24 > 172.16.1.0/24"
#define NEXT  "10.1.0.0/24", "172.16.0.0/23,172.17.0.0/24"
#define NEW   "10.1.0.0/24 > 172.16.0.0/23; 10.1.0.0/24 > 172.17.0.0/24"

static const struct row {
	const char *why;
	const char *old;
	const char *local;
	const char *peer;
	const char *want;
	uint32_t scheme;
	uint32_t mode;	   /* of what is in use; 0: protected data flows */
	const char *spare; /* peer addresses to cover too */
	int64_t max_routes, max_connections, max_selectors; /* 0: default */
	bool new;					    /* not sticky */
} rows[] = {
    {"lists that still cover both sides stay", ONE, NOW, ONE,
	SN_SCHEME_AGGREGATE, 0, NULL, 0, 0, 0, false},
    {"nobody asked for that", ONE, NOW, EXACT, SN_SCHEME_AGGREGATE, 0, NULL, 0,
	0, 0, true},
    {"nothing is in use", "", NOW, EXACT, SN_SCHEME_AGGREGATE, 0, NULL, 0, 0, 0,
	false},
    {"a local segment is not covered", "10.2.0.0/16 > 172.16.0.0/16", NOW,
	EXACT, SN_SCHEME_AGGREGATE, 0, NULL, 0, 0, 0, false},
    {"a peer segment is not covered", "10.1.0.0/16 > 172.16.0.0/16", NOW, EXACT,
	SN_SCHEME_AGGREGATE, 0, NULL, 0, 0, 0, false},
    {"a selector of everything is never kept",
	"10.1.0.0/16 > 0.0.0.0/0,172.16.0.0/16", NOW, EXACT,
	SN_SCHEME_AGGREGATE, 0, NULL, 0, 0, 0, false},
    {"it holds the other side",
	"10.1.0.0/16 > 10.1.1.0/25,172.16.0.0/16,192.168.0.0/16", NOW, EXACT,
	SN_SCHEME_AGGREGATE, 0, NULL, 0, 0, 0, false},
    {"it holds what the gateway forbids",
	"10.1.0.0/16 > 100.64.0.0/16,172.16.0.0/16,192.168.0.0/16", NOW, EXACT,
	SN_SCHEME_AGGREGATE, 0, NULL, 0, 0, 0, false},
    {"the spare prefix is in it", ONE, NOW, ONE, SN_SCHEME_AGGREGATE, 0,
	"192.168.128.0/17", 0, 0, 0, false},
    {"the spare prefix is not: new ones hold it", ONE, "10.1.1.0/24",
	"172.16.1.0/24,192.168.1.0/24",
	"10.1.1.0/24 > 172.16.1.0/24,172.20.0.0/24,192.168.1.0/24",
	SN_SCHEME_AGGREGATE, 0, "172.20.0.0/24", 0, 0, 0, false},
    {"the same with nothing in use and fewer selectors", "", "10.1.1.0/24",
	"172.16.1.0/24,192.168.1.0/24",
	"10.1.1.0/24 > 172.16.0.0/13,192.168.1.0/24", SN_SCHEME_AGGREGATE, 0,
	"172.20.0.0/24", 0, 0, 2, true},
    {"more rows than the gateway takes: one selector a side, one is kept",
	"10.1.0.0/16 > 192.168.0.0/20,192.168.16.0/20", "10.1.1.0/24",
	"192.168.1.0/24,192.168.17.0/24", "10.1.0.0/16 > 192.168.0.0/19",
	SN_SCHEME_AGGREGATE, 0, NULL, 1, 0, 0, false},
    {"just as many rows", "10.1.0.0/16 > 192.168.0.0/20,192.168.16.0/20",
	"10.1.1.0/24", "192.168.1.0/24,192.168.17.0/24",
	"10.1.0.0/16 > 192.168.0.0/20,192.168.16.0/20", SN_SCHEME_AGGREGATE, 0,
	NULL, 2, 0, 0, false},
    {"more selectors than a side takes",
	"10.1.0.0/16 > 172.16.0.0/16,192.168.0.0/17,192.168.128.0/17",
	"10.1.1.0/24", "172.16.1.0/24,192.168.1.0/24",
	"10.1.1.0/24 > 172.16.1.0/24,192.168.1.0/24", SN_SCHEME_AGGREGATE, 0,
	NULL, 0, 0, 2, false},
    {"no limit on selectors",
	"10.1.0.0/16 > 172.16.0.0/16,192.168.0.0/17,192.168.128.0/17",
	"10.1.1.0/24", "172.16.1.0/24,192.168.1.0/24",
	"10.1.0.0/16 > 172.16.0.0/16,192.168.0.0/17,192.168.128.0/17",
	SN_SCHEME_AGGREGATE, 0, NULL, SN_LIMIT_NONE, 0, SN_LIMIT_NONE, false},
    {"one that routes by destination is no list", ONE, NOW, EXACT,
	SN_SCHEME_AGGREGATE, SN_MODE_DESTINATION_ROUTING, NULL, 0, 0, 0, false},
    {"pairs that are in use stay, and one comes", PAIRS, NEXT,
	PAIRS "; 10.1.0.0/24 > 172.17.0.0/24", SN_SCHEME_PAIRS, 0, NULL, 0, 0,
	0, false},
    {"nobody asked for that", PAIRS, NEXT, NEW, SN_SCHEME_PAIRS, 0, NULL, 0, 0,
	0, true},
    {"all is in use", PAIRS, "10.1.0.0/24", "172.16.0.0/23", PAIRS,
	SN_SCHEME_PAIRS, 0, NULL, 0, 0, 0, false},
    {"more connections than there may be", PAIRS, NEXT, NEW, SN_SCHEME_PAIRS, 0,
	NULL, 0, 2, 0, false},
    {"more rows than there may be", PAIRS, NEXT, NEW, SN_SCHEME_PAIRS, 0, NULL,
	2, 0, 0, false},
    {"a segment that is gone", PAIRS, "10.1.0.0/24", "172.16.1.0/24",
	"10.1.0.0/24 > 172.16.1.0/24", SN_SCHEME_PAIRS, 0, NULL, 0, 0, 0,
	false},
    {"one in use holds another", PAIRS "; 10.1.0.0/24 > 172.16.0.0/23", NEXT,
	NEW, SN_SCHEME_PAIRS, 0, NULL, 0, 0, 0, false},
    {"connections of several selectors are no pairs",
	PAIRS "; 10.1.0.0/24 > 172.17.0.0/25,172.17.0.128/25;"
	      "10.1.0.0/25,10.1.0.128/25 > 172.17.0.0/25",
	NEXT, PAIRS "; 10.1.0.0/24 > 172.17.0.0/24", SN_SCHEME_PAIRS, 0, NULL,
	0, 0, 0, false},
    {"one connection in use says nothing of pairs",
	"10.1.0.0/24 > 172.16.0.0/24", NEXT, NEW, SN_SCHEME_PAIRS, 0, NULL, 0,
	0, 0, false},
    {"two that route by destination say nothing of pairs", PAIRS, NEXT, NEW,
	SN_SCHEME_PAIRS, SN_MODE_DESTINATION_ROUTING, NULL, 0, 0, 0, false},
};

static bool
same_list(const struct list *want, const sn_prefix *p, size_t n)
{
	bool same = want->n == n;

	for (size_t i = 0; i < n && same; i++)
		same = sn_prefix_compare(want->p[i], p[i]) == 0;
	return same;
}

static void
check_connections(const struct row *t, const sn_plan *plan)
{
	struct connections want;
	sn_connection c = SN_CONNECTION_INIT;

	read_connections(&want, t->want);
	assert_int_equal(sn_plan_get(plan)->scheme, t->scheme);
	assert_int_equal(sn_plan_get(plan)->connection_count, want.n);
	for (size_t i = 0; i < want.n; i++) {
		assert_int_equal(sn_plan_connection(plan, i, &c), SN_OK);
		if (!same_list(&want.side[i][0], c.local, c.local_count) ||
		    !same_list(&want.side[i][1], c.peer, c.peer_count))
			fail_msg(
			    "%s: connection %zu of %s", t->why, i, t->want);
	}
}

static void
check_row(const struct row *t)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	struct list local = list_of(t->local), peer = list_of(t->peer);
	struct list spare = list_of(t->spare ? t->spare : "");
	sn_deployed *old =
	    deployed(t->old, t->mode ? t->mode : SN_MODE_PROTECTED_DATA_FLOWS);
	struct test_alloc a;
	bool done = false;

	r.local = local.p;
	r.local_count = local.n;
	r.peer = peer.p;
	r.peer_count = peer.n;
	r.scheme = t->scheme;
	r.peer_device = sn_profile_find(
	    t->scheme == SN_SCHEME_PAIRS ? "h3c" : "strongswan");
	r.previous = old;
	r.sticky = !t->new;
	r.spare_peer = spare.p;
	r.spare_peer_count = spare.n;
	if (t->max_routes)
		r.max_routes = t->max_routes;
	if (t->max_connections)
		r.max_connections = t->max_connections;
	if (t->max_selectors)
		r.max_selectors = t->max_selectors;
	/* Also with each allocation failing in turn. */
	for (uint64_t fail = 1; !done; fail++) {
		sn_alloc alloc = test_alloc_init(&a, fail);
		sn_plan *plan = NULL;
		sn_status status;

		r.alloc = &alloc;
		status = sn_plan_new(&plan, &r, NULL);
		done = a.calls < fail;
		assert_true(status == SN_OK || (status == SN_ENOMEM && !done));
		assert_true((status == SN_OK) == (plan != NULL));
		if (plan)
			check_connections(t, plan);
		sn_plan_free(plan);
		assert_int_equal(a.live, 0);
	}
	sn_deployed_free(old);
}

static void
what_is_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		print_message("  %s\n", rows[i].why);
		check_row(&rows[i]);
	}
}

/* Without a scheme that was asked for, the one in use goes on. */
static void
scheme_in_use(void **state)
{
	static const struct {
		const char *old;
		uint32_t mode, want;
	} table[] = {
	    {ONE, SN_MODE_PROTECTED_DATA_FLOWS, SN_SCHEME_AGGREGATE},
	    {PAIRS, SN_MODE_PROTECTED_DATA_FLOWS, SN_SCHEME_PAIRS},
	    {"0.0.0.0/0 > 0.0.0.0/0", SN_MODE_DESTINATION_ROUTING,
		SN_SCHEME_DESTINATION},
	};
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	struct list local = list_of("10.1.1.0/24");
	struct list peer = list_of("172.16.1.0/24");

	(void)state;
	r.local = local.p;
	r.peer = peer.p;
	r.local_count = r.peer_count = 1;
	r.peer_device = sn_profile_find("route-based");
	r.sticky = 1;
	r.connection = "c"; /* as those in use are named, whatever they carry */
	for (size_t i = 0; i < 3; i++) {
		sn_deployed *old = deployed(table[i].old, table[i].mode);
		sn_plan *plan;

		r.previous = old;
		assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
		assert_int_equal(sn_plan_get(plan)->scheme, table[i].want);
		sn_plan_free(plan);
		sn_deployed_free(old);
	}
}

/* ------------------------------------------------- what is on record */

static void
bad_connections(void **state)
{
	struct list side[2] = {list_of("10.0.0.0/8"), list_of("172.16.0.0/12")};
	const sn_connection good =
	    connection(0, SN_MODE_PROTECTED_DATA_FLOWS, side);
	sn_prefix six = list_of("::/0").p[0];
	sn_prefix broken = {.family = SN_IPV4, .len = 33};
	sn_prefix none = {.family = 0, .len = 8};
	sn_connection c[9];
	sn_deployed *d;

	(void)state;
	for (size_t i = 0; i < 9; i++)
		c[i] = good;
	memset(c[0].name, 'a', sizeof(c[0].name)); /* without an end */
	c[8].struct_size--;
	strcpy(c[1].name, "a b");
	strcpy(c[2].name, "");
	c[3].local_count = 0;
	c[4].peer_count = 0;
	c[5].peer = &six;
	c[6].local = &broken;
	c[7].local = c[7].peer = &none;
	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	for (size_t i = 0; i < 9; i++)
		assert_int_equal(
		    sn_deployed_add_connection(d, &c[i]), SN_EINVAL);
	assert_int_equal(sn_deployed_connection_count(d), 0);
	assert_int_equal(sn_deployed_add_connection(d, &good), SN_OK);
	assert_int_equal(sn_deployed_connection_count(d), 1);
	sn_deployed_free(d);
	sn_deployed_free(NULL);
}

static void
bad_rows(void **state)
{
	const sn_route good = {.source = list_of("10.0.0.0/8").p[0],
	    .destination = list_of("172.16.0.0/12").p[0],
	    .kind = SN_ROUTE_POLICY,
	    .weight = 100,
	    .priority = 10,
	    .state = SN_STATE_NORMAL,
	    .origin = SN_ORIGIN_MANUAL};
	sn_route r[8];
	const char *name[8] = {NULL, "", "a/b", "c", "c", "c", "c", "c"};
	sn_deployed *d;

	(void)state;
	for (size_t i = 0; i < 8; i++)
		r[i] = good;
	r[3].kind = SN_ROUTE_BGP;
	r[4].kind = 0;
	r[5].destination.len = 33;
	r[6].source.len = 7; /* 10.0.0.0/7 is fine: 8 bits below */
	r[6].source.family = 7;
	r[7].source = list_of("::/0").p[0];
	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(sn_deployed_add_row(d, &r[i], name[i]),
		    i == 7 ? SN_EFAMILY : SN_EINVAL);
	assert_int_equal(sn_table_size(sn_deployed_table(d)), 0);
	/* Source and priority mean nothing by destination. */
	r[7].kind = SN_ROUTE_DESTINATION;
	assert_int_equal(sn_deployed_add_row(d, &r[7], "c"), SN_OK);
	assert_int_equal(
	    sn_table_rows(sn_deployed_table(d))->source.family, SN_IPV4);
	assert_int_equal(sn_table_rows(sn_deployed_table(d))->source.len, 0);
	assert_int_equal(sn_table_rows(sn_deployed_table(d))->priority, 0);
	sn_deployed_free(d);
}

/* A plan as deployed: published where its gateway does that; too many. */
static void
from_plans(void **state)
{
	enum { N = 2049 }; /* N * N connections are more than 2^22 */
	sn_profile gateway = *sn_profile_find("alibaba-cloud");
	sn_prefix *list = calloc(2 * N, sizeof(*list));
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_deployed *d;
	sn_plan *plan;

	(void)state;
	assert_non_null(list);
	for (unsigned i = 0; i < N; i++) {
		assert_int_equal(sn_prefix_make(&list[i],
				     sn_addr_v4(0x0a010000 + 2 * i), 32),
		    SN_OK);
		assert_int_equal(sn_prefix_make(&list[N + i],
				     sn_addr_v4(0x0a080000 + 2 * i), 32),
		    SN_OK);
	}
	r.local = list;
	r.peer = list + N;
	r.scheme = SN_SCHEME_PAIRS;
	r.max_routes = r.max_connections = SN_LIMIT_NONE;
	r.gateway = &gateway;
	for (int64_t publish = 0; publish < 2; publish++) {
		gateway.publish.value = publish;
		r.local_count = r.peer_count = 1;
		assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
		assert_int_equal(sn_deployed_from_plan(&d, plan), SN_OK);
		assert_int_equal(sn_table_size(sn_deployed_table(d)), 1);
		assert_int_equal(sn_table_rows(sn_deployed_table(d))->state,
		    publish ? SN_STATE_PUBLISHED : SN_STATE_NORMAL);
		sn_deployed_free(d);
		sn_plan_free(plan);
	}
	r.local_count = r.peer_count = N;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	assert_int_equal(sn_plan_get(plan)->connection_count, (uint64_t)N * N);
	d = NULL;
	assert_int_equal(sn_deployed_from_plan(&d, plan), SN_ELIMIT);
	assert_null(d);
	sn_plan_free(plan);
	free(list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_kept),
	    cmocka_unit_test(scheme_in_use),
	    cmocka_unit_test(bad_connections),
	    cmocka_unit_test(bad_rows),
	    cmocka_unit_test(from_plans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
