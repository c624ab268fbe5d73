/*
 * findings.h - findings as plans, changes and diagnoses show them.
 */
#ifndef SN_RENDER_FINDINGS_H
#define SN_RENDER_FINDINGS_H

#include "render/json.h"

/* The start of an ANSI colour for a severity. */
const char *sn__severity_colour(unsigned severity);
/* A list of objects under @key: code, severity, text. */
void sn__findings_json(
    sn__json *j, const char *key, const sn_finding *findings, size_t n);

/* Those that ask the reader to do or to mind something, as comments. */
void sn__findings_comment(
    sn__out *out, const char *mark, const sn_finding *findings, size_t n);

#endif
