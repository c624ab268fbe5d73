/*
 * test_bulk_read.c - bulk text: every vector parser and every number of threads
 * gives what reading each line by itself gives, and errors are exact.
 */
#include "bulk_check.h"

#include <arpa/inet.h>

#include "base/cpu.h"
#include "text/bulk_newlines.h"

static void
every_layout_and_length(void **state)
{
	uint64_t rng = test_seed();
	struct text t = {NULL, 0, 0};

	(void)state;
	for (unsigned i = 0; i < 3 * LAYOUTS; i++)
		put_line(&t, &rng, i % LAYOUTS, false);
	check_text(t.p, t.n, 0);
	/* Nothing of it was refused. */
	struct outcome o = read_text(t.p, t.n, "avx512", 1, 0);
	assert_int_equal(o.stats.items, 3 * LAYOUTS);
	sn_set_free(o.set);
	free(t.p);
}

static void
mutated_lines(void **state)
{
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(40); round++) {
		struct text t = {NULL, 0, 0};

		for (unsigned i = 0; i < 2 * LAYOUTS; i++)
			put_line(&t, &rng, i % LAYOUTS,
			    test_below(&rng, 80) < round % 9);
		check_text(t.p, t.n, SN_TEXT_SKIP_INVALID);
		check_text(
		    t.p, t.n, SN_TEXT_SKIP_INVALID | SN_TEXT_STRICT_NETWORK);
		check_text(t.p, t.n, 0);
		free(t.p);
	}
}

/*
 * Each way to put three dots, or three dots and a slash, in a line of ones:
 * layouts that collide in the perfect hash, or almost are one.
 */
static void
every_place_of_marks(void **state)
{
	struct text t = {NULL, 0, 0};

	(void)state;
	for (unsigned size = 7; size <= 18; size++)
		for (uint32_t marks = 0; marks < 1u << size; marks++) {
			int n = __builtin_popcount(marks), seen = 0;
			char line[24];

			if (n != 3 && n != 4)
				continue;
			for (unsigned i = 0; i < size; i++) {
				bool mark = marks >> i & 1;

				seen += mark;
				line[i] = !mark ? '1' : seen == 4 ? '/' : '.';
			}
			line[size] = '\n';
			line[size + 1] = '\0';
			put(&t, line);
		}
	check_text(t.p, t.n, SN_TEXT_SKIP_INVALID);
	free(t.p);
}

/* Each byte in each place of a good line. */
static void
every_byte_in_every_place(void **state)
{
	static const char *const lines[] = {"192.168.100.128/25\n",
	    "1.1.1.1/8\r\n", "10.20.30.40\n", "2001:db8::1\n", "::/48\n",
	    "1:2:3:4:5:6:7:8/128\n"};

	(void)state;
	check_every_byte(lines, sizeof(lines) / sizeof(*lines));
}

/* The newlines themselves, for every size and many densities. */
static void
newlines(void **state)
{
	static char text[SN__PIECE];
	static uint32_t got[SN__NEWLINES_MAX], want[SN__NEWLINES_MAX];
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(600); round++) {
		size_t size = round % 3 ? test_below(&rng, 300) : SN__PIECE;
		size_t n = 0;

		for (size_t i = 0; i < size; i++) {
			text[i] =
			    test_below(&rng, 64) < round % 65 ? '\n' : 'x';
			if (text[i] == '\n')
				want[n++] = (uint32_t)i;
		}
		for (int level = 0; level < LEVELS; level++) {
			setenv("SUPERNET_CPU", levels[level], 1);
			memset(got, 0xff, sizeof(got));
			assert_int_equal(
			    sn__newlines_find(sn__cpu_level(), text, size, got),
			    n);
			assert_memory_equal(got, want, n * sizeof(*got));
		}
		unsetenv("SUPERNET_CPU");
	}
}

/* An IPv6 line of any shape, with 0 to 2 changed bytes. */
static void
put_line6(struct text *t, uint64_t *rng, unsigned changes)
{
	static const char bytes[] = "0123456789abcdefABF:::://. -g";
	uint8_t addr[16];
	char line[80];
	size_t n;

	for (int i = 0; i < 8; i++) {
		unsigned group = test_below(rng, 2)
				     ? 0
				     : (unsigned)test_below(rng, 0x10000) >>
					   4 * test_below(rng, 4);

		addr[2 * i] = (uint8_t)(group >> 8);
		addr[2 * i + 1] = (uint8_t)group;
	}
	inet_ntop(AF_INET6, addr, line, sizeof(line));
	if (test_below(rng, 4))
		sprintf(
		    line + strlen(line), "/%u", (unsigned)test_below(rng, 131));
	while (changes-- > 0) {
		size_t at = test_below(rng, n = strlen(line));
		char byte = bytes[test_below(rng, sizeof(bytes) - 1)];

		if (test_below(rng, 2))
			memmove(line + at + 1, line + at, n - at + 1);
		line[at] = byte;
	}
	strcat(line, test_below(rng, 4) ? "\n" : "\r\n");
	put(t, line);
}

