/*
 * quote.c - text from outside, made safe for the syntax it is written into.
 */
#include "render/quote.h"

/*
 * The length of the character at @p if it just shows: printable ASCII, or
 * UTF-8 that is not a control or a change of direction; else 0.
 */
static size_t
shown(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	uint32_t c = u[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	if (n == 1)
		return c >= ' ' && c <= '~' ? 1 : 0;
	if (c < 0xc2 || c > 0xf4)
		return 0;
	c &= 0x7fu >> n;
	for (size_t i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (u[i] & 0x3f);
	}
	if (c < 0xa0 || (n == 3 && c < 0x800) || (n == 4 && c < 0x10000) ||
	    c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff) ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x61c ||
	    (c & 0xfffe) == 0xfffe)
		return 0;
	return n;
}

/* What stands for the byte @c in a syntax; NULL: the byte itself. */
typedef const char *escape(char c, const char *next);

static void
put_text(sn__out *out, const char *text, escape *special)
{
	while (*text) {
		size_t n = shown(text);
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

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
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
	while (is_alnum(*p) || (*p && strchr("_-./:,@+", *p)))
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
	return (is_alnum(*p) && (p > name || *p > '9')) ||
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
