/*
 * diagnose_finding.c - how a check of a diagnosis says what it found.
 */
#include "vpn/diagnose.h"

sn_status
sn__find(struct sn__diagnosing *in, const struct sn__rule *rule,
    const sn_link *link, const char *seen, ...)
{
	sn_diagnosis *d = in->d;
	sn_finding finding = {.code = rule->code,
	    .severity = rule->severity,
	    .row = UINT64_MAX,
	    .other = UINT64_MAX,
	    .text = rule->text,
	    .remedy = rule->remedy,
	    .source = rule->source};
	va_list args;

	if (link)
		finding.subject = d->link[link - in->request->links].name;
	va_start(args, seen);
	finding.seen = sn__findings_print(&d->found, seen, args);
	va_end(args);
	return finding.seen ? sn__finding_add(&d->found, &finding) : SN_ENOMEM;
}
