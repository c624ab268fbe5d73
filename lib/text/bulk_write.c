/*
 * bulk_write.c - a whole set as text, in large pieces.
 *
 * The ranges are cut into blocks of a fixed number. Threads take the blocks in
 * turn and format them into the buffers of a ring; the caller's thread hands
 * them to the sink in order, and formats too while it has to wait. So the
 * bytes are the same for every number of threads. IPv4 is written by
 * fast_ipv4_format.h, IPv6 by fast_ipv6_format.c.
 */
#include <string.h>

#include "base/system.h"
#include "set/builder.h"
#include "text/value_format.h"
#include "text/fast_ipv4_format.h"
#include "text/fast_ipv6_format.h"
#include "base/threads.h"
#include "set/set.h"

enum {
	BLOCK4 = 4096, /* ranges of a block, so that its text stays in cache */
	BLOCK6 = 1024,
	RING = 2 * SN__THREADS_MAX + 1,
	THREAD_MIN = 32, /* blocks worth a thread: see bulk_read.c */
	LINE_SPACE = 128 /* for a line, and for what is written beyond it */
};

/* Text of up to seven bytes and its size, fetched together. */
struct tail {
	char text[7];
	uint8_t size;
};

/* Made once for each call. */
struct tables {
	sn__format4 addr4;
	struct tail
	    length[129];   /* "/8\n", "/128\n"; of IPv4 alone to "/32\n" */
	sn__format6 addr6; /* only where there is IPv6 */
};

struct buffer {
	char *text;
	size_t size; /* of the text */
	size_t capacity;
	char *last_line; /* the last place where one fits */
	bool full;	 /* formatted, not yet given to the sink */
	bool failed;	 /* memory was out */
};

struct writing {
	const sn_set *s;
	unsigned form;
	struct tables tables;
	size_t blocks4; /* the first blocks are IPv4, the others IPv6 */
	size_t blocks;
	sn_sink sink;
	void *ctx;
	sn__monitor monitor; /* of what follows */
	size_t next;	     /* block to be formatted; it goes to next % ring */
	size_t written;	     /* blocks that the sink has had */
	size_t ring;
	struct buffer buffer[RING];
	sn_status status;
};

/* @t: all zero. */
static void
tables_init(struct tables *t, const sn_set *s)
{
	sn__format4_init(&t->addr4);
	for (unsigned i = 0; i <= (s->n6 ? 128 : 32); i++) {
		char *end = t->length[i].text;

		*end++ = '/';
		end = sn__put_decimal(end, i);
		*end++ = '\n';
		t->length[i].size = (uint8_t)(end - t->length[i].text);
	}
	if (s->n6)
		sn__format6_init(&t->addr6, sn__cpu_level());
}

/* "/len\n"; writes eight bytes. */
static inline char *
put_length(const struct tables *t, char *p, unsigned len)
{
	memcpy(p, &t->length[len], sizeof(t->length[len]));
	return p + t->length[len].size;
}

/* Makes the buffer larger; where @p is then, or NULL. */
static char *
grow(const struct writing *w, struct buffer *b, char *p)
{
	size_t used = b->text ? (size_t)(p - b->text) : 0;
	size_t capacity = b->capacity * 2 + (1 << 18);
	char *text = sn__realloc(&w->s->alloc, b->text, capacity, 1);

	if (!text)
		return NULL;
	b->text = text;
	b->capacity = capacity;
	b->last_line = text + capacity - LINE_SPACE;
	return text + used;
}

/* Makes sure that one more line fits at @p; where that is then, or NULL. */
static inline char *
reserve(const struct writing *w, struct buffer *b, char *p)
{
	return p && p <= b->last_line ? p : grow(w, b, p);
}

static char *
format_range4(const struct writing *w, struct buffer *b, char *p, sn_range4 r)
{
	p = reserve(w, b, p);
	if (!p)
		return NULL;
	p = sn__format4_put(&w->tables.addr4, p, r.first);
	*p++ = '-';
	p = sn__format4_put(&w->tables.addr4, p, r.last);
	*p++ = '\n';
	return p;
}

static inline char *
format_prefixes4(
    const struct writing *w, struct buffer *b, char *p, sn_range4 r)
{
	uint64_t first = r.first, end = (uint64_t)r.last + 1;

	do {
		unsigned len = sn__lead32((uint32_t)first, r.last);

		p = reserve(w, b, p);
		if (!p)
			return NULL;
		p = sn__format4_put(&w->tables.addr4, p, (uint32_t)first);
		p = put_length(&w->tables, p, len);
		first += (uint64_t)sn__host32(len) + 1;
	} while (first < end);
	return p;
}

