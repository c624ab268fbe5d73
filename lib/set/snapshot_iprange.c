/*
 * snapshot_iprange.c - the binary form of iprange (--print-binary), version
 * 1.0: lines of text that end in a newline each, a number that tells the byte
 * order, and ranges of IPv4. The last three of the lines are what was counted.
 *
 *   iprange binary format v1.0
 *   optimized                    or: non-optimized, that is in any order
 *   record size 8
 *   records N
 *   bytes N * 8 + 4
 *   lines L
 *   unique ips U
 */
#include "set/snapshot.h"

#include <string.h>

#include "base/alloc.h"

static const char magic[] = "iprange binary format v";

enum { ORDER = 0x1a2b3c4d };

/* What is left of the bytes. */
struct bytes {
	const char *start;
	const char *at;
	const char *end;
};

static size_t
left(const struct bytes *b)
{
	return (size_t)(b->end - b->at);
}

static bool
take_text(struct bytes *b, const char *text)
{
	size_t n = strlen(text);

	if (left(b) < n || memcmp(b->at, text, n))
		return false;
	b->at += n;
	return true;
}

/* "TEXT NUMBER\n", without leading zeros beyond those of 0. */
static bool
take_number(struct bytes *b, const char *text, uint64_t *number)
{
	const char *digits;

	if (!take_text(b, text))
		return false;
	digits = b->at;
	*number = 0;
	for (; left(b) && *b->at >= '0' && *b->at <= '9'; b->at++) {
		if (*number > UINT64_MAX / 16)
			return false;
		*number = *number * 10 + (uint64_t)(*b->at - '0');
	}
	return b->at > digits && take_text(b, "\n");
}

static sn_status
fault(sn_error *error, const struct bytes *b, const char *message)
{
	return sn__snapshot_error(error, (size_t)(b->at - b->start), message);
}

/* The lines, and how many ranges are to follow. */
static sn_status
read_lines(struct bytes *b, uint64_t *records, sn_error *error)
{
	uint64_t number;

	if (!take_text(b, "iprange binary format v1.0\n"))
		return fault(
		    error, b, "expected version 1.0 of iprange's form");
	if (!take_text(b, "optimized\n") && !take_text(b, "non-optimized\n"))
		return fault(error, b, "expected 'optimized'");
	if (!take_number(b, "record size ", &number) || number != 8)
		return fault(error, b, "expected 'record size 8'");
	if (!take_number(b, "records ", records))
		return fault(error, b, "expected 'records' and a number");
	if (!take_number(b, "bytes ", &number) || number < 4 ||
	    number % 8 != 4 || number / 8 != *records)
		return fault(
		    error, b, "expected 'bytes' and 8 a record, plus 4");
	if (!take_number(b, "lines ", &number))
		return fault(error, b, "expected 'lines' and a number");
	if (!take_number(b, "unique ips ", &number))
		return fault(error, b, "expected 'unique ips' and a number");
	return SN_OK;
}

bool
sn__iprange_is(const void *data, size_t size)
{
	return size >= sizeof(magic) - 1 &&
	       !memcmp(data, magic, sizeof(magic) - 1);
}

/* Into @r, which is aligned; false: none of the two byte orders. */
static bool
copy_ranges(sn_range4 *r, size_t n, const char *from)
{
	uint32_t order;

	memcpy(&order, from, sizeof(order));
	memcpy(r, from + sizeof(order), n * sizeof(*r));
	if (order == ORDER)
		return true;
	for (size_t i = 0; i < n; i++)
		r[i] = (sn_range4){__builtin_bswap32(r[i].first),
		    __builtin_bswap32(r[i].last)};
	return order == __builtin_bswap32(ORDER);
}

sn_status
sn__iprange_read(sn_set **out, const void *data, size_t size,
    const sn_alloc *alloc, sn_error *error)
{
	struct bytes b = {data, data, (const char *)data + size};
	sn_alloc memory = sn__alloc_keep(alloc);
	uint64_t announced;
	sn_status status = read_lines(&b, &announced, error);
	sn_range4 *r;
	size_t n;

	if (status)
		return status;
	if (left(&b) < 4 || (left(&b) - 4) / 8 < announced)
		return sn__snapshot_error(
		    error, size, "cut short: fewer records than announced");
	n = (size_t)announced;
	if (left(&b) != n * 8 + 4)
		return sn__snapshot_error(error, size - (left(&b) - n * 8 - 4),
		    "more follows after the last record");
	r = sn__malloc(&memory, n, sizeof(*r));
	if (!r)
		return SN_ENOMEM;
	if (!copy_ranges(r, n, b.at))
		status = fault(error, &b, "no byte order of iprange's");
	for (size_t i = 0; i < n && !status; i++) {
		b.at = b.end - (n - i) * sizeof(*r);
		if (r[i].first > r[i].last)
			status = fault(error, &b, "a range that is reversed");
	}
	if (!status)
		status = sn_set_from_ranges(out, r, n, NULL, 0, alloc);
	sn__free(&memory, r);
	return status;
}
