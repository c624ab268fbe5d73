/*
 * rows.h - a table on standard output: as text with tabs, CSV or JSON.
 */
#ifndef ROWS_H
#define ROWS_H

#include "cli.h"

struct rows {
	/* Names of columns, up to a NULL; one that ends with '#' holds
	 * numbers. In text, ':' follows one that ends with "file". */
	const char *const *column;
	enum set_format format;
	bool first;
	sn_status status;
	struct output out;
};

/* @key: what the rows are, in JSON. 0, or an exit code. */
int rows_open(struct rows *r, const struct common *c, const char *key,
    const char *const *column);
/* A cell for each column; whatever they hold, they stay in their place. */
void rows_put(struct rows *r, const char *const *cell);
int rows_close(struct rows *r);

#endif
