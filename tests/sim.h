/*
 * sim.h - a gateway as its documentation describes it, written to be
 * obviously right and slow: used to check plans and changes, and sharing no
 * code with them but the value types.
 *
 * Policy rows match first, the smallest priority number wins, and of several
 * with that number any one may win; then destination rows, the longest prefix
 * wins. A packet has a path when every row that may win leads to a connection
 * whose selectors hold it.
 */
#ifndef SN_SIM_H
#define SN_SIM_H

#include "supernet_vpn.h"
#include "test.h"

enum { SIM_ROWS = 4096, SIM_LINKS = 512, SIM_SELECTORS = 64 };

struct sim_link {
	char name[SN_CONNECTION_MAX];
	sn_prefix local[SIM_SELECTORS], peer[SIM_SELECTORS];
	size_t locals, peers;
};

struct sim_row {
	sn_prefix source, destination;
	char next_hop[SN_CONNECTION_MAX];
	uint32_t kind, priority, weight, origin;
};

struct sim {
	struct sim_link link[SIM_LINKS];
	size_t links;
	struct sim_row row[SIM_ROWS];
	size_t rows;
	bool any; /* selectors choose among connections, whatever the rows */
};

/*
 * Whether a gateway's own policies choose the connection: a daemon that has no
 * rows, and gateways whose rows are the selectors of the peer.
 */
static inline bool
sim_any_of(const sn_profile *gateway, const struct sim *s)
{
	int64_t tables = gateway->tables.value;

	if (tables <= 0 || tables & SN_ROWS_SUBNETS)
		return true;
	return tables == SN_ROWS_TUNNEL && gateway->auto_routes.value == 1 &&
	       !s->rows;
}

static inline void
sim_link(struct sim *s, const sn_connection *c)
{
	struct sim_link *l = NULL;

	for (size_t i = 0; i < s->links; i++)
		if (!strcmp(s->link[i].name, c->name))
			l = &s->link[i];
	if (!l) {
		assert_true(s->links < SIM_LINKS);
		l = &s->link[s->links++];
		snprintf(l->name, sizeof(l->name), "%s", c->name);
	}
	assert_true(c->local_count <= SIM_SELECTORS);
	assert_true(c->peer_count <= SIM_SELECTORS);
	l->locals = c->local_count;
	l->peers = c->peer_count;
	memcpy(l->local, c->local, c->local_count * sizeof(sn_prefix));
	memcpy(l->peer, c->peer, c->peer_count * sizeof(sn_prefix));
}

static inline bool
sim_has_link(const struct sim *s, const char *name)
{
	for (size_t i = 0; i < s->links; i++)
		if (!strcmp(s->link[i].name, name))
			return true;
	return false;
}

static inline void
sim_unlink(struct sim *s, const char *name)
{
	for (size_t i = 0; i < s->links; i++)
		if (!strcmp(s->link[i].name, name)) {
			s->link[i] = s->link[--s->links];
			return;
		}
	fail_msg("no connection %s to delete", name);
}

static inline struct sim_row
sim_row_of(const sn_route *r, const char *next_hop)
{
	struct sim_row row;

	memset(&row, 0, sizeof(row));
	if (r->kind == SN_ROUTE_POLICY)
		row.source = r->source;
	row.destination = r->destination;
	snprintf(row.next_hop, sizeof(row.next_hop), "%s", next_hop);
	row.kind = r->kind;
	row.priority = r->kind == SN_ROUTE_POLICY ? r->priority : 0;
	row.weight = r->weight;
	row.origin = r->origin;
	return row;
}

static inline bool
sim_same(const struct sim_row *a, const struct sim_row *b)
{
	return a->kind == b->kind && a->priority == b->priority &&
	       a->weight == b->weight && !strcmp(a->next_hop, b->next_hop) &&
	       !sn_prefix_compare(a->destination, b->destination) &&
	       (a->kind != SN_ROUTE_POLICY ||
		   !sn_prefix_compare(a->source, b->source));
}

static inline size_t
sim_find(const struct sim *s, const struct sim_row *row)
{
	size_t i = 0;

	while (i < s->rows && !sim_same(&s->row[i], row))
		i++;
	return i;
}

static inline void
sim_add(struct sim *s, const sn_route *r, const char *next_hop)
{
	struct sim_row row = sim_row_of(r, next_hop);

	if (sim_find(s, &row) < s->rows)
		return;
	assert_true(s->rows < SIM_ROWS);
	s->row[s->rows++] = row;
}

