/*
 * template_label.h - labels from outside, made safe for a template.
 */
#ifndef SN_TEMPLATE_LABEL_H
#define SN_TEMPLATE_LABEL_H

#include "render/template.h"

/*
 * @label as it can stand in such a text, which it does not leave; bytes that
 * do not show come out as '?'. Not ended by NUL. NULL when memory is out.
 */
char *sn__label_quoted(sn__quote quote, const char *label, size_t *size);

#endif
