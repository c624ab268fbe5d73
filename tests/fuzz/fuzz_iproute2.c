/*
 * Route tables as scripts for Linux: rows of a tiny universe, four bytes each.
 * The rules and routes are read back out of the script and looked up as the
 * kernel does, for every pair of addresses: the matcher has to find a row of
 * the same next hop.
 */
#include "output.h"
#include "supernet_text.h"

enum { BITS = 3, SIDE = 1 << BITS, ROWS = 16, HOPS = 5, NONE = -1 };

struct rule {
	unsigned long pref;
	sn_prefix source;
	sn_prefix destination; /* both of family 0: everything */
	unsigned long table;
};

struct route {
	sn_prefix destination;
	unsigned long hop; /* from 1 */
	unsigned long table;
	unsigned long metric;
};

struct kernel {
	struct rule rule[ROWS + 2];
	size_t rules;
	struct route route[ROWS];
	size_t routes;
	unsigned long defaults[HOPS + 2]; /* of tables: their next hop */
};

static sn_prefix
prefix(const char *text)
{
	sn_prefix p;

	CHECK(!sn_prefix_parse(&p, text, strlen(text), 0, NULL));
	return p;
}

/* In front of those of a greater preference, behind the equal ones. */
static void
add_rule(struct kernel *k, const struct rule *rule)
{
	size_t i = k->rules++;

	CHECK(i < ROWS + 2);
	for (; i > 0 && k->rule[i - 1].pref > rule->pref; i--)
		k->rule[i] = k->rule[i - 1];
	k->rule[i] = *rule;
}

static void
take_line(struct kernel *k, const char *line)
{
	char a[SN_PREFIX_TEXT_MAX], b[SN_PREFIX_TEXT_MAX];
	struct rule rule = {0};
	struct route route = {0};
	unsigned family;

	if (sscanf(line,
		"rule add pref $((pref + %lu)) from %49s to %49s lookup "
		"$((table + %lu))",
		&rule.pref, a, b, &rule.table) == 4) {
		rule.source = prefix(a);
		rule.destination = prefix(b);
		add_rule(k, &rule);
	} else if (sscanf(line,
		       "rule add pref $((pref + %lu)) lookup $((table + %lu))",
		       &rule.pref, &rule.table) == 2) {
		add_rule(k, &rule);
	} else if (sscanf(line,
		       "route add default $hop%u_%lu table $((table + %lu))",
		       &family, &route.hop, &route.table) == 3) {
		CHECK(route.table >= 2 && route.table < HOPS + 2);
		CHECK(!k->defaults[route.table]);
		k->defaults[route.table] = route.hop;
	} else if (sscanf(line,
		       "route add %49s $hop%u_%lu table $((table + %lu)) "
		       "metric %lu",
		       a, &family, &route.hop, &route.table,
		       &route.metric) == 5) {
		route.destination = prefix(a);
		CHECK(k->routes < ROWS && route.table < 2 && route.metric);
		k->route[k->routes++] = route;
	} else {
		CHECK(strncmp(line, "rule add ", 9) &&
		      strncmp(line, "route add ", 10));
	}
}

/* The next hop in a table: the longest prefix, then the smallest metric. */
static int
look_in(const struct kernel *k, unsigned long table, sn_addr destination)
{
	const struct route *best = NULL;

	CHECK(table < HOPS + 2);
	if (table >= 2) {
		CHECK(k->defaults[table]);
		return (int)k->defaults[table] - 1;
	}
	for (size_t i = 0; i < k->routes; i++) {
		const struct route *r = &k->route[i];

		if (r->table == table &&
		    sn_prefix_contains_addr(r->destination, destination) &&
		    (!best || r->destination.len > best->destination.len ||
			(r->destination.len == best->destination.len &&
			    r->metric < best->metric)))
			best = r;
	}
	return best ? (int)best->hop - 1 : NONE;
}

static int
look_up(const struct kernel *k, const sn_packet *p)
{
	for (size_t i = 0; i < k->rules; i++) {
		const struct rule *r = &k->rule[i];
		int hop = NONE;

		if (!r->source.family ||
		    (sn_prefix_contains_addr(r->source, p->source) &&
			sn_prefix_contains_addr(
			    r->destination, p->destination)))
			hop = look_in(k, r->table, p->destination);
		if (hop != NONE)
			return hop;
	}
	return NONE;
}

static sn_table *
make_table(struct fuzz_input *in, const struct universe *u)
{
	static const char *const name[HOPS] = {
	    "a", "$(b)", "'c'\"`", "d\\", "END"};
	static const uint32_t weight[] = {100, 100, 0, 1};
	uint32_t hop[HOPS];
	sn_table *t;

	CHECK(!sn_table_new(&t, NULL));
	for (size_t i = 0; i < HOPS; i++)
		CHECK(!sn_table_intern(t, name[i], strlen(name[i]), &hop[i]));
	for (unsigned i = 0; i < ROWS && in->left; i++) {
		unsigned a = fuzz_byte(in), b = fuzz_byte(in),
			 c = fuzz_byte(in), d = fuzz_byte(in);
		sn_route row = {
		    .source = universe_prefix(u, a % SIDE, a / SIDE % 4),
		    .destination = universe_prefix(u, b % SIDE, b / SIDE % 4),
		    .kind = c & 1   ? SN_ROUTE_POLICY
			    : c & 2 ? SN_ROUTE_DESTINATION
				    : SN_ROUTE_BGP,
		    .weight = weight[c >> 2 & 3],
		    .next_hop = hop[d % HOPS],
		    .priority = d / HOPS % 4 == 3 ? 19990 + d % 11 : d / 64};

		CHECK(!sn_table_add(t, &row));
	}
	return t;
}

static bool
fits(const sn_table *t)
{
	const sn_route *r = sn_table_rows(t);

	for (size_t i = 0; i < sn_table_size(t); i++)
		if (r[i].kind == SN_ROUTE_POLICY && r[i].priority > 19999)
			return false;
	return true;
}

static void
check_packets(
    const sn_table *t, const struct kernel *k, const struct universe *u)
{
	sn_matcher *m;

	CHECK(!sn_matcher_new(&m, t, SN_MATCH_PRIORITY));
	for (unsigned i = 0; i < SIDE * SIDE; i++) {
		sn_packet p = {
		    universe_addr(u, i % SIDE), universe_addr(u, i / SIDE)};
		int got = look_up(k, &p);
		sn_hit hit;

		(void)sn_matcher_match(m, &p, 1, &hit);
		CHECK((got == NONE) == (hit.outcome == SN_HIT_NONE));
		CHECK(got == NONE ||
		      sn_table_rows(t)[hit.row].next_hop == (uint32_t)got);
	}
	sn_matcher_free(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	struct universe u = fuzz_universe(fuzz_byte(&in), BITS, 0);
	struct fuzz_text text = {NULL, 0, 0};
	sn_table *t = make_table(&in, &u);
	struct kernel k = {0};
	sn_status status = sn_table_render(t, "iproute2", fuzz_sink, &text);

	CHECK(status == (fits(t) ? SN_OK : SN_EINVAL));
	CHECK(!status || text.size == 0);
	if (!status) {
		check_printable(&text, false);
		text.data[text.size - 1] = '\0'; /* the last newline */
		for (char *line = strtok(text.data, "\n"); line;
		     line = strtok(NULL, "\n"))
			take_line(&k, line);
		check_packets(t, &k, &u);
	}
	free(text.data);
	sn_table_free(t);
	return 0;
}
