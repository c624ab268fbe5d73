/*
 * stages_trie.c - lookups, live updates and optimal covers, on one thread.
 *
 *   stages_trie KIND FILE
 *
 * FILE should hold disjoint prefixes, so that lines, leaves and prefixes are
 * the same number. Lookups: random addresses over the whole space. Updates:
 * every prefix inserted in random order (with the delta of the aggregates),
 * then an equal mix of removals and insertions at full size. Memory by a
 * counting allocator. Covers: for each k the time of sn_cover() beside that
 * of building the set from text, both per leaf.
 */
#include "stages.h"

enum { LOOKUPS = 4000000 };

/* Nanoseconds after which a cover is not run again, nor one of larger k. */
static const double SLOW = 5e9;

struct bench {
	const char *kind;
	char *text;
	size_t size;
	sn_set *set;
	sn_alloc alloc;
	struct counting bytes;
	sn_prefix *prefix; /* the aggregates, shuffled */
	uint64_t n;
	uint32_t *address;
	uint64_t sink; /* so that no lookup is optimised away */
};

static void
from_text(struct bench *b)
{
	struct timing t = {0};

	for (int i = 0; i < STAGES_RUNS; i++) {
		sn_builder_options options = SN_BUILDER_OPTIONS_INIT;
		sn_builder *builder;

		options.threads = 1;
		options.alloc = &b->alloc;
		sn_set_free(b->set);
		b->set = NULL;
		timing_start(&t);
		must(sn_builder_new(&builder, &options), "builder");
		must(sn_builder_add_text(
			 builder, b->text, b->size, NULL, NULL, NULL),
		    "text");
		must(sn_builder_build(&b->set, builder), "build");
		timing_stop(&t);
		sn_builder_free(builder);
	}
	b->n = sn_set_prefix_count(b->set, 0);
	stages_row("set-from-text", b->kind, b->n, &t, -1);
}

static void
list(struct bench *b)
{
	uint64_t seed = 1;
	sn_set_iter it;

	b->prefix = malloc((b->n + 1) * sizeof(*b->prefix));
	b->address = malloc(LOOKUPS * sizeof(*b->address));
	if (!b->prefix || !b->address)
		must(SN_ENOMEM, "list");
	sn_set_iter_init(&it, b->set, 0);
	for (uint64_t i = 0; sn_set_iter_next_prefix(&it, &b->prefix[i]); i++)
		;
	for (uint64_t i = b->n; i > 1; i--) {
		uint64_t j = stages_random(&seed) % i;
		sn_prefix swap = b->prefix[j];

		b->prefix[j] = b->prefix[i - 1];
		b->prefix[i - 1] = swap;
	}
	for (size_t i = 0; i < LOOKUPS; i++)
		b->address[i] = (uint32_t)(stages_random(&seed) >> 32);
}

static void
count_delta(void *ctx, sn_prefix aggregate, bool added)
{
	struct bench *b = ctx;

	b->sink += aggregate.len + (uint64_t)added;
}

static void
updates(struct bench *b)
{
	struct timing insert = {0}, change = {0}, remove = {0};
	uint64_t seed = 2, n = b->n;
	double bytes = 0;

	for (int run = 0; run < 3; run++) {
		struct counting used;
		sn_alloc alloc = counting_alloc(&used);
		sn_trie *t;

		must(sn_trie_new(&t, &alloc), "trie");
		timing_start(&insert);
		for (uint64_t i = 0; i < n; i++)
			must(sn_trie_insert_delta(
				 t, b->prefix[i], 0, count_delta, b),
			    "insert");
		timing_stop(&insert);
		bytes = (double)used.live;
		timing_start(&change);
		for (uint64_t i = 0; i < n / 2; i++) {
			sn_prefix p = b->prefix[stages_random(&seed) % n];

			must(sn_trie_remove_delta(t, p, count_delta, b),
			    "remove");
			must(sn_trie_insert_delta(t, p, 0, count_delta, b),
			    "insert");
		}
		timing_stop(&change);
		timing_start(&remove);
		for (uint64_t i = 0; i < n; i++)
			must(sn_trie_remove_delta(
				 t, b->prefix[i], count_delta, b),
			    "remove");
		timing_stop(&remove);
		sn_trie_free(t);
	}
	stages_row("trie-insert", b->kind, n, &insert, bytes);
	stages_row("trie-update", b->kind, n / 2 * 2, &change, -1);
	stages_row("trie-remove", b->kind, n, &remove, -1);
}

