/*
 * count.c - counts of addresses: unsigned 256-bit numbers.
 *
 * Why 256 bits: IPv6 alone has 2^128 addresses, one more than fits 128 bits;
 * and the pairs of a local and a peer address, by which plans are compared,
 * go up to the product of two such counts. Arithmetic saturates at 2^256-1,
 * which no count of this library reaches.
 */
#include "base/count.h"

#include <math.h>
#include <stdio.h>

#define WORDS 4

static const sn_count most = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};

sn_count
sn_count_from(uint64_t n)
{
	return (sn_count){{n, 0, 0, 0}};
}

sn_count
sn_count_add(sn_count a, sn_count b)
{
	sn_count sum;
	sn__u128 carry = 0;

	for (int i = 0; i < WORDS; i++) {
		carry += (sn__u128)a.word[i] + b.word[i];
		sum.word[i] = sn__lo(carry);
		carry = sn__hi(carry);
	}
	return carry ? most : sum;
}

sn_count
sn_count_sub(sn_count a, sn_count b)
{
	sn_count difference;
	uint64_t borrow = 0;

	for (int i = 0; i < WORDS; i++) {
		uint64_t step = a.word[i] - b.word[i];
		uint64_t next = a.word[i] < b.word[i] || step < borrow;

		difference.word[i] = step - borrow;
		borrow = next;
	}
	return borrow ? sn_count_from(0) : difference;
}

sn_count
sn_count_mul(sn_count a, sn_count b)
{
	sn_count product = sn_count_from(0);

	for (int i = 0; i < WORDS; i++) {
		uint64_t carry = 0;

		for (int j = 0; j < WORDS; j++) {
			sn__u128 t = (sn__u128)a.word[i] * b.word[j] + carry;

			if (i + j >= WORDS) {
				if (t)
					return most;
				continue;
			}
			t += product.word[i + j];
			product.word[i + j] = sn__lo(t);
			carry = sn__hi(t);
		}
		if (carry)
			return most;
	}
	return product;
}

int
sn_count_compare(sn_count a, sn_count b)
{
	for (int i = WORDS - 1; i >= 0; i--)
		if (a.word[i] != b.word[i])
			return a.word[i] < b.word[i] ? -1 : 1;
	return 0;
}

bool
sn_count_is_zero(sn_count a)
{
	return !(a.word[0] | a.word[1] | a.word[2] | a.word[3]);
}

double
sn_count_to_double(sn_count a)
{
	double value = 0;

	for (int i = WORDS - 1; i >= 0; i--)
		value = ldexp(value, 64) + (double)a.word[i];
	return value;
}

void
sn__count_grouped(char out[SN__GROUPED_MAX], sn_count n)
{
	char digits[SN_COUNT_TEXT_MAX];
	size_t length = sn_count_format(digits, sizeof(digits), n), used = 0;

	for (size_t i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			out[used++] = ',';
		out[used++] = digits[i];
	}
	out[used] = '\0';
}

void
sn__share_text(char out[16], sn_count part, sn_count all)
{
	double share = sn_count_to_double(part) / sn_count_to_double(all) * 100;

	if (sn_count_is_zero(part) || !sn_count_compare(part, all))
		snprintf(out, 16, "%d", sn_count_is_zero(part) ? 0 : 100);
	else
		snprintf(out, 16, "%.1f",
		    share > 99.9 ? 99.9
		    : share < .1 ? .1
				 : share);
}