static inline void
sim_load(struct sim *s, const sn_deployed *d)
{
	const sn_table *t = sn_deployed_table(d);
	const sn_route *r = sn_table_rows(t);

	s->links = s->rows = 0;
	for (size_t i = 0; i < sn_deployed_connection_count(d); i++)
		sim_link(s, sn_deployed_connection(d, i));
	for (size_t i = 0; i < sn_table_size(t); i++)
		sim_add(s, &r[i], sn_table_next_hop(t, r[i].next_hop));
}

static inline bool
sim_in(const sn_prefix *p, size_t n, sn_addr a)
{
	for (size_t i = 0; i < n; i++)
		if (sn_prefix_contains_addr(p[i], a))
			return true;
	return false;
}

static inline bool
sim_carries(const struct sim *s, const char *name, sn_addr from, sn_addr to)
{
	for (size_t i = 0; i < s->links; i++)
		if (!strcmp(s->link[i].name, name))
			return sim_in(
				   s->link[i].local, s->link[i].locals, from) &&
			       sim_in(s->link[i].peer, s->link[i].peers, to);
	return false;
}

/* How late a row matches, among those that do; 0: it doesn't match. */
static inline uint32_t
sim_rank(const struct sim_row *r, sn_addr from, sn_addr to)
{
	if (!r->weight || !sn_prefix_contains_addr(r->destination, to))
		return 0;
	if (r->kind == SN_ROUTE_DESTINATION)
		return 2000u - r->destination.len;
	return sn_prefix_contains_addr(r->source, from) ? 1 + r->priority : 0;
}

static inline bool
sim_path(const struct sim *s, sn_addr from, sn_addr to)
{
	uint32_t best = UINT32_MAX;

	for (size_t i = 0; i < s->links && s->any && !s->rows; i++)
		if (sim_carries(s, s->link[i].name, from, to))
			return true;
	for (size_t i = 0; i < s->rows && s->any; i++)
		if (sim_rank(&s->row[i], from, to) &&
		    sim_carries(s, s->row[i].next_hop, from, to))
			return true;
	for (size_t i = 0; i < s->rows; i++) {
		uint32_t rank = sim_rank(&s->row[i], from, to);

		if (rank && rank < best)
			best = rank;
	}
	if (best == UINT32_MAX)
		return false;
	for (size_t i = 0; i < s->rows; i++)
		if (sim_rank(&s->row[i], from, to) == best &&
		    !sim_carries(s, s->row[i].next_hop, from, to))
			return false;
	return true;
}

/*
 * Segments near each other and near what must not be touched: siblings and
 * cousins in one /16, its neighbours, other private blocks, 100.64.0.0/10, the
 * ends of the address space.
 */
static inline sn_prefix
sim_segment(uint64_t *seed, unsigned family, unsigned area)
{
	static const uint32_t base4[] = {0x0a010000, 0x0a020000, 0xac100000,
	    0xc0a80000, 0x64000000, 0x64400000, 0x08000000, 0xffff0000, 0};
	static const uint64_t base6[] = {0xfd00000000000000, 0xfd00000100000000,
	    0x20010db800000000, 0xfdff000000000000, 0xffff000000000000};
	unsigned len, width = family == SN_IPV4 ? 32 : 128;
	sn_addr a;
	sn_prefix p;

	if (family == SN_IPV4) {
		a = sn_addr_v4(
		    base4[area % 9] | (uint32_t)test_below(seed, 64) << 10);
		len = 20 + (unsigned)test_below(seed, 6);
		if (test_below(seed, 16) == 0)
			len = test_below(seed, 2) ? width : 16;
	} else {
		a = sn_addr_v6(base6[area % 5] | test_below(seed, 64) << 8, 0);
		len = 52 + (unsigned)test_below(seed, 8);
		if (test_below(seed, 16) == 0)
			len = test_below(seed, 2) ? width : 48;
	}
	assert_int_equal(sn_prefix_make(&p, a, len), SN_OK);
	return p;
}

static inline size_t
sim_segments(uint64_t *seed, unsigned family, sn_prefix *out, size_t most)
{
	size_t n = 1 + test_below(seed, most);
	unsigned area = (unsigned)test_below(seed, 45);

	/* Mostly two areas, the private ones. */
	if (test_below(seed, 8))
		area %= family == SN_IPV4 ? 4 : 2;
	for (size_t i = 0; i < n; i++)
		out[i] = sim_segment(seed, family,
		    test_below(seed, 6) ? area
					: (unsigned)test_below(seed, 45));
	return n;
}

#endif
