/*
 * Set algebra against bitmaps in universes of 2^6 cells. The input adds
 * ranges and prefixes to two sets; then every operation is compared.
 */
#include "fuzz.h"

enum { BITS = 6, SIZE = 1 << BITS };

struct pair {
	struct universe u;
	bool in[SIZE];
	sn_set *set;
};

static void
build(struct pair *p, struct fuzz_input *in)
{
	unsigned n = fuzz_byte(in) % 24;
	sn_builder *b;

	CHECK(!sn_builder_new(&b, NULL));
	for (unsigned i = 0; i < n; i++) {
		unsigned x = fuzz_byte(in), y = fuzz_byte(in) % SIZE;
		unsigned first = x % SIZE, last = y;

		if (x & 0x40) {
			unsigned host = y % (BITS + 1);

			CHECK(!sn_builder_add_prefix(
			    b, universe_prefix(&p->u, first, host)));
			first = first >> host << host;
			last = first + (1u << host) - 1;
		} else {
			sn_range r;

			if (first > last)
				continue;
			CHECK(!sn_range_make(&r, universe_addr(&p->u, first),
			    universe_last(&p->u, last)));
			CHECK(!sn_builder_add_range(b, r));
		}
		for (unsigned a = first; a <= last; a++)
			p->in[a] = true;
	}
	CHECK(!sn_builder_build(&p->set, b));
	sn_builder_free(b);
}

/* The aggregates have to be the maximal prefixes of the bitmap. */
static void
check_prefixes(const struct universe *u, const sn_set *set, const bool *in)
{
	sn_set_iter it;
	sn_prefix p;
	bool seen[SIZE] = {false};
	uint64_t n = 0;

	sn_set_iter_init(&it, set, 0);
	while (sn_set_iter_next_prefix(&it, &p)) {
		unsigned first, host, a, parent, missing = 0;

		CHECK(universe_find(u, p, &first, &host));
		for (a = first; a < first + (1u << host); a++) {
			CHECK(in[a] && !seen[a]);
			seen[a] = true;
		}
		parent = first >> (host + 1) << (host + 1);
		if (host < BITS)
			for (a = parent; a < parent + (2u << host); a++)
				missing += !in[a];
		CHECK(host == BITS || missing > 0);
		n++;
	}
	for (unsigned a = 0; a < SIZE; a++) {
		CHECK(in[a] == seen[a]);
		CHECK(in[a] == sn_set_contains_addr(set, universe_addr(u, a)));
		CHECK(in[a] == sn_set_contains_addr(set, universe_last(u, a)));
	}
	CHECK(n == sn_set_prefix_count(set, 0));
}

static void
check(const struct universe *u, sn_set *set, const bool *in)
{
	unsigned n = 0;

	fuzz_check_set(set);
	check_prefixes(u, set, in);
	for (unsigned a = 0; a < SIZE; a++)
		n += in[a];
	CHECK(!sn_count_compare(
	    sn_set_count(set, u->family), universe_count(u, n)));
	sn_set_free(set);
}

static void
operations(const struct pair *a, const struct pair *b)
{
	bool both[SIZE], either[SIZE], only[SIZE], one[SIZE], none[SIZE];
	bool overlap = false, inside = true, equal = true;
	sn_prefix all = universe_prefix(&a->u, 0, BITS);
	sn_set *set;

	for (unsigned i = 0; i < SIZE; i++) {
		both[i] = a->in[i] && b->in[i];
		either[i] = a->in[i] || b->in[i];
		only[i] = a->in[i] && !b->in[i];
		one[i] = a->in[i] != b->in[i];
		none[i] = !a->in[i];
		overlap |= both[i];
		inside &= a->in[i] || !b->in[i];
		equal &= !one[i];
	}
	CHECK(!sn_set_intersect(&set, a->set, b->set));
	check(&a->u, set, both);
	CHECK(!sn_set_union(&set, a->set, b->set));
	check(&a->u, set, either);
	CHECK(!sn_set_subtract(&set, a->set, b->set));
	check(&a->u, set, only);
	CHECK(!sn_set_symdiff(&set, a->set, b->set));
	check(&a->u, set, one);
	CHECK(!sn_set_complement(&set, a->set, &all));
	check(&a->u, set, none);
	CHECK(overlap == sn_set_overlaps(a->set, b->set));
	CHECK(inside == sn_set_contains_set(a->set, b->set));
	CHECK(equal == sn_set_equal(a->set, b->set));
}

/* Over the whole space: complement twice, and with nothing left over. */
static void
whole_space(const struct pair *a)
{
	sn_set *out, *back, *all;

	CHECK(!sn_set_complement(&out, a->set, NULL));
	fuzz_check_set(out);
	CHECK(!sn_set_overlaps(a->set, out));
	if (!sn_set_is_empty(a->set)) {
		CHECK(!sn_set_union(&all, a->set, out));
		CHECK(sn_set_prefix_count(all, 0) == 1);
		CHECK(!sn_set_subtract(&back, all, out));
		CHECK(sn_set_equal(back, a->set));
		sn_set_free(all);
		sn_set_free(back);
	}
	sn_set_free(out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input in = {data, size};
	struct pair a, b;

	memset(&a, 0, sizeof(a));
	memset(&b, 0, sizeof(b));
	a.u = b.u = fuzz_universe(fuzz_byte(&in), BITS, 128);
	build(&a, &in);
	build(&b, &in);
	operations(&a, &b);
	whole_space(&a);
	check(&a.u, a.set, a.in);
	check(&b.u, b.set, b.in);
	return 0;
}
