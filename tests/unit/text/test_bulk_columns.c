/*
 * test_bulk_columns.c - bulk text of several columns: fields that go through
 * the parsers of plain lines give what each line by itself gives.
 */
#include "bulk_check.h"

/* The end of a row, byte by byte. */
static const char *
row_end(const char *p, const char *end, char delimiter)
{
	const char *at = p, *newline = memchr(p, '\n', (size_t)(end - p));

	for (;; at++) {
		unsigned lines = 1;

		while (at < end && is_blank(*at) && *at != delimiter)
			at++;
		if (at < end && *at == '"') {
			for (at++; at < end && lines <= 1000; at++) {
				lines += *at == '\n';
				if (*at != '"')
					continue;
				if (at + 1 == end || at[1] != '"')
					break;
				at++;
			}
			if (at == end || lines > 1000)
				return newline ? newline : end;
			at++;
		}
		while (at < end && *at != delimiter && *at != '\n')
			at++;
		if (at == end || *at == '\n')
			return at;
	}
}

/*
 * The oracle: every row is a text of its own, too small for the parsers of
 * plain lines.
 */
static struct outcome
one_by_one(
    const struct text *t, uint32_t flags, uint32_t column, char delimiter)
{
	const char *p = t->p, *end = p + t->n;
	struct outcome o;
	sn_builder *b;

	memset(&o, 0, sizeof(o));
	o.stats.struct_size = sizeof(o.stats);
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	while (p < end) {
		bool mark = !o.stats.lines && end - p >= 3 &&
			    !memcmp(p, "\xef\xbb\xbf", 3);
		const char *to =
		    row_end(mark ? p + 3 : p, end, delimiter ? delimiter : ',');
		size_t n = (size_t)(to - p) + (to < end);
		sn_text_options how = SN_TEXT_OPTIONS_INIT;
		sn_text_stats s = SN_TEXT_STATS_INIT;
		sn_error e;

		how.flags = flags & ~(uint32_t)SN_TEXT_SKIP_INVALID;
		how.column = column;
		how.delimiter = delimiter;
		how.first_line = o.stats.lines + 1;
		if (sn_builder_add_text(b, p, n, &how, &s, &e)) {
			e.offset += (uint64_t)(p - t->p);
			if (!o.reports)
				o.first = e;
			if (flags & SN_TEXT_SKIP_INVALID || o.reports < 10)
				on_report(&o, &e);
		}
		o.stats.lines += s.lines;
		o.stats.items += s.items;
		o.stats.invalid += s.invalid;
		o.stats.masked += s.masked;
		o.stats.comments += s.comments;
		o.stats.empty += s.empty;
		p += n;
	}
	conclude(&o, b, flags);
	return o;
}

static void
check_column(
    const struct text *t, uint32_t flags, uint32_t column, char delimiter)
{
	check_levels(t->p, t->n, flags, column, delimiter,
	    one_by_one(t, flags, column, delimiter));
}

/* What a column may hold: mostly items. */
static void
put_item(char *out, uint64_t *rng)
{
	unsigned a = (unsigned)test_below(rng, 256);

	switch (test_below(rng, 12)) {
	case 0:
		sprintf(out, "10.%u.0.0/16", a);
		break;
	case 1:
		sprintf(out, "2001:db8:%x::/48", a);
		break;
	case 2:
		sprintf(out, "10.0.0.%u-10.0.1.%u", a, a);
		break;
	case 3:
		sprintf(out,
		    "2001:db8:%x::-2001:db9:%x:ffff:ffff:ffff:ffff:%x:1", a, a,
		    a);
		break;
	case 4:
		sprintf(out, "10.0.0.%u/%u", a, a % 34);
		break;
	case 5:
		strcpy(out, test_below(rng, 3) ? "" : "a name");
		break;
	case 6:
		sprintf(out, "%u", a);
		break;
	default:
		sprintf(out, "172.16.%u.%u", a, a);
	}
}

static void
put_row(struct text *t, uint64_t *rng, unsigned oddities, char delimiter)
{
	static const char bytes[] = "\"\" #,;\t\r\xef-./:0a";
	static const char *const around[][2] = {{"", ""}, {"", ""}, {"", ""},
	    {"", ""}, {"\"", "\""}, {"\"", "\""}, {" ", ""}, {"", " "},
	    {"\"", "\" "}, {"\"", "\"x"}, {"\"", "\"\""}, {"\"a,", "\""},
	    {"\"", ""}};
	unsigned fields = 1 + (unsigned)test_below(rng, 5);
	char row[600] = "", field[128];

	for (unsigned i = 0; i < fields; i++) {
		uint64_t kinds = test_below(rng, 100) < oddities ? 13 : 6;
		const char *const *with = around[test_below(rng, kinds)];

		put_item(field, rng);
		if (i)
			sprintf(row + strlen(row), "%c", delimiter);
		sprintf(row + strlen(row), "%s%s%s", with[0], field, with[1]);
	}
	while (test_below(rng, 100) < oddities) {
		size_t n = strlen(row), at = test_below(rng, n + 1);

		memmove(row + at + 1, row + at, n - at + 1);
		row[at] = bytes[test_below(rng, sizeof(bytes) - 1)];
	}
	strcat(row, test_below(rng, 4) ? "\n" : "\r\n");
	put(t, row);
}

