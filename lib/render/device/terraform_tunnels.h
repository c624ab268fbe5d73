/*
 * terraform_tunnels.h - what a connection of Alibaba Cloud has in a file for
 * Terraform but its selectors.
 */
#ifndef SN_TERRAFORM_TUNNELS_H
#define SN_TERRAFORM_TUNNELS_H

#include "render/device/alicloud.h"
#include "render/device/hcl.h"

/* What is at hand while a plan is written. */
struct sn__alicloud_file {
	sn__out *out;
	const sn_plan *plan;
	sn__alicloud form;
	char own[SN__HCL_OWN];
};

/* The variables that it needs: who the peer is, and the key. */
void sn__alicloud_put_variables(const struct sn__alicloud_file *f);
/* Both tunnels, or what stands for the only one. */
void sn__alicloud_put_tunnels(const struct sn__alicloud_file *f);

#endif
