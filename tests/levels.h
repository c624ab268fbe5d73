/*
 * levels.h - what SUPERNET_CPU may ask for: of x86 alone, others have one way.
 */
#ifndef SN_LEVELS_H
#define SN_LEVELS_H

static const char *const levels[] = {"scalar", "sse41", "avx2", "avx512"};
#if defined(__x86_64__)
enum { LEVELS = 4 };
#else
enum { LEVELS = 1 };
#endif

#endif
