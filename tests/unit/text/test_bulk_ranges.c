/*
 * test_bulk_ranges.c - bulk text whose lines are ranges, first-last: every
 * parser of plain lines gives what reading each line by itself gives.
 */
#include "bulk_check.h"

#include <arpa/inet.h>

/* Appends an address of layout @layout, 0 to 80; its value. */
static uint32_t
put_quad(char *line, uint64_t *rng, unsigned layout)
{
	uint32_t addr = 0;
	char octet[8];

	for (int i = 0; i < 4; i++, layout /= 3) {
		put_octet(octet, rng, 1 + layout % 3);
		strcat(line, i ? "." : "");
		strcat(line, octet);
		addr = addr << 8 | (uint32_t)strtoul(octet, NULL, 10);
	}
	return addr;
}

/* "first-last" of layouts @pair, 0 to 81 * 81 - 1. */
static sn_range4
make_line(char *line, uint64_t *rng, unsigned pair)
{
	sn_range4 r;

	*line = '\0';
	r.first = put_quad(line, rng, pair / 81);
	strcat(line, "-");
	r.last = put_quad(line, rng, pair % 81);
	strcat(line, test_below(rng, 4) ? "\n" : "\r\n");
	return r;
}

/* The set of @n ranges whose values are known without any parser. */
static void
assert_set4(const struct text *t, const sn_range4 *r, size_t n)
{
	sn_builder *b;
	sn_set *want;

	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	assert_int_equal(sn_builder_add_ranges4(b, r, n), SN_OK);
	assert_int_equal(sn_builder_build(&want, b), SN_OK);
	sn_builder_free(b);
	for (int level = 0; level < LEVELS; level++) {
		struct outcome o = read_text(
		    t->p, t->n, levels[level], 1, SN_TEXT_SKIP_INVALID);

		assert_int_equal(o.status, SN_OK);
		assert_true(n == 1 || o.stats.items == n);
		assert_true(sn_set_equal(o.set, want));
		sn_set_free(o.set);
	}
	sn_set_free(want);
}

/* All 81 x 81 pairs; those that come out reversed are a text of their own. */
static void
every_pair_of_layouts(void **state)
{
	enum { PAIRS = 81 * 81, ROUNDS = 3 };
	static sn_range4 right[ROUNDS * PAIRS];
	uint64_t rng = test_seed();
	struct text good = {NULL, 0, 0}, bad = {NULL, 0, 0}, one;
	unsigned n = 0, seen[2][81] = {{0}};
	char line[80];

	(void)state;
	for (unsigned i = 0; i < ROUNDS * PAIRS; i++) {
		sn_range4 r = make_line(line, &rng, i % PAIRS);

		if (r.first > r.last) {
			put(&bad, line);
			continue;
		}
		put(&good, line);
		seen[0][i % PAIRS / 81] = seen[1][i % 81] = 1;
		right[n++] = r;
		/* By itself too: the union hides much. */
		if (i % 16)
			continue;
		one = (struct text){NULL, 0, 0};
		while (one.n < 5000)
			put(&one, line);
		assert_set4(&one, &r, 1);
		free(one.p);
	}
	for (unsigned i = 0; i < 81; i++)
		assert_true(seen[0][i] && seen[1][i]);
	assert_true(n > PAIRS);
	check_text(good.p, good.n, 0);
	assert_set4(&good, right, n);
	check_text(bad.p, bad.n, SN_TEXT_SKIP_INVALID);
	check_text(bad.p, bad.n, 0);
	assert_set4(&bad, right, 0);
	free(good.p);
	free(bad.p);
}

