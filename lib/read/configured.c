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
 * Texts stay where jansson has them: the parsed text is kept with the result.
 */
#include <stdlib.h>
#include <string.h>

#include "read/deployed.h"
#include "read/json_values.h"
#include "supernet_text.h"

enum { WORDS_MAX = 16 };

struct end {
	const char *word[SN_PARAMS][WORDS_MAX];
	sn_prefix *list[2]; /* local, peer */
};

struct sn_configured {
	json_t *root; /* owns the texts */
	sn_diagnosis_request request;
	sn_prefix *segments[2];
	sn_link *link;
	struct end (*end)[2];
	size_t links;
	sn_deployed *rows;
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
	json_decref(c->root);
	free(c);
}

static sn_status
read_text(sn__reader *r, const char *key, const json_t *value, const char **out)
{
	const char *text = json_string_value(value);

	if (!text || json_string_length(value) > SN_NAME_MAX)
		return sn__load_refuse(r, SN_ESYNTAX, key,
		    "expected \"%s\" as a text of at most %d bytes", key,
		    SN_NAME_MAX);
	/* It is printed: nothing that a terminal acts on. */
	for (const char *c = text; *c; c++)
		if (*c < ' ' || *c > '~')
			return sn__load_refuse(r, SN_ESYNTAX, key,
			    "expected \"%s\" in printable ASCII", key);
	*out = text;
	return SN_OK;
}

static sn_status
read_yes_no(sn__reader *r, const char *key, const json_t *value, uint32_t *out)
{
	if (!json_is_boolean(value))
		return sn__load_refuse(r, SN_ESYNTAX, key,
		    "expected \"%s\" as true or false", key);
	*out = json_is_true(value) ? SN_YES : SN_NO;
	return SN_OK;
}

static sn_status
read_number(sn__reader *r, const char *key, const json_t *value, int64_t *out)
{
	const char *text = json_string_value(value);

	if (text && !strcmp(text, "max") && !strcmp(key, "volume_lifetime")) {
		*out = INT64_MAX;
		return SN_OK;
	}
	if (!json_is_integer(value) || json_integer_value(value) < 0)
		return sn__load_refuse(r, SN_ESYNTAX, key,
		    "expected \"%s\" as a number that is not negative", key);
	*out = json_integer_value(value);
	return SN_OK;
}

/* One algorithm, or a list of them. */
static sn_status
read_algorithms(sn__reader *r, unsigned param, const json_t *value,
    struct end *room, sn_end *end)
{
	const char *key = sn_word(SN_WORD_PARAM, param);
	size_t n = json_is_array(value) ? json_array_size(value) : 1;
	sn_status status = SN_OK;

	if (n > WORDS_MAX)
		return sn__load_refuse(r, SN_ELIMIT, key,
		    "expected at most %d values for \"%s\"", WORDS_MAX, key);
	for (size_t i = 0; i < n && !status; i++)
		status = read_text(r, key,
		    json_is_array(value) ? json_array_get(value, i) : value,
		    &room->word[param][i]);
	end->param[param] = room->word[param];
	end->param_count[param] = n;
	return status;
}

static sn_status
read_end_key(sn__reader *r, const char *key, const json_t *value,
    struct end *room, sn_end *end)
{
	static const char *const ike[] = {"", "v1", "v2", NULL};
	static const char *const dpd[] = {
	    "", "off", "standard", "proprietary", NULL};
	sn_status status;

	for (unsigned i = 0; i < SN_PARAMS; i++)
		if (!strcmp(key, sn_word(SN_WORD_PARAM, i)))
			return read_algorithms(r, i, value, room, end);
	if (!strcmp(key, "ike"))
		return sn__load_word(r, key, value, ike, &end->ike);
	if (!strcmp(key, "dpd"))
		return sn__load_word(r, key, value, dpd, &end->dpd);
	if (!strcmp(key, "mode"))
		return read_text(r, key, value, &end->mode);
	if (!strcmp(key, "ike_lifetime"))
		return read_number(r, key, value, &end->ike_lifetime);
	if (!strcmp(key, "ipsec_lifetime"))
		return read_number(r, key, value, &end->ipsec_lifetime);
	if (!strcmp(key, "volume_lifetime"))
		return read_number(r, key, value, &end->volume_lifetime);
	if (!strcmp(key, "local")) {
		status =
		    sn__load_list(r, value, &room->list[0], &end->local_count);
		end->local = room->list[0];
		return status;
	}
	if (!strcmp(key, "peer")) {
		status =
		    sn__load_list(r, value, &room->list[1], &end->peer_count);
		end->peer = room->list[1];
		return status;
	}
	return sn__load_refuse(
	    r, SN_ESYNTAX, key, "not something that an end has");
}

static sn_status
read_end(sn__reader *r, const char *name, const json_t *object,
    struct end *room, sn_end *end)
{
	const char *key;
	json_t *value;
	sn_status status;

	if (!json_is_object(object))
		return sn__load_refuse(
		    r, SN_ESYNTAX, name, "expected \"%s\" as an object", name);
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		status = read_end_key(r, key, value, room, end);
		if (status)
			return status;
	}
	return SN_OK;
}

