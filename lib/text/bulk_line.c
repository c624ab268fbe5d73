/*
 * bulk_line.c - one line of bulk text, whatever it holds. The fast parsers
 * leave to this file every line that is more than one item.
 */
#include "text/bulk_line.h"

#include <string.h>

#include "base/error.h"
#include "text/bulk_exception.h"
#include "text/bulk_extract.h"

static void
strip(const char **p, const char **end)
{
	while (*p < *end && sn__is_blank(**p))
		++*p;
	while (*p < *end && sn__is_blank((*end)[-1]))
		--*end;
}

/* A byte-order mark that starts the input is no part of its first line. */
static const char *
after_mark(const sn__reading *how, const char *p, const char *end)
{
	return p == how->text && how->first && end - p >= 3 &&
		       !memcmp(p, "\xef\xbb\xbf", 3)
		   ? p + 3
		   : p;
}

/* ---------------------------------------------------------- the options */

static sn_status
begin_columns(sn__columns *c, const sn_text_options *o, uint32_t label)
{
	c->number[SN__FIELD_ITEM] = o->column;
	c->number[SN__FIELD_SECOND] = o->second_column;
	c->number[SN__FIELD_LABEL] = label;
	c->fields = SN__FIELD_WHERE;
	if (o->where_count > SN__WHERE_MOST)
		return SN_EINVAL;
	for (uint32_t i = 0; i < o->where_count; i++) {
		if (!o->where[i].column)
			return SN_EINVAL;
		c->where[i] = o->where[i].value;
		c->number[c->fields++] = o->where[i].column;
	}
	for (uint32_t i = 0; i < c->fields; i++)
		if (c->number[i] > c->most)
			c->most = c->number[i];
	c->are = o->columns_are;
	c->blanks = o->flags & SN_TEXT_BLANKS;
	c->delimiter = o->delimiter && !c->blanks ? o->delimiter : ',';
	c->odd[' '] = c->odd['\t'] = c->odd['\r'] = c->odd[0xef] = true;
	for (const char *p = o->comment ? o->comment : "#"; *p; p++)
		c->odd[(unsigned char)*p] = true;
	return c->are > SN_COLUMNS_COUNT || (c->most && !o->column) ||
		       (o->column && o->second_column == o->column) ||
		       c->delimiter == '"' || c->delimiter == '\n'
		   ? SN_EINVAL
		   : SN_OK;
}

sn_status
sn__reading_begin(sn__reading *how, const char *text, size_t size,
    const sn_text_options *o, uint32_t label)
{
	memset(how, 0, sizeof(*how));
	how->text = size ? text : "";
	how->end = how->text + size;
	how->first = o->first_line <= 1;
	how->extract = o->flags & SN_TEXT_EXTRACT;
	how->comment = o->comment ? o->comment : "#";
	if (o->flags & SN_TEXT_LENIENT)
		how->parse_flags |= SN_PARSE_LENIENT;
	if (!(o->flags & SN_TEXT_STRICT_NETWORK))
		how->parse_flags |= SN_PARSE_MASK_HOST;
	how->max_invalid = o->max_invalid		     ? o->max_invalid
			   : o->flags & SN_TEXT_SKIP_INVALID ? UINT64_MAX
							     : 10;
	how->max_warnings = o->max_warnings ? o->max_warnings : UINT64_MAX;
	how->columns.text_end = how->end;
	if (begin_columns(&how->columns, o, label))
		return SN_EINVAL;
	/* Logs, between blanks, have quotes that nobody closes. */
	how->wraps = o->column && !how->extract &&
		     !(o->flags & SN_TEXT_BLANKS) &&
		     sn__rows_wrap(&how->columns,
			 after_mark(how, how->text, how->end), how->end);
	return SN_OK;
}

const char *
sn__line_end(const sn__reading *how, const char *p)
{
	const char *end;
	bool cut;

	if (how->wraps)
		return sn__row_end(&how->columns, after_mark(how, p, how->end),
		    how->end, &cut);
	end = memchr(p, '\n', (size_t)(how->end - p));
	return end ? end : how->end;
}

uint64_t
sn__count_lines(const char *p, const char *end)
{
	uint64_t n = 1;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		n++;
		p++;
	}
	return n;
}

/* --------------------------------------------------------------- comments */

/* Whether a comment starts at @p, in a line or field that starts at @from. */
static bool
is_comment(
    const sn__reading *how, const char *from, const char *p, const char *end)
{
	bool begins = p == from;

	if (!*p || !strchr(how->comment, *p) ||
	    strchr("0123456789abcdefABCDEF.:*[]", *p))
		return false;
	if (begins || !strchr("/-%", *p))
		return true;
	if (*p == '%')
		return sn__is_blank(p[-1]);
	return end - p > 1 && p[1] == *p;
}

