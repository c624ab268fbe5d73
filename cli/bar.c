/*
 * bar.c - bars of text, for people in front of a terminal.
 */
#include "bar.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool
bar_is_wanted(const struct common *c)
{
	bool text = !c->format || !strcmp(c->format, "text");

	return text && !c->output && isatty(STDOUT_FILENO);
}

/* Whether the terminal shows UTF-8, as its locale says. */
static bool
has_blocks(void)
{
	static const char *const name[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(name) / sizeof(*name); i++) {
		const char *locale = getenv(name[i]);

		if (locale && *locale)
			return strstr(locale, "UTF-8") ||
			       strstr(locale, "utf8");
	}
	return false;
}

void
bar_draw(char out[BAR_MAX], double share, bool rest)
{
	static const char *const mark[2][2] = {
	    {"#", "-"}, {"\xe2\x96\x88", "\xe2\x96\x91"}};
	const char *const *with = mark[has_blocks()];
	int full = (int)(share * BAR_COLUMNS + .5);

	full = full > BAR_COLUMNS      ? BAR_COLUMNS
	       : full < 1 && share > 0 ? 1
				       : full;
	for (int i = 0; i < BAR_COLUMNS && (i < full || rest); i++)
		out = stpcpy(out, with[i >= full]);
	*out = '\0';
}
