/*
 * hash.c - numbers by keys: a hash table with open addressing.
 */
#include "base/hash.h"

static size_t
spread(uint64_t key)
{
	key *= UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(key ^ key >> 32);
}

static bool
map_grow(sn__map *m, const sn_alloc *alloc)
{
	size_t slots = m->slots ? m->slots * 2 : 64;
	uint64_t *key;
	uint32_t *value;

	if (2 * (m->n + 1) <= m->slots)
		return true;
	key = sn__malloc(alloc, slots, sizeof(*key));
	value = sn__malloc(alloc, slots, sizeof(*value));
	if (!key || !value) {
		sn__free(alloc, key);
		sn__free(alloc, value);
		return false;
	}
	memset(value, 0xff, slots * sizeof(*value));
	for (size_t i = 0; i < m->slots; i++) {
		size_t at;

		if (m->value[i] == UINT32_MAX)
			continue;
		at = spread(m->key[i]);
		while (value[at & (slots - 1)] != UINT32_MAX)
			at++;
		key[at & (slots - 1)] = m->key[i];
		value[at & (slots - 1)] = m->value[i];
	}
	sn__map_free(m, alloc);
	m->key = key;
	m->value = value;
	m->slots = slots;
	return true;
}

bool
sn__map_get(sn__map *m, const sn_alloc *alloc, uint64_t key, uint32_t fresh,
    uint32_t *value)
{
	size_t at = spread(key);

	if (!map_grow(m, alloc))
		return false;
	for (;; at++) {
		size_t i = at & (m->slots - 1);

		if (m->value[i] == UINT32_MAX) {
			m->key[i] = key;
			m->value[i] = fresh;
			m->n++;
			*value = fresh;
			return true;
		}
		if (m->key[i] == key) {
			*value = m->value[i];
			return true;
		}
	}
}

bool
sn__map_find(const sn__map *m, uint64_t key, uint32_t *value)
{
	for (size_t at = spread(key); m->slots; at++) {
		size_t i = at & (m->slots - 1);

		*value = m->value[i];
		if (*value == UINT32_MAX)
			return false;
		if (m->key[i] == key)
			return true;
	}
	return false;
}

void
sn__map_free(sn__map *m, const sn_alloc *alloc)
{
	sn__free(alloc, m->key);
	sn__free(alloc, m->value);
	m->key = NULL;
	m->value = NULL;
}
