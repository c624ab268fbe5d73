/*
 * messages.c - everything that goes to standard error.
 */
#include <stdarg.h>
#include <string.h>

#include "cli.h"

/* Input may hold terminal escapes: only printable ASCII gets out. */
static void
put_clean(const char *text)
{
	char clean[1024];
	size_t n = 0;

	for (; *text && n < sizeof(clean) - 1; text++)
		clean[n++] = *text >= ' ' && *text <= '~' ? *text : '?';
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
