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

enum sn__line_kind
sn__read_line(const sn__reading *how, const char *p, const char *end,
    sn__item *item, sn_error *error)
{
	const char *from = p, *to = end, *hash;
	const char *field, *field_end;
	sn_status status;

	if (p == how->text && how->first && to - from >= 3 &&
	    !memcmp(from, "\xef\xbb\xbf", 3))
		from += 3;
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
			(void)sn__error_set(
			    error, SN_ESYNTAX, "expected more columns");
			if (error) {
				error->offset = (uint64_t)(to - p);
				error->column = error->offset + 1;
				sn__error_text(error, p, to);
			}
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
