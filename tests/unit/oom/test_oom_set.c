/*
 * test_oom_set.c - what supernet.h offers when memory is out (covers:
 * test_oom_cover.c): for every public call that can say SN_ENOMEM, every
 * allocation fails in turn. Nothing leaks, outputs are untouched, and objects
 * that were being changed are as they were.
 */
#include "oom.h"

static sn_set *set_a, *set_b;
static char big_text[5000000]; /* enough for several threads */
static size_t big_size;

static sn_builder *
builder(unsigned threads)
{
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	sn_builder *b;

	options.threads = threads;
	assert_int_equal(sn_builder_new(&b, &options), SN_OK);
	return b;
}

static sn_set *
set_of(const char *text)
{
	sn_builder *b = builder(1);
	sn_set *set;

	assert_int_equal(
	    sn_builder_add_text(b, text, strlen(text), NULL, NULL, NULL),
	    SN_OK);
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	sn_builder_free(b);
	return set;
}

/* ------------------------------------------------------ lenient readings */

static sn_status
prefix_parse(void)
{
	const sn_prefix before = P("192.0.2.0/24");
	sn_prefix p = before;
	sn_status status;

	oom_arm();
	status = sn_prefix_parse(&p, "0x0a000000/8", 12,
	    SN_PARSE_LENIENT | SN_PARSE_MASK_HOST, NULL);
	oom_disarm();
	assert_true(!sn_prefix_compare(p, before) == (status != SN_OK));
	return status;
}

static sn_status
range_parse(void)
{
	sn_range r;
	sn_status status;

	oom_arm();
	status = sn_range_parse(
	    &r, "0.0.10.in-addr.arpa", 19, SN_PARSE_LENIENT, NULL);
	oom_disarm();
	return status;
}

/* ------------------------------------------------------------ builders */

static sn_status
new_builder(void)
{
	sn_builder *b = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_builder_new(&b, NULL);
	if (oom_made(status, b))
		sn_builder_free(b);
	return status;
}

enum add {
	ADD_ADDR,
	ADD_PREFIX,
	ADD_RANGE,
	ADD_SET,
	ADD_PREFIXES4,
	ADD_PREFIXES6,
	ADD_RANGES4,
	ADD_RANGES6,
	ADD_TEXT,
	ADD_BIG_TEXT,
	ADD_COLUMN,
	ADD_LENIENT
};

static sn_status
add_text(sn_builder *b, const char *text, size_t size, uint32_t flags,
    uint32_t column)
{
	sn_text_options options = SN_TEXT_OPTIONS_INIT;

	options.flags = flags;
	options.column = column;
	return sn_builder_add_text(b, text, size, &options, NULL, NULL);
}

static sn_status
add(sn_builder *b, enum add what)
{
	static const sn_prefix4 p4[2] = {{0x0a000000, 8, {0}}, {0, 0, {0}}};
	static const sn_prefix6 p6[2] = {{1, 0, 64, {0}}, {0, 0, 0, {0}}};
	static const sn_range4 r4[2] = {{1, 2}, {0, UINT32_MAX}};
	static const sn_range6 r6[2] = {{0, 1, 2, 3}, {0, 0, 0, UINT64_MAX}};
	sn_prefix p = P("10.0.0.0/8");

	switch (what) {
	case ADD_ADDR:
		return sn_builder_add_addr(b, sn_addr_v4(UINT32_MAX));
	case ADD_PREFIX:
		return sn_builder_add_prefix(b, p);
	case ADD_RANGE:
		return sn_builder_add_range(b, sn_prefix_range(p));
	case ADD_SET:
		return sn_builder_add_set(b, set_a);
	case ADD_PREFIXES4:
		return sn_builder_add_prefixes4(b, p4, 2);
	case ADD_PREFIXES6:
		return sn_builder_add_prefixes6(b, p6, 2);
	case ADD_RANGES4:
		return sn_builder_add_ranges4(b, r4, 2);
	case ADD_RANGES6:
		return sn_builder_add_ranges6(b, r6, 2);
	case ADD_TEXT:
		return add_text(
		    b, "10.0.0.0/8\nbad\n::/0\n", 20, SN_TEXT_SKIP_INVALID, 0);
	case ADD_BIG_TEXT:
		return add_text(b, big_text, big_size, 0, 0);
	case ADD_COLUMN:
		return add_text(b, big_text, big_size, 0, 1);
	case ADD_LENIENT:
		return add_text(
		    b, "10/8\n0x0a.0.0.1\n", 16, SN_TEXT_LENIENT, 0);
	}
	return SN_EINVAL;
}

