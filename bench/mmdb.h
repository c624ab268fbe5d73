/*
 * mmdb.h - the routing table as a file of MaxMind's format, for libmaxminddb:
 * a binary trie of 32-bit records, of which each leaf points to a number.
 */
#ifndef MMDB_H
#define MMDB_H

#include <unistd.h>

#include "routing_table.h"

enum { MMDB_VALUES = 1 << 16, MMDB_LEAF = 1 << 30 };
#define MMDB_EMPTY UINT32_MAX

struct mmdb_trie {
	uint32_t (*node)[2];
	size_t n;
	size_t capacity;
};

static inline uint32_t
mmdb_node(struct mmdb_trie *t, uint32_t child)
{
	if (t->n == t->capacity) {
		t->capacity = t->capacity ? 2 * t->capacity : 1 << 20;
		t->node = reallocarray(t->node, t->capacity, sizeof(*t->node));
		if (!t->node)
			must(SN_ENOMEM, "trie");
	}
	t->node[t->n][0] = t->node[t->n][1] = child;
	return (uint32_t)t->n++;
}

/* Shorter prefixes come before longer ones. */
static inline void
mmdb_insert(struct mmdb_trie *t, struct route r)
{
	uint32_t at = 0;

	for (unsigned bit = 0; bit + 1 < r.len; bit++) {
		unsigned side = (unsigned)(r.first >> (63 - bit)) & 1;
		uint32_t next = t->node[at][side];

		if (next >= MMDB_LEAF) {
			next = mmdb_node(t, next);
			t->node[at][side] = next;
		}
		at = next;
	}
	t->node[at][(r.first >> (64 - r.len)) & 1] = MMDB_LEAF | r.value;
}

static inline void
mmdb_put32(FILE *file, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		putc((int)(number >> shift & 0xff), file);
}

static inline void
mmdb_text(FILE *file, const char *text)
{
	putc(0x40 | (int)strlen(text), file);
	fputs(text, file);
}

static inline void
mmdb_number(FILE *file, const char *key, int type, uint32_t number)
{
	mmdb_text(file, key);
	putc(type << 5 | 4 >> (type == 5), file);
	if (type == 5) {
		putc((int)(number >> 8), file);
		putc((int)(number & 0xff), file);
	} else {
		mmdb_put32(file, number);
	}
}

/* Sorted by length, @r becomes the file @path. */
static inline void
mmdb_write(const char *path, struct route *r, size_t n, unsigned family)
{
	struct mmdb_trie t = {NULL, 0, 0};
	FILE *file = fopen(path, "wb");

	(void)mmdb_node(&t, MMDB_EMPTY);
	for (unsigned len = 1; len <= 64; len++)
		for (size_t i = 0; i < n; i++)
			if (r[i].len == len)
				mmdb_insert(&t, r[i]);
	for (size_t i = 0; file && i < 2 * t.n; i++) {
		uint32_t record = t.node[i / 2][i % 2];

		if (record == MMDB_EMPTY)
			record = (uint32_t)t.n;
		else if (record >= MMDB_LEAF)
			record = (uint32_t)t.n + 16 + 5 * (record - MMDB_LEAF);
		mmdb_put32(file, record);
	}
	for (uint32_t i = 0; file && i < 16; i++)
		putc(0, file);
	for (uint32_t i = 0; file && i < MMDB_VALUES; i++) {
		putc(6 << 5 | 4, file);
		mmdb_put32(file, i);
	}
	if (!file)
		must(SN_EIO, path);
	fputs("\xab\xcd\xefMaxMind.com\xe9", file); /* a map of nine */
	mmdb_number(file, "node_count", 6, (uint32_t)t.n);
	mmdb_number(file, "record_size", 5, 32);
	mmdb_number(file, "ip_version", 5, family);
	mmdb_number(file, "binary_format_major_version", 5, 2);
	mmdb_number(file, "binary_format_minor_version", 5, 0);
	mmdb_text(file, "database_type");
	mmdb_text(file, "routes");
	mmdb_text(file, "languages");
	fwrite("\0\4", 1, 2, file); /* an array of none */
	mmdb_text(file, "description");
	putc(7 << 5, file);
	mmdb_text(file, "build_epoch");
	fwrite("\1\2\1", 1, 3, file); /* one byte of 64 bits */
	free(t.node);
	if (fclose(file))
		must(SN_EIO, path);
}

#endif
