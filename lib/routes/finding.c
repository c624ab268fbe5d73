/*
 * finding.c - a growing list of findings.
 */
#include "routes/finding.h"

#include <stdarg.h>
#include <stdio.h>

enum { TEXT_MAX = 1024 };

sn_status
sn__advise(struct sn__advices *list, const char *code, uint32_t severity,
    const char *source, const char *format, ...)
{
	char text[TEXT_MAX], *kept;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n < 0) /* LCOV_EXCL_BR_LINE no format of ours fails */
		return SN_EINVAL;
	if (!sn__grow(&list->alloc, &list->a, &list->capacity, list->n,
		sizeof(*list->a)))
		return SN_ENOMEM;
	kept = sn__malloc(&list->alloc, strlen(text) + 1, 1);
	if (!kept)
		return SN_ENOMEM;
	memcpy(kept, text, strlen(text) + 1);
	list->a[list->n++] = (sn_advice){code, severity, 0, kept, source};
	return SN_OK;
}

/* By severity, most severe first; equal ones stay in the order given. */
void
sn__advice_sort(struct sn__advices *list)
{
	for (size_t i = 1; i < list->n; i++) {
		sn_advice x = list->a[i];
		size_t j = i;

		for (; j && list->a[j - 1].severity < x.severity; j--)
			list->a[j] = list->a[j - 1];
		list->a[j] = x;
	}
}

void
sn__advice_free(struct sn__advices *list)
{
	for (size_t i = 0; i < list->n; i++)
		sn__free(&list->alloc, (void *)(uintptr_t)list->a[i].text);
	sn__free(&list->alloc, list->a);
}
