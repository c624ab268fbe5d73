/*
 * arena.c - memory that is taken in many pieces and given back at once.
 */
#include "read/arena.h"

#include <stdalign.h>

/* Each block is twice as large as the one before, up to LARGEST. */
enum { SMALLEST = 4096 - 64, LARGEST = 1 << 20 };

struct sn__arena_block {
	struct sn__arena_block *next;
	size_t size;
	size_t used;
	alignas(16) unsigned char data[];
};

static struct sn__arena_block *
new_block(sn__arena *a, size_t size)
{
	struct sn__arena_block *b;

	if (size > SIZE_MAX - sizeof(*b))
		return NULL;
	b = sn__malloc(&a->alloc, sizeof(*b) + size, 1);
	if (b)
		*b = (struct sn__arena_block){NULL, size, 0};
	return b;
}

void *
sn__arena_get(sn__arena *a, size_t n, size_t size, size_t align)
{
	struct sn__arena_block *b = a->blocks;
	size_t bytes, at, block;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	if (b) {
		at = (b->used + align - 1) & ~(align - 1);
		if (at <= b->size && bytes <= b->size - at) {
			b->used = at + bytes;
			return b->data + at;
		}
	}
	block = !b ? SMALLEST : b->size < LARGEST / 2 ? 2 * b->size : LARGEST;
	/* A large piece has a block of its own; the one in use goes on. */
	b = new_block(a, bytes > block / 4 ? bytes : block);
	if (!b)
		return NULL;
	b->used = bytes;
	if (a->blocks && b->size == bytes) {
		b->next = a->blocks->next;
		a->blocks->next = b;
	} else {
		b->next = a->blocks;
		a->blocks = b;
	}
	return b->data;
}

void
sn__arena_clear(sn__arena *a)
{
	while (a->blocks) {
		struct sn__arena_block *next = a->blocks->next;

		sn__free(&a->alloc, a->blocks);
		a->blocks = next;
	}
}
