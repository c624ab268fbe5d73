/*
 * text.c - bulk text into a builder.
 *
 * The text is cut at line ends into one chunk a thread. Each thread parses
 * its chunk into runs of its own and remembers where it met a line that has
 * to be reported, as an offset only. When all have finished, those lines are
 * parsed once more, in order, to make the reports: line numbers and messages
 * cost nothing where nothing is wrong, and reports come in line order from
 * the caller's thread, whatever the number of threads.
 */
#include "cidr/text.h"

#include <pthread.h>

#include "cidr/item.h"

enum { CHUNK_MIN = 1 << 17, MAX_THREADS = 64 };

/* Lines that need a report, as offsets from the start of the text. */
struct marks {
	uint64_t *at;
	size_t n;
	size_t capacity;
};

/* One thread's part. */
struct chunk {
	const sn__reading *how;
	const sn_alloc *alloc;
	const char *from;
	const char *to;
	uint64_t max_invalid; /* give up after so many; UINT64_MAX: never */
	sn__runs runs;
	struct marks marks;
	sn_text_stats stats;
	sn_status status; /* SN_ENOMEM, or SN_OK */
};

/*
 * The CSV field number @column of [*p, *end). A field in double quotes may
 * hold delimiters, and two double quotes for one.
 */
static bool
find_field(const sn__reading *how, const char **p, const char **end)
{
	const char *at = *p, *to = *end;

	for (uint32_t i = 1;; i++) {
		const char *from = at;
		bool quoted = at < to && *at == '"';

		if (quoted) {
			do {
				at = memchr(at + 1, '"', (size_t)(to - at - 1));
				at = at ? at + 1 : to;
			} while (at < to && *at == '"');
		}
		while (at < to && *at != how->delimiter)
			at++;
		if (i == how->column) {
			*p = from;
			*end = at;
			while (*p < *end && sn__is_blank((*end)[-1]))
				--*end;
			if (quoted && *end - *p >= 2 && (*end)[-1] == '"') {
				++*p;
				--*end;
			}
			return true;
		}
		if (at == to)
			return false;
		at++;
	}
}

static void
strip(const char **p, const char **end)
{
	while (*p < *end && sn__is_blank(**p))
		++*p;
	while (*p < *end && sn__is_blank((*end)[-1]))
		--*end;
}

/*
 * Reads the line [p, end) without its newline. On SN__LINE_INVALID *error, if
 * not NULL, says why, with column and offset counted from @p.
 */
static enum sn__line
read_line(const sn__reading *how, const char *p, const char *end,
    sn__item *item, sn_error *error)
{
	const char *from = p, *to = end, *hash;
	sn_status status;

	if (p == how->text && how->first && to - from >= 3 &&
	    !memcmp(from, "\xef\xbb\xbf", 3))
		from += 3;
	strip(&from, &to);
	if (from == to || *from == '#')
		return SN__LINE_BLANK;
	if (how->column && !find_field(how, &from, &to)) {
		(void)sn__error_set(error, SN_ESYNTAX, "no such column");
		if (error) {
			error->column = (uint64_t)(to - p) + 1;
			sn__error_text(error, p, end);
		}
		return SN__LINE_INVALID;
	}
	hash = memchr(from, '#', (size_t)(to - from));
	if (hash)
		to = hash;
	strip(&from, &to);
	status = sn__item_parse(item, from, to, how->parse_flags, error);
	if (!status)
		return SN__LINE_ITEM;
	if (error)
		error->column += (uint64_t)(from - p);
	return SN__LINE_INVALID;
}

static bool
mark(struct chunk *c, const char *line)
{
	struct marks *m = &c->marks;

	if (!sn__grow(c->alloc, &m->at, &m->capacity, m->n, sizeof(*m->at))) {
		c->status = SN_ENOMEM;
		return false;
	}
	m->at[m->n++] = (uint64_t)(line - c->how->text);
	return true;
}

