/*
 * network.c - network.json into a plan request.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "read/json.h"
#include "supernet_text.h"

enum { PROPOSAL_MAX = 127 };

/* What a site owns; its own strings end in NUL, or are empty. */
struct site {
	sn_prefix *side[2];
	char name[SN_SITE_NAME_MAX + 1];
	char connection[SN_NAME_MAX + 1];
	char proposal[PROPOSAL_MAX + 1];
	char standby_of[SN_SITE_NAME_MAX + 1];
};

struct sn_network {
	sn_plan_request request;
	sn_prefix *side[2];
	sn_prefix *pool;
	char connection[SN_NAME_MAX + 1];
	char proposal[PROPOSAL_MAX + 1];
	struct site *site;
	sn_site *sites; /* as the request has them */
	size_t site_count;
};

void
sn_network_free(sn_network *network)
{
	if (!network)
		return;
	for (size_t i = 0; i < network->site_count; i++) {
		free(network->site[i].side[SN_LOCAL]);
		free(network->site[i].side[SN_PEER]);
	}
	free(network->site);
	free(network->sites);
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
    const sn__reader *r, const sn__value *value, char to[SN_NAME_MAX + 1])
{
	const char *text = sn__value_text(value);

	if (!text || value->n > SN_NAME_MAX)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected an id of at most %d bytes for \"connection\"",
		    SN_NAME_MAX);
	snprintf(to, SN_NAME_MAX + 1, "%s", text);
	return SN_OK;
}

static sn_status
read_proposal(
    const sn__reader *r, const sn__value *value, char to[PROPOSAL_MAX + 1])
{
	const char *text = sn__value_text(value);

	if (!text || value->n > PROPOSAL_MAX)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected \"default\", \"legacy\" or algorithms for "
		    "\"proposal\"");
	snprintf(to, PROPOSAL_MAX + 1, "%s", text);
	return SN_OK;
}

/* --------------------------------------------------------------- sites */

static sn_status
read_site_name(const sn__reader *r, const char *key, const sn__value *value,
    char to[SN_SITE_NAME_MAX + 1])
{
	const char *text = sn__value_text(value);

	if (!text || !value->n || value->n > SN_SITE_NAME_MAX ||
	    strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") != value->n)
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected the name of a site for \"%s\": 1 to %d of a-z, "
		    "0-9 and -",
		    key, SN_SITE_NAME_MAX);
	snprintf(to, SN_SITE_NAME_MAX + 1, "%s", text);
	return SN_OK;
}

static sn_status
read_site_key(
    const sn__reader *r, const sn__value *name, struct site *site, sn_site *out)
{
	const char *key = name->text;
	const sn__value *value = name + 1;

	if (!strcmp(key, "name"))
		return read_site_name(r, key, value, site->name);
	if (!strcmp(key, "standby_of")) {
		out->standby_of = site->standby_of;
		return read_site_name(r, key, value, site->standby_of);
	}
	if (!strcmp(key, "local"))
		return sn__value_prefixes(
		    r, key, value, &site->side[SN_LOCAL], &out->local_count);
	if (!strcmp(key, "peer"))
		return sn__value_prefixes(
		    r, key, value, &site->side[SN_PEER], &out->peer_count);
	if (!strcmp(key, "peer_device"))
		return sn__value_profile(
		    r, key, value, SN_KIND_PEER, &out->peer_device);
	if (!strcmp(key, "ike"))
		return sn__value_word(r, key, value, SN_WORD_IKE, &out->ike);
	if (!strcmp(key, "scheme"))
		return sn__value_word(
		    r, key, value, SN_WORD_SCHEME, &out->scheme);
	if (!strcmp(key, "connection")) {
		out->connection = site->connection;
		return read_connection(r, value, site->connection);
	}
	if (!strcmp(key, "proposal")) {
		out->proposal = site->proposal;
		return read_proposal(r, value, site->proposal);
	}
	return sn__value_refuse(
	    r, SN_ESYNTAX, name, "not a key that a site has");
}

static sn_status
read_site(const sn__reader *r, const sn__value *value, struct site *site,
    sn_site *out)
{
	static const char *const needed[] = {"name", "peer"};
	static const sn_site defaults = SN_SITE_INIT;
	sn_status status = SN_OK;

	*out = defaults;
	if (value->type != SN__OBJECT)
		return sn__value_refuse(
		    r, SN_ESYNTAX, value, "expected an object for a site");
	for (size_t i = 0; i < value->n && !status; i++)
		status = read_site_key(r, &value->child[2 * i], site, out);
	for (size_t i = 0; i < 2 && !status; i++)
		if (!sn__value_get(value, needed[i]))
			return sn__value_refuse(r, SN_ESYNTAX, value,
			    "expected a site with \"%s\"", needed[i]);
	if (!status && !out->peer_count)
		return sn__value_refuse(r, SN_ESYNTAX,
		    sn__value_get(value, "peer"),
		    "expected segments of site %s for \"peer\"", site->name);
	if (!status && sn__value_get(value, "local") && !out->local_count)
		return sn__value_refuse(r, SN_ESYNTAX,
		    sn__value_get(value, "local"),
		    "expected segments of site %s for \"local\"", site->name);
	out->name = site->name;
	out->local = site->side[SN_LOCAL];
	out->peer = site->side[SN_PEER];
	return status;
}

