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
/* What the provider's answers, or Terraform's state, say that a gateway has; of
 * several gateways @gateway (NULL: there is one). */
SN_MUST_USE sn_status sn__read_gateway(
    const sn__reader *r, sn_deployed *d, const char *gateway);
/* The addresses at which a text that was read already, as Terraform's state or
 * what `terraform show -json` says, has things; none in another text. */
SN_MUST_USE sn_status sn__read_held(const sn__reader *r, sn_deployed *d);

#endif
