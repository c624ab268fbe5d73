/*
 * plan_config.c - a plan of our own, or the network that one is made for, as
 * the configuration of its gateway's end.
 *
 * It has what a plan says: selectors and the proposal for both ends. Addresses,
 * identities and keys it does not have, so none are compared.
 */
#include "read/plan_config.h"

#include <string.h>

#include "base/bits.h"
#include "base/error.h"
#include "read/json.h"
#include "supernet_text.h"

/* What is proposed in both phases; NULL and 0: not said. */
struct proposed {
	const char *encryption[2];
	const char *integrity[2];
	const char *group[2];
	int64_t lifetime[2];
	int64_t volume; /* kilobytes */
};

bool
sn__is_plan(const sn__reader *r)
{
	sn__reader quiet = {.text = r->text, .size = r->size, .mark = r->mark};
	sn__arena arena = sn__arena_of(NULL);
	const sn__value *root;
	size_t offset = 0;
	bool is = false;

	if (!sn__json_next(&quiet, &arena, &offset, &root))
		is = sn__value_get(root, "connections")
			 ? sn__value_get(root, "version") != NULL
			 : sn__value_get(root, "local") &&
			       (sn__value_get(root, "peer") ||
				   sn__value_get(root, "sites"));
	sn__arena_clear(&arena);
	return is;
}

/* ------------------------------------------------------------ filling */

static void
add_word(struct sn__offer *o, unsigned kind, const char *word, bool *unsure)
{
	uint16_t code = 0;

	if (!word || !sn__algorithm(kind, word, strlen(word), &code))
		*unsure |= kind != SN__ALG_INTEGRITY ||
			   !sn__is_aead(o->alg[SN__ALG_ENCRYPTION][0]);
	else if (kind != SN__ALG_GROUP || code)
		sn__offer_add(o, kind, code);
}

static sn_status
add_offer(sn_ike_config *c, struct sn__span *span, const struct proposed *p,
    unsigned phase, bool *unsure)
{
	struct sn__offer o = {.ike = !phase};

	add_word(&o, SN__ALG_ENCRYPTION, p->encryption[phase], unsure);
	add_word(&o, SN__ALG_INTEGRITY, p->integrity[phase], unsure);
	add_word(&o, SN__ALG_GROUP, p->group[phase], unsure);
	if (phase)
		sn__offer_add(&o, SN__ALG_ESN, 0);
	else if (o.n[SN__ALG_INTEGRITY])
		sn__offer_add(&o, SN__ALG_PRF, o.alg[SN__ALG_INTEGRITY][0]);
	return sn__ike_add_offer(c, span, &o);
}

static sn_status
add_side(sn_ike_config *c, struct sn__span *span, const sn_prefix *p, size_t n)
{
	sn_status status = SN_OK;

	for (size_t i = 0; i < n && !status; i++)
		status = sn__ike_add_ts(
		    c, span, (struct sn__ts){.range = sn_prefix_range(p[i])});
	return status;
}

static sn_status
add_connection(
    sn_ike_config *c, const sn_connection *from, const struct proposed *p)
{
	struct sn__ike_connection *of;
	struct sn__ike_child *child;
	sn_status status = sn__ike_add_connection(c, &of);

	if (!status)
		status =
		    sn__ike_keep(c, from->name, strlen(from->name), &of->name);
	if (status)
		return status;
	of->version = from->ike;
	of->other_auth = true;
	of->rekey_time = p->lifetime[0];
	status = add_offer(c, &of->offers, p, 0, &of->unsure);
	if (!status)
		status = sn__ike_add_child(c, &child);
	if (status)
		return status;
	child->name = of->name;
	child->rekey_time = child->life_time = p->lifetime[1];
	child->life_bytes =
	    p->volume < INT64_MAX / 1024 ? p->volume * 1024 : INT64_MAX;
	status =
	    add_side(c, &child->ts[SN_LOCAL], from->local, from->local_count);
	if (!status)
		status = add_side(
		    c, &child->ts[SN_PEER], from->peer, from->peer_count);
	return status ? status
		      : add_offer(c, &child->offers, p, 1, &child->unsure);
}

/* ------------------------------------------------------------ reading */

