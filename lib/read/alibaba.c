/*
 * alibaba.c - IPsec connections as DescribeVpnConnections answers them, in one
 * page or several, and as Terraform's state has them.
 *
 * A connection of two tunnels is two connections, of which the second one has a
 * child named "tunnel-2". What is hidden, as a key may be, is not compared.
 */
#include "read/alibaba.h"

#include <stdio.h>
#include <string.h>

#include "base/plural.h"
#include "read/ike_values.h"
#include "read/json.h"
#include "read/table_json.h"

/* How a form names what it says; in both of them the order is this one. */
enum key {
	ID,
	GATEWAY,
	CUSTOMER,
	LOCAL,
	REMOTE,
	IKE,
	IPSEC,
	DPD,
	TUNNELS,
	TUNNEL_IKE,
	TUNNEL_IPSEC,
	PSK,
	VERSION,
	MODE,
	IKE_ENC,
	IKE_AUTH,
	IKE_GROUP,
	IKE_LIFETIME,
	LOCAL_ID,
	REMOTE_ID,
	ESP_ENC,
	ESP_AUTH,
	ESP_GROUP,
	ESP_LIFETIME,
	KEYS
};
static const char *const api[KEYS] = {"VpnConnectionId", "VpnGatewayId",
    "CustomerGatewayId", "LocalSubnet", "RemoteSubnet", "IkeConfig",
    "IpsecConfig", "EnableDpd", "TunnelOptionsSpecification", "TunnelIkeConfig",
    "TunnelIpsecConfig", "Psk", "IkeVersion", "IkeMode", "IkeEncAlg",
    "IkeAuthAlg", "IkePfs", "IkeLifetime", "LocalId", "RemoteId", "IpsecEncAlg",
    "IpsecAuthAlg", "IpsecPfs", "IpsecLifetime"};
static const char *const state[KEYS] = {"id", "vpn_gateway_id",
    "customer_gateway_id", "local_subnet", "remote_subnet", "ike_config",
    "ipsec_config", "enable_dpd", "tunnel_options_specification",
    "tunnel_ike_config", "tunnel_ipsec_config", "psk", "ike_version",
    "ike_mode", "ike_enc_alg", "ike_auth_alg", "ike_pfs", "ike_lifetime",
    "ike_local_id", "ike_remote_id", "ipsec_enc_alg", "ipsec_auth_alg",
    "ipsec_pfs", "ipsec_lifetime"};

struct reading {
	const sn__reader *r;
	sn_ike_config *c;
	const char *gateway; /* NULL: the only one */
	const char *seen; /* the gateway so far; lives as long as the values */
	const char *const *key;
	/* Of pages: how many were read, and the largest announcement. */
	int64_t n;
	sn__value total;
};

/* The value of a key, inside of a list of one where it is in one. */
static const sn__value *
get(const struct reading *in, const sn__value *object, enum key key)
{
	const sn__value *v = sn__value_get(object, in->key[key]);

	return sn__value_is(v, SN__ARRAY) && v->n == 1 &&
		       sn__value_is(&v->child[0], SN__OBJECT)
		   ? &v->child[0]
		   : v;
}

static const char *
text_of(const struct reading *in, const sn__value *object, enum key key)
{
	const char *text = sn__value_text(get(in, object, key));

	return text ? text : "";
}

/* --------------------------------------------------------- connections */

/* A list of prefixes, or a text of them with commas. */
static sn_status
read_subnets(struct reading *in, const sn__value *object, enum key key,
    struct sn__span *span)
{
	const sn__value *v = sn__value_get(object, in->key[key]);
	size_t n = sn__value_is(v, SN__ARRAY) ? v->n : v ? 1 : 0;
	sn_status status = SN_OK;

