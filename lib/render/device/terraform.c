/*
 * terraform.c - which provider's resources a plan is written in.
 */
#include "render/device/terraform.h"

#include "base/error.h"

static sn__plan_renderer *const clouds[] = {
    [SN_PROVIDER_ALIBABA] = sn__terraform_alicloud,
    [SN_PROVIDER_AWS] = sn__terraform_aws,
    [SN_PROVIDER_AZURE] = sn__terraform_azurerm,
    [SN_PROVIDER_GCP] = sn__terraform_google,
    [SN_PROVIDER_HUAWEI] = sn__terraform_huaweicloud,
    [SN_PROVIDER_TENCENT] = sn__terraform_tencentcloud,
};

enum { CLOUDS = sizeof(clouds) / sizeof(*clouds) };

sn_status
sn__plan_terraform(const sn_plan *plan, const sn_render_options *options,
    sn__out *out, sn_error *error)
{
	const sn_profile *g = sn_plan_get(plan)->gateway;

	if (options->change && g->provider == SN_PROVIDER_ALIBABA)
		return sn__terraform_stages(plan, options, out, error);
	if (options->change)
		return sn__error_set(error, SN_EINVAL,
		    "what is deployed already would be made again, for its ids "
		    "are not known (--from): the steps of a change are in text "
		    "and json");
	if (g->provider < CLOUDS && clouds[g->provider])
		return clouds[g->provider](plan, options, out, error);
	return sn__error_format(error, SN_EINVAL,
	    "no Terraform provider is known for the gateway %.60s (\"base\" in "
	    "its profile says whose it is)",
	    g->name);
}
