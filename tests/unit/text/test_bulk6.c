/*
 * test_bulk6.c - IPv6 in bulk text, read and written by every vector level,
 * against inet_pton() and inet_ntop().
 */
#include "bulk_check.h"

#include <arpa/inet.h>

enum { AROUND = 17 };

/* What a text should give: how many items, how many bad lines, and the set. */
struct want {
	sn_builder *b;
	struct text text;
	uint64_t items;
	uint64_t invalid;
};

static sn_addr
addr_of(const uint8_t byte[16])
{
	sn_addr a;

	memset(&a, 0, sizeof(a));
	a.family = SN_IPV6;
	for (int i = 0; i < 8; i++) {
		a.hi = a.hi << 8 | byte[i];
		a.lo = a.lo << 8 | byte[8 + i];
	}
	return a;
}

/*
 * A line that is the address @addr and @suffix, its length: @len, or 129 if it
 * is bad. A bad line has good ones around, so that it alone can be what makes
 * a vector parser stop.
 */
static void
put_prefix(struct want *w, const char *addr, const char *suffix, unsigned len)
{
	uint8_t byte[16];
	char line[128];
	bool good = inet_pton(AF_INET6, addr, byte) == 1 && len <= 128;

	if (good) {
		sn_prefix p;

		w->items++;
		assert_int_equal(sn_prefix_make(&p, addr_of(byte), len), SN_OK);
		assert_int_equal(sn_builder_add_prefix(w->b, p), SN_OK);
	} else {
		w->invalid++;
		w->items += AROUND;
	}
	snprintf(line, sizeof(line), "%s%s\n", addr, suffix);
	put(&w->text, line);
	for (int i = 0; !good && i < AROUND; i++)
		put(&w->text, "2001:db8::/64\n");
}

static struct want
want_none(void)
{
	struct want w;

	memset(&w, 0, sizeof(w));
	assert_int_equal(sn_builder_new(&w.b, NULL), SN_OK);
	put_prefix(&w, "2001:db8::", "/64", 64);
	return w;
}

/* Reads the text by every level; ends @w. */
static void
check(struct want *w)
{
	sn_set *set;

	assert_int_equal(sn_builder_build(&set, w->b), SN_OK);
	for (int level = 0; level < LEVELS; level++) {
		struct outcome o = read_text(w->text.p, w->text.n,
		    levels[level], 1, SN_TEXT_SKIP_INVALID);

		assert_int_equal(o.status, SN_OK);
		assert_int_equal(o.stats.items, w->items);
		assert_int_equal(o.stats.invalid, w->invalid);
		assert_true(sn_set_equal(o.set, set));
		sn_set_free(o.set);
	}
	sn_set_free(set);
	sn_builder_free(w->b);
	free(w->text.p);
}

/* Each way to put colons in a short line of digits, good or not. */
static void
every_place_of_colons(void **state)
{
	struct want w = want_none();
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned size = 2; size <= 15; size++)
		for (uint32_t colons = 1; colons < 1u << size; colons++) {
			char line[24];

			for (unsigned i = 0; i < size; i++)
				line[i] =
				    colons >> i & 1
					? ':'
					: "123456789abcdefABCDEF"[test_below(
					      &rng, 21)];
			line[size] = '\0';
			put_prefix(&w, line, colons % 3 ? "" : "/128", 128);
		}
	assert_true(w.items - AROUND * w.invalid > 2000 && w.invalid > 50000);
	check(&w);
}

/*
 * Addresses of up to nine groups of one to five digits, "::" in any place or
 * none, at either end or both: every such shape with lengths by chance.
 */
static void
every_shape(void **state)
{
	struct want w = want_none();
	uint64_t rng = test_seed();

	(void)state;
	for (unsigned round = 0; round < test_rounds(300); round++)
		for (unsigned groups = 0; groups <= 9; groups++)
			for (unsigned gap = 0; gap <= groups + 1; gap++) {
				char line[80] = "", suffix[8];
				unsigned len = (unsigned)test_below(&rng, 130);

				for (unsigned i = 0; i < groups; i++) {
					unsigned most = test_below(&rng, 20)
							    ? 0xffff
							    : 0xfffff;

					strcat(line, i == gap ? "::"
						     : i      ? ":"
							      : "");
					sprintf(line + strlen(line), "%x",
					    (unsigned)test_below(
						&rng, most + 1u) >>
						4 * test_below(&rng, 4));
				}
				strcat(line, groups == gap ? "::" : "");
				sprintf(suffix, "/%u", len);
				put_prefix(&w, line, suffix, len);
			}
	assert_true(w.items - AROUND * w.invalid > test_least(8000));
	assert_true(w.invalid > test_least(6000));
	check(&w);
}

