/*
 * tidy_row.c - two rows while a table is tidied: which is looked up first, and
 * whether one may take over what the other is published for.
 */
#include "routes/tidy.h"

static unsigned
length(const sn__ranked_row *r)
{
	return (unsigned)r->source_len + r->destination_len;
}

int
sn__tidy_before(const sn__ranked_row *a, const sn__ranked_row *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank ? -1 : 1;
	if (length(a) != length(b))
		return length(a) > length(b) ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

bool
sn__tidy_published(
    const sn_table *t, const sn__ranked_row *a, const sn__ranked_row *b)
{
	uint32_t state = t->row[a->row].state;

	return state == SN_STATE_PUBLISHED || state == t->row[b->row].state;
}
