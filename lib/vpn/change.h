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
	sn_deployed *gone;   /* what is deleted, or was before it is modified */
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

/* A connection and its number in the list that it is of. */
struct sn__named {
	const sn_connection *c;
	size_t number;
};

/* Connections by name. */
struct sn__names {
	struct sn__named *a;
	size_t n;
};
/* The number of the connection of that name; SIZE_MAX: there is none. */
size_t sn__find_name(const struct sn__names *names, const char *name);
/* Sorts @n connections by name; SN_ENOMEM, SN_EINVAL: a name twice. */
SN_MUST_USE sn_status sn__sort_names(const sn_alloc *alloc,
    sn_connection *const *list, size_t n, struct sn__names *out);

/* How a connection of the result comes about. */
enum {
	SN__STAYS = 0,
	SN__MADE = 1,
	SN__MODIFIED = 2, /* in place */
	SN__REMADE = 3	  /* deleted first, and made anew */
};

/* What is at hand while a change is made. */
struct sn__changing {
	sn_plan_change *change;
	const sn_deployed *old;
	const sn_plan *plan;
	/* As planned, with the names of the plan; then what is left alone. */
	sn_deployed *new;
	size_t planned; /* connections of the plan among those of new */
	bool publish;
	bool recreate;	 /* some are deleted first, and made anew */
	uint32_t *owner; /* of an old one by number: SN__UNCLAIMED: others' */
	size_t left;	 /* old connections that are left alone */
	struct sn__names old_names;
	struct sn__names new_names;
	struct sn__names result_names;
	/* Of each of new by number: the old one that it is, its name in the
	 * result, and how it comes about. */
	const sn_connection **same; /* NULL: none */
	char (*name)[SN_CONNECTION_MAX];
	uint8_t *how;
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

/* How the connection of a name in the result comes about. */
unsigned sn__how(const struct sn__changing *w, const char *name);
/* Finds which old connections are not the plan's, and adds those, with their
 * rows, to what is planned. SN_ENOMEM. */
SN_MUST_USE sn_status sn__change_claim(struct sn__changing *w);
/*
 * Finds which connections and rows stay, gives names, and makes the result:
 * the plan under the names in use. SN_ENOMEM, SN_EINVAL (a name twice).
 */
SN_MUST_USE sn_status sn__change_match(struct sn__changing *w);
/* Forgets what was found of the result's names and rows. */
void sn__change_forget(struct sn__changing *w);
/* Whether connections can be modified as they are marked: those that cannot
 * are marked to be made, and *all becomes false. */
void sn__check_modified(struct sn__changing *w, bool *all);

/* The code of the finding that each connection has which renegotiates. */
#define SN__RENEGOTIATES "renegotiation-on-change"
/* Says that there is no step. SN_ENOMEM. */
SN_MUST_USE sn_status sn__say_nothing_to_do(sn_plan_change *change);
/* Makes what is seen of steps, connections and findings. */
void sn__change_show(sn_plan_change *change);
/* Appends a step. SN_ENOMEM. */
SN_MUST_USE sn_status sn__add_step(struct sn__changing *w, sn_step step);
/* How a row of the result was there before, SN__KEPT...; 0: it is new. */
unsigned sn__kept(const struct sn__changing *w, const sn_route *row);
/* Collects all rows that go; before any step of rows. */
SN_MUST_USE sn_status sn__collect_gone(struct sn__changing *w);
/* Finds how many rows fit beside the old ones; after collecting those. */
void sn__find_space(struct sn__changing *w);
/* Rows that the gateway installs with connections that come about as @how. */
SN_MUST_USE sn_status sn__automatic_rows_in(
    struct sn__changing *w, unsigned how);
/* Rows that are added by hand. */
SN_MUST_USE sn_status sn__own_rows_in(struct sn__changing *w);
/* Adds the rows for which there was no space. */
SN_MUST_USE sn_status sn__late_rows_in(struct sn__changing *w);
/* Publishes the rows that came with such connections. */
SN_MUST_USE sn_status sn__publish_automatic(
    struct sn__changing *w, unsigned how);
/* Publishes those that were added by hand, @late or before. */
SN_MUST_USE sn_status sn__publish_own(struct sn__changing *w, bool late);
/* Deletes what comes with such a connection and is replaced. */
SN_MUST_USE sn_status sn__unwanted_out(struct sn__changing *w, unsigned how);
/* Deletes the old rows that go. */
SN_MUST_USE sn_status sn__rows_out(struct sn__changing *w);

#endif
