/*
 * table_json.h - what the readers of route tables in JSON share.
 */
#ifndef SN_TABLE_JSON_H
#define SN_TABLE_JSON_H

#include "read/json.h"
#include "read/table.h"

struct sn__table_json {
	sn_table *t;
	const sn__reader *r;
	const char *gateway; /* whose rows are read; NULL: of the only one */
	const char *seen;    /* the gateway of rows so far; NULL: none said */
	sn__arena *names;    /* keeps it */
	sn_table *gateways;  /* a search: whose rows there are; NULL: reading */
	bool known;	     /* the form of a value was recognised */
	bool beside;	     /* connections may stand there, too: they pass */
	/* Of the provider's pages, by the kind of route: how many rows were
	 * read, and the largest number of rows that was announced. */
	int64_t rows[SN_ROUTE_DESTINATION + 1];
	sn__value total[SN_ROUTE_DESTINATION + 1];
};

/* The value of @key that is there and not null, or NULL; so for no key. */
const sn__value *sn__row_get(const sn__value *row, const char *key);
/* A prefix in a string; host bits are masked and noted in *flags. */
SN_MUST_USE sn_status sn__row_get_prefix(struct sn__table_json *in,
    const sn__value *row, const char *key, sn_prefix *out, uint32_t *flags);
/* A number, also where it stands in a string; null and none leave *out. */
SN_MUST_USE sn_status sn__row_get_number(struct sn__table_json *in,
    const sn__value *row, const char *key, uint32_t most, uint32_t *out);
/* An array, or (NULL) none. */
SN_MUST_USE sn_status sn__row_get_list(struct sn__table_json *in,
    const sn__value *object, const char *key, const sn__value **out);
/* Adds @route with what it has under the keys @hop and, for errors, @to. */
SN_MUST_USE sn_status sn__row_add(struct sn__table_json *in,
    const sn__value *row, const char *hop, const char *to, sn_route *route);

/* What is said where nothing is found of a gateway. */
#define SN__NO_GATEWAY                                                   \
 "neither connections nor routes in this JSON (a plan, VpnConnections, " \
 "VpnPbrRouteEntries, resources)"

/*
 * The rows of a text that may have connections, too, or those alone, as
 * sn__table_json() reads them.
 */
sn__table_reader sn__table_json_beside;

/* Refuses @value, which is of another gateway than what was read before: names
 * all that are there; with @connections also those of these. */
SN_MUST_USE sn_status sn__refuse_several(
    const sn__reader *r, const sn__value *value, bool connections);
/* Refuses a text that has nothing of @gateway (NULL: of any): names those of
 * which it has something, or says @nothing. */
SN_MUST_USE sn_status sn__refuse_gateway(
    const sn__reader *r, const char *gateway, const char *nothing);

/* A rule as `ip -j rule` lists it. */
SN_MUST_USE sn_status sn__table_json_rule(
    struct sn__table_json *in, const sn__value *rule);

#endif
