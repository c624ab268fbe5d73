/*
 * bulk_chunk.c - parsing whole lines into runs; what one thread does.
 *
 * The chunk is taken in pieces that stay in the first cache: find the
 * newlines of a piece, let the fast parsers take as many as they can, read the
 * line at which they stopped by itself, and so on. A line that needs a report
 * is only marked: see bulk_read.c.
 */
#include "text/bulk_chunk.h"

#include <string.h>

#include "text/bulk_exception.h"

static bool
mark(sn__chunk *c, const char *line)
{
	sn__marks *m = &c->marks;

	if (!sn__grow(c->alloc, &m->at, &m->capacity, m->n, sizeof(*m->at))) {
		c->status = SN_ENOMEM;
		return false;
	}
	m->at[m->n++] = (uint64_t)(line - c->how->text);
	return true;
}

static sn_status
put_item(void *ctx, const sn__line *line, const sn__item *item)
{
	sn__chunk *c = ctx;

	(void)line;
	c->stats.items++;
	c->stats.masked += item->masked;
	c->stats.warnings += item->unusual;
	return sn__runs_add(c->runs, c->alloc, item->family, item->first,
	    item->last, item->len);
}

/* Whether what was read of a line is to be told. */
static bool
tells(sn__chunk *c, const sn__line *line)
{
	uint64_t *marks = line->unusual ? &c->warning_marks : &c->masked_marks;

	if (!(line->unusual || line->masked) || !*marks)
		return false;
	--*marks;
	return true;
}

/* Reads one line. False when memory is out. */
static bool
read_one(sn__chunk *c, const char *p, const char *end)
{
	sn__line line;
	sn_status status =
	    sn__read_line(c->how, p, end, &line, put_item, c, NULL);

	if (status == SN_ENOMEM) {
		c->status = status;
		return false;
	}
	c->stats.comments += line.kind == SN__LINE_COMMENT;
	c->stats.empty += line.kind == SN__LINE_EMPTY;
	if (status)
		return c->stats.invalid++ >= c->invalid_marks || mark(c, p);
	return !tells(c, &line) || mark(c, p);
}

/* Marks the first lines from @p to @end with host bits that were cleared. */
static bool
mark_masked(sn__chunk *c, const char *p, const char *end)
{
	while (p < end && c->masked_marks) {
		const char *to = sn__line_end(c->how, p);
		sn__line line;

		if (!sn__read_line(c->how, p, to, &line, NULL, NULL, NULL) &&
		    tells(c, &line) && !mark(c, p))
			return false;
		p = to + 1;
	}
	return true;
}

/*
 * Makes sure that @n more elements of @size bytes fit after the @used of
 * *@array, which has *@capacity. The first time the whole chunk is provided
 * for, by what its first piece of @piece bytes holds. False when memory is out.
 */
static bool
reserve(sn__chunk *c, void *array, size_t *capacity, size_t used, size_t n,
    size_t size, size_t piece)
{
	size_t want = used + n;
	void *k;

	if (want <= *capacity)
		return true;
	memcpy(&k, array, sizeof(k));
	if (!k) {
		size_t pieces = (size_t)(c->to - c->from) / piece + 1;

		want = pieces == 1 ? n : pieces * (n + n / 16) + n;
		k = sn__alloc_large(c->alloc, want, size);
	} else {
		want += want / 4;
		k = sn__realloc(c->alloc, k, want, size);
	}
	if (!k) {
		c->status = SN_ENOMEM;
		return false;
	}
	memcpy(array, &k, sizeof(k));
	*capacity = want;
	return true;
}

/*
 * How many of @n lines the fast parsers may see: the last line may
 * lack a newline, and vectors are read from where a line starts.
 */
static size_t
fast_lines(const sn__chunk *c, const char *piece, const uint32_t *end, size_t n)
{
	size_t left = (size_t)(c->how->end - piece);

	/* A last line without a newline is not for them. */
	n -= end[n - 1] == left;
	while (n > 1 && end[n - 2] + 1 + (size_t)SN__FAST_AHEAD > left)
		n--;
	return left < SN__FAST_AHEAD ? 0 : n;
}

/* IPv6: lines that are ranges, or lines that are none. */
static size_t
read_fast6(sn__chunk *c, sn__lines *lines, size_t piece, bool ranges)
{
	sn__run6 *v6 = &c->runs->v6;
	sn__run6r *v6r = &c->runs->v6r;
	size_t n;

	if (ranges) {
		if (!reserve(c, &v6r->k, &v6r->capacity, v6r->n, lines->n,
			sizeof(*v6r->k), piece))
			return 0;
		lines->out6r = v6r->k + v6r->n;
		n = sn__fast6(c->cpu, lines, true);
		v6r->n += n;
	} else {
		if (!reserve(c, &v6->k, &v6->capacity, v6->n, lines->n,
			sizeof(*v6->k), piece))
			return 0;
		lines->out6 = v6->k + v6->n;
		n = sn__fast6(c->cpu, lines, false);
		v6->n += n;
	}
	return n;
}

/*
 * Lets the fast parsers take as many of @lines as they can; others follow in
 * the next call. Returns how many; 0 also when memory is out.
 */
