/*
 * network.c - network.json into a plan request.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/json.h"
#include "supernet_text.h"

enum { PROPOSAL_MAX = 127 };

struct sn_network {
	sn_plan_request request;
	sn_prefix *side[2];
	sn_prefix *pool;
	char connection[SN_NAME_MAX + 1];
	char proposal[PROPOSAL_MAX + 1];
};

void
sn_network_free(sn_network *network)
{
	if (!network)
		return;
	free(network->side[SN_LOCAL]);
	free(network->side[SN_PEER]);
	free(network->pool);
	free(network);
}

static sn_status
read_shortest(const sn__reader *r, const sn__value *value, sn_plan_request *q)
{
	int64_t n = 0;
	sn_status status = sn__value_number(r, "shortest", value, 128, &n);

	if (status)
		return status;
	q->shortest4 = n > 32 ? 32 : (uint8_t)n;
	q->shortest6 = (uint8_t)n;
	q->shortest_given = 1;
	return SN_OK;
}

static sn_status
read_connection(
    const sn__reader *r, const sn__value *value, sn_network *network)
{
	const char *text = sn__value_text(value);

	if (!text || value->n > SN_NAME_MAX)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected an id of at most %d bytes for \"connection\"",
		    SN_NAME_MAX);
	snprintf(network->connection, sizeof(network->connection), "%s", text);
	network->request.connection = network->connection;
	return SN_OK;
}

static sn_status
read_proposal(const sn__reader *r, const sn__value *value, sn_network *network)
{
	const char *text = sn__value_text(value);

	if (!text || value->n > PROPOSAL_MAX)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected \"default\", \"legacy\" or algorithms for "
		    "\"proposal\"");
	snprintf(network->proposal, sizeof(network->proposal), "%s", text);
	network->request.proposal = network->proposal;
	return SN_OK;
}

/* The keys about proposals, rows and shared addresses. */
static sn_status
read_more(const sn__reader *r, const sn__value *name, sn_network *network)
{
	const char *key = name->text;
	const sn__value *value = name + 1;
	sn_plan_request *q = &network->request;
	bool yes = false;
	int64_t n = 0;
	sn_status status;

	if (!strcmp(key, "proposal"))
		return read_proposal(r, value, network);
	if (!strcmp(key, "auto_rows"))
		return sn__value_word(
		    r, key, value, SN_WORD_AUTO_ROWS, &q->auto_rows);
	if (!strcmp(key, "overlap"))
		return sn__value_word(
		    r, key, value, SN_WORD_OVERLAP, &q->overlap);
	if (!strcmp(key, "nat_pool"))
		return sn__value_prefixes(
		    r, key, value, &network->pool, &q->nat_pool_count);
	if (!strcmp(key, "routes_in_use")) {
		status = sn__value_number(r, key, value, INT64_MAX, &n);
		q->routes_in_use = (uint64_t)n;
		return status;
	}
	if (!strcmp(key, "publish")) {
		status = sn__value_boolean(r, key, value, &yes);
		q->publish = yes;
		return status;
	}
	return sn__value_refuse(
	    r, SN_ESYNTAX, name, "not a key that a network has");
}

static sn_status
read_key(const sn__reader *r, const sn__value *name, sn_network *network)
{
	const char *key = name->text;
	const sn__value *value = name + 1;
	sn_plan_request *q = &network->request;
	bool yes = false;
	sn_status status;

	if (!strcmp(key, "local"))
		return sn__value_prefixes(
		    r, key, value, &network->side[SN_LOCAL], &q->local_count);
	if (!strcmp(key, "peer"))
		return sn__value_prefixes(
		    r, key, value, &network->side[SN_PEER], &q->peer_count);
	if (!strcmp(key, "ike"))
		return sn__value_word(r, key, value, SN_WORD_IKE, &q->ike);
	if (!strcmp(key, "scheme"))
		return sn__value_word(
		    r, key, value, SN_WORD_SCHEME, &q->scheme);
	if (!strcmp(key, "align"))
		return sn__value_word(r, key, value, SN_WORD_ALIGN, &q->align);
	if (!strcmp(key, "gateway"))
		return sn__value_profile(
		    r, key, value, SN_KIND_GATEWAY, &q->gateway);
	if (!strcmp(key, "peer_device"))
		return sn__value_profile(
		    r, key, value, SN_KIND_PEER, &q->peer_device);
	if (!strcmp(key, "shortest"))
		return read_shortest(r, value, q);
	if (!strcmp(key, "connection"))
		return read_connection(r, value, network);
	if (!strcmp(key, "max_routes"))
		return sn__value_number(
		    r, key, value, INT64_MAX, &q->max_routes);
	if (!strcmp(key, "max_connections"))
		return sn__value_number(
		    r, key, value, INT64_MAX, &q->max_connections);
	if (!strcmp(key, "max_selectors"))
		return sn__value_number(
		    r, key, value, INT64_MAX, &q->max_selectors);
	if (!strcmp(key, "allow_public")) {
		status = sn__value_boolean(r, key, value, &yes);
		q->allow_public = yes;
		return status;
	}
	return read_more(r, name, network);
}

static sn_status
read_network(const sn__reader *r, const sn__value *root, sn_network *network)
{
	sn_status status = SN_OK;

	if (root->type != SN__OBJECT)
		return sn__value_refuse(
		    r, SN_ESYNTAX, root, "expected an object");
	for (size_t i = 0; i < root->n && !status; i++)
		status = read_key(r, &root->child[2 * i], network);
	network->request.local = network->side[SN_LOCAL];
	network->request.peer = network->side[SN_PEER];
	network->request.nat_pool = network->pool;
	return status;
}

sn_status
sn_network_read(
    sn_network **out, const char *text, size_t size, sn_error *error)
{
	static const sn_plan_request defaults = SN_PLAN_REQUEST_INIT;
	sn__reader r = sn__reader_of(text, size, error);
	sn__arena arena = sn__arena_of(NULL);
	sn_network *network = NULL;
	const sn__value *root;
	sn_status status = sn__json_read(&r, &arena, &root);

	if (!status) {
		network = calloc(1, sizeof(*network));
		status = network ? SN_OK : SN_ENOMEM;
	}
	if (!status) {
		network->request = defaults;
		status = read_network(&r, root, network);
	}
	sn__arena_clear(&arena);
	if (status) {
		sn_network_free(network);
		return status;
	}
	*out = network;
	return SN_OK;
}

void
sn_network_request(const sn_network *network, sn_plan_request *request)
{
	*request = network->request;
}
