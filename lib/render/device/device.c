/*
 * device.c - writes the stanzas of a device: conditions, loops, refusals.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/bits.h"
#include "base/error.h"
#include "render/device/device_writer.h"
#include "render/device/ike.h"
#include "render/device/nat.h"
#include "render/quote.h"
#include "vpn/block.h"

static const struct {
	const char *word;
	unsigned bit;
} conditions[] = {{"v2", SN__V2}, {"pfs", SN__PFS}, {"cbc", SN__CBC},
    {"routed", SN__ROUTED}, {"two", SN__TWO}, {"second", SN__SECOND},
    {"volume", SN__VOLUME}, {"ipv6", SN__IPV6}, {"everything", SN__EVERYTHING},
    {"single", SN__SINGLE}, {"sha1", SN__SHA1}, {"backup", SN__BACKUP}};

/* --------------------------------------------------------------- texts */

static bool
word_holds(const struct sn__device_writer *w, const char *word, size_t n)
{
	bool no = *word == '!';

	for (size_t i = 0; i < sizeof(conditions) / sizeof(*conditions); i++)
		if (strlen(conditions[i].word) == n - no &&
		    !memcmp(conditions[i].word, word + no, n - no))
			return !(w->holds & conditions[i].bit) == no;
	return false;
}

/* Whether all words of [p, end) hold. */
static bool
all_hold(const struct sn__device_writer *w, const char *p, const char *end)
{
	while (p < end) {
		const char *stop = memchr(p, ' ', (size_t)(end - p));

		stop = stop ? stop : end;
		if (!word_holds(w, p, (size_t)(stop - p)))
			return false;
		p = stop + (stop < end);
	}
	return true;
}

static void
put_line(struct sn__device_writer *w, const char *p, const char *end)
{
	while (p < end) {
		const char *open = memchr(p, '{', (size_t)(end - p));
		const char *close = open ? strchr(open, '}') : NULL;

		sn__out_bytes(w->out, p, (size_t)((open ? open : end) - p));
		if (!close)
			return;
		sn__device_field(w, open + 1, (size_t)(close - open - 1));
		p = close + 1;
	}
}

static void
put_text(struct sn__device_writer *w, const char *p)
{
	while (*p && !w->out->status) {
		const char *end = strchr(p, '\n'), *close;

		end = end ? end + 1 : p + strlen(p);
		if (*p != '[') {
			put_line(w, p, end);
		} else {
			close = strchr(p, ']');
			if (all_hold(w, p + 1, close))
				put_line(w, close + 1, end);
		}
		p = end;
	}
}

/* --------------------------------------------------------------- loops */

/* For each pair of @here and @there, or of one of them alone. */
static void
put_product(struct sn__device_writer *w, const char *text,
    const sn_prefix *here, size_t heres, const sn_prefix *there, size_t theres)
{
	for (size_t i = 0; i < heres && !w->out->status; i++)
		for (size_t k = 0; k < theres && !w->out->status; k++) {
			w->here = here[i];
			w->there = there[k];
			w->count++;
			put_text(w, text);
		}
}

/* The networks of a stanza, for one connection and tunnel. */
static void
put_networks(struct sn__device_writer *w, const struct sn__stanza *s)
{
	const sn_side *here = w->v->sides[SN_PEER];
	const sn_side *there = w->v->sides[SN_LOCAL];
	bool each_here = s->each & SN__EACH_HERE;
	bool each_there = s->each & SN__EACH_THERE;

	if (s->each & SN__EACH_BYPASS)
		put_product(w, s->text, w->c.peer, w->c.peer_count,
		    w->v->bypass[SN_PEER], w->v->bypass_count[SN_PEER]);
	else if (s->each & SN__EACH_PAIR)
		put_product(w, s->text, w->c.peer, w->c.peer_count, w->c.local,
		    w->c.local_count);
	else if (!each_here && !each_there)
		put_text(w, s->text);
	else
		put_product(w, s->text, here->aggregates,
		    each_here ? here->aggregate_count : 1, there->aggregates,
		    each_there ? there->aggregate_count : 1);
}

static void
set_tunnel(struct sn__device_writer *w, unsigned tunnel)
{
	w->tunnel = tunnel;
	w->holds &= ~(unsigned)SN__SECOND;
	w->holds |= tunnel ? SN__SECOND : 0;
}

