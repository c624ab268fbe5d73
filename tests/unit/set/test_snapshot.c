/*
 * test_snapshot.c - snapshots: what was packed comes back, whatever the
 * memory it lies in; files of version 1 of both byte orders; and every way in
 * which bytes can be none.
 */
#include "test.h"

#include "set/set.h"
#include "set/snapshot.h"

enum { MOST = 1 << 16, HEAD = sizeof(sn__snapshot) };

/* A snapshot, or what pretends to be one, aligned as it should be. */
static struct bytes {
	_Alignas(64) char data[MOST];
	size_t size;
} packed, other, again;

static sn_status
collect(void *ctx, const char *data, size_t size)
{
	struct bytes *to = ctx;

	assert_true(size <= MOST - to->size);
	memcpy(to->data + to->size, data, size);
	to->size += size;
	return SN_OK;
}

static void
pack(struct bytes *to, const sn_set *set)
{
	to->size = 0;
	assert_int_equal(sn_set_pack(set, collect, to), SN_OK);
	assert_int_equal(to->size, sn_set_pack_size(set));
}

static sn_set *
set_of(const char *text)
{
	sn_set *set;

	assert_int_equal(
	    sn_set_from_text(&set, text, strlen(text), NULL, NULL), SN_OK);
	return set;
}

static sn_set *
random_set(uint64_t *seed)
{
	sn_range4 r4[40];
	sn_range6 r6[40];
	size_t n4 = test_below(seed, 41), n6 = test_below(seed, 41);
	sn_set *set;

	for (size_t i = 0; i < n4; i++) {
		r4[i].first = (uint32_t)test_random(seed);
		r4[i].last = r4[i].first | (uint32_t)test_below(seed, 9999);
	}
	for (size_t i = 0; i < n6; i++) {
		r6[i] =
		    (sn_range6){test_below(seed, 99), test_random(seed), 0, 0};
		r6[i].last_hi = r6[i].first_hi + test_below(seed, 2);
		r6[i].last_lo = r6[i].first_lo | test_below(seed, 9999);
	}
	assert_int_equal(sn_set_from_ranges(&set, r4, n4, r6, n6, NULL), SN_OK);
	return set;
}

/* Reading @size bytes fails at @offset, and says @what. */
static void
refused(const void *data, size_t size, uint32_t flags, size_t offset,
    const char *what)
{
	sn_set *set = (void *)&packed;
	sn_error error;

	assert_int_equal(
	    sn_set_borrow(&set, data, size, flags, NULL, &error), SN_ESYNTAX);
	assert_ptr_equal(set, &packed);
	if (error.offset != offset || !strstr(error.message, what))
		fail_msg("offset %d, not %d: %s", (int)error.offset,
		    (int)offset, error.message);
}

static void
comes_back(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(2000); round++) {
		sn_set *set = random_set(&seed), *back;
		struct test_alloc memory;
		sn_alloc alloc = test_alloc_init(&memory, 0);
		size_t shift = test_below(&seed, 9), n;

		pack(&packed, set);
		assert_true(sn_set_is_packed(packed.data, packed.size));
		memcpy(other.data + shift, packed.data, packed.size);
		assert_int_equal(
		    sn_set_borrow(&back, other.data + shift, packed.size,
			round & 1 ? SN_BORROW_CHECK : 0, &alloc, NULL),
		    SN_OK);
		assert_true(sn_set_equal(set, back));
		assert_true(sn__set_check(back, &(const char *){NULL}));
		/* Where it can be, it is used where it lies. */
		if (shift % 8 == 0)
			assert_ptr_equal(sn_set_ranges4(back, &n),
			    other.data + shift + HEAD);
		pack(&again, back);
		assert_int_equal(again.size, packed.size);
		assert_memory_equal(again.data, packed.data, again.size);
		sn_set_free(back);
		assert_int_equal(memory.live, 0);
		sn_set_free(set);
	}
}

