/*
 * quote.h - text from outside, made safe for the syntax it is written into.
 *
 * Whatever the text holds, it ends up inside one string, word, label or
 * comment of the target. Bytes that are not printable text (controls, broken
 * UTF-8, marks that change the direction of writing) come out as '?'.
 */
#ifndef SN_QUOTE_H
#define SN_QUOTE_H

#include "render/out.h"

/*
 * The length of the character at @p if it just shows: printable ASCII, or
 * UTF-8 that is not a control or a change of direction; else 0.
 */
size_t sn__shown(const char *p);

/* An HCL string with its quotes; no interpolation starts in it. */
void sn__put_hcl(sn__out *out, const char *text);
/* One word of a POSIX shell, in single quotes where it needs them. */
void sn__put_shell(sn__out *out, const char *text);
/* Character data or an attribute's value of XML and HTML. */
void sn__put_xml(sn__out *out, const char *text);
/* A DOT string with its quotes; nothing in it is an escape. */
void sn__put_dot(sn__out *out, const char *text);
/*
 * A name as [A-Za-z0-9_-], not starting with a digit or '-', for labels of
 * blocks and sections: a letter, or a digit or '-' after the first, stays;
 * any other byte becomes _xx. Different names have different labels.
 */
void sn__put_label(sn__out *out, const char *name);
/* Returns the length. */
size_t sn__label_size(const char *name);
/* A line: @mark, a space, the text. */
void sn__put_comment(sn__out *out, const char *mark, const char *text);

#endif
