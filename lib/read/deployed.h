/*
 * deployed.h - what the readers of deployed things share.
 */
#ifndef SN_READ_DEPLOYED_H
#define SN_READ_DEPLOYED_H

#include "read/json.h"
#include "supernet_vpn.h"

/* The rows under @key of @root, if it has any, into @d. */
SN_MUST_USE sn_status sn__read_rows(const sn__reader *r, const sn__value *root,
    const char *key, sn_deployed *d, uint32_t kind);

#endif
