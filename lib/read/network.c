/*
 * network.c - network.json into a plan request.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/json_values.h"
#include "supernet_text.h"

struct sn_network {
	sn_plan_request request;
	sn_prefix *side[2];
	char connection[SN_NAME_MAX + 1];
};

void
sn_network_free(sn_network *network)
{
	if (!network)
		return;
	free(network->side[SN_LOCAL]);
	free(network->side[SN_PEER]);
	free(network);
}

static sn_status
read_number(sn__reader *r, const char *key, const json_t *value, int64_t most,
    int64_t *out)
{
	if (!json_is_integer(value) || json_integer_value(value) < 0 ||
	    json_integer_value(value) > most)
		return sn__load_refuse(r, SN_ESYNTAX, key,
		    "expected a number from 0 to %lld for \"%s\"",
		    (long long)most, key);
	*out = json_integer_value(value);
	return SN_OK;
}

static sn_status
read_shortest(sn__reader *r, const json_t *value, sn_plan_request *q)
{
	int64_t n = 0;
	sn_status status = read_number(r, "shortest", value, 128, &n);

	if (status)
		return status;
	q->shortest4 = n > 32 ? 32 : (uint8_t)n;
	q->shortest6 = (uint8_t)n;
	q->shortest_given = 1;
	return SN_OK;
}

static sn_status
read_connection(sn__reader *r, const json_t *value, sn_network *network)
{
	const char *text = json_string_value(value);

	if (!text || json_string_length(value) > SN_NAME_MAX)
		return sn__load_refuse(r, SN_ESYNTAX, "connection",
		    "expected an id of at most %d bytes", SN_NAME_MAX);
	snprintf(network->connection, sizeof(network->connection), "%s", text);
	network->request.connection = network->connection;
	return SN_OK;
}

static sn_status
read_key(
    sn__reader *r, const char *key, const json_t *value, sn_network *network)
{
	static const char *const ike[] = {"", "v1", "v2", NULL};
	static const char *const scheme[] = {
	    "auto", "destination", "aggregate", "pairs", NULL};
	static const char *const align[] = {"minimal", "octet", NULL};
	sn_plan_request *q = &network->request;

	if (!strcmp(key, "local"))
		return sn__load_list(
		    r, value, &network->side[SN_LOCAL], &q->local_count);
	if (!strcmp(key, "peer"))
		return sn__load_list(
		    r, value, &network->side[SN_PEER], &q->peer_count);
	if (!strcmp(key, "ike"))
		return sn__load_word(r, key, value, ike, &q->ike);
	if (!strcmp(key, "scheme"))
		return sn__load_word(r, key, value, scheme, &q->scheme);
	if (!strcmp(key, "align"))
		return sn__load_word(r, key, value, align, &q->align);
	if (!strcmp(key, "gateway"))
		return sn__load_profile(
		    r, key, value, SN_KIND_GATEWAY, &q->gateway);
	if (!strcmp(key, "peer_device"))
		return sn__load_profile(
		    r, key, value, SN_KIND_PEER, &q->peer_device);
	if (!strcmp(key, "shortest"))
		return read_shortest(r, value, q);
	if (!strcmp(key, "connection"))
		return read_connection(r, value, network);
	if (!strcmp(key, "max_routes"))
		return read_number(r, key, value, INT64_MAX, &q->max_routes);
	if (!strcmp(key, "max_connections"))
		return read_number(
		    r, key, value, INT64_MAX, &q->max_connections);
	if (!strcmp(key, "max_selectors"))
		return read_number(r, key, value, INT64_MAX, &q->max_selectors);
	if (!strcmp(key, "allow_public") && json_is_boolean(value)) {
		q->allow_public = json_is_true(value);
		return SN_OK;
	}
	return sn__load_refuse(
	    r, SN_ESYNTAX, key, "unknown key, or a value it cannot have");
}

sn_status
sn_network_read(
    sn_network **out, const char *text, size_t size, sn_error *error)
{
	static const sn_plan_request defaults = SN_PLAN_REQUEST_INIT;
	sn__reader r = {text, size, error};
	sn_network *network;
	sn_status status = SN_OK;
	json_t *root = sn__load_json(&r, &status), *value;
	const char *key;

	if (!root)
		return status;
	network = calloc(1, sizeof(*network));
	if (!network) {
		json_decref(root);
		return SN_ENOMEM;
	}
	network->request = defaults;
	if (!json_is_object(root))
		status =
		    sn__load_refuse(&r, SN_ESYNTAX, "", "expected an object");
	json_object_foreach(root, key, value)
	{
		status = read_key(&r, key, value, network);
		if (status)
			break;
	}
	json_decref(root);
	if (status) {
		sn_network_free(network);
		return status;
	}
	network->request.local = network->side[SN_LOCAL];
	network->request.peer = network->side[SN_PEER];
	*out = network;
	return SN_OK;
}

void
sn_network_request(const sn_network *network, sn_plan_request *request)
{
	*request = network->request;
}
