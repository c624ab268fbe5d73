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

#endif
