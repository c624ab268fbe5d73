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

#include "supernet.h"

struct option;

/* The contract's exit codes. */
enum { EXIT_DONE = 0, EXIT_NO = 1, EXIT_USAGE = 2, EXIT_SYSTEM = 3 };

struct command {
	const char *name;
	const char *summary;
	const char *usage;		   /* the whole --help text */
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

int cmd_aggregate(int argc, char **argv);
int cmd_intersect(int argc, char **argv);
int cmd_subtract(int argc, char **argv);
int cmd_symdiff(int argc, char **argv);
int cmd_complement(int argc, char **argv);
int cmd_count(int argc, char **argv);
int cmd_match(int argc, char **argv);
int cmd_cover(int argc, char **argv);
int cmd_watch(int argc, char **argv);
int cmd_plan(int argc, char **argv);
int cmd_diagnose(int argc, char **argv);
int cmd_routes(int argc, char **argv);

/* ---------------------------------------------------------- messages */

/* "supernet: ..." on standard error; what a terminal would obey as '?'. */
__attribute__((format(printf, 1, 2))) void message(const char *format, ...);
/* Untrusted text on standard error, as message() cleans it. */
void put_clean(const char *text);
/* How many bad lines were passed over. */
void skipped(uint64_t lines);
/* message(), then a hint at --help; returns EXIT_USAGE. */
__attribute__((format(printf, 2, 3))) int usage_error(
    const char *command, const char *format, ...);
/* The hint alone, when it has been said what is wrong. */
int usage_hint(const char *command);
/* "FILE:LINE:COL: message: 'text'" on standard error. */
void text_error(const char *file, const sn_error *error, const char *kind);
/* Text on standard output. */
int show(const char *text);
/* A command's --help on standard output. */
int show_usage(const char *command);
/* The exit code for a status, having said what happened if @what is given. */
int status_exit(sn_status status, const char *what);

/* ----------------------------------------------------- common options */

enum set_format { FORMAT_TEXT, FORMAT_RANGES, FORMAT_JSON, FORMAT_CSV };

struct common {
	const char *command;
	const char *format; /* as given; NULL: text */
	const char *output; /* -o; NULL: standard output */
	sn_text_options text;
	unsigned threads; /* 0: all processors */
	int progress;	  /* -1: where standard error is a terminal */
};

/* getopt_long values of the common options; commands use 300 and up. */
enum {
	OPT_FORMAT = 256,
	OPT_NOTATION,
	OPT_SKIP_INVALID,
	OPT_STRICT_NETWORK,
	OPT_COLUMN,
	OPT_DELIMITER,
	OPT_PROGRESS,
	OPT_NO_PROGRESS,
	OPT_COMMAND = 300
};
#define COMMON_SHORT ":j:o:h"
/* clang-format off */
#define COMMON_LONG                                                          \
	{"format", required_argument, NULL, OPT_FORMAT},                     \
	{"notation", required_argument, NULL, OPT_NOTATION},                 \
	{"skip-invalid", no_argument, NULL, OPT_SKIP_INVALID},               \
	{"strict-network", no_argument, NULL, OPT_STRICT_NETWORK},           \
	{"column", required_argument, NULL, OPT_COLUMN},                     \
	{"delimiter", required_argument, NULL, OPT_DELIMITER},               \
	{"progress", no_argument, NULL, OPT_PROGRESS},                       \
	{"no-progress", no_argument, NULL, OPT_NO_PROGRESS},                 \
	{"output", required_argument, NULL, 'o'},                            \
	{"threads", required_argument, NULL, 'j'},                           \
	{"help", no_argument, NULL, 'h'}
/* clang-format on */
#define COMMON_USAGE                                                     \
 "  --format text|ranges|json|csv\n"                                     \
 "                        prefixes or ranges a line, or for programs\n"  \
 "  --notation strict|lenient\n"                                         \
 "                        lenient also reads 10/8, 10.1, hex, odd\n"     \
 "                        netmasks, in-addr.arpa names; with warnings\n" \
 "  --skip-invalid        report and count bad lines, and go on\n"       \
 "  --strict-network      refuse prefixes with host bits set\n"          \
 "  --column N            read column N of CSV, from 1\n"                \
 "  --delimiter C         of the columns (default ,)\n"                  \
 "  -j, --threads N       threads (default: all processors)\n"           \
 "  --progress, --no-progress\n"                                         \
 "                        say on standard error how far it is\n"         \
 "  -o, --output FILE     write FILE, whole or not at all\n"             \
 "  -h, --help            this text\n"

void common_init(struct common *c, const char *command);
/*
 * getopt_long(), but what is wrong is said in our words: then it returns '?'.
 * @shorts starts with ':'.
 */
int next_option(
    int argc, char **argv, const char *shorts, const struct option *options);
/* Takes a common option. -1: not one of them; else 0 or an exit code. */
int common_option(struct common *c, int opt, const char *arg);
/* The set format that was asked for; false: said to be unknown. */
bool common_set_format(const struct common *c, enum set_format *format);
bool parse_number(const char *text, uint64_t most, uint64_t *out);

/* -------------------------------------------------------------- input */

/* A file's text: mapped, or read. */
struct text {
	const char *name; /* for messages */
	char *data;
	size_t size;
	bool mapped;
};

/* "-" is standard input. 0, or an exit code, having said why. */
int text_open(struct text *t, const char *path);
/* The same for a list, which may be long: a regular file is mapped. */
int text_open_list(struct text *t, const char *path);
void text_close(struct text *t);

/* What a reader of @t has returned, as an exit code, having said why. */
int text_exit(const struct text *t, sn_status status, const sn_error *error);

/*
 * Reads files (none: standard input) into one set. 0, or an exit code, having
 * said why. The caller frees *out.
 */
int read_set(sn_set **out, const struct common *c, char *const *path, int n);

/* ------------------------------------------------------------- output */

/* Standard output, or a file that appears whole or not at all. */
struct output {
	int fd;
	const char *path; /* as given; NULL: standard output */
	char *target;	  /* what the temporary file will replace */
	char *temporary;
	bool closed; /* the reader has gone: quiet success */
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

/* Writes @set as asked. */
int write_set(const sn_set *set, const struct common *c);

#endif
