/*
 * cisco_identity.c - who the ends of a connection are: "identity local" and
 * "match identity remote" of a profile, "crypto isakmp identity", and tunnel
 * groups with certificates, whose names are not in the configuration.
 */
#include "read/cisco_identity.h"

#include <stdio.h>
#include <string.h>

struct identities {
	char text[2][128]; /* empty: none is said */
	unsigned said[2];  /* how many are */
	bool unknown;
};

/* "address A [MASK]", "address A6/LENGTH", "fqdn F", "fqdn domain D" or
 * "email E", from word @at. */
static void
read_one(struct identities *out, unsigned side, const sn__cisco *l, unsigned at)
{
	bool address = sn__cisco_has(l, at, "address");
	bool domain = sn__cisco_has(l, at + 1, "domain");
	bool email = sn__cisco_has(l, at, "email");
	const char *name =
	    at + 1 + domain < l->n ? l->word[at + 1 + domain] : "";
	size_t n = address ? strcspn(name, "/") : strlen(name);

	out->said[side]++;
	if (sn__cisco_has(l, at, "any") ||
	    (address && name[n] && strcmp(name + n, "/128") != 0) ||
	    (address && l->n > at + 2 &&
		!sn__cisco_has(l, at + 2, "255.255.255.255")))
		return; /* many */
	if (!n || !(email || address || sn__cisco_has(l, at, "fqdn")))
		out->unknown = true;
	snprintf(out->text[side], sizeof(out->text[side]), "%s%.*s",
	    !domain ? ""
	    : email ? "*@"
		    : "*.",
	    (int)(n > 100 ? 100 : n), name);
}

static void
read_profile(struct identities *out, const sn__cisco *profile)
{
	bool by_key = true;

	for (const sn__cisco *l = profile->below; l; l = l->next) {
		if (sn__cisco_has(l, 0, "identity local"))
			read_one(out, SN_LOCAL, l, 2);
		else if (sn__cisco_has(l, 0, "match identity remote"))
			read_one(out, SN_PEER, l, 3);
		else if (sn__cisco_has(l, 0, "authentication local") &&
			 !sn__cisco_has(l, 2, "pre-share"))
			by_key = false;
		else if (sn__cisco_has(l, 0, "self-identity") ||
			 sn__cisco_has(l, 0, "match certificate"))
			out->unknown = true;
	}
	out->unknown |= !by_key && !out->said[SN_LOCAL];
}

/* Certificates of the group of tunnels to a peer. */
static void
read_group(struct identities *out, const sn__cisco *group)
{
	for (const sn__cisco *l = group->below; l; l = l->next)
		out->unknown |= sn__cisco_has(l, 0,
				    "ikev2 local-authentication certificate") ||
				sn__cisco_has(l, 0, "ikev1 trust-point");
}

sn_status
sn__cisco_identities(sn_ike_config *c, sn__cisco_file *file,
    const sn__cisco_entry *e, struct sn__ike_connection *of)
{
	static const char why[] = "an identity, such as a certificate has";
	struct identities found = {.unknown = e->id_unknown};
	sn_status status = SN_OK;
	const sn__cisco *l;
	size_t at = 0;

	while (e->profile && (l = sn__cisco_named(file, e->profile, &at)))
		if ((sn__cisco_has(l, 0, "crypto ikev2 profile") ||
			sn__cisco_has(l, 0, "crypto isakmp profile")) &&
		    l->n > 3 && !strcmp(l->word[3], e->profile))
			read_profile(&found, l);
	at = 0;
	while ((l = sn__cisco_named(file, e->peer, &at)))
		if (sn__cisco_has(l, 0, "tunnel-group") &&
		    !strcmp(l->word[1], e->peer))
			read_group(&found, l);
	for (unsigned side = 0; side < 2 && !status; side++)
		if (found.said[side] == 1)
			status = sn__ike_keep(c, found.text[side],
			    strlen(found.text[side]), &of->id[side]);
	of->id_unsure |= found.unknown;
	if (!status && found.unknown)
		status = sn__ike_keep(c, why, strlen(why), &of->why);
	return status;
}
