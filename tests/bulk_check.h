/*
 * bulk_check.h - reading bulk text in every way, against reading each line by
 * itself.
 */
#ifndef SN_TEST_BULK_CHECK_H
#define SN_TEST_BULK_CHECK_H

#include "bulk.h"

#include "levels.h"
#include "set/set.h"

static inline void
assert_same(const struct outcome *a, const struct outcome *b)
{
	const char *why;

	assert_int_equal(a->status, b->status);
	assert_memory_equal(&a->stats, &b->stats, sizeof(a->stats));
	assert_int_equal(a->reports, b->reports);
	assert_int_equal(a->hash, b->hash);
	assert_memory_equal(&a->first, &b->first, sizeof(a->first));
	if (a->set && !sn__set_check(a->set, &why))
		fail_msg("%s", why);
	if (a->set)
		assert_true(sn_set_equal(a->set, b->set));
}

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* What an oracle has read becomes its set, or its error; frees @b. */
static inline void
conclude(struct outcome *o, sn_builder *b, uint32_t flags)
{
	if (o->stats.invalid && !(flags & SN_TEXT_SKIP_INVALID))
		o->status = (sn_status)o->first.status;
	else
		assert_int_equal(sn_builder_build(&o->set, b), SN_OK);
	sn_builder_free(b);
}

/* The oracle: each line through sn_range_parse(). */
static inline struct outcome
line_by_line(const char *p, size_t n, uint32_t flags)
{
	struct outcome o;
	uint32_t parse =
	    flags & SN_TEXT_STRICT_NETWORK ? 0 : SN_PARSE_MASK_HOST;
	const char *end = p + n, *start = p;
	sn_builder *b;

	memset(&o, 0, sizeof(o));
	o.stats.struct_size = sizeof(o.stats);
	assert_int_equal(sn_builder_new(&b, NULL), SN_OK);
	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *to = newline ? newline : end, *from = p, *hash;
		sn_error e;
		sn_range r, exact;

		o.stats.lines++;
		while (from < to && is_blank(*from))
			from++;
		hash =
		    from < to ? memchr(from, '#', (size_t)(to - from)) : NULL;
		if (hash)
			to = hash;
		while (from < to && is_blank(to[-1]))
			to--;
		if (from == to) {
			p = newline ? newline + 1 : end;
			continue;
		}
		if (sn_range_parse(&r, from, (size_t)(to - from), parse, &e) ==
		    SN_OK) {
			o.stats.items++;
			o.stats.masked +=
			    sn_range_parse(&exact, from, (size_t)(to - from), 0,
				NULL) == SN_EHOSTBITS;
			assert_int_equal(sn_builder_add_range(b, r), SN_OK);
		} else {
			o.stats.invalid++;
			e.line = o.stats.lines;
			e.column += (uint64_t)(from - p);
			e.offset += (uint64_t)(from - start);
			if (!o.reports)
				o.first = e;
			if (flags & SN_TEXT_SKIP_INVALID || o.reports < 10)
				on_report(&o, &e);
		}
		p = newline ? newline + 1 : end;
	}
	conclude(&o, b, flags);
	return o;
}

/* All levels and thread counts against what an oracle wants, which is freed. */
static inline void
check_levels(const char *p, size_t n, uint32_t flags, uint32_t column,
    char delimiter, struct outcome want)
{
	static const unsigned threads[] = {1, 2, 7};

	for (int level = 0; level < LEVELS; level++)
		for (int i = 0; i < 3; i++) {
			struct outcome got = read_column(p, n, levels[level],
			    threads[i], flags, column, delimiter);

			assert_same(&got, &want);
			sn_set_free(got.set);
		}
	sn_set_free(want.set);
}

static inline void
check_text(const char *p, size_t n, uint32_t flags)
{
	check_levels(p, n, flags, 0, 0, line_by_line(p, n, flags));
}

/* Each byte in each place of @n good lines, amid good ones, as most are. */
static inline void
check_every_byte(const char *const *lines, size_t n)
{
	struct text t = {NULL, 0, 0};

	for (size_t i = 0; i < n; i++)
		for (size_t at = 0; lines[i][at] != '\n'; at++)
			for (unsigned byte = 1; byte < 256; byte++) {
				char line[64];

				strcpy(line, lines[i]);
				line[at] = (char)byte;
				if (byte % 16 == 0)
					for (int j = 0; j < 20; j++)
						put(&t, lines[i]);
				put(&t, line);
			}
	check_text(t.p, t.n, SN_TEXT_SKIP_INVALID);
	free(t.p);
}

#endif