/* A range of any shape, ascending, with @changes changed bytes. */
static void
put_range(struct text *t, uint64_t *rng, unsigned family, unsigned changes)
{
	static const char bytes[] = "0123456789abcdefF:::...---/ \t\r#";
	char line[120] = "", other[64] = "";
	uint8_t a[16] = {0}, b[16] = {0};
	size_t size = family == 4 ? 4 : 16, same = test_below(rng, size + 1);

	for (size_t i = 0; i < size; i++) {
		a[i] = (uint8_t)(test_random(rng) >> 4 * test_below(rng, 16));
		b[i] = i < same		    ? a[i]
		       : test_below(rng, 3) ? 0xff
					    : (uint8_t)test_random(rng);
	}
	if (memcmp(a, b, size) > 0 && test_below(rng, 8))
		for (size_t i = 0; i < size; i++) {
			uint8_t swap = a[i];

			a[i] = b[i];
			b[i] = swap;
		}
	inet_ntop(family == 4 ? AF_INET : AF_INET6, a, line, sizeof(line));
	inet_ntop(family == 4 ? AF_INET : AF_INET6, b, other, sizeof(other));
	strcat(line, "-");
	strcat(line, other);
	while (changes-- > 0) {
		size_t n = strlen(line), at = test_below(rng, n);
		char byte = bytes[test_below(rng, sizeof(bytes) - 1)];

		switch (test_below(rng, 3)) {
		case 0:
			memmove(line + at, line + at + 1, n - at);
			break;
		case 1:
			memmove(line + at + 1, line + at, n - at + 1);
			line[at] = byte;
			break;
		default:
			line[at] = byte;
		}
	}
	strcat(line, test_below(rng, 4) ? "\n" : "\r\n");
	put(t, line);
}

/* Rounds without, with some and with many changed lines, alone and mixed. */
static void
mutated_ranges(void **state)
{
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(60); round++) {
		static const unsigned share[] = {0, 1, 8, 60};
		struct text t = {NULL, 0, 0};

		for (unsigned i = 0; i < 4000; i++)
			put_range(&t, &rng,
			    round % 3 == 0 ? 4
			    : round % 3 == 1
				? 6
				: 4 + 2 * (unsigned)test_below(&rng, 2),
			    test_below(&rng, 100) < share[round / 3 % 4]
				? 1 + (unsigned)test_below(&rng, 2)
				: 0);
		check_text(t.p, t.n, SN_TEXT_SKIP_INVALID);
		check_text(t.p, t.n, 0);
		free(t.p);
	}
}

/* Stretches of one to forty lines of each kind follow one another. */
static void
stretches(void **state)
{
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(20); round++) {
		struct text t = {NULL, 0, 0};
		unsigned longest = round % 2 ? 3 : 100;

		while (t.n < 200000) {
			unsigned kind = (unsigned)test_below(&rng, 5);
			uint64_t n = 1 + test_below(&rng, longest);

			for (; n > 0; n--)
				if (kind < 2)
					put_range(&t, &rng, 4 + 2 * kind, 0);
				else if (kind < 4)
					put_line(&t, &rng,
					    (unsigned)test_below(&rng, LAYOUTS),
					    false);
				else
					put(&t, "2001:db8:5::/48\n");
		}
		check_text(t.p, t.n, SN_TEXT_SKIP_INVALID);
		check_text(
		    t.p, t.n, SN_TEXT_SKIP_INVALID | SN_TEXT_STRICT_NETWORK);
		free(t.p);
	}
}

/* Each byte in each place of a good line, amid good ones. */
static void
every_byte_in_every_place(void **state)
{
	static const char *const lines[] = {"192.168.100.128-192.168.101.7\n",
	    "1.1.1.1-2.2.2.2\r\n", "255.255.255.255-255.255.255.255\r\n",
	    "2001:db8::1-2001:db8::ffff\n", "::-::\n",
	    "1:2:3:4:5:6:7:8-1:2:3:4:5:6:7:8\n"};

	(void)state;
	check_every_byte(lines, sizeof(lines) / sizeof(*lines));
}

/*
 * Each way to put seven marks in a line of ones, the fourth a '-': layouts
 * that collide in the perfect hash, or almost are one.
 */
