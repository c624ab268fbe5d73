/*
 * value_pair.c - items that are told by two values.
 */
#include "text/value_pair.h"

#include <string.h>

#include "base/error.h"
#include "text/grammar_mask.h"

/* ---------------------------------------------------------- every form */

/* Tells where in the line the text at @p is, in which an error is. */
static sn_status
at(sn_status status, sn_error *error, const char *line, const char *p)
{
	if (error) {
		error->offset += (uint64_t)(p - line);
		error->column = error->offset + 1;
	}
	return status;
}

static sn_status
refuse(const sn__pair *pair, const char *line, sn_status status,
    const char *expected, sn_error *error)
{
	(void)sn__error_set(error, status, expected);
	if (error)
		sn__error_text(error, pair->second, pair->second_end);
	return at(status, error, line, pair->second);
}

/* Reads one address. */
static sn_status
address(sn__item *out, const char *p, const char *end, const char *line,
    uint32_t flags, sn_error *error)
{
	sn_status status =
	    sn__item_parse(out, p, end, flags | SN__PARSE_ANY_INTEGER, error);

	if (status)
		return at(status, error, line, p);
	if (out->first == out->last && !memchr(p, '/', (size_t)(end - p)))
		return SN_OK;
	(void)sn__error_set(error, SN_ESYNTAX, "expected one address");
	if (error)
		sn__error_text(error, p, end);
	return at(SN_ESYNTAX, error, line, p);
}

/* A decimal number without leading zeros, of at most 19 digits. */
static bool
decimal(const char *p, const char *end, uint64_t *out)
{
	*out = 0;
	if (p == end || end - p > 19 || (*p == '0' && end - p > 1))
		return false;
	for (; p < end; p++) {
		if (*p < '0' || *p > '9')
			return false;
		*out = *out * 10 + (uint64_t)(*p - '0');
	}
	return true;
}

static sn_status
range(sn__item *out, const sn__pair *pair, const char *line, uint32_t flags,
    sn_error *error)
{
	sn__item last;
	sn_status status =
	    address(&last, pair->second, pair->second_end, line, flags, error);

	if (status)
		return status;
	if (last.family != out->family)
		return refuse(pair, line, SN_EFAMILY,
		    "expected both ends of a range in one family", error);
	if (last.first < out->first)
		return refuse(pair, line, SN_EREVERSED,
		    "expected a last address not below the first", error);
	out->last = last.first;
	out->len = -1;
	out->unusual |= last.unusual;
	return SN_OK;
}

/* The prefix of @len, with what the flags say of host bits. */
static sn_status
prefix(sn__item *out, const sn__pair *pair, const char *line, unsigned len,
    uint32_t flags, sn_error *error)
{
	const sn__item_text t = {pair->first, pair->first_end, flags, error};
	bool unusual = out->unusual;
	sn_status status =
	    sn__item_prefix(out, out->family, out->first, len, &t);

	out->unusual = unusual;
	return status ? at(status, error, line, pair->first) : SN_OK;
}

/* A length by itself, or after a slash. */
static bool
find_length(const sn__pair *pair, uint64_t *n)
{
	const char *p = pair->second;

	p += p < pair->second_end && *p == '/';
	return decimal(p, pair->second_end, n);
}

static sn_status
length(sn__item *out, const sn__pair *pair, const char *line, uint32_t flags,
    sn_error *error)
{
	uint64_t n;

	if (!find_length(pair, &n) || n > sn__width(out->family))
		return refuse(pair, line, SN_ESYNTAX,
		    out->family == SN_IPV4
			? "expected a prefix length, 0 to 32"
			: "expected a prefix length, 0 to 128",
		    error);
	return prefix(out, pair, line, (unsigned)n, flags, error);
}

/* The length that a mask has. */
static sn_status
mask_length(const sn__item *out, const sn__pair *pair, const char *line,
    unsigned *len, sn_error *error)
{
	bool wildcard = pair->are == SN_COLUMNS_WILDCARD;
	sn__item mask;
	sn_status status =
	    address(&mask, pair->second, pair->second_end, line, 0, error);

	if (status)
		return status;
	if (mask.family == out->family &&
	    (!wildcard || out->family == SN_IPV4) &&
	    sn__mask_length(mask.family, mask.first, wildcard, len))
		return SN_OK;
	return refuse(pair, line, SN_ESYNTAX,
	    wildcard ? "expected a contiguous wildcard of IPv4"
		     : "expected a contiguous netmask of this family",
	    error);
}

static sn_status
masked(sn__item *out, const sn__pair *pair, const char *line, uint32_t flags,
    sn_error *error)
{
	uint64_t n;
	unsigned len = 0;
	sn_status status = SN_OK;

	/* Columns of netmasks have lengths, too, which no netmask is like. */
	if (pair->are == SN_COLUMNS_WILDCARD || !find_length(pair, &n))
		status = mask_length(out, pair, line, &len, error);
	else if (n)
		return length(out, pair, line, flags, error);
	if (status)
		return status;
	/* What is meant for one host must not become everything. */
	if (len == 0 && out->first)
		return refuse(pair, line, SN_ESYNTAX,
		    "expected everything only with the address 0", error);
	return prefix(out, pair, line, len, flags, error);
}

static sn_status
counted(sn__item *out, const sn__pair *pair, const char *line, uint32_t flags,
    sn_error *error)
{
	uint64_t n;

	if (out->family != SN_IPV4)
		return length(out, pair, line, flags, error);
	if (!decimal(pair->second, pair->second_end, &n) || n == 0 ||
	    n - 1 > UINT32_MAX - (uint64_t)out->first)
		return refuse(pair, line, SN_ESYNTAX,
		    "expected how many addresses, from 1 to the last of all",
		    error);
	out->last = out->first + (n - 1);
	out->len = -1;
	return SN_OK;
}

sn_status
sn__pair_parse(sn__item *out, const sn__pair *pair, const char *line,
    uint32_t flags, sn_error *error)
{
	sn_status status =
	    address(out, pair->first, pair->first_end, line, flags, error);

	if (status)
		return status;
	switch (pair->are) {
	case SN_COLUMNS_RANGE:
		return range(out, pair, line, flags, error);
	case SN_COLUMNS_MASK:
	case SN_COLUMNS_WILDCARD:
		return masked(out, pair, line, flags, error);
	case SN_COLUMNS_LENGTH:
		return length(out, pair, line, flags, error);
	default:
		return counted(out, pair, line, flags, error);
	}
}

bool
sn__pair_count(const char *p, const char *end, uint32_t *more)
{
	uint64_t count;

	if (!decimal(p, end, &count) || count == 0 || count > UINT32_MAX)
		return false;
	*more = (uint32_t)count - 1;
	return true;
}
