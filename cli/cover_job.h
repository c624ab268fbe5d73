/*
 * cover_job.h - what is asked of a cover.
 */
#ifndef COVER_JOB_H
#define COVER_JOB_H

#include "segments.h"

enum {
	OPT_SHORTEST = OPT_COMMAND,
	OPT_AVOID,
	OPT_MAX_EXTRA,
	OPT_DENSITY,
	OPT_LENGTHS,
	OPT_CURVE,
	OPT_PREVIOUS,
	OPT_CHURN_COST,
	OPT_WEIGHT
};

/* Options, and what they read. */
struct cover_job {
	const struct common *common;
	sn_cover_options options;
	sn_count max_extra;
	uint64_t max_share;
	sn_set *avoid;
	uint64_t curve; /* at most 2^24 */
	struct segments previous;
	sn_prefixes *previous_list;
	sn_weight *weight;
};

/* Takes one option. 0, or an exit code, having said why. */
int cover_option(struct cover_job *job, const struct given *given);
/* Whether all of it may be asked for together. 0, or an exit code. */
int cover_check(const struct cover_job *job);
/* Frees what options have read. */
void cover_job_clear(struct cover_job *job);

#endif
