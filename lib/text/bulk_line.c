/*
 * bulk_line.c - one line of bulk text, whatever it holds. The fast parsers
 * leave to this file every line that is more than one item.
 */
#include "text/bulk_line.h"

#include <string.h>

#include "base/error.h"

static void
strip(const char **p, const char **end)
{
	while (*p < *end && sn__is_blank(**p))
		++*p;
	while (*p < *end && sn__is_blank((*end)[-1]))
		--*end;
}

sn__reading
sn__reading_begin(const char *text, size_t size, const sn_text_options *o)
{
	sn__reading how = {.first = o->first_line <= 1};

	how.text = size ? text : "";
	how.end = how.text + size;
	if (o->flags & SN_TEXT_LENIENT)
		how.parse_flags |= SN_PARSE_LENIENT;
	if (!(o->flags & SN_TEXT_STRICT_NETWORK))
		how.parse_flags |= SN_PARSE_MASK_HOST;
	how.column.number = o->column;
	how.column.delimiter = o->delimiter ? o->delimiter : ',';
	return how;
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

static sn_status
no_column(const char *p, const char *at, sn_error *error)
{
	(void)sn__error_set(error, SN_ESYNTAX, "expected more columns");
	if (error) {
		error->offset = (uint64_t)(at - p);
		error->column = error->offset + 1;
		sn__error_text(error, p, at);
	}
	return SN_ESYNTAX;
}

enum sn__line_kind
sn__read_line(const sn__reading *how, const char *p, const char *end,
    sn__item *item, sn_error *error)
{
	const char *from = after_mark(how, p, end), *to = end, *hash;
	const char *field, *field_end;
	sn_status status;

	/* Not stripped yet: a tab may be the delimiter. */
	field = from;
	field_end = to > from && to[-1] == '\r' ? to - 1 : to;
	strip(&from, &to);
	if (from == to || *from == '#')
		return SN__LINE_BLANK;
	if (how->column.number) {
		from = field;
		to = field_end;
		if (!sn__find_field(how->column, &from, &to)) {
			(void)no_column(p, to, error);
			return SN__LINE_INVALID;
		}
	}
	hash = memchr(from, '#', (size_t)(to - from));
	if (hash)
		to = hash;
	strip(&from, &to);
	status = sn__item_parse(item, from, to, how->parse_flags, error);
	if (error && (status || item->unusual)) {
		error->offset += (uint64_t)(from - p);
		error->column = error->offset + 1;
	}
	return status ? SN__LINE_INVALID : SN__LINE_ITEM;
}

sn_status
sn__read_label(const sn__reading *how, uint32_t column, const char **p,
    const char **end, sn_error *error)
{
	const sn__column at = {column, how->column.delimiter};
	const char *line = *p, *to = *end;

	*p = after_mark(how, line, to);
	if (*end > *p && (*end)[-1] == '\r')
		--*end;
	to = *end;
	if (!sn__find_field(at, p, end))
		return no_column(line, to, error);
	strip(p, end);
	return SN_OK;
}