/* The words of a plan's proposal; a plan of 0.1 has none. */
static void
read_proposal(const sn__value *root, struct proposed *p)
{
	static const char *const key[4][2] = {
	    {"ike_encryption", "esp_encryption"},
	    {"ike_integrity", "esp_integrity"}, {"ike_dh", "pfs"},
	    {"ike_lifetime", "ipsec_lifetime"}};
	const sn__value *from = sn__value_get(root, "proposal");
	const sn__value *volume = sn__value_get(from, "volume_lifetime");

	if (sn__value_is(volume, SN__INTEGER) && volume->number > 0)
		p->volume = volume->number;
	for (unsigned phase = 0; phase < 2; phase++) {
		const sn__value *seconds = sn__value_get(from, key[3][phase]);

		p->encryption[phase] =
		    sn__value_text(sn__value_get(from, key[0][phase]));
		p->integrity[phase] =
		    sn__value_text(sn__value_get(from, key[1][phase]));
		p->group[phase] =
		    sn__value_text(sn__value_get(from, key[2][phase]));
		if (sn__value_is(seconds, SN__INTEGER))
			p->lifetime[phase] = seconds->number;
	}
}

static sn_status
read_plan(const sn__reader *r, sn_ike_config *c, const sn__value *root)
{
	struct proposed p = {.lifetime = {0}};
	sn_deployed *d = NULL;
	sn_status status = sn_deployed_read(
	    &d, r->text - r->mark, r->size + r->mark, r->error);

	if (status)
		return status;
	read_proposal(root, &p);
	for (size_t i = 0; i < sn_deployed_connection_count(d) && !status; i++)
		status = add_connection(c, sn_deployed_connection(d, i), &p);
	sn_deployed_free(d);
	return status;
}

/* The word of one bit; NULL: none is set. */
static const char *
word_of(unsigned kind, uint32_t bit)
{
	return bit ? sn_word(kind, sn__ctz32(bit)) : NULL;
}

static sn_status
take_plan(sn_ike_config *c, const sn_plan *plan)
{
	const sn_plan_view *v = sn_plan_get(plan);
	const sn_proposal *from = v->proposal;
	struct proposed p = {.lifetime = {0}};
	sn_connection connection = SN_CONNECTION_INIT;
	sn_status status = SN_OK;

	/* One of one's own goes with the network that has it. */
	c->profile[SN_LOCAL] = sn_profile_find(v->gateway->name);
	c->profile[SN_PEER] = sn_profile_find(v->peer_device->name);
	sn__ike_kind_of_profile(c);
	if (from)
		p = (struct proposed){
		    .encryption = {word_of(SN_WORD_ENCRYPTION,
				       from->ike_encryption),
			word_of(SN_WORD_ENCRYPTION, from->esp_encryption)},
		    .integrity = {word_of(
				      SN_WORD_INTEGRITY, from->ike_integrity),
			word_of(SN_WORD_INTEGRITY, from->esp_integrity)},
		    .group = {sn_word(SN_WORD_GROUP, from->ike_dh),
			from->pfs ? sn_word(SN_WORD_GROUP, from->pfs) : "none"},
		    .lifetime = {from->ike_lifetime, from->ipsec_lifetime},
		    .volume = from->volume_lifetime};
	for (uint64_t i = 0; i < v->connection_count && !status; i++) {
		status = sn_plan_connection(plan, i, &connection);
		if (!status)
			status = add_connection(c, &connection, &p);
	}
	return status;
}

/* The plan that this version makes for it. */
static sn_status
read_network(const sn__reader *r, sn_ike_config *c)
{
	static const sn_plan_request none = SN_PLAN_REQUEST_INIT;
	sn_plan_request request = none;
	sn_network *network = NULL;
	sn_plan *plan = NULL;
	sn_error e = {0};
	sn_status status = sn_network_read(
	    &network, r->text - r->mark, r->size + r->mark, r->error);

	if (status)
		return status;
	sn_network_request(network, &request);
	status = sn_plan_new(&plan, &request, &e);
	if (!status && sn_plan_get(plan)->scheme == SN_SCHEME_NONE)
		status = sn__error_set(
		    &e, SN_EINFEASIBLE, "no plan is feasible for it");
	if (!status)
		status = take_plan(c, plan);
	else if (status != SN_ENOMEM)
		status = sn__refuse(r, SN_ESYNTAX, r->text, 0, "%s", e.message);
	sn_plan_free(plan);
	sn_network_free(network);
	return status;
}

sn_status
sn__read_plan_config(const sn__reader *r, sn_ike_config *c, const char *gateway)
{
	sn__arena arena = sn__arena_of(&c->alloc);
	const sn__value *root;
	sn_status status = sn__json_read(r, &arena, &root);

	(void)gateway; /* it is the only one */
	c->from_gateway = true;
	if (!status)
		status = sn__value_get(root, "connections")
			     ? read_plan(r, c, root)
			     : read_network(r, c);
	sn__arena_clear(&arena);
	return status;
}
