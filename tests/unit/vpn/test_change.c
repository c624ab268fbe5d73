/*
 * test_change.c - changes of plans, step by step, on a simulated gateway.
 */
#include "sim.h"

enum { MOST = 5 };

struct side {
	sn_prefix p[2 * MOST];
	size_t n;
};

struct world {
	struct side side[2];
	sn_plan *plan;
};

/* What the random test has met. */
static struct {
	unsigned steps, kept, renegotiated, created, deleted, pairs, nothing;
} met;

static sn_plan *
plan_of(const struct side side[2], uint32_t scheme, const sn_deployed *old,
    uint8_t sticky, uint32_t align)
{
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_plan *plan;

	r.local = side[0].p;
	r.local_count = side[0].n;
	r.peer = side[1].p;
	r.peer_count = side[1].n;
	r.scheme = scheme;
	r.align = align;
	r.previous = old;
	r.sticky = sticky;
	r.max_routes = r.max_connections = SN_LIMIT_NONE;
	if (scheme == SN_SCHEME_DESTINATION)
		r.peer_device = sn_profile_find("route-based");
	else if (scheme == SN_SCHEME_AGGREGATE && align)
		r.peer_device = sn_profile_find("strongswan");
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	return plan;
}

/* Ends of a segment: the first and the last address. */
static sn_addr
end_of(sn_prefix p, unsigned i)
{
	return i ? sn_prefix_last(p) : sn_prefix_first(p);
}

static bool
in_side(const struct side *s, sn_addr a)
{
	return sim_in(s->p, s->n, a);
}

struct packet {
	sn_addr from, to;
};

/* Pairs of ends of old segments that are in new segments, and work in both. */
static size_t
common_packets(const struct sim *before, const struct sim *after,
    const struct side old[2], const struct side new[2], struct packet *out,
    size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < 2 * old[0].n; i++)
		for (size_t j = 0; j < 2 * old[1].n; j++) {
			struct packet k = {end_of(old[0].p[i / 2], i % 2),
			    end_of(old[1].p[j / 2], j % 2)};

			if (!in_side(&new[0], k.from) ||
			    !in_side(&new[1], k.to) ||
			    !sim_path(before, k.from, k.to) ||
			    !sim_path(after, k.from, k.to))
				continue;
			assert_true(n < most);
			out[n++] = k;
		}
	return n;
}

static void
all_work(const struct sim *s, const struct packet *k, size_t n, size_t step)
{
	for (size_t i = 0; i < n; i++)
		if (!sim_path(s, k[i].from, k[i].to)) {
			char from[SN_ADDR_TEXT_MAX], to[SN_ADDR_TEXT_MAX];

			sn_addr_format(from, sizeof(from), k[i].from);
			sn_addr_format(to, sizeof(to), k[i].to);
			fail_msg("after step %zu %s -> %s has no path", step,
			    from, to);
		}
}

/* Automatic rows may come with the connection, or only when checked. */
enum { ROWS_LATE, ROWS_EARLY, ROWS_REPLACED, BEHAVIOURS };

static void
early_rows(struct sim *s, const sn_plan_change *c, const char *name)
{
	const sn_step *step;

	for (size_t i = 0; i < sn_plan_change_get(c)->step_count &&
			   (step = &sn_plan_change_get(c)->steps[i]);
	     i++)
		if (step->kind == SN_STEP_CHECK_ROW &&
		    !strcmp(step->next_hop, name))
			sim_add(s, step->row, step->next_hop);
}

static void
drop_automatic(struct sim *s, const char *name)
{
	for (size_t i = s->rows; i--;)
		if (s->row[i].origin == SN_ORIGIN_AUTO &&
		    !strcmp(s->row[i].next_hop, name))
			s->row[i] = s->row[--s->rows];
}

