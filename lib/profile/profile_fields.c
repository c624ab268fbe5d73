/*
 * profile_fields.c - the facts of a profile by name: one table for all who read
 * or write profiles.
 */
#include "profile/profile_fields.h"

#define FACT(name, text, form, words)                  \
 {                                                     \
#  name, text, offsetof(sn_profile, name), form, words \
 }

static const sn__fact_name facts[] = {
    FACT(local_selectors, "local selectors", SN__FACT_NUMBER, 0),
    FACT(peer_selectors, "peer selectors", SN__FACT_NUMBER, 0),
    FACT(policy_routes, "policy routes", SN__FACT_NUMBER, 0),
    FACT(destination_routes, "destination routes", SN__FACT_NUMBER, 0),
    FACT(connections, "connections", SN__FACT_NUMBER, 0),
    FACT(sa_model, "SAs of selectors", SN__FACT_WORD, SN_WORD_SA),
    FACT(route_based, "route-based", SN__FACT_YES_NO, 0),
    FACT(match_rule, "match rule", SN__FACT_WORD, SN_WORD_MATCH),
    FACT(manual_default, "manual 0.0.0.0/0", SN__FACT_YES_NO, 0),
    FACT(auto_routes, "automatic routes", SN__FACT_YES_NO, 0),
    FACT(phase1_shared, "phase 1 shared", SN__FACT_YES_NO, 0),
    FACT(publish, "routes published", SN__FACT_YES_NO, 0),
};

const sn__fact_name *
sn__fact_name_at(size_t i)
{
	return i < sizeof(facts) / sizeof(*facts) ? &facts[i] : NULL;
}
