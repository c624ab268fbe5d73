/*
 * plan_nat.c - sides that share addresses, made apart by translation.
 *
 * The units of a side are its aggregates that meet the other side. Each gets
 * an image of its size in the pool: one in use stays; of the others the local
 * side's are placed first, then the peer's (nat.c). A side is translated at its
 * own end where that is known to translate, else at the other: then it is the
 * original that crosses the tunnel, and the image that is seen beyond the other
 * end. All that follows plans with what crosses the tunnel.
 */
#include <stdio.h>

#include "base/error.h"
#include "vpn/nat.h"
#include "vpn/nat_pool.h"
#include "vpn/special.h"

struct half {
	sn_prefixes *units;
	const sn_prefix *unit;
	size_t n;
	sn_prefix *image; /* of each unit */
	bool *kept;	  /* whether it was in use */
};

struct job {
	struct sn__planning *in;
	struct half half[2];
	sn_set *used;	/* what no image may touch */
	sn_set *free;	/* what is left of the pool */
	sn_prefix pool; /* its first prefix */
	size_t pools;	/* how many it has */
};

static const char *const side_name[] = {"local", "peer"};

/* How many units have no image in use. */
static size_t
count_new(const struct half *h)
{
	size_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		n += !h->kept[i];
	return n;
}

/* Takes @n prefixes out of what is free. */
static sn_status
take(struct job *job, const sn_prefix *p, size_t n)
{
	sn_set *taken = NULL, *left = NULL;
	sn_status status =
	    sn_set_from_prefixes(&taken, p, n, &job->in->plan->alloc);

	if (!status)
		status = sn_set_subtract(&left, job->free, taken);
	sn_set_free(taken);
	if (status)
		return status;
	sn_set_free(job->free);
	job->free = left;
	return SN_OK;
}

