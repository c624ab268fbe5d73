/*
 * join.h - what queries are looked up in: a list, by its aggregates or by the
 * labels of its items.
 */
#ifndef JOIN_H
#define JOIN_H

#include "labels.h"

struct join {
	sn_set *set;	      /* all that is in the list */
	sn_map *map;	      /* to the number of an aggregate, or of a label */
	bool labelled;	      /* by label: the longest prefix decides */
	struct labels labels; /* else there are none */
	/* The aggregates, or the items as prefixes: those of IPv4 first. */
	sn_prefix4 *p4;
	sn_prefix6 *p6;
	size_t n4, n6, capacity4, capacity6;
	uint32_t *value4, *value6;
	size_t values4, values6; /* capacity */
};

/* How much of a query's addresses is in the list. */
enum {
	IN_NOTHING, /* nothing is */
	IN_PART,
	IN_SEVERAL, /* all, but not in one aggregate, or with one label */
	IN_ONE,
	IN_UNKNOWN /* it has no addresses yet */
};

struct answer {
	uint32_t in;
	uint32_t value; /* IN_ONE: of the aggregate or label */
};

/*
 * Reads the list of @args: the files, with labels in column @label, a name or
 * a number (NULL: aggregates). 0, or an exit code, having said why. join_free()
 * in any case.
 */
int join_read(struct join *j, const struct args *args, const char *label);
void join_free(struct join *j);

struct answer join_range(const struct join *j, sn_range range);
/* The same of a value that the map has given for one address. */
struct answer join_value(uint32_t value);
/* The answer for all addresses of two queries. */
struct answer join_both(struct answer a, struct answer b);

/* Whether a range is one prefix, which is then in *p. */
bool range_prefix(sn_range r, sn_prefix *p);
/* The aggregate that a value stands for. */
sn_prefix join_aggregate(const struct join *j, uint32_t value);
/* What is written instead of an aggregate or a label; NULL: IN_ONE. */
const char *join_word(struct answer a);

/* How labels are quoted. */
enum { QUOTE_BLANKS = 1, QUOTE_JSON = 2 /* else CSV's delimiter */ };
/*
 * Writes a label through output_write(): in double quotes where it would not
 * be one field else. Bytes that do not show are written as '?'.
 */
sn_status label_write(struct output *o, const char *label, char delimiter);

#endif
