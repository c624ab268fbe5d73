/*
 * groups.h - lists by label, and what is said of the lines of lists.
 */
#ifndef GROUPS_H
#define GROUPS_H

#include "input.h"

/* The items of files by label. */
struct groups;

/* 0, or an exit code, having said why. The caller frees *out. */
int groups_read(
    struct groups **out, const struct common *c, char *const *path, int n);
void groups_free(struct groups *g);
size_t groups_count(const struct groups *g);
/* Of the i-th label, in the order of their bytes. */
const char *groups_label(const struct groups *g, size_t i);
/* Its items as a set, which the caller frees. */
sn_status groups_set(struct groups *g, size_t i, sn_set **out);

/* The commands with --group-by, --members and --explain. */
int aggregate_groups(const struct args *args);
int count_groups(const struct args *args);
int show_members(const struct args *args);
int show_explanation(const struct args *args);

#endif
