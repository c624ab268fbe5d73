/*
 * fast_ipv4_sse.c - IPv4 lines, 16 bytes at a time; AVX2 is the same code,
 * compiled with the three-operand instructions that such a processor has.
 *
 * The four octets and the byte that ends them fit 16 bytes: the layout is
 * found as in fast_ipv4_avx512.c, a byte shuffle spreads the octets over four
 * lanes, multiply-adds make the numbers. The length, one or two digits at the
 * line's end, is read by itself. After a '-' the same is done once more.
 */
#include "text/fast_lines.h"

#if SN__X86
# include <immintrin.h>

/* The tail of @n bytes that ends at @end: "", "/d" or "/dd"; else > 32. */
static inline uint32_t
tail_length(const char *end, uint32_t n)
{
	uint32_t units, tens;

	if (n == 0)
		return 32;
	units = (uint32_t)((unsigned char)end[-1] - '0');
	tens = n == 3 ? (uint32_t)((unsigned char)end[-2] - '0') : 0;
	if (units > 9 || tens > 9 || (n == 3 && tens == 0) || n < 2 || n > 3 ||
	    *(end - n) != '/')
		return 99;
	return 10 * tens + units;
}

# define TARGET SN__TARGET_SSE41
# define QUAD	quad_sse41
# define LINE	line_sse41
# define LINES	sn__fast4_sse41
# include "text/fast_ipv4_sse_impl.h"
# undef TARGET
# undef QUAD
# undef LINE
# undef LINES
# define TARGET SN__TARGET_AVX2
# define QUAD	quad_avx2
# define LINE	line_avx2
# define LINES	sn__fast4_avx2
# include "text/fast_ipv4_sse_impl.h"
#endif
