/*
 * report.c - what a report says of itself: its title, its date, and the
 * command line that made it.
 */
#include "report.h"

#include <errno.h>
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
set_date(struct common *c)
{
	const char *fixed = getenv("SOURCE_DATE_EPOCH");
	unsigned long long second;
	char *end;
	struct tm day;
	time_t at = time(NULL);

	if (fixed && *fixed) {
		errno = 0;
		second = strtoull(fixed, &end, 10);
		if (*fixed < '0' || *fixed > '9' || *end || errno ||
		    second > LAST_SECOND)
			return usage_error(c->command,
			    "SOURCE_DATE_EPOCH is no number of seconds: '%s'",
			    fixed);
		at = (time_t)second;
	}
	gmtime_r(&at, &day);
	strftime(c->report.date, sizeof(c->report.date), "%Y-%m-%d", &day);
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
set_line(struct common *c)
{
	size_t size = sizeof("supernet");
	char *to;

	for (int i = 0; i < c->argc; i++)
		size += 4 * strlen(c->argv[i]) + 3;
	c->report.line = malloc(size);
	if (!c->report.line)
		return status_exit(SN_ENOMEM, c->command);
	to = stpcpy(c->report.line, "supernet");
	for (int i = 0; i < c->argc; i++) {
		*to++ = ' ';
		to = quote(to, c->argv[i]);
	}
	return 0;
}

int
report_make(struct common *c)
{
	bool html = c->format && !strcmp(c->format, "html");
	int exit_code;

	if (!html && c->report.title)
		return usage_error(c->command, "--title is for --format html");
	exit_code = html ? set_date(c) : 0;
	return html && !exit_code ? set_line(c) : exit_code;
}

void
report_options(const struct common *c, sn_render_options *o)
{
	o->title = c->report.title;
	o->date = *c->report.date ? c->report.date : NULL;
	o->command = c->report.line;
}