	for (size_t i = 0; i < n && !status; i++) {
		const sn__value *one = v->type == SN__ARRAY ? &v->child[i] : v;
		const char *p = sn__value_text(one), *at;
		size_t len;

		while (!status && sn__list_next(&p, ',', &at, &len))
			status = sn__read_ts(in->c, span, at, len);
		if (status == SN_ESYNTAX || !sn__value_text(one))
			return sn__value_refuse(in->r, SN_ESYNTAX, one,
			    "expected \"%s\" as prefixes", in->key[key]);
	}
	return status;
}

/* Adds what an algorithm's name means; one that is not known is counted. */
static sn_status
add_algorithm(struct reading *in, struct sn__offer *o, unsigned kind,
    const char *word, bool *unsure)
{
	uint16_t code = 0;

	if (!sn__algorithm(kind, word, strlen(word), &code)) {
		*unsure = true;
		return *word ? sn__ike_strange(in->c, word, strlen(word))
			     : SN_OK;
	}
	if (kind != SN__ALG_GROUP || code)
		sn__offer_add(o, kind, code);
	return SN_OK;
}

static sn_status
read_offer(struct reading *in, const sn__value *object, bool ike,
    struct sn__span *span, bool *unsure)
{
	struct sn__offer o = {.ike = ike};
	sn_status status = add_algorithm(in, &o, SN__ALG_ENCRYPTION,
	    text_of(in, object, ike ? IKE_ENC : ESP_ENC), unsure);

	if (!status)
		status = add_algorithm(in, &o, SN__ALG_INTEGRITY,
		    text_of(in, object, ike ? IKE_AUTH : ESP_AUTH), unsure);
	if (!status)
		status = add_algorithm(in, &o, SN__ALG_GROUP,
		    text_of(in, object, ike ? IKE_GROUP : ESP_GROUP), unsure);
	if (ike && o.n[SN__ALG_INTEGRITY])
		sn__offer_add(&o, SN__ALG_PRF, o.alg[SN__ALG_INTEGRITY][0]);
	if (!ike)
		sn__offer_add(&o, SN__ALG_ESN, 0);
	return status ? status : sn__ike_add_offer(in->c, span, &o);
}

/* An identity; an address is also where packets come from and go to. */
static sn_status
read_id(struct reading *in, const sn__value *object, enum key key,
    struct sn__ike_connection *of, unsigned side)
{
	const char *id = text_of(in, object, key);
	sn_addr addr;
	sn_status status = sn__ike_keep(in->c, id, strlen(id), &of->id[side]);

	if (!status && !sn_addr_parse(&addr, id, strlen(id), NULL))
		of->address[side] = of->id[side];
	return status;
}

static sn_status
read_key(
    struct reading *in, const sn__value *ike, struct sn__ike_connection *of)
{
	const char *psk = text_of(in, ike, PSK);
	struct sn__ike_key *key;
	sn_status status;

	of->other_auth = !*psk || strspn(psk, "*") == strlen(psk);
	if (of->other_auth)
		return SN_OK;
	status = sn__ike_add_key(in->c, &key);
	if (!status)
		status = sn__read_key(in->c, psk, &key->secret);
	if (!status && of->id[SN_PEER])
		status = sn__ike_add_owner(in->c, of->id[SN_PEER]);
	return status;
}

static sn_status
read_phase1(
    struct reading *in, const sn__value *ike, struct sn__ike_connection *of)
{
	const char *version = text_of(in, ike, VERSION);
	const char *mode = text_of(in, ike, MODE);
	sn_status status;

	of->version = !strcmp(version, "ikev1")	  ? SN_IKE_V1
		      : !strcmp(version, "ikev2") ? SN_IKE_V2
						  : 0;
	of->unsure = !of->version;
	of->aggressive = !strcmp(mode, "aggressive");
	status = read_offer(in, ike, true, &of->offers, &of->unsure);
	if (!status)
		status = read_id(in, ike, LOCAL_ID, of, SN_LOCAL);
	if (!status)
		status = read_id(in, ike, REMOTE_ID, of, SN_PEER);
	return status ? status : read_key(in, ike, of);
}

