/*
 * match_piece.h - rows of a stream, looked up on a thread.
 */
#ifndef MATCH_PIECE_H
#define MATCH_PIECE_H

#include <pthread.h>

#include "join.h"

enum { PENDING = 128 };

enum event_kind { EVENT_ROW, EVENT_BAD, EVENT_WARNING };

/* A row with its answer, or what there is to say of one. */
struct event {
	enum event_kind kind;
	struct answer answer;
	const char *row;
	size_t size;
	sn_error *said;
};

/* Addresses of rows, to be looked up together. */
struct pending4 {
	size_t n;
	uint32_t addr[PENDING];
	size_t event[PENDING];
};
struct pending6 {
	size_t n;
	sn_addr6 addr[PENDING];
	size_t event[PENDING];
};

/* The part of a batch that one thread looks up. */
struct piece {
	const struct join *join;
	sn_text_options options;
	const char *text;
	size_t size;
	struct event *event;
	size_t n, capacity;
	struct pending4 four;
	struct pending6 six;
	sn_text_stats stats;
	sn_status status; /* SN_ENOMEM, or SN_OK: bad rows are events */
	pthread_t thread;
	bool threaded;
};

/* Reads the rows of a struct piece into events, up to a bad one. NULL. */
void *piece_work(void *piece);

#endif