static void
every_place_of_marks(void **state)
{
	struct text t = {NULL, 0, 0};

	(void)state;
	for (unsigned size = 15; size <= 20; size++)
		for (uint32_t marks = 0; marks < 1u << size; marks++) {
			int seen = 0;
			char line[40];

			if (__builtin_popcount(marks) != 7)
				continue;
			for (unsigned i = 0; i < size; i++) {
				bool mark = marks >> i & 1;

				seen += mark;
				line[i] = !mark ? '1' : seen == 4 ? '-' : '.';
			}
			strcpy(line + size, "\n");
			put(&t, line);
		}
	check_text(t.p, t.n, SN_TEXT_SKIP_INVALID);
	free(t.p);
}

/* Lines at the edge of what is right, amid good ones; the verdict. */
static const struct edge {
	const char *line;
	sn_status status;
	unsigned column; /* of the error */
} edges[] = {
    {"0.0.0.0-255.255.255.255", SN_OK, 0},
    {"255.255.255.255-255.255.255.255", SN_OK, 0},
    {"255.255.255.255-255.255.255.255\r", SN_OK, 0},
    {"0.0.0.0-0.0.0.0", SN_OK, 0},
    {"1.1.1.1-1.1.1.1", SN_OK, 0},
    {"1.1.1.1 - 1.1.1.2", SN_OK, 0},
    {"1.1.1.1-1.1.1.2 # note", SN_OK, 0},
    {"::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", SN_OK, 0},
    {"::-::", SN_OK, 0},
    {"::1-::1\r", SN_OK, 0},
    {"::1.2.3.4-::1.2.3.5", SN_OK, 0},
    {"1.1.1.2-1.1.1.1", SN_EREVERSED, 9},
    {"255.255.255.255-255.255.255.254", SN_EREVERSED, 17},
    {"255.255.255.255-0.0.0.0", SN_EREVERSED, 17},
    {"::2-::1", SN_EREVERSED, 5},
    {"1.1.1.1-::1", SN_EFAMILY, 9},
    {"::1-1.1.1.1", SN_EFAMILY, 5},
    {"255.255.255.255-255.255.255.2555", SN_ESYNTAX, 29},
    {"255.255.255.255-255.255.255.255x", SN_ESYNTAX, 32},
    {"255.255.255.255-255.255.255.255\r\r\rx", SN_ESYNTAX, 32},
    {"2555.255.255.255-255.255.255.255", SN_ESYNTAX, 1},
    {"1.1.1.1-1.1.1.256", SN_ESYNTAX, 15},
    {"1.1.1.256-1.1.1.1", SN_ESYNTAX, 7},
    {"1.1.1.1-1.1.1.01", SN_ESYNTAX, 15},
    {"1.1.1.1-01.1.1.1", SN_ESYNTAX, 9},
    {"1.1.1.01-1.1.1.1", SN_ESYNTAX, 7},
    {"1.1.1.1-1.1.1", SN_ESYNTAX, 14},
    {"1.1.1-1.1.1.1", SN_ESYNTAX, 6},
    {"1.1.1.1-", SN_ESYNTAX, 9},
    {"-1.1.1.1", SN_ESYNTAX, 1},
    {"1.1.1.1--1.1.1.1", SN_ESYNTAX, 9},
    {"1.1.1.1-1.1.1.1/32", SN_ESYNTAX, 16},
    {"1.1.1.1/32-1.1.1.1", SN_ESYNTAX, 11},
    {"1.1.1.1-1.1.1.1-1.1.1.1", SN_ESYNTAX, 16},
    {"1.1.1.1-1.1.1.1.1", SN_ESYNTAX, 16},
    {"1.1.1.1.1-1.1.1.1", SN_ESYNTAX, 8},
    {"1.1.1.1.1.1.1.1", SN_ESYNTAX, 8},
    {"1.1.1.1.1-1.1.1", SN_ESYNTAX, 8},
    {"1.1.1-1.1.1.1.1", SN_ESYNTAX, 6},
    {"1.1.1.1_1.1.1.1", SN_ESYNTAX, 8},
    {"1.1.1.1-1.1.1,1", SN_ESYNTAX, 14},
    {"1.1-1.1-1.1.1.1", SN_ESYNTAX, 4},
    {"::1-", SN_ESYNTAX, 5},
    {"::1-::2-::3", SN_ESYNTAX, 8},
    {"::1-::2/128", SN_ESYNTAX, 8},
    {"::1/128-::2", SN_ESYNTAX, 8},
    {"1:2:3:4:5:6:7-::1", SN_ESYNTAX, 14},
    {"1.1.1.1-\xb1.1.1.1", SN_ESYNTAX, 9},
};

