/*
 * check.h - what a check of a table is made of; for lib/vpn/check*.c only.
 */
#ifndef SN_CHECK_H
#define SN_CHECK_H

#include "routes/finding.h"
#include "routes/row_rank.h"

/* Kinds of findings, in the order in which they are shown. */
enum sn__finding {
	SN__EQUAL_PRIORITY,
	SN__EQUAL_DESTINATION,
	SN__RESERVED,
	SN__DEFAULT_ROW,
	SN__LIMIT_POLICY,
	SN__LIMIT_DESTINATION,
	SN__MISSING,
	SN__DEFAULT_AUTO,
	SN__DEAD,
	SN__DUPLICATE,
	SN__SUPERFLUOUS,
	SN__HOST_BITS,
	SN__STANDBY_PRIORITY,
	SN__STANDBY_ALONE,
	SN__PRIORITY_RANGE,
	SN__ASYMMETRIC,
	SN__UNPUBLISHED,
	SN__FINDINGS
};

struct sn_check {
	sn_alloc alloc;
	struct sn__findings list;
	uint64_t found[SN__FINDINGS];
};

struct sn__checking {
	sn_check *c;
	const sn_table *t;
	const sn_profile *gateway;
	const sn_check_request *request;
	unsigned rule;
	uint64_t most; /* findings kept of each kind */
	sn_status status;
	const sn__ranked_row *pairs; /* rows whose pairs come in */
	sn__ranked ranked;
};

/* UINT64_MAX: no row. */
void sn__found(struct sn__checking *in, enum sn__finding kind, uint64_t row,
    uint64_t other);
/* Rows missing from the table, or superfluous in it, against the plan's. */
SN_MUST_USE sn_status sn__check_plan(struct sn__checking *in);
/* Findings about pairs of rows, which are ranked and of one family. */
SN_MUST_USE sn_status sn__check_pairs(
    struct sn__checking *in, const sn__ranked_row *row, size_t n);
/* Whether two tables' rows are the same: <0, 0, >0. */
int sn__compare_routes_of(
    const sn_table *a, const sn_route *x, const sn_table *b, const sn_route *y);
/* For qsort_r() of row numbers (uint32_t) of @table, an sn_table: equal rows
 * by number. */
int sn__compare_table_rows(const void *x, const void *y, void *table);

#endif
