/*
 * names.c - the words for enumerators, the same in every output.
 */
#include "supernet_vpn.h"
#include "supernet_routes.h"

#define NAME_OF(table, i) \
 ((i) < sizeof(table) / sizeof(*(table)) ? (table)[i] : NULL)

const char *
sn_verdict_name(unsigned verdict)
{
	static const char *const name[] = {
	    NULL, "exact", "supernet", "default-route"};

	return NAME_OF(name, verdict);
}

const char *
sn_reason_name(unsigned reason)
{
	static const char *const name[] = {NULL, "not-adjacent",
	    "overlaps-other-side", "reserved", "leaves-private"};

	return NAME_OF(name, reason);
}

const char *
sn_scheme_name(unsigned scheme)
{
	static const char *const name[] = {
	    "auto", "destination", "aggregate", "pairs"};

	return NAME_OF(name, scheme);
}

const char *
sn_mode_name(unsigned mode)
{
	static const char *const name[] = {
	    NULL, "protected-data-flows", "destination-routing"};

	return NAME_OF(name, mode);
}

const char *
sn_action_name(unsigned action)
{
	static const char *const name[] = {NULL, "keep", "delete", "add"};

	return NAME_OF(name, action);
}

const char *
sn_origin_name(unsigned origin)
{
	static const char *const name[] = {NULL, "auto", "manual"};

	return NAME_OF(name, origin);
}

const char *
sn_state_name(unsigned state)
{
	static const char *const name[] = {NULL, "normal", "published"};

	return NAME_OF(name, state);
}

const char *
sn_severity_name(unsigned severity)
{
	static const char *const name[] = {
	    NULL, "info", "action", "warning", "error"};

	return NAME_OF(name, severity);
}

const char *
sn_ike_name(unsigned ike)
{
	static const char *const name[] = {NULL, "v1", "v2"};

	return NAME_OF(name, ike);
}

const char *
sn_sureness_name(unsigned sure)
{
	static const char *const name[] = {"unknown", "verified",
	    "verified-old", "inferred", "not-verified", "user"};

	return NAME_OF(name, sure);
}

const char *
sn_step_name(unsigned kind)
{
	static const char *const name[] = {NULL, "create-connection",
	    "modify-connection", "delete-connection", "check-row", "add-row",
	    "publish-row", "delete-row"};

	return NAME_OF(name, kind);
}

const char *
sn_fate_name(unsigned fate)
{
	static const char *const name[] = {
	    NULL, "kept", "renegotiated", "created", "deleted"};

	return NAME_OF(name, fate);
}

const char *
sn_param_name(unsigned param)
{
	static const char *const name[] = {"ike_encryption",
	    "ike_authentication", "ike_dh", "ipsec_encryption",
	    "ipsec_authentication", "ipsec_dh"};

	return NAME_OF(name, param);
}

const char *
sn_pair_name(unsigned works)
{
	static const char *const name[] = {NULL, "works", "fails", "one-of"};

	return NAME_OF(name, works);
}

const char *
sn_why_name(unsigned why)
{
	static const char *const name[] = {"no-match", "used", "candidate",
	    "standby", "later-table", "later-priority", "shorter-prefix",
	    "later-row"};

	return NAME_OF(name, why);
}

const char *
sn_hit_name(unsigned outcome)
{
	static const char *const name[] = {"none", "row", "ambiguous"};

	return NAME_OF(name, outcome);
}
