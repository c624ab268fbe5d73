/*
 * set_sort.c - sorting each kind of key.
 */
#include "set/set_sort.h"

#include <string.h>

#include "set/set.h"

enum { DIGIT = 11, BINS = 1 << DIGIT, DIGITS = 5, SPAN = 33, FEW = 32 };

/* The bits of a digit for @n keys. */
static unsigned
digit_for(size_t n)
{
	return n < BINS ? 8 : DIGIT;
}

/* Turns counts into where each bin starts; true if one bin holds all. */
static bool
prefix_sums(uint32_t *bin, size_t bins, size_t n)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < bins; i++) {
		uint32_t count = bin[i];

		if (count == n)
			return true;
		bin[i] = sum;
		sum += count;
	}
	return false;
}

#include "set/key4.h"
#include "set/set_sort_impl.h"
#include "set/key_end.h"

#include "set/key6.h"
#include "set/set_sort_impl.h"
#include "set/key_end.h"

#include "set/key6r.h"
#include "set/set_sort_impl.h"
#include "set/key_end.h"

#define W 4m
#include "set/map_key4.h"
#include "set/set_sort_impl.h"
#include "set/key_end.h"

#define W 6m
#include "set/map_key6.h"
#include "set/set_sort_impl.h"
#include "set/key_end.h"

sn__scan
sn__scan4(const sn_range4 *k, size_t n)
{
	struct scanned4 s = scan4(k, n);

	return (sn__scan){s.all, s.any, s.sorted};
}

sn__scan
sn__scan6(const sn__key6 *k, size_t n)
{
	struct scanned6 s = scan6(k, n);

	return (sn__scan){s.all, s.any, s.sorted};
}

sn__scan
sn__scan6r(const sn_range6 *k, size_t n)
{
	struct scanned6r s = scan6r(k, n);

	return (sn__scan){s.all, s.any, s.sorted};
}

void
sn__sort4(sn_range4 *k, size_t n, sn_range4 *spare, size_t capacity)
{
	sort4(k, n, spare, capacity);
}

void
sn__sort6(sn__key6 *k, size_t n, sn__key6 *spare, size_t capacity)
{
	sort6(k, n, spare, capacity);
}

void
sn__sort6r(sn_range6 *k, size_t n, sn_range6 *spare, size_t capacity)
{
	sort6r(k, n, spare, capacity);
}

void
sn__map_sort4(sn__map_key4 *k, size_t n, sn__map_key4 *spare)
{
	sort4m(k, n, spare, n);
}

void
sn__map_sort6(sn__map_key6 *k, size_t n, sn__map_key6 *spare)
{
	sort6m(k, n, spare, n);
}