static size_t
read_fast(sn__chunk *c, sn__lines *lines, size_t piece)
{
	const char *p = lines->text + lines->start;
	size_t size = lines->end[0] - lines->start, n;
	sn__run4 *v4 = &c->runs->v4;

	/* The first group of IPv6 has at most four digits. */
	if (memchr(p, ':', size < 5 ? size : 5))
		return read_fast6(
		    c, lines, piece, memchr(p, '-', size) != NULL);
	if (!reserve(c, &v4->k, &v4->capacity, v4->n, lines->n, sizeof(*v4->k),
		piece))
		return 0;
	lines->out4 = v4->k + v4->n;
	n = sn__fast4(c->cpu, lines);
	v4->n += n;
	return n;
}

/*
 * Items that the fast parsers took as addresses get those after them that a
 * second field counts, @more; up to the first where that cannot be. Returns how
 * many.
 */
static size_t
widen(sn__chunk *c, const uint32_t *more, size_t n)
{
	sn__run4 *v4 = &c->runs->v4;
	sn_range4 *k = v4->k + v4->n - n;

	for (size_t i = 0; i < n; i++) {
		if (more[i] > UINT32_MAX - k[i].first) {
			v4->n -= n - i;
			return i;
		}
		k[i].last = k[i].first + more[i];
	}
	return n;
}

/* Lines of which as many as a second field widens are taken at a time. */
enum { WIDENED = 64 };

static size_t
read_fields(sn__chunk *c, sn__lines *lines, const sn__fields *fields, size_t at,
    size_t piece)
{
	size_t before = c->runs->v4.n, n;

	if (!fields || !sn__fields_have_more(&c->how->columns))
		return read_fast(c, lines, piece);
	if (lines->n > WIDENED)
		lines->n = WIDENED;
	n = read_fast(c, lines, piece);
	return c->runs->v4.n > before ? widen(c, fields->more + at, n) : n;
}

/*
 * Reads @n lines that start at @piece: their fields, or themselves where
 * @fields is NULL. False when memory is out.
 */
static bool
read_lines(sn__chunk *c, sn__fields *fields, const char *piece,
    const uint32_t *end, size_t n)
{
	const sn__reading *how = c->how;
	sn__lines lines = {.layouts = c->layouts,
	    .text = piece,
	    .no_host = how->parse_flags & SN_PARSE_MASK_HOST ? 0 : UINT32_MAX};
	const uint32_t *fast_end = end;
	size_t fast = 0, i = 0;

	if (fields) {
		sn__fields_copy(fields, &how->columns, piece, end, n, how->end);
		lines.text = fields->text;
		fast_end = fields->end;
		fast = n;
	} else if (c->layouts) {
		fast = fast_lines(c, piece, end, n);
	}
	while (i < n) {
		const char *p = piece + (i ? end[i - 1] + 1 : 0);
		uint64_t masked = c->stats.masked;
		size_t done = 0;

		lines.masked = 0;
		if (i < fast) {
			lines.start = i ? fast_end[i - 1] + 1 : 0;
			lines.end = fast_end + i;
			lines.n = fast - i;
			done = read_fields(c, &lines, fields, i, end[n - 1]);
			c->stats.items += done;
			c->stats.masked += lines.masked;
			i += done;
		}
		if (c->status)
			return false;
		if (done && c->stats.masked > masked && c->masked_marks &&
		    !mark_masked(c, p, piece + end[i - 1]))
			return false;
		if (done)
			continue;
		if (!read_one(c, p, piece + end[i]))
			return false;
		i++;
	}
	return true;
}

/* Rows of several lines. */
static void
read_rows(sn__chunk *c)
{
	const char *p = c->from, *end;

	for (; p < c->to; p = end + (end < c->to)) {
		end = sn__line_end(c->how, p);
		if (!read_one(c, p, end))
			return;
		c->stats.lines += sn__count_lines(p, end);
	}
}

static void
read_chunk(sn__chunk *c, sn__fields *fields)
{
	uint32_t end[SN__NEWLINES_MAX];
	const char *p = c->from;

	while (p < c->to) {
		size_t left = (size_t)(c->to - p);
		size_t size = left < SN__PIECE ? left : SN__PIECE;
		size_t n = sn__newlines_find(c->cpu, p, size, end);
		const char *newline;

		/* The last line of the text may have no newline. */
		if (size == left && p[size - 1] != '\n')
			end[n++] = (uint32_t)size;
		if (n == 0) {
			newline = memchr(p + size, '\n', left - size);
			if (!newline)
				newline = c->to;
			if (!read_one(c, p, newline))
				return;
			c->stats.lines++;
			p = newline + (newline < c->to);
			continue;
		}
		if (!read_lines(c, fields, p, end, n))
			return;
		c->stats.lines += n;
		p += end[n - 1];
		p += p < c->to;
	}
}

void
sn__chunk_read(sn__chunk *c)
{
	sn__fields *fields = NULL;

	if (c->how->wraps) {
		read_rows(c);
		return;
	}
	if (c->how->columns.blanks && sn__exceptions_of_ipset(c->from, c->to))
		c->layouts = NULL;
	if (c->layouts && c->how->columns.most) {
		fields = sn__malloc(c->alloc, 1, sizeof(*fields));
		if (!fields) {
			c->status = SN_ENOMEM;
			return;
		}
		sn__fields_init(fields, &c->how->columns);
	}
	read_chunk(c, fields);
	sn__free(c->alloc, fields);
}
