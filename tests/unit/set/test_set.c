/*
 * test_set.c - sets against a bitmap of a small universe: 2^16 addresses at
 * the bottom, in the middle and at the very top of each family.
 */
#include "test.h"

#include "set/set.h"

enum { BITS = 16, SIZE = 1 << BITS, UNIVERSES = 6 };

struct universe {
	unsigned family;
	sn__u128 base;
};

static struct universe
universe(unsigned i)
{
	unsigned family = i & 1 ? SN_IPV6 : SN_IPV4;
	sn__u128 top = sn__top(family);
	const sn__u128 base[] = {0, (top / 2 + 1) - SIZE / 2, top - SIZE + 1};

	return (struct universe){family, base[i / 2]};
}

/* The oracle: one byte an address. */
typedef uint8_t map[SIZE];

static sn_range
range_at(struct universe u, unsigned first, unsigned last)
{
	return (sn_range){sn__addr(u.family, u.base + first),
	    sn__addr(u.family, u.base + last)};
}

/* Ways of adding a range that have to mean the same. */
static void
add(sn_builder *b, struct universe u, unsigned first, unsigned last,
    unsigned way)
{
	sn_range r = range_at(u, first, last);
	char text[SN_RANGE_TEXT_MAX + 1];
	size_t n;

	switch (way) {
	case 0:
		assert_int_equal(sn_builder_add_range(b, r), SN_OK);
		break;
	case 1:
		n = sn_range_format(text, sizeof(text), r);
		text[n++] = '\n';
		assert_int_equal(
		    sn_builder_add_text(b, text, n, NULL, NULL, NULL), SN_OK);
		break;
	default:
		if (u.family == SN_IPV4) {
			sn_range4 r4 = {
			    (uint32_t)r.first.lo, (uint32_t)r.last.lo};

			assert_int_equal(
			    sn_builder_add_ranges4(b, &r4, 1), SN_OK);
		} else {
			sn_range6 r6 = sn__range6(
			    sn__addr_bits(r.first), sn__addr_bits(r.last));

			assert_int_equal(
			    sn_builder_add_ranges6(b, &r6, 1), SN_OK);
		}
		break;
	}
}

static void
add_prefix(
    sn_builder *b, struct universe u, unsigned at, unsigned len, unsigned way)
{
	sn_prefix p = sn__prefix(u.family, u.base + at, len);

	if (way == 0) {
		assert_int_equal(sn_builder_add_prefix(b, p), SN_OK);
	} else if (u.family == SN_IPV4) {
		sn_prefix4 p4 = {(uint32_t)(u.base + at), p.len, {0}};

		assert_int_equal(sn_builder_add_prefixes4(b, &p4, 1), SN_OK);
	} else {
		sn_prefix6 p6 = {
		    sn__hi(u.base + at), sn__lo(u.base + at), p.len, {0}};

		assert_int_equal(sn_builder_add_prefixes6(b, &p6, 1), SN_OK);
	}
}

/* What the generator has reached. */
static struct {
	unsigned bottom, top, single, adjacent, nested, equal, gap1;
} seen;

/* Where the next range begins and its size, seen from the last one. */
static void
choose(uint64_t *rng, unsigned *first, unsigned last, unsigned *size)
{
	*size = 1u << test_below(rng, BITS);
	switch (test_below(rng, 8)) {
	case 0:
		seen.bottom++;
		*first = 0;
		break;
	case 1:
		seen.top++;
		*first = SIZE - 1 - (unsigned)test_below(rng, 3);
		break;
	case 2:
		seen.adjacent++;
		*first = last + 1;
		break;
	case 3:
		seen.gap1++;
		*first = last + 2;
		break;
	case 4:
		seen.nested++;
		*size = 1 + (unsigned)test_below(rng, last - *first + 1);
		break;
	case 5:
		seen.equal++;
		*size = last - *first + 1;
		break;
	default:
		*first = (unsigned)test_below(rng, SIZE);
		break;
	}
	if (*first >= SIZE)
		*first = SIZE - 1;
}

