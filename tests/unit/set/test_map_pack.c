/*
 * test_map_pack.c - maps as bytes and back; bytes that somebody altered.
 */
#include "table.h"

#include "set/snapshot.h"

enum { MOST_BYTES = 1 << 18, HEAD = 64 };

struct bytes {
	char data[MOST_BYTES];
	size_t size;
};
static struct bytes packed, other;

static sn_status
collect(void *ctx, const char *data, size_t size)
{
	struct bytes *to = ctx;

	assert_true(size <= MOST_BYTES - to->size);
	memcpy(to->data + to->size, data, size);
	to->size += size;
	return SN_OK;
}

static void
pack(struct bytes *to, const sn_map *m)
{
	to->size = 0;
	assert_int_equal(sn_map_pack(m, collect, to), SN_OK);
	assert_int_equal(to->size, sn_map_pack_size(m));
}

static void
same_maps(const sn_map *a, const sn_map *b)
{
	sn_map_entry x, y;
	sn_map_iter i, j;

	sn_map_iter_init(&i, a);
	sn_map_iter_init(&j, b);
	while (sn_map_iter_next(&i, &x)) {
		assert_true(sn_map_iter_next(&j, &y));
		assert_memory_equal(&x, &y, sizeof(x));
	}
	assert_false(sn_map_iter_next(&j, &y));
}

/* Is refused, at @at and with @what in the message. */
static void
refused(const struct bytes *b, size_t at, const char *what)
{
	sn_error error = {0};
	sn_map *m = (void *)&error;

	assert_int_equal(
	    sn_map_unpack(&m, b->data, b->size, NULL, &error), SN_ESYNTAX);
	assert_ptr_equal(m, &error);
	assert_int_equal(error.offset, at);
	if (!strstr(error.message, what))
		fail_msg("'%s', wanted '%s'", error.message, what);
	assert_int_equal(
	    sn_map_unpack(&m, b->data, b->size, NULL, NULL), SN_ESYNTAX);
}

/* What was packed comes back, at any address and as the same bytes. */
static void
there_and_back(void **state)
{
	uint64_t seed = test_seed();
	struct table t;

	(void)state;
	for (unsigned i = 0; i < test_rounds(2000); i++) {
		uint32_t flags = i % 2 ? SN_MAP_MERGE : 0;
		size_t shift = i % 9;
		sn_map *m, *back;

		table_random(&t, &seed, false);
		m = table_map(&t, flags);
		pack(&packed, m);
		memmove(packed.data + shift, packed.data, packed.size);
		assert_int_equal(sn_map_unpack(&back, packed.data + shift,
				     packed.size, NULL, NULL),
		    SN_OK);
		same_maps(m, back);
		pack(&other, back);
		assert_memory_equal(
		    other.data, packed.data + shift, other.size);
		sn_map_free(back);
		sn_map_free(m);
	}
}

/* No byte can be changed, none can lack or follow, unnoticed. */
static void
every_byte(void **state)
{
	uint64_t seed = test_seed();
	struct table t;
	sn_map *m, *back;

	(void)state;
	do
		table_random(&t, &seed, false);
	while (t.n < 5);
	m = table_map(&t, 0);
	pack(&packed, m);
	sn_map_free(m);
	for (size_t i = 0; i < packed.size * 8; i++) {
		packed.data[i / 8] ^= (char)(1 << i % 8);
		assert_int_equal(
		    sn_map_unpack(&back, packed.data, packed.size, NULL, NULL),
		    SN_ESYNTAX);
		packed.data[i / 8] ^= (char)(1 << i % 8);
	}
	for (size_t size = 0; size < packed.size; size++)
		assert_int_equal(
		    sn_map_unpack(&back, packed.data, size, NULL, NULL),
		    SN_ESYNTAX);
	packed.size++;
	refused(&packed, packed.size - 1, "more follows");
}

