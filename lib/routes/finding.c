/*
 * finding.c - a growing list of findings.
 */
#include "routes/finding.h"

#include <stdio.h>

enum { TEXT_MAX = 1024 };

sn_status
sn__finding_add(struct sn__findings *list, const sn_finding *finding)
{
	if (!sn__grow(&list->alloc, &list->a, &list->capacity, list->n,
		sizeof(*list->a)))
		return SN_ENOMEM;
	list->a[list->n++] = *finding;
	return SN_OK;
}

const char *
sn__findings_print(struct sn__findings *list, const char *format, va_list args)
{
	char text[TEXT_MAX] = "", *kept;

	(void)vsnprintf(text, sizeof(text), format, args);
	if (!sn__grow(&list->alloc, &list->text, &list->text_capacity,
		list->texts, sizeof(*list->text)))
		return NULL;
	kept = sn__malloc(&list->alloc, strlen(text) + 1, 1);
	if (!kept)
		return NULL;
	memcpy(kept, text, strlen(text) + 1);
	list->text[list->texts++] = kept;
	return kept;
}

sn_status
sn__advise(struct sn__findings *list, const char *code, uint32_t severity,
    const char *source, const char *format, ...)
{
	sn_finding finding = {.code = code,
	    .severity = severity,
	    .row = UINT64_MAX,
	    .other = UINT64_MAX,
	    .seen = "",
	    .remedy = "",
	    .source = source};
	va_list args;

	va_start(args, format);
	finding.text = sn__findings_print(list, format, args);
	va_end(args);
	return finding.text ? sn__finding_add(list, &finding) : SN_ENOMEM;
}

sn_status
sn__findings_sort(struct sn__findings *list)
{
	sn_finding *sorted;
	size_t n = 0;

	if (list->n < 2)
		return SN_OK;
	sorted = sn__malloc(&list->alloc, list->n, sizeof(*sorted));
	if (!sorted)
		return SN_ENOMEM;
	for (uint32_t s = SN_SEVERITY_ERROR; s >= SN_SEVERITY_INFO; s--)
		for (size_t i = 0; i < list->n; i++)
			if (list->a[i].severity == s)
				sorted[n++] = list->a[i];
	sn__free(&list->alloc, list->a);
	list->a = sorted;
	list->capacity = list->n;
	return SN_OK;
}

void
sn__findings_free(struct sn__findings *list)
{
	for (size_t i = 0; i < list->texts; i++)
		sn__free(&list->alloc, list->text[i]);
	sn__free(&list->alloc, list->text);
	sn__free(&list->alloc, list->a);
}
