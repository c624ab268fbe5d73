/*
 * list_header.c - the first row of a table, and how much text is whole rows.
 */
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "supernet_text.h"
#include "text/bulk_line.h"

/* Whether a line is none of the table, as blank ones and comments. */
static bool
passes(const sn__reading *how, const char *p, const char *end)
{
	while (p < end && sn__is_blank(*p))
		p++;
	return p == end || sn__find_comment(how, p, end) == p;
}

sn_status
sn_text_header_read(sn_text_header *out, const char *text, size_t size,
    const sn_text_options *o)
{
	sn__reading how;
	uint64_t lines = 0;

	if (o->struct_size != sizeof(*o) ||
	    sn__reading_begin(&how, text, size, o, 0))
		return SN_EINVAL;
	for (const char *p = how.text, *end; p < how.end; p = end + 1) {
		const char *from = p;

		end = sn__line_end(&how, p);
		if (p == how.text && end - p >= 3 &&
		    !memcmp(p, "\xef\xbb\xbf", 3))
			from += 3;
		lines += sn__count_lines(p, end);
		if (!passes(&how, from, end)) {
			out->row = from;
			out->row_size = (size_t)(end - from);
			out->size = (size_t)(end - how.text) + (end < how.end);
			out->lines = lines;
			return SN_OK;
		}
	}
	return SN_ENOTFOUND;
}

static bool
is_alike(sn__field f, const char *name)
{
	if ((size_t)(f.end - f.p) != strlen(name))
		return false;
	while (f.p < f.end && sn__small(*f.p) == sn__small(*name)) {
		f.p++;
		name++;
	}
	return f.p == f.end;
}

/* Where the row ends, but for the end of its line. */
static const char *
row_end(const sn_text_header *h)
{
	size_t n = h->row_size;

	return h->row + (n && h->row[n - 1] == '\r' ? n - 1 : n);
}

static sn_status
refuse(const sn_text_header *h, sn_status status, const char *what,
    const char *name, sn_error *error)
{
	char message[sizeof(error->message)];

	snprintf(message, sizeof(message), "%s '%.100s'", what, name);
	(void)sn__error_set(error, status, message);
	if (error) {
		error->line = h->lines;
		error->column = 1;
		sn__error_text(error, h->row, row_end(h));
	}
	return status;
}

sn_status
sn_text_header_column(const sn_text_header *h, const sn_text_options *o,
    const char *name, uint32_t *out, sn_error *error)
{
	uint32_t same = 0, alike = 0, number = 0;
	const char *p = h->row, *end = row_end(h);
	unsigned sames = 0, alikes = 0;
	sn__reading how;
	sn__field f;

	if (o->struct_size != sizeof(*o) ||
	    sn__reading_begin(&how, h->row, h->row_size, o, 0))
		return SN_EINVAL;
	while (sn__field_next(&how.columns, &p, end, &f)) {
		number++;
		if (sn__field_is(f, name)) {
			same = number;
			sames++;
		} else if (is_alike(f, name)) {
			alike = number;
			alikes++;
		}
	}
	if (sames + (sames ? 0 : alikes) > 1)
		return refuse(
		    h, SN_EINVAL, "several columns are called", name, error);
	if (!sames && !alikes)
		return refuse(
		    h, SN_ENOTFOUND, "no column is called", name, error);
	*out = same ? same : alike;
	return SN_OK;
}

size_t
sn_text_rows(const char *text, size_t size, const sn_text_options *o)
{
	const char *end = size ? memrchr(text, '\n', size) : NULL;
	sn__reading how;
	bool cut;

	if (!end || o->struct_size != sizeof(*o) ||
	    sn__reading_begin(&how, text, size, o, 0))
		return end ? (size_t)(end - text) + 1 : 0;
	if (!how.wraps)
		return (size_t)(end - text) + 1;
	end = NULL;
	for (const char *p = text, *to; p < how.end; p = to + 1) {
		to = sn__row_end(&how.columns, p, how.end, &cut);
		if (to == how.end || cut)
			break;
		end = to;
	}
	return end ? (size_t)(end - text) + 1 : 0;
}
