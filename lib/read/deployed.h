/*
 * deployed.h - what the readers of deployed things share.
 */
#ifndef SN_READ_DEPLOYED_H
#define SN_READ_DEPLOYED_H

#include "read/json.h"
#include "supernet_vpn.h"

/* The rows under @key of @root, if it has any, into @d. */
SN_MUST_USE sn_status sn__load_rows(sn__reader *r, const json_t *root,
    const char *key, sn_deployed *d, uint32_t kind);

#endif
