/*
 * list.h - lists of prefixes on standard output, by a template.
 */
#ifndef LIST_H
#define LIST_H

#include "cli.h"
#include "supernet_text.h"

/* LIST_PREFIXES: lists that are no sets, which a snapshot cannot hold. */
enum { LIST_LABELS = 1, LIST_CHANGES = 2, LIST_PREFIXES = 4 };

struct list {
	const struct common *common;
	sn_template *made; /* the template */
	sn_template_writer *writer;
	bool snapshot;
	bool json;  /* as it is, without parts of one's own */
	bool plain; /* no template is needed: sets go out as they are */
	bool opened;
	sn_status status;
	struct output out;
};

/*
 * Compiles what the options ask for, so that what is wrong with them is said
 * before anything is read. 0, or an exit code. list_free() in any case.
 */
int list_prepare(struct list *l, const struct common *c, unsigned what);
/* Whether the list of @label can be written. 0, or an exit code. */
int list_check(const struct list *l, const char *label);
int list_open(struct list *l, const char *path);
/* The list of a set, or one with a label or a sign. */
void list_put(struct list *l, const sn_template_list *list);
void list_put_set(
    struct list *l, const sn_set *set, const char *label, char sign);
/* What has been put is written now. False: it cannot be, or nobody reads. */
bool list_flush(struct list *l);
/*
 * Completes the output, or drops it where something @failed, which is an exit
 * code; the exit code.
 */
int list_close(struct list *l, int failed);
void list_free(struct list *l);

/* The three calls for one set. */
int list_set(struct list *l, const sn_set *set);

#endif
