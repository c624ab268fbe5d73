/*
 * iproute2.h - route tables and plans as a shell script of ip(8) commands.
 */
#ifndef SN_IPROUTE2_H
#define SN_IPROUTE2_H

#include "render/plan.h"

sn__plan_renderer sn__plan_iproute2;
/*
 * SN_EINVAL: a priority above what fits between the kernel's own rules;
 * SN_ENOMEM. Nothing was written then.
 */
sn_status sn__table_iproute2(const sn_table *t, sn__out *out);

#endif
