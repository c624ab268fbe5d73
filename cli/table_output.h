/*
 * table_output.h - the tables that tidy and diff of routes write.
 */
#ifndef TABLE_OUTPUT_H
#define TABLE_OUTPUT_H

#include "cli.h"

/*
 * Writes @done, which is @t tidied; @path is what @t was read from. A script
 * that changes a gateway leads from @t to @done. 0, or an exit code.
 */
int table_output(const struct common *c, const char *path, const sn_table *t,
    const sn_table *done);
/* Writes what is between two tables; EXIT_NO: something is. */
int difference_output(const struct common *c, char *const path[2],
    const sn_table *const table[2], const sn_difference *found);

#endif
