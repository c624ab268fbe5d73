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

/* Reads one line. False when memory is out. */
static bool
read_one(sn__chunk *c, const char *p, const char *end)
{
	sn__item item;

	/* LCOV_EXCL_BR_START there are no other kinds of lines */
	switch (sn__read_line(c->how, p, end, &item, NULL)) {
	/* LCOV_EXCL_BR_STOP */
	case SN__LINE_BLANK:
		break;
	case SN__LINE_ITEM:
		c->stats.items++;
		c->stats.masked += item.masked;
		c->stats.warnings += item.unusual;
		c->status = sn__runs_add(c->runs, c->alloc, item.family,
		    item.first, item.last, item.len);
		if (c->status || !item.unusual || !c->warning_marks)
			break;
		return mark(c, p);
	case SN__LINE_INVALID:
		if (c->stats.invalid++ < c->invalid_marks)
			return mark(c, p);
		break;
	}
	return !c->status;
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
		sn__fields_copy(fields, how->column, piece, end, n, how->end);
		lines.text = fields->text;
		fast_end = fields->end;
		fast = n;
	} else if (c->layouts) {
		fast = fast_lines(c, piece, end, n);
	}
	while (i < n) {
		size_t done = 0;

		if (i < fast) {
			lines.start = i ? fast_end[i - 1] + 1 : 0;
			lines.end = fast_end + i;
			lines.n = fast - i;
			done = read_fast(c, &lines, end[n - 1]);
			c->stats.items += done;
			i += done;
		}
		if (c->status)
			return false;
		if (done)
			continue;
		if (!read_one(
			c, piece + (i ? end[i - 1] + 1 : 0), piece + end[i]))
			return false;
		i++;
	}
	c->stats.masked += lines.masked;
	return true;
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

	if (c->layouts && c->how->column.number) {
		fields = sn__malloc(c->alloc, 1, sizeof(*fields));
		if (!fields) {
			c->status = SN_ENOMEM;
			return;
		}
	}
	read_chunk(c, fields);
	sn__free(c->alloc, fields);
}