/* Ranges and prefixes that touch, nest, repeat and end at the borders. */
static sn_set *
random_set(uint64_t *rng, struct universe u, map m)
{
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	unsigned n = (unsigned)test_below(rng, 40), first = 0, last = 0;
	sn_builder *b;
	sn_set *s;

	memset(m, 0, SIZE);
	options.threads = 1 + (unsigned)test_below(rng, 3);
	assert_int_equal(sn_builder_new(&b, &options), SN_OK);
	for (unsigned i = 0; i < n; i++) {
		unsigned size;

		choose(rng, &first, last, &size);
		if (test_below(rng, 2)) {
			unsigned len = 1 + (unsigned)test_below(rng, BITS);
			unsigned host = (1u << (BITS - len)) - 1;

			first &= ~host;
			last = first | host;
			add_prefix(b, u, first,
			    len + sn__width(u.family) - BITS,
			    (unsigned)test_below(rng, 2));
		} else {
			last = first + size - 1;
			if (last >= SIZE)
				last = SIZE - 1;
			add(b, u, first, last, (unsigned)test_below(rng, 3));
		}
		seen.single += first == last;
		memset(m + first, 1, last - first + 1);
	}
	assert_int_equal(sn_builder_build(&s, b), SN_OK);
	sn_builder_free(b);
	return s;
}

/* Maximal aligned blocks inside the bitmap, by halving: the aggregates. */
static unsigned
aggregates(const uint8_t *m, struct universe u, unsigned at, unsigned len,
    sn_prefix *out, unsigned n)
{
	unsigned size = 1u << (BITS - len), full = 0;

	for (unsigned i = 0; i < size; i++)
		full += m[at + i];
	/* The universe in the middle is two blocks, not one. */
	if (full == size && (len || !(u.base & (SIZE - 1)))) {
		if (out)
			out[n] = sn__prefix(u.family, u.base + at,
			    len + sn__width(u.family) - BITS);
		return n + 1;
	}
	if (full == 0)
		return n;
	n = aggregates(m, u, at, len + 1, out, n);
	return aggregates(m, u, at + size / 2, len + 1, out, n);
}

static sn_status
collect(void *ctx, const char *data, size_t size)
{
	char **at = ctx;

	memcpy(*at, data, size);
	*at += size;
	return SN_OK;
}

/* The set is exactly the bitmap, in every way there is to look at it. */
static void
check_set(const sn_set *s, struct universe u, const map m)
{
	static sn_prefix want[SIZE];
	static char text[SIZE * 100], expect[SIZE * 100];
	unsigned n = aggregates(m, u, 0, 0, want, 0), count = 0, ranges = 0;
	char *end = text, *p = expect;
	const char *why;
	sn_set_iter it;
	sn_prefix prefix;
	sn_range r;

	if (!sn__set_check(s, &why))
		fail_msg("%s", why);
	sn_set_iter_init(&it, s, 0);
	for (unsigned i = 0; i < n; i++) {
		assert_true(sn_set_iter_next_prefix(&it, &prefix));
		assert_memory_equal(&prefix, &want[i], sizeof(prefix));
		p += sn_prefix_format(p, 100, prefix);
		*p++ = '\n';
	}
	assert_false(sn_set_iter_next_prefix(&it, &prefix));
	assert_int_equal(sn_set_prefix_count(s, 0), n);
	assert_int_equal(sn_set_prefix_count(s, u.family), n);
	assert_int_equal(sn_set_prefix_count(s, 10 - u.family), 0);
	assert_int_equal(
	    sn_set_write(s, SN_WRITE_PREFIXES, 1, collect, &end), SN_OK);
	assert_int_equal(end - text, p - expect);
	assert_memory_equal(text, expect, (size_t)(end - text));

	sn_set_iter_init(&it, s, u.family);
	for (unsigned i = 0; i < SIZE; i++) {
		unsigned last = i;

		if (!m[i])
			continue;
		while (last + 1 < SIZE && m[last + 1])
			last++;
		assert_true(sn_set_iter_next_range(&it, &r));
		assert_true(sn__addr_bits(r.first) == u.base + i);
		assert_true(sn__addr_bits(r.last) == u.base + last);
		count += last - i + 1;
		ranges++;
		i = last;
	}
	assert_false(sn_set_iter_next_range(&it, &r));
	assert_int_equal(sn_set_range_count(s, 0), ranges);
	assert_int_equal(
	    sn_count_compare(sn_set_count(s, u.family), sn_count_from(count)),
	    0);
	assert_true(sn_count_is_zero(sn_set_count(s, u.family == 4 ? 6 : 4)));
	assert_int_equal(sn_set_is_empty(s), count == 0);
}