/* Every length that three digits can write, and what is none. */
static void
every_length(void **state)
{
	static const char *const bad[] = {"/", "//1", "/1/1", "/-1", "/+1",
	    "/1a", "/a", "/0x1", "/01", "/00", "/001", "/0128",
	    "/128:", "/1:", "/:", "/ff", "/1280", "/64.", "\\64", "/1e",
	    "/\xb1", "\xb1", "\xe1/64", "\xba:/64"};
	static const char *const addr[] = {"::", "::1",
	    "2001:db8::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	    "1:2:3:4:5:6:7:8"};
	struct want w = want_none();

	(void)state;
	for (size_t i = 0; i < sizeof(addr) / sizeof(*addr); i++) {
		for (unsigned len = 0; len < 1000; len++) {
			char suffix[8];

			sprintf(suffix, "/%u", len);
			put_prefix(&w, addr[i], suffix, len);
			sprintf(suffix, "/%u\r", len);
			put_prefix(&w, addr[i], suffix, len);
		}
		for (size_t j = 0; j < sizeof(bad) / sizeof(*bad); j++) {
			put_prefix(&w, addr[i], bad[j], 129);
		}
		put_prefix(&w, addr[i], "\r", 128);
	}
	assert_int_equal(w.invalid, 5 * (2 * 871 + 24));
	check(&w);
}

/* A text of @n bytes that neither begins nor ends within a page. */
static void
in_walls(const char *text, size_t n, const struct outcome *want)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t room = (n + page - 1) / page * page;
	char *p = walled(room);

	for (int at_end = 0; at_end < 2; at_end++) {
		char *at = p + (at_end ? room - n : 0);

		memcpy(at, text, n);
		for (int level = 0; level < LEVELS; level++) {
			struct outcome o = read_text(
			    at, n, levels[level], 1, SN_TEXT_SKIP_INVALID);

			assert_memory_equal(
			    &o.stats, &want->stats, sizeof(o.stats));
			assert_true(sn_set_equal(o.set, want->set));
			sn_set_free(o.set);
		}
	}
	walled_free(p, room);
}

/* Nothing is read before or behind the text, whatever stands at its ends. */
static void
ends_of_memory(void **state)
{
	static const char *const edge[] = {"::", "::1", "::/0", "1::", "a:b::c",
	    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "::ffff:1.2.3.4",
	    "1:2:3:4:5:6:7:8", ":", "x"};

	(void)state;
	for (size_t i = 0; i < sizeof(edge) / sizeof(*edge); i++) {
		struct text t = {NULL, 0, 0};
		struct outcome want;

		put(&t, edge[i]);
		for (int j = 0; j < 400; j++)
			put(&t, "\n2001:db8:7:7::/64");
		put(&t, "\n");
		put(&t, edge[i]);
		put(&t, i % 2 ? "\n" : "");
		want = read_text(t.p, t.n, "scalar", 1, SN_TEXT_SKIP_INVALID);
		in_walls(t.p, t.n, &want);
		sn_set_free(want.set);
		free(t.p);
	}
}

/* What inet_ntop() gives, but for a dotted quad where RFC 5952 has none. */
static void
text_of(char *out, const uint8_t byte[16])
{
	uint8_t other[16];

	inet_ntop(AF_INET6, byte, out, INET6_ADDRSTRLEN);
	if (!strchr(out, '.') || !strncmp(out, "::ffff:", 7))
		return;
	/* "::1.2.3.4": with another first group it has no quad. */
	memcpy(other, byte, sizeof(other));
	other[1] = 1;
	other[3] = 1;
	inet_ntop(AF_INET6, other, out, INET6_ADDRSTRLEN);
	/* "1:1::102:304" */
	memmove(out, out + 3, strlen(out + 3) + 1);
}

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, 16);
}

/* Each set of groups that are zero, the others of any number of digits. */
static void
every_text(void **state)
{
	enum { TIMES = 24, N = 256 * TIMES };
	static uint8_t byte[N][16];
	uint64_t rng = test_seed();
	struct text want = {NULL, 0, 0};
	sn_builder *b;
	sn_set *set;

	(void)state;
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	for (unsigned i = 0; i < N; i++) {
		for (unsigned j = 0; j < 8; j++) {
			unsigned group =
			    (1 + (unsigned)test_below(&rng, 0xffff)) >>
			    4 * test_below(&rng, 4);

			/* Two even addresses do not touch. */
			if (j == 7)
				group = group < 2 ? 2 : group & ~1u;
			group += group == 0;
			if (i >> j & 1)
				group = 0;
			/* ::ffff:1.2.3.4 */
			if (i % 256 == 31 && j == 5)
				group = 0xffff;
			byte[i][2 * j] = (uint8_t)(group >> 8);
			byte[i][2 * j + 1] = (uint8_t)group;
		}
		assert_int_equal(
		    sn_builder_add_addr(b, addr_of(byte[i])), SN_OK);
	}
	assert_int_equal(sn_builder_build(&set, b), SN_OK);
	qsort(byte, N, sizeof(*byte), compare);
	for (unsigned i = 0; i < N; i++) {
		char line[64];

		if (i && !memcmp(byte[i], byte[i - 1], 16))
			continue;
		text_of(line, byte[i]);
		put(&want, line);
		put(&want, "/128\n");
	}
	for (int level = 0; level < LEVELS; level++) {
		struct text got = {NULL, 0, 0};

		setenv("SUPERNET_CPU", levels[level], 1);
		assert_int_equal(
		    sn_set_write(set, SN_WRITE_PREFIXES, 1, collect, &got),
		    SN_OK);
		assert_string_equal(got.p, want.p);
		free(got.p);
	}
	unsetenv("SUPERNET_CPU");
	free(want.p);
	sn_set_free(set);
	sn_builder_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_place_of_colons),
	    cmocka_unit_test(every_shape),
	    cmocka_unit_test(every_length),
	    cmocka_unit_test(ends_of_memory),
	    cmocka_unit_test(every_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