/* A bit turned anywhere is noticed. */
static void
altered(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(20); round++) {
		sn_set *set = random_set(&seed), *back = NULL;
		sn_error error;

		pack(&packed, set);
		for (size_t bit = 0; bit < packed.size * 8; bit++) {
			packed.data[bit / 8] ^= (char)(1 << bit % 8);
			assert_int_equal(
			    sn_set_borrow(&back, packed.data, packed.size,
				SN_BORROW_CHECK, NULL, &error),
			    SN_ESYNTAX);
			assert_true(error.offset <= packed.size);
			packed.data[bit / 8] ^= (char)(1 << bit % 8);
		}
		sn_set_free(set);
	}
}

static void
cut_short_or_longer(void **state)
{
	sn_set *set = set_of("10.0.0.0/8\n2001:db8::/32\n");

	(void)state;
	pack(&packed, set);
	for (size_t size = 8; size < packed.size; size++)
		refused(packed.data, size, 0, size, "cut short");
	refused(packed.data, 7, 0, 0, "expected a snapshot");
	packed.data[packed.size] = 0;
	refused(packed.data, packed.size + 1, 0, packed.size, "more follows");
	sn_set_free(set);
}

/* What each field can be but must not, and where the fault is then. */
static void
bad_headers(void **state)
{
	sn_set *set = set_of("10.0.0.0/8\n2001:db8::/32\n");
	sn__snapshot *h = (void *)packed.data, good;
	sn_range4 *r4 = (void *)(packed.data + HEAD);
	size_t size;

	(void)state;
	pack(&packed, set);
	size = packed.size;
	good = *h;
#define BAD(field, value, what)                                       \
 do {                                                                 \
  h->field = (value);                                                 \
  refused(packed.data, size, 0, offsetof(sn__snapshot, field), what); \
  *h = good;                                                          \
 } while (0)
	BAD(order, 0x04030201 + 1, "byte order");
	BAD(version, 2, "version 2: version 1 is read here");
	BAD(version, 0, "version 0");
	BAD(kind, 4, "no known kind");
	BAD(n4, (UINT64_C(1) << 31) + 1, "more ranges than IPv4");
	BAD(n6, UINT64_MAX / 32, "more ranges than memory");
	BAD(size, 1, "counts do not give");
	BAD(reserved[0], 1, "zeros");
	h->sum ^= 1;
	refused(packed.data, size, SN_BORROW_CHECK, offsetof(sn__snapshot, sum),
	    "checksum");
	*h = good;
	packed.data[HEAD + 9] = 1;
	refused(packed.data, size, SN_BORROW_CHECK, HEAD + 9, "zeros");
	packed.data[HEAD + 9] = 0;
	r4->last = r4->first - 1;
	refused(packed.data, size, SN_BORROW_CHECK, HEAD, "altered: ranges");
	assert_int_equal(
	    sn_set_borrow(&set, packed.data, size, 2, NULL, NULL), SN_EINVAL);
	sn_set_free(set);
}

/* A fault in any range of many is found at its place. */
static void
bad_ranges(void **state)
{
	enum { N = 2500 };
	static sn_range4 r4[N];
	static sn_range6 r6[N / 4];
	sn_set *set;

	(void)state;
	for (uint32_t i = 0; i < N; i++)
		r4[i] = (sn_range4){i * 4, i * 4 + 2};
	for (uint64_t i = 0; i < N / 4; i++)
		r6[i] = (sn_range6){i, 0, i, UINT64_MAX - 1};
	assert_int_equal(
	    sn_set_from_ranges(&set, r4, N, r6, N / 4, NULL), SN_OK);
	pack(&packed, set);
	for (size_t i = 1; i < N; i += 101) {
		sn_range4 *r = (sn_range4 *)(void *)(packed.data + HEAD) + i;

		r->first--; /* touches the one before */
		refused(packed.data, packed.size, SN_BORROW_CHECK, HEAD + i * 8,
		    "altered");
		r->first++;
	}
	for (size_t i = 1; i < N / 4; i += 101) {
		size_t at = (HEAD + N * 8 + 63) / 64 * 64 + i * 32;
		sn_range6 *r = (void *)(packed.data + at);

		r[-1].last_lo++;
		refused(
		    packed.data, packed.size, SN_BORROW_CHECK, at, "altered");
		r[-1].last_lo--;
	}
	sn_set_free(set);
}