static sn_range
item_range(const sn__item *item)
{
	return (sn_range){sn__addr(item->family, item->first),
	    sn__addr(item->family, item->last)};
}

/* Parses a chunk; a thread's whole work. */
static void *
read_chunk(void *arg)
{
	struct chunk *c = arg;
	const char *p = c->from;

	while (p < c->to) {
		const char *end = memchr(p, '\n', (size_t)(c->to - p));
		const char *line_end = end ? end : c->to;
		sn__item item;
		bool ok = true;

		c->stats.lines++;
		switch (read_line(c->how, p, line_end, &item, NULL)) {
		case SN__LINE_BLANK:
			break;
		case SN__LINE_ITEM:
			c->stats.items++;
			c->stats.masked += item.masked;
			c->stats.warnings += item.unusual;
			c->status =
			    sn__runs_add(&c->runs, c->alloc, item_range(&item));
			ok = !c->status && (!item.unusual || mark(c, p));
			break;
		case SN__LINE_INVALID:
			c->stats.invalid++;
			ok = mark(c, p) && c->stats.invalid < c->max_invalid;
			break;
		}
		if (!ok)
			return NULL;
		p = end ? end + 1 : c->to;
	}
	return NULL;
}

/* Cuts [text, text + size) at line ends into at most @n chunks. */
static unsigned
cut(struct chunk *chunk, unsigned n, const char *text, size_t size)
{
	const char *p = text, *end = text + size;
	unsigned used = 0;

	while (p < end) {
		size_t share = (size_t)(end - p) / (n - used);
		const char *to = end;

		if (n - used > 1 && share < (size_t)(end - p)) {
			to = memchr(p + share, '\n', (size_t)(end - p) - share);
			to = to ? to + 1 : end;
		}
		chunk[used].from = p;
		chunk[used++].to = to;
		p = to;
	}
	return used;
}

static void
run(struct chunk *chunk, unsigned n)
{
	pthread_t thread[MAX_THREADS];
	bool started[MAX_THREADS] = {false};

	for (unsigned i = 1; i < n; i++)
		started[i] =
		    !pthread_create(&thread[i], NULL, read_chunk, &chunk[i]);
	if (n)
		read_chunk(&chunk[0]);
	/* Where no thread could be had, the caller's does its work. */
	for (unsigned i = 1; i < n; i++) {
		if (started[i])
			pthread_join(thread[i], NULL);
		else
			read_chunk(&chunk[i]);
	}
}

/* What reports need. */
struct reporting {
	const sn_text_options *o;
	const sn__reading *how;
	const char *end;  /* of the text */
	uint64_t line;	  /* number of the line at @at */
	uint64_t at;	  /* offset of a line start */
	uint64_t invalid; /* reported so far */
	uint64_t max_invalid;
	sn_error first; /* the first invalid line */
};

/* Reports the line at @offset. SN_ECANCELED when a callback said stop. */
static sn_status
report(struct reporting *r, uint64_t offset)
{
	const char *text = r->how->text, *p = text + offset;
	const char *end = memchr(p, '\n', (size_t)(r->end - p));
	sn__item item;
	sn_error error;
	enum sn__line kind;
	bool go = true;

	while (r->at < offset) {
		const char *next =
		    memchr(text + r->at, '\n', (size_t)(offset - r->at));

		r->line++;
		r->at = (uint64_t)(next - text) + 1;
	}
	memset(&error, 0, sizeof(error));
	kind = read_line(r->how, p, end ? end : r->end, &item, &error);
	error.line = r->line;
	error.offset = offset + (error.column ? error.column - 1 : 0);
	if (kind == SN__LINE_INVALID) {
		if (r->invalid++ == 0)
			r->first = error;
		if (r->invalid <= r->max_invalid && r->o->on_invalid)
			go = r->o->on_invalid(r->o->ctx, &error);
	} else if (r->o->on_warning) {
		go = r->o->on_warning(r->o->ctx, &error);
	}
	return go ? SN_OK : SN_ECANCELED;
}