static sn_status
read_connection(struct sn__device_writer *w, uint64_t i)
{
	sn_status status = sn_plan_connection(w->plan, i, &w->c);

	w->connection = i;
	w->holds &= ~(unsigned)SN__EVERYTHING;
	if (!status && !(w->holds & SN__ROUTED) &&
	    sn__ike_everything(w->c.local, w->c.local_count))
		w->holds |= SN__EVERYTHING;
	return status;
}

/* A stanza of one connection; @tunnels: it is for each of them. */
static void
put_stanza(
    struct sn__device_writer *w, const struct sn__stanza *s, bool tunnels)
{
	unsigned n = tunnels ? w->tunnels : 1;

	if (!all_hold(w, s->when, s->when + strlen(s->when)))
		return;
	for (unsigned i = 0; i < n; i++) {
		if (tunnels) {
			set_tunnel(w, i);
			w->count = 0;
		}
		put_networks(w, s);
	}
	if (tunnels)
		set_tunnel(w, 0);
}

static unsigned
outermost(const struct sn__stanza *s)
{
	return s->each & SN__EACH_CONNECTION ? SN__EACH_CONNECTION
					     : s->each & SN__EACH_TUNNEL;
}

/* Stanzas [s, end) have the same outermost loop, and share it. */
static sn_status
put_run(struct sn__device_writer *w, const struct sn__stanza *s,
    const struct sn__stanza *end)
{
	unsigned outer = outermost(s);
	uint64_t n = outer == SN__EACH_CONNECTION ? w->v->connection_count
		     : outer			  ? w->tunnels
						  : 1;
	bool inner = outer == SN__EACH_CONNECTION;
	sn_status status = SN_OK;

	for (uint64_t i = 0; i < n && !status && !w->out->status; i++) {
		status = read_connection(w, inner ? i : 0);
		set_tunnel(w, outer && !inner ? (unsigned)i : 0);
		w->count = 0;
		for (const struct sn__stanza *k = s; k < end && !status; k++)
			put_stanza(w, k, inner && k->each & SN__EACH_TUNNEL);
	}
	return status;
}

static sn_status
put_stanzas(struct sn__device_writer *w)
{
	const struct sn__stanza *s = w->d->stanzas;
	const struct sn__stanza *end = s + w->d->stanza_count, *next;
	sn_status status = SN_OK;

	for (; s < end && !status; s = next) {
		next = s + 1;
		while (next < end && outermost(next) == outermost(s))
			next++;
		status = put_run(w, s, next);
	}
	return status;
}

/* ------------------------------------------------------------ refusals */

/* Whether the spelling of each part is known. */
static const char *
not_spelt(const struct sn__device *d, const sn_proposal *o)
{
	const struct sn__spelling *ike = d->ike[o->ike - 1];

	if (!ike->encryption[sn__ctz32(o->ike_encryption)])
		return "IKE encryption";
	if (!ike->integrity[sn__ctz32(o->ike_integrity)])
		return "IKE integrity";
	if (!d->esp->encryption[sn__ctz32(o->esp_encryption)])
		return "ESP encryption";
	if (!sn__is_gcm(o->esp_encryption) &&
	    !d->esp->integrity[sn__ctz32(o->esp_integrity)])
		return "ESP integrity";
	return NULL;
}

static sn_status
check_proposal(const struct sn__device_writer *w, sn_error *error)
{
	sn_status status = sn__ike_check(w->plan, w->d->profile, error);
	const char *part;

	if (status)
		return status;
	part = not_spelt(w->d, w->v->proposal);
	return part ? sn__ike_not_taken(w->d->profile, part, error) : SN_OK;
}

static sn_status
refuse(const struct sn__device_writer *w, const char *why, sn_error *error)
{
	char message[256];

	snprintf(message, sizeof(message), "%s %s",
	    sn_profile_find(w->d->profile)->title, why);
	return sn__error_set(error, SN_EINVAL, message);
}

/* Both selectors are everything: routes decide. */
static bool
is_routed(const sn_connection *c)
{
	return sn__ike_everything(c->local, c->local_count) &&
	       sn__ike_everything(c->peer, c->peer_count);
}

static sn_status
check_family(const struct sn__device_writer *w, sn_error *error)
{
	unsigned form = is_routed(&w->c) ? SN__IPV6_ROUTES : SN__IPV6_SELECTORS;

	if (w->c.local[0].family == SN_IPV4 || w->d->ipv6 & form)
		return SN_OK;
	return refuse(w,
	    w->d->ipv6 ? "is written with IPv6 segments as selectors only "
			 "here, not with tunnel interfaces (--scheme)"
		       : "is written with IPv4 segments only here",
	    error);
}

