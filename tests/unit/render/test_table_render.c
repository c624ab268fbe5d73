/*
 * test_table_render.c - what tables do with packets, and what is between two
 * tables, as text, CSV and JSON. The judges: a plain look at every packet
 * (routes.h), the lines of the tables themselves, and jansson.
 */
#include "routes.h"

#include <jansson.h>

struct text {
	char data[1 << 16];
	size_t n;
};

static sn_status
collect(void *ctx, const char *data, size_t size)
{
	struct text *t = ctx;

	assert_true(t->n + size < sizeof(t->data));
	memcpy(t->data + t->n, data, size);
	t->n += size;
	t->data[t->n] = '\0';
	return SN_OK;
}

static sn_status
refuse(void *ctx, const char *data, size_t size)
{
	(void)ctx;
	(void)data;
	(void)size;
	return SN_EIO;
}

static sn_table *
read_table(const char *text)
{
	sn_table *t;

	assert_int_equal(
	    sn_table_read(&t, text, strlen(text), "csv", NULL), SN_OK);
	return t;
}

static const char *
string(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static sn_addr
A(const char *text)
{
	sn_addr a;

	assert_non_null(text);
	assert_int_equal(sn_addr_parse(&a, text, strlen(text), NULL), SN_OK);
	return a;
}

static const char two_rows[] = "source,destination,next_hop,priority\n"
			       "10.0.0.0/8,1.0.0.0/8,\"a,b\",10\n"
			       "10.0.0.0/8,1.1.0.0/16,c,10\n";

/* A certain row, one of two rows, and none. */
static void
match_formats(void **state)
{
	static const struct {
		const char *format;
		const char *want;
	} all[] = {
	    {"text", "10.0.0.1 -> 1.0.0.1  a,b  row 1\n"
		     "10.0.0.1 -> 1.1.0.1  not deterministic: row 1 or "
		     "another\n"
		     "9.0.0.1 -> 1.0.0.1  no row matches\n"},
	    {"csv", "source,destination,outcome,row,next_hop\n"
		    "10.0.0.1,1.0.0.1,row,1,\"a,b\"\n"
		    "10.0.0.1,1.1.0.1,ambiguous,1,\n"
		    "9.0.0.1,1.0.0.1,none,,\n"},
	};
	const sn_packet packet[] = {{A("10.0.0.1"), A("1.0.0.1")},
	    {A("10.0.0.1"), A("1.1.0.1")}, {A("9.0.0.1"), A("1.0.0.1")}};
	sn_table *t = read_table(two_rows);
	sn_match_writer *w;
	sn_matcher *m;
	sn_hit hit[3];

	(void)state;
	assert_int_equal(sn_matcher_new(&m, t, 0), SN_OK);
	assert_int_equal(sn_matcher_match(m, packet, 3, hit), 2);
	for (size_t i = 0; i < 2; i++) {
		struct text out = {.n = 0};

		assert_int_equal(
		    sn_match_writer_new(&w, t, all[i].format, collect, &out),
		    SN_OK);
		sn_match_writer_put(w, packet, hit, 1);
		sn_match_writer_put(w, packet + 1, hit + 1, 2);
		assert_int_equal(sn_match_writer_end(w), SN_OK);
		assert_string_equal(out.data, all[i].want);
	}
	assert_int_equal(
	    sn_match_writer_new(&w, t, "xml", collect, NULL), SN_EINVAL);
	assert_int_equal(
	    sn_match_writer_new(&w, t, "json", refuse, NULL), SN_OK);
	sn_match_writer_put(w, packet, hit, 3);
	assert_int_equal(sn_match_writer_end(w), SN_EIO);
	sn_matcher_free(m);
	sn_table_free(t);
}

/* JSON says of every packet what a plain look at the rows says. */
static void
match_json(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(200); round++) {
		struct universe u = {
		    round & 1 ? SN_IPV4 : SN_IPV6, round & 2, 0};
		struct mix mix = {1 + (unsigned)test_below(&seed, 10), 3,
		    round & 4, round & 8};
		sn_table *t = random_table(u, &mix, &seed);
		sn_packet p = {
		    universe_addr(u, (unsigned)test_below(&seed, SIDE)),
		    universe_addr(u, (unsigned)test_below(&seed, SIDE))};
		struct decision want = decide(t, 1, p.source, p.destination);
		struct text out = {.n = 0};
		uint8_t why[64];
		sn_match_writer *w;
		const json_t *packet, *row;
		json_t *root;
		size_t rows = 0;
		sn_hit hit;

		assert_int_equal(
		    sn_table_explain(t, 1, p.source, p.destination, why, &hit),
		    SN_OK);
		assert_int_equal(
		    sn_match_writer_new(&w, t, "json", collect, &out), SN_OK);
		sn_match_writer_put(w, &p, &hit, 1);
		sn_match_writer_explain(w, &p, hit, why);
		assert_int_equal(sn_match_writer_end(w), SN_OK);
		root = json_loads(out.data, 0, NULL);
		assert_int_equal(
		    json_integer_value(json_object_get(root, "version")), 1);
		for (unsigned i = 0; i < 2; i++) {
			packet =
			    json_array_get(json_object_get(root, "packets"), i);
			assert_true(sn_addr_compare(A(string(packet, "source")),
					p.source) == 0);
			assert_string_equal(string(packet, "outcome"),
			    !want.any	     ? "none"
			    : want.ambiguous ? "ambiguous"
					     : "row");
			row = json_object_get(packet, "row");
			if (want.any)
				assert_int_equal(
				    json_integer_value(row), want.row + 1);
			else
				assert_true(json_is_null(row));
			assert_int_equal(want.any && !want.ambiguous,
			    string(packet, "next_hop") != NULL);
		}
		for (size_t i = 0; i < sn_table_size(t); i++)
			rows += test_matches(
			    &sn_table_rows(t)[i], p.source, p.destination);
		assert_int_equal(
		    json_array_size(json_object_get(packet, "rows")), rows);
		json_decref(root);
		sn_table_free(t);
	}
}

