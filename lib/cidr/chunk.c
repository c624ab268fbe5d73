/*
 * chunk.c - parsing whole lines into runs; what one thread does.
 *
 * The chunk is taken in pieces that stay in the first cache: find the
 * newlines of a piece, let the vector parser take as many lines as it can,
 * read the line at which it stopped by itself, and so on. A line that needs a
 * report is only marked: see text.c.
 */
#include <string.h>

#include "cidr/lines.h"
#include "cidr/text.h"

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

/* Reads one line. False when memory is out. *v6: it was an IPv6 item. */
static bool
read_one(sn__chunk *c, const char *p, const char *end, bool *v6)
{
	sn__item item;

	*v6 = false;
	switch (sn__read_line(c->how, p, end, &item, NULL)) {
	case SN__LINE_BLANK:
		break;
	case SN__LINE_ITEM:
		*v6 = item.family == SN_IPV6;
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
 * Room for @n more IPv4 ranges. The first time the whole chunk is provided
 * for, by what its first piece of @size bytes holds.
 */
static bool
room4(sn__chunk *c, size_t n, size_t size)
{
	sn__run4 *run = &c->runs->v4;
	size_t want = run->n + n;
	sn_range4 *k;

	if (want <= run->capacity)
		return true;
	if (!run->k) {
		size_t pieces = (size_t)(c->to - c->from) / size + 1;

		want = pieces == 1 ? n : pieces * (n + n / 16) + n;
		k = sn__alloc_large(c->alloc, want, sizeof(*k));
	} else {
		want += want / 4;
		k = sn__realloc(c->alloc, run->k, want, sizeof(*k));
	}
	if (!k) {
		c->status = SN_ENOMEM;
		return false;
	}
	run->k = k;
	run->capacity = want;
	return true;
}

/* How many of @n lines start far enough from the end of the text. */
static size_t
vector_lines(
    const sn__chunk *c, const char *piece, const uint32_t *end, size_t n)
{
	size_t room = (size_t)(c->how->end - piece);

	while (n > 1 && end[n - 2] + 1 + (size_t)SN__PARSE4_AHEAD > room)
		n--;
	return n == 1 && room < SN__PARSE4_AHEAD ? 0 : n;
}

/* Reads @n lines that start at @piece. False when memory is out. */
static bool
read_lines(sn__chunk *c, const char *piece, const uint32_t *end, size_t n)
{
	const sn__reading *how = c->how;
	size_t vector = how->cpu == SN__CPU_SCALAR || how->column
			    ? 0
			    : vector_lines(c, piece, end, n);
	sn__batch batch = {.layouts = &how->layouts,
	    .text = piece,
	    .no_host = how->parse_flags & SN_PARSE_MASK_HOST ? 0 : UINT32_MAX};
	sn__run4 *run = &c->runs->v4;
	size_t i = 0, start = 0;
	bool v6 = false;

	if (vector && !room4(c, vector, end[n - 1]))
		return false;
	while (i < n) {
		if (i < vector && !v6) {
			size_t done;

			batch.end = end + i;
			batch.n = vector - i;
			batch.start = start;
			batch.out = run->k + run->n;
			done = sn__parse4(how->cpu, &batch);
			run->n += done;
			c->stats.items += done;
			i += done;
			if (done)
				start = end[i - 1] + 1;
			if (i == n)
				break;
		}
		/* IPv6 lines come together: no need to try each as IPv4. */
		if (!read_one(c, piece + start, piece + end[i], &v6))
			return false;
		start = end[i++] + 1;
	}
	c->stats.masked += batch.masked;
	return true;
}

void
sn__chunk_read(sn__chunk *c)
{
	uint32_t end[SN__LINES_ROOM];
	const char *p = c->from;

	while (p < c->to) {
		size_t left = (size_t)(c->to - p);
		size_t size = left < SN__PIECE ? left : SN__PIECE;
		size_t n = sn__lines(c->how->cpu, p, size, end);
		const char *newline;
		bool v6;

		/* The last line of the text may have no newline. */
		if (size == left && p[size - 1] != '\n')
			end[n++] = (uint32_t)size;
		if (n == 0) {
			newline = memchr(p + size, '\n', left - size);
			if (!newline)
				newline = c->to;
			if (!read_one(c, p, newline, &v6))
				return;
			c->stats.lines++;
			p = newline + (newline < c->to);
			continue;
		}
		if (!read_lines(c, p, end, n))
			return;
		c->stats.lines += n;
		p += end[n - 1];
		p += p < c->to;
	}
}
