/*
 * configured.c - what is configured at both ends, from JSON.
 *
 *   {"gateway": "alibaba-cloud", "peer_device": "cisco",
 *    "local": ["10.1.1.0/24", "10.1.2.0/24"], "peer": ["192.168.1.0/24"],
 *    "psk_shared_equal": true,
 *    "connections": [
 *      {"name": "vco-1", "customer_gateway": "cgw-1", "psk_equal": true,
 *       "gateway": {"ike": "v2", "mode": "main", "dpd": "standard",
 *                   "ike_encryption": "aes256", "ike_authentication":
 *                   "sha256", "ike_dh": "group14", "ike_lifetime": 86400,
 *                   "ipsec_encryption": ["aes256"], "ipsec_authentication":
 *                   ["sha256"], "ipsec_dh": ["group14"], "ipsec_lifetime":
 *                   86400, "local": [...], "peer": [...]},
 *       "peer_device": {... as the peer has it, "volume_lifetime": "max",
 *                   "local": [... its own ...], "peer": [...]}}],
 *    "policy_routes": [{"source", "destination", "next_hop", "weight",
 *                       "priority", "state"}],
 *    "destination_routes": [{"destination", "next_hop", "weight", "state"}]}
 *
 * Texts stay in the arena of the parsed values, which is kept with the result.
 */
#include <stdlib.h>
#include <string.h>

#include "read/deployed.h"
#include "supernet_text.h"

enum { WORDS_MAX = 16 };

struct end {
	const char *word[SN_PARAMS][WORDS_MAX];
	sn_prefix *list[2]; /* local, peer */
};

struct sn_configured {
	sn__arena arena; /* owns the texts */
	sn_diagnosis_request request;
	sn_prefix *segments[2];
	sn_link *link;
	struct end (*end)[2];
	size_t links;
	sn_deployed *rows;
	bool rows_given; /* also where there are none */
};

void
sn_configured_free(sn_configured *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->links; i++)
		for (unsigned e = 0; e < 2; e++) {
			free(c->end[i][e].list[0]);
			free(c->end[i][e].list[1]);
		}
	free(c->segments[0]);
	free(c->segments[1]);
	free(c->link);
	free(c->end);
	sn_deployed_free(c->rows);
	sn__arena_clear(&c->arena);
	free(c);
}

static sn_status
read_text(const sn__reader *r, const char *key, const sn__value *value,
    const char **out)
{
	return sn__value_printable(r, key, value, SN_NAME_MAX, out);
}

static sn_status
read_yes_no(
    const sn__reader *r, const char *key, const sn__value *value, uint32_t *out)
{
	bool yes = false;
	sn_status status = sn__value_boolean(r, key, value, &yes);

	if (!status)
		*out = yes ? SN_YES : SN_NO;
	return status;
}

static sn_status
read_number(
    const sn__reader *r, const char *key, const sn__value *value, int64_t *out)
{
	const char *text = sn__value_text(value);

	if (text && !strcmp(text, "max") && !strcmp(key, "volume_lifetime")) {
		*out = INT64_MAX;
		return SN_OK;
	}
	return sn__value_number(r, key, value, INT64_MAX, out);
}

/* One algorithm, or a list of them. */
static sn_status
read_algorithms(const sn__reader *r, unsigned param, const sn__value *value,
    struct end *held, sn_end *end)
{
	const char *key = sn_word(SN_WORD_PARAM, param);
	bool array = value->type == SN__ARRAY;
	const sn__value *each = array ? value->child : value;
	size_t n = array ? value->n : 1;
	sn_status status = SN_OK;

	if (n > WORDS_MAX)
		return sn__value_refuse(r, SN_ELIMIT, value,
		    "expected at most %d values for \"%s\"", WORDS_MAX, key);
	for (size_t i = 0; i < n && !status; i++)
		status = read_text(r, key, &each[i], &held->word[param][i]);
	end->param[param] = held->word[param];
	end->param_count[param] = n;
	return status;
}

static sn_status
read_end_key(
    const sn__reader *r, const sn__value *name, struct end *held, sn_end *end)
{
	const char *key = name->text;
	const sn__value *value = name + 1;
	unsigned param;
	sn_status status;

	if (!sn_word_value(SN_WORD_PARAM, key, strlen(key), &param))
		return read_algorithms(r, param, value, held, end);
	if (!strcmp(key, "ike"))
		return sn__value_word(r, key, value, SN_WORD_IKE, &end->ike);
	if (!strcmp(key, "dpd"))
		return sn__value_word(r, key, value, SN_WORD_DPD, &end->dpd);
	if (!strcmp(key, "mode"))
		return read_text(r, key, value, &end->mode);
	if (!strcmp(key, "ike_lifetime"))
		return read_number(r, key, value, &end->ike_lifetime);
	if (!strcmp(key, "ipsec_lifetime"))
		return read_number(r, key, value, &end->ipsec_lifetime);
	if (!strcmp(key, "volume_lifetime"))
		return read_number(r, key, value, &end->volume_lifetime);
	if (!strcmp(key, "local")) {
		status = sn__value_prefixes(
		    r, key, value, &held->list[0], &end->local_count);
		end->local = held->list[0];
		return status;
	}
	if (!strcmp(key, "peer")) {
		status = sn__value_prefixes(
		    r, key, value, &held->list[1], &end->peer_count);
		end->peer = held->list[1];
		return status;
	}
	return sn__value_refuse(
	    r, SN_ESYNTAX, name, "not a key that an end has");
}

static sn_status
read_end(const sn__reader *r, const char *name, const sn__value *object,
    struct end *held, sn_end *end)
{
	sn_status status = SN_OK;

