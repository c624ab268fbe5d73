/*
 * load.c - JSON in, with errors that say where.
 */
#include "read/load.h"

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

static json_t *
load(sn__reader *r, size_t flags, size_t *end, sn_status *status)
{
	json_error_t e = {0};
	json_t *root =
	    json_loadb(r->text, r->size, JSON_REJECT_DUPLICATES | flags, &e);

	if (root) {
		*end = e.position > 0 ? (size_t)e.position : r->size;
		return root;
	}
	*status = SN_ESYNTAX;
	/* jansson says nothing at all when its memory is out. */
	if (e.text[0] == '\0' ||
	    json_error_code(&e) == json_error_out_of_memory)
		*status = SN_ENOMEM;
	else if (json_error_code(&e) == json_error_stack_overflow)
		*status = SN_ELIMIT;
	if (r->error) {
		memset(r->error, 0, sizeof(*r->error));
		r->error->status = *status;
		r->error->line = e.line > 0 ? (uint64_t)e.line : 0;
		r->error->column = e.column > 0 ? (uint64_t)e.column : 0;
		r->error->offset = e.position > 0 ? (uint64_t)e.position : 0;
		snprintf(r->error->message, sizeof(r->error->message),
		    "not JSON: %.140s", e.text);
	}
	return NULL;
}

json_t *
sn__load_json(sn__reader *r, sn_status *status)
{
	size_t end;

	return load(r, 0, &end, status);
}

json_t *
sn__load_next(sn__reader *r, size_t *offset, sn_status *status)
{
	sn__reader rest = {r->text + *offset, r->size - *offset, r->error};
	size_t end;
	json_t *root = load(&rest, JSON_DISABLE_EOF_CHECK, &end, status);
	sn_error *e = r->error;

	if (root) {
		*offset += end;
	} else if (e && e->line) {
		/* Lines of the values before. */
		for (size_t i = 0; i < *offset; i++)
			e->line += r->text[i] == '\n';
		e->offset += *offset;
	}
	return root;
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
