/*
 * aliyun_script.h - the beginning of each script of the Alibaba Cloud CLI: the
 * functions of the shell that its lines call.
 *
 *   connect NAME LOCAL PEER    makes a connection, prints its id
 *   change NAME LOCAL PEER     gives it other selectors
 *   disconnect NAME            deletes it
 *   id_of NAME                 prints its id; nothing: there is none
 *   look                       learns which connections and rows there are
 *   add KIND SOURCE DESTINATION HOP WEIGHT PRIORITY PUBLISH
 *   delete KIND SOURCE DESTINATION HOP WEIGHT PRIORITY
 *   publish KIND DESTINATION HOP
 *
 * Each does nothing where what it is for is so already; KIND is pbr, dbr or
 * vco, and SOURCE and PRIORITY are "-" but of a pbr.
 */
#ifndef SN_ALIYUN_SCRIPT_H
#define SN_ALIYUN_SCRIPT_H

#include "render/device/alicloud.h"

typedef struct sn__aliyun_script {
	const char *gateway_id; /* NULL: from the environment */
	bool transit;		/* of a transit router */
	bool connects;		/* makes connections of this plan: */
	const sn_plan *plan;
	sn__alicloud form;
} sn__aliyun_script;

void sn__aliyun_begin(sn__out *out, const sn__aliyun_script *script);

/* pbr, dbr, vco: rows of this kind (SN_ROUTE_...). */
const char *sn__aliyun_kind(uint32_t kind);
/* What a row has after its next hop; @add: whether it is published, too. */
void sn__aliyun_rest(sn__out *out, const sn_route *r, bool add);
/* A line that sets hop to the id of @name, unless *last is the same name. */
void sn__aliyun_hop(sn__out *out, const char *name, const char **last);
/* A line that adds or deletes @r, to hop. */
void sn__aliyun_row(sn__out *out, const sn_route *r, bool add);

#endif
