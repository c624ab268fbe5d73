/*
 * advice.c - the list of advice of a plan.
 */
#include <stdarg.h>
#include <stdio.h>

#include "vpn/plan.h"

enum { TEXT_MAX = 1024 };

sn_status
sn__advise(sn_plan *plan, const char *code, uint32_t severity,
    const char *source, const char *format, ...)
{
	char text[TEXT_MAX], *kept;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n < 0)
		return SN_EINVAL;
	if (!sn__grow(&plan->alloc, &plan->advice, &plan->advice_capacity,
		plan->advice_count, sizeof(*plan->advice)))
		return SN_ENOMEM;
	kept = sn__malloc(&plan->alloc, strlen(text) + 1, 1);
	if (!kept)
		return SN_ENOMEM;
	memcpy(kept, text, strlen(text) + 1);
	plan->advice[plan->advice_count++] =
	    (sn_advice){code, severity, 0, kept, source};
	return SN_OK;
}

/* By severity, most severe first; equal ones stay in the order given. */
void
sn__advice_sort(sn_plan *plan)
{
	for (size_t i = 1; i < plan->advice_count; i++) {
		sn_advice x = plan->advice[i];
		size_t j = i;

		for (; j && plan->advice[j - 1].severity < x.severity; j--)
			plan->advice[j] = plan->advice[j - 1];
		plan->advice[j] = x;
	}
}

void
sn__advice_free(sn_plan *plan)
{
	for (size_t i = 0; i < plan->advice_count; i++)
		sn__free(&plan->alloc, (void *)(uintptr_t)plan->advice[i].text);
	sn__free(&plan->alloc, plan->advice);
}
