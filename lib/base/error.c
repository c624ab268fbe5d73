/*
 * error.c - filling an sn_error: the only place that does.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

sn_status
sn__error_set(sn_error *error, sn_status status, const char *message)
{
	if (error) {
		memset(error, 0, sizeof(*error));
		error->status = status;
		snprintf(error->message, sizeof(error->message), "%s", message);
	}
	return status;
}

sn_status
sn__error_format(sn_error *error, sn_status status, const char *format, ...)
{
	char message[sizeof(error->message)];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	return sn__error_set(error, status, message);
}

void
sn__error_text(sn_error *error, const char *p, const char *end)
{
	char *to = error->text, *stop = to + sizeof(error->text);

	while (p < end) {
		uint32_t c = (unsigned char)*p;
		size_t n = sn__utf8(p, end, &c);
		char piece[12];
		int size;

		if (n && sn__is_shown(c))
			size =
			    snprintf(piece, sizeof(piece), "%.*s", (int)n, p);
		else
			size = snprintf(piece, sizeof(piece),
			    n > 1 ? "\\u%04x" : "\\x%02x", (unsigned)c);
		/* No half of a character and no half of an escape. */
		if (size >= stop - to)
			break;
		memcpy(to, piece, (size_t)size);
		to += size;
		p += n ? n : 1;
	}
	*to = '\0';
}
