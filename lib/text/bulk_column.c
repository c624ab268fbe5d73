/*
 * bulk_column.c - finding the fields of a row, and copying the items of a
 * piece of text one below the other: as lines for the fast parsers.
 *
 * What may be more than a field by itself becomes an empty line, at which
 * those parsers stop: rows that are blank, comments, or begin the text with a
 * byte-order mark, that have fewer columns, or that pass.
 */
#include "text/bulk_column.h"

#include <string.h>

#include "text/fast_lines.h"

/* A field of up to COPY bytes is copied with COPY, where there are so many. */
enum { COPY = 32, ROW_LINES = 1000 };

#if SN__X86
# include <immintrin.h>

enum { BLOCK = 16 };

/* Which of the first bytes at @p are @byte. */
static SN__INLINE unsigned
which(const char *p, char byte)
{
	__m128i v = _mm_loadu_si128((const __m128i_u *)p);

	return (unsigned)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(v, _mm_set1_epi8(byte)));
}
#endif

/* After the quotes that start at @p; @end where they are not closed. */
static SN__INLINE const char *
after_quotes(const char *p, const char *end, bool *open)
{
	*open = false;
	while (p < end && *p == '"') {
		p = memchr(p + 1, '"', (size_t)(end - p - 1));
		*open = !p;
		p = p ? p + 1 : end;
	}
	return p;
}

/* Past blanks, of those of a delimiter only where runs of them delimit. */
static SN__INLINE const char *
after_blanks(const sn__columns *c, const char *p, const char *end)
{
	while (p < end && sn__is_blank(*p) && (c->blanks || *p != c->delimiter))
		p++;
	return p;
}

static SN__INLINE const char *
field_end(const sn__columns *c, const char *p, const char *end)
{
	if (c->blanks) {
		while (p < end && !sn__is_blank(*p))
			p++;
		return p;
	}
	/* After quotes the delimiter mostly stands here. */
	if (p == end || *p == c->delimiter)
		return p;
#if SN__X86
	if (c->text_end - p >= BLOCK) {
		unsigned found = which(p, c->delimiter);
		size_t left = (size_t)(end - p), at;

		at = found ? (size_t)__builtin_ctz(found) : BLOCK;
		if (at >= left)
			return end;
		if (found)
			return p + at;
		p += BLOCK;
	}
#endif
	p = memchr(p, c->delimiter, (size_t)(end - p));
	return p ? p : end;
}

/* Where the field at @p starts: blanks may stand before it. */
static SN__INLINE const char *
field_start(const sn__columns *c, const char *p, const char *end)
{
	const char *at;

	if (p == end || !sn__is_blank(*p))
		return p;
	at = after_blanks(c, p, end);
	return c->blanks || (at < end && *at == '"') ? at : p;
}

static SN__INLINE bool
next_field(const sn__columns *c, const char **p, const char *end, sn__field *f)
{
	const char *at, *from;
	bool quoted, open;

	/* After the last field. */
	if (!*p)
		return false;
	from = at = field_start(c, *p, end);
	if (c->blanks && at == end)
		return false;
	quoted = at < end && *at == '"';
	if (quoted)
		at = after_quotes(at, end, &open);
	at = field_end(c, at, end);
	*p = at == end ? NULL : c->blanks ? at : at + 1;
	while (at > from && sn__is_blank(at[-1]))
		at--;
	if (quoted && at - from >= 2 && at[-1] == '"') {
		from++;
		at--;
	}
	*f = (sn__field){from, at};
	return true;
}

bool
sn__field_next(
    const sn__columns *c, const char **p, const char *end, sn__field *found)
{
	return next_field(c, p, end, found);
}

/* Those of the item apart: they stay in registers where this is inlined. */
static SN__INLINE bool
find(const sn__columns *c, const char *p, const char *end, sn__field *item,
    sn__field *second, sn__field *others)
{
	for (uint32_t i = 1; i <= c->most; i++) {
		sn__field f;

		if (!next_field(c, &p, end, &f))
			return false;
		if (c->number[SN__FIELD_ITEM] == i)
			*item = f;
		else if (c->number[SN__FIELD_SECOND] == i)
			*second = f;
		for (uint32_t k = SN__FIELD_LABEL; k < c->fields; k++)
			if (c->number[k] == i)
				others[k] = f;
	}
	return true;
}

bool
sn__fields_find(const sn__columns *c, const char *p, const char *end,
    sn__field found[SN__FIELDS_MOST])
{
	return find(
	    c, p, end, &found[SN__FIELD_ITEM], &found[SN__FIELD_SECOND], found);
}

bool
sn__field_is(sn__field f, const char *value)
{
	for (; f.p < f.end; f.p++, value++) {
		if (*f.p != *value || !*value)
			return false;
		if (*f.p == '"' && f.p + 1 < f.end && f.p[1] == '"')
			f.p++;
	}
	return !*value;
}

bool
sn__fields_count(const sn__columns *c, const sn__field *found)
{
	for (uint32_t i = SN__FIELD_WHERE; i < c->fields; i++) {
		bool any = false;

		for (uint32_t j = SN__FIELD_WHERE; j < c->fields && !any; j++)
			any = c->number[j] == c->number[i] &&
			      sn__field_is(
				  found[j], c->where[j - SN__FIELD_WHERE]);
		if (!any)
			return false;
	}
	return true;
}

/* ------------------------------------------------ rows of several lines */

