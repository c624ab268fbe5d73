/*
 * swanctl.c - the connections and keys of a swanctl.conf.
 *
 * Included files are not read. A setting that is not known is counted and
 * named; one that is known and decides nothing here is passed over.
 */
#include "read/swanctl.h"

#include <stdio.h>

#include "read/ike_values.h"
#include "read/settings.h"

/* Connections share an IKE_SA only if these are equal, too. */
enum value_kind { TEXT, TIME, YES_NO };
static const struct {
	const char *key;
	enum value_kind kind;
	const char *usual; /* what leaving it out means */
} shared[] = {{"encap", YES_NO, "no"}, {"mobike", YES_NO, "yes"},
    {"aggressive", YES_NO, "no"}, {"pull", YES_NO, "yes"},
    {"fragmentation", TEXT, "yes"}, {"childless", TEXT, "allow"},
    {"send_certreq", YES_NO, "yes"}, {"send_cert", TEXT, "ifasked"},
    {"keyingtries", TEXT, "1"}, {"unique", TEXT, "no"},
    {"local_port", TEXT, "500"}, {"remote_port", TEXT, "500"},
    {"rekey_time", TIME, "14400"}, {"reauth_time", TIME, "0"},
    {"over_time", TIME, ""}, {"rand_time", TIME, ""}, {"dpd_delay", TIME, "0"},
    {"vips", TEXT, ""}, {"pools", TEXT, ""}, {"if_id_in", TEXT, "0"},
    {"if_id_out", TEXT, "0"}, {"ppk_id", TEXT, ""},
    {"ppk_required", YES_NO, "no"}, {"mediation", YES_NO, "no"},
    {"mediated_by", TEXT, ""}, {"mediation_peer", TEXT, ""}};

/* Settings that decide nothing that is looked at here. */
static const char *const passed[] = {"version", "local_addrs", "remote_addrs",
    "proposals", "dscp", "dpd_timeout", "ocsp"};
static const char *const child_passed[] = {"local_ts", "remote_ts",
    "esp_proposals", "rekey_time", "life_time", "rand_time", "rekey_bytes",
    "life_bytes", "rand_bytes", "rekey_packets", "life_packets", "rand_packets",
    "updown", "hostaccess", "policies", "policies_fwd_out", "dpd_action",
    "inactivity", "reqid", "priority", "interface", "mark_in", "mark_in_sa",
    "mark_out", "set_mark_in", "set_mark_out", "if_id_in", "if_id_out",
    "tfc_padding", "replay_window", "hw_offload", "copy_df", "copy_ecn",
    "copy_dscp", "start_action", "close_action", "mode"};

static bool
listed(const char *const *list, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i], key))
			return true;
	return false;
}

static bool
is_no(const char *value)
{
	return !strcmp(value, "no") || !strcmp(value, "false") ||
	       !strcmp(value, "0") || !strcmp(value, "off");
}

/* What decides only where it is on. */
static bool
is_off(const sn__setting *s)
{
	return (!strcmp(s->name, "sha256_96") || !strcmp(s->name, "ipcomp")) &&
	       s->value && is_no(s->value);
}

static sn_status
strange(sn_ike_config *c, const sn__setting *s)
{
	return sn__ike_strange(c, s->name, strlen(s->name));
}

/* The settings that connections must share, as one text. */
static sn_status
read_rest(sn_ike_config *c, const sn__setting *section, sn__text *out)
{
	char all[2048];
	size_t used = 0;

	all[0] = '\0';
	for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++) {
		const char *v = sn__setting_value(section, shared[i].key);
		char number[24];
		int64_t seconds;

		if (v && shared[i].kind == TIME && sn__read_time(v, &seconds)) {
			snprintf(
			    number, sizeof(number), "%lld", (long long)seconds);
			v = number;
		} else if (v && shared[i].kind == YES_NO) {
			v = is_no(v) ? "no" : "yes";
		}
		if (!v || !strcmp(v, shared[i].usual))
			continue;
		used += (size_t)snprintf(all + used, sizeof(all) - used,
		    "%s=%.200s\n", shared[i].key, v);
		if (used >= sizeof(all))
			return SN_ELIMIT;
	}
	return sn__ike_keep(c, all, used, out);
}

