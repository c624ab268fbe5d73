/*
 * trie_apply.c - several changes of a trie as one: all or none, one netted
 * delta.
 *
 * First the changes of each prefix are netted: a prefix that comes and goes
 * again in one batch is not touched. What is left is made one by one, and what
 * it does to the aggregates is collected: insertions first, the outer prefix
 * before those inside it, then removals the other way round, so that no
 * aggregate appears that has to go again. When a change cannot be made, those
 * before it are undone in reverse order: an undone insertion frees nodes, and
 * an undone removal finds those that the removal freed, so undoing cannot fail.
 */
#include "trie/trie.h"

struct event {
	sn_prefix prefix;
	int32_t net; /* +1 added, -1 removed */
};

struct applying {
	sn_trie *trie;
	sn_alloc alloc;
	struct event *event;
	size_t n;
	size_t capacity;
	bool failed;
	size_t *order; /* of the changes, by prefix */
	struct netted {
		sn_trie_change change;
		size_t index; /* of the change that it comes from */
		uint32_t old_value;
	} * netted;
	size_t inserts; /* from the front */
	size_t removes; /* from here to the end */
};

static void
collect(void *ctx, sn_prefix p, bool added)
{
	struct applying *b = ctx;

	if (b->failed || !sn__grow(&b->alloc, &b->event, &b->capacity, b->n,
			     sizeof(*b->event))) {
		b->failed = true;
		return;
	}
	b->event[b->n++] = (struct event){p, added ? 1 : -1};
}

static sn_status
make(struct applying *b, const sn_trie_change *c)
{
	sn_status status =
	    c->remove ? sn_trie_remove_delta(b->trie, c->prefix, collect, b)
		      : sn_trie_insert_delta(
			    b->trie, c->prefix, c->value, collect, b);

	return status;
}

/* The change that is made as number @i. */
static struct netted *
netted_at(const struct applying *b, size_t i)
{
	return &b->netted[i < b->inserts ? i : b->removes + (i - b->inserts)];
}

static void
undo(struct applying *b, size_t n)
{
	while (n-- > 0) {
		const struct netted *done = netted_at(b, n);
		const sn_trie_change *c = &done->change;
		sn_status status =
		    c->remove
			? sn_trie_insert(b->trie, c->prefix, done->old_value)
			: sn_trie_remove(b->trie, c->prefix);

		/* An insertion over an old one also replaced its value. */
		if (!status && !c->remove &&
		    sn_trie_multiplicity(b->trie, c->prefix)) {
			status =
			    sn_trie_insert(b->trie, c->prefix, done->old_value);
			if (!status)
				status = sn_trie_remove(b->trie, c->prefix);
		}
		(void)status;
	}
}

static int
compare_changes(const void *x, const void *y, void *changes)
{
	const sn_trie_change *c = changes;
	size_t a = *(const size_t *)x, b = *(const size_t *)y;
	int order = sn_prefix_compare(c[a].prefix, c[b].prefix);

	return order ? order : (a > b) - (a < b);
}

/*
 * Nets the changes of one prefix, which are @n. SN_ENOTFOUND: *bad would
 * remove what is not there.
 */
static sn_status
net_prefix(struct applying *b, const sn_trie_change *changes,
    const size_t *order, size_t n, size_t *bad)
{
	uint64_t before = sn_trie_multiplicity(b->trie, changes[*order].prefix);
	uint64_t now = before;
	const sn_trie_change *value = NULL;
	struct netted one = {.index = order[n - 1]};

	for (size_t i = 0; i < n; i++) {
		const sn_trie_change *c = &changes[order[i]];

		if (c->remove && now == 0) {
			*bad = order[i];
			return SN_ENOTFOUND;
		}
		now = c->remove ? now - 1 : now + 1;
		value = c->remove ? value : c;
	}
	if (now == 0 && before == 0)
		return SN_OK;
	/* Where the value may have changed it goes in once more. */
	if (value && now <= before && now)
		before++;
	one.change = changes[*order];
	one.change.value = value ? value->value : 0;
	one.change.remove = 0;
	if (value && now && now < before)
		b->netted[b->inserts++] = one;
	for (uint64_t i = before; i < now; i++)
		b->netted[b->inserts++] = one;
	one.change.remove = 1;
	for (uint64_t i = now; i < before; i++)
		b->netted[--b->removes] = one;
	return SN_OK;
}

