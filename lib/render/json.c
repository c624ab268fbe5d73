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

/* What stands before a value: comma, line break, indentation, its key. */
static void
before(sn__json *j, const char *key)
{
	if (j->filled[j->depth])
		sn__out_char(j->out, ',');
	if (j->depth && !j->flat[j->depth])
		new_line(j);
	else if (j->filled[j->depth])
		sn__out_char(j->out, ' ');
	j->filled[j->depth] = true;
	if (key) {
		put_string(j->out, key);
		sn__out_text(j->out, ": ");
	}
}

void
sn__json_open(sn__json *j, const char *key, char bracket, bool flat)
{
	before(j, key);
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

void
sn__json_string(sn__json *j, const char *key, const char *text)
{
	before(j, key);
	if (text)
		put_string(j->out, text);
	else
		sn__out_text(j->out, "null");
}

void
sn__json_bool(sn__json *j, const char *key, bool value)
{
	before(j, key);
	sn__out_text(j->out, value ? "true" : "false");
}

void
sn__json_number(sn__json *j, const char *key, uint64_t n)
{
	before(j, key);
	sn__out_number(j->out, n);
}

void
sn__json_signed(sn__json *j, const char *key, int64_t n)
{
	before(j, key);
	if (n < 0)
		sn__out_char(j->out, '-');
	sn__out_number(j->out, n < 0 ? -(uint64_t)n : (uint64_t)n);
}

void
sn__json_prefix(sn__json *j, const char *key, sn_prefix p)
{
	char text[SN_PREFIX_TEXT_MAX];

	sn_prefix_format(text, sizeof(text), p);
	sn__json_string(j, key, text);
}

void
sn__json_prefixes(sn__json *j, const char *key, const sn_prefix *p, size_t n)
{
	sn__json_open(j, key, '[', true);
	for (size_t i = 0; i < n; i++)
		sn__json_prefix(j, NULL, p[i]);
	sn__json_close(j, ']');
}

void
sn__json_addr(sn__json *j, const char *key, sn_addr a)
{
	char text[SN_ADDR_TEXT_MAX];

	sn_addr_format(text, sizeof(text), a);
	sn__json_string(j, key, text);
}

void
sn__json_count(sn__json *j, const char *key, sn_count n)
{
	char text[SN_COUNT_TEXT_MAX];

	sn_count_format(text, sizeof(text), n);
	sn__json_string(j, key, text);
}