static void
do_step(struct sim *s, const sn_plan_change *c, const sn_step *step,
    unsigned behaviour)
{
	struct sim_row row;
	size_t at;

	switch (step->kind) {
	case SN_STEP_CREATE_CONNECTION:
		assert_false(sim_has_link(s, step->connection->name));
		sim_link(s, step->connection);
		if (behaviour != ROWS_LATE)
			early_rows(s, c, step->connection->name);
		break;
	case SN_STEP_MODIFY_CONNECTION:
		assert_true(sim_has_link(s, step->connection->name));
		if (behaviour == ROWS_REPLACED)
			drop_automatic(s, step->connection->name);
		sim_link(s, step->connection);
		if (behaviour != ROWS_LATE)
			early_rows(s, c, step->connection->name);
		break;
	case SN_STEP_DELETE_CONNECTION:
		for (size_t i = 0; i < s->rows; i++)
			assert_string_not_equal(
			    s->row[i].next_hop, step->connection->name);
		sim_unlink(s, step->connection->name);
		break;
	case SN_STEP_CHECK_ROW:
	case SN_STEP_ADD_ROW:
		assert_true(sim_has_link(s, step->next_hop));
		sim_add(s, step->row, step->next_hop);
		break;
	case SN_STEP_PUBLISH_ROW:
		row = sim_row_of(step->row, step->next_hop);
		assert_true(sim_find(s, &row) < s->rows);
		break;
	case SN_STEP_DELETE_ROW:
		row = sim_row_of(step->row, step->next_hop);
		at = sim_find(s, &row);
		if (at < s->rows)
			s->row[at] = s->row[--s->rows];
		else
			assert_int_equal(behaviour, ROWS_REPLACED);
		break;
	default:
		fail_msg("step of kind %u", step->kind);
	}
}

static void
same_state(const struct sim *a, const struct sim *b)
{
	assert_int_equal(a->links, b->links);
	assert_int_equal(a->rows, b->rows);
	for (size_t i = 0; i < a->rows; i++)
		assert_true(sim_find(b, &a->row[i]) < b->rows);
	for (size_t i = 0; i < a->links; i++)
		assert_true(sim_has_link(b, a->link[i].name));
}

static void
count_fates(const sn_plan_change *c)
{
	const sn_plan_change_view *v = sn_plan_change_get(c);

	for (size_t i = 0; i < v->fate_count; i++) {
		uint32_t fate = v->fates[i].fate;

		met.kept += fate == SN_FATE_KEPT;
		met.renegotiated += fate == SN_FATE_RENEGOTIATED;
		met.created += fate == SN_FATE_CREATED;
		met.deleted += fate == SN_FATE_DELETED;
	}
	met.nothing += sn_plan_change_get(c)->step_count == 0;
}

/* Walks the change on the three gateways that are not told apart. */
static void
walk(const sn_deployed *old, const struct side before[2], const sn_plan *plan,
    const struct side after[2])
{
	static struct sim now, first, last;
	struct packet packet[16 * MOST * MOST];
	const sn_step *step;
	sn_plan_change *c;
	size_t n;

	assert_int_equal(sn_plan_change_new(&c, old, plan), SN_OK);
	sim_load(&first, old);
	sim_load(&last, sn_plan_change_get(c)->result);
	n = common_packets(&first, &last, before, after, packet,
	    sizeof(packet) / sizeof(*packet));
	met.pairs += n > 0;
	for (unsigned b = 0; b < BEHAVIOURS; b++) {
		/* That rows vanish is only safe to assume where new ones come
		 * at once, and a row that is kept isn't touched. */
		now = first;
		for (size_t i = 0; i < sn_plan_change_get(c)->step_count &&
				   (step = &sn_plan_change_get(c)->steps[i]);
		     i++) {
			do_step(&now, c, step, b);
			all_work(&now, packet, n, i + 1);
			met.steps++;
		}
		if (b != ROWS_REPLACED)
			same_state(&now, &last);
	}
	count_fates(c);
	sn_plan_change_free(c);
}

static void
mutate(uint64_t *seed, struct side *s, unsigned family)
{
	for (uint64_t k = 1 + test_below(seed, 3); k--;) {
		size_t i = test_below(seed, s->n);

		if (test_below(seed, 2) && s->n < 2 * MOST)
			s->p[s->n++] = sim_segment(
			    seed, family, (unsigned)test_below(seed, 4));
		else if (s->n > 1)
			s->p[i] = s->p[--s->n];
	}
}