static sn_status
read_link_key(sn__reader *r, const char *key, const json_t *value,
    struct end room[2], sn_link *link)
{
	if (!strcmp(key, "name"))
		return read_text(r, key, value, &link->name);
	if (!strcmp(key, "customer_gateway"))
		return read_text(r, key, value, &link->customer_gateway);
	if (!strcmp(key, "psk_equal"))
		return read_yes_no(r, key, value, &link->psk_equal);
	if (!strcmp(key, "gateway"))
		return read_end(
		    r, key, value, &room[SN_LOCAL], &link->end[SN_LOCAL]);
	if (!strcmp(key, "peer_device"))
		return read_end(
		    r, key, value, &room[SN_PEER], &link->end[SN_PEER]);
	return sn__load_refuse(
	    r, SN_ESYNTAX, key, "not something that a connection has");
}

static sn_status
read_link(
    sn__reader *r, const json_t *object, struct end room[2], sn_link *link)
{
	const char *key;
	json_t *value;
	sn_status status;

	for (unsigned e = 0; e < 2; e++)
		link->end[e].ike_lifetime = link->end[e].ipsec_lifetime =
		    link->end[e].volume_lifetime = -1;
	if (!json_is_object(object))
		return sn__load_refuse(r, SN_ESYNTAX, "connections",
		    "expected each connection as an object");
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
	{
		status = read_link_key(r, key, value, room, link);
		if (status)
			return status;
	}
	if (!link->name)
		return sn__load_refuse(r, SN_ESYNTAX, "connections",
		    "expected a \"name\" in each connection");
	return SN_OK;
}

static sn_status
read_links(sn__reader *r, const json_t *value, sn_configured *c)
{
	size_t n = json_array_size(value);
	sn_status status = SN_OK;

	if (!json_is_array(value))
		return sn__load_refuse(r, SN_ESYNTAX, "connections",
		    "expected \"connections\" as a list");
	c->link = calloc(n ? n : 1, sizeof(*c->link));
	c->end = calloc(n ? n : 1, sizeof(*c->end));
	if (!c->link || !c->end)
		return SN_ENOMEM;
	for (c->links = 0; c->links < n && !status; c->links++)
		status = read_link(r, json_array_get(value, c->links),
		    c->end[c->links], &c->link[c->links]);
	c->request.links = c->link;
	c->request.link_count = n;
	return status;
}

static sn_status
read_key(sn__reader *r, const char *key, const json_t *value, sn_configured *c)
{
	sn_diagnosis_request *q = &c->request;

	if (!strcmp(key, "local"))
		return sn__load_list(r, value, &c->segments[SN_LOCAL],
		    &q->segment_count[SN_LOCAL]);
	if (!strcmp(key, "peer"))
		return sn__load_list(r, value, &c->segments[SN_PEER],
		    &q->segment_count[SN_PEER]);
	if (!strcmp(key, "gateway"))
		return sn__load_profile(
		    r, key, value, SN_KIND_GATEWAY, &q->gateway);
	if (!strcmp(key, "peer_device"))
		return sn__load_profile(
		    r, key, value, SN_KIND_PEER, &q->peer_device);
	if (!strcmp(key, "psk_shared_equal"))
		return read_yes_no(r, key, value, &q->psk_shared_equal);
	if (!strcmp(key, "connections"))
		return read_links(r, value, c);
	if (!strcmp(key, "policy_routes"))
		return sn__load_rows(r, c->root, key, c->rows, SN_ROUTE_POLICY);
	if (!strcmp(key, "destination_routes"))
		return sn__load_rows(
		    r, c->root, key, c->rows, SN_ROUTE_DESTINATION);
	return sn__load_refuse(
	    r, SN_ESYNTAX, key, "not something that a diagnosis reads");
}

sn_status
sn_configured_read(
    sn_configured **out, const char *text, size_t size, sn_error *error)
{
	static const sn_diagnosis_request defaults = SN_DIAGNOSIS_REQUEST_INIT;
	sn__reader r = {text, size, error};
	sn_status status = SN_OK;
	json_t *root = sn__load_json(&r, &status), *value;
	sn_configured *c;
	const char *key;

	if (!root)
		return status;
	c = calloc(1, sizeof(*c));
	if (!c) {
		json_decref(root);
		return SN_ENOMEM;
	}
	c->root = root;
	c->request = defaults;
	status = sn_deployed_new(&c->rows, NULL);
	if (!status && !json_is_object(root))
		status =
		    sn__load_refuse(&r, SN_ESYNTAX, "", "expected an object");
	if (!status)
		json_object_foreach(root, key, value)
		{
			status = read_key(&r, key, value, c);
			if (status)
				break;
		}
	if (status) {
		sn_configured_free(c);
		return status;
	}
	c->request.routes = sn_deployed_table(c->rows);
	c->request.segments[SN_LOCAL] = c->segments[SN_LOCAL];
	c->request.segments[SN_PEER] = c->segments[SN_PEER];
	*out = c;
	return SN_OK;
}

void
sn_configured_request(
    const sn_configured *configured, sn_diagnosis_request *request)
{
	*request = configured->request;
}