static int
compare_lines(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* The lines after the header, sorted; returns how many. */
static size_t
lines_of(char *text, char **line)
{
	size_t n = 0;
	char *p = strchr(text, '\n') + 1, *end;

	for (; (end = strchr(p, '\n')); p = end + 1) {
		*end = '\0';
		line[n++] = p;
	}
	qsort(line, n, sizeof(*line), compare_lines);
	return n;
}

static size_t
take(char **line, size_t n, const char *what)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(line[i], what))
			continue;
		memmove(line + i, line + i + 1, (n - i - 1) * sizeof(*line));
		return n - 1;
	}
	fail_msg("a row to delete that is not there: %s", what);
	return n;
}

/* Lines of @a, without those to delete and with those to add. */
static size_t
apply(char **line, size_t n, char *changes)
{
	char *change[128];
	size_t m = lines_of(changes, change);

	for (size_t i = 0; i < m; i++) {
		char *action = strrchr(change[i], ',');

		*action++ = '\0';
		if (!strcmp(action, "delete"))
			n = take(line, n, change[i]);
		else
			line[n++] = change[i];
	}
	qsort(line, n, sizeof(*line), compare_lines);
	return n;
}

/* Applied to the first table, the changes give the second; none are idle. */
static void
diff_rows(const sn_table *a, const sn_table *b, const sn_difference *found)
{
	struct text text[3] = {{.n = 0}, {.n = 0}, {.n = 0}};
	char *line[2][128];
	size_t n[2];
	uint64_t rows;

	assert_int_equal(sn_table_render(a, "csv", collect, &text[0]), SN_OK);
	assert_int_equal(sn_table_render(b, "csv", collect, &text[1]), SN_OK);
	assert_int_equal(
	    sn_table_diff_render(a, b, found, "csv", collect, &text[2], &rows),
	    SN_OK);
	n[0] = lines_of(text[0].data, line[0]);
	n[1] = lines_of(text[1].data, line[1]);
	/* What is in both is not touched. */
	for (size_t i = 0, j = 0; i < n[0] || j < n[1]; rows--) {
		int order = i == n[0]	? 1
			    : j == n[1] ? -1
					: strcmp(line[0][i], line[1][j]);

		i += order <= 0;
		j += order >= 0;
		rows += !order;
	}
	assert_int_equal(rows, 0);
	n[0] = apply(line[0], n[0], text[2].data);
	assert_int_equal(n[0], n[1]);
	for (size_t i = 0; i < n[0]; i++)
		assert_string_equal(line[0][i], line[1][i]);
}