static void
edge_lines(void **state)
{
	static const char *const around[] = {"192.168.100.0-192.168.100.128\n",
	    "7.7.7.7\n", "2001:db8::-2001:db9::\n"};
	struct text t = {NULL, 0, 0};

	(void)state;
	for (size_t i = 0; i < 3 * sizeof(edges) / sizeof(*edges); i++) {
		const struct edge *edge = &edges[i / 3];
		char line[64];

		sprintf(line, "%s\n", edge->line);
		t.n = 0;
		/* Enough before and after for the vector parsers to run. */
		for (int j = 0; j < 1000; j++)
			put(&t, j == 500 ? line : around[i % 3]);
		check_text(t.p, t.n, 0);
		for (int level = 0; level < LEVELS; level++) {
			struct outcome o =
			    read_text(t.p, t.n, levels[level], 2, 0);

			if (o.status != edge->status)
				fail_msg("%s: '%s': %d", levels[level],
				    edge->line, o.status);
			assert_int_equal(o.stats.lines, 1000);
			assert_int_equal(o.first.line, o.status ? 501 : 0);
			if (o.first.column != edge->column)
				fail_msg("%s: '%s': column %d", levels[level],
				    edge->line, (int)o.first.column);
			sn_set_free(o.set);
		}
	}
	free(t.p);
}

/* Texts that end where memory ends, with and without a last newline. */
static void
end_of_memory(void **state)
{
	static const char *const last[] = {"1.1.1.1-1.1.1.2",
	    "255.255.255.255-255.255.255.255",
	    "255.255.255.254-255.255.255.255\r", "1.1.1.1-", "1.1.1.1-1.1.1.",
	    "255.255.255.255-255.255.255.2555", "::-::", "::1-",
	    "2001:db8:1111:2222:3333:4444:5555:6666",
	    "2001:db8:1111:2222:3333:4444:5555:",
	    "2001:db8:1111:2222:3333:4444:5555:6666/64",
	    "2001:db8:1111:2222:3333:4444:5555:6666-2001:dba::",
	    "2001:db8:1111:2222:3333:4444:5555:6666-",
	    "2001:db8:1111:2222:3333:4444:5555:6666-2001:dba::1"};
	static const char *const before[] = {
	    "7.7.7.7-7.7.7.9\n", "7.7.7.7\n", "2001:db8::-2001:db9::\n"};
	size_t room = 8 * (size_t)sysconf(_SC_PAGESIZE);
	char *p = walled(room);
	char *end = p + room;

	(void)state;
	for (size_t i = 0; i < 6 * sizeof(last) / sizeof(*last); i++) {
		const char *line = last[i / 6], *filler = before[i % 3];
		size_t n = strlen(line) + i / 3 % 2, at = 0;
		size_t size = strlen(filler);

		for (; at + n + size <= room; at += size)
			memcpy(end - n - at - size, filler, size);
		memcpy(end - n, line, strlen(line));
		if (i / 3 % 2)
			end[-1] = '\n';
		check_text(end - n - at, n + at, SN_TEXT_SKIP_INVALID);
	}
	walled_free(p, room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_pair_of_layouts),
	    cmocka_unit_test(mutated_ranges),
	    cmocka_unit_test(stretches),
	    cmocka_unit_test(every_byte_in_every_place),
	    cmocka_unit_test(every_place_of_marks),
	    cmocka_unit_test(edge_lines),
	    cmocka_unit_test(end_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
