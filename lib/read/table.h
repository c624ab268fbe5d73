/*
 * table.h - the readers of the forms that a route table has.
 */
#ifndef SN_READ_TABLE_H
#define SN_READ_TABLE_H

#include "read/reader.h"
#include "supernet_routes.h"

typedef sn_status sn__table_reader(
    sn_table *t, const sn__reader *r, const char *gateway);
sn__table_reader sn__table_csv;
sn__table_reader sn__table_json; /* provider, plan, terraform, ip -j rule */
sn__table_reader sn__table_rules;
/* Adds the gateways that rows name to @names, as next hops of no rows. */
SN_MUST_USE sn_status sn__table_json_gateways(
    sn_table *names, const sn__reader *r);

#endif
