/*
 * bulk.h - making bulk text, and what reading it gives.
 */
#ifndef SN_TEST_BULK_H
#define SN_TEST_BULK_H

#include "test.h"

#include <sys/mman.h>
#include <unistd.h>

/* Text that grows. */
struct text {
	char *p;
	size_t n;
	size_t capacity;
};

/* A sink that keeps the text. */
static inline sn_status
collect(void *ctx, const char *data, size_t size)
{
	struct text *t = ctx;

	if (t->n + size + 1 > t->capacity) {
		t->capacity = 2 * (t->n + size) + 4096;
		t->p = realloc(t->p, t->capacity);
		assert_non_null(t->p);
	}
	memcpy(t->p + t->n, data, size);
	t->n += size;
	t->p[t->n] = '\0';
	return SN_OK;
}

static inline void
put(struct text *t, const char *line)
{
	(void)collect(t, line, strlen(line));
}

/* Memory of @size bytes, whole pages, between two that nobody may read. */
static inline char *
walled(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *p = mmap(NULL, size + 2 * page, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_true(p != MAP_FAILED);
	assert_int_equal(mprotect(p, page, PROT_NONE), 0);
	assert_int_equal(mprotect(p + page + size, page, PROT_NONE), 0);
	return p + page;
}

static inline void
walled_free(char *p, size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	munmap(p - page, size + 2 * page);
}

/* What reading gave. */
struct outcome {
	sn_status status;
	sn_text_stats stats;
	sn_error first;
	sn_set *set; /* NULL when refused */
	uint64_t reports;
	uint64_t hash; /* of all reports */
	uint64_t last_line;
};

static inline bool
on_report(void *ctx, const sn_error *e)
{
	struct outcome *o = ctx;

	assert_true(e->line > o->last_line); /* in order, once each */
	o->last_line = e->line;
	o->reports++;
	o->hash = (o->hash ^ e->line) * 0x100000001b3;
	o->hash = (o->hash ^ e->column) * 0x100000001b3;
	o->hash = (o->hash ^ e->offset) * 0x100000001b3;
	for (const char *p = e->message; *p; p++)
		o->hash = (o->hash ^ (unsigned char)*p) * 0x100000001b3;
	for (const char *p = e->text; *p; p++)
		o->hash = (o->hash ^ (unsigned char)*p) * 0x100000001b3;
	return true;
}

static inline struct outcome
read_column(const char *p, size_t n, const char *level, unsigned threads,
    uint32_t flags, uint32_t column, char delimiter)
{
	sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
	sn_text_options how = SN_TEXT_OPTIONS_INIT;
	struct outcome o;
	sn_builder *b;

	memset(&o, 0, sizeof(o));
	o.stats.struct_size = sizeof(o.stats);
	setenv("SUPERNET_CPU", level, 1);
	options.threads = threads;
	assert_int_equal(sn_builder_new(&b, &options), SN_OK);
	how.flags = flags;
	how.column = column;
	how.delimiter = delimiter;
	how.ctx = &o;
	how.on_invalid = on_report;
	o.status = sn_builder_add_text(b, p, n, &how, &o.stats, &o.first);
	if (!o.status)
		assert_int_equal(sn_builder_build(&o.set, b), SN_OK);
	sn_builder_free(b);
	unsetenv("SUPERNET_CPU");
	return o;
}

static inline struct outcome
read_text(const char *p, size_t n, const char *level, unsigned threads,
    uint32_t flags)
{
	return read_column(p, n, level, threads, flags, 0, 0);
}

/* A number of @digits digits, most often in range. */
static inline void
put_octet(char *out, uint64_t *rng, unsigned digits)
{
	static const unsigned low[] = {0, 10, 100}, size[] = {10, 90, 156};

	sprintf(out, "%u",
	    low[digits - 1] + (unsigned)test_below(rng, size[digits - 1]));
}

/* Line @layout: 81 layouts x no length and the lengths 0 to 32. */
static inline void
put_line(struct text *t, uint64_t *rng, unsigned layout, bool mutated)
{
	static const char bytes[] = "0123456789./-# \t\r:ax";
	char line[64] = "", octet[8];
	unsigned len = layout / 81;

	for (int i = 0; i < 4; i++, layout /= 3) {
		put_octet(octet, rng, 1 + layout % 3);
		strcat(line, i ? "." : "");
		strcat(line, octet);
	}
	if (len)
		sprintf(line + strlen(line), "/%u", len - 1);
	if (mutated) {
		size_t n = strlen(line), at = test_below(rng, n + 1);
		char byte = bytes[test_below(rng, sizeof(bytes) - 1)];

		if (test_below(rng, 2) && at < n) {
			line[at] = byte;
		} else {
			memmove(line + at + 1, line + at, n - at + 1);
			line[at] = byte;
		}
	}
	strcat(line, test_below(rng, 4) ? "\n" : "\r\n");
	put(t, line);
}

enum { LAYOUTS = 81 * 34 };

#endif