/* A builder that fails to add is as it was before. */
static sn_status
add_one(enum add what)
{
	sn_builder *b = builder(what == ADD_BIG_TEXT ? 3 : 1);
	sn_set *set, *want = set_of("192.0.2.0/24\n2001:db8::/32\n");
	sn_status status;

	assert_int_equal(sn_builder_add_set(b, want), SN_OK);
	oom_arm();
	status = add(b, what);
	oom_disarm();
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	assert_true(sn_set_equal(set, want) == (status != SN_OK));
	sn_set_free(set);
	sn_set_free(want);
	sn_builder_free(b);
	return status;
}

#define ADD(name, what)      \
 static sn_status name(void) \
 {                           \
  return add_one(what);      \
 }
ADD(add_addr, ADD_ADDR)
ADD(add_prefix, ADD_PREFIX)
ADD(add_range, ADD_RANGE)
ADD(add_set, ADD_SET)
ADD(add_prefixes4, ADD_PREFIXES4)
ADD(add_prefixes6, ADD_PREFIXES6)
ADD(add_ranges4, ADD_RANGES4)
ADD(add_ranges6, ADD_RANGES6)
ADD(add_small_text, ADD_TEXT)
ADD(add_big_text, ADD_BIG_TEXT)
ADD(add_column, ADD_COLUMN)
ADD(add_lenient, ADD_LENIENT)

/* build() that fails leaves the builder as it was; it can be tried again. */
static sn_status
build_from(const char *text, size_t size, unsigned threads)
{
	sn_builder *b = builder(threads);
	sn_set *set = UNTOUCHED;
	sn_status status;

	assert_int_equal(
	    sn_builder_add_text(b, text, size, NULL, NULL, NULL), SN_OK);
	oom_arm();
	status = sn_builder_build(&set, b);
	oom_disarm();
	if (status) {
		assert_ptr_equal(set, UNTOUCHED);
		assert_int_equal(sn_builder_build(&set, b), SN_OK);
	}
	assert_false(sn_set_is_empty(set));
	sn_set_free(set);
	sn_builder_free(b);
	return status;
}

static sn_status
build(void)
{
	return build_from("10.0.0.0/8\n::/0\n", 16, 1);
}

static sn_status
build_big(void)
{
	return build_from(big_text, big_size, 3);
}

/* ---------------------------------------------------------------- sets */

static sn_status
free_set(sn_status status, sn_set *out)
{
	if (oom_made(status, out))
		sn_set_free(out);
	return status;
}

#define SET_CALL(name, call)    \
 static sn_status name(void)    \
 {                              \
  sn_set *out = UNTOUCHED;      \
  sn_status status;             \
                                \
  oom_arm();                    \
  status = (call);              \
  return free_set(status, out); \
 }

static const sn_prefix some_prefixes[2] = {
    {0, 0x0a000000, SN_IPV4, 8, {0}}, {0, 0, SN_IPV6, 0, {0}}};
SET_CALL(set_union, sn_set_union(&out, set_a, set_b))
SET_CALL(set_intersect, sn_set_intersect(&out, set_a, set_b))
SET_CALL(set_subtract, sn_set_subtract(&out, set_a, set_b))
SET_CALL(set_symdiff, sn_set_symdiff(&out, set_a, set_b))
SET_CALL(set_complement, sn_set_complement(&out, set_a, NULL))
SET_CALL(set_from_prefixes, sn_set_from_prefixes(&out, some_prefixes, 2, NULL))
static const sn_range4 some_ranges4[1] = {{1, 2}};
static const sn_range6 some_ranges6[1] = {{0, 1, 2, 3}};
SET_CALL(set_from_ranges,
    sn_set_from_ranges(&out, some_ranges4, 1, some_ranges6, 1, NULL))
