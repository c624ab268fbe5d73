/*
 * cli.h - what the commands share.
 *
 * A command reads its options, reads its input, and only then writes: so that
 * nothing is on standard output when it fails.
 */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stdio.h>

#include "supernet_text.h"

/* The contract's exit codes. */
enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 3 };

/* ---------------------------------------------------------- messages */

/* "supernet: ..." on standard error, what a terminal would obey escaped. */
__attribute__((format(printf, 1, 2))) void message(const char *format, ...);
/* message(), which --quiet silences: a warning or a summary. */
__attribute__((format(printf, 1, 2))) void note(const char *format, ...);
/* How many there are of something, in words for one and for several. */
void note_count(uint64_t n, const char *one, const char *many);
/* Of a table's rules, @n were not read. */
void note_left_out(const char *table, uint64_t n);
/* The end of a noun of which there are @n. */
static inline const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* Untrusted text on standard error, as message() escapes it. */
void put_clean(const char *text);
/* From now on there are errors only. */
void be_quiet(void);
bool is_quiet(void);
/* message(), then a hint at --help; returns EXIT_USAGE. */
__attribute__((format(printf, 2, 3))) int usage_error(
    const char *command, const char *format, ...);
/* "FILE:LINE:COL: message: 'text'" on standard error. */
void text_error(const char *file, const sn_error *error);

/* Lines that have something said of them: of each kind the first. */
enum { SHOWN_LINES = 10, SHOWN_MASKED = 3 };
struct told {
	bool skips; /* bad lines are no failure */
	uint64_t bad;
	uint64_t lenient; /* readings; of a line the first one is shown */
	uint64_t masked;
	uint64_t line; /* the first bad one, and its text */
	char first[sizeof(((sn_error *)0)->text)];
};

void tell_bad(struct told *t, const char *file, const sn_error *error);
void tell_warning(struct told *t, const char *file, const sn_error *warning);
/*
 * What was told of a text, of which @before was told before, becomes what was
 * met in it: a reader that reports some lines counts all.
 */
void told_all(
    struct told *t, const struct told *before, const sn_text_stats *met);
/* Says which option makes a comment of what seems to be one in a bad line. */
bool hint_comment(const char *line);
/* The same of the delimiter; @used is one. */
void hint_delimiter(const char *line, char used);
/* The exit code after bad lines, having said how many are not shown. */
int told_bad(const struct told *t);
/* Says how many warnings are not shown, and that prefixes were masked. */
void told_warnings(const struct told *t);

/* The exit code for a status, having said what happened if @what is given. */
int status_exit(sn_status status, const char *what);

/* The word of a list that a mistyped one is most like. */
struct nearest {
	const char *word;
	char best[64]; /* empty: none is near */
	unsigned distance;
};

void nearest_try(struct nearest *n, const char *candidate);
/* "no such KIND: 'WORD' (did you mean 'BEST'?)"; returns EXIT_USAGE. */
int no_such(const char *command, const char *kind, const struct nearest *n);

/* ----------------------------------------------------------- options */

/*
 * One option: what the parser takes, --help shows and completions offer. Two
 * may have one name where verbs of the command differ in it.
 */
struct opt {
	int id;		   /* a letter is the short form too */
	const char *name;  /* the long form; NULL: none */
	const char *value; /* "N", "FILE"; "a|b|c": these words; NULL: none */
	const char *help;  /* NULL: is taken, but does nothing */
	unsigned verbs;	   /* bits of those that have it; 0: all */
	bool many;	   /* values go on up to the next option */
	const char *(*word)(size_t i); /* words the library knows */
};

struct args;

struct command {
	const char *name;
	const char *summary;
	const char *synopsis; /* a form a line, without "supernet" */
	const char *text;     /* what it does, a paragraph a line */
	const char *example;  /* lines */
	const char *verbs;    /* "a|b": the first operand is one; NULL: none */
	const struct opt *options; /* up to one without id */
	int (*run)(struct args *args);
};

extern const struct command command_aggregate, command_intersect,
    command_subtract, command_symdiff, command_diff, command_complement,
    command_count, command_match, command_cover, command_watch, command_plan,
    command_diagnose, command_routes;

enum set_format { FORMAT_TEXT, FORMAT_RANGES, FORMAT_JSON, FORMAT_CSV };

/* Conditions of --where. */
enum { MOST_WHERE = 8 };

/* Columns by name, which the header of each file gives a number. */
struct column_names {
	char *item; /* NULL: it has a number, or there is none */
	char *second;
	char *where[MOST_WHERE];
};