/* ----------------------------------------------------------- children */

static sn_status
read_selectors(const sn__reader *r, sn_ike_config *c, struct sn__ike_child *ch,
    unsigned side, const sn__setting *section)
{
	const char *key = side == SN_LOCAL ? "local_ts" : "remote_ts";
	const char *list = sn__setting_value(section, key), *at;
	sn_status status = SN_OK;
	size_t n;

	if (!list || !*list)
		list = "dynamic";
	while (!status && sn__list_next(&list, ',', &at, &n)) {
		status = sn__read_ts(c, &ch->ts[side], at, n);
		if (status == SN_ESYNTAX)
			return sn__refuse(r, status, section->at,
			    strlen(section->name),
			    "'%.*s' in %s is no selector",
			    (int)(n > 50 ? 50 : n), at, key);
	}
	return status;
}

/* A quantity that cannot be read: the daemon does not load the connection. */
static sn_status
refuse(sn_ike_config *c, const char *key, const char *value)
{
	struct sn__ike_connection *of = &c->connection[c->connections - 1];
	char why[80];
	int n = snprintf(why, sizeof(why), "%s = %.40s", key, value);

	of->refused = true;
	return of->why ? SN_OK : sn__ike_keep(c, why, (size_t)n, &of->why);
}

typedef bool sn__quantity(const char *text, int64_t *out);

/* The value of a key, where it is said. One below 0 is a very large one. */
static sn_status
read_quantity(sn_ike_config *c, const sn__setting *section, const char *key,
    sn__quantity *read, int64_t *out)
{
	const char *value = sn__setting_value(section, key);

	return !value || !*value || *value == '-' || read(value, out)
		   ? SN_OK
		   : refuse(c, key, value);
}

static sn_status
read_lifetimes(
    sn_ike_config *c, const sn__setting *section, struct sn__ike_child *ch)
{
	sn_status status;

	ch->rekey_time = 3600;
	status = read_quantity(
	    c, section, "rekey_time", sn__read_time, &ch->rekey_time);
	ch->life_time = ch->rekey_time + ch->rekey_time / 10;
	if (!status)
		status = read_quantity(
		    c, section, "life_time", sn__read_time, &ch->life_time);
	return status ? status
		      : read_quantity(c, section, "life_bytes", sn__read_bytes,
			    &ch->life_bytes);
}

static sn_status
read_child(const sn__reader *r, sn_ike_config *c, const sn__setting *section)
{
	struct sn__ike_connection *of = &c->connection[c->connections - 1];
	const char *offers = sn__setting_value(section, "esp_proposals");
	const char *mode = sn__setting_value(section, "mode");
	struct sn__offer_trouble trouble = {.why = 0};
	struct sn__ike_child *ch;
	struct sn__offer offer;
	sn_status status = sn__ike_add_child(c, &ch);

	if (!status)
		status = sn__ike_keep(
		    c, section->name, strlen(section->name), &ch->name);
	for (unsigned side = 0; side < 2 && !status; side++)
		status = read_selectors(r, c, ch, side, section);
	if (!status && offers)
		status =
		    sn__read_offers(c, false, offers, &ch->offers, &trouble);
	for (unsigned k = 0; k < 2 && !status && !offers; k++) {
		sn__offer_default(&offer, false, !k);
		status = sn__ike_add_offer(c, &ch->offers, &offer);
	}
	if (!status)
		status = read_lifetimes(c, section, ch);
	if (status)
		return status;
	if (mode && (!strcmp(mode, "pass") || !strcmp(mode, "drop")))
		ch->pass = true;
	else if (mode && strcmp(mode, "tunnel"))
		ch->unsure = true;
	ch->unsure |= trouble.unsure;
	of->refused |= trouble.refused;
	if (trouble.why && !of->why)
		of->why = trouble.why;
	for (const sn__setting *s = section->child; s && !status; s = s->next)
		if (!listed(child_passed,
			sizeof(child_passed) / sizeof(*child_passed),
			s->name) &&
		    !is_off(s)) {
			status = strange(c, s);
			ch->unsure = true;
		}
	return status;
}