static void
random_changes(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	memset(&met, 0, sizeof(met));
	for (unsigned round = test_rounds(4000); round--;) {
		unsigned family = test_below(&seed, 3) ? SN_IPV4 : SN_IPV6;
		struct side old[2], new[2];
		sn_deployed *d;
		sn_plan *a, *b;

		for (unsigned s = 0; s < 2; s++)
			old[s].n = sim_segments(&seed, family, old[s].p, MOST);
		memcpy(new, old, sizeof(new));
		for (unsigned s = 0; s < 2; s++)
			if (test_below(&seed, 3))
				mutate(&seed, &new[s], family);
		a = plan_of(old, (uint32_t)test_below(&seed, 4), NULL, 0,
		    (uint32_t)test_below(&seed, 2));
		if (sn_plan_get(a)->scheme != SN_SCHEME_NONE) {
			assert_int_equal(sn_deployed_from_plan(&d, a), SN_OK);
			b = plan_of(new, (uint32_t)test_below(&seed, 4), d,
			    (uint8_t)test_below(&seed, 2),
			    (uint32_t)test_below(&seed, 2));
			if (sn_plan_get(b)->scheme != SN_SCHEME_NONE)
				walk(d, old, b, new);
			sn_plan_free(b);
			sn_deployed_free(d);
		}
		sn_plan_free(a);
	}
	print_message("%u steps; kept %u, renegotiated %u, created %u, "
		      "deleted %u, nothing to do %u, with common pairs %u\n",
	    met.steps, met.kept, met.renegotiated, met.created, met.deleted,
	    met.nothing, met.pairs);
	assert_true(met.kept && met.renegotiated && met.created &&
		    met.deleted && met.nothing && met.pairs > 20);
}

static void
add_link(sn_deployed *d, const char *name, const char *local, const char *peer)
{
	sn_prefix l = P(local), p = P(peer);
	sn_connection c = {.struct_size = sizeof(sn_connection),
	    .ike = SN_IKE_V2,
	    .routing_mode = SN_MODE_PROTECTED_DATA_FLOWS,
	    .local = &l,
	    .local_count = 1,
	    .peer = &p,
	    .peer_count = 1};

	snprintf(c.name, sizeof(c.name), "%s", name);
	assert_int_equal(sn_deployed_add_connection(d, &c), SN_OK);
}

static void
add_row(sn_deployed *d, const char *source, const char *destination,
    const char *next_hop, uint32_t priority)
{
	sn_route row = {.destination = P(destination),
	    .kind = source ? SN_ROUTE_POLICY : SN_ROUTE_DESTINATION,
	    .weight = 100,
	    .priority = priority,
	    .state = SN_STATE_PUBLISHED,
	    .origin = SN_ORIGIN_MANUAL};

	if (source)
		row.source = P(source);
	assert_int_equal(sn_deployed_add_row(d, &row, next_hop), SN_OK);
}

/*
 * Rows that others hide must go before those that hide them: written by hand,
 * with priorities that no plan gives.
 */
static void
hidden_rows_go_first(void **state)
{
	struct side side[2] = {
	    {{P("10.1.0.0/24"), P("10.1.1.0/24")}, 2}, {{P("10.2.0.0/24")}, 1}};
	sn_deployed *d;
	sn_plan *plan;

	(void)state;
	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	add_link(d, "good", "10.1.0.0/23", "10.2.0.0/24");
	add_link(d, "bad", "10.9.0.0/24", "10.8.0.0/24");
	add_row(d, "10.1.0.0/23", "10.2.0.0/24", "good", 5);
	add_row(d, "10.1.0.0/24", "10.2.0.0/24", "bad", 6);
	add_row(d, "0.0.0.0/0", "10.2.0.0/16", "bad", 7);
	add_row(d, NULL, "10.2.0.0/24", "bad", 0);
	for (uint32_t scheme = 1; scheme <= 3; scheme++) {
		plan = plan_of(side, scheme, d, 0, 0);
		assert_int_equal(sn_plan_get(plan)->scheme, scheme);
		walk(d, side, plan, side);
		sn_plan_free(plan);
	}
	sn_deployed_free(d);
}

static unsigned
steps_of(const sn_plan_change *c, uint32_t kind)
{
	const sn_step *s;
	unsigned n = 0;

	for (size_t i = 0; i < sn_plan_change_get(c)->step_count &&
			   (s = &sn_plan_change_get(c)->steps[i]);
	     i++)
		n += s->kind == kind;
	return n;
}

