/*
 * bytes.h - the cases of a fuzz target, which checks what its bytes say
 * against an oracle of its own: bytes at the bounds of what they choose, runs
 * of the same ones, and any.
 */
#ifndef SN_ORACLE_BYTES_H
#define SN_ORACLE_BYTES_H

#include "drive.h"

static unsigned
one_byte(uint64_t *seed, unsigned style, unsigned last)
{
	static const uint8_t bound[] = {
	    0, 1, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 127, 128, 192, 255};

	switch (test_below(seed, style ? 4 : 8)) {
	case 0:
		return bound[test_below(seed, sizeof(bound))];
	case 1:
		return last;
	case 2:
		return (last + (test_below(seed, 2) ? 1 : 255)) & 255;
	default:
		return (unsigned)test_below(seed, 256);
	}
}

static void
one_case(uint64_t *seed)
{
	uint8_t data[160];
	unsigned style = (unsigned)test_below(seed, 2), last = 0;
	size_t size = 2 + test_below(seed, test_below(seed, 4) ? 64 : 158);

	for (size_t i = 0; i < size; i++) {
		/* The first byte chooses the universe: any. */
		last = i ? one_byte(seed, style, last)
			 : (unsigned)test_below(seed, 256);
		data[i] = (uint8_t)last;
	}
	(void)LLVMFuzzerTestOneInput(data, size);
}

#endif
