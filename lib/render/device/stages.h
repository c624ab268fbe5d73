/*
 * stages.h - a change in stages: at which of them each connection and each row
 * is there, for formats that say what is wanted and not what to do.
 *
 * Steps that need no order among themselves are one stage: what comes; what is
 * modified; the policy rows that go, or the destination rows of a length; the
 * connections that go. Stage 0 is what is there at first.
 */
#ifndef SN_STAGES_H
#define SN_STAGES_H

#include "supernet_vpn.h"

/* A connection or a row, which is there at the stages [from, until). */
struct sn__staged {
	const sn_connection *connection; /* NULL: a row */
	const sn_route *row;
	const char *name; /* of the connection, or of the next hop */
	size_t from;
	size_t until;
	size_t part; /* of the plan that makes it, from 1 up; 0: it was there */
};

/*
 * What becomes of what the plan has or takes away, first the connections, then
 * the rows by their kinds. Two with one key, which is the kind and what is no
 * weight or selector, are the same thing before and after it is altered, and
 * their stages do not overlap.
 */
struct sn__stages {
	struct sn__staged *a;
	size_t n;
	size_t last;	  /* stage */
	const char **was; /* names of connections that were there, sorted */
	size_t was_count;
	size_t *added; /* while it is made: by number in the result's table */
};

/* SN_ENOMEM; sn__stages_free() in any case. Borrows from @change. */
SN_MUST_USE sn_status sn__stages_find(
    struct sn__stages *s, const sn_plan *plan, const sn_plan_change *change);
void sn__stages_free(struct sn__stages *s);
/* Whether a connection of the name was there, or rows to it that go. */
bool sn__stages_had(const struct sn__stages *s, const char *name);

#endif