/* Destination routing: a new segment is a route, and no renegotiation. */
static void
destination_needs_no_renegotiation(void **state)
{
	struct side side[2] = {
	    {{P("10.1.0.0/24")}, 1}, {{P("10.2.0.0/24")}, 1}};
	sn_plan_change *c;
	sn_deployed *d;
	sn_plan *a = plan_of(side, SN_SCHEME_DESTINATION, NULL, 0, 0), *b;

	(void)state;
	assert_int_equal(sn_deployed_from_plan(&d, a), SN_OK);
	side[1].p[side[1].n++] = P("192.168.0.0/24");
	b = plan_of(side, SN_SCHEME_DESTINATION, d, 0, 0);
	assert_int_equal(sn_plan_change_new(&c, d, b), SN_OK);
	assert_int_equal(sn_plan_change_get(c)->step_count, 2);
	assert_int_equal(steps_of(c, SN_STEP_ADD_ROW), 1);
	assert_int_equal(steps_of(c, SN_STEP_PUBLISH_ROW), 1);
	sn_plan_change_free(c);
	sn_deployed_free(d);
	sn_plan_free(a);
	sn_plan_free(b);
}

static bool
says(const sn_plan_change *c, const char *code)
{
	const sn_plan_change_view *v = sn_plan_change_get(c);
	bool said = false;

	for (size_t i = 0; i < v->finding_count; i++)
		said |= !strcmp(v->findings[i].code, code);
	return said;
}

/* A new local segment: no step of the gateway, but a route at the peer. */
static void
peer_routes_are_said(void **state)
{
	static const uint32_t scheme[] = {
	    SN_SCHEME_DESTINATION, SN_SCHEME_PAIRS};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct side side[2] = {
		    {{P("10.1.0.0/24")}, 1}, {{P("10.2.0.0/24")}, 1}};
		sn_plan *a = plan_of(side, scheme[i], NULL, 0, 0), *b;
		sn_plan_change *c;
		sn_deployed *d;

		assert_int_equal(sn_deployed_from_plan(&d, a), SN_OK);
		side[0].p[side[0].n++] = P("10.3.0.0/24");
		b = plan_of(side, scheme[i], d, 0, 0);
		assert_int_equal(sn_plan_change_new(&c, d, b), SN_OK);
		assert_int_equal(says(c, "nothing-to-do"), i == 0);
		assert_int_equal(says(c, "peer-routes"), i == 0);
		sn_plan_change_free(c);
		sn_deployed_free(d);
		sn_plan_free(a);
		sn_plan_free(b);
	}
}

/* Withdrawing a route may withdraw one of the other table: publish again. */
static void
published_again_after_withdrawal(void **state)
{
	struct side side[2] = {
	    {{P("10.1.0.0/24")}, 1}, {{P("10.2.0.0/24")}, 1}};
	sn_plan *a = plan_of(side, SN_SCHEME_AGGREGATE, NULL, 0, 0);
	const sn_step *last;
	sn_plan_change *c;
	sn_deployed *d;
	sn_plan *b;

	(void)state;
	assert_int_equal(sn_deployed_from_plan(&d, a), SN_OK);
	b = plan_of(side, SN_SCHEME_DESTINATION, d, 0, 0);
	assert_int_equal(sn_plan_change_new(&c, d, b), SN_OK);
	assert_int_equal(steps_of(c, SN_STEP_MODIFY_CONNECTION), 1);
	last = &sn_plan_change_get(c)
		    ->steps[sn_plan_change_get(c)->step_count - 1];
	assert_int_equal(last->kind, SN_STEP_PUBLISH_ROW);
	assert_int_equal(last->row->kind, SN_ROUTE_DESTINATION);
	assert_int_equal(sn_plan_change_get(c)->peak_policy_rows, 1);
	assert_int_equal(sn_plan_change_get(c)->peak_destination_rows, 1);
	assert_int_equal(sn_plan_change_get(c)->peak_connections, 1);
	sn_plan_change_free(c);
	sn_deployed_free(d);
	sn_plan_free(a);
	sn_plan_free(b);
}

