/*
 * findings.c - findings as plans, changes and diagnoses show them.
 */
#include "render/findings.h"

#include "render/quote.h"

const char *
sn__severity_colour(unsigned severity)
{
	switch (severity) {
	case SN_SEVERITY_ERROR:
		return "\033[31m";
	case SN_SEVERITY_WARNING:
		return "\033[33m";
	case SN_SEVERITY_ACTION:
		return "\033[36m";
	default:
		return "";
	}
}

void
sn__findings_json(
    sn__json *j, const char *key, const sn_finding *findings, size_t n)
{
	sn__json_open(j, key, '[', false);
	for (size_t i = 0; i < n; i++) {
		sn__json_open(j, NULL, '{', true);
		sn__json_string(j, "code", findings[i].code);
		sn__json_string(j, "severity",
		    sn_word(SN_WORD_SEVERITY, findings[i].severity));
		sn__json_string(j, "text", findings[i].text);
		if (findings[i].subject)
			sn__json_string(j, "site", findings[i].subject);
		sn__json_close(j, '}');
	}
	sn__json_close(j, ']');
}

void
sn__findings_comment(
    sn__out *out, const char *mark, const sn_finding *findings, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (findings[i].severity >= SN_SEVERITY_ACTION)
			sn__put_comment(out, mark, findings[i].text);
}
