/*
 * cpu.c - which vector instructions may be used.
 */
#include "base/cpu.h"

#include <stdlib.h>
#include <string.h>

static sn__cpu
detected(void)
{
#if SN__X86
	__builtin_cpu_init();
	/* LCOV_EXCL_BR_START the answers of one processor; each level is run
	 * through SUPERNET_CPU */
	if (!__builtin_cpu_supports("sse4.1") ||
	    !__builtin_cpu_supports("popcnt"))
		return SN__CPU_SCALAR;
	if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2"))
		return SN__CPU_SSE41;
	if (!__builtin_cpu_supports("avx512f") ||
	    !__builtin_cpu_supports("avx512bw") ||
	    !__builtin_cpu_supports("avx512vl") ||
	    !__builtin_cpu_supports("avx512vbmi") ||
	    !__builtin_cpu_supports("avx512vbmi2"))
		return SN__CPU_AVX2;
	/* LCOV_EXCL_BR_STOP */
	return SN__CPU_AVX512;
#else
	return SN__CPU_SCALAR;
#endif
}

sn__cpu
sn__cpu_level(void)
{
	static const char name[][8] = {"scalar", "sse41", "avx2", "avx512"};
	sn__cpu best = detected();
	const char *wish = getenv("SUPERNET_CPU");

	for (int i = 0; wish && i < (int)best; i++)
		if (!strcmp(wish, name[i]))
			return (sn__cpu)i;
	return best;
}
