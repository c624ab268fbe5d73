/*
 * groups.c - the items of files by label: for millions of labels.
 *
 * Labels are kept once, one after the other, and found by a hash that nobody
 * outside can foresee. Items are kept as they come, 12 bytes for IPv4 and 40
 * for IPv6, and sorted by label when all are read, which takes two passes.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "groups.h"

struct item4 {
	uint32_t label;
	sn_range4 range;
};

struct item6 {
	uint32_t label;
	sn_range6 range;
};

struct groups {
	char *text; /* of the labels, each with its NUL */
	size_t text_size, text_capacity;
	size_t *label; /* where each begins, in the order they came */
	size_t labels, label_capacity;
	/* Of the hash: a label and 1, above it half of its hash; or 0. */
	uint64_t *slot;
	size_t slots; /* a power of two */
	uint64_t seed;
	struct item4 *item4;
	size_t n4, capacity4;
	struct item6 *item6;
	size_t n6, capacity6;
	/* When all are read. */
	uint32_t *order; /* of labels */
	sn_range4 *range4;
	sn_range6 *range6;
	size_t *end4, *end6; /* of each label's ranges */
	sn_builder *builder;
};

/* One more element fits; false when memory is out. */
static bool
fits(void *array, size_t *capacity, size_t n, size_t more, size_t size)
{
	size_t want = *capacity;
	void *old, *new;

	if (n + more <= want)
		return true;
	while (want < n + more)
		want = want < 64 ? 64 : want + want / 2;
	memcpy(&old, array, sizeof(old));
	new = reallocarray(old, want, size);
	if (!new)
		return false;
	memcpy(array, &new, sizeof(new));
	*capacity = want;
	return true;
}

