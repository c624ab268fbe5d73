/*
 * words.h - what pictures and reports say of a plan, as short texts.
 */
#ifndef SN_WORDS_H
#define SN_WORDS_H

#include "base/count.h"
#include "supernet_vpn.h"

enum {
	SN__CELLS = 8, /* columns of a table of routes */
	SN__CELL_MAX = SN_NAME_MAX + 32,
	SN__WORDS_MAX = 256
};

/* A row of a table of routes; a cell that the table does not have is "". */
typedef struct sn__row {
	char cell[SN__CELLS][SN__CELL_MAX];
} sn__row;

/* The column's title; NULL beyond the last. */
const char *sn__row_title(unsigned cell);
/* False where rows of @kind have no such column. */
bool sn__row_has(uint32_t kind, unsigned cell);
/* A row of @plan. */
void sn__row_make(sn__row *out, const sn_plan *plan, const sn_route *row);

/* Rows of @kind by SN_ACTION_...; [0]: all. */
void sn__action_totals(uint64_t n[4], const sn_plan *plan, uint32_t kind);
/* "3 rows: 1 to delete, 2 to add". */
void sn__action_words(char out[SN__WORDS_MAX], const uint64_t n[4]);

/*
 * The selectors of a side in all connections of @plan, ascending; *n is 0
 * where there is no connection.
 */
const sn_prefix *sn__plan_selectors(
    const sn_plan *plan, unsigned side, size_t *n);

/* "Scheme aggregate", or that there is none. */
void sn__scheme_words(char out[SN__WORDS_MAX], const sn_plan *plan);
/* Why one selector of this side is what it is, in a sentence. */
void sn__verdict_words(char out[SN__WORDS_MAX], const sn_side *side);
/* "10.0.0.0/24 translated to 10.9.0.0/24 at the peer". */
void sn__nat_words(char out[SN__WORDS_MAX], const sn_nat *nat);
/* Both sides, connections and rows in a few sentences. */
void sn__plan_words(char *out, size_t size, const sn_plan *plan);
/* A count with separators, or from 10^15 on as "about 2^80". */
void sn__count_words(char out[SN__GROUPED_MAX], sn_count n);
/* A count with separators; a trailing " (99.9 % of the /12)" where it is of
 * @prefix. */
void sn__extra_words(char out[SN__WORDS_MAX], sn_count extra, sn_prefix prefix);
/* The word for the only bit that is set, of a kind whose words name bits. */
const char *sn__bit_word(unsigned kind, uint32_t bits);
/* The title of the plan's rows of @kind. */
const char *sn__rows_title(const sn_plan *plan, uint32_t kind);
/* What a scheme comes to, or why it is not feasible, in a line. */
void sn__alternative_words(char *out, size_t size, const sn_alternative *a);
/* "IKEv2 aes256-sha256-group14 (86,400 s), ...". */
void sn__proposal_words(char out[SN__WORDS_MAX], const sn_proposal *p);
/* The first error of the findings; NULL: none. */
const sn_finding *sn__plan_error(const sn_plan *plan);

/* Columns that UTF-8 text takes in a font of fixed width, at most. */
size_t sn__columns(const char *text);
/* @text, or as much of it as fits into @columns with an ellipsis. */
void sn__shorten(char *out, size_t size, const char *text, size_t columns);

#endif
