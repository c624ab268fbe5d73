/*
 * plan_text.h - what the text of a plan is made of; for plan_text*.c only.
 */
#ifndef SN_PLAN_TEXT_H
#define SN_PLAN_TEXT_H

#include "render/plan.h"

enum { SN__WIDTH = 79, SN__INDENT = 2 };

/* Lines of text for people. */
struct sn__lines {
	sn__out *out;
	bool colour;
};

extern const char sn__bold[], sn__plain[];

/* Writes a terminal's code, where there are colours. */
void sn__colour(const struct sn__lines *t, const char *code);
/* An empty line, and a title. */
void sn__heading(const struct sn__lines *t, const char *title);
/* Writes @text, then spaces up to @width, and two more. */
void sn__cell(const struct sn__lines *t, const char *text, size_t width);
/* Writes the words of @text in lines of SN__WIDTH, each indented. */
void sn__wrap(const struct sn__lines *t, const char *text, size_t indent);
/* Writes the first prefixes of a list. */
void sn__put_list(
    const struct sn__lines *t, const char *name, const sn_prefix *p, size_t n);

/* The tables of a plan, of each the first @most rows. */
void sn__put_tables(
    const struct sn__lines *t, const sn_plan *plan, uint64_t most);
/* What a plan of several parts says, up to its advice. */
void sn__put_parts(const struct sn__lines *t, const sn_plan *plan);

#endif