static uint64_t
hash(const struct groups *g, const char *p, size_t n)
{
	uint64_t h = g->seed ^ n, word;

	for (; n; p += 8, n -= n < 8 ? n : 8) {
		word = 0;
		memcpy(&word, p, n < 8 ? n : 8);
		h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	return h;
}

/* The slot of a label: its own, or the free one where it would stand. */
static uint64_t *
find(const struct groups *g, const char *label, size_t n, uint64_t h)
{
	size_t at = h & (g->slots - 1);

	for (; g->slot[at]; at = (at + 1) & (g->slots - 1)) {
		const char *other;

		if (g->slot[at] >> 32 != h >> 32)
			continue;
		other = g->text + g->label[(uint32_t)g->slot[at] - 1];
		if (!strncmp(other, label, n) && !other[n])
			break;
	}
	return &g->slot[at];
}

/* Twice as many slots. */
static bool
grow(struct groups *g)
{
	size_t slots = g->slots ? 2 * g->slots : 1024;
	uint64_t *slot = calloc(slots, sizeof(*slot));

	if (!slot)
		return false;
	free(g->slot);
	g->slot = slot;
	g->slots = slots;
	for (size_t i = 0; i < g->labels; i++) {
		const char *label = g->text + g->label[i];
		size_t n = strlen(label);
		uint64_t h = hash(g, label, n);

		*find(g, label, n, h) = (h >> 32 << 32) | (i + 1);
	}
	return true;
}

/* A quoted field has two double quotes for one; a NUL cannot be kept. */
static size_t
copy_label(char *to, const char *from, size_t n)
{
	size_t size = 0;

	for (size_t i = 0; i < n; i++) {
		to[size++] = from[i] ? from[i] : '?';
		if (from[i] == '"' && i + 1 < n && from[i + 1] == '"')
			i++;
	}
	to[size] = '\0';
	return size;
}

/* The number of a label, which is new or not; false when memory is out. */
static bool
take_label(struct groups *g, const sn_text_item *item, uint32_t *number)
{
	size_t n = item->label_size;
	uint64_t *slot, h;
	char *label;

	if (g->labels >= UINT32_MAX - 1 ||
	    (2 * g->labels >= g->slots && !grow(g)) ||
	    !fits(&g->text, &g->text_capacity, g->text_size, n + 1, 1) ||
	    !fits(
		&g->label, &g->label_capacity, g->labels, 1, sizeof(*g->label)))
		return false;
	label = g->text + g->text_size;
	n = copy_label(label, item->label ? item->label : "", n);
	h = hash(g, label, n);
	slot = find(g, label, n, h);
	if (!*slot) {
		g->label[g->labels++] = g->text_size;
		g->text_size += n + 1;
		*slot = (h >> 32 << 32) | g->labels;
	}
	*number = (uint32_t)*slot - 1;
	return true;
}

static bool
take(void *ctx, const char *name, const sn_text_item *item)
{
	struct groups *g = ctx;
	sn_addr first = item->range.first, last = item->range.last;
	uint32_t label;

	(void)name;
	if (!take_label(g, item, &label))
		return false;
	if (first.family == SN_IPV4) {
		if (!fits(
			&g->item4, &g->capacity4, g->n4, 1, sizeof(*g->item4)))
			return false;
		g->item4[g->n4++] = (struct item4){
		    label, {(uint32_t)first.lo, (uint32_t)last.lo}};
		return true;
	}
	if (!fits(&g->item6, &g->capacity6, g->n6, 1, sizeof(*g->item6)))
		return false;
	g->item6[g->n6++] =
	    (struct item6){label, {first.hi, first.lo, last.hi, last.lo}};
	return true;
}

static int
by_text(const void *a, const void *b, void *ctx)
{
	const struct groups *g = ctx;
	const uint32_t *i = a, *j = b;

	return strcmp(g->text + g->label[*i], g->text + g->label[*j]);
}

/* Sorts items by label: after it, end[i] is where those of label i end. */
static bool
sort(struct groups *g)
{
	size_t n = g->labels, at4 = 0, at6 = 0;

	g->order = calloc(n + 1, sizeof(*g->order));
	g->end4 = calloc(n + 1, sizeof(*g->end4));
	g->end6 = calloc(n + 1, sizeof(*g->end6));
	g->range4 = calloc(g->n4 + 1, sizeof(*g->range4));
	g->range6 = calloc(g->n6 + 1, sizeof(*g->range6));
	if (!g->order || !g->end4 || !g->end6 || !g->range4 || !g->range6)
		return false;
	for (size_t i = 0; i < g->n4; i++)
		g->end4[g->item4[i].label]++;
	for (size_t i = 0; i < g->n6; i++)
		g->end6[g->item6[i].label]++;
	for (size_t i = 0; i < n; i++) {
		size_t n4 = g->end4[i], n6 = g->end6[i];

		g->order[i] = (uint32_t)i;
		g->end4[i] = at4;
		g->end6[i] = at6;
		at4 += n4;
		at6 += n6;
	}
	for (size_t i = 0; i < g->n4; i++)
		g->range4[g->end4[g->item4[i].label]++] = g->item4[i].range;
	for (size_t i = 0; i < g->n6; i++)
		g->range6[g->end6[g->item6[i].label]++] = g->item6[i].range;
	free(g->item4);
	free(g->item6);
	g->item4 = NULL;
	g->item6 = NULL;
	qsort_r(g->order, n, sizeof(*g->order), by_text, g);
	return true;
}

int
groups_read(
    struct groups **out, const struct common *c, char *const *path, int n)
{
	struct groups *g = calloc(1, sizeof(*g));
	sn_builder_options bo = SN_BUILDER_OPTIONS_INIT;
	int exit_code;

	*out = g;
	if (!g)
		return status_exit(SN_ENOMEM, "labels");
	if (getrandom(&g->seed, sizeof(g->seed), GRND_NONBLOCK) < 0)
		g->seed = (uintptr_t)g;
	exit_code = read_items(c, path, n, take, g);
	if (exit_code)
		return exit_code;
	bo.threads = 1;
	if (!sort(g))
		return status_exit(SN_ENOMEM, "labels");
	return status_exit(sn_builder_new(&g->builder, &bo), "labels");
}

void
groups_free(struct groups *g)
{
	if (!g)
		return;
	free(g->text);
	free(g->label);
	free(g->slot);
	free(g->item4);
	free(g->item6);
	free(g->order);
	free(g->range4);
	free(g->range6);
	free(g->end4);
	free(g->end6);
	sn_builder_free(g->builder);
	free(g);
}

size_t
groups_count(const struct groups *g)
{
	return g->labels;
}

const char *
groups_label(const struct groups *g, size_t i)
{
	return g->text + g->label[g->order[i]];
}

sn_status
groups_set(struct groups *g, size_t i, sn_set **out)
{
	uint32_t label = g->order[i];
	size_t from4 = label ? g->end4[label - 1] : 0;
	size_t from6 = label ? g->end6[label - 1] : 0;
	sn_status status = sn_builder_add_ranges4(
	    g->builder, g->range4 + from4, g->end4[label] - from4);

	if (!status)
		status = sn_builder_add_ranges6(
		    g->builder, g->range6 + from6, g->end6[label] - from6);
	return status ? status : sn_builder_build(out, g->builder);
}
