/*
 * profile.c - the built-in profiles, in the order in which they are listed.
 */
#include "profile/profile.h"

#include <string.h>

static const sn__profiles *const files[] = {
    &sn__gateway_alibaba,
    &sn__gateway_aws,
    &sn__gateway_azure,
    &sn__gateway_gcp,
    &sn__gateway_huawei,
    &sn__gateway_tencent,
    &sn__device_strongswan,
    &sn__device_libreswan,
    &sn__device_any,
    &sn__device_cisco,
    &sn__device_fortigate,
    &sn__device_h3c,
    &sn__device_huawei,
    &sn__device_juniper,
    &sn__device_paloalto,
};

enum { FILES = sizeof(files) / sizeof(*files) };

size_t
sn_profile_count(void)
{
	size_t n = 0;

	for (size_t f = 0; f < FILES; f++)
		n += files[f]->n;
	return n;
}

const sn_profile *
sn_profile_at(size_t i)
{
	for (size_t f = 0; f < FILES; f++) {
		if (i < files[f]->n)
			return &files[f]->profile[i];
		i -= files[f]->n;
	}
	return NULL;
}

const sn_profile *
sn_profile_find(const char *name)
{
	const sn_profile *p;

	for (size_t i = 0; (p = sn_profile_at(i)); i++)
		if (!strcmp(p->name, name) ||
		    (p->alias && !strcmp(p->alias, name)))
			return p;
	return NULL;
}
