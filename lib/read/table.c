/*
 * table.c - route tables in the forms people have: finds out which one, and
 * holds what the readers share.
 */
#include "read/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "supernet_text.h"

sn_status
sn__table_refuse(const sn__reader *r, sn_status status, const char *at,
    size_t n, const char *format, ...)
{
	sn_error *e = r->error;
	va_list args;
	const char *line = r->text;

	if (!e)
		return status;
	memset(e, 0, sizeof(*e));
	e->status = status;
	e->line = 1;
	for (const char *p = r->text; p < at; p++) {
		if (*p == '\n') {
			e->line++;
			line = p + 1;
		}
	}
	e->column = (uint64_t)(at - line) + 1;
	e->offset = (uint64_t)(at - r->text);
	for (size_t i = 0; i < n && i < sizeof(e->text) - 1; i++)
		e->text[i] = at[i] >= ' ' && at[i] <= '~' ? at[i] : '?';
	va_start(args, format);
	vsnprintf(e->message, sizeof(e->message), format, args);
	va_end(args);
	return status;
}

sn_status
sn__table_prefix(const char *text, size_t n, sn_prefix *out, uint32_t *flags,
    sn_error *error)
{
	sn_status status = sn_prefix_parse(out, text, n, 0, error);

	if (status != SN_EHOSTBITS)
		return status;
	*flags |= SN_ROUTE_HOST_BITS;
	return sn_prefix_parse(out, text, n, SN_PARSE_MASK_HOST, error);
}

uint32_t
sn__table_word(const char *text, size_t n, const char *const *words)
{
	for (uint32_t i = 0; words[i]; i++)
		/* The length first: a text may hold NUL bytes. */
		if (strlen(words[i]) == n && !strncasecmp(words[i], text, n))
			return i + 1;
	return 0;
}

static const struct {
	const char *name;
	sn__table_reader *read;
} formats[] = {
    {"csv", sn__table_csv}, {"provider", sn__table_json},
    {"plan", sn__table_json}, {"terraform", sn__table_json},
    {"ip-rule", NULL}, /* JSON or not */
};
enum { FORMATS = sizeof(formats) / sizeof(*formats) };

/* JSON starts with a bracket, a rule with a number and a colon. */
static sn__table_reader *
detect(const sn__reader *r)
{
	size_t i = 0;

	while (i < r->size && strchr(" \t\r\n", r->text[i]) && r->text[i])
		i++;
	if (i < r->size && (r->text[i] == '{' || r->text[i] == '['))
		return sn__table_json;
	while (i < r->size && r->text[i] >= '0' && r->text[i] <= '9')
		i++;
	return i < r->size && i && r->text[i] == ':' ? sn__table_rules
						     : sn__table_csv;
}

sn_status
sn_table_read(sn_table **out, const char *text, size_t size, const char *format,
    sn_error *error)
{
	sn__reader r = {text, size, error};
	sn__table_reader *read = NULL;
	sn_table *t;
	sn_status status;

	if (size >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)) {
		r.text += 3;
		r.size -= 3;
	}
	if (!format || !strcmp(format, "auto") || !strcmp(format, "ip-rule"))
		read = detect(&r);
	else
		for (size_t i = 0; i < FORMATS; i++)
			if (!strcmp(format, formats[i].name))
				read = formats[i].read;
	if (format && !strcmp(format, "ip-rule") && read == sn__table_csv)
		read = sn__table_rules;
	if (!read)
		return sn__table_refuse(&r, SN_EINVAL, r.text, 0,
		    "no such format of tables: %.40s", format);
	status = sn_table_new(&t, NULL);
	if (status)
		return status;
	status = read(t, &r);
	if (status) {
		sn_table_free(t);
		return status;
	}
	*out = t;
	return SN_OK;
}
