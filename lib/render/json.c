/*
 * json.c - writing JSON piece by piece.
 */
#include "render/json.h"

void
sn__json_begin(sn__json *j, sn__out *out)
{
	memset(j, 0, sizeof(*j));
	j->out = out;
}

void
sn__json_end(sn__json *j)
{
	sn__out_char(j->out, '\n');
}

static void
new_line(sn__json *j)
{
	sn__out_char(j->out, '\n');
	sn__out_spaces(j->out, (size_t)j->depth * 2);
}

/* What stands before a value or key: comma, line break, indentation. */
static void
before(sn__json *j)
{
	if (j->after_key) {
		j->after_key = false;
		return;
	}
	if (j->depth == 0)
		return;
	if (j->filled[j->depth])
		sn__out_char(j->out, ',');
	if (!j->flat[j->depth])
		new_line(j);
	else if (j->filled[j->depth])
		sn__out_char(j->out, ' ');
	j->filled[j->depth] = true;
}

void
sn__json_open(sn__json *j, char bracket, bool flat)
{
	before(j);
	sn__out_char(j->out, bracket);
	if (j->depth + 1 == SN__JSON_DEPTH) {
		j->out->status = j->out->status ? j->out->status : SN_ELIMIT;
		return;
	}
	j->depth++;
	j->filled[j->depth] = false;
	j->flat[j->depth] = flat || j->flat[j->depth - 1];
}

void
sn__json_close(sn__json *j, char bracket)
{
	bool line = j->filled[j->depth] && !j->flat[j->depth];

	if (j->depth == 0) /* what was opened too deep was not entered */
		return;
	j->depth--;
	if (line)
		new_line(j);
	sn__out_char(j->out, bracket);
}

static bool
passes(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

static void
put_escape(sn__out *out, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";

	if (c == '"' || c == '\\') {
		sn__out_char(out, '\\');
		sn__out_char(out, (char)c);
	} else if (c == '\n') {
		sn__out_text(out, "\\n");
	} else {
		sn__out_text(out, "\\u00");
		sn__out_char(out, digits[c >> 4]);
		sn__out_char(out, digits[c & 15]);
	}
}

/* Control characters, quotes and backslashes; all else passes as it is. */
static void
put_string(sn__out *out, const char *text)
{
	sn__out_char(out, '"');
	while (*text) {
		const char *from = text;

		while (passes((unsigned char)*text))
			text++;
		sn__out_bytes(out, from, (size_t)(text - from));
		if (*text)
			put_escape(out, (unsigned char)*text++);
	}
	sn__out_char(out, '"');
}

void
sn__json_key(sn__json *j, const char *key)
{
	before(j);
	put_string(j->out, key);
	sn__out_text(j->out, ": ");
	j->after_key = true;
}

void
sn__json_string(sn__json *j, const char *text)
{
	if (!text) {
		sn__json_null(j);
		return;
	}
	before(j);
	put_string(j->out, text);
}

void
sn__json_null(sn__json *j)
{
	before(j);
	sn__out_text(j->out, "null");
}

void
sn__json_bool(sn__json *j, bool value)
{
	before(j);
	sn__out_text(j->out, value ? "true" : "false");
}

void
sn__json_number(sn__json *j, uint64_t n)
{
	before(j);
	sn__out_number(j->out, n);
}

void
sn__json_signed(sn__json *j, int64_t n)
{
	before(j);
	if (n < 0)
		sn__out_char(j->out, '-');
	sn__out_number(j->out, n < 0 ? -(uint64_t)n : (uint64_t)n);
}

void
sn__json_prefix(sn__json *j, sn_prefix p)
{
	char text[SN_PREFIX_TEXT_MAX];

	sn_prefix_format(text, sizeof(text), p);
	sn__json_string(j, text);
}

void
sn__json_addr(sn__json *j, sn_addr a)
{
	char text[SN_ADDR_TEXT_MAX];

	sn_addr_format(text, sizeof(text), a);
	sn__json_string(j, text);
}

void
sn__json_count(sn__json *j, sn_count n)
{
	char text[SN_COUNT_TEXT_MAX];

	sn_count_format(text, sizeof(text), n);
	sn__json_string(j, text);
}