static void
mutated_lines6(void **state)
{
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(20); round++) {
		struct text t = {NULL, 0, 0};
		uint64_t share = round % 4; /* of four lines are changed */

		for (unsigned i = 0; i < 4000; i++)
			put_line6(&t, &rng,
			    test_below(&rng, 4) < share
				? 1 + (unsigned)test_below(&rng, 2)
				: 0);
		check_text(t.p, t.n, SN_TEXT_SKIP_INVALID);
		check_text(
		    t.p, t.n, SN_TEXT_SKIP_INVALID | SN_TEXT_STRICT_NETWORK);
		free(t.p);
	}
}

/* Lines that look right to a careless vector parser, amid good ones. */
static const char *const trap[] = {
    "111.1111.1.111", /* lengths that add up to a layout */
    "1.1.1.1.1",      /* five octets */
    "1.1.1",	      /* three */
    "1...1",	      /* empty octets */
    "1.1.1./1",	      /* empty last octet */
    "01.1.1.1",	      /* leading zeros, in each octet */
    "1.01.1.1",
    "1.1.01.1",
    "1.1.1.01",
    "00.0.0.0",
    "0.0.0.00",
    "1.1.1.001",
    "256.1.1.1", /* too large, in each octet */
    "1.256.1.1",
    "1.1.256.1",
    "1.1.1.256",
    "1.1.1.999",
    "300.1.1.1",
    "1.1.1.1/33", /* length too large */
    "1.1.1.1/99",
    "1.1.1.1/033",
    "1.1.1.1/032",
    "1.1.1.1/00",
    "1.1.1.1/01",
    "1.1.1.1/",
    "1.1.1.1/1/1",
    "1.1.1.1/1.1",
    "1.1.1.1//1", /* marks out of place */
    "1/1.1.1",
    "1.1.1/1",
    "1.1/1.1/1",
    "1/1/1/1/1",
    "1.1.1.1.1/1",
    "1.1.1.1.24",
    "1,1,1,1",
    "1.1.1.1:24",
    "1.1.1.1\\24",
    "a.1.1.1",
    "1.1.1.a",
    "1.1.1.1/a",
    "1.1.1.1/1a",
    "1.1.1.1a",
    "1.1.1.1/3 2",
    "1.1.1.1 /32",
    "1. 1.1.1",
    "255.255.255.255/320", /* longer than any right line */
    "255.255.255.2555/32",
    "2555.255.255.255/32",
    "\x80\x81\x82\x83",
    "\xb1.1.1.1",
    "1.1.1.1/\xb1",
};

static void
traps(void **state)
{
	struct text t = {NULL, 0, 0};

	(void)state;
	for (size_t i = 0; i < sizeof(trap) / sizeof(*trap); i++) {
		struct outcome o;
		char line[64];

		sprintf(line, "%s\n", trap[i]);
		t.n = 0;
		/* Enough before and after for the vector parsers to run. */
		for (int j = 0; j < 6000; j++)
			put(&t, j == 3000 ? line : "192.168.100.128/25\n");
		for (int level = 0; level < LEVELS; level++) {
			o = read_text(t.p, t.n, levels[level], 2, 0);
			if (o.status != SN_ESYNTAX)
				fail_msg(
				    "%s took '%s'", levels[level], trap[i]);
			assert_int_equal(o.first.line, 3001);
			assert_int_equal(o.stats.lines, 6000);
			assert_int_equal(o.stats.invalid, 1);
			assert_int_equal(o.reports, 1);
		}
	}
	free(t.p);
}

/*
 * The text ends where memory ends: each length of a last line, with and
 * without a newline, and nothing may be read behind it.
 */
static void
end_of_memory(void **state)
{
	size_t room = 24 * (size_t)sysconf(_SC_PAGESIZE);
	char *p = walled(room);
	static const char *const last[] = {"1.1.1.1", "1.1.1.1/8",
	    "255.255.255.255/32", "255.255.255.255", "::", "2001:db8::/32",
	    "1.1.1.1-1.1.1.2", "x", "", "#", "1", "1.1.1.1/"};

	(void)state;
	for (size_t i = 0; i < sizeof(last) / sizeof(*last); i++)
		for (int newline = 0; newline < 2; newline++) {
			size_t n = strlen(last[i]) + (size_t)newline, at;
			char *end = p + room;

			for (at = 0; at + n + 8 <= room; at += 8)
				memcpy(end - n - at - 8, "7.7.7.7\n", 8);
			memcpy(end - n, last[i], n - (size_t)newline);
			if (newline)
				end[-1] = '\n';
			check_text(end - n - at, n + at, SN_TEXT_SKIP_INVALID);
			/* And alone. */
			check_text(end - n, n, SN_TEXT_SKIP_INVALID);
		}
	walled_free(p, room);
}

