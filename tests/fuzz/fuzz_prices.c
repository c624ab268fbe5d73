/*
 * Covers with weights, with a previous list and by the dual: a dynamic program
 * over all prefixes of a universe of 2^6 cells says what they have to cost,
 * for every budget.
 */
#include "fuzz.h"

enum { BITS = 6, SIZE = 1 << BITS, OLD_MAX = 6, WEIGHTS_MAX = 6 };
enum { NEVER = 1 << 24 };

struct problem {
	struct universe u;
	bool in[SIZE];
	bool avoid[SIZE];
	int price[SIZE];
	unsigned longest_host; /* no prefix with more host bits */
	bool is_old[BITS + 1][SIZE];
	sn_prefix old[OLD_MAX];
	size_t olds;
	sn_weight weight[WEIGHTS_MAX];
	size_t weights;
	int churn;
	int want[SIZE + 1]; /* least cost with at most k prefixes */
};

/* What one prefix costs where it is chosen; NEVER where it must not be. */
static int
price_of(const struct problem *p, unsigned first, unsigned host)
{
	int cost = p->is_old[host][first] ? -p->churn : p->churn;

	if (host > p->longest_host)
		return NEVER;
	for (unsigned a = first; a < first + (1u << host); a++) {
		if (p->avoid[a])
			return NEVER;
		if (!p->in[a])
			cost += p->price[a];
	}
	return cost;
}

/* least[k], k up to the addresses below: at most k prefixes for a subtree. */
static void
least_costs(
    const struct problem *p, unsigned first, unsigned host, int least[SIZE + 1])
{
	unsigned most = 1u << host, half = most / 2;
	int whole, left[SIZE + 1], right[SIZE + 1];
	bool any = false;

	for (unsigned a = first; a < first + most; a++)
		any |= p->in[a];
	for (unsigned k = 0; k <= most; k++)
		least[k] = any ? NEVER : 0;
	if (!any)
		return;
	whole = price_of(p, first, host);
	for (unsigned k = 1; k <= most; k++)
		least[k] = whole;
	if (!half)
		return;
	least_costs(p, first, host - 1, left);
	least_costs(p, first + half, host - 1, right);
	for (unsigned i = 0; i <= half; i++)
		for (unsigned j = 0; j <= half; j++)
			if (left[i] < NEVER && right[j] < NEVER &&
			    left[i] + right[j] < least[i + j])
				least[i + j] = left[i] + right[j];
	for (unsigned k = 1; k <= most; k++)
		if (least[k] > least[k - 1])
			least[k] = least[k - 1];
}

/* The list covers the set, within the rules, and costs @cost. */
static void
check_list(const struct problem *p, const sn_prefixes *list,
    const sn_cover_result *result, int cost)
{
	size_t n;
	const sn_prefix *prefix = sn_prefixes_data(list, &n);
	bool seen[SIZE] = {false};
	unsigned extra = 0;
	int sum = (int)p->olds * p->churn;

	CHECK(n == result->prefixes);
	for (size_t i = 0; i < n; i++) {
		unsigned first, host;
		int price;

		CHECK(universe_find(&p->u, prefix[i], &first, &host));
		price = price_of(p, first, host);
		CHECK(price < NEVER);
		sum += price;
		for (unsigned a = first; a < first + (1u << host); a++) {
			CHECK(!seen[a]);
			seen[a] = true;
			extra += !p->in[a];
		}
	}
	for (unsigned a = 0; a < SIZE; a++)
		CHECK(seen[a] || !p->in[a]);
	CHECK(sum == cost);
	CHECK(!sn_count_compare(
	    result->cost, universe_count(&p->u, (unsigned)cost)));
	CHECK(!sn_count_compare(result->extra, universe_count(&p->u, extra)));
}

static bool
same(const sn_prefixes *a, const sn_prefixes *b)
{
	size_t na, nb;
	const sn_prefix *pa = sn_prefixes_data(a, &na);
	const sn_prefix *pb = sn_prefixes_data(b, &nb);

	return na == nb && (na == 0 || !memcmp(pa, pb, na * sizeof(*pa)));
}

/* Both methods give one list; @k: how many prefixes it has, 0: none does. */
static void
compare(const struct problem *p, const sn_set *set,
    const sn_cover_options *options, unsigned k)
{
	sn_cover_options o = *options;
	sn_prefixes *list[2] = {NULL, NULL};
	sn_cover_result result = SN_COVER_RESULT_INIT;

	for (unsigned method = SN_COVER_ALL_NODES; method <= SN_COVER_CORE;
	     method++) {
		sn_prefixes **out = &list[method - SN_COVER_ALL_NODES];
		sn_status status;

		o.method = (uint8_t)method;
		status = sn_cover(out, set, &o, &result);
		CHECK(status == (k ? SN_OK : SN_EINFEASIBLE));
		if (!k)
			continue;
		CHECK(result.prefixes == k);
		check_list(p, *out, &result, p->want[k]);
	}
	CHECK(!k || same(list[0], list[1]));
	sn_prefixes_free(list[0]);
	sn_prefixes_free(list[1]);
}

/* The fewest prefixes that cost no more than @cost; 0: no number does. */
static unsigned
fewest(const struct problem *p, int cost)
{
	for (unsigned k = 1; k <= SIZE; k++)
		if (p->want[k] <= cost && p->want[k] < NEVER)
			return k;
	return 0;
}

