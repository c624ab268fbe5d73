/*
 * messages.c - everything that goes to standard error.
 */
#include <stdarg.h>
#include <string.h>

#include "cli.h"

/*
 * The length of the character at @p if a terminal just shows it: printable
 * ASCII, or UTF-8 that is not a control or a change of direction; else 0.
 */
static size_t
shown(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	uint32_t c = u[0];
	size_t n = c < 0x80   ? 1
		   : c < 0xc2 ? 0
		   : c < 0xe0 ? 2
		   : c < 0xf0 ? 3
			      : 4;

	if (n < 2)
		return n && c >= ' ' && c <= '~' ? 1 : 0;
	if (c > 0xf4)
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
	    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0x61c)
		return 0;
	return n;
}

/* Input may hold terminal escapes: they come out as '?'. */
void
put_clean(const char *text)
{
	char clean[1024];
	size_t n = 0;

	while (*text && n < sizeof(clean) - 4) {
		size_t length = shown(text);

		if (length)
			memcpy(clean + n, text, length);
		else
			clean[n] = '?';
		n += length ? length : 1;
		text += length ? length : 1;
	}
	clean[n] = '\0';
	fputs(clean, stderr);
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
skipped(uint64_t lines)
{
	message("%llu bad line%s skipped", (unsigned long long)lines,
	    lines == 1 ? "" : "s");
}

int
usage_hint(const char *command)
{
	fprintf(stderr, "Try 'supernet %s%s--help'.\n", command ? command : "",
	    command ? " " : "");
	return EXIT_USAGE;
}

int
usage_error(const char *command, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put(format, args);
	va_end(args);
	return usage_hint(command);
}

void
text_error(const char *file, const sn_error *error, const char *kind)
{
	put_clean(file);
	fprintf(stderr, ":%llu:%llu: %s", (unsigned long long)error->line,
	    (unsigned long long)error->column, kind);
	put_clean(error->message);
	fputs(": '", stderr);
	put_clean(error->text);
	fputs("'\n", stderr);
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