/* The unit that holds @p, or -1. */
static ptrdiff_t
unit_of(const struct half *h, sn_prefix p)
{
	size_t from = 0, to = h->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (sn_prefix_contains(h->unit[middle], p))
			return (ptrdiff_t)middle;
		if (sn_prefix_compare(h->unit[middle], p) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return -1;
}

/* ------------------------------------------------------ images in use */

static int
compare_image(const void *pa, const void *pb)
{
	const sn_nat *const *a = pa, *const *b = pb;

	return sn_prefix_compare((*a)->translated, (*b)->translated);
}

/* Units that @n translations in use are of keep their images, where those are
 * free and no other one's. */
static void
keep(struct job *job, const sn_nat **nat, size_t n)
{
	sn_prefix last = {0};

	qsort(nat, n, sizeof(*nat), compare_image);
	for (size_t i = 0; i < n; i++) {
		struct half *h = &job->half[nat[i]->side];
		ptrdiff_t u = unit_of(h, nat[i]->original);
		sn_prefix image = nat[i]->translated;

		if (u < 0 || h->kept[u] || h->unit[u].len != image.len ||
		    (last.family && sn_prefix_overlaps(last, image)) ||
		    !sn_set_contains_range(job->free, sn_prefix_range(image)))
			continue;
		h->kept[u] = true;
		h->image[u] = last = image;
	}
}

static sn_status
keep_in_use(struct job *job)
{
	const sn_deployed *old = job->in->request->previous;
	const sn_alloc *alloc = &job->in->plan->alloc;
	const sn_nat *nat, **sorted;
	size_t n = 0, kept = 0;
	sn_prefix *p;
	sn_status status = SN_OK;

	nat = old ? sn_deployed_nats(old, &n) : NULL;
	if (!n)
		return SN_OK;
	sorted = sn__malloc(alloc, n, sizeof(*sorted));
	p = sn__malloc(alloc, n, sizeof(*p));
	if (sorted && p) {
		for (size_t i = 0; i < n; i++)
			sorted[i] = &nat[i];
		keep(job, sorted, n);
		for (unsigned s = 0; s < 2; s++)
			for (size_t i = 0; i < job->half[s].n; i++)
				if (job->half[s].kept[i])
					p[kept++] = job->half[s].image[i];
		status = take(job, p, kept);
	} else {
		status = SN_ENOMEM;
	}
	sn__free(alloc, sorted);
	sn__free(alloc, p);
	return status;
}

/* ---------------------------------------------------------- new images */

/* The pool as text: its first prefix, and whether there are more. */
static void
put_pool(char *out, size_t size, const struct job *job)
{
	char text[SN_PREFIX_TEXT_MAX];

	sn_prefix_format(text, sizeof(text), job->pool);
	snprintf(out, size, "%s%s", text,
	    job->pools > 1 ? " and the rest of the pool" : "");
}

static sn_status
example(const struct job *job, char out[SN__EXAMPLE])
{
	const sn_prefix *unit[2] = {job->half[0].unit, job->half[1].unit};
	size_t n[2] = {job->half[0].n, job->half[1].n};

	return sn__nat_example(out, unit, n, job->used, &job->in->plan->alloc);
}

static sn_status
too_small(struct job *job, unsigned s, const struct sn__nat_lack *lack)
{
	char pool[SN_PREFIX_TEXT_MAX + 32], other[SN__EXAMPLE];
	sn_plan *plan = job->in->plan;
	sn_status status = example(job, other);

	job->in->possible = false;
	put_pool(pool, sizeof(pool), job);
	if (status)
		return status;
	return sn__advise(&plan->advice, "nat-pool-too-small",
	    SN_SEVERITY_ERROR, "",
	    "%s is too small: it lacks %llu free /%u for what the %s side "
	    "shares%s. A pool with the addresses of both sides is free "
	    "elsewhere, %s.",
	    pool, (unsigned long long)lack->count, lack->len, side_name[s],
	    s == SN_PEER ? ", after the local side took its part" : "", other);
}

/* The pool has nothing but what no image may touch. */
static sn_status
all_taken(struct job *job)
{
	char pool[SN_PREFIX_TEXT_MAX + 32], other[SN__EXAMPLE];
	sn_status status = example(job, other);

	job->in->possible = false;
	put_pool(pool, sizeof(pool), job);
	if (status)
		return status;
	return sn__advise(&job->in->plan->advice, "nat-pool-taken",
	    SN_SEVERITY_ERROR, "",
	    "%s is in segments or reserves of a side, forbidden by the "
	    "gateway, "
	    "or of no host: the pool has to be addresses that neither side "
	    "has, %s.",
	    pool, other);
}

/* Places the images of side @s that are new. */
static sn_status
place_side(struct job *job, unsigned s)
{
	const sn_alloc *alloc = &job->in->plan->alloc;
	struct half *h = &job->half[s];
	size_t n = count_new(h), k = 0;
	sn_prefix *unit = sn__malloc(alloc, n, sizeof(*unit));
	sn_prefix *image = sn__malloc(alloc, n, sizeof(*image));
	struct sn__nat_lack lack = {0, 0};
	sn_status status = unit && image ? SN_OK : SN_ENOMEM;

	if (!status) {
		for (size_t i = 0; i < h->n; i++)
			if (!h->kept[i])
				unit[k++] = h->unit[i];
		status = sn__nat_place(unit, n, job->free, alloc, image, &lack);
	}
	if (!status && lack.count)
		status = too_small(job, s, &lack);
	else if (!status) {
		k = 0;
		for (size_t i = 0; i < h->n; i++)
			if (!h->kept[i])
				h->image[i] = image[k++];
		status = take(job, image, n);
	}
	sn__free(alloc, unit);
	sn__free(alloc, image);
	return status;
}

static sn_status
place(struct job *job)
{
	sn_status status = keep_in_use(job);

	for (unsigned s = 0; s < 2 && !status && job->in->possible; s++)
		status = place_side(job, s);
	return status;
}

/* ---------------------------------------------- who does it, and the rest */

/* The ends that translate each side: SN_KIND_...; false: none can. */
static bool
choose_ends(const sn_plan *plan, uint32_t at[2])
{
	int64_t gateway = plan->gateway->nat.value;
	int64_t peer = plan->peer_device->nat.value;

	at[SN_LOCAL] = SN_KIND_GATEWAY;
	at[SN_PEER] = SN_KIND_PEER;
	if (gateway == 1 && peer == 1)
		return true;
	/* One that is known to do so; else one of which nothing is known, the
	 * device of one's own before the gateway. */
	at[SN_LOCAL] = at[SN_PEER] = peer == 1 || (gateway != 1 && peer < 0)
					 ? SN_KIND_PEER
					 : SN_KIND_GATEWAY;
	return gateway == 1 || peer == 1 || gateway < 0 || peer < 0;
}

static sn_status
say_ends(struct job *job, const uint32_t at[2])
{
	sn_plan *plan = job->in->plan;
	bool both = at[SN_LOCAL] != at[SN_PEER];
	const sn_profile *p =
	    at[SN_PEER] == SN_KIND_PEER ? plan->peer_device : plan->gateway;
	sn_status status = sn__advise(&plan->advice, "sides-translated",
	    SN_SEVERITY_ACTION, "",
	    "Both sides have the same addresses. %s one to one, host bits "
	    "kept: hosts, names and firewall rules of one side have to use the "
	    "translated addresses of the other.",
	    both ? "Each end translates its own side"
	    : at[SN_PEER] == SN_KIND_PEER
		? "The peer device translates both sides"
		: "The gateway translates both sides");

	if (!status && p->nat.value < 0)
		status = sn__advise(&plan->advice, "nat-unknown",
		    SN_SEVERITY_ACTION, "",
		    "It is not known whether the %s (%s) can translate "
		    "prefixes: look it up, or put a device that can before "
		    "it.",
		    at[SN_PEER] == SN_KIND_PEER ? "peer" : "gateway", p->name);
	return status;
}

static sn_status
no_end(struct job *job)
{
	const sn_plan *plan = job->in->plan;

	job->in->possible = false;
	return sn__advise(&job->in->plan->advice, "nat-not-possible",
	    SN_SEVERITY_ERROR, plan->gateway->nat.source,
	    "Neither the gateway (%s) nor the peer (%s) translates addresses.",
	    plan->gateway->name, plan->peer_device->name);
}

static sn_status
list_translations(struct job *job, const uint32_t at[2])
{
	sn_plan *plan = job->in->plan;

	plan->nat = sn__malloc(&plan->alloc,
	    job->half[SN_LOCAL].n + job->half[SN_PEER].n, sizeof(*plan->nat));
	if (!plan->nat)
		return SN_ENOMEM;
	for (unsigned s = 0; s < 2; s++)
		for (size_t i = 0; i < job->half[s].n; i++)
			plan->nat[plan->nats++] = (sn_nat){s, at[s],
			    job->half[s].unit[i], job->half[s].image[i], ""};
	return SN_OK;
}

/* The segments of side @s as they cross the tunnel. */
static sn_status
make_crossing(struct job *job, unsigned s)
{
	struct sn__planning *in = job->in;
	const sn_plan_request *r = in->request;
	const sn_prefix *from = s == SN_LOCAL ? r->local : r->peer;
	size_t n = s == SN_LOCAL ? r->local_count : r->peer_count;
	const struct half *h = &job->half[s];
	sn_prefix *to = sn__malloc(&in->plan->alloc, n, sizeof(*to));

	if (!to)
		return SN_ENOMEM;
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t u = unit_of(h, from[i]);

		to[i] = from[i];
		if (u >= 0)
			to[i] = sn__prefix(from[i].family,
			    sn__prefix_bits(h->image[u]) |
				(sn__prefix_bits(from[i]) &
				    sn__host(from[i].family, h->unit[u].len)),
			    from[i].len);
	}
	in->crossing_list[s] = to;
	if (s == SN_LOCAL)
		in->crossing.local = to;
	else
		in->crossing.peer = to;
	return SN_OK;
}