struct common {
	const char *command;
	const char *format; /* as given; NULL: text */
	const char *output; /* -o; NULL: standard output */
	int argc;	    /* the words of the line, after the first */
	char **argv;
	/* What --format html says of itself; else nothing. */
	struct {
		const char *title; /* NULL: its own */
		char date[16];
		char *line;
	} report;
	sn_text_options text;
	struct column_names names;
	sn_text_where where[MOST_WHERE];
	bool header;	  /* files begin with one */
	unsigned threads; /* 0: all processors */
	int progress;	  /* -1: where standard error is a terminal */
	/* How lists are written, but for the format. */
	sn_template_options list;
	const char *group_by; /* a column, by number or name; NULL: none */
	bool members;
	bool explain;
};

struct given {
	const struct opt *opt;
	const char *value; /* NULL: takes none */
};

/* The command line of a command. */
struct args {
	const struct command *command;
	struct common common; /* what the common options say */
	struct given *given;  /* the options of the command's own, in order */
	size_t n;
	unsigned verb; /* its bit; 0: the command has none */
	char asked; /* 'h': its help; 'V': the version; 'T': the templates; 0 */
	char **file; /* what is no option, without the verb */
	int files;
};

/* Ids of common options; commands have 300 and up. */
enum {
	OPT_NOTATION = 256,
	OPT_SKIP_INVALID,
	OPT_STRICT_NETWORK,
	OPT_COLUMN,
	OPT_DELIMITER,
	OPT_HEADER,
	OPT_COLUMNS_ARE,
	OPT_WHERE,
	OPT_COMMENT,
	OPT_EXTRACT,
	OPT_PROGRESS,
	OPT_NO_PROGRESS,
	OPT_TEMPLATE,
	OPT_SEPARATOR,
	OPT_BATCH,
	OPT_HEAD,
	OPT_TAIL,
	OPT_NAME,
	OPT_LIST_TEMPLATES,
	OPT_GROUP_BY,
	OPT_MEMBERS,
	OPT_EXPLAIN,
	OPT_TITLE,
	OPT_COMMAND = 300
};

/* clang-format off */
#define OPT(id, name, value, help) {id, name, value, help, 0, false, NULL}
#define FORMAT_OPTION(words, help) OPT('f', "format", words, help)
#define TITLE_OPTION OPT(OPT_TITLE, "title", "TEXT", "the title of the report")
/* How sets, and lists of prefixes that are none, are written. */
#define SET_OPTIONS LIST_FORMAT("json, snapshot (binary)", set_word), LIST_PARTS
#define LIST_OPTIONS LIST_FORMAT("json", list_word), LIST_PARTS
#define LIST_FORMAT(last, word)                                              \
	{'f', "format", "NAME",                                              \
	    "text, ranges, csv, " last " or another template "               \
	    "(--list-templates); prefixes a line by default",                \
	    0, false, word}
#define LIST_PARTS                                                           \
	OPT(OPT_TEMPLATE, "template", "T",                                   \
	    "what is written for each: %p prefix, %f first, %l last, "       \
	    "%a address, %n length, %m netmask, %w wildcard, %h host "       \
	    "without /32, %c addresses, %g label, %i number, \\n, \\t"),     \
	OPT(OPT_SEPARATOR, "separator", "T", "and between two of them"),     \
	OPT(OPT_HEAD, "head", "T", "what stands before them"),               \
	OPT(OPT_TAIL, "tail", "T", "and after them"),                        \
	OPT(OPT_BATCH, "batch", "N", "head and tail for each N prefixes"),   \
	OPT(OPT_NAME, "name", "NAME",                                        \
	    "the list's name, %g (default supernet)"),                       \
	OPT(OPT_LIST_TEMPLATES, "list-templates", NULL,                      \
	    "what --format takes")
#define GROUP_OPTION                                                         \
	OPT(OPT_GROUP_BY, "group-by", "N|NAME",                              \
	    "a list for each label in that column; NAME is of a header")
/* How lists are read, and with how much work. */
#define INPUT_OPTIONS                                                        \
	OPT(OPT_NOTATION, "notation", "strict|lenient",                      \
	    "lenient also reads 10/8, 010.001.0.0, 10.0.0.*, 10.0.0.1-20, "  \
	    "netmasks and wildcards after a blank, hex, and names of "       \
	    "reverse zones, with warnings"),                                 \
	OPT(OPT_SKIP_INVALID, "skip-invalid", NULL,                          \
	    "count bad lines, report the first ones, and go on"),            \
	OPT(OPT_STRICT_NETWORK, "strict-network", NULL,                      \
	    "refuse prefixes with host bits set"),                           \
	OPT(OPT_COLUMN, "column", "N|NAME|N,M",                              \
	    "items are column N of CSV, from 1, or that of this name, or "   \
	    "two columns"),                                                  \
	OPT(OPT_COLUMNS_ARE, "columns-are",                                  \
	    "range|mask|wildcard|length|count",                              \
	    "what the second column is to the first (default range)"),       \
	OPT(OPT_DELIMITER, "delimiter", "C|tab|blank",                       \
	    "of the columns (default ,); blank: any number of them"),        \
	OPT(OPT_HEADER, "header", NULL,                                      \
	    "files begin with the names of columns"),                        \
	OPT(OPT_WHERE, "where", "COLUMN=VALUE",                      \
	    "read these rows only; one column may have several values"),     \
	OPT(OPT_COMMENT, "comment", "CHARS",                                 \
	    "what starts a comment (default #; empty: nothing)"),            \
	OPT(OPT_EXTRACT, "extract", NULL,                                    \
	    "read every address, prefix and range in any text"),             \
	OPT('j', "threads", "N", "threads (default: all processors)"),       \
	OPT(OPT_PROGRESS, "progress", NULL,                                  \
	    "say on standard error how far it is"),                          \
	OPT(OPT_NO_PROGRESS, "no-progress", NULL, "never say it")
