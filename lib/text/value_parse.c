/*
 * value_parse.c - single values from text.
 */
#include <string.h>

#include "base/error.h"
#include "text/item.h"

sn_status
sn_range_parse(sn_range *out, const char *text, size_t len, uint32_t flags,
    sn_error *error)
{
	sn__item item;
	sn_status status =
	    sn__item_parse(&item, text, text + len, flags, error);

	if (!status)
		*out = (sn_range){sn__addr(item.family, item.first),
		    sn__addr(item.family, item.last)};
	return status;
}

/* Refuses the whole of @text, which is an item of another kind. */
static sn_status
other_kind(sn_error *error, const char *text, size_t len, const char *expected)
{
	(void)sn__error_set(error, SN_ESYNTAX, expected);
	if (error) {
		error->column = 1;
		sn__error_text(error, text, text + len);
	}
	return SN_ESYNTAX;
}

sn_status
sn_prefix_parse(sn_prefix *out, const char *text, size_t len, uint32_t flags,
    sn_error *error)
{
	sn__item item;
	sn_status status =
	    sn__item_parse(&item, text, text + len, flags, error);

	if (status)
		return status;
	if (item.len < 0)
		return other_kind(
		    error, text, len, "expected a prefix, not a range");
	*out = sn__prefix(item.family, item.first, (unsigned)item.len);
	return SN_OK;
}

sn_status
sn_addr_parse(sn_addr *out, const char *text, size_t len, sn_error *error)
{
	sn__item item;
	sn_status status =
	    sn__item_parse(&item, text, text + len, SN_PARSE_MASK_HOST, error);

	if (status)
		return status;
	if (item.len < 0 || memchr(text, '/', len))
		return other_kind(error, text, len, "expected one address");
	*out = sn__addr(item.family, item.first);
	return SN_OK;
}

sn_status
sn_count_parse(sn_count *out, const char *text, size_t len, sn_error *error)
{
	const sn_count limit = {
	    {UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
	sn_count n = sn_count_from(0);

	if (len == 0)
		return other_kind(error, text, len, "expected a number");
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return other_kind(
			    error, text, len, "expected a decimal number");
		n = sn_count_mul(n, sn_count_from(10));
		n = sn_count_add(n, sn_count_from((uint64_t)(text[i] - '0')));
		if (sn_count_compare(n, limit) == 0)
			return other_kind(
			    error, text, len, "expected less than 2^256 - 1");
	}
	*out = n;
	return SN_OK;
}