static sn_status
cross(struct job *job)
{
	struct sn__planning *in = job->in;
	uint32_t at[2];
	sn_status status;

	if (!choose_ends(in->plan, at))
		return no_end(job);
	status = list_translations(job, at);
	if (!status)
		status = say_ends(job, at);
	in->crossing = *in->request;
	if (!status && at[SN_LOCAL] == SN_KIND_GATEWAY)
		status = make_crossing(job, SN_LOCAL);
	if (!status && at[SN_PEER] == SN_KIND_PEER)
		status = make_crossing(job, SN_PEER);
	in->request = &in->crossing;
	return status;
}

/* ----------------------------------------------------------------- all */

static sn_status
begin(struct job *job, sn_set *const set[2])
{
	const sn_alloc *alloc = &job->in->plan->alloc;
	sn_status status = sn__nat_used(job->in, set, &job->used);

	for (unsigned s = 0; s < 2 && !status; s++) {
		struct half *h = &job->half[s];

		status = sn__nat_units(&h->units, set, s, alloc);
		if (status)
			return status;
		h->unit = sn_prefixes_data(h->units, &h->n);
		h->image = sn__malloc(alloc, h->n, sizeof(*h->image));
		h->kept = sn__calloc(alloc, h->n, sizeof(*h->kept));
		if (!h->image || !h->kept)
			return SN_ENOMEM;
	}
	return status;
}

