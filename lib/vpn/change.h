/*
 * change.h - what a change is made of; for lib/vpn/change*.c only.
 */
#ifndef SN_CHANGE_H
#define SN_CHANGE_H

#include "vpn/deployed.h"
#include "vpn/plan.h"

struct sn_plan_change {
	sn_alloc alloc;
	sn_deployed *result; /* with names in use */
	sn_deployed *gone;   /* connections and rows that are deleted */
	sn_step *step;
	size_t steps;
	size_t step_capacity;
	sn_fate *fate;
	size_t fates;
	struct sn__findings advice;
	sn_plan_change_view view; /* made last, from the rest */
};

/* A row, and the table that knows its next hop. */
struct sn__table_row {
	const sn_table *table;
	const sn_route *row;
};

/* A row that stays; one that the gateway had installed by itself; one that is
 * yet to be published. Bits. */
enum { SN__KEPT = 1, SN__KEPT_AUTO = 2, SN__KEPT_NORMAL = 4 };

/* What is at hand while a change is made. */
struct sn__changing {
	sn_plan_change *change;
	const sn_deployed *old;
	const sn_plan *plan;
	sn_deployed *new; /* as planned, with the names of the plan */
	bool publish;
	bool modify;   /* the only connection is modified in place */
	bool recreate; /* it is deleted first, and made anew */
	/* Connections in the order of compare_carried(). */
	const sn_connection **old_carried;
	const sn_connection **new_carried;
	const sn_connection **old_named; /* by name */
	const sn_connection **new_named;
	/* For the i-th connection of new: its name in use, and whether it is
	 * an old one. */
	const sn_connection **same; /* NULL: none */
	char (*name)[SN_CONNECTION_MAX];
	uint64_t next_number;
	/* Rows by compare_rows(). */
	struct sn__table_row *old_rows;
	struct sn__table_row *new_rows; /* of the result */
	struct sn__table_row *routed;	/* new_rows by compare_routes() */
	size_t old_count;
	size_t new_count;
	uint8_t *kept; /* by number in the result's table */
	uint8_t *late; /* the same: added once old rows are gone */
	size_t late_count;
	size_t unwanted; /* rows of gone that are yet to be installed */
	/* Rows of each kind that may be added beside the old ones. */
	uint64_t space[SN_ROUTE_BGP + 1];
	uint8_t *old_kept; /* by place in old_rows */
};

/* Rows by how early they match, then by all that tells them apart. */
int sn__compare_rows(const void *x, const void *y);
/* Rows by destination, then by what else a publication names. */
int sn__compare_routes(const void *x, const void *y);

/* Whether an old connection has @name. */
bool sn__name_in_use(const struct sn__changing *w, const char *name);
/*
 * Finds which connections and rows stay, gives names, and makes the result:
 * the plan under the names in use. SN_ENOMEM, SN_EINVAL (a name twice).
 */
SN_MUST_USE sn_status sn__change_match(struct sn__changing *w);

/* Appends a step. SN_ENOMEM. */
SN_MUST_USE sn_status sn__add_step(struct sn__changing *w, sn_step step);
/* How a row of the result was there before, SN__KEPT...; 0: it is new. */
unsigned sn__kept(const struct sn__changing *w, const sn_route *row);
/* Collects all rows that go; before any step of rows. */
SN_MUST_USE sn_status sn__collect_gone(struct sn__changing *w);
/* Finds how many rows fit beside the old ones; after collecting those. */
void sn__find_space(struct sn__changing *w);
/* Rows that the gateway installs (@automatic), or that are added by hand. */
SN_MUST_USE sn_status sn__rows_in(struct sn__changing *w, bool automatic);
/* Adds the rows for which there was no space. */
SN_MUST_USE sn_status sn__late_rows_in(struct sn__changing *w);
/* Publishes such rows, those that came @late or the others. */
SN_MUST_USE sn_status sn__publish_in(
    struct sn__changing *w, bool automatic, bool late);
/* Deletes what comes with a connection and is replaced. */
SN_MUST_USE sn_status sn__unwanted_out(struct sn__changing *w);
/* Deletes the old rows that go. */
SN_MUST_USE sn_status sn__rows_out(struct sn__changing *w);

#endif
