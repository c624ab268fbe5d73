/*
 * finding.h - a growing list of findings, with their texts.
 */
#ifndef SN_FINDING_H
#define SN_FINDING_H

#include "base/alloc.h"
#include "supernet_routes.h"

/* A growing list of advice, with its texts. */
struct sn__advices {
	sn_alloc alloc;
	sn_advice *a;
	size_t n;
	size_t capacity;
};

/*
 * Adds advice; the text is formatted and kept, code and source are borrowed.
 * SN_ENOMEM. Ordered by severity at the end with sn__advice_sort().
 */
SN_MUST_USE __attribute__((format(printf, 5, 6))) sn_status sn__advise(
    struct sn__advices *list, const char *code, uint32_t severity,
    const char *source, const char *format, ...);
void sn__advice_sort(struct sn__advices *list);
void sn__advice_free(struct sn__advices *list);

#endif