/* The map that is kept, as bytes of this machine. */
static sn_map *
kept_map(void)
{
	static const struct {
		const char *prefix;
		uint32_t value;
	} entry[] = {{"255.255.255.255/32", 0}, {"0.0.0.0/0", 7},
	    {"10.0.0.0/9", 4000000000u}, {"10.0.0.0/8", 3}, {"::/0", 1},
	    {"2001:db8::/32", 2},
	    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", 3}};
	enum { N = sizeof(entry) / sizeof(*entry) };
	sn_prefix p[N];
	uint32_t value[N];
	sn_map *m;

	for (size_t i = 0; i < N; i++) {
		assert_int_equal(sn_prefix_parse(&p[i], entry[i].prefix,
				     strlen(entry[i].prefix), 0, NULL),
		    SN_OK);
		value[i] = entry[i].value;
	}
	assert_int_equal(sn_map_new(&m, p, value, N, NULL), SN_OK);
	return m;
}

/* Each fault has its place. */
static void
faults(void **state)
{
	sn_map *m = kept_map();
	sn__packed4 *four = (void *)(packed.data + HEAD);
	size_t at6 = HEAD + 64;
	sn__snapshot *h = (void *)packed.data;
	sn__snapshot good;

	(void)state;
	pack(&packed, m);
	sn_map_free(m);
	four[1].len = 7;
	four[1].addr = 0x0b000000;
	refused(&packed, HEAD + 12, "no prefix");
	four[1].addr = 0x0a000000;
	four[1].len = 264; /* 8 in one byte */
	refused(&packed, HEAD + 12, "no prefix");
	four[1].len = 8;
	four[2].value = SN_MAP_NONE;
	refused(&packed, HEAD + 24, "no value");
	four[2].value = 4000000000u;
	four[2].len = 8;
	refused(&packed, HEAD + 24, "out of order");
	four[2].len = 9;
	packed.data[HEAD + 50] = 1;
	refused(&packed, HEAD + 50, "zeros");
	packed.data[HEAD + 50] = 0;
	packed.data[at6 + 24 + 15] ^= 1; /* a host bit of the second */
	refused(&packed, at6 + 24, "no prefix");
	packed.data[at6 + 24 + 15] ^= 1;
	four[2].value = 5;
	refused(&packed, offsetof(sn__snapshot, sum), "checksum");
	four[2].value = 4000000000u;
	good = *h;
	h->kind = SN__SNAPSHOT_SET;
	h->n4 = h->n6 = 0;
	h->size = packed.size = HEAD;
	refused(&packed, offsetof(sn__snapshot, kind), "not of a map");
	*h = good;
	h->kind = 4;
	refused(&packed, offsetof(sn__snapshot, kind), "no known kind");
}

/* A set is not taken for a map, nor a map for a set. */
static void
other_kind(void **state)
{
	sn_map *m = kept_map();
	sn_error error = {0};
	sn_set *set;

	(void)state;
	pack(&packed, m);
	sn_map_free(m);
	assert_int_equal(sn_set_borrow(&set, packed.data, packed.size,
			     SN_BORROW_CHECK, NULL, &error),
	    SN_ESYNTAX);
	assert_string_equal(error.message, "a snapshot, but not of a set");
}

/* Written by tests/unit/set/kept/write, which knows no C. */
static void
version_1_of_both_orders(void **state)
{
	static const char *const path[] = {"tests/unit/set/kept/v1-map-little",
	    "tests/unit/set/kept/v1-map-big"};
	sn_map *want = kept_map(), *m;
	unsigned native = 0;

	(void)state;
	pack(&packed, want);
	for (int i = 0; i < 2; i++) {
		FILE *f = fopen(path[i], "rb");

		assert_non_null(f);
		other.size = fread(other.data, 1, MOST_BYTES, f);
		fclose(f);
		assert_int_equal(
		    sn_map_unpack(&m, other.data, other.size, NULL, NULL),
		    SN_OK);
		same_maps(m, want);
		sn_map_free(m);
		assert_int_equal(other.size, packed.size);
		native += !memcmp(other.data, packed.data, packed.size);
		other.data[other.size - 1] ^= 1;
		assert_int_equal(
		    sn_map_unpack(&m, other.data, other.size, NULL, NULL),
		    SN_ESYNTAX);
	}
	assert_int_equal(native, 1);
	sn_map_free(want);
}

static sn_status
full(void *ctx, const char *data, size_t size)
{
	(void)data;
	(void)size;
	return --*(unsigned *)ctx ? SN_OK : SN_EIO;
}

/* A sink that fails at any piece, of maps of one and of both families. */
static void
sink_fails(void **state)
{
	enum { N = 1000 };
	static sn_prefix p[2 * N];
	static uint32_t value[2 * N];

	(void)state;
	for (unsigned i = 0; i < N; i++) {
		p[i] = sn__prefix(SN_IPV4, i * 77, 32);
		p[N + i] = sn__prefix(SN_IPV6, i, 128);
	}
	for (unsigned some = 0; some < 3; some++) {
		size_t from = some == 1 ? N : 0, n = some ? N : 2 * N;
		unsigned left = 1000, pieces;
		sn_map *m;

		assert_int_equal(
		    sn_map_new(&m, p + from, value + from, n, NULL), SN_OK);
		assert_int_equal(sn_map_pack(m, full, &left), SN_OK);
		pieces = 1000 - left;
		assert_true(pieces > 2);
		for (unsigned k = 1; k <= pieces; k++) {
			left = k;
			assert_int_equal(sn_map_pack(m, full, &left), SN_EIO);
		}
		sn_map_free(m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(every_byte),
	    cmocka_unit_test(faults),
	    cmocka_unit_test(other_kind),
	    cmocka_unit_test(version_1_of_both_orders),
	    cmocka_unit_test(sink_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
