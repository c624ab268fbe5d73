/*
 * The live trie against a list of counters in a universe of 2^5 cells:
 * inserts, removals and batches with the delta of the aggregates, with
 * allocations that fail. After each step the aggregates, the multiplicities,
 * the longest matches and the sum of all deltas have to be those of the list.
 */
#include "fuzz.h"

enum { BITS = 5, SIZE = 1 << BITS, NODES = 2 * SIZE };

struct model {
	struct universe u;
	struct fuzz_alloc memory;
	sn_trie *trie;
	unsigned count[NODES]; /* by node: 1 is the root, 2n and 2n + 1 below */
	uint32_t value[NODES];
	bool aggregate[NODES]; /* as told by the deltas */
};

static sn_prefix
node_prefix(const struct model *m, unsigned node)
{
	unsigned depth = 31 - (unsigned)__builtin_clz(node);
	unsigned host = BITS - depth;

	return universe_prefix(&m->u, (node - (1u << depth)) << host, host);
}

static unsigned
prefix_node(const struct model *m, sn_prefix p)
{
	unsigned first, host;

	CHECK(universe_find(&m->u, p, &first, &host));
	return (1u << (BITS - host)) + (first >> host);
}

static void
on_delta(void *ctx, sn_prefix p, bool added)
{
	struct model *m = ctx;
	unsigned node = prefix_node(m, p);

	CHECK(m->aggregate[node] != added);
	m->aggregate[node] = added;
}

static bool
full(const struct model *m, unsigned node)
{
	if (m->count[node])
		return true;
	return node < SIZE && full(m, 2 * node) && full(m, 2 * node + 1);
}

static bool
owned(const struct model *m, unsigned node)
{
	for (; node; node /= 2)
		if (m->count[node])
			return true;
	return false;
}

/* An aggregate: full, and no ancestor is. */
static bool
is_aggregate(const struct model *m, unsigned node)
{
	if (!full(m, node))
		return false;
	while (node /= 2)
		if (full(m, node))
			return false;
	return true;
}

static void
check_matches(const struct model *m)
{
	for (unsigned a = 0; a < 2 * SIZE; a++) {
		unsigned node = SIZE + a / 2;
		uint32_t value = 0;
		sn_prefix p;
		sn_addr at = a % 2 ? universe_last(&m->u, a / 2)
				   : universe_addr(&m->u, a / 2);
		sn_status status = sn_trie_match(m->trie, at, &p, &value);

		while (node && !m->count[node])
			node /= 2;
		CHECK(status == (node ? SN_OK : SN_ENOTFOUND));
		CHECK(owned(m, SIZE + a / 2) == (node != 0));
		if (node) {
			CHECK(prefix_node(m, p) == node);
			CHECK(value == m->value[node]);
		}
	}
}

static void
check(struct model *m)
{
	uint64_t distinct = 0;
	sn_set_iter it;
	sn_prefix p;
	sn_set *set;
	unsigned aggregates = 0;

	m->memory.left = 0;
	CHECK(!sn_trie_aggregate(&set, m->trie));
	fuzz_check_set(set);
	for (unsigned node = 1; node < NODES; node++) {
		distinct += m->count[node] > 0;
		aggregates += is_aggregate(m, node);
		CHECK(m->aggregate[node] == is_aggregate(m, node));
		CHECK(sn_trie_multiplicity(m->trie, node_prefix(m, node)) ==
		      m->count[node]);
	}
	CHECK(sn_trie_size(m->trie) == distinct);
	sn_set_iter_init(&it, set, 0);
	for (; sn_set_iter_next_prefix(&it, &p); aggregates--)
		CHECK(is_aggregate(m, prefix_node(m, p)));
	CHECK(aggregates == 0);
	sn_set_free(set);
	check_matches(m);
}

static void
one(struct model *m, struct fuzz_input *in, bool remove)
{
	unsigned node = 1 + fuzz_byte(in) % (NODES - 1);
	uint32_t value = fuzz_byte(in);
	sn_prefix p = node_prefix(m, node);
	sn_status status;

	if (remove) {
		status = sn_trie_remove_delta(m->trie, p, on_delta, m);
		CHECK(status == SN_ENOMEM ||
		      status == (m->count[node] ? SN_OK : SN_ENOTFOUND));
		m->count[node] -= !status;
		return;
	}
	status = sn_trie_insert_delta(m->trie, p, value, on_delta, m);
	CHECK(status == SN_OK || status == SN_ENOMEM);
	if (!status) {
		m->count[node]++;
		m->value[node] = value;
	}
}

static void
batch(struct model *m, struct fuzz_input *in)
{
	sn_trie_change change[16];
	unsigned n = fuzz_byte(in) % 16;
	struct model after = *m;
	size_t bad = SIZE_MAX, wrong = SIZE_MAX;
	sn_status status;

	for (unsigned i = 0; i < n; i++) {
		unsigned node = 1 + fuzz_byte(in) % (NODES - 1);

		change[i] = (sn_trie_change){
		    node_prefix(m, node), i, fuzz_byte(in) & 1};
		if (wrong != SIZE_MAX)
			continue;
		if (!change[i].remove) {
			after.count[node]++;
			after.value[node] = i;
		} else if (after.count[node]) {
			after.count[node]--;
		} else {
			wrong = i;
		}
	}
	status = sn_trie_apply(m->trie, change, n, on_delta, m, &bad);
	CHECK(status == SN_ENOMEM ||
	      status == (wrong == SIZE_MAX ? SN_OK : SN_ENOTFOUND));
	if (status == SN_ENOTFOUND)
		CHECK(bad == wrong);
	if (!status) {
		memcpy(m->count, after.count, sizeof(m->count));
		memcpy(m->value, after.value, sizeof(m->value));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	struct model m;
	sn_alloc alloc = {&m.memory, fuzz_realloc, fuzz_free};

	memset(&m, 0, sizeof(m));
	m.u = fuzz_universe(fuzz_byte(&in), BITS, 128);
	CHECK(!sn_trie_new(&m.trie, &alloc));
	for (unsigned step = 0; in.left && step < 48; step++) {
		unsigned what = fuzz_byte(&in);

		m.memory.left = what >> 4;
		if ((what & 15) == 0)
			batch(&m, &in);
		else
			one(&m, &in, what & 1);
		check(&m);
	}
	sn_trie_free(m.trie);
	CHECK(m.memory.live == 0);
	return 0;
}
