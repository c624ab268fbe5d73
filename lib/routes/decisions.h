/*
 * decisions.h - the decisions of one or two tables along the destinations,
 * while a sweep over the sources adds rows and takes them back; for lib/vpn
 * only.
 */
#ifndef SN_DECISIONS_H
#define SN_DECISIONS_H

#include "routes/row_rank.h"

#define SN__ACT_NONE  (UINT32_MAX - 1) /* no row */
#define SN__ACT_MIXED UINT32_MAX

/* Sets of actions, each set one number; singles are their own numbers. */
typedef struct sn__sets {
	sn_alloc alloc;
	uint32_t base; /* below: single actions */
	struct sn__set_node {
		uint32_t rest; /* the set without its greatest member */
		uint32_t most;
		uint32_t size;
	} * set;
	size_t n;
	size_t capacity;
	sn__map map;
} sn__sets;

struct sn__paint_node {
	uint32_t lo[2]; /* best and worst level below, of each table */
	uint32_t hi[2];
	uint32_t act[2]; /* what all decide below, or SN__ACT_MIXED */
	uint32_t differ; /* the tables do so somewhere below */
};

typedef struct sn__paint {
	sn_alloc alloc;
	sn__sets sets;
	sn__u128 *at; /* where intervals of destinations begin, ascending */
	size_t n;     /* intervals */
	size_t width; /* leaves: a power of two */
	struct sn__paint_node *node; /* [1] is the root */
	struct sn__paint_log {
		uint32_t node;
		struct sn__paint_node old;
	} * log;
	size_t logged;
	size_t log_capacity;
	sn_status status; /* SN_ENOMEM, SN_ELIMIT: sticks */
} sn__paint;

/* The destinations of the rows of up to two tables. @actions: how many there
 * are; 0: only levels matter, all actions count as one. */
SN_MUST_USE sn_status sn__paint_init(sn__paint *p, const sn_alloc *alloc,
    const sn__ranked_row *const row[2], const size_t n[2], uint32_t actions);
void sn__paint_free(sn__paint *p);

/* Row of @table on the destinations [from, to): wins where it is better. */
void sn__paint_row(sn__paint *p, unsigned table, const sn__ranked_row *row);
/* Takes back what was painted since the log had @mark entries. */
void sn__paint_undo(sn__paint *p, size_t mark);
/* The worst level of a table on the destinations of @row. */
uint32_t sn__paint_worst(
    const sn__paint *p, unsigned table, const sn__ranked_row *row);
/* A destination where the tables differ; there is one. */
sn__u128 sn__paint_difference(const sn__paint *p);

#endif