static void
odd_rows(void **state)
{
	static const char delimiters[] = ",;\t |:-#";
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(64); round++) {
		char delimiter = delimiters[round % 8];
		struct text t = {NULL, 0, 0};
		static const unsigned oddities[] = {0, 2, 40};

		if (round % 16 < 8)
			put(&t, "\xef\xbb\xbf");
		for (unsigned i = 0; i < 600; i++)
			put_row(&t, &rng, oddities[round % 3], delimiter);
		t.n -= round % 2;
		for (uint32_t column = 1; column <= 3; column++) {
			check_column(
			    &t, SN_TEXT_SKIP_INVALID, column, delimiter);
			check_column(&t,
			    SN_TEXT_SKIP_INVALID | SN_TEXT_STRICT_NETWORK,
			    column, delimiter);
		}
		check_column(&t, 0, 2, delimiter);
		free(t.p);
	}
}

/* The same items with and without columns around them make the same set. */
static void
same_as_lines(void **state)
{
	static const char *const form[] = {
	    "%s,1,2\n", "1,%s,2\n", "1,%s\r\n", "\"a,b\",\"%s\",\n", "1,%s\n"};
	static const uint32_t column[] = {1, 2, 2, 2, 2};
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned round = 0; round < 5; round++) {
		struct text lines = {NULL, 0, 0}, rows = {NULL, 0, 0};

		for (unsigned i = 0; i < 40000; i++) {
			struct text one = {NULL, 0, 0};
			char row[128];

			put_line(&one, &rng, i % LAYOUTS, false);
			put(&lines, one.p);
			one.p[strcspn(one.p, "\r\n")] = '\0';
			sprintf(row, form[round], one.p);
			put(&rows, row);
			free(one.p);
		}
		for (int level = 0; level < LEVELS; level++) {
			struct outcome want =
			    read_text(lines.p, lines.n, levels[level], 1, 0);
			struct outcome got = read_column(rows.p, rows.n,
			    levels[level], 2, 0, column[round], 0);

			assert_int_equal(want.status, SN_OK);
			assert_int_equal(want.stats.items, 40000);
			assert_same(&got, &want);
			sn_set_free(want.set);
			sn_set_free(got.set);
		}
		free(lines.p);
		free(rows.p);
	}
}

/* Rows that end where memory ends; what is behind must not be read. */
static void
end_of_memory(void **state)
{
	static const char *const last[] = {"1,1.1.1.1", "1,", "1",
	    "1,::", "1,\"1.1.1.1\"", "1,\"1.1.1.1", "1,\"", "",
	    "1,2001:db8:1111:2222:3333:4444:5555:6666", "1,1.1.1.1\r"};
	size_t room = 8 * (size_t)sysconf(_SC_PAGESIZE);
	char *p = walled(room);
	char *end = p + room;

	(void)state;
	for (size_t i = 0; i < 2 * sizeof(last) / sizeof(*last); i++) {
		static const char filler[] = "22,7.7.7.7\n";
		size_t n = strlen(last[i / 2]) + i % 2, at = 0;
		struct text t;

		for (; at + n + sizeof(filler) <= room;
		     at += sizeof(filler) - 1)
			memcpy(end - n - at - sizeof(filler) + 1, filler,
			    sizeof(filler) - 1);
		memcpy(end - n, last[i / 2], strlen(last[i / 2]));
		if (i % 2)
			end[-1] = '\n';
		t = (struct text){end - n - at, n + at, 0};
		check_column(&t, SN_TEXT_SKIP_INVALID, 1 + i / 2 % 2, 0);
		check_column(&t, SN_TEXT_SKIP_INVALID, 2, 0);
	}
	walled_free(p, room);
}

/* More columns than any row has, and rows longer than a piece. */
static void
extremes(void **state)
{
	struct text t = {NULL, 0, 0};
	struct outcome o;

	(void)state;
	for (unsigned i = 0; i < 3000; i++)
		put(&t, "1,2,3\n");
	check_column(&t, SN_TEXT_SKIP_INVALID, UINT32_MAX, 0);
	t.n = 0;
	for (unsigned i = 0; i < 50000; i++)
		put(&t, ",,,,");
	put(&t, "9.9.9.9,\n8.8.8.8,\n");
	o = read_column(t.p, t.n, "avx512", 1, 0, 200001, 0);
	assert_int_equal(o.status, SN_ESYNTAX);
	assert_int_equal(o.first.line, 2);
	o = read_column(t.p, t.n, "avx512", 1, SN_TEXT_SKIP_INVALID, 200001, 0);
	assert_int_equal(o.stats.items, 1);
	assert_true(sn_set_contains_addr(o.set, sn_addr_v4(0x09090909)));
	sn_set_free(o.set);
	free(t.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(odd_rows),
	    cmocka_unit_test(same_as_lines),
	    cmocka_unit_test(end_of_memory),
	    cmocka_unit_test(extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
