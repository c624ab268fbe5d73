/*
 * table_row.c - what rows of a table look like in all of its forms.
 */
#include "read/table_row.h"

#include <string.h>
#include <strings.h>

sn_status
sn__row_prefix(const char *text, size_t n, sn_prefix *out, uint32_t *flags,
    sn_error *error)
{
	sn_status status = sn_prefix_parse(out, text, n, 0, error);

	if (status != SN_EHOSTBITS)
		return status;
	*flags |= SN_ROUTE_HOST_BITS;
	return sn_prefix_parse(out, text, n, SN_PARSE_MASK_HOST, error);
}

uint32_t
sn__row_word(const char *text, size_t n, const char *const *words)
{
	for (uint32_t i = 0; words[i]; i++)
		/* The length first: a text may hold NUL bytes. */
		if (strlen(words[i]) == n && !strncasecmp(words[i], text, n))
			return i + 1;
	return 0;
}

uint32_t
sn__row_value(const char *text, size_t n, unsigned kind)
{
	const char *word;

	for (uint32_t i = 1; (word = sn_word(kind, i)); i++)
		/* The length first: a text may hold NUL bytes. */
		if (strlen(word) == n && !strncasecmp(word, text, n))
			return i;
	return 0;
}