static sn_status
read_children(const sn__reader *r, sn_ike_config *c, const sn__setting *section)
{
	sn_status status = SN_OK;

	for (const sn__setting *s = section->child; s && !status; s = s->next)
		status = s->value ? strange(c, s) : read_child(r, c, s);
	return status;
}

/* -------------------------------------------------------- connections */

static bool
starts(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* Whether each round of a side, of which there is one, is by key. */
static bool
by_key(const sn__setting *connection, const char *side)
{
	bool any = false;

	for (const sn__setting *s = connection->child; s; s = s->next) {
		const char *auth = sn__setting_value(s, "auth");

		if (s->value || !starts(s->name, side))
			continue;
		if (!auth || strcmp(auth, "psk") != 0)
			return false;
		any = true;
	}
	return any;
}

static bool
has_certificate(const sn__setting *section)
{
	for (const sn__setting *s = section->child; s; s = s->next)
		if (starts(s->name, "cert") && strcmp(s->name, "cert_policy"))
			return true;
	return false;
}

/* "local", "local-1": who that is. */
static sn_status
read_auth(sn_ike_config *c, const sn__setting *section,
    struct sn__ike_connection *of, unsigned side)
{
	static const char why[] = "the identity that a certificate has";
	const char *id = sn__setting_value(section, "id");
	const char *auth = sn__setting_value(section, "auth");
	bool by_key = auth && !starts(auth, "pubkey");

	if (!id && !by_key && side == SN_LOCAL && has_certificate(section)) {
		of->id_unsure = true;
		return sn__ike_keep(c, why, strlen(why), &of->why);
	}
	if (!id || !strcmp(id, "%any"))
		return SN_OK;
	return sn__ike_keep(c, id, strlen(id), &of->id[side]);
}

static sn_status
read_number_keys(const sn__reader *r, sn_ike_config *c,
    const sn__setting *section, struct sn__ike_connection *of)
{
	const char *version = sn__setting_value(section, "version");
	const char *aggressive = sn__setting_value(section, "aggressive");
	static const char *const key[2] = {"local_addrs", "remote_addrs"};
	sn_status status;

	if (version && (strspn(version, "012") != 1 || version[1]))
		return sn__refuse(r, SN_ESYNTAX, section->at,
		    strlen(section->name), "its version is none of 0, 1 and 2");
	of->version = version ? (uint32_t)(version[0] - '0') : 0;
	of->rekey_time = 14400;
	of->aggressive = aggressive && !is_no(aggressive);
	status =
	    read_quantity(c, section, "dpd_delay", sn__read_time, &of->dpd);
	if (!status)
		status = read_quantity(
		    c, section, "rekey_time", sn__read_time, &of->rekey_time);
	for (unsigned side = 0; side < 2 && !status; side++) {
		const char *v = sn__setting_value(section, key[side]);

		if (v && strcmp(v, "%any"))
			status =
			    sn__ike_keep(c, v, strlen(v), &of->address[side]);
	}
	return status ? status : read_rest(c, section, &of->rest);
}

static sn_status
read_conn_offers(
    sn_ike_config *c, const sn__setting *section, struct sn__ike_connection *of)
{
	const char *offers = sn__setting_value(section, "proposals");
	struct sn__offer_trouble trouble = {.why = 0};
	sn_status status = sn__read_offers(
	    c, true, offers ? offers : "default", &of->offers, &trouble);

	of->refused |= trouble.refused;
	of->unsure |= trouble.unsure;
	if (!of->why)
		of->why = trouble.why;
	return status;
}

/* Addresses that one end assigns to the other are nobody's own. */
static void
forget_assigned(sn_ike_config *c, const sn__setting *section,
    const struct sn__ike_connection *of)
{
	static const char *const key[2] = {"vips", "pools"};

	for (unsigned side = 0; side < 2; side++) {
		const char *value = sn__setting_value(section, key[side]);

		for (uint32_t i = 0; i < of->children.n && value && *value;
		     i++) {
			struct sn__ike_child *ch =
			    &c->child[of->children.first + i];
			struct sn__span *of_side = &ch->ts[side];

			if (!of_side->n ||
			    c->ts[of_side->first].range.first.family)
				continue;
			of_side->n = 0;
			ch->unsure = true;
		}
	}
}

static sn_status
read_connection(
    const sn__reader *r, sn_ike_config *c, const sn__setting *section)
{
	struct sn__ike_connection *of;
	sn_status status = sn__ike_add_connection(c, &of);

	if (!status)
		status = sn__ike_keep(
		    c, section->name, strlen(section->name), &of->name);
	if (!status)
		status = read_number_keys(r, c, section, of);
	if (!status)
		status = read_conn_offers(c, section, of);
	if (status)
		return status;
	of->other_auth =
	    !by_key(section, "local") || !by_key(section, "remote");
	for (const sn__setting *s = section->child; s && !status; s = s->next) {
		bool known =
		    listed(passed, sizeof(passed) / sizeof(*passed), s->name);

		for (size_t i = 0; i < sizeof(shared) / sizeof(*shared); i++)
			known |= !strcmp(shared[i].key, s->name);
		if (s->value)
			status = known ? SN_OK : strange(c, s);
		else if (!strcmp(s->name, "children"))
			status = read_children(r, c, s);
		else if (starts(s->name, "local"))
			status = read_auth(c, s, of, SN_LOCAL);
		else if (starts(s->name, "remote"))
			status = read_auth(c, s, of, SN_PEER);
		else
			status = strange(c, s);
	}
	forget_assigned(c, section, of);
	return status;
}

/* ---------------------------------------------------------------- keys */

static sn_status
read_secret(sn_ike_config *c, const sn__setting *section)
{
	const char *secret = sn__setting_value(section, "secret");
	struct sn__ike_key *key;
	sn_status status;

	if (!starts(section->name, "ike") || !secret)
		return SN_OK;
	status = sn__ike_add_key(c, &key);
	if (!status)
		status = sn__read_key(c, secret, &key->secret);
	for (const sn__setting *s = section->child; s && !status; s = s->next) {
		sn__text owner;

		if (!s->value || !starts(s->name, "id"))
			continue;
		status = sn__ike_keep(c, s->value, strlen(s->value), &owner);
		if (!status)
			status = sn__ike_add_owner(c, owner);
	}
	return status;
}

static sn_status
read_all(const sn__reader *r, sn_ike_config *c, const sn__setting *root)
{
	sn_status status = SN_OK;

	for (const sn__setting *s = root->child; s && !status; s = s->next) {
		bool connections = !strcmp(s->name, "connections");
		bool secrets = !strcmp(s->name, "secrets");

		if (s->value || (!connections && !secrets)) {
			if (!s->inherited && strcmp(s->name, "pools") &&
			    strcmp(s->name, "authorities"))
				status = strange(c, s);
			continue;
		}
		for (const sn__setting *k = s->child; k && !status; k = k->next)
			if (k->value)
				status = strange(c, k);
			else
				status = connections ? read_connection(r, c, k)
						     : read_secret(c, k);
	}
	return status;
}

sn_status
sn__read_swanctl(const sn__reader *r, sn_ike_config *c, const char *gateway)
{
	sn__arena arena = sn__arena_of(&c->alloc);
	const sn__setting *root;
	sn_status status = sn__settings_read(r, &arena, &root);

	if (!status)
		status = read_all(r, c, root);
	sn__arena_clear(&arena);
	(void)gateway; /* it is the only one */
	c->kind = SN__IKE_STRONGSWAN;
	return status;
}