/* The smallest prefix that holds all, by trying every length. */
static void
check_common(const sn_set *s, struct universe u, const map m)
{
	unsigned first = 0, last = SIZE - 1, len = sn__width(u.family);
	sn_prefix common, p;

	while (first < SIZE && !m[first])
		first++;
	if (first == SIZE) {
		assert_int_equal(
		    sn_set_common(s, u.family, &common), SN_ENOTFOUND);
		return;
	}
	while (!m[last])
		last--;
	do
		p = sn__prefix(u.family, u.base + first, len--);
	while (!sn_prefix_contains_addr(p, sn__addr(u.family, u.base + last)));
	assert_int_equal(sn_set_common(s, u.family, &common), SN_OK);
	assert_memory_equal(&common, &p, sizeof(p));
	assert_int_equal(sn_set_common(s, 5, &common), SN_ENOTFOUND);
}

static void
check_questions(uint64_t *rng, const sn_set *a, const sn_set *b,
    struct universe u, const map ma, const map mb)
{
	bool subset = true, overlap = false;

	for (unsigned i = 0; i < SIZE; i++) {
		subset &= !mb[i] || ma[i];
		overlap |= ma[i] && mb[i];
	}
	assert_int_equal(sn_set_contains_set(a, b), subset);
	assert_int_equal(sn_set_overlaps(a, b), overlap);
	assert_int_equal(sn_set_overlaps(b, a), overlap);
	assert_int_equal(sn_set_equal(a, b), memcmp(ma, mb, SIZE) == 0);
	assert_true(sn_set_equal(a, a));
	assert_true(sn_set_contains_set(a, a));
	for (unsigned i = 0; i < 200; i++) {
		unsigned first = (unsigned)test_below(rng, SIZE);
		unsigned size = 1u << test_below(rng, 10);
		unsigned last =
		    first + size > SIZE ? SIZE - 1 : first + size - 1;
		bool all = true, any = false;

		for (unsigned j = first; j <= last; j++) {
			all &= ma[j];
			any |= ma[j];
		}
		assert_int_equal(
		    sn_set_contains_range(a, range_at(u, first, last)), all);
		assert_int_equal(
		    sn_set_overlaps_range(a, range_at(u, first, last)), any);
		assert_int_equal(
		    sn_set_contains_addr(a, sn__addr(u.family, u.base + first)),
		    ma[first]);
	}
}

/* The complement within the universe, and the one of everything. */
static void
check_complement(const sn_set *s, struct universe u, const map m)
{
	static map other;
	sn_prefix within =
	    sn__prefix(u.family, u.base, sn__width(u.family) - BITS);
	bool aligned = !(u.base & (SIZE - 1));
	sn_set *c, *twice;

	for (unsigned i = 0; i < SIZE; i++)
		other[i] = !m[i];
	/* The universe in the middle straddles two prefixes. */
	if (aligned) {
		assert_int_equal(sn_set_complement(&c, s, &within), SN_OK);
		check_set(c, u, other);
		sn_set_free(c);
	}
	assert_int_equal(sn_set_complement(&c, s, NULL), SN_OK);
	assert_false(sn_set_overlaps(c, s));
	if (!sn_set_is_empty(s)) {
		sn_prefix all = sn__prefix(u.family, 0, 0);

		assert_int_equal(
		    sn_count_compare(
			sn_count_add(sn_set_count(c, 0), sn_set_count(s, 0)),
			sn_prefix_size(all)),
		    0);
		assert_int_equal(sn_set_complement(&twice, c, NULL), SN_OK);
		assert_true(sn_set_equal(twice, s));
		sn_set_free(twice);
	} else {
		assert_true(sn_set_is_empty(c));
	}
	sn_set_free(c);
}

