/*
 * labels.c - texts by number, for millions of them: found by a hash that nobody
 * outside can foresee.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "labels.h"

void
labels_begin(struct labels *l)
{
	memset(l, 0, sizeof(*l));
	if (getrandom(&l->seed, sizeof(l->seed), GRND_NONBLOCK) < 0)
		l->seed = (uintptr_t)l;
}

void
labels_free(struct labels *l)
{
	free(l->text);
	free(l->at);
	free(l->slot);
}

bool
array_fits(void *array, size_t *capacity, size_t n, size_t more, size_t size)
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
hash(const struct labels *l, const char *p, size_t n)
{
	uint64_t h = l->seed ^ n, word;

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
find(const struct labels *l, const char *label, size_t n, uint64_t h)
{
	size_t at = h & (l->slots - 1);

	for (; l->slot[at]; at = (at + 1) & (l->slots - 1)) {
		const char *other;

		if (l->slot[at] >> 32 != h >> 32)
			continue;
		other = l->text + l->at[(uint32_t)l->slot[at] - 1];
		if (!strncmp(other, label, n) && !other[n])
			break;
	}
	return &l->slot[at];
}

/* Twice as many slots. */
static bool
grow(struct labels *l)
{
	size_t slots = l->slots ? 2 * l->slots : 1024;
	uint64_t *slot = calloc(slots, sizeof(*slot));

	if (!slot)
		return false;
	free(l->slot);
	l->slot = slot;
	l->slots = slots;
	for (size_t i = 0; i < l->n; i++) {
		const char *label = l->text + l->at[i];
		size_t n = strlen(label);
		uint64_t h = hash(l, label, n);

		*find(l, label, n, h) = (h >> 32 << 32) | (i + 1);
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

bool
labels_take(struct labels *l, const sn_text_item *item, uint32_t *number)
{
	size_t n = item->label_size;
	uint64_t *slot, h;
	char *label;

	if (l->n >= UINT32_MAX - 1 || (2 * l->n >= l->slots && !grow(l)) ||
	    !array_fits(&l->text, &l->text_capacity, l->text_size, n + 1, 1) ||
	    !array_fits(&l->at, &l->capacity, l->n, 1, sizeof(*l->at)))
		return false;
	label = l->text + l->text_size;
	n = copy_label(label, item->label ? item->label : "", n);
	h = hash(l, label, n);
	slot = find(l, label, n, h);
	if (!*slot) {
		l->at[l->n++] = l->text_size;
		l->text_size += n + 1;
		*slot = (h >> 32 << 32) | l->n;
	}
	*number = (uint32_t)*slot - 1;
	return true;
}
