/*
 * messages.c - everything that goes to standard error.
 */
#include <stdarg.h>
#include <string.h>

#include "cli.h"

static bool quiet;

void
be_quiet(void)
{
	quiet = true;
}

bool
is_quiet(void)
{
	return quiet;
}

/* Reads a character of UTF-8; 0: there is none. *length: its bytes, or 1. */
static uint32_t
character(const char *p, size_t *length)
{
	const unsigned char *u = (const unsigned char *)p;
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t c = u[0];
	size_t n = c < 0x80   ? 1
		   : c < 0xc2 ? 0
		   : c < 0xe0 ? 2
		   : c < 0xf0 ? 3
			      : 4;

	*length = 1;
	if (n == 0 || c > 0xf4)
		return 0;
	if (n == 1)
		return c;
	c &= 0x7fu >> n;
	for (size_t i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (u[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*length = n;
	return c;
}

/* Whether a terminal just shows it: no control, no change of direction. */
static bool
is_shown(uint32_t c)
{
	return c >= ' ' && !(c >= 0x7f && c < 0xa0) &&
	       !(c >= 0x200b && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e) &&
	       !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff && c != 0x61c;
}

void
put_clean(const char *text)
{
	size_t n;

	for (; *text; text += n) {
		uint32_t c = character(text, &n);

		if (is_shown(c))
			fwrite(text, 1, n, stderr);
		else if (c < 0x80)
			fprintf(stderr, "\\x%02x", (unsigned char)*text);
		else
			fprintf(stderr, "\\u%04x", (unsigned)c);
	}
}

static void
put(const char *format, va_list args)
{
	char text[1024];

	vsnprintf(text, sizeof(text), format, args);
	fputs("supernet: ", stderr);
	put_clean(text);
	fputc('\n', stderr);
}

void
message(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put(format, args);
	va_end(args);
}

void
note(const char *format, ...)
{
	va_list args;

	if (quiet)
		return;
	va_start(args, format);
	put(format, args);
	va_end(args);
}

void
note_count(uint64_t n, const char *one, const char *many)
{
	if (n)
		note("%llu %s", (unsigned long long)n, n == 1 ? one : many);
}

void
note_left_out(const char *table, uint64_t n)
{
	if (n)
		note("%s: %llu rule%s left out: more than addresses decides "
		     "there, and may decide before what is said here",
		    table, (unsigned long long)n, plural(n));
}

int
usage_error(const char *command, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put(format, args);
	va_end(args);
	fprintf(stderr, "Try 'supernet %s%s--help'.\n", command ? command : "",
	    command ? " " : "");
	return EXIT_USAGE;
}

static void
put_error(const char *file, const sn_error *error, const char *kind)
{
	put_clean(file);
	fprintf(stderr, ":%llu:%llu: %s", (unsigned long long)error->line,
	    (unsigned long long)error->column, kind);
	put_clean(error->message);
	if (*error->text) {
		fputs(": '", stderr);
		put_clean(error->text);
		fputc('\'', stderr);
	}
	fputc('\n', stderr);
}

void
text_error(const char *file, const sn_error *error)
{
	put_error(file, error, "");
}

/* The ';' or '/' with which a comment of other lists seems to start; or 0. */
static char
comment_of(const char *line)
{
	char before = ' ';

	for (const char *p = line; *p; before = *p++)
		if ((before == ' ' || before == '\t') &&
		    (*p == ';' || (*p == '/' && p[1] == '/')))
			return *p;
	return 0;
}

bool
hint_comment(const char *line)
{
	char c = comment_of(line);

	if (c)
		message("'%c' starts no comment: --comment '#%c' makes it one",
		    c, c);
	return c;
}

void
hint_delimiter(const char *line, char used)
{
	const char *p = strpbrk(line, ";|");

	if (used != '\t' && strstr(line, "\\x09"))
		message("--delimiter tab reads columns with tabs between");
	else if (p && *p != used)
		message(
		    "--delimiter '%c' reads columns with '%c' between", *p, *p);
}

void
tell_bad(struct told *t, const char *file, const sn_error *error)
{
	if (!t->bad) {
		t->line = error->line;
		memcpy(t->first, error->text, sizeof(t->first));
	}
	if (t->bad++ < SHOWN_LINES && !(t->skips && quiet))
		put_error(file, error, "");
}

void
tell_warning(struct told *t, const char *file, const sn_error *warning)
{
	bool shown = warning->status == SN_EHOSTBITS
			 ? t->masked++ < SHOWN_MASKED
			 : t->lenient++ < SHOWN_LINES;

	if (shown && !quiet)
		put_error(file, warning, "warning: ");
}

void
told_all(struct told *t, const struct told *before, const sn_text_stats *met)
{
	t->bad = before->bad + met->invalid;
	t->lenient = before->lenient + met->warnings;
	t->masked = before->masked + met->masked;
}

int
told_bad(const struct told *t)
{
	unsigned long long n = t->bad, more = n - SHOWN_LINES;

	if (n > SHOWN_LINES && t->skips)
		note("%llu bad lines skipped, %llu of them not shown", n, more);
	else if (n && t->skips)
		note("%llu bad line%s skipped", n, plural(n));
	else if (n > SHOWN_LINES)
		message("%llu more bad line%s", more, plural(more));
	return n && !t->skips ? EXIT_USAGE : 0;
}

void
told_warnings(const struct told *t)
{
	unsigned long long more = t->lenient - SHOWN_LINES, masked = t->masked;

	if (t->lenient > SHOWN_LINES)
		note("%llu more lenient reading%s", more, plural(more));
	if (masked)
		note("%llu prefix%s had host bits set: masked", masked,
		    masked == 1 ? "" : "es");
}

int
status_exit(sn_status status, const char *what)
{
	if (status == SN_OK)
		return EXIT_DONE;
	if (what)
		message("%s: %s", what, sn_strerror(status));
	return status == SN_ENOMEM || status == SN_EIO ? EXIT_SYSTEM
						       : EXIT_USAGE;
}