static void
algebra(void **state)
{
	static map ma, mb, want;
	typedef sn_status (*operation)(
	    sn_set **, const sn_set *, const sn_set *);
	const operation op[] = {
	    sn_set_union, sn_set_intersect, sn_set_subtract, sn_set_symdiff};
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned i = 0; i < test_rounds(1200); i++) {
		struct universe u = universe(i % UNIVERSES);
		sn_set *a = random_set(&rng, u, ma);
		sn_set *b = random_set(&rng, u, mb), *s;

		check_set(a, u, ma);
		check_set(b, u, mb);
		check_common(a, u, ma);
		for (unsigned j = 0; j < 4; j++) {
			for (unsigned k = 0; k < SIZE; k++)
				want[k] = j == 0   ? ma[k] | mb[k]
					  : j == 1 ? ma[k] & mb[k]
					  : j == 2 ? ma[k] & !mb[k]
						   : ma[k] ^ mb[k];
			assert_int_equal(op[j](&s, a, b), SN_OK);
			check_set(s, u, want);
			sn_set_free(s);
			/* By several threads, which few ranges never get. */
			a->threads = 1 + (unsigned)test_below(&rng, 9);
			assert_int_equal(
			    sn__set_combine(&s, a, b, (sn__operation)j,
				1 + test_below(&rng, 4)),
			    SN_OK);
			check_set(s, u, want);
			sn_set_free(s);
			/* Both operands the same object. */
			assert_int_equal(op[j](&s, a, a), SN_OK);
			assert_true(
			    j < 2 ? sn_set_equal(s, a) : sn_set_is_empty(s));
			sn_set_free(s);
		}
		check_questions(&rng, a, b, u, ma, mb);
		check_complement(a, u, ma);
		sn_set_free(a);
		sn_set_free(b);
	}
	assert_true(seen.bottom > 20 && seen.top > 20 && seen.single > 20 &&
		    seen.adjacent > 20 && seen.nested > 20 && seen.equal > 20 &&
		    seen.gap1 > 20);
}

/* The bulk iterators give what the single one gives, for any capacity. */
static void
bulk_iterators(void **state)
{
	static map m;
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned i = 0; i < test_rounds(120); i++) {
		struct universe u = universe(i % UNIVERSES);
		sn_set *s = random_set(&rng, u, m);
		size_t capacity = 1 + i % 7, n;
		sn_set_iter one, bulk;
		sn_prefix p;

		sn_set_iter_init(&one, s, 0);
		sn_set_iter_init(&bulk, s, 0);
		do {
			sn_prefix4 p4[8];
			sn_prefix6 p6[8];

			n = u.family == SN_IPV4
				? sn_set_iter_prefixes4(&bulk, p4, capacity)
				: sn_set_iter_prefixes6(&bulk, p6, capacity);
			assert_true(n <= capacity);
			for (size_t j = 0; j < n; j++) {
				assert_true(sn_set_iter_next_prefix(&one, &p));
				if (u.family == SN_IPV4) {
					assert_int_equal(p4[j].addr, p.lo);
					assert_int_equal(p4[j].len, p.len);
				} else {
					assert_int_equal(p6[j].hi, p.hi);
					assert_int_equal(p6[j].lo, p.lo);
					assert_int_equal(p6[j].len, p.len);
				}
			}
		} while (n);
		assert_false(sn_set_iter_next_prefix(&one, &p));
		sn_set_free(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(algebra),
	    cmocka_unit_test(bulk_iterators),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