/* The same for a command that reads no lists: taken, as ever. */
#define NO_INPUT_OPTIONS                                                     \
	OPT(OPT_NOTATION, "notation", "strict|lenient", NULL),               \
	OPT(OPT_SKIP_INVALID, "skip-invalid", NULL, NULL),                   \
	OPT(OPT_STRICT_NETWORK, "strict-network", NULL, NULL),               \
	OPT(OPT_COLUMN, "column", "N", NULL),                                \
	OPT(OPT_DELIMITER, "delimiter", "C", NULL),                          \
	OPT('j', "threads", "N", NULL),                                      \
	OPT(OPT_PROGRESS, "progress", NULL, NULL),                           \
	OPT(OPT_NO_PROGRESS, "no-progress", NULL, NULL)
#define OUTPUT_OPTION                                                        \
	OPT('o', "output", "FILE", "write FILE, whole or not at all")
#define LAST_OPTIONS                                                         \
	OPT('q', "quiet", NULL, "errors only: no warnings, no summary"),     \
	OPT('V', "version", NULL, "the version"),                            \
	OPT('h', "help", NULL, "this text"),                                 \
	OPT(0, NULL, NULL, NULL)
/* clang-format on */

/*
 * Reads @argv. Negative: go on; else the exit code, all having been said but
 * what args->asked for. The caller frees with args_free() in any case.
 */
int args_read(
    struct args *args, const struct command *command, int argc, char **argv);
void args_free(struct args *args);
/* Where @value stands among the words of @opt, from 0; negative: nowhere. */
int opt_word(const struct opt *opt, const char *value);
/* The i-th word of @opt in @buffer; false beyond the last. */
bool opt_word_at(const struct opt *opt, size_t i, char *buffer, size_t size);

/* The set format that was asked for. */
enum set_format common_set_format(const struct common *c);
bool parse_number(const char *text, uint64_t most, uint64_t *out);

/* -------------------------------------------------------------- help */

/* The i-th command; NULL beyond the last. */
const struct command *command_at(size_t i);
const struct command *command_find(const char *name);
/* Text on standard output. */
int show(const char *text);
int show_version(void);
/* The i-th word that --format of a list takes, or of a set; NULL: no more. */
const char *list_word(size_t i);
const char *set_word(size_t i);
/* The words of a list, and @other at their end. */
const char *list_word_or(size_t i, const char *other);
int show_templates(void);
/* The list of commands, on @out. */
void put_overview(FILE *out);
int show_overview(void);
/* A command's --help on standard output. */
int show_usage(const struct command *command);
/* What may stand where the last of @n words stands, for completions. */
int complete(char **word, int n);

/* ------------------------------------------------------------- output */

/* Standard output, or a file that appears whole or not at all. */
struct output {
	int fd;
	const char *path; /* as given; NULL: standard output */
	char *target;	  /* what the temporary file will replace */
	char *temporary;  /* its name */
	bool unnamed;	  /* it gets one only at the end */
	bool closed;	  /* the reader has gone: quiet success */
	size_t used;
	char buffer[1 << 16];
};

int output_open(struct output *o, const char *path);
/* Through a buffer; large pieces as they are. */
sn_status output_write(void *output, const char *data, size_t size);
sn_status output_flush(struct output *o);
/*
 * Completes it, or with a status drops it; the exit code, having said what
 * failed (SN_ECANCELED: nothing to say).
 */
int output_close(struct output *o, sn_status status);

/* Whatever ends the command from outside removes this file (NULL: none). */
void interrupt_removes(char *temporary);
/* A mapped file that somebody cuts short ends the command with a message. */
void interrupt_by_mapping(void);
/*
 * Whether a read or write that failed has to be called again: a signal came, or
 * the other end of a pipe that does not block was not ready, and now is.
 */
bool call_again(int fd, short events);

#endif