SET_CALL(set_union_many,
    sn_set_union_many(
	&out, (const sn_set *[]){set_a, set_b, set_a, set_b}, 4, NULL))
/* Of other byte orders, which are copied: all zeros but the header. */
static const unsigned char big_endian[64] = {0x8a, 'S', 'N', 'S', '\r', '\n',
    0x1a, '\n', 1, 2, 3, 4, 0, 1, 0, 1, [39] = 64, 0x74, 0x69, 0xaf, 0x17, 0xc8,
    0x03, 0x01, 0xcf};
SET_CALL(set_borrow,
    sn_set_borrow(&out, big_endian, sizeof(big_endian), 0, NULL, NULL))
static const char iprange[] =
    "iprange binary format v1.0\noptimized\nrecord size 8\nrecords 0\n"
    "bytes 4\nlines 0\nunique ips 0\n\x4d\x3c\x2b\x1a";
SET_CALL(set_borrow_iprange,
    sn_set_borrow(&out, iprange, sizeof(iprange) - 1, 0, NULL, NULL))

static sn_status
set_write(void)
{
	sn_status status;

	oom_arm();
	status = sn_set_write(set_a, SN_WRITE_PREFIXES, 3, drop, NULL);
	oom_disarm();
	return status;
}

/* -------------------------------------------------------- lists, index */

static sn_status
free_list(sn_status status, sn_prefixes *out)
{
	if (oom_made(status, out))
		sn_prefixes_free(out);
	return status;
}

static sn_status
list_new(void)
{
	sn_prefixes *out = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_prefixes_new(&out, some_prefixes, 2, NULL);
	return free_list(status, out);
}

static sn_status
list_from_set(void)
{
	sn_prefixes *out = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_prefixes_from_set(&out, set_a, 0);
	return free_list(status, out);
}

static sn_status
index_new(void)
{
	sn_index *ix = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_index_new(&ix, set_a);
	if (oom_made(status, ix))
		sn_index_free(ix);
	return status;
}

/* ---------------------------------------------------------------- trie */

static sn_status
trie_new(void)
{
	sn_trie *t = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_trie_new(&t, NULL);
	if (oom_made(status, t))
		sn_trie_free(t);
	return status;
}

static sn_status
trie_from_set(void)
{
	sn_trie *t = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_trie_from_set(&t, set_a);
	if (oom_made(status, t))
		sn_trie_free(t);
	return status;
}

/* What a change that fails must not report. */
static void
count_delta(void *ctx, sn_prefix aggregate, bool added)
{
	(void)aggregate;
	(void)added;
	++*(unsigned *)ctx;
}

enum change { INSERT, INSERT_DELTA, APPLY };

static sn_status
change(sn_trie *t, enum change what, unsigned *deltas)
{
	const sn_trie_change batch[3] = {{P("10.0.1.0/24"), 1, 0},
	    {P("10.0.2.0/23"), 0, 1}, {P("::/0"), 1, 0}};
	sn_prefix p = P("10.0.1.0/24");

	switch (what) {
	case INSERT:
		return sn_trie_insert(t, p, 1);
	case INSERT_DELTA:
		return sn_trie_insert_delta(t, p, 1, count_delta, deltas);
	case APPLY:
		return sn_trie_apply(t, batch, 3, count_delta, deltas, NULL);
	}
	return SN_EINVAL;
}

/* A trie that fails to change holds what it held, and said nothing. */
static sn_status
trie_change(enum change what)
{
	unsigned deltas = 0;
	sn_status status;
	uint64_t size;
	sn_set *set;
	sn_trie *t;

	assert_int_equal(sn_trie_from_set(&t, set_a), SN_OK);
	size = sn_trie_size(t);
	oom_arm();
	status = change(t, what, &deltas);
	oom_disarm();
	assert_int_equal(sn_trie_aggregate(&set, t), SN_OK);
	assert_true(sn_set_equal(set, set_a) == (status != SN_OK));
	if (status) {
		assert_int_equal(deltas, 0);
		assert_int_equal(sn_trie_size(t), size);
	}
	sn_set_free(set);
	sn_trie_free(t);
	return status;
}