const char *
sn__find_comment(const sn__reading *how, const char *p, const char *end)
{
	const char *from = p;

	if (!strcmp(how->comment, "#")) {
		p = memchr(p, '#', (size_t)(end - p));
		return p ? p : end;
	}
	while (p < end && !is_comment(how, from, p, end))
		p++;
	return p;
}

/* ----------------------------------------------------------------- fields */

/* What one line is read with. */
struct state {
	const sn__reading *how;
	const char *start; /* of the line */
	sn__line *line;
	sn__item_sink sink;
	void *ctx;
	sn_error *error;
};

static sn_status
no_column(const struct state *s, const char *from, const char *at)
{
	sn_error *error = s->error;

	(void)sn__error_set(error, SN_ESYNTAX, "expected more columns");
	if (error) {
		error->offset = (uint64_t)(at - s->start);
		error->column = error->offset + 1;
		sn__error_text(error, from, at);
	}
	return SN_ESYNTAX;
}

/* What the text takes off is no member. */
static sn_status
no_member(const struct state *s, sn__field f)
{
	(void)sn__error_set(s->error, SN_ESYNTAX,
	    "expected a member of the list, not an exception");
	if (s->error) {
		s->error->offset = (uint64_t)(f.p - s->start);
		s->error->column = s->error->offset + 1;
		sn__error_text(s->error, f.p, f.end);
	}
	return SN_ESYNTAX;
}

static sn_status
give(const struct state *s, const sn__item *item)
{
	s->line->kind = SN__LINE_ITEMS;
	s->line->masked |= item->masked;
	s->line->unusual |= item->unusual;
	return s->sink ? s->sink(s->ctx, s->line, item) : SN_OK;
}

/* Moves what an error says from its item to the line. */
static void
place(const struct state *s, const char *p)
{
	if (s->error) {
		s->error->offset += (uint64_t)(p - s->start);
		s->error->column = s->error->offset + 1;
	}
}

/* Reads the one item [p, end). The first unusual one of a line is told of. */
static sn_status
parse(const struct state *s, sn__item *item, const char *p, const char *end)
{
	bool told = s->line->unusual || s->line->masked;
	sn_error other, *error = s->error;
	sn_status status;

	if (told)
		error = &other;
	status = sn__item_parse(item, p, end, s->how->parse_flags, error);

	if (status && told && s->error)
		*s->error = other;
	if (status || (!told && item->unusual)) {
		place(s, p);
	} else if (!told && item->masked && s->error) {
		sn__item_masked(item, p, end, s->error);
		place(s, p);
	}
	return status;
}

/* The next of several items in [*p, end), between any of @between. */
static sn__field
next_item(const char **p, const char *end, const char *between)
{
	sn__field f = {*p, *p};

	while (f.end < end && !strchr(between, *f.end))
		f.end++;
	*p = f.end + (f.end < end);
	strip(&f.p, &f.end);
	return f;
}

/* All items between any of @between in @f; *n counts them. */
static sn_status
read_items(const struct state *s, sn__field f, const char *between, size_t *n)
{
	const char *p = f.p;

	while (p < f.end) {
		sn__field one = next_item(&p, f.end, between);
		sn__item item;
		sn_status status;

		if (one.p == one.end)
			continue;
		status = parse(s, &item, one.p, one.end);
		if (!status)
			status = give(s, &item);
		if (status)
			return status;
		++*n;
	}
	return SN_OK;
}

/*
 * A field: one item, or several. Which of the ways of writing several it is
 * shows when all of them are items; they are given after that only.
 */
static sn_status
read_field(const struct state *s, sn__field f, bool several)
{
	static const char *const between[] = {",;|\n", ",;|\n \t\r"};
	const sn__line before = *s->line;
	sn__item item;
	sn_status status = parse(s, &item, f.p, f.end);

	if (!status)
		return give(s, &item);
	if (!several || status == SN_ENOMEM)
		return status;
	for (unsigned i = 0; i < 2; i++) {
		struct state check = *s;
		sn_error error;
		size_t n = 0;

		memset(&error, 0, sizeof(error));
		check.sink = NULL;
		check.error = &error;
		status = read_items(&check, f, between[i], &n);
		/* What begins as several items is meant as such. */
		if (n && s->error)
			*s->error = error;
		*s->line = before;
		if (!status) {
			check = *s;
			check.error = NULL;
			return read_items(&check, f, between[i], &n);
		}
		if (status == SN_ENOMEM)
			break;
	}
	return status;
}

