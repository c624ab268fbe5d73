/*
 * set_sort.c - sort_impl.h for each kind of key.
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

#define W	 4
#define KEY	 sn_range4
#define NUM	 uint32_t
#define FIRST(k) ((k)->first)
#include "set/set_sort_impl.h"

#define W	 6
#define KEY	 sn__key6
#define NUM	 sn__u128
#define FIRST(k) sn__first6k(k)
#include "set/set_sort_impl.h"

#define W	 6r
#define KEY	 sn_range6
#define NUM	 sn__u128
#define FIRST(k) sn__first6(*(k))
#include "set/set_sort_impl.h"

/* Of maps: nobody asks what their keys have in common. */
#define NO_SCAN

#define W	 4m
#define KEY	 sn__map_key4
#define NUM	 uint32_t
#define FIRST(k) ((k)->first)
#include "set/set_sort_impl.h"

#define W	 6m
#define KEY	 sn__map_key6
#define NUM	 sn__u128
#define FIRST(k) sn__map_first6(k)
#include "set/set_sort_impl.h"