/* The same rows in JSON, and the packet where the tables differ. */
static void
diff_json(const sn_table *a, const sn_table *b, const sn_difference *found)
{
	struct text out = {.n = 0};
	const json_t *witness;
	uint64_t rows;
	json_t *root;

	assert_int_equal(
	    sn_table_diff_render(a, b, found, "json", collect, &out, &rows),
	    SN_OK);
	root = json_loads(out.data, 0, NULL);
	assert_int_equal(
	    json_integer_value(json_object_get(root, "version")), 1);
	assert_int_equal(json_array_size(json_object_get(root, "delete")) +
			     json_array_size(json_object_get(root, "add")),
	    rows);
	witness = json_object_get(root, "witness");
	assert_int_equal(json_is_object(witness), found->differ);
	assert_string_equal(
	    string(root, "decisions"), found->differ ? "differ" : "equal");
	if (found->differ) {
		sn_addr s = A(string(witness, "source"));
		sn_addr d = A(string(witness, "destination"));
		const char *hop[2] = {
		    string(json_object_get(witness, "before"), "next_hop"),
		    string(json_object_get(witness, "after"), "next_hop")};
		const sn_table *t[2] = {a, b};
		struct decision x[2];

		for (unsigned i = 0; i < 2; i++) {
			x[i] = decide(t[i], 1, s, d);
			if (!x[i].any || x[i].ambiguous)
				assert_null(hop[i]);
			else
				assert_string_equal(
				    hop[i], sn_table_next_hop(t[i],
						sn_table_rows(t[i])[x[i].row]
						    .next_hop));
		}
		assert_true(x[0].pairs != x[1].pairs);
	}
	json_decref(root);
}

static void
diff_random(void **state)
{
	uint64_t seed = test_seed();
	unsigned differ = 0, equal = 0;

	(void)state;
	for (unsigned round = 0; round < test_rounds(2000); round++) {
		struct universe u = {
		    round & 1 ? SN_IPV4 : SN_IPV6, round & 2, 0};
		struct mix mix = {1 + (unsigned)test_below(&seed, 12), 4,
		    round & 4, round & 8};
		sn_table *a = random_table(u, &mix, &seed);
		sn_table *b = table_with_hops();
		sn_difference found = SN_DIFFERENCE_INIT;

		for (size_t i = 0; i < sn_table_size(a); i++) {
			sn_route r = sn_table_rows(a)[i];

			if (test_below(&seed, 6) == 0)
				continue;
			if (test_below(&seed, 6) == 0)
				r = random_route(u, &mix, &seed);
			do
				assert_int_equal(sn_table_add(b, &r), SN_OK);
			while (test_below(&seed, 8) == 0);
		}
		assert_int_equal(sn_table_compare(&found, a, b, 1), SN_OK);
		differ += found.differ;
		equal += !found.differ;
		diff_rows(a, b, &found);
		diff_json(a, b, &found);
		sn_table_free(a);
		sn_table_free(b);
	}
	assert_true(differ > test_rounds(100) && equal > test_rounds(100));
}

