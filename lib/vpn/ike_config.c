/*
 * ike_config.c - the object that readers of configurations fill.
 */
#include "vpn/ike_config.h"

#include <string.h>

sn_status
sn__ike_config_new(sn_ike_config **out, const sn_alloc *alloc)
{
	sn_alloc keep = sn__alloc_keep(alloc);
	sn_ike_config *c = sn__calloc(&keep, 1, sizeof(*c));
	sn__text none;

	if (!c)
		return SN_ENOMEM;
	c->alloc = keep;
	if (sn__ike_keep(c, "", 0, &none)) {
		sn_ike_config_free(c);
		return SN_ENOMEM;
	}
	*out = c;
	return SN_OK;
}

void
sn_ike_config_free(sn_ike_config *config)
{
	sn_alloc alloc;

	if (!config)
		return;
	alloc = config->alloc;
	sn__free(&alloc, config->text);
	sn__free(&alloc, config->connection);
	sn__free(&alloc, config->child);
	sn__free(&alloc, config->ts);
	sn__free(&alloc, config->offer);
	sn__free(&alloc, config->key);
	sn__free(&alloc, config->owner);
	sn__free(&alloc, config);
}

void
sn__ike_kind_of_profile(sn_ike_config *c)
{
	const sn_profile *own = c->profile[SN_LOCAL];

	c->kind = own == sn_profile_find("strongswan") ? SN__IKE_STRONGSWAN
		  : own && own->sa_model.value == SN_SA_PER_PAIR
		      ? SN__IKE_PER_PAIR
		      : SN__IKE_UNKNOWN;
}

static void
swap_texts(sn__text pair[2])
{
	sn__text first = pair[0];

	pair[0] = pair[1];
	pair[1] = first;
}

static void
swap_spans(struct sn__span pair[2])
{
	struct sn__span first = pair[0];

	pair[0] = pair[1];
	pair[1] = first;
}

void
sn_ike_config_turn(sn_ike_config *config)
{
	const sn_profile *own = config->profile[SN_LOCAL];

	if (!config->from_gateway)
		return;
	for (size_t i = 0; i < config->children; i++)
		swap_spans(config->child[i].ts);
	config->profile[SN_LOCAL] = config->profile[SN_PEER];
	config->profile[SN_PEER] = own;
	sn__ike_kind_of_profile(config);
}

/* Whether the device of the other end talks to the same address, which is
 * then its own here. */
static bool
is_averted(const sn_ike_config *c, const struct sn__ike_connection *of,
    const sn_ike_config *other)
{
	const char *left = sn__ike_text(c, of->address[SN_LOCAL]);
	const char *right = sn__ike_text(c, of->address[SN_PEER]);
	bool averted = false;

	for (size_t i = 0; i < other->connections && *right; i++) {
		const struct sn__ike_connection *o = &other->connection[i];
		const char *to = sn__ike_text(other, o->address[SN_PEER]);

		if (*left && !strcmp(to, left))
			return false;
		averted |= !strcmp(to, right);
	}
	return averted;
}

/* Whether there is any connection that may be turned. */
static bool
face(sn_ike_config *c, const sn_ike_config *other)
{
	bool any = false;

	for (size_t i = 0; i < c->connections; i++) {
		struct sn__ike_connection *of = &c->connection[i];

		any |= of->either_way;
		if (!of->either_way || !is_averted(c, of, other))
			continue;
		swap_texts(of->address);
		swap_texts(of->id);
		for (uint32_t k = 0; k < of->children.n; k++)
			swap_spans(c->child[of->children.first + k].ts);
	}
	return any;
}

void
sn_ike_configs_face(sn_ike_config *gateway, sn_ike_config *peer)
{
	if (!face(peer, gateway))
		(void)face(gateway, peer);
}

