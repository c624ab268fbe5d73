/*
 * plan.h - the renderers of a plan; each file has one.
 */
#ifndef SN_RENDER_PLAN_H
#define SN_RENDER_PLAN_H

#include "render/json.h"
#include "supernet_text.h"

/*
 * Writes the plan. SN_EINVAL with *error filled when the target syntax cannot
 * hold it; such checks come before the first byte is written.
 */
typedef sn_status sn__plan_renderer(const sn_plan *plan,
    const sn_render_options *options, sn__out *out, sn_error *error);

sn__plan_renderer sn__plan_text;
sn__plan_renderer sn__plan_json;
sn__plan_renderer sn__plan_csv;
sn__plan_renderer sn__plan_swanctl;
sn__plan_renderer sn__plan_libreswan;
sn__plan_renderer sn__plan_cisco_ios;
sn__plan_renderer sn__plan_cisco_asa;
sn__plan_renderer sn__plan_fortigate;
sn__plan_renderer sn__plan_junos;
sn__plan_renderer sn__plan_comware;
sn__plan_renderer sn__plan_vrp;
sn__plan_renderer sn__plan_dot;
sn__plan_renderer sn__plan_svg;
sn__plan_renderer sn__plan_html;

/* How many sites, or (of a plan that has none) families, there are. */
static inline size_t
sn__plan_sites(const sn_plan_view *v)
{
	const char *before = NULL;
	size_t n = 0;

	for (size_t i = 0; i < v->part_count; i++) {
		const char *name = v->parts[i].site;

		n += !name || !before || strcmp(name, before) != 0;
		before = name;
	}
	return n;
}

/* The fates and steps of the change that leads to a plan. */
void sn__change_text(const sn_plan_change *change, sn__out *out);
void sn__change_json(const sn_plan_change *change, sn__json *json);

#endif