static void
diff_text(void **state)
{
	sn_table *a = read_table(two_rows);
	sn_table *b = read_table("source,destination,next_hop,priority\n"
				 "10.0.0.0/8,1.0.0.0/8,\"a,b\",10\n"
				 ",1.0.0.0/8,d,\n");
	sn_difference found = SN_DIFFERENCE_INIT;
	struct text out = {.n = 0};

	(void)state;
	assert_int_equal(sn_table_compare(&found, a, b, 0), SN_OK);
	assert_int_equal(
	    sn_table_diff_render(a, b, &found, "text", collect, &out, NULL),
	    SN_OK);
	assert_non_null(strstr(out.data,
	    "delete: row 2: 10.0.0.0/8 -> 1.1.0.0/16  c  weight 100  priority "
	    "10\n"));
	assert_non_null(strstr(
	    out.data, "add: row 2: destination -> 1.0.0.0/8  d  weight 100\n"));
	assert_non_null(strstr(out.data, "decisions differ: "));
	assert_int_equal(
	    sn_table_diff_render(a, b, &found, "xml", collect, &out, NULL),
	    SN_EINVAL);
	assert_int_equal(
	    sn_table_diff_render(a, b, &found, "json", refuse, NULL, NULL),
	    SN_EIO);
	found.struct_size = 0;
	assert_int_equal(
	    sn_table_diff_render(a, b, &found, "text", collect, &out, NULL),
	    SN_EINVAL);
	sn_table_free(a);
	sn_table_free(b);
}

/* Tables that both leave a packet open say between which next hops. */
static void
diff_ties(void **state)
{
	static const char more[] = "source,destination,next_hop,priority\n"
				   "10.0.0.0/8,1.0.0.0/8,a,10\n"
				   "10.0.0.0/8,1.1.0.0/16,d,10\n"
				   "10.0.0.0/8,1.1.0.0/17,a,10\n"
				   "10.0.0.0/8,1.1.0.0/18,e,10\n"
				   "10.0.0.0/8,1.1.0.0/19,f,10\n"
				   "10.0.0.0/8,1.1.0.0/20,g,10\n"
				   "10.0.0.0/8,1.1.0.0/21,h,10\n";
	sn_table *a = read_table(two_rows), *b = read_table(more);
	sn_difference found = SN_DIFFERENCE_INIT;
	struct text out = {.n = 0};

	(void)state;
	found.differ = 1;
	found.witness = (sn_packet){A("10.0.0.1"), A("1.1.0.1")};
	found.hit[0].outcome = found.hit[1].outcome = SN_HIT_AMBIGUOUS;
	assert_int_equal(
	    sn_table_diff_render(a, b, &found, "text", collect, &out, NULL),
	    SN_OK);
	assert_non_null(strstr(out.data,
	    ": not deterministic (a,b or c), then not deterministic (a or d or "
	    "e or f or another)\n"));
	found.rule = 99;
	assert_int_equal(
	    sn_table_diff_render(a, b, &found, "text", collect, &out, NULL),
	    SN_EINVAL);
	assert_int_equal(sn_table_compare(&found, a, b, 2), SN_OK);
	assert_int_equal(found.rule, 2);
	sn_table_free(a);
	sn_table_free(b);
}

/* Names are those of the enumerators, and end. */
static void
names(void **state)
{
	(void)state;
	assert_string_equal(sn_word(SN_WORD_HIT, SN_HIT_NONE), "none");
	assert_string_equal(sn_word(SN_WORD_HIT, SN_HIT_ROW), "row");
	assert_string_equal(
	    sn_word(SN_WORD_HIT, SN_HIT_AMBIGUOUS), "ambiguous");
	assert_null(sn_word(SN_WORD_HIT, SN_HIT_AMBIGUOUS + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(match_formats),
	    cmocka_unit_test(match_json),
	    cmocka_unit_test(diff_random),
	    cmocka_unit_test(diff_text),
	    cmocka_unit_test(diff_ties),
	    cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
