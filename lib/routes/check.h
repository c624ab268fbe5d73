/*
 * check.h - what a check of a table is made of; for lib/routes/check*.c only.
 */
#ifndef SN_CHECK_H
#define SN_CHECK_H

#include "routes/finding.h"
#include "routes/row_rank.h"

/* What a check looks for, as in "code" of a finding. */
enum sn__code {
	SN__EQUAL_PRIORITY,
	SN__EQUAL_DESTINATION,
	SN__FORBIDDEN,
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
	SN__STANDBY_IGNORED,
	SN__PRIORITY_RANGE,
	SN__ASYMMETRIC,
	SN__UNPUBLISHED,
	SN__SAME_PREFIXES,
	SN__LATE_STANDBY,
	SN__NO_ROWS,
	SN__CODES
};

struct sn_check {
	sn_alloc alloc;
	struct sn__findings list;
	uint64_t found[SN__CODES];
	sn_check_view view;
};

struct sn__checking {
	sn_check *c;
	const sn_table *t;
	const sn_profile *gateway;
	const sn_check_request *request;
	unsigned rule;
	bool rules_of_linux; /* no rule of a cloud holds */
	uint64_t most;	     /* findings kept of each code */
	sn_status status;
	const sn__ranked_row *pairs; /* the rows that on_...() get pairs of */
	uint64_t looks;		     /* at pairs, that are left */
	uint8_t *meets;		     /* of each row; 0 between uses */
};

/* Whether the gateway is, and matches, as the documents say that the findings
 * cite. */
bool sn__is_documented(const sn_profile *gateway);
/* Counts a finding, and keeps it; rows: UINT64_MAX is none. */
void sn__found(
    struct sn__checking *in, enum sn__code code, uint64_t row, uint64_t other);
/* How many findings there are. */
uint64_t sn__found_so_far(const struct sn__checking *in);
/* Finds what is wrong between two rows of a ranking, of one family. */
SN_MUST_USE sn_status sn__check_pairs(
    struct sn__checking *in, const sn__ranked_row *row, size_t n);

#endif
