/*
 * rows.c - a table on standard output: as text with tabs, CSV or JSON.
 */
#include <string.h>

#include "rows.h"

static void
put(struct rows *r, const char *text, size_t n)
{
	if (!r->status)
		r->status = output_write(&r->out, text, n);
}

static void
put_text(struct rows *r, const char *text)
{
	put(r, text, strlen(text));
}

/* The name of a column without what it says of the column. */
static size_t
name_size(const char *column)
{
	return strcspn(column, "#");
}

static bool
is_number(const char *column)
{
	return column[name_size(column)];
}

static void
put_name(struct rows *r, size_t i, const char *quote)
{
	put_text(r, quote);
	put(r, r->column[i], name_size(r->column[i]));
	put_text(r, quote);
}

/* Controls cannot leave a cell; quotes are doubled, or follow a backslash. */
static void
put_cell(struct rows *r, const char *cell, bool number)
{
	bool json = r->format == FORMAT_JSON, csv = r->format == FORMAT_CSV;
	bool quoted = (json && !number) || (csv && strpbrk(cell, ",\""));

	if (quoted)
		put(r, "\"", 1);
	for (const char *p = cell; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (csv && c == '"')
			put(r, "\"", 1);
		else if (json && (c == '"' || c == '\\'))
			put(r, "\\", 1);
		put(r, c < ' ' || c == 0x7f ? "?" : p, 1);
	}
	if (quoted)
		put(r, "\"", 1);
}

int
rows_open(struct rows *r, const struct common *c, const char *key,
    const char *const *column)
{
	int exit_code = output_open(&r->out, c->output);

	r->column = column;
	r->format = common_set_format(c);
	r->first = true;
	r->status = SN_OK;
	if (exit_code)
		return exit_code;
	if (r->format == FORMAT_JSON) {
		put_text(r, "{\n  \"version\": 1,\n  \"");
		put_text(r, key);
		put_text(r, "\": [");
	}
	for (size_t i = 0; r->format == FORMAT_CSV && column[i]; i++) {
		put_name(r, i, "");
		put_text(r, column[i + 1] ? "," : "\n");
	}
	return 0;
}

void
rows_put(struct rows *r, const char *const *cell)
{
	bool json = r->format == FORMAT_JSON;
	const char *between = json			? ", "
			      : r->format == FORMAT_CSV ? ","
							: "\t";

	if (json)
		put_text(r, r->first ? "\n    {" : ",\n    {");
	r->first = false;
	for (size_t i = 0; r->column[i]; i++) {
		size_t n = strlen(r->column[i]);
		bool file = r->format == FORMAT_TEXT && n >= 4 &&
			    !strcmp(r->column[i] + n - 4, "file");

		if (json) {
			put_name(r, i, "\"");
			put_text(r, ": ");
		}
		put_cell(r, cell[i], is_number(r->column[i]));
		if (r->column[i + 1])
			put_text(r, file && *cell[i] ? ":" : between);
	}
	put_text(r, json ? "}" : "\n");
}

int
rows_close(struct rows *r)
{
	if (r->format == FORMAT_JSON)
		put_text(r, r->first ? "]\n}\n" : "\n  ]\n}\n");
	return output_close(&r->out, r->status);
}
