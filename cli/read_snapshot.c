/*
 * read_snapshot.c - snapshots, and iprange's binary form, among the lists.
 *
 * They are read, not mapped: what another process does to the file meanwhile
 * cannot change a set that was found sound. Their memory stays to the end, for
 * the sets are made of it.
 */
#include <stdlib.h>

#include "input.h"

struct block {
	struct block *next;
	char *data;
};

static struct block *blocks;

/* Whether @data is to stay; else it is freed. */
static bool
keep(char *data)
{
	struct block *block = malloc(sizeof(*block));

	if (!block) {
		free(data);
		return false;
	}
	*block = (struct block){blocks, data};
	blocks = block;
	return true;
}

/* What sn_set_borrow() returned, as an exit code, having said why. */
static int
packed_exit(const char *name, sn_status status, const sn_error *error)
{
	if (status != SN_ESYNTAX)
		return status_exit(status, name);
	message("%s: byte %llu: %s", name, (unsigned long long)error->offset,
	    error->message);
	return EXIT_USAGE;
}

/* The rest of @s after the @kept bytes in *data, of @size. The exit code. */
static int
read_rest(struct source *s, char **data, size_t size, size_t *kept)
{
	for (;;) {
		ssize_t got = source_read_full(s, *data + *kept, size - *kept);
		char *bigger;

		if (got < 0)
			return s->exit_code;
		*kept += (size_t)got;
		if (*kept < size)
			return 0;
		size *= 2;
		bigger = realloc(*data, size);
		if (!bigger)
			return status_exit(SN_ENOMEM, s->name);
		*data = bigger;
	}
}

int
snapshots_add(struct snapshots *all, struct source *s, char *data, size_t size,
    size_t kept)
{
	sn_set **bigger = realloc(all->set, (all->n + 2) * sizeof(*all->set));
	int exit_code = bigger ? read_rest(s, &data, size, &kept)
			       : status_exit(SN_ENOMEM, s->name);
	sn_error error;

	if (bigger)
		all->set = bigger;
	if (exit_code || !keep(data)) {
		if (exit_code)
			free(data);
		return exit_code ? exit_code : status_exit(SN_ENOMEM, s->name);
	}
	exit_code = packed_exit(s->name,
	    sn_set_borrow(
		&all->set[all->n], data, kept, SN_BORROW_CHECK, NULL, &error),
	    &error);
	all->n += !exit_code;
	return exit_code;
}

int
snapshots_join(struct snapshots *all, sn_set **set)
{
	sn_set *joined;
	sn_status status;

	if (all->n == 0)
		return 0;
	if (all->n == 1 && sn_set_is_empty(*set)) {
		sn_set_free(*set);
		*set = all->set[0];
		all->n = 0;
		return 0;
	}
	/* There is a place for it: snapshots_add(). */
	all->set[all->n] = *set;
	status = sn_set_union_many(
	    &joined, (const sn_set *const *)all->set, all->n + 1, NULL);
	if (!status) {
		sn_set_free(*set);
		*set = joined;
	}
	return status_exit(status, "joining the sets");
}

void
snapshots_free(struct snapshots *all)
{
	for (size_t i = 0; i < all->n; i++)
		sn_set_free(all->set[i]);
	free(all->set);
}