static sn_status
read_sites(const sn__reader *r, const sn__value *value, sn_network *network)
{
	sn_status status = SN_OK;

	if (!sn__value_count(value))
		return sn__value_refuse(r, SN_ESYNTAX, value,
		    "expected a list of one site or more for \"sites\"");
	network->site = calloc(value->n, sizeof(*network->site));
	network->sites = calloc(value->n, sizeof(*network->sites));
	if (!network->site || !network->sites)
		return SN_ENOMEM;
	network->site_count = value->n;
	for (size_t i = 0; i < value->n && !status; i++)
		status = read_site(
		    r, &value->child[i], &network->site[i], &network->sites[i]);
	network->request.sites = network->sites;
	network->request.site_count = network->site_count;
	return status;
}

/* Compares sites by name, and equal ones by place. */
static int
compare_sites(const void *x, const void *y)
{
	const sn_site *a = *(const sn_site *const *)x;
	const sn_site *b = *(const sn_site *const *)y;
	int order = strcmp(a->name, b->name);

	return order ? order : (a > b) - (a < b);
}

/* The first site of @n, by name, that is not before @name. */
static size_t
place_of(const sn_site *const *named, size_t n, const char *name)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(named[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Names of sites are unique, and those referred to are there. */
static sn_status
check_names(const sn__reader *r, const sn__value *sites,
    const sn_network *network, const sn_site **named)
{
	size_t n = network->site_count;

	for (size_t i = 0; i < n; i++)
		named[i] = &network->sites[i];
	qsort(named, n, sizeof(*named), compare_sites);
	for (size_t i = 1; i < n; i++)
		if (!strcmp(named[i - 1]->name, named[i]->name))
			return sn__value_refuse(r, SN_ESYNTAX,
			    sn__value_get(
				&sites->child[named[i] - network->sites],
				"name"),
			    "two sites have this name");
	for (size_t i = 0; i < n; i++) {
		const char *of = network->sites[i].standby_of;
		const sn__value *value =
		    sn__value_get(&sites->child[i], "standby_of");
		size_t at = of ? place_of(named, n, of) : 0;

		if (of && (at == n || strcmp(named[at]->name, of)))
			return sn__value_refuse(r, SN_ESYNTAX, value,
			    "there is no site of this name to stand in for");
		if (of && named[at] == &network->sites[i])
			return sn__value_refuse(r, SN_ESYNTAX, value,
			    "a site cannot stand in for itself");
	}
	return SN_OK;
}

/* What a network with sites does not have besides, and how sites fit. */
static sn_status
check_sites(
    const sn__reader *r, const sn__value *root, const sn_network *network)
{
	static const char *const others[] = {"peer", "connection"};
	const sn_site **named;
	sn_status status;

	if (!network->site_count)
		return SN_OK;
	for (size_t i = 0; i < 2; i++)
		if (sn__value_get(root, others[i]))
			return sn__value_refuse(r, SN_ESYNTAX,
			    sn__value_get(root, others[i]),
			    "with \"sites\", each of them has its own \"%s\"",
			    others[i]);
	for (size_t i = 0; i < network->site_count; i++)
		if (!network->sites[i].local_count &&
		    !network->request.local_count)
			return sn__value_refuse(r, SN_ESYNTAX,
			    &sn__value_get(root, "sites")->child[i],
			    "site %s has no local segments, and the network "
			    "none that all sites have",
			    network->sites[i].name);
	named = calloc(network->site_count, sizeof(*named));
	if (!named)
		return SN_ENOMEM;
	status = check_names(r, sn__value_get(root, "sites"), network, named);
	free(named);
	return status;
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

	if (!strcmp(key, "sites"))
		return read_sites(r, value, network);
	if (!strcmp(key, "proposal")) {
		q->proposal = network->proposal;
		return read_proposal(r, value, network->proposal);
	}
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
	if (!strcmp(key, "connection")) {
		q->connection = network->connection;
		return read_connection(r, value, network->connection);
	}
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
	return status ? status : check_sites(r, root, network);
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
