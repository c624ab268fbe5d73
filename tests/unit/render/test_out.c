/*
 * test_out.c - the buffer that all renderers write through, and the JSON
 * writer; the judge of the JSON is jansson.
 */
#include "test.h"

#include <jansson.h>

#include "render/json.h"

/* A sink that keeps what it gets, and fails from call number @fail_at on. */
struct sink {
	char *data;
	size_t n;
	unsigned calls;
	unsigned fail_at; /* 0: never */
};

static sn_status
keep(void *ctx, const char *data, size_t n)
{
	struct sink *s = ctx;
	char *more;

	s->calls++;
	if (s->fail_at && s->calls >= s->fail_at)
		return SN_EIO;
	more = realloc(s->data, s->n + n + 1);
	assert_non_null(more);
	s->data = more;
	memcpy(s->data + s->n, data, n);
	s->n += n;
	s->data[s->n] = '\0';
	return SN_OK;
}

/* Pieces of all lengths around the buffer's: every byte once, in order. */
static void
pieces_across_the_buffer(void **state)
{
	static const size_t length[] = {0, 1, 2, SN__OUT_SIZE - 3, 1,
	    SN__OUT_SIZE - 1, SN__OUT_SIZE, SN__OUT_SIZE + 1,
	    3 * SN__OUT_SIZE + 7, 5};
	char *data = malloc(4 * SN__OUT_SIZE);
	sn__out *out = malloc(sizeof(*out));
	struct sink s = {NULL, 0, 0, 0};
	size_t total = 0;

	(void)state;
	assert_non_null(data);
	assert_non_null(out);
	sn__out_begin(out, keep, &s);
	for (size_t i = 0; i < sizeof(length) / sizeof(*length); i++) {
		for (size_t j = 0; j < length[i]; j++)
			data[j] = (char)('a' + (total + j) % 23);
		sn__out_bytes(out, data, length[i]);
		total += length[i];
	}
	for (size_t i = 0; i < 2 * SN__OUT_SIZE; i++)
		sn__out_char(out, (char)('a' + total++ % 23));
	assert_int_equal(sn__out_end(out), SN_OK);
	assert_int_equal(s.n, total);
	for (size_t i = 0; i < total; i++)
		assert_int_equal(s.data[i], 'a' + (int)(i % 23));
	free(s.data);
	free(out);
	free(data);
}

/* After the first failure the sink is left alone, and the status stays. */
static void
errors_stick(void **state)
{
	sn__out *out = malloc(sizeof(*out));

	(void)state;
	assert_non_null(out);
	for (unsigned fail_at = 1; fail_at <= 3; fail_at++) {
		struct sink s = {NULL, 0, 0, fail_at};

		sn__out_begin(out, keep, &s);
		for (size_t i = 0; i < 5 * SN__OUT_SIZE; i++)
			sn__out_char(out, 'x');
		sn__out_text(out, "more");
		assert_int_equal(sn__out_end(out), SN_EIO);
		assert_int_equal(s.calls, fail_at);
		assert_int_equal(s.n, (fail_at - 1) * (size_t)SN__OUT_SIZE);
		free(s.data);
	}
	free(out);
}

/* Numbers as printf writes them. */
static void
numbers(void **state)
{
	static const uint64_t n[] = {
	    0, 1, 9, 10, 99, 100, UINT32_MAX, UINT64_MAX};
	sn__out *out = malloc(sizeof(*out));
	struct sink s = {NULL, 0, 0, 0};
	char want[256] = "";
	size_t used = 0;

	(void)state;
	assert_non_null(out);
	sn__out_begin(out, keep, &s);
	for (size_t i = 0; i < sizeof(n) / sizeof(*n); i++) {
		sn__out_number(out, n[i]);
		sn__out_char(out, ' ');
		used += (size_t)snprintf(
		    want + used, sizeof(want) - used, "%" PRIu64 " ", n[i]);
	}
	assert_int_equal(sn__out_end(out), SN_OK);
	assert_string_equal(s.data, want);
	free(s.data);
	free(out);
}

/* A random character as UTF-8: often one that has to be escaped. */
static size_t
put_character(char *p, uint64_t *seed)
{
	static const char special[] = "\"\\/\b\f\n\r\t\x01\x1f\x7f<&'";
	uint32_t c = (uint32_t)test_below(seed, 0x10000);

	if (test_below(seed, 2)) {
		*p = special[test_below(seed, sizeof(special) - 1)];
		return 1;
	}
	if (test_below(seed, 3) || c < 0x80 || (c >= 0xd800 && c <= 0xdfff)) {
		*p = (char)(1 + c % 127);
		return 1;
	}
	if (c < 0x800) {
		p[0] = (char)(0xc0 | c >> 6);
		p[1] = (char)(0x80 | (c & 63));
		return 2;
	}
	p[0] = (char)(0xe0 | c >> 12);
	p[1] = (char)(0x80 | (c >> 6 & 63));
	p[2] = (char)(0x80 | (c & 63));
	return 3;
}