static sn_status
report_all(struct reporting *r, const struct chunk *chunk, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		for (size_t j = 0; j < chunk[i].marks.n; j++) {
			sn_status status = report(r, chunk[i].marks.at[j]);

			if (status)
				return status;
			if (r->invalid >= r->max_invalid)
				return SN_OK;
		}
	return SN_OK;
}

static void
add_stats(sn_text_stats *sum, const sn_text_stats *s)
{
	sum->lines += s->lines;
	sum->items += s->items;
	sum->invalid += s->invalid;
	sum->masked += s->masked;
	sum->warnings += s->warnings;
}

/* All chunks' outcome: the reports, the status, the sum of the numbers. */
static sn_status
conclude(struct reporting *r, const struct chunk *chunk, unsigned n,
    sn_text_stats *sum)
{
	bool skip = r->o->flags & SN_TEXT_SKIP_INVALID;
	sn_status status;

	for (unsigned i = 0; i < n; i++) {
		if (chunk[i].status)
			return chunk[i].status;
		add_stats(sum, &chunk[i].stats);
	}
	status = report_all(r, chunk, n);
	if (!status && !skip && sum->invalid)
		status = (sn_status)r->first.status;
	return status;
}

static uint32_t
parse_flags(uint32_t text_flags)
{
	return (text_flags & SN_TEXT_LENIENT ? (uint32_t)SN_PARSE_LENIENT : 0) |
	       (text_flags & SN_TEXT_STRICT_NETWORK
		       ? 0
		       : (uint32_t)SN_PARSE_MASK_HOST);
}

/* Links what the chunks made, or frees it. */
static sn_status
finish(sn_builder *b, struct chunk *chunk, unsigned n, sn_status status)
{
	sn__runs runs[MAX_THREADS];

	for (unsigned i = 0; i < n; i++) {
		runs[i] = chunk[i].runs;
		sn__free(&b->alloc, chunk[i].marks.at);
	}
	if (!status && n)
		status = sn__builder_link(b, runs, n);
	if (status)
		for (unsigned i = 0; i < n; i++)
			sn__runs_free(&runs[i], &b->alloc);
	return status;
}

sn_status
sn_builder_add_text(sn_builder *b, const char *text, size_t size,
    const sn_text_options *options, sn_text_stats *stats, sn_error *error)
{
	static const sn_text_options defaults = SN_TEXT_OPTIONS_INIT;
	const sn_text_options *o = options ? options : &defaults;
	sn__reading how = {text, parse_flags(o->flags), o->column,
	    o->delimiter ? o->delimiter : ',', o->first_line <= 1};
	struct reporting r = {o, &how, text + size,
	    o->first_line ? o->first_line : 1, 0, 0,
	    o->max_invalid ? o->max_invalid : 10, {0}};
	struct chunk chunk[MAX_THREADS];
	sn_text_stats sum = {0, 0, 0, 0, 0};
	unsigned n = b->threads < MAX_THREADS ? b->threads : MAX_THREADS;
	sn_status status;

	if (o->struct_size != sizeof(*o))
		return SN_EINVAL;
	if (o->flags & SN_TEXT_SKIP_INVALID)
		r.max_invalid = UINT64_MAX;
	if (size / CHUNK_MIN < n)
		n = (unsigned)(size / CHUNK_MIN) + 1;
	memset(chunk, 0, sizeof(chunk));
	for (unsigned i = 0; i < n; i++) {
		chunk[i].how = &how;
		chunk[i].alloc = &b->alloc;
		chunk[i].max_invalid = r.max_invalid;
	}
	n = cut(chunk, n, text, size);
	run(chunk, n);
	status = conclude(&r, chunk, n, &sum);
	status = finish(b, chunk, n, status);
	if (stats)
		*stats = sum;
	if (error && r.invalid)
		*error = r.first;
	return status;
}
