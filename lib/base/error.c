/*
 * error.c - filling an sn_error: the only place that does.
 */
#include "base/error.h"

#include <stdio.h>
#include <string.h>

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

void
sn__error_text(sn_error *error, const char *p, const char *end)
{
	size_t n = (size_t)(end - p), i;

	if (n > sizeof(error->text) - 1)
		n = sizeof(error->text) - 1;
	for (i = 0; i < n; i++)
		error->text[i] = p[i] >= ' ' && p[i] <= '~' ? p[i] : '?';
	error->text[i] = '\0';
}
