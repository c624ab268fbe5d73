/*
 * suggest.c - what a mistyped word was meant to be.
 */
#include <string.h>

#include "cli.h"

enum { LONGEST = 32 };

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * How many letters to add, drop, change or swap with their neighbour make @b of
 * @a; LONGEST where one of them has as many letters.
 */
static unsigned
distance(const char *a, const char *b)
{
	unsigned row[3][LONGEST + 1] = {{0}};
	size_t n = strlen(a), m = strlen(b);

	if (n >= LONGEST || m >= LONGEST)
		return LONGEST;
	for (unsigned j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		unsigned *to = row[i % 3];
		const unsigned *up = row[(i + 2) % 3], *up2 = row[(i + 1) % 3];

		to[0] = (unsigned)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned change = a[i - 1] != b[j - 1];

			to[j] = least(
			    up[j - 1] + change, least(up[j], to[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				to[j] = least(to[j], up2[j - 2] + 1);
		}
	}
	return row[n % 3][m];
}

void
nearest_try(struct nearest *n, const char *candidate)
{
	size_t length = strlen(n->word);
	unsigned d = distance(n->word, candidate);

	/* What was begun and not ended is near, too. */
	if (length > 1 && !strncmp(n->word, candidate, length))
		d = 1;
	if (d > 2 || (size_t)d * 2 >= length || (*n->best && d >= n->distance))
		return;
	snprintf(n->best, sizeof(n->best), "%s", candidate);
	n->distance = d;
}

int
no_such(const char *command, const char *kind, const struct nearest *n)
{
	const char *dash = !strcmp(kind, "option") ? "--" : "";

	if (*n->best)
		return usage_error(command,
		    "no such %s: '%s%s' (did you mean '%s%s'?)", kind, dash,
		    n->word, dash, n->best);
	return usage_error(command, "no such %s: '%s%s'", kind, dash, n->word);
}