/* IPv4, IPv6, ranges, comments, blank lines, errors; every cut point. */
static void
mixed_text(void **state)
{
	static const char *const lines[] = {"10.0.0.0/8\n", "10.1.2.3\n",
	    "2001:db8::/32\n", "2001:db8::1\n", "::1-::5\n", "\n", "# all\n",
	    "  1.2.3.4  # one\r\n", "1.2.3.4 - 1.2.3.9\n", "\t\r\n",
	    "9.9.9.9/255.255.255.0\n", "fe80::/10\n", "bad\n", "1.2.3.4/33\n",
	    "2001:db8::1/32\n"};
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(12); round++) {
		struct text t = {NULL, 0, 0};
		uint64_t kinds = round < 6 ? 12 : 15;

		/* Some for several threads. */
		while (
		    t.n < (round == 5 ? 9000000 : 100000 + round % 3 * 400000))
			put(&t, lines[test_below(&rng, kinds)]);
		check_text(t.p, t.n - round % 2, SN_TEXT_SKIP_INVALID);
		check_text(t.p, t.n, 0);
		free(t.p);
	}
}

/* Bytes that no text has, empty text, no newline anywhere, a giant line. */
static void
hostile_text(void **state)
{
	uint64_t rng = test_seed();
	size_t size = 3 << 20;
	char *p = malloc(size);

	(void)state;
	assert_non_null(p);
	check_text("", 0, 0);
	check_text("\n", 1, 0);
	memset(p, 'a', size);
	check_text(p, size, SN_TEXT_SKIP_INVALID);
	memset(p, '\n', size);
	check_text(p, size, SN_TEXT_SKIP_INVALID);
	memset(p, ' ', size);
	memcpy(p + size - 8, "1.2.3.4\n", 8);
	check_text(p, size, 0);
	memset(p, '1', size);
	p[size / 2] = '\n';
	check_text(p, size, SN_TEXT_SKIP_INVALID);
	for (size_t i = 0; i < size / 8; i++)
		p[i] = (char)test_random(&rng);
	check_text(p, size / 8, SN_TEXT_SKIP_INVALID);
	memset(p, 0, size / 8);
	check_text(p, size / 8, SN_TEXT_SKIP_INVALID);
	free(p);
}

/* The line and column of one bad line among many. */
static void
exact_position(void **state)
{
	struct text t = {NULL, 0, 0};

	(void)state;
	for (int i = 1; i <= 600000; i++)
		put(&t,
		    i == 456789 ? "  10.0.0.0/99 # bad\n" : "10.2.3.4/30\n");
	for (int level = 0; level < LEVELS; level++)
		for (unsigned threads = 1; threads <= 7; threads += 3) {
			struct outcome o =
			    read_text(t.p, t.n, levels[level], threads, 0);

			assert_int_equal(o.status, SN_ESYNTAX);
			assert_int_equal(o.first.line, 456789);
			assert_int_equal(o.first.column, 12);
			assert_int_equal(o.first.offset, 456788 * 12 + 11);
			assert_string_equal(o.first.text, "10.0.0.0/99");
			assert_int_equal(o.reports, 1);
		}
	free(t.p);
}

/* What was added before a text that fails stays, and only that. */
static void
failure_adds_nothing(void **state)
{
	static const char bad[] = "1.0.0.0/8\n2001::/16\n::1-::4\nbad\n";
	struct text t = {NULL, 0, 0};
	sn_builder *b;
	sn_set *s;

	(void)state;
	for (int i = 0; i < 20000; i++)
		put(&t, bad);
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	assert_int_equal(sn_builder_add_addr(b, sn_addr_v4(5)), SN_OK);
	assert_int_equal(
	    sn_builder_add_text(b, bad, sizeof(bad) - 1, NULL, NULL, NULL),
	    SN_ESYNTAX);
	assert_int_equal(
	    sn_builder_add_text(b, t.p, t.n, NULL, NULL, NULL), SN_ESYNTAX);
	assert_int_equal(sn_builder_build(&s, b), SN_OK);
	assert_int_equal(sn_set_range_count(s, 0), 1);
	assert_true(sn_set_contains_addr(s, sn_addr_v4(5)));
	sn_set_free(s);
	sn_builder_free(b);
	free(t.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_layout_and_length),
	    cmocka_unit_test(mutated_lines),
	    cmocka_unit_test(every_place_of_marks),
	    cmocka_unit_test(every_byte_in_every_place),
	    cmocka_unit_test(newlines),
	    cmocka_unit_test(mutated_lines6),
	    cmocka_unit_test(traps),
	    cmocka_unit_test(end_of_memory),
	    cmocka_unit_test(mixed_text),
	    cmocka_unit_test(hostile_text),
	    cmocka_unit_test(exact_position),
	    cmocka_unit_test(failure_adds_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