static void
trie_lookups(struct bench *b)
{
	struct timing one = {0}, batch = {0};
	uint32_t *value = malloc(LOOKUPS * sizeof(*value));
	sn_prefix4 *out = malloc(LOOKUPS * sizeof(*out));
	bool *found = malloc(LOOKUPS * sizeof(*found));
	sn_trie *t;

	if (!value || !out || !found)
		must(SN_ENOMEM, "lookups");
	must(sn_trie_from_set(&t, b->set), "trie");
	for (int run = 0; run < STAGES_RUNS; run++) {
		size_t hits = 0, hits4;

		timing_start(&one);
		for (size_t i = 0; i < LOOKUPS; i++) {
			sn_prefix p;

			hits += !sn_trie_match(
			    t, sn_addr_v4(b->address[i]), &p, NULL);
		}
		timing_stop(&one);
		timing_start(&batch);
		hits4 =
		    sn_trie_match4(t, b->address, LOOKUPS, out, value, found);
		timing_stop(&batch);
		must(hits == hits4 ? SN_OK : SN_EINVAL, "trie lookups agree");
	}
	stages_row("trie-match", b->kind, LOOKUPS, &one, -1);
	stages_row("trie-match-batch", b->kind, LOOKUPS, &batch, -1);
	sn_trie_free(t);
	free(value);
	free(out);
	free(found);
}

static void
index_memory(struct bench *b)
{
	int64_t before = b->bytes.live;
	double bytes;
	sn_index *ix;

	must(sn_index_new(&ix, b->set), "index");
	bytes = (double)(b->bytes.live - before) +
		8.0 * (double)sn_set_range_count(b->set, SN_IPV4);
	printf("index-memory,%s,%llu,,%.2f\n", b->kind,
	    (unsigned long long)b->n, bytes / (double)b->n);
	sn_index_free(ix);
}

/* Memory as users have it: the allocator that counts gets no huge pages. */
static void
index_lookups(struct bench *b)
{
	struct timing one = {0}, batch = {0};
	sn_prefix4 *out = malloc(LOOKUPS * sizeof(*out));
	bool *found = malloc(LOOKUPS * sizeof(*found));
	sn_builder *builder;
	sn_index *ix;
	sn_set *set;

	if (!out || !found)
		must(SN_ENOMEM, "lookups");
	must(sn_builder_new(&builder, NULL), "index");
	must(sn_builder_add_text(builder, b->text, b->size, NULL, NULL, NULL),
	    "index");
	must(sn_builder_build(&set, builder), "index");
	sn_builder_free(builder);
	must(sn_index_new(&ix, set), "index");
	for (int run = 0; run < STAGES_RUNS; run++) {
		size_t hits = 0, hits4;

		timing_start(&one);
		for (size_t i = 0; i < LOOKUPS; i++) {
			sn_prefix p;

			hits +=
			    !sn_index_match(ix, sn_addr_v4(b->address[i]), &p);
		}
		timing_stop(&one);
		timing_start(&batch);
		hits4 = sn_index_match4(ix, b->address, LOOKUPS, out, found);
		timing_stop(&batch);
		must(hits == hits4 ? SN_OK : SN_EINVAL, "index lookups agree");
	}
	stages_row("index-match", b->kind, LOOKUPS, &one, -1);
	stages_row("index-match-batch", b->kind, LOOKUPS, &batch, -1);
	sn_index_free(ix);
	sn_set_free(set);
	free(out);
	free(found);
}

static void
covers(struct bench *b)
{
	static const uint64_t budget[] = {2, 10, 100, 1000, 10000, 100000};

	for (size_t i = 0; i < sizeof(budget) / sizeof(*budget); i++) {
		struct timing t = {0};
		double spent = 0;
		int64_t peak = 0;
		char name[64];

		for (int run = 0; run < 3 && spent < SLOW; run++) {
			sn_cover_options options = SN_COVER_OPTIONS_INIT;
			int64_t before = b->bytes.live;
			sn_prefixes *cover;

			options.max_prefixes = budget[i];
			b->bytes.peak = before;
			timing_start(&t);
			must(sn_cover(&cover, b->set, &options, NULL), "cover");
			timing_stop(&t);
			spent += t.run[run];
			peak = b->bytes.peak - before;
			sn_prefixes_free(cover);
		}
		snprintf(name, sizeof(name), "cover-%llu",
		    (unsigned long long)budget[i]);
		stages_row(name, b->kind, b->n, &t, (double)peak);
		if (spent > SLOW)
			return;
	}
}

int
main(int argc, char **argv)
{
	struct bench b = {0};

	if (argc != 3)
		return 2;
	b.kind = argv[1];
	b.alloc = counting_alloc(&b.bytes);
	b.text = stages_read(argv[2], &b.size);
	from_text(&b);
	list(&b);
	covers(&b);
	updates(&b);
	if (sn_set_range_count(b.set, SN_IPV4)) {
		trie_lookups(&b);
		index_memory(&b);
		index_lookups(&b);
	}
	sn_set_free(b.set);
	free(b.prefix);
	free(b.address);
	free(b.text);
	return b.sink == 0;
}
