/*
 * profile.h - the files of gateways and devices, for the list of all.
 */
#ifndef SN_PROFILE_H
#define SN_PROFILE_H

#include "supernet_profile.h"

/* Profiles that stand in one file. */
typedef struct sn__profiles {
	const sn_profile *profile;
	size_t n;
} sn__profiles;

extern const sn__profiles sn__gateway_alibaba;
extern const sn__profiles sn__gateway_aws;
extern const sn__profiles sn__gateway_azure;
extern const sn__profiles sn__gateway_gcp;
extern const sn__profiles sn__gateway_huawei;
extern const sn__profiles sn__gateway_tencent;
extern const sn__profiles sn__device_strongswan;
extern const sn__profiles sn__device_libreswan;
extern const sn__profiles sn__device_any;
extern const sn__profiles sn__device_cisco;
extern const sn__profiles sn__device_fortigate;
extern const sn__profiles sn__device_h3c;
extern const sn__profiles sn__device_huawei;
extern const sn__profiles sn__device_juniper;
extern const sn__profiles sn__device_paloalto;

#endif