/* Nets all changes. The first, in their order, that cannot be made: *bad. */
static sn_status
net_changes(
    struct applying *b, const sn_trie_change *changes, size_t n, size_t *bad)
{
	sn_status status = SN_OK, first = SN_OK;
	size_t valid = 0, at;

	while (valid < n && sn__prefix_valid(changes[valid].prefix))
		valid++;
	*bad = valid;
	first = valid < n ? SN_EINVAL : SN_OK;
	for (size_t i = 0; i < valid; i++)
		b->order[i] = i;
	if (valid)
		qsort_r(b->order, valid, sizeof(*b->order), compare_changes,
		    (void *)(uintptr_t)changes);
	b->removes = n;
	for (size_t from = 0, to; from < valid; from = to) {
		sn_prefix p = changes[b->order[from]].prefix;

		for (to = from + 1; to < valid; to++)
			if (sn_prefix_compare(p, changes[b->order[to]].prefix))
				break;
		status =
		    net_prefix(b, changes, b->order + from, to - from, &at);
		if (status && at < *bad) {
			*bad = at;
			first = status;
		}
	}
	return first;
}

static int
compare(const void *a, const void *b)
{
	return sn_prefix_compare(((const struct event *)a)->prefix,
	    ((const struct event *)b)->prefix);
}

/* Adds up the events of each prefix, in place. */
static void
net(struct applying *b)
{
	size_t kept = 0;

	if (b->n)
		qsort(b->event, b->n, sizeof(*b->event), compare);
	for (size_t i = 0; i < b->n; i++) {
		if (kept && !sn_prefix_compare(
				b->event[kept - 1].prefix, b->event[i].prefix))
			b->event[kept - 1].net += b->event[i].net;
		else
			b->event[kept++] = b->event[i];
	}
	b->n = kept;
}

static void
tell(const struct applying *b, int32_t sign, sn_delta delta, void *ctx)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->event[i].net == sign)
			delta(ctx, b->event[i].prefix, sign > 0);
}

/* Makes what is left of the changes: all, or none. */
static sn_status
make_all(struct applying *b, size_t n, size_t *bad)
{
	size_t all = b->inserts + (n - b->removes), done = 0;
	sn_status status = SN_OK;

	while (done < all && !status) {
		struct netted *one = netted_at(b, done);

		*bad = one->index;
		one->old_value = sn__trie_value(b->trie, one->change.prefix);
		status = make(b, &one->change);
		if (!status)
			done++;
		if (b->failed)
			status = SN_ENOMEM;
	}
	if (status)
		undo(b, done);
	return status;
}

sn_status
sn_trie_apply(sn_trie *t, const sn_trie_change *changes, size_t n,
    sn_delta delta, void *ctx, size_t *bad)
{
	struct applying b = {.trie = t, .alloc = *sn__trie_alloc(t)};
	sn_status status = SN_ENOMEM;
	size_t at = 0;

	b.order = sn__malloc(&b.alloc, n, sizeof(*b.order));
	b.netted = sn__malloc(&b.alloc, n, sizeof(*b.netted));
	if (b.order && b.netted)
		status = net_changes(&b, changes, n, &at);
	if (!status)
		status = make_all(&b, n, &at);
	if (status && bad)
		*bad = at;
	if (!status && delta) {
		net(&b);
		tell(&b, -1, delta, ctx);
		tell(&b, 1, delta, ctx);
	}
	sn__free(&b.alloc, b.event);
	sn__free(&b.alloc, b.order);
	sn__free(&b.alloc, b.netted);
	return status;
}