static sn_status
trie_insert(void)
{
	return trie_change(INSERT);
}

static sn_status
trie_insert_delta(void)
{
	return trie_change(INSERT_DELTA);
}

static sn_status
trie_apply(void)
{
	return trie_change(APPLY);
}

static sn_status
trie_aggregate(void)
{
	sn_set *out = UNTOUCHED;
	sn_status status;
	sn_trie *t;

	assert_int_equal(sn_trie_from_set(&t, set_a), SN_OK);
	oom_arm();
	status = sn_trie_aggregate(&out, t);
	status = free_set(status, out);
	sn_trie_free(t);
	return status;
}

static sn_status
set_from_text(void)
{
	sn_set *set = UNTOUCHED;
	sn_status status;

	oom_arm();
	status = sn_set_from_text(&set, "10.0.0.0/8\n::/64\n", 17, NULL, NULL);
	if (oom_made(status, set))
		sn_set_free(set);
	return status;
}

static sn_status
set_to_text(void)
{
	char *text = UNTOUCHED;
	size_t size = 42;
	sn_status status;

	oom_arm();
	status = sn_set_to_text(&text, set_a, &size);
	oom_disarm();
	assert_true((status != SN_OK) == (size == 42));
	if (status)
		assert_ptr_equal(text, UNTOUCHED);
	else
		free(text);
	return status;
}

static const struct attempt attempts[] = {ATTEMPT(new_builder),
    ATTEMPT(add_addr), ATTEMPT(add_prefix), ATTEMPT(add_range),
    ATTEMPT(add_set), ATTEMPT(add_prefixes4), ATTEMPT(add_prefixes6),
    ATTEMPT(add_ranges4), ATTEMPT(add_ranges6), ATTEMPT(add_small_text),
    ATTEMPT(add_big_text), ATTEMPT(add_column), ATTEMPT(add_lenient),
    ATTEMPT(prefix_parse), ATTEMPT(range_parse), ATTEMPT(build),
    ATTEMPT(build_big), ATTEMPT(set_union), ATTEMPT(set_intersect),
    ATTEMPT(set_subtract), ATTEMPT(set_symdiff), ATTEMPT(set_complement),
    ATTEMPT(set_from_prefixes), ATTEMPT(set_from_ranges),
    ATTEMPT(set_union_many), ATTEMPT(set_borrow), ATTEMPT(set_borrow_iprange),
    ATTEMPT(list_new), ATTEMPT(list_from_set), ATTEMPT(index_new),
    ATTEMPT(trie_new), ATTEMPT(trie_from_set), ATTEMPT(trie_insert),
    ATTEMPT(trie_insert_delta), ATTEMPT(trie_apply), ATTEMPT(trie_aggregate),
    ATTEMPT(set_write), ATTEMPT(set_from_text), ATTEMPT(set_to_text)};

static void
every_allocation_fails(void **state)
{
	(void)state;
	oom_run(attempts, sizeof(attempts) / sizeof(*attempts));
}

static int
setup(void **state)
{
	(void)state;
	for (unsigned i = 0; big_size + 32 < test_rounds(sizeof(big_text)); i++)
		big_size += (size_t)snprintf(big_text + big_size, 32,
		    i % 2048   ? "10.%u.%u.%u\n"
		    : i % 4096 ? "2001:%x:%x::%x\n"
			       : "::%x:%x-::ffff:%x\n",
		    i >> 12 & 255, i >> 4 & 255, i & 15);
	set_a = set_of("10.0.0.0/24\n10.0.2.0/23\n10.4.0.1-10.4.0.9\n"
		       "2001:db8::/48\n2001:db8:2::/47\n");
	set_b = set_of("10.0.0.128/25\n10.0.1.0/24\n2001:db8:0:1::/64\n");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	sn_set_free(set_a);
	sn_set_free(set_b);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_allocation_fails),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