/* Seconds, also where they stand in a string; the provider's default. */
static int64_t
lifetime_of(const struct reading *in, const sn__value *object, enum key key)
{
	const sn__value *v = get(in, object, key);
	const char *text = sn__value_text(v);
	int64_t seconds = 86400;

	if (sn__value_is(v, SN__INTEGER) && v->number > 0)
		return v->number;
	if (text)
		(void)sn__read_time(text, &seconds);
	return seconds;
}

/* The parameters of a tunnel, which @tunnel has, or (NULL) the connection. */
static sn_status
read_tunnel(struct reading *in, const sn__value *object,
    const sn__value *tunnel, const char *child_name)
{
	const sn__value *ike =
	    tunnel ? get(in, tunnel, TUNNEL_IKE) : get(in, object, IKE);
	const sn__value *ipsec =
	    tunnel ? get(in, tunnel, TUNNEL_IPSEC) : get(in, object, IPSEC);
	const char *id = text_of(in, object, ID);
	const char *customer = text_of(in, tunnel ? tunnel : object, CUSTOMER);
	struct sn__ike_connection *of;
	struct sn__ike_child *child;
	char rest[2 * SN_NAME_MAX];
	sn_status status = sn__ike_add_connection(in->c, &of);

	if (!*customer)
		customer = text_of(in, object, CUSTOMER);
	/* The tunnels of a connection share no phase 1. */
	snprintf(rest, sizeof(rest), "%.100s%s%s", customer,
	    child_name ? " " : "", child_name ? child_name : "");
	if (!status)
		status = sn__ike_keep(in->c, id, strlen(id), &of->name);
	if (!status)
		status = sn__ike_keep(in->c, rest, strlen(rest), &of->rest);
	if (!status)
		status = read_phase1(in, ike, of);
	if (!status)
		status = sn__ike_add_child(in->c, &child);
	if (status)
		return status;
	of->rekey_time = lifetime_of(in, ike, IKE_LIFETIME);
	child->rekey_time = child->life_time =
	    lifetime_of(in, ipsec, ESP_LIFETIME);
	child->name = of->name;
	if (child_name)
		status = sn__ike_keep(
		    in->c, child_name, strlen(child_name), &child->name);
	if (!status)
		status = read_subnets(in, object, LOCAL, &child->ts[SN_LOCAL]);
	if (!status)
		status = read_subnets(in, object, REMOTE, &child->ts[SN_PEER]);
	if (!status && (!child->ts[SN_LOCAL].n || !child->ts[SN_PEER].n))
		return sn__value_refuse(in->r, SN_ESYNTAX, object,
		    "expected a connection with subnets of both sides");
	return status ? status
		      : read_offer(
			    in, ipsec, false, &child->offers, &child->unsure);
}

static sn_status
read_connection(struct reading *in, const sn__value *object)
{
	const sn__value *tunnels = sn__value_get(object, in->key[TUNNELS]);
	const sn__value *list = sn__value_is(tunnels, SN__OBJECT)
				    ? sn__value_get(tunnels, "TunnelOptions")
				    : tunnels;
	size_t n = sn__value_count(list);
	sn_status status =
	    read_tunnel(in, object, n ? &list->child[0] : NULL, NULL);

	if (!status && n > 1)
		status = read_tunnel(in, object, &list->child[1], "tunnel-2");
	return status;
}

/* A connection of the gateway that is read. */
static sn_status
choose(struct reading *in, const sn__value *object)
{
	const char *gateway = text_of(in, object, GATEWAY);

	if (in->gateway && *gateway && strcmp(gateway, in->gateway) != 0)
		return SN_OK;
	if (!in->gateway && in->seen && *gateway &&
	    strcmp(gateway, in->seen) != 0)
		return sn__refuse_several(
		    in->r, sn__value_place(object, in->key[GATEWAY]), true);
	if (*gateway)
		in->seen = gateway;
	return read_connection(in, object);
}

