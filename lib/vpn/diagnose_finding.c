/*
 * diagnose_finding.c - how a check of a diagnosis says what it found.
 */
#include "vpn/diagnose.h"

/*
 * Formats a text that lasts as long as the diagnosis. Names in it come from
 * outside: what is not printable becomes a question mark.
 */
static const char *
print(sn_diagnosis *d, const char *format, va_list args)
{
	char *text;

	if (!sn__findings_print(&d->found, format, args))
		return NULL;
	text = d->found.text[d->found.texts - 1];
	for (char *p = text; *p; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
	return text;
}

static sn_status
add(struct sn__diagnosing *in, const struct sn__rule *rule, const char *subject,
    const char *seen, va_list args)
{
	sn_diagnosis *d = in->d;
	sn_finding finding = {.code = rule->code,
	    .severity = rule->severity,
	    .subject = subject,
	    .row = UINT64_MAX,
	    .other = UINT64_MAX,
	    .text = rule->text,
	    .remedy = rule->remedy,
	    .source = rule->fact     ? rule->fact
		      : in->provider ? rule->source
				     : ""};

	finding.seen = print(d, seen, args);
	return finding.seen ? sn__finding_add(&d->found, &finding) : SN_ENOMEM;
}

sn_status
sn__find(struct sn__diagnosing *in, const struct sn__rule *rule,
    const sn_link *link, const char *seen, ...)
{
	const char *subject =
	    link ? in->d->carrier[link - in->request->links].name : NULL;
	va_list args;
	sn_status status;

	va_start(args, seen);
	status = add(in, rule, subject, seen, args);
	va_end(args);
	return status;
}

sn_status
sn__find_about(struct sn__diagnosing *in, const struct sn__rule *rule,
    const char *subject, const char *seen, ...)
{
	va_list args;
	sn_status status;

	va_start(args, seen);
	status = add(in, rule, subject, seen, args);
	va_end(args);
	return status;
}

const char *
sn__diagnosis_text(sn_diagnosis *d, const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = print(d, format, args);
	va_end(args);
	return text;
}

sn_status
sn__diagnosis_note(sn_diagnosis *d, const char *format, ...)
{
	const char *text;
	va_list args;

	if (d->notes == sizeof(d->note) / sizeof(*d->note))
		return SN_OK;
	va_start(args, format);
	text = print(d, format, args);
	va_end(args);
	if (!text)
		return SN_ENOMEM;
	d->note[d->notes++] = text;
	return SN_OK;
}
