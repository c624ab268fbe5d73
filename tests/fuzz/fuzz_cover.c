/*
 * Covers: the two methods and a dynamic program over all prefixes of a
 * universe of 2^6 cells, which knows neither trees of aggregates nor bounds.
 */
#include "fuzz.h"

enum { BITS = 6, SIZE = 1 << BITS, BUDGET = 12, NEVER = 1 << 20 };

struct problem {
	struct universe u;
	bool in[SIZE];
	bool avoid[SIZE];
	unsigned longest_host; /* no prefix with more host bits */
};

/* least[k]: fewest extra cells with at most k prefixes below a node. */
static void
least_extra(const struct problem *p, unsigned first, unsigned host,
    unsigned least[BUDGET + 1])
{
	unsigned members = 0, bad = host > p->longest_host;
	unsigned left[BUDGET + 1], right[BUDGET + 1];

	for (unsigned a = first; a < first + (1u << host); a++) {
		members += p->in[a];
		bad |= p->avoid[a];
	}
	for (unsigned k = 0; k <= BUDGET; k++)
		least[k] = members ? NEVER : 0;
	if (!members)
		return;
	for (unsigned k = 1; !bad && k <= BUDGET; k++)
		least[k] = (1u << host) - members;
	if (host == 0)
		return;
	least_extra(p, first, host - 1, left);
	least_extra(p, first + (1u << (host - 1)), host - 1, right);
	for (unsigned i = 0; i <= BUDGET; i++)
		for (unsigned j = 0; i + j <= BUDGET; j++)
			if (left[i] + right[j] < least[i + j])
				least[i + j] = left[i] + right[j];
	for (unsigned k = 1; k <= BUDGET; k++)
		if (least[k] > least[k - 1])
			least[k] = least[k - 1];
}

/* What the list covers; and that it covers the set and touches nothing else
 * than it may. */
static void
check_list(const struct problem *p, const sn_prefixes *list, unsigned k,
    unsigned extra)
{
	size_t n;
	const sn_prefix *prefix = sn_prefixes_data(list, &n);
	bool seen[SIZE] = {false};

	CHECK(n <= k);
	for (size_t i = 0; i < n; i++) {
		unsigned first, host;

		CHECK(universe_find(&p->u, prefix[i], &first, &host));
		CHECK(host <= p->longest_host);
		for (unsigned a = first; a < first + (1u << host); a++) {
			CHECK(!seen[a] && !p->avoid[a]);
			seen[a] = true;
			extra -= !p->in[a];
		}
	}
	for (unsigned a = 0; a < SIZE; a++)
		CHECK(seen[a] || !p->in[a]);
	CHECK(extra == 0);
}

static void
compare(const struct problem *p, const sn_set *set, sn_cover_options *options,
    unsigned k, unsigned want)
{
	sn_prefixes *list[2] = {NULL, NULL};
	sn_cover_result result = SN_COVER_RESULT_INIT;
	size_t n[2];

	for (unsigned method = SN_COVER_ALL_NODES; method <= SN_COVER_CORE;
	     method++) {
		sn_status status;

		options->max_prefixes = k;
		options->method = (uint8_t)method;
		status = sn_cover(
		    &list[method - SN_COVER_ALL_NODES], set, options, &result);
		if (want >= NEVER) {
			CHECK(status == SN_EINFEASIBLE);
			CHECK(result.prefixes == 0 || result.prefixes > k);
			return;
		}
		CHECK(status == SN_OK);
		CHECK(!sn_count_compare(
		    result.extra, universe_count(&p->u, want)));
		check_list(p, list[method - SN_COVER_ALL_NODES], k, want);
	}
	(void)sn_prefixes_data(list[0], &n[0]);
	(void)sn_prefixes_data(list[1], &n[1]);
	CHECK(n[0] == n[1]);
	CHECK(n[0] == 0 ||
	      !memcmp(sn_prefixes_data(list[0], &n[0]),
		  sn_prefixes_data(list[1], &n[1]), n[0] * sizeof(sn_prefix)));
	sn_prefixes_free(list[0]);
	sn_prefixes_free(list[1]);
}

static void
read_problem(struct problem *p, struct fuzz_input *in)
{
	memset(p, 0, sizeof(*p));
	p->u = fuzz_universe(fuzz_byte(in), BITS, 128);
	for (unsigned i = 0; i < SIZE; i += 8)
		for (unsigned bits = fuzz_byte(in), j = 0; j < 8; j++)
			p->in[i + j] = bits >> j & 1;
	p->longest_host = fuzz_byte(in) % (BITS + 2);
	if (p->longest_host > BITS)
		p->longest_host = BITS;
	for (unsigned n = fuzz_byte(in) % 4; n > 0; n--) {
		unsigned a = fuzz_byte(in) % SIZE;

		p->avoid[a] = !p->in[a];
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sn_cover_options options = SN_COVER_OPTIONS_INIT;
	struct fuzz_input in = {data, size};
	unsigned least[BUDGET + 1];
	sn_set *set, *avoid;
	struct problem p;

	read_problem(&p, &in);
	set = universe_set(&p.u, p.in);
	avoid = universe_set(&p.u, p.avoid);
	if (sn_set_is_empty(set)) {
		sn_set_free(set);
		sn_set_free(avoid);
		return 0;
	}
	if (!sn_set_is_empty(avoid))
		options.avoid = avoid;
	if (p.longest_host < BITS) {
		unsigned len =
		    universe_width(&p.u) - p.u.shift - p.longest_host;

		if (p.u.family == SN_IPV4)
			options.shortest4 = (uint8_t)len;
		else
			options.shortest6 = (uint8_t)len;
	}
	least_extra(&p, 0, BITS, least);
	for (unsigned k = 1; k <= BUDGET; k++)
		compare(&p, set, &options, k, least[k]);
	sn_set_free(set);
	sn_set_free(avoid);
	return 0;
}
