/*
 * report.h - reports, and the parts of that of a plan.
 */
#ifndef SN_REPORT_H
#define SN_REPORT_H

#include "render/picture/page.h"

/* Both sides with all segments on strips to scale, and what joins them. */
void sn__report_sides(sn__out *out, const sn_plan *plan);
/* What each side's addresses are translated to, and where; nothing where none
 * is. */
void sn__report_translations(sn__out *out, const sn_plan *plan, unsigned side);
/* A line for each site, with its peer side on a strip. */
void sn__report_sites(sn__out *out, const sn_plan *plan);
/* What to configure for each site, folded. SN_ENOMEM. */
SN_MUST_USE sn_status sn__report_sites_files(
    sn__out *out, const sn_plan *plan, const sn_render_options *options);
/* What the colours of strips are; @extra: some have a selector; @numbers: so
 * have their lines. */
void sn__report_legend(sn__out *out, bool extra, bool numbers);
/* A side on one strip, all of it. */
void sn__report_strip(sn__out *out, const sn_side *side, const char *label);
/* Every scheme, and what it would come to. */
void sn__report_schemes(sn__out *out, const sn_plan *plan);
/* The files for each end, folded. SN_ENOMEM. */
SN_MUST_USE sn_status sn__report_files(
    sn__out *out, const sn_plan *plan, const sn_render_options *options);
/* What both ends negotiate. */
void sn__report_proposal(sn__out *out, const sn_proposal *proposal);
/* Rows of @kind; what is the same in all of them is said once. */
void sn__report_rows(
    sn__out *out, const sn_plan *plan, uint32_t kind, const char *format);
/*
 * The whole page of a diagnosis: where packets stop, what is wrong, what is at
 * both ends.
 */
SN_MUST_USE sn_status sn__report_diagnosis(sn__out *out,
    const sn_diagnosis *diagnosis, const sn_render_options *options);
/* The whole page of a check: what is wrong with which rows, and all rows. */
void sn__report_check(sn__out *out, const sn_check *check, const sn_table *t,
    const sn_table *plan, const sn_render_options *options);
/* The steps of a change. */
void sn__report_change(sn__out *out, const sn_plan_change *change);

#endif
