/*
 * terraform_alicloud.h - plans and route tables for Terraform's provider
 * aliyun/alicloud.
 */
#ifndef SN_TERRAFORM_ALICLOUD_H
#define SN_TERRAFORM_ALICLOUD_H

#include "render/plan.h"

sn__plan_renderer sn__plan_terraform;
/*
 * SN_EINVAL, and nothing was written: a destination that is everything, a
 * weight but 0 and 100, or several priorities, which no resource can hold.
 */
sn_status sn__table_terraform(const sn_table *t, sn__out *out);

#endif