static const char *
line_end(const char *p, const char *end)
{
	const char *newline = memchr(p, '\n', (size_t)(end - p));

	return newline ? newline : end;
}

/*
 * Where quotes that start at @p, in a line that ends at *newline, are closed;
 * NULL: nowhere. *newline becomes the end of the line where they are.
 */
static const char *
close_quotes(const char *p, const char **newline, const char *end, bool *cut)
{
	const char *stop = *newline;
	unsigned lines = 1;
	bool open;
	const char *at = after_quotes(p, stop, &open);

	if (!open)
		return at;
	for (; lines < ROW_LINES && stop < end; lines++)
		stop = line_end(stop + 1, end);
	at = after_quotes(p, stop, &open);
	*cut = open && lines < ROW_LINES;
	*newline = line_end(at, end);
	return open ? NULL : at;
}

const char *
sn__row_end(const sn__columns *c, const char *p, const char *end, bool *cut)
{
	const char *first = line_end(p, end), *newline = first;

	*cut = false;
	while (memchr(p, '"', (size_t)(newline - p))) {
		p = field_start(c, p, newline);
		if (p < newline && *p == '"')
			p = close_quotes(p, &newline, end, cut);
		if (!p)
			return first;
		p = field_end(c, p, newline);
		p += p < newline;
	}
	return newline;
}

/* ------------------------------------------------------------- copying */

static SN__INLINE char *
put(char *out, sn__field f, const char *end)
{
	size_t size = (size_t)(f.end - f.p);

	if (size <= COPY && (size_t)(end - f.p) >= COPY)
		memcpy(out, f.p, COPY);
	else
		memcpy(out, f.p, size);
	return out + size;
}

/* The first group of IPv6 has at most four digits. */
static SN__INLINE bool
is_ipv6(sn__field f)
{
	size_t n = (size_t)(f.end - f.p);

	for (size_t i = 0; i < n && i < 5; i++)
		if (f.p[i] == ':')
			return true;
	return false;
}

/* Whether one of "/-" would make an item of a part of one. */
static SN__INLINE bool
is_more(const sn__columns *c, sn__field f)
{
	size_t n = (size_t)(f.end - f.p);

#if SN__X86
	if (n && n < BLOCK && c->text_end - f.p >= BLOCK)
		return (size_t)__builtin_ctz(
			   which(f.p, '/') | which(f.p, '-') | 1u << BLOCK) < n;
#else
	(void)c;
#endif
	return n == 0 || memchr(f.p, '/', n) || memchr(f.p, '-', n);
}

/* Address and mask as a prefix; nothing where either is odd. */
static SN__INLINE char *
put_masked(char *out, const sn__columns *c, const sn__masks *masks,
    sn__field first, sn__field second)
{
	const struct sn__mask *mask = NULL;

	if (c->text_end - second.p >= SN__MASK_TEXT && !is_ipv6(first) &&
	    !is_more(c, first))
		mask = sn__masks_find(
		    masks, second.p, (size_t)(second.end - second.p));
	if (!mask)
		return out;
	out = put(out, first, c->text_end);
	memcpy(out, mask->length, sizeof(mask->length));
	return out + mask->size;
}

/* The item of a row that has it in two fields; nothing where it is odd. */
static SN__INLINE char *
put_pair(char *out, const sn__columns *c, const sn__masks *masks,
    sn__field first, sn__field second, const char *end, uint32_t *more)
{
	if (c->are == SN_COLUMNS_MASK || c->are == SN_COLUMNS_WILDCARD)
		return put_masked(out, c, masks, first, second);
	if (is_more(c, first))
		return out;
	if (sn__fields_have_more(c) && !is_ipv6(first))
		return sn__pair_count(second.p, second.end, more)
			   ? put(out, first, end)
			   : out;
	if (is_more(c, second))
		return out;
	/* Of IPv6 a count is a length. */
	out = put(out, first, end);
	*out++ = c->are == SN_COLUMNS_RANGE ? '-' : '/';
	return put(out, second, end);
}

void
sn__fields_init(sn__fields *f, const sn__columns *c)
{
	if (c->are == SN_COLUMNS_MASK || c->are == SN_COLUMNS_WILDCARD)
		sn__masks_init(&f->masks, c->are == SN_COLUMNS_WILDCARD);
}

void
sn__fields_copy(sn__fields *f, const sn__columns *columns, const char *piece,
    const uint32_t *end, size_t n, const char *text_end)
{
	/* What is written cannot change a copy: it stays in registers. */
	const sn__columns own = *columns, *c = &own;
	const char *p = piece;
	char *out = f->text;
	sn__field others[SN__FIELDS_MOST] = {{NULL, NULL}};

	for (size_t i = 0; i < n; i++) {
		const char *to = piece + end[i];
		sn__field item = {p, p}, second = item;

		if (c->blanks)
			p = after_blanks(c, p, to);
		if (p < to && !c->odd[(unsigned char)*p] &&
		    find(c, p, to, &item, &second, others) &&
		    (c->fields == SN__FIELD_WHERE ||
			sn__fields_count(columns, others))) {
			if (c->number[SN__FIELD_SECOND])
				out = put_pair(out, c, &f->masks, item, second,
				    text_end, &f->more[i]);
			else
				out = put(out, item, text_end);
		}
		*out++ = '\n';
		f->end[i] = (uint32_t)(out - f->text) - 1;
		p = to + 1;
	}
	/* The parsers may load these bytes, which are of no field. */
	memset(out, 0, SN__FAST_AHEAD);
}
