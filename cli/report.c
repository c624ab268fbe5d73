/*
 * report.c - what a report says of itself: its title, its date, and the
 * command line that made it.
 */
#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Up to the last second of the year 9999. */
#define LAST_SECOND UINT64_C(253402300799)

/*
 * The day in UTC: that of SOURCE_DATE_EPOCH, which makes the same report of the
 * same input (reproducible-builds.org/specs/source-date-epoch), or today.
 */
static int
set_date(struct report *r, const char *command)
{
	const char *fixed = getenv("SOURCE_DATE_EPOCH");
	uint64_t second;
	struct tm day;
	time_t at = time(NULL);

	if (fixed && *fixed) {
		if (!parse_number(fixed, LAST_SECOND, &second))
			return usage_error(command,
			    "SOURCE_DATE_EPOCH is no number of seconds: '%s'",
			    fixed);
		at = (time_t)second;
	}
	gmtime_r(&at, &day);
	strftime(r->date, sizeof(r->date), "%Y-%m-%d", &day);
	return 0;
}

static bool
is_plain(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_@%+=:,./-";

	return *word && !word[strspn(word, plain)];
}

/* Copies @word as the shell reads it; returns the end. */
static char *
quote(char *to, const char *word)
{
	if (is_plain(word))
		return stpcpy(to, word);
	*to++ = '\'';
	for (; *word; word++)
		if (*word == '\'')
			to = stpcpy(to, "'\\''");
		else
			*to++ = *word;
	*to++ = '\'';
	*to = '\0';
	return to;
}

static int
set_line(struct report *r, const struct common *c)
{
	size_t size = sizeof("supernet");
	char *to;

	for (int i = 0; i < c->argc; i++)
		size += 4 * strlen(c->argv[i]) + 3;
	r->line = malloc(size);
	if (!r->line)
		return status_exit(SN_ENOMEM, c->command);
	to = stpcpy(r->line, "supernet");
	for (int i = 0; i < c->argc; i++) {
		*to++ = ' ';
		to = quote(to, c->argv[i]);
	}
	return 0;
}

int
report_begin(struct report *r, const struct common *c, sn_render_options *o)
{
	int exit_code;

	memset(r, 0, sizeof(*r));
	if (!c->format || strcmp(c->format, "html"))
		return c->title ? usage_error(c->command,
				      "--title is for --format html")
				: 0;
	exit_code = set_date(r, c->command);
	if (!exit_code)
		exit_code = set_line(r, c);
	o->title = c->title;
	o->date = r->date;
	o->command = r->line;
	return exit_code;
}

void
report_free(struct report *r)
{
	free(r->line);
}