static void
read_kept(struct bytes *to, const char *path)
{
	FILE *f = fopen(path, "rb");

	assert_non_null(f);
	to->size = fread(to->data, 1, MOST, f);
	fclose(f);
}

/* Written by tests/unit/set/kept/write, which knows no C. */
static void
version_1_of_both_orders(void **state)
{
	static const char *const path[] = {
	    "tests/unit/set/kept/v1-little", "tests/unit/set/kept/v1-big"};
	sn_set *want = set_of("0.0.0.0-0.0.0.5\n10.1.0.0/16\n172.16.0.0/12\n"
			      "192.0.2.7\n255.255.255.0/24\n::1\n"
			      "2001:db8::-2001:db8:0:1:2:3:4:5\nffff::/16\n");

	(void)state;
	for (int i = 0; i < 2; i++) {
		bool native;
		sn_set *set;

		read_kept(&other, path[i]);
		native = ((sn__snapshot *)(void *)other.data)->order ==
			 SN__SNAPSHOT_ORDER;
		assert_int_equal(
		    sn_set_borrow(&set, other.data, other.size, 0, NULL, NULL),
		    SN_OK);
		assert_true(sn_set_equal(set, want));
		/* In this machine's order, byte for byte. */
		pack(&packed, set);
		if (native)
			assert_memory_equal(
			    packed.data, other.data, packed.size);
		sn_set_free(set);
		/* What is copied is checked, whatever was asked for. */
		other.data[other.size - 1] ^= 1;
		assert_int_equal(sn_set_borrow(&set, other.data, other.size,
				     native ? SN_BORROW_CHECK : 0, NULL, NULL),
		    SN_ESYNTAX);
	}
	sn_set_free(want);
}

#define IPRANGE_HEAD                                                     \
 "iprange binary format v1.0\nnon-optimized\nrecord size 8\nrecords 2\n" \
 "bytes 20\nlines 2\nunique ips 257\n"

static void
iprange(void **state)
{
	static const char little[] = IPRANGE_HEAD
	    "\x4d\x3c\x2b\x1a\0\0\0\x0a\xff\0\0\x0a\x04\3\2\1\4\3\2\1";
	static const char big[] = IPRANGE_HEAD
	    "\x1a\x2b\x3c\x4d\x0a\0\0\0\x0a\0\0\xff\1\2\3\4\1\2\3\4";
	static const struct {
		const char *from, *to, *what;
	} bad[] = {{"v1.0", "v2.0", "version 1.0"},
	    {"non-opt", "non-0pt", "'optimized'"},
	    {"size 8", "size 9", "record size 8"},
	    {"records 2", "records x", "'records'"},
	    {"bytes 20", "bytes 21", "8 a record"},
	    {"lines 2", "lines  ", "'lines'"},
	    {"ips 257", "ips 25.", "'unique ips'"},
	    {"records 2\nbytes 20", "records 3\nbytes 28", "cut short"},
	    {"records 2\nbytes 20", "records 1\nbytes 12", "more follows"},
	    {"\x4d\x3c", "\x4d\x3d", "byte order"},
	    {"\x0a\xff", "\x0b\xff", "reversed"}};
	sn_set *want = set_of("10.0.0.0/24\n1.2.3.4\n"), *set;
	char text[sizeof(little)];
	sn_error error;

	(void)state;
	assert_true(sn_set_is_packed(little, sizeof(little) - 1));
	assert_int_equal(
	    sn_set_borrow(&set, little, sizeof(little) - 1, 0, NULL, NULL),
	    SN_OK);
	assert_true(sn_set_equal(set, want));
	sn_set_free(set);
	assert_int_equal(
	    sn_set_borrow(&set, big, sizeof(big) - 1, 0, NULL, NULL), SN_OK);
	assert_true(sn_set_equal(set, want));
	sn_set_free(set);
	sn_set_free(want);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		size_t n = strlen(bad[i].from);
		char *at;

		memcpy(text, little, sizeof(text));
		at = memmem(text, sizeof(text), bad[i].from, n);
		assert_non_null(at);
		memcpy(at, bad[i].to, n);
		assert_int_equal(sn_set_borrow(&set, text, sizeof(text) - 1, 0,
				     NULL, &error),
		    SN_ESYNTAX);
		if (!strstr(error.message, bad[i].what))
			fail_msg("%s: %s", bad[i].what, error.message);
	}
	for (size_t size = 23; size < sizeof(little) - 1; size++)
		assert_int_equal(
		    sn_set_borrow(&set, little, size, 0, NULL, NULL),
		    SN_ESYNTAX);
	assert_false(sn_set_is_packed("10.0.0.0/8", 10));
}

