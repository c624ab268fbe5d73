/*
 * supernet_text.h - level 3 of libsupernet: text formats. Readers turn text
 * into the objects of levels 1 and 2; renderers turn those into text. Neither
 * computes.
 *
 * The conventions of supernet.h hold. Everything that is read is taken to be
 * hostile: sizes and nesting are bounded, names are checked, errors say where.
 */
#ifndef SUPERNET_TEXT_H
#define SUPERNET_TEXT_H

#include "supernet_vpn.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------ renderers */

typedef struct sn_render_options {
	size_t struct_size;
	uint32_t colour; /* not 0: ANSI colours ("text" only) */
	uint32_t reserved;
	const char *gateway_id; /* for terraform, aliyun; NULL: a placeholder */
} sn_render_options;
#define SN_RENDER_OPTIONS_INIT          \
 {                                      \
  sizeof(sn_render_options), 0, 0, NULL \
 }

/*
 * Renders @plan in @format ("text", "json", "csv", "terraform", ...) through
 * @sink. SN_EINVAL: unknown format, or a name that the target syntax cannot
 * hold (@error says which; nothing was written).
 */
SN_API SN_MUST_USE sn_status sn_plan_render(const sn_plan *plan,
    const char *format, const sn_render_options *options, sn_sink sink,
    void *ctx, sn_error *error);
/* The i-th format name and what it is for; NULL beyond the last. Static. */
SN_API const char *sn_plan_format_name(size_t i);
SN_API const char *sn_plan_format_title(size_t i);

#ifdef __cplusplus
}
#endif

#endif