/* --------------------------------------------------------------- forms */

static sn_status
read_resource(struct reading *in, const sn__value *resource)
{
	const char *type = sn__value_text(sn__value_get(resource, "type"));
	const sn__value *list = sn__value_get(resource, "instances");
	const sn__value *values = sn__value_get(resource, "values");
	sn_status status = SN_OK;

	if (!type ||
	    (strcmp(type, "alicloud_vpn_connection") != 0 &&
		strcmp(type, "alicloud_vpn_gateway_vpn_attachment") != 0))
		return SN_OK;
	if (values)
		return choose(in, values);
	for (size_t i = 0; i < sn__value_count(list) && !status; i++)
		status =
		    choose(in, sn__value_place(&list->child[i], "attributes"));
	return status;
}

/* Modules of `terraform show` are in one another, as deep as JSON may be. */
static sn_status
read_module(struct reading *in, const sn__value *module)
{
	const sn__value *list = sn__value_get(module, "resources");
	const sn__value *inner = sn__value_get(module, "child_modules");
	sn_status status = SN_OK;

	for (size_t i = 0; i < sn__value_count(list) && !status; i++)
		status = read_resource(in, &list->child[i]);
	for (size_t i = 0; i < sn__value_count(inner) && !status; i++)
		status = read_module(in, &inner->child[i]);
	return status;
}

/* One page of an answer, which says how many connections all of them have. */
static sn_status
count_page(struct reading *in, const sn__value *root, const sn__value *list)
{
	const sn__value *total = sn__value_get(root, "TotalCount");
	int64_t n = 0;
	sn_status status =
	    total ? sn__value_number(in->r, "TotalCount", total, INT64_MAX, &n)
		  : SN_OK;

	in->n += (int64_t)sn__value_count(list);
	if (!status && total && n > in->total.number)
		in->total = *total;
	return status;
}

static sn_status
read_root(struct reading *in, const sn__value *root)
{
	const sn__value *all = sn__value_get(root, "VpnConnections");
	const sn__value *list = sn__value_get(all, "VpnConnection");
	const sn__value *module =
	    sn__value_get(sn__value_get(root, "values"), "root_module");
	sn_status status = SN_OK;

	in->key = api;
	if (sn__value_get(root, "VpnConnectionId"))
		return choose(in, root);
	if (all)
		status = count_page(in, root, list);
	for (size_t i = 0; i < sn__value_count(list) && !status; i++)
		status = choose(in, &list->child[i]);
	in->key = state;
	return status ? status : read_module(in, module ? module : root);
}

sn_status
sn__read_alibaba_any(const sn__reader *r, sn_ike_config *c, const char *gateway)
{
	sn__arena arena = sn__arena_of(&c->alloc);
	struct reading in = {.r = r, .c = c, .gateway = gateway};
	size_t offset = 0;
	sn_status status = SN_OK;

	c->kind = SN__IKE_ALIBABA;
	do {
		const sn__value *root;

		status = sn__json_next(r, &arena, &offset, &root);
		if (!status)
			status = read_root(&in, root);
	} while (!status && offset < r->size);
	if (!status && in.n < in.total.number)
		status = sn__value_refuse(r, SN_ESYNTAX, &in.total,
		    "expected %lld connection%s, as TotalCount says, not %lld: "
		    "pages are missing",
		    (long long)in.total.number,
		    sn__plural((uint64_t)in.total.number), (long long)in.n);
	sn__arena_clear(&arena);
	return status;
}

sn_status
sn__read_alibaba(const sn__reader *r, sn_ike_config *c, const char *gateway)
{
	sn_status status = sn__read_alibaba_any(r, c, gateway);

	if (!status && !c->connections)
		status = sn__refuse_gateway(r, gateway,
		    "no connections of Alibaba Cloud in this JSON "
		    "(VpnConnections, resources of the kind "
		    "alicloud_vpn_connection)");
	return status;
}
