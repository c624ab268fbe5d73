/*
 * bar.h - bars of text, for people in front of a terminal.
 */
#ifndef BAR_H
#define BAR_H

#include "cli.h"

enum { BAR_COLUMNS = 40, BAR_MAX = 3 * BAR_COLUMNS + 1 };

/* Whether the result goes to a terminal, as text, for somebody to look at. */
bool bar_is_wanted(const struct common *c);
/* A bar of @share, 0 to 1, of BAR_COLUMNS; the rest is @rest, or blanks. What
 * is more than nothing shows. */
void bar_draw(char out[BAR_MAX], double share, bool rest);

#endif
