/*
 * cpu.h - which vector instructions may be used.
 */
#ifndef SN_CPU_H
#define SN_CPU_H

/* Each level includes those before it. All give the same results. */
typedef enum sn__cpu {
	SN__CPU_SCALAR = 0,
	SN__CPU_SSE41 = 1,
	SN__CPU_AVX2 = 2,
	SN__CPU_AVX512 = 3 /* F, BW, VL, VBMI, VBMI2 */
} sn__cpu;

#if defined(__x86_64__) && defined(__GNUC__)
# define SN__X86	  1
# define SN__TARGET_SSE41 __attribute__((target("sse4.1,popcnt")))
# define SN__TARGET_AVX2  __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))
# define SN__TARGET_AVX512                                    \
  __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,avx512f," \
			"avx512bw,avx512vl,avx512vbmi,avx512vbmi2")))
#else
# define SN__X86 0
#endif

/* For the body of a loop: constants stay in registers. */
#define SN__INLINE inline __attribute__((always_inline))

/*
 * The best level of this processor, or, where it is lower, the one that the
 * environment variable SUPERNET_CPU names: scalar, sse41, avx2 or avx512.
 */
sn__cpu sn__cpu_level(void);

#endif