static sn_status
full(void *ctx, const char *data, size_t size)
{
	(void)data;
	(void)size;
	return (*(size_t *)ctx)-- == 0 ? SN_EIO : SN_OK;
}

/* Whichever piece a sink refuses: its status comes back. */
static void
sink_fails(void **state)
{
	sn_set *set = set_of("10.0.0.0/8\n2001:db8::/32\n");
	size_t pieces = 99, n;

	(void)state;
	assert_int_equal(sn_set_pack(set, full, &pieces), SN_OK);
	n = 99 - pieces;
	for (size_t i = 0; i < n; i++) {
		size_t left = i;

		assert_int_equal(sn_set_pack(set, full, &left), SN_EIO);
	}
	sn_set_free(set);
}

/* Of many at once, and of two at a time: one union. */
static void
union_of_many(void **state)
{
	enum { SETS = 40 };
	uint64_t seed = test_seed();
	sn_set *set[SETS], *all, *one, *sum;

	(void)state;
	assert_int_equal(sn_set_union_many(&all, NULL, 0, NULL), SN_OK);
	assert_true(sn_set_is_empty(all));
	for (size_t i = 0; i < SETS; i++) {
		set[i] = random_set(&seed);
		assert_int_equal(sn_set_union(&sum, all, set[i]), SN_OK);
		sn_set_free(all);
		all = sum;
		assert_int_equal(sn_set_union_many(&one,
				     (const sn_set *const *)set, i + 1, NULL),
		    SN_OK);
		assert_true(sn_set_equal(all, one));
		sn_set_free(one);
	}
	for (size_t i = 0; i < SETS; i++)
		sn_set_free(set[i]);
	sn_set_free(all);
}

static void
bad_arrays(void **state)
{
	const sn_range4 r4 = {2, 1};
	const sn_range6 r6 = {0, 2, 0, 1};
	sn_set *set;

	(void)state;
	assert_int_equal(
	    sn_set_from_ranges(&set, &r4, 1, NULL, 0, NULL), SN_EINVAL);
	assert_int_equal(
	    sn_set_from_ranges(&set, NULL, 0, &r6, 1, NULL), SN_EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(comes_back),
	    cmocka_unit_test(altered), cmocka_unit_test(cut_short_or_longer),
	    cmocka_unit_test(bad_headers), cmocka_unit_test(bad_ranges),
	    cmocka_unit_test(version_1_of_both_orders),
	    cmocka_unit_test(iprange), cmocka_unit_test(sink_fails),
	    cmocka_unit_test(union_of_many), cmocka_unit_test(bad_arrays)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
