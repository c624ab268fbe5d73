/*
 * quote.c - text from outside, made safe for the syntax it is written into.
 */
#include "render/quote.h"

#include "base/ascii.h"
#include "base/utf8.h"

size_t
sn__shown(const char *p)
{
	uint32_t c;
	/* A NUL ends a sequence as well as @end would. */
	size_t n = sn__utf8(p, p + 4, &c);

	return n && sn__is_shown(c) ? n : 0;
}

/* What stands for the byte @c in a syntax; NULL: the byte itself. */
typedef const char *escape(char c, const char *next);

static void
put_text(sn__out *out, const char *text, escape *special)
{
	while (*text) {
		size_t n = sn__shown(text);
		const char *other = n == 1 ? special(*text, text + 1) : NULL;

		if (other)
			sn__out_text(out, other);
		else if (n)
			sn__out_bytes(out, text, n);
		else
			sn__out_char(out, '?');
		text += n ? n : 1;
	}
}

static const char *
in_hcl(char c, const char *next)
{
	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	/* "${" and "%{" start a template; escapes are read after those. */
	case '$':
		return *next == '{' ? "\\u0024" : NULL;
	case '%':
		return *next == '{' ? "\\u0025" : NULL;
	default:
		return NULL;
	}
}

void
sn__put_hcl(sn__out *out, const char *text)
{
	sn__out_char(out, '"');
	put_text(out, text, in_hcl);
	sn__out_char(out, '"');
}

static const char *
in_shell(char c, const char *next)
{
	(void)next;
	return c == '\'' ? "'\\''" : NULL;
}

void
sn__put_shell(sn__out *out, const char *text)
{
	const char *p = text;

	/* '=' and '~' mean something in front, '-' only to the command. */
	while (sn__is_alnum(*p) || (*p && strchr("_-./:,@+", *p)))
		p++;
	if (*text && !*p) {
		sn__out_text(out, text);
		return;
	}
	sn__out_char(out, '\'');
	put_text(out, text, in_shell);
	sn__out_char(out, '\'');
}

static const char *
in_xml(char c, const char *next)
{
	(void)next;
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void
sn__put_xml(sn__out *out, const char *text)
{
	put_text(out, text, in_xml);
}

/*
 * In DOT a backslash stays one in ids, but starts an escape in labels, so it
 * is doubled; and labels read HTML's entities, so '&' is spelt as one.
 */
static const char *
in_dot(char c, const char *next)
{
	(void)next;
	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '&':
		return "&amp;";
	default:
		return NULL;
	}
}

void
sn__put_dot(sn__out *out, const char *text)
{
	sn__out_char(out, '"');
	put_text(out, text, in_dot);
	sn__out_char(out, '"');
}

/* The byte at @p of @name means the same in a label. */
static bool
in_label(const char *name, const char *p)
{
	return (sn__is_alnum(*p) && (p > name || *p > '9')) ||
	       (*p == '-' && p > name);
}

size_t
sn__label_size(const char *name)
{
	size_t n = 0;

	for (const char *p = name; *p; p++)
		n += in_label(name, p) ? 1 : 3;
	return n;
}

void
sn__put_label(sn__out *out, const char *name)
{
	static const char digits[] = "0123456789abcdef";

	for (const char *p = name; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (in_label(name, p)) {
			sn__out_char(out, *p);
		} else {
			sn__out_char(out, '_');
			sn__out_char(out, digits[c >> 4]);
			sn__out_char(out, digits[c & 15]);
		}
	}
}

static const char *
in_comment(char c, const char *next)
{
	(void)c;
	(void)next;
	return NULL;
}

void
sn__put_comment(sn__out *out, const char *mark, const char *text)
{
	sn__out_text(out, mark);
	sn__out_char(out, ' ');
	put_text(out, text, in_comment);
	sn__out_char(out, '\n');
}
