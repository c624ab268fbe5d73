/*
 * qsort_r.h - sorting with a context, as the GNU C library has it and that of
 * WebAssembly has not. Included before every file.
 */
#ifndef SN_WEB_QSORT_R_H
#define SN_WEB_QSORT_R_H

#include <stddef.h>

void qsort_r(void *base, size_t n, size_t size,
    int (*compare)(const void *a, const void *b, void *ctx), void *ctx);

#endif