/* Any text comes back from jansson as it went in, as value and as key. */
static void
strings_come_back(void **state)
{
	uint64_t seed = test_seed();
	unsigned rounds = test_rounds(5000);
	sn__out *out = malloc(sizeof(*out));

	(void)state;
	assert_non_null(out);
	for (unsigned i = 0; i < rounds; i++) {
		struct sink s = {NULL, 0, 0, 0};
		char text[256];
		size_t n = 0, want = test_below(&seed, 200);
		json_t *root;
		sn__json j;

		while (n < want)
			n += put_character(text + n, &seed);
		text[n] = '\0';
		sn__out_begin(out, keep, &s);
		sn__json_begin(&j, out);
		sn__json_open(&j, NULL, '{', i % 2);
		sn__json_string(&j, text, text);
		sn__json_close(&j, '}');
		sn__json_end(&j);
		assert_int_equal(sn__out_end(out), SN_OK);
		root = json_loadb(s.data, s.n, JSON_REJECT_DUPLICATES, NULL);
		assert_non_null(root);
		assert_string_equal(
		    json_string_value(json_object_get(root, text)), text);
		json_decref(root);
		free(s.data);
	}
	free(out);
}

/* All kinds of values, empty and nested containers, flat and not. */
static void
all_values(void **state)
{
	static const char want[] =
	    "{\n"
	    "  \"empty\": [],\n"
	    "  \"flat\": [1, -9223372036854775808, {\"a\": null}, []],\n"
	    "  \"lines\": [\n"
	    "    true,\n"
	    "    {},\n"
	    "    \"10.0.0.0/8\"\n"
	    "  ],\n"
	    "  \"missing\": null,\n"
	    "  \"count\": \"340282366920938463463374607431768211456\"\n"
	    "}\n";
	sn__out *out = malloc(sizeof(*out));
	struct sink s = {NULL, 0, 0, 0};
	sn_prefix ten, all;
	json_t *root;
	sn__json j;

	(void)state;
	assert_non_null(out);
	assert_int_equal(sn_prefix_parse(&ten, "10.0.0.0/8", 10, 0, NULL), 0);
	assert_int_equal(sn_prefix_parse(&all, "::/0", 4, 0, NULL), 0);
	sn__out_begin(out, keep, &s);
	sn__json_begin(&j, out);
	sn__json_open(&j, NULL, '{', false);
	sn__json_open(&j, "empty", '[', false);
	sn__json_close(&j, ']');
	sn__json_open(&j, "flat", '[', true);
	sn__json_number(&j, NULL, 1);
	sn__json_signed(&j, NULL, INT64_MIN);
	sn__json_open(&j, NULL, '{', false); /* flat, as what it stands in */
	sn__json_string(&j, "a", NULL);
	sn__json_close(&j, '}');
	sn__json_open(&j, NULL, '[', false);
	sn__json_close(&j, ']');
	sn__json_close(&j, ']');
	sn__json_open(&j, "lines", '[', false);
	sn__json_bool(&j, NULL, true);
	sn__json_open(&j, NULL, '{', false);
	sn__json_close(&j, '}');
	sn__json_prefix(&j, NULL, ten);
	sn__json_close(&j, ']');
	sn__json_string(&j, "missing", NULL);
	sn__json_count(&j, "count", sn_prefix_size(all)); /* 2^128 */
	sn__json_close(&j, '}');
	sn__json_end(&j);
	assert_int_equal(sn__out_end(out), SN_OK);
	assert_string_equal(s.data, want);
	root = json_loadb(s.data, s.n, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	json_decref(root);
	free(s.data);
	free(out);
}

/* One level more than there is room for is an error, not an overrun. */
static void
too_deep(void **state)
{
	sn__out *out = malloc(sizeof(*out));

	(void)state;
	assert_non_null(out);
	for (int depth = SN__JSON_DEPTH - 1; depth <= SN__JSON_DEPTH; depth++) {
		struct sink s = {NULL, 0, 0, 0};
		sn__json j;

		sn__out_begin(out, keep, &s);
		sn__json_begin(&j, out);
		for (int i = 0; i < depth; i++)
			sn__json_open(&j, NULL, '[', true);
		for (int i = 0; i < depth; i++)
			sn__json_close(&j, ']');
		assert_int_equal(j.depth, 0);
		assert_int_equal(sn__out_end(out),
		    depth < SN__JSON_DEPTH ? SN_OK : SN_ELIMIT);
		free(s.data);
	}
	free(out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(pieces_across_the_buffer),
	    cmocka_unit_test(errors_stick),
	    cmocka_unit_test(numbers),
	    cmocka_unit_test(strings_come_back),
	    cmocka_unit_test(all_values),
	    cmocka_unit_test(too_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
