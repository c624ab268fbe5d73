/*
 * item.c - which grammar reads an item.
 */
#include "text/item.h"

#include <stdio.h>

#include "base/error.h"
#include "text/grammar_lenient.h"

sn_status
sn__item_parse(sn__item *out, const char *p, const char *end, uint32_t flags,
    sn_error *error)
{
	const sn__item_text t = {p, end, flags, error};
	sn_status status = sn__item_strict(out, &t);

	if (status == SN_ESYNTAX && flags & SN_PARSE_LENIENT)
		status = sn__item_lenient(out, &t);
	/* No fault of the text. */
	if (status == SN_ENOMEM)
		return sn__error_set(error, status, sn_strerror(status));
	return status;
}

void
sn__item_masked(
    const sn__item *item, const char *p, const char *end, sn_error *error)
{
	char network[SN_PREFIX_TEXT_MAX], message[80];

	sn_prefix_format(network, sizeof(network),
	    sn__prefix(item->family, item->first, (unsigned)item->len));
	snprintf(message, sizeof(message), "host bits were set: read as %s",
	    network);
	(void)sn__error_set(error, SN_EHOSTBITS, message);
	error->column = 1;
	sn__error_text(error, p, end);
}

void
sn__item_unusual(
    const sn__item *item, const char *p, const char *end, sn_error *error)
{
	char text[SN_RANGE_TEXT_MAX], message[80 + sizeof(text)];
	sn_addr first = sn__addr(item->family, item->first);

	if (item->len < 0)
		sn_range_format(text, sizeof(text),
		    (sn_range){first, sn__addr(item->family, item->last)});
	else
		sn_prefix_format(text, sizeof(text),
		    sn__prefix(item->family, item->first, (unsigned)item->len));
	snprintf(message, sizeof(message), "read as %s", text);
	(void)sn__error_set(error, SN_OK, message);
	error->column = 1;
	sn__error_text(error, p, end);
}
