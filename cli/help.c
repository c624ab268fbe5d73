/*
 * help.c - what --help says, made of the commands and their options.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { WIDTH = 78, COLUMN = 24 };

static const struct command *const commands[] = {&command_aggregate,
    &command_intersect, &command_subtract, &command_symdiff, &command_diff,
    &command_complement, &command_count, &command_match, &command_cover,
    &command_watch, &command_plan, &command_diagnose, &command_routes};

const struct command *
command_at(size_t i)
{
	return i < sizeof(commands) / sizeof(*commands) ? commands[i] : NULL;
}

const struct command *
command_find(const char *name)
{
	for (size_t i = 0; command_at(i); i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	return NULL;
}

int
show_version(void)
{
	char text[64];

	snprintf(text, sizeof(text), "supernet %s\n", sn_version());
	return show(text);
}

/* Words from column @at on, in lines that begin at @indent. */
static void
put_wrapped(FILE *out, const char *text, size_t at, size_t indent)
{
	size_t start = indent;

	fprintf(out, "%*s", (int)(at < indent ? indent - at : 0), "");
	at = at < indent ? indent : at;
	while (*text) {
		size_t n = strcspn(text, " \n");

		if (at > start && at + 1 + n > WIDTH) {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		}
		at += (size_t)fprintf(
		    out, "%s%.*s", at > start ? " " : "", (int)n, text);
		text += n;
		if (*text == '\n') {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		}
		text += *text != '\0';
	}
	fputc('\n', out);
}

static void
put_option(FILE *out, const struct opt *o)
{
	int n = fprintf(out, "  ");

	if (o->id < 256)
		n += fprintf(out, "-%c%s", o->id, o->name ? ", " : "");
	if (o->name)
		n += fprintf(out, "--%s", o->name);
	if (o->value)
		n += fprintf(out, " %s", o->value);
	if (n > COLUMN - 2) {
		fputc('\n', out);
		n = 0;
	}
	put_wrapped(out, o->help, (size_t)n, COLUMN);
}

/* Each line of @text after @first, all but the first of them after @others. */
static void
put_lines(FILE *out, const char *first, const char *others, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		fprintf(out, "%s%.*s\n", first, (int)n, text);
		first = others;
		text += n + (text[n] == '\n');
	}
}

static void
put_usage(FILE *out, const struct command *c)
{
	put_lines(out, "usage: supernet ", "       supernet ", c->synopsis);
	fputc('\n', out);
	put_wrapped(out, c->text, 0, 0);
	fputc('\n', out);
	for (const struct opt *o = c->options; o->id; o++)
		if (o->help)
			put_option(out, o);
	fputs("\nExample:\n", out);
	put_lines(out, "  ", "  ", c->example);
}

void
put_overview(FILE *out)
{
	fputs("usage: supernet COMMAND [OPTIONS] [FILE...]\n\n", out);
	for (size_t i = 0; command_at(i); i++)
		fprintf(out, "  %-11s %s\n", commands[i]->name,
		    commands[i]->summary);
	fputs("\n'supernet COMMAND --help' says more, with an example; "
	      "'supernet --version'.\n"
	      "Exit: 0 done; 1 done, and the answer is no; 2 bad usage or bad "
	      "input;\n3 out of memory or input/output error.\n",
	    out);
}

/* What @c's help, or (NULL) the overview, puts, on standard output. */
static int
show_put(const struct command *c)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int exit_code;

	if (out && c)
		put_usage(out, c);
	else if (out)
		put_overview(out);
	exit_code = !out || fclose(out) || !text
			? status_exit(SN_ENOMEM, "help")
			: show(text);
	free(text);
	return exit_code;
}

int
show_overview(void)
{
	return show_put(NULL);
}

int
show_usage(const struct command *command)
{
	return show_put(command);
}
