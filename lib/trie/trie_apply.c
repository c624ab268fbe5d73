/*
 * trie_apply.c - several changes of a trie as one: all or none, one netted
 * delta.
 *
 * Changes are made one by one; what they do to the aggregates is collected.
 * An aggregate that appeared and went, or went and came back, nets to
 * nothing. When a change cannot be made, those before it are undone in
 * reverse order: an undone insertion frees nodes, and an undone removal finds
 * those that the removal freed, so undoing cannot fail.
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
	uint32_t *old_value; /* of each change */
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

static void
undo(struct applying *b, const sn_trie_change *changes, size_t n)
{
	while (n-- > 0) {
		const sn_trie_change *c = &changes[n];
		sn_status status =
		    c->remove
			? sn_trie_insert(b->trie, c->prefix, b->old_value[n])
			: sn_trie_remove(b->trie, c->prefix);

		/* An insertion over an old one also replaced its value. */
		if (!status && !c->remove &&
		    sn_trie_multiplicity(b->trie, c->prefix)) {
			status =
			    sn_trie_insert(b->trie, c->prefix, b->old_value[n]);
			if (!status)
				status = sn_trie_remove(b->trie, c->prefix);
		}
		(void)status;
	}
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

sn_status
sn_trie_apply(sn_trie *t, const sn_trie_change *changes, size_t n,
    sn_delta delta, void *ctx, size_t *bad)
{
	struct applying b = {.trie = t, .alloc = *sn__trie_alloc(t)};
	sn_status status = SN_OK;
	size_t done = 0;

	b.old_value = sn__malloc(&b.alloc, n, sizeof(*b.old_value));
	if (!b.old_value) {
		if (bad)
			*bad = 0;
		return SN_ENOMEM;
	}
	while (done < n && !status) {
		b.old_value[done] =
		    sn__prefix_valid(changes[done].prefix)
			? sn__trie_value(t, changes[done].prefix)
			: 0;
		status = make(&b, &changes[done]);
		if (!status)
			done++;
		if (b.failed)
			status = SN_ENOMEM;
	}
	if (status) {
		undo(&b, changes, done);
		if (bad)
			*bad = b.failed && done ? done - 1 : done;
	} else if (delta) {
		net(&b);
		tell(&b, -1, delta, ctx);
		tell(&b, 1, delta, ctx);
	}
	sn__free(&b.alloc, b.event);
	sn__free(&b.alloc, b.old_value);
	return status;
}
