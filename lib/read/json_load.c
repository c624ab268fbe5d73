/*
 * json_load.c - JSON in, with errors that say where.
 */
#include "read/json.h"

#include "read/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NEEDLE = 256 };

/* Line, column and offset of @at. */
static void
locate(const sn__reader *r, sn_error *error, const char *at)
{
	const char *p = r->text, *line = p;

	error->line = 1;
	while (p < at) {
		if (*p++ == '\n') {
			error->line++;
			line = p;
		}
	}
	error->column = (uint64_t)(at - line) + 1;
	error->offset = (uint64_t)(at - r->text);
}

static void
put_text(sn_error *error, const char *text)
{
	size_t i = 0;

	for (; i < sizeof(error->text) - 1 && text[i]; i++)
		error->text[i] =
		    text[i] >= ' ' && text[i] <= '~' ? text[i] : '?';
	error->text[i] = '\0';
}

sn_status
sn__load_refuse(
    sn__reader *r, sn_status status, const char *value, const char *format, ...)
{
	sn_error *error = r->error;
	char needle[NEEDLE];
	const char *at;
	va_list args;
	int n;

	if (!error)
		return status;
	memset(error, 0, sizeof(*error));
	error->status = status;
	va_start(args, format);
	vsnprintf(error->message, sizeof(error->message), format, args);
	va_end(args);
	put_text(error, value);
	n = snprintf(needle, sizeof(needle), "\"%s\"", value);
	if (n < 0 || n >= NEEDLE)
		return status;
	at = memmem(r->text, r->size, needle, (size_t)n);
	if (!at)
		at = memmem(r->text, r->size, value, strlen(value));
	if (at)
		locate(r, error, *at == '"' ? at + 1 : at);
	return status;
}

json_t *
sn__load_json(sn__reader *r, sn_status *status)
{
	size_t offset = 0;
	json_t *root = sn__load_next(r, &offset, status);

	if (!root || offset == r->size)
		return root;
	json_decref(root);
	*status = sn__table_refuse(r, SN_ESYNTAX, r->text + offset, 1,
	    "not JSON: something behind its end");
	return NULL;
}

sn_status
sn__load_prefix(sn__reader *r, const json_t *value, sn_prefix *out)
{
	const char *text = json_string_value(value);
	sn_error inner;
	sn_status status;

	if (!text)
		return sn__load_refuse(
		    r, SN_ESYNTAX, "", "expected a prefix as a string");
	status =
	    sn_prefix_parse(out, text, json_string_length(value), 0, &inner);
	if (status)
		return sn__load_refuse(r, status, text, "%s", inner.message);
	return SN_OK;
}