static void
check_budget(const struct problem *p, const sn_set *set,
    const sn_cover_options *options, unsigned k)
{
	sn_cover_options o = *options;
	sn_prefixes *none = NULL;
	sn_cover_result result = SN_COVER_RESULT_INIT;

	o.max_prefixes = k;
	if (p->want[k] < NEVER) {
		compare(p, set, &o, fewest(p, p->want[k]));
		return;
	}
	compare(p, set, &o, 0);
	CHECK(sn_cover(&none, set, &o, &result) == SN_EINFEASIBLE && !none);
	CHECK(result.prefixes == fewest(p, NEVER));
}

static void
check_dual(const struct problem *p, const sn_set *set,
    const sn_cover_options *options, int most, unsigned budget)
{
	sn_cover_options o = *options;
	sn_count limit = universe_count(&p->u, (unsigned)most);
	unsigned k = fewest(p, most);

	o.max_extra = &limit;
	compare(p, set, &o, k);
	o.max_prefixes = budget;
	compare(p, set, &o, k <= budget ? k : 0);
	if (k > budget) {
		sn_prefixes *none = NULL;
		sn_cover_result result = SN_COVER_RESULT_INIT;

		CHECK(sn_cover(&none, set, &o, &result) == SN_EINFEASIBLE);
		CHECK(!none && result.prefixes == k);
	}
}

static void
check_curve(const struct problem *p, const sn_set *set,
    const sn_cover_options *options, size_t n)
{
	sn_cover_point point[SIZE];
	sn_count never;

	memset(&never, 0xff, sizeof(never));
	CHECK(!sn_cover_curve(set, options, point, n));
	for (size_t k = 1; k <= n; k++) {
		int want = p->want[k];

		CHECK(!sn_count_compare(point[k - 1].cost,
		    want >= NEVER ? never
				  : universe_count(&p->u, (unsigned)want)));
	}
}

/* Weights of whole prefixes: the longest that holds an address counts. */
static void
read_weights(struct problem *p, struct fuzz_input *in)
{
	unsigned host_of[SIZE];

	for (unsigned a = 0; a < SIZE; a++) {
		p->price[a] = 1;
		host_of[a] = BITS + 1;
	}
	for (unsigned n = fuzz_byte(in) % (WEIGHTS_MAX + 1); n > 0; n--) {
		unsigned host = fuzz_byte(in) % (BITS + 1);
		unsigned first = fuzz_byte(in) % SIZE >> host << host;
		unsigned cost = fuzz_byte(in) % 9;
		sn_prefix prefix = universe_prefix(&p->u, first, host);
		bool twice = false;

		for (size_t i = 0; i < p->weights; i++)
			twice |=
			    !sn_prefix_compare(p->weight[i].prefix, prefix);
		if (twice)
			continue;
		p->weight[p->weights++] = (sn_weight){prefix, cost};
		for (unsigned a = first; a < first + (1u << host); a++)
			if (host < host_of[a]) {
				host_of[a] = host;
				p->price[a] = (int)cost;
			}
	}
}

static void
read_problem(struct problem *p, struct fuzz_input *in)
{
	memset(p, 0, sizeof(*p));
	p->u = fuzz_universe(fuzz_byte(in), BITS, 56);
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
	read_weights(p, in);
	p->churn = (int)(fuzz_byte(in) % 9);
	for (unsigned n = fuzz_byte(in) % (OLD_MAX + 1); n > 0; n--) {
		unsigned host = fuzz_byte(in) % (BITS + 1);
		unsigned first = fuzz_byte(in) % SIZE >> host << host;

		if (p->is_old[host][first])
			continue;
		p->is_old[host][first] = true;
		p->old[p->olds++] = universe_prefix(&p->u, first, host);
	}
	least_costs(p, 0, BITS, p->want);
	for (unsigned k = 0; k <= SIZE; k++)
		if (p->want[k] < NEVER)
			p->want[k] += (int)p->olds * p->churn;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sn_cover_options o = SN_COVER_OPTIONS_INIT;
	struct fuzz_input in = {data, size};
	static const bool nothing[SIZE];
	sn_prefixes *previous;
	sn_set *set, *avoid;
	struct problem p;
	unsigned len;
	int most;

	read_problem(&p, &in);
	if (!memcmp(p.in, nothing, sizeof(nothing)))
		return 0;
	set = universe_set(&p.u, p.in);
	avoid = universe_set(&p.u, p.avoid);
	CHECK(!sn_prefixes_new(&previous, p.old, p.olds, NULL));
	/* A prefix above the universe would have to be priced too. */
	len = universe_width(&p.u) - p.u.shift - p.longest_host;
	if (p.u.family == SN_IPV4)
		o.shortest4 = (uint8_t)len;
	else
		o.shortest6 = (uint8_t)len;
	o.avoid = avoid;
	o.previous = previous;
	o.churn_cost = universe_count(&p.u, (unsigned)p.churn).word[0];
	o.weights = p.weight;
	o.weight_count = p.weights;
	check_curve(&p, set, &o, 1 + fuzz_byte(&in) % SIZE);
	for (unsigned n = 1 + fuzz_byte(&in) % 4; n > 0; n--)
		check_budget(&p, set, &o, 1 + fuzz_byte(&in) % SIZE);
	most = (int)fuzz_byte(&in);
	check_dual(&p, set, &o, most, 1 + fuzz_byte(&in) % SIZE);
	sn_prefixes_free(previous);
	sn_set_free(set);
	sn_set_free(avoid);
	return 0;
}