static sn_status
check_connection(const struct sn__device_writer *w, sn_error *error)
{
	const sn_connection *c = &w->c;
	sn_status status = check_family(w, error);
	char why[128];

	if (status)
		return status;
	if ((c->local_count > 1 || c->peer_count > 1) &&
	    w->v->gateway->sa_model.value != SN_SA_PER_PAIR)
		return refuse(w,
		    "opens one SA for each pair of selectors, and the gateway "
		    "expects the several of this plan in one",
		    error);
	if (w->d->name_most &&
	    sn__label_size(c->name) + strlen("vpn-") > w->d->name_most) {
		snprintf(why, sizeof(why),
		    "is not known to take names longer than %u bytes",
		    w->d->name_most);
		return refuse(w, why, error);
	}
	return SN_OK;
}

static sn_status
check(struct sn__device_writer *w, sn_error *error)
{
	sn_status status = check_proposal(w, error);
	uint64_t pairs = 0;
	char why[128];

	for (uint64_t i = 0; i < w->v->connection_count && !status; i++) {
		status = read_connection(w, i);
		if (status)
			return sn__error_set(
			    error, status, sn_strerror(status));
		pairs += w->c.local_count * w->c.peer_count;
		status = check_connection(w, error);
	}
	if (!status && w->d->most && pairs > w->d->most) {
		snprintf(why, sizeof(why),
		    "holds at most %u pairs of selectors, and this plan has "
		    "%llu",
		    w->d->most, (unsigned long long)pairs);
		status = refuse(w, why, error);
	}
	if (!status && w->d->networks_most &&
	    (w->v->sides[SN_LOCAL]->aggregate_count > w->d->networks_most ||
		w->v->sides[SN_PEER]->aggregate_count > w->d->networks_most)) {
		snprintf(why, sizeof(why),
		    "is written with at most %u networks a side here",
		    w->d->networks_most);
		status = refuse(w, why, error);
	}
	return status;
}

/* @what is held by one tunnel alone, where the device says so. */
static void
set_one_tunnel(struct sn__device_writer *w, unsigned what)
{
	if (!(w->d->one_tunnel & what) || w->tunnels == 1)
		return;
	if (w->d->backup && !(w->holds & SN__IPV6))
		w->holds |= SN__BACKUP;
	else
		w->tunnels = 1;
}

static void
begin(struct sn__device_writer *w)
{
	const sn_proposal *p = w->v->proposal;

	w->holds = p->ike == SN_IKE_V2 ? SN__V2 : 0;
	w->holds |= p->pfs ? SN__PFS : 0;
	w->holds |= sn__is_gcm(p->esp_encryption) ? 0 : SN__CBC;
	w->holds |= p->ike_integrity == SN_INTEGRITY_SHA1 ? SN__SHA1 : 0;
	w->holds |= p->volume_lifetime ? SN__VOLUME : 0;
	w->holds |=
	    w->v->sides[SN_PEER]->selector.family == SN_IPV6 ? SN__IPV6 : 0;
	w->holds |= is_routed(&w->c) ? SN__ROUTED : 0;
	if (w->v->connection_count == 1 && w->c.local_count == 1 &&
	    w->c.peer_count == 1)
		w->holds |= SN__SINGLE;
	w->tunnels = sn__ike_tunnels(&w->c);
	w->holds |= w->tunnels > 1 ? SN__TWO : 0;
	if (!(w->holds & SN__ROUTED))
		set_one_tunnel(w, SN__ONE_OF_SELECTORS);
	if (w->holds & SN__IPV6)
		set_one_tunnel(w, SN__ONE_OF_IPV6);
}

sn_status
sn__put_device(const struct sn__device *d, const sn_plan *plan, sn__out *out,
    sn_error *error)
{
	struct sn__device_writer w = {.d = d,
	    .plan = plan,
	    .v = sn_plan_get(plan),
	    .out = out,
	    .c = SN_CONNECTION_INIT};
	sn_status status = check(&w, error);
	uint32_t *numbers;

	if (status)
		return status;
	status = sn__plan_numbers(plan, &numbers);
	if (status)
		return sn__error_set(error, status, sn_strerror(status));
	w.numbers = numbers;
	begin(&w);
	if (!d->translates)
		sn__put_nat_list(out, plan, *d->stanzas->text);
	status = put_stanzas(&w);
	free(numbers);
	return status;
}
