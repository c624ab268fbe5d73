/*
 * fast.c - which parser of fast lines the processor gets.
 */
#include "text/fast.h"

size_t
sn__fast4(sn__cpu cpu, sn__lines *lines)
{
#if SN__X86
	switch (cpu) { /* LCOV_EXCL_BR_LINE there are no other levels */
	case SN__CPU_AVX512:
		return sn__fast4_avx512(lines);
	case SN__CPU_AVX2:
		return sn__fast4_avx2(lines);
	case SN__CPU_SSE41:
		return sn__fast4_sse41(lines);
	case SN__CPU_SCALAR:
		break;
	}
#endif
	(void)cpu;
	return sn__fast4_scalar(lines);
}

size_t
sn__fast6(sn__cpu cpu, sn__lines *lines, bool ranges)
{
#if SN__X86
	if (cpu == SN__CPU_AVX512)
		return sn__fast6_avx512(lines, ranges);
#endif
	(void)cpu;
	return sn__fast6_scalar(lines, 0, lines->n, ranges);
}
