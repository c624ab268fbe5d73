/*
 * aliyun.h - plans and route tables as a script of the Alibaba Cloud CLI.
 */
#ifndef SN_ALIYUN_H
#define SN_ALIYUN_H

#include "render/plan.h"

sn__plan_renderer sn__plan_aliyun;
/*
 * SN_EINVAL, and nothing was written: a destination that is everything, a
 * weight but 0 and 100, a priority but 1 to 100.
 */
sn_status sn__table_aliyun(const sn_table *t, sn__out *out);
/*
 * From the rows of @old to those of @new, so that each packet is decided as by
 * one of them at every moment. SN_EINVAL as above, for a row of either;
 * SN_ENOMEM.
 */
sn_status sn__table_change_aliyun(
    const sn_table *old, const sn_table *new, sn__out *out);

#endif