sn_status
sn__ike_keep(sn_ike_config *c, const char *p, size_t n, sn__text *out)
{
	size_t want = c->text_size + n + 1;

	if (want > SN__IKE_TEXT_MAX)
		return SN_ELIMIT;
	if (want > c->text_capacity) {
		size_t more = want + want / 2 + 256;
		char *bigger = sn__realloc(&c->alloc, c->text, more, 1);

		if (!bigger)
			return SN_ENOMEM;
		c->text = bigger;
		c->text_capacity = more;
	}
	if (!n && c->text_size) {
		*out = 0;
		return SN_OK;
	}
	*out = (sn__text)c->text_size;
	if (n)
		memcpy(c->text + c->text_size, p, n);
	c->text[c->text_size + n] = '\0';
	c->text_size = want;
	return SN_OK;
}

sn_status
sn__ike_add_connection(sn_ike_config *c, struct sn__ike_connection **out)
{
	if (c->connections == SN__IKE_CONNECTIONS_MAX)
		return SN_ELIMIT;
	if (!sn__grow(&c->alloc, &c->connection, &c->connection_capacity,
		c->connections, sizeof(*c->connection)))
		return SN_ENOMEM;
	*out = &c->connection[c->connections++];
	memset(*out, 0, sizeof(**out));
	(*out)->children.first = (uint32_t)c->children;
	return SN_OK;
}

sn_status
sn__ike_add_child(sn_ike_config *c, struct sn__ike_child **out)
{
	if (c->children == SN__IKE_CHILDREN_MAX)
		return SN_ELIMIT;
	if (!sn__grow(&c->alloc, &c->child, &c->child_capacity, c->children,
		sizeof(*c->child)))
		return SN_ENOMEM;
	*out = &c->child[c->children++];
	memset(*out, 0, sizeof(**out));
	(*out)->connection = (uint32_t)c->connections - 1;
	c->connection[c->connections - 1].children.n++;
	return SN_OK;
}

sn_status
sn__ike_add_key(sn_ike_config *c, struct sn__ike_key **out)
{
	if (c->keys == SN__IKE_CONNECTIONS_MAX)
		return SN_ELIMIT;
	if (!sn__grow(
		&c->alloc, &c->key, &c->key_capacity, c->keys, sizeof(*c->key)))
		return SN_ENOMEM;
	*out = &c->key[c->keys++];
	memset(*out, 0, sizeof(**out));
	(*out)->owners.first = (uint32_t)c->owners;
	return SN_OK;
}

sn_status
sn__ike_add_owner(sn_ike_config *c, sn__text owner)
{
	if (c->owners == SN__IKE_TS_MAX)
		return SN_ELIMIT;
	if (!sn__grow(&c->alloc, &c->owner, &c->owner_capacity, c->owners,
		sizeof(*c->owner)))
		return SN_ENOMEM;
	c->owner[c->owners++] = owner;
	c->key[c->keys - 1].owners.n++;
	return SN_OK;
}

sn_status
sn__ike_add_ts(sn_ike_config *c, struct sn__span *span, struct sn__ts ts)
{
	if (c->ts_n == SN__IKE_TS_MAX)
		return SN_ELIMIT;
	if (!sn__grow(
		&c->alloc, &c->ts, &c->ts_capacity, c->ts_n, sizeof(*c->ts)))
		return SN_ENOMEM;
	if (!span->n)
		span->first = (uint32_t)c->ts_n;
	c->ts[c->ts_n++] = ts;
	span->n++;
	return SN_OK;
}

sn_status
sn__ike_add_offer(
    sn_ike_config *c, struct sn__span *span, const struct sn__offer *offer)
{
	if (c->offers == SN__IKE_TS_MAX)
		return SN_ELIMIT;
	if (!sn__grow(&c->alloc, &c->offer, &c->offer_capacity, c->offers,
		sizeof(*c->offer)))
		return SN_ENOMEM;
	if (!span->n)
		span->first = (uint32_t)c->offers;
	c->offer[c->offers++] = *offer;
	span->n++;
	return SN_OK;
}

sn_status
sn__ike_strange(sn_ike_config *c, const char *p, size_t n)
{
	size_t most = sizeof(c->strange_text) / sizeof(*c->strange_text);

	if (c->strange++ >= most)
		return SN_OK;
	return sn__ike_keep(
	    c, p, n > 60 ? 60 : n, &c->strange_text[c->strange - 1]);
}