	if (object->type != SN__OBJECT)
		return sn__value_refuse(r, SN_ESYNTAX, object,
		    "expected \"%s\" as an object", name);
	for (size_t i = 0; i < object->n && !status; i++)
		status = read_end_key(r, &object->child[2 * i], held, end);
	return status;
}

static sn_status
read_link_key(const sn__reader *r, const sn__value *name, struct end held[2],
    sn_link *link)
{
	const char *key = name->text;
	const sn__value *value = name + 1;

	if (!strcmp(key, "name"))
		return read_text(r, key, value, &link->name);
	if (!strcmp(key, "customer_gateway"))
		return read_text(r, key, value, &link->customer_gateway);
	if (!strcmp(key, "psk_equal"))
		return read_yes_no(r, key, value, &link->psk_equal);
	if (!strcmp(key, "gateway"))
		return read_end(
		    r, key, value, &held[SN_LOCAL], &link->end[SN_LOCAL]);
	if (!strcmp(key, "peer_device"))
		return read_end(
		    r, key, value, &held[SN_PEER], &link->end[SN_PEER]);
	return sn__value_refuse(
	    r, SN_ESYNTAX, name, "not a key that a connection has");
}

static sn_status
read_link(const sn__reader *r, const sn__value *object, struct end held[2],
    sn_link *link)
{
	sn_status status = SN_OK;

	for (unsigned e = 0; e < 2; e++)
		link->end[e].ike_lifetime = link->end[e].ipsec_lifetime =
		    link->end[e].volume_lifetime = -1;
	if (object->type != SN__OBJECT)
		return sn__value_refuse(r, SN_ESYNTAX, object,
		    "expected each connection as an object");
	for (size_t i = 0; i < object->n && !status; i++)
		status = read_link_key(r, &object->child[2 * i], held, link);
	if (!status && !link->name)
		return sn__value_refuse(r, SN_ESYNTAX, object,
		    "expected a \"name\" in each connection");
	return status;
}

static sn_status
read_links(const sn__reader *r, const sn__value *value, sn_configured *c)
{
	size_t n = sn__value_count(value);
	sn_status status = SN_OK;

	if (value->type != SN__ARRAY)
		return sn__value_refuse(
		    r, SN_ESYNTAX, value, "expected \"connections\" as a list");
	c->link = calloc(n ? n : 1, sizeof(*c->link));
	c->end = calloc(n ? n : 1, sizeof(*c->end));
	if (!c->link || !c->end)
		return SN_ENOMEM;
	for (c->links = 0; c->links < n && !status; c->links++)
		status = read_link(r, &value->child[c->links], c->end[c->links],
		    &c->link[c->links]);
	c->request.links = c->link;
	c->request.link_count = n;
	return status;
}

static sn_status
read_key(const sn__reader *r, const sn__value *root, const sn__value *name,
    sn_configured *c)
{
	const char *key = name->text;
	const sn__value *value = name + 1;
	sn_diagnosis_request *q = &c->request;

	if (!strcmp(key, "local"))
		return sn__value_prefixes(r, key, value, &c->segments[SN_LOCAL],
		    &q->segment_count[SN_LOCAL]);
	if (!strcmp(key, "peer"))
		return sn__value_prefixes(r, key, value, &c->segments[SN_PEER],
		    &q->segment_count[SN_PEER]);
	if (!strcmp(key, "gateway"))
		return sn__value_profile(
		    r, key, value, SN_KIND_GATEWAY, &q->gateway);
	if (!strcmp(key, "peer_device"))
		return sn__value_profile(
		    r, key, value, SN_KIND_PEER, &q->peer_device);
	if (!strcmp(key, "psk_shared_equal"))
		return read_yes_no(r, key, value, &q->psk_shared_equal);
	if (!strcmp(key, "connections"))
		return read_links(r, value, c);
	c->rows_given |=
	    !strcmp(key, "policy_routes") || !strcmp(key, "destination_routes");
	if (!strcmp(key, "policy_routes"))
		return sn__read_rows(r, root, key, c->rows, SN_ROUTE_POLICY);
	if (!strcmp(key, "destination_routes"))
		return sn__read_rows(
		    r, root, key, c->rows, SN_ROUTE_DESTINATION);
	return sn__value_refuse(
	    r, SN_ESYNTAX, name, "not a key that a diagnosis reads");
}

static sn_status
read_configured(const sn__reader *r, sn_configured *c)
{
	const sn__value *root;
	sn_status status = sn__json_read(r, &c->arena, &root);

	if (!status && root->type != SN__OBJECT)
		status =
		    sn__value_refuse(r, SN_ESYNTAX, root, "expected an object");
	for (size_t i = 0; !status && i < root->n; i++)
		status = read_key(r, root, &root->child[2 * i], c);
	if (c->rows_given)
		c->request.routes = sn_deployed_table(c->rows);
	c->request.segments[SN_LOCAL] = c->segments[SN_LOCAL];
	c->request.segments[SN_PEER] = c->segments[SN_PEER];
	return status;
}

sn_status
sn_configured_read(
    sn_configured **out, const char *text, size_t size, sn_error *error)
{
	static const sn_diagnosis_request defaults = SN_DIAGNOSIS_REQUEST_INIT;
	sn__reader r = sn__reader_of(text, size, error);
	sn_configured *c = calloc(1, sizeof(*c));
	sn_status status;

	if (!c)
		return SN_ENOMEM;
	c->arena = sn__arena_of(NULL);
	c->request = defaults;
	status = sn_deployed_new(&c->rows, NULL);
	if (!status)
		status = read_configured(&r, c);
	if (status) {
		sn_configured_free(c);
		return status;
	}
	*out = c;
	return SN_OK;
}

void
sn_configured_request(
    const sn_configured *configured, sn_diagnosis_request *request)
{
	*request = configured->request;
}
