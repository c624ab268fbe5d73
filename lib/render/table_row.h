/*
 * table_row.h - single rows of a route table, for all who render tables.
 */
#ifndef SN_RENDER_TABLE_ROW_H
#define SN_RENDER_TABLE_ROW_H

#include "render/json.h"
#include "supernet_text.h"

#define SN__ROW_CSV "source,destination,next_hop,weight,priority,state,kind"

/* A field of RFC 4180: names may have commas and quotes. */
void sn__csv_field(sn__out *out, const char *text);
/* Without a line end. */
void sn__row_text(sn__out *out, const sn_table *t, const sn_route *r);
void sn__row_csv(sn__out *out, const sn_table *t, const sn_route *r);
/* An object of one line, or what goes into one. */
void sn__row_json(sn__json *j, const sn_table *t, const sn_route *r);
void sn__row_json_keys(sn__json *j, const sn_table *t, const sn_route *r);

#endif
