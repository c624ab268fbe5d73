/*
 * terraform.h - plans and route tables for Terraform: a file for the provider
 * of each cloud, which the plan's gateway chooses.
 */
#ifndef SN_TERRAFORM_H
#define SN_TERRAFORM_H

#include "render/plan.h"

sn__plan_renderer sn__plan_terraform;

sn__plan_renderer sn__terraform_alicloud;
/* With options->change: its steps. */
sn__plan_renderer sn__terraform_stages;
sn__plan_renderer sn__terraform_aws;
sn__plan_renderer sn__terraform_azurerm;
sn__plan_renderer sn__terraform_google;
sn__plan_renderer sn__terraform_huaweicloud;
sn__plan_renderer sn__terraform_tencentcloud;

/*
 * For aliyun/alicloud. SN_EINVAL, and nothing was written: a destination that
 * is everything, a weight but 0 and 100, or several priorities, which no
 * resource can hold.
 */
sn_status sn__table_terraform(const sn_table *t, sn__out *out);

#endif
