/*
 * decisions.h - the decisions of one or two tables along the destinations, for
 * one source: a walk over the sources (source_walk.h) adds rows and takes them
 * back. For lib/routes only.
 */
#ifndef SN_DECISIONS_H
#define SN_DECISIONS_H

#include "routes/row_rank.h"

#define SN__TARGET_NONE	 (UINT32_MAX - 1) /* no row */
#define SN__TARGET_MIXED UINT32_MAX

/* Sets of targets, each set one number; singles are their own numbers. */
typedef struct sn__sets {
	uint32_t base; /* smaller numbers are single targets */
	struct sn__set_node {
		uint32_t rest; /* the set without its greatest member */
		uint32_t most;
		uint32_t size;
	} * set;
	size_t n;
	size_t capacity;
	sn__map map;
} sn__sets;

struct sn__decision_node {
	uint32_t lo[2];	    /* best rank in the subtree, of each table */
	uint32_t hi[2];	    /* worst rank */
	uint32_t target[2]; /* of all in the subtree, or SN__TARGET_MIXED */
	uint32_t differ;    /* the tables do somewhere in the subtree */
};

typedef struct sn__decisions {
	sn_alloc alloc;
	sn__sets sets;
	sn__u128 *at; /* where intervals of destinations begin, ascending */
	size_t n;     /* intervals */
	size_t width; /* leaves: a power of two */
	struct sn__decision_node *node; /* [1] is the root */
	struct sn__decision_log {
		uint32_t node;
		struct sn__decision_node old;
	} * log;
	size_t logged;
	size_t log_capacity;
	uint64_t work;	  /* nodes that were changed or asked */
	sn_status status; /* the first failure: SN_ENOMEM, SN_ELIMIT */
} sn__decisions;

/* No decisions yet on the destinations of the rows of up to two tables.
 * @targets: how many there are; 0: only ranks matter. SN_ENOMEM. */
SN_MUST_USE sn_status sn__decisions_init(sn__decisions *d,
    const sn_alloc *alloc, const sn__ranked_row *const row[2],
    const size_t n[2], uint32_t targets);
void sn__decisions_free(sn__decisions *d);

/* Adds a row of @table, which decides where its rank is the best. */
void sn__decisions_add(
    sn__decisions *d, unsigned table, const sn__ranked_row *row);
/* Takes back the rows added since the log had @mark entries. */
void sn__decisions_undo(sn__decisions *d, size_t mark);
/* The worst rank of @table on the destinations of @row. */
uint32_t sn__decisions_worst(
    sn__decisions *d, unsigned table, const sn__ranked_row *row);
/* A destination where the tables differ; the caller knows there is one. */
sn__u128 sn__decisions_difference(const sn__decisions *d);

#endif