/* On the way from one connection to pairs there is one more than the limit. */
static void
limits_on_the_way_are_said(void **state)
{
	sn_prefix local = P("10.1.0.0/24");
	sn_prefix peer[2] = {P("10.2.0.0/24"), P("192.168.0.0/24")};
	sn_plan_request r = SN_PLAN_REQUEST_INIT;
	sn_plan_change *c;
	sn_deployed *d;
	sn_plan *plan;

	(void)state;
	r.local = &local;
	r.local_count = 1;
	r.peer = peer;
	r.peer_count = 2;
	r.max_connections = 2;
	r.scheme = SN_SCHEME_AGGREGATE;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	assert_int_equal(sn_deployed_from_plan(&d, plan), SN_OK);
	sn_plan_free(plan);
	r.scheme = SN_SCHEME_PAIRS;
	assert_int_equal(sn_plan_new(&plan, &r, NULL), SN_OK);
	assert_int_equal(sn_plan_change_new(&c, d, plan), SN_OK);
	assert_int_equal(sn_plan_change_get(c)->peak_connections, 3);
	assert_true(says(c, "limit-exceeded"));
	sn_plan_change_free(c);
	sn_plan_free(plan);
	sn_deployed_free(d);
}

static void
bad_changes(void **state)
{
	struct side four[2] = {
	    {{P("10.1.0.0/24")}, 1}, {{P("10.2.0.0/24")}, 1}};
	struct side overlap[2] = {
	    {{P("10.1.0.0/24")}, 1}, {{P("10.1.0.0/24")}, 1}};
	sn_plan *plan = plan_of(four, 0, NULL, 0, 0);
	sn_plan *none = plan_of(overlap, 0, NULL, 0, 0);
	sn_plan_change *c;
	sn_deployed *d;

	(void)state;
	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	assert_int_equal(sn_plan_change_new(&c, d, none), SN_EINVAL);
	add_link(d, "a", "fd00::/64", "fd01::/64");
	assert_int_equal(sn_plan_change_new(&c, d, plan), SN_EFAMILY);
	sn_deployed_free(d);
	assert_int_equal(sn_deployed_new(&d, NULL), SN_OK);
	add_link(d, "a", "10.1.0.0/24", "10.2.0.0/24");
	add_link(d, "a", "10.3.0.0/24", "10.2.0.0/24");
	assert_int_equal(sn_plan_change_new(&c, d, plan), SN_EINVAL);
	sn_deployed_free(d);
	sn_plan_free(plan);
	sn_plan_free(none);
}

/* Every allocation fails in turn: no leak, no output. */
static void
out_of_memory(void **state)
{
	struct side side[2] = {{{P("10.1.0.0/24"), P("10.1.2.0/24")}, 2},
	    {{P("10.2.0.0/24"), P("192.168.0.0/24")}, 2}};
	struct test_alloc a;
	sn_deployed *d;
	sn_plan *old = plan_of(side, SN_SCHEME_AGGREGATE, NULL, 0, 0);
	uint64_t fail = 0;
	bool done = false;

	(void)state;
	assert_int_equal(sn_deployed_from_plan(&d, old), SN_OK);
	for (fail = 1; !done; fail++) {
		sn_plan_request r = SN_PLAN_REQUEST_INIT;
		sn_alloc alloc = test_alloc_init(&a, fail);
		sn_plan_change *c = NULL;
		sn_plan *plan = NULL;
		sn_status status;

		r.alloc = &alloc;
		r.local = side[0].p;
		r.local_count = 2;
		r.peer = side[1].p;
		r.peer_count = 2;
		r.scheme = SN_SCHEME_PAIRS;
		r.previous = d;
		r.sticky = 1;
		status = sn_plan_new(&plan, &r, NULL);
		if (!status)
			status = sn_plan_change_new(&c, d, plan);
		/* Giving memory back may fail without harm. */
		done = a.calls < fail;
		assert_true(status == SN_OK || status == SN_ENOMEM);
		assert_true(!status == (c != NULL));
		sn_plan_change_free(c);
		sn_plan_free(plan);
		assert_int_equal(a.live, 0);
		assert_true(fail < 10000);
	}
	print_message("%u allocations\n", (unsigned)fail - 2);
	assert_true(fail > 50);
	sn_deployed_free(d);
	sn_plan_free(old);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(random_changes),
	    cmocka_unit_test(hidden_rows_go_first),
	    cmocka_unit_test(destination_needs_no_renegotiation),
	    cmocka_unit_test(peer_routes_are_said),
	    cmocka_unit_test(published_again_after_withdrawal),
	    cmocka_unit_test(limits_on_the_way_are_said),
	    cmocka_unit_test(bad_changes),
	    cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
