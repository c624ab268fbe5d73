/*
 * input.h - what commands read: sources of bytes, small files whole and line
 * by line, lists of any length as sets.
 */
#ifndef INPUT_H
#define INPUT_H

#include <stddef.h>
#include <sys/types.h>

#include "cli.h"

/* A program that makes plain text, or what another makes plain text of. */
struct filter {
	const char *program;
	const char *made_by; /* what is said before its name */
	pid_t child;	     /* runs it; 0: none, or it has ended */
	pid_t pump;	     /* gives it a pipe from its first byte; 0: none */
};

/* UTF-16 may be compressed. */
enum { MOST_FILTERS = 2 };

/* A file, a pipe, or what a compressed one holds. */
struct source {
	const char *name; /* for messages */
	int fd;
	int exit_code; /* after a failed read: 2 or 3 */
	struct filter filter[MOST_FILTERS];
	unsigned filters;
	char head[8]; /* bytes read ahead of a pipe, to see what it is */
	size_t head_size;
};

/* "-" is standard input. 0, or an exit code, having said why. */
int source_open(struct source *s, const char *path);
/* What there is, at most @size bytes. 0: the end; -1: failed, said why. */
ssize_t source_read(struct source *s, char *data, size_t size);
/* Until @size bytes or the end. */
ssize_t source_read_full(struct source *s, char *data, size_t size);
void source_close(struct source *s);
/*
 * Has @s give what its content holds, where that is compressed. 0, or an exit
 * code, having said why.
 */
int source_decompress(struct source *s);
/* The exit code of what decompressed @s, at its end, having said why. */
int source_reap(struct source *s);

/* A small file's text, whole. */
struct text {
	const char *name; /* for messages */
	char *data;
	size_t size;
};

/* "-" is standard input. 0, or an exit code, having said why. */
int text_open(struct text *t, const char *path);
void text_close(struct text *t);
/* What a reader of @t has returned, as an exit code, having said why. */
int text_exit(const struct text *t, sn_status status, const sn_error *error);

/* The lines of a text: what is left without mark, comment and blanks. */
struct lines {
	const char *next;
	const char *stop;
	uint64_t number; /* of the line, from 1 */
	struct told told;
	const char *line;
	const char *line_end;
	const char *item; /* in the line; never empty */
	const char *end;
};

void lines_begin(struct lines *l, const struct text *t);
/* The next line with something in it; false: there is none. */
bool lines_next(struct lines *l);
/* A fault of the item, as its parser found it. */
void lines_error(struct lines *l, const struct text *t, sn_error *error);
/* Blanks at either end of an item go. */
void trim(const char **item, const char **end);

/* Sets that were read as snapshots. */
struct snapshots {
	sn_set **set; /* and a place for one more */
	size_t n;
};

/*
 * Reads @s to its end after the @kept bytes of @data, which was allocated with
 * @size and is taken over. 0, or an exit code, having said why.
 */
int snapshots_add(struct snapshots *all, struct source *s, char *data,
    size_t size, size_t kept);
/* Takes them into *set, which is made anew. 0, or an exit code. */
int snapshots_join(struct snapshots *all, sn_set **set);
void snapshots_free(struct snapshots *all);

/* What --help says of the lists that read_set() reads. */
#define ITEMS                                                                 \
 "\nInput has one item a line: an address, a prefix (A.B.C.D/len, "           \
 "A.B.C.D/netmask, IPv6/len) or a range (first-last). '#' starts a comment. " \
 "'-' or no FILE is standard input; an item may stand in the place of FILE. " \
 "Files of gzip, zstd, xz and bzip2, and UTF-16, are read as they are, and "  \
 "so are snapshots and iprange's binary form."

/*
 * Reads files (none: standard input) into one set; a name that no file has,
 * but that reads as an item, is that item. 0, or an exit code, having said
 * why. The caller frees *out.
 */
int read_set(sn_set **out, const struct common *c, char *const *path, int n);

/* Gets each item, from file @name. False: memory is out. */
typedef bool item_visitor(
    void *ctx, const char *name, const sn_text_item *item);
/*
 * The same files, item by item, with the labels that --group-by asks for; an
 * item in the place of a file has none.
 */
int read_items(const struct common *c, char *const *path, int n,
    item_visitor *visitor, void *ctx);
/* One file, item by item, without labels; of a snapshot its aggregates. */
int read_segments(
    const struct common *c, const char *path, item_visitor *visitor, void *ctx);
/* The same of items alone, whatever columns the lists have. */
int read_queries(
    const struct common *c, const char *path, item_visitor *visitor, void *ctx);

#endif
