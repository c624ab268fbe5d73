/*
 * finding.h - a growing list of findings: of a plan, a change, a check, a
 * diagnosis.
 */
#ifndef SN_FINDING_H
#define SN_FINDING_H

#include "base/alloc.h"
#include "supernet_routes.h"

#include <stdarg.h>

struct sn__findings {
	sn_alloc alloc;
	sn_finding *a;
	size_t n;
	size_t capacity;
	char **text; /* made by sn__findings_print(), freed with the list */
	size_t texts;
	size_t text_capacity;
};

/* Adds a copy; what the finding points at is borrowed. SN_ENOMEM. */
SN_MUST_USE sn_status sn__finding_add(
    struct sn__findings *list, const sn_finding *finding);
/* A text that lasts as long as the list; NULL: out of memory. */
SN_MUST_USE __attribute__((format(printf, 2, 0))) const char *
sn__findings_print(struct sn__findings *list, const char *format, va_list args);
/* Adds a finding of a text, which is formatted; SN_ENOMEM. */
SN_MUST_USE __attribute__((format(printf, 5, 6))) sn_status sn__advise(
    struct sn__findings *list, const char *code, uint32_t severity,
    const char *source, const char *format, ...);
/* Most severe first; equal ones stay in the order they were added. O(n);
 * SN_ENOMEM. */
SN_MUST_USE sn_status sn__findings_sort(struct sn__findings *list);
void sn__findings_free(struct sn__findings *list);

#endif