/* Puts what is taken of @p, of a pool, to @out: of a prefix that holds private
 * space, that. How many prefixes. */
static size_t
narrow(sn_prefix *out, sn_prefix p)
{
	size_t spaces, n = 0;
	const sn_prefix *space = sn__private_space(&spaces);

	for (size_t i = 0; i < spaces; i++)
		if (p.len < space[i].len && sn_prefix_contains(p, space[i]))
			out[n++] = space[i];
	if (!n)
		out[n++] = p;
	return n;
}

/* The pool of the plan's family; NULL: none was given. */
static sn_status
make_pool(struct job *job, sn_set **out)
{
	const sn_plan_request *r = job->in->request;
	const sn_alloc *alloc = &job->in->plan->alloc;
	unsigned family = r->local[0].family;
	size_t n = 0, spaces;
	sn_prefix *p;
	sn_status status = SN_OK;

	(void)sn__private_space(&spaces);
	p = sn__malloc(alloc, r->nat_pool_count * spaces, sizeof(*p));
	if (!p)
		return SN_ENOMEM;
	for (size_t i = 0; i < r->nat_pool_count; i++)
		if (r->nat_pool[i].family == family)
			n += narrow(p + n, r->nat_pool[i]);
	*out = NULL;
	if (n) {
		job->pool = p[0];
		job->pools = n;
		status = sn_set_from_prefixes(out, p, n, alloc);
	}
	if (!status)
		status = sn__pool_say_special(job->in->plan, p, n);
	sn__free(alloc, p);
	return status;
}

static sn_status
no_pool(const struct job *job, sn_error *error)
{
	char other[SN__EXAMPLE], message[SN__EXAMPLE + 128];
	sn_status status = example(job, other);

	if (status)
		return status;
	snprintf(message, sizeof(message),
	    "both sides have the same addresses: --nat-pool needs prefixes "
	    "that neither has, %s",
	    other);
	return sn__error_set(error, SN_EINVAL, message);
}

sn_status
sn__plan_nat(struct sn__planning *in, sn_set *const set[2], sn_error *error)
{
	const sn_alloc *alloc = &in->plan->alloc;
	struct job job = {.in = in};
	sn_set *pool = NULL;
	sn_status status = begin(&job, set);

	if (!status)
		status = make_pool(&job, &pool);
	if (!status && !pool)
		status = no_pool(&job, error);
	if (!status)
		status = sn_set_subtract(&job.free, pool, job.used);
	sn_set_free(pool);
	if (!status && sn_set_is_empty(job.free))
		status = all_taken(&job);
	else if (!status)
		status = place(&job);
	if (!status && in->possible)
		status = cross(&job);
	for (unsigned s = 0; s < 2; s++) {
		sn_prefixes_free(job.half[s].units);
		sn__free(alloc, job.half[s].image);
		sn__free(alloc, job.half[s].kept);
	}
	sn_set_free(job.used);
	sn_set_free(job.free);
	return status;
}
