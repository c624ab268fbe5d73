/*
 * device_any.c - peers of which little is known.
 */
#include "profile/facts.h"

static const sn_profile profiles[] = {
    {
	UNKNOWN_ALL,
	.name = "route-based",
	.title = "any peer that takes 0.0.0.0/0 both ways, and routes",
	.kind = SN_KIND_PEER,
	.route_based = {1, SN_SURE_USER, 0, SOURCE_CHOICE, ""},
    },
    {
	UNKNOWN_ALL,
	.name = "generic",
	.title = "a peer of which nothing is known",
	.kind = SN_KIND_PEER,
    },
};

const sn__profiles sn__device_any = {
    profiles, sizeof(profiles) / sizeof(*profiles)};