static char *
format_range6(const struct writing *w, struct buffer *b, char *p, sn_range6 r)
{
	p = reserve(w, b, p);
	if (!p)
		return NULL;
	p = sn__format6_put(&w->tables.addr6, p, sn__first6(r));
	*p++ = '-';
	p = sn__format6_put(&w->tables.addr6, p, sn__last6(r));
	*p++ = '\n';
	return p;
}

static char *
format_prefixes6(
    const struct writing *w, struct buffer *b, char *p, sn_range6 r)
{
	sn__u128 first = sn__first6(r), last = sn__last6(r), end;

	for (;;) {
		unsigned len = sn__lead128(first, last);

		p = reserve(w, b, p);
		if (!p)
			return NULL;
		p = sn__format6_put(&w->tables.addr6, p, first);
		p = put_length(&w->tables, p, len);
		end = first | sn__host128(len);
		if (end == last)
			return p;
		first = end + 1;
	}
}

/* Formats block number @block into @b. */
static void
format_block(const struct writing *w, struct buffer *b, size_t block)
{
	bool ranges = w->form == SN_WRITE_RANGES;
	const sn_set *s = w->s;
	char *p = reserve(w, b, b->text);
	size_t i, end;

	if (block < w->blocks4) {
		i = block * BLOCK4;
		end = i + BLOCK4 < s->n4 ? i + BLOCK4 : s->n4;
		for (; i < end && p; i++)
			p = ranges ? format_range4(w, b, p, s->ranges4[i])
				   : format_prefixes4(w, b, p, s->ranges4[i]);
	} else {
		i = (block - w->blocks4) * BLOCK6;
		end = i + BLOCK6 < s->n6 ? i + BLOCK6 : s->n6;
		for (; i < end && p; i++)
			p = ranges ? format_range6(w, b, p, s->ranges6[i])
				   : format_prefixes6(w, b, p, s->ranges6[i]);
	}
	b->failed = !p;
	b->size = p ? (size_t)(p - b->text) : 0;
}

/* Takes the next block and formats it. Called and left inside the monitor. */
static void
take_block(struct writing *w)
{
	size_t block = w->next++;
	struct buffer *b = &w->buffer[block % w->ring];

	sn__monitor_leave(&w->monitor);
	format_block(w, b, block);
	sn__monitor_enter(&w->monitor);
	b->full = true;
	sn__monitor_changed(&w->monitor);
}

/* Gives the sink its next block. Called and left inside the monitor. */
static void
give_block(struct writing *w)
{
	struct buffer *b = &w->buffer[w->written % w->ring];
	sn_status status = SN_ENOMEM;

	sn__monitor_leave(&w->monitor);
	if (!b->failed)
		status = w->sink(w->ctx, b->text, b->size);
	sn__monitor_enter(&w->monitor);
	b->full = false;
	w->written++;
	w->status = status;
	sn__monitor_changed(&w->monitor);
}

/* What each thread does; number 0 is the caller's. */
static void
work(void *ctx, unsigned thread)
{
	struct writing *w = ctx;

	sn__monitor_enter(&w->monitor);
	while (!w->status && w->written < w->blocks) {
		if (thread == 0 && w->buffer[w->written % w->ring].full)
			give_block(w);
		else if (w->next < w->blocks && w->next < w->written + w->ring)
			take_block(w);
		else if (thread != 0 && w->next == w->blocks)
			break;
		else
			sn__monitor_wait(&w->monitor);
	}
	sn__monitor_leave(&w->monitor);
}

sn_status
sn_set_write(
    const sn_set *s, unsigned form, unsigned threads, sn_sink sink, void *ctx)
{
	struct writing w = {.s = s, .form = form, .sink = sink, .ctx = ctx};

	if (form != SN_WRITE_PREFIXES && form != SN_WRITE_RANGES)
		return SN_EINVAL;
	w.blocks4 = (s->n4 + BLOCK4 - 1) / BLOCK4;
	w.blocks = w.blocks4 + (s->n6 + BLOCK6 - 1) / BLOCK6;
	threads = sn__threads_for(
	    threads ? threads : sn__processors(), w.blocks, THREAD_MIN);
	w.ring = threads == 1 ? 1 : 2 * (size_t)threads + 1;
	tables_init(&w.tables, s);
	/* LCOV_EXCL_BR_START glibc makes it without memory */
	if (!sn__monitor_init(&w.monitor))
		return SN_ENOMEM;
	/* LCOV_EXCL_BR_STOP */
	sn__parallel(threads, work, &w);
	sn__monitor_destroy(&w.monitor);
	for (size_t i = 0; i < w.ring; i++)
		sn__free(&s->alloc, w.buffer[i].text);
	return w.status;
}
