/*
 * fast_ipv6_format.c - IPv6 addresses as text, for millions of them.
 *
 * No branch depends on how many digits a group has: a word of four digits is
 * written and only as much of it counts as the group needs. With AVX-512 no
 * branch depends on where "::" is either: all eight groups are laid out with
 * a colon before, between and after, and compressed to what is to be seen.
 */
#include "text/fast_ipv6_format.h"

#include <endian.h>
#include <string.h>

#include "text/value_format.h"

/* In ":ffff:ffff: ... :ffff:", where group @i begins: after its colon. */
enum { GROUPS = 8, STRIDE = 5 };

/* The first longest run of at least two bits that are set in @zero. */
static void
gap_init(sn__format6 *t, unsigned zero)
{
	unsigned gap = (unsigned)__builtin_ctz(zero | 1u << GROUPS);
	unsigned zeros = (unsigned)__builtin_ctz(~(zero >> gap));
	/* Without the lowest run, which was seen before. */
	unsigned rest = zero & (zero + (1u << gap));

	if (zeros < 2 || zeros < t->zeros[rest]) {
		gap = t->gap[rest];
		zeros = t->zeros[rest];
	}
	t->gap[zero] = (uint8_t)gap;
	t->zeros[zero] = (uint8_t)zeros;
	if (zeros == 0)
		return;
	/* The groups and the colons between them go; those around stay. */
	t->drop[zero] = ((UINT64_C(1) << (STRIDE * zeros - 1)) - 1)
			<< (STRIDE * gap + 1);
	if (gap == 0)
		t->add[zero] = 1;
	if (gap + zeros == GROUPS)
		t->add[zero] |= UINT64_C(1) << STRIDE * GROUPS;
}

void
sn__format6_init(sn__format6 *t, sn__cpu cpu)
{
	static const char digits[] = "0123456789abcdef";

	memset(t, 0, sizeof(*t));
	t->cpu = cpu;
	for (unsigned i = 0; i < 256; i++) {
		t->hex[i] = (uint16_t)((unsigned char)digits[i >> 4] |
				       (unsigned char)digits[i & 15] << 8);
		gap_init(t, i);
	}
}

/* Which of the four groups of @half are zero, the first one lowest. */
static inline unsigned
zero_groups(uint64_t half)
{
	const uint64_t low = UINT64_C(0x7fff7fff7fff7fff);
	/* The highest bit of each group. */
	uint64_t zero = ~((((half & low) + low) | half) | low);

	return (unsigned)((zero >> 63) | (zero >> 46 & 2) | (zero >> 29 & 4) |
			  (zero >> 12 & 8));
}

/* "ffff:"; writes eight bytes. */
static inline char *
put_group(const sn__format6 *t, char *p, unsigned group)
{
	/* Leading zeros; of 0, three. */
	unsigned zeros = (sn__clz32(group | 1) - 16) / 4;
	uint64_t word = t->hex[group >> 8] |
			(uint64_t)t->hex[group & 0xff] << 16 |
			(uint64_t)':' << 32;

	word = htole64(word >> 8 * zeros);
	memcpy(p, &word, sizeof(word));
	return p + STRIDE - zeros;
}

static inline char *
put_groups(
    const sn__format6 *t, char *p, sn__u128 bits, unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++)
		p = put_group(
		    t, p, (unsigned)(bits >> 16 * (GROUPS - 1 - i)) & 0xffff);
	return p;
}

static char *
put_scalar(const sn__format6 *t, char *p, sn__u128 bits)
{
	unsigned zero = zero_groups(sn__hi(bits)) | zero_groups(sn__lo(bits))
							<< 4;
	unsigned gap = t->gap[zero], after = gap + t->zeros[zero];

	if (gap == after)
		return put_groups(t, p, bits, 0, GROUPS) - 1;
	p = put_groups(t, p, bits, 0, gap);
	if (gap == 0)
		*p++ = ':';
	*p++ = ':';
	if (after == GROUPS)
		return p;
	return put_groups(t, p, bits, after, GROUPS) - 1;
}

#if SN__X86
# include <immintrin.h>

SN__TARGET_AVX512 static char *
put_avx512(const sn__format6 *t, char *p, sn__u128 bits)
{
	const __m128i swap =
	    _mm_set_epi8(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
	const __m256i digits =
	    _mm256_broadcastsi128_si256(_mm_setr_epi8('0', '1', '2', '3', '4',
		'5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'));
	/* ":ffff:ffff: ... :ffff:" of 32 digits, which colons follow. */
	const __m512i laid_out = _mm512_set_epi8(32, 32, 32, 32, 32, 32, 32, 32,
	    32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 31,
	    30, 29, 28, 32, 27, 26, 25, 24, 32, 23, 22, 21, 20, 32, 19, 18, 17,
	    16, 32, 15, 14, 13, 12, 32, 11, 10, 9, 8, 32, 7, 6, 5, 4, 32, 3, 2,
	    1, 0, 32);
	/* Places of colons that stay between groups, and of digits. */
	const uint64_t colons = UINT64_C(0x842108420);
	const uint64_t places = UINT64_C(0xf7bdef7bde);
	__m128i addr = _mm_shuffle_epi8(
	    _mm_set_epi64x((long long)sn__lo(bits), (long long)sn__hi(bits)),
	    swap);
	__m256i byte = _mm256_cvtepu8_epi16(addr);
	__m256i nibble = _mm256_and_si256(
	    _mm256_set1_epi8(0xf), _mm256_or_si256(_mm256_srli_epi16(byte, 4),
				       _mm256_slli_epi16(byte, 8)));
	__m512i text = _mm512_inserti64x4(
	    _mm512_set1_epi8(':'), _mm256_shuffle_epi8(digits, nibble), 0);
	/* From the first that is not zero on, and always the last. */
	uint32_t seen = _mm256_test_epi8_mask(nibble, nibble), zero;
	uint64_t keep;

	seen |= seen << 1 & 0xeeeeeeee;
	seen |= seen << 2 & 0xcccccccc;
	zero = _pext_u32(~seen, 0x88888888);
	keep = _pdep_u64(seen | 0x88888888, places) | colons;
	keep = (keep & ~t->drop[zero]) | t->add[zero];
	text = _mm512_permutexvar_epi8(laid_out, text);
	_mm512_storeu_si512(p, _mm512_maskz_compress_epi8(keep, text));
	return p + _mm_popcnt_u64(keep);
}
#endif

char *
sn__format6_put(const sn__format6 *t, char *p, sn__u128 bits)
{
	/* With an IPv4 address in it. */
	if (bits >> 32 == 0xffff)
		return sn__put_addr(p, SN_IPV6, bits);
#if SN__X86
	if (t->cpu == SN__CPU_AVX512)
		return put_avx512(t, p, bits);
#endif
	return put_scalar(t, p, bits);
}