static bool
is_empty(sn__field f)
{
	size_t n = (size_t)(f.end - f.p);

	return n == 0 || (n == 1 && (*f.p == '-' || *f.p == '*')) ||
	       (n == 3 && (f.p[0] | 32) == 'n' && f.p[1] == '/' &&
		   (f.p[2] | 32) == 'a');
}

static sn_status
read_pair(const struct state *s, sn__field first, sn__field second)
{
	const sn__pair pair = {
	    first.p, first.end, second.p, second.end, s->how->columns.are};
	sn__item item;
	sn_status status = sn__pair_parse(
	    &item, &pair, s->start, s->how->parse_flags, s->error);

	if (!status && item.masked && s->error) {
		sn__item_masked(&item, first.p, first.end, s->error);
		place(s, first.p);
	}
	return status ? status : give(s, &item);
}

/* [from, to), a row without what may stand around it. */
static sn_status
read_row(const struct state *s, const char *from, const char *to)
{
	const sn__columns *c = &s->how->columns;
	sn__field f[SN__FIELDS_MOST], off;

	if (!sn__fields_find(c, from, to, f))
		return no_column(s, from, to);
	if (!sn__fields_count(c, f)) {
		s->line->kind = SN__LINE_PASSED;
		return SN_OK;
	}
	if (c->number[SN__FIELD_LABEL]) {
		s->line->label = f[SN__FIELD_LABEL];
		strip(&s->line->label.p, &s->line->label.end);
	}
	for (unsigned i = SN__FIELD_ITEM; i <= SN__FIELD_SECOND; i++) {
		if (!c->number[i])
			continue;
		f[i].end = sn__find_comment(s->how, f[i].p, f[i].end);
		strip(&f[i].p, &f[i].end);
	}
	if (is_empty(f[SN__FIELD_ITEM])) {
		s->line->kind = SN__LINE_EMPTY;
		return SN_OK;
	}
	if (c->blanks && (sn__exception_of(&off, from, to, f[SN__FIELD_ITEM]) ||
			     sn__exception_in(&off, from, to, true)))
		return no_member(s, off);
	if (c->number[SN__FIELD_SECOND])
		return read_pair(s, f[SN__FIELD_ITEM], f[SN__FIELD_SECOND]);
	return read_field(s, f[SN__FIELD_ITEM], true);
}

/* All items of a text, or, where one is wrong, none. */
static sn_status
read_any(const struct state *s, const char *from, const char *to, bool check)
{
	sn__extract x = {from, from, to};
	sn__field off;

	for (;;) {
		bool told = s->line->masked || s->line->unusual;
		sn_error error;
		const char *p;
		sn__item item;
		sn_status status = sn__extract_next(
		    &x, s->how->parse_flags, &item, &p, check ? &error : NULL);

		if (status && check) {
			if (s->error)
				*s->error = error;
			place(s, p);
		}
		if (!status && check &&
		    (p ? sn__exception_of(&off, from, to, (sn__field){p, x.p})
		       : sn__exception_in(
			     &off, from, to, s->line->kind == SN__LINE_ITEMS)))
			return no_member(s, off);
		if (status || !p)
			return status;
		if (check && !told && s->error &&
		    (item.masked || item.unusual)) {
			if (item.unusual)
				sn__item_unusual(&item, p, x.p, s->error);
			else
				sn__item_masked(&item, p, x.p, s->error);
			place(s, p);
		}
		status = give(s, &item);
		if (status)
			return status;
	}
}

static sn_status
extract(const struct state *s, const char *from, const char *to)
{
	struct state check = *s;
	sn_status status;

	check.sink = NULL;
	status = read_any(&check, from, to, true);
	if (status || !s->sink)
		return status;
	memset(s->line, 0, sizeof(*s->line));
	return read_any(s, from, to, false);
}

sn_status
sn__read_line(const sn__reading *how, const char *p, const char *end,
    sn__line *line, sn__item_sink sink, void *ctx, sn_error *error)
{
	const struct state s = {how, p, line, sink, ctx, error};
	const char *from = after_mark(how, p, end), *to = end;
	const char *row = from, *row_end = to;

	memset(line, 0, sizeof(*line));
	if (row_end > row && row_end[-1] == '\r')
		row_end--;
	strip(&from, &to);
	if (from == to)
		return SN_OK;
	if (is_comment(how, from, from, to)) {
		line->kind = how->columns.most || how->extract
				 ? SN__LINE_COMMENT
				 : SN__LINE_BLANK;
		return SN_OK;
	}
	/* Not stripped: a tab may be the delimiter. */
	if (how->extract)
		return extract(&s, from, to);
	if (how->columns.most)
		return read_row(&s, row, row_end);
	to = sn__find_comment(how, from, to);
	strip(&from, &to);
	return read_field(&s, (sn__field){from, to}, false);
}
